/** A made case, written by tests/frontend/reference.py, and a conversation about it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { bytesOf, hex } from "../src/bytes.ts";
import type { KeyClient, Source } from "../src/keys/client.ts";
import type { Answer, Place, PreviewJson, ScopeJson } from "../src/keys/messages.ts";
import type { Json } from "../src/shv1/canonical.ts";
import { ready } from "../src/shv1/sodium.ts";
import { converse, folderSource } from "./conversation.ts";
import { read, reference, scratch } from "./python.ts";

export interface Reference {
  readonly now: number;
  readonly eid: string;
  readonly medium: string;
  readonly roots: string[];
  readonly gid: string;
  readonly survivor_fp: string;
  readonly officer_fp: string;
  readonly filter: string;
  readonly previews: {
    readonly scope: ScopeJson;
    readonly body: Json;
    readonly excluded: Place[];
    readonly records: number;
    readonly sha256: string;
    readonly categories: Record<string, number>;
    readonly withheld: Record<string, number>;
    readonly copies: number;
    readonly stripped: readonly string[];
    readonly stay: readonly string[];
    readonly unasked: readonly string[];
    readonly whole: readonly string[];
    /** The SHA-256 of derived.json. */
    readonly derived: string;
    readonly chosen: [number, (string | null)[]][];
  }[];
  readonly scopes: { readonly scope: Json; readonly body: Json }[];
  readonly forged: { readonly index: number; readonly pack: string; readonly offset: number; readonly sealed: string };
  readonly decided: {
    readonly scopes: Json[];
    readonly records: string[];
    readonly reasons: (string | null)[][];
  };
  readonly boxes: { readonly key: string; readonly plain: string; readonly sealed: string }[];
  readonly wrap: { readonly sealed: string; readonly plain: string };
  readonly file: { readonly sealed: string; readonly plain: string };
  readonly account: {
    readonly uid: string;
    readonly root: string;
    readonly passphrase: string;
    readonly params: string;
    readonly auth: string;
    readonly slots: string[];
    readonly version: number;
    readonly manifest: string;
  };
  readonly canonical: [string, boolean][];
  readonly weak: [string, string | null][];
  readonly log: {
    readonly policy: string;
    readonly now: number;
    readonly lines: { readonly index: number; readonly entry: string; readonly proof: string | null; readonly fields: string | null }[];
    readonly seen: Readonly<Record<"same" | "more" | "forked" | "anothers", string>>;
    readonly more: string[];
    readonly thing: string;
    readonly leaf: string;
    readonly remembered: string;
    readonly newest: string;
    readonly consistency: string[];
    readonly forked: string;
    readonly alone: string;
  };
  readonly folded: { readonly changed: [number, string][]; readonly unknown: [number, number][] };
}

/** A case in a folder of its own. */
export class MadeCase {
  readonly folder: string;
  readonly sealed: string;
  readonly given: Reference;
  readonly remove: () => void;

  private constructor(folder: string, remove: () => void) {
    this.folder = folder;
    this.sealed = join(folder, "sealed");
    this.given = JSON.parse(readFileSync(join(folder, "reference.json"), "utf-8")) as Reference;
    this.remove = remove;
  }

  static async make(): Promise<MadeCase> {
    await ready();
    const { folder, remove } = scratch();
    await reference("make", join(folder, "case"));
    return new MadeCase(join(folder, "case"), remove);
  }

  /** Opens a conversation in which she is signed in. */
  async signedIn(source: Source = folderSource(this.sealed)): Promise<KeyClient> {
    const keys = converse(source);
    const { account } = this.given;
    const { auth } = await keys.ask("stretch", {
      passphrase: account.passphrase,
      uid: account.uid,
      params: bytesOf(account.params),
    });
    expect(hex(auth)).toBe(account.auth);
    const { fp } = await keys.ask("unlock", this.unlocking());
    expect(fp).toBe(this.given.survivor_fp);
    return keys;
  }

  /** What the vault hands out when she signs in. */
  unlocking(): { slots: Uint8Array<ArrayBuffer>[]; manifest: Uint8Array<ArrayBuffer>; version: number; seen: number } {
    const { slots, manifest, version } = this.given.account;
    return { slots: slots.map(bytesOf), manifest: bytesOf(manifest), version, seen: -1 };
  }

  /** Opens her extraction. */
  open(keys: KeyClient): Promise<Answer<"openExtraction">> {
    return keys.ask("openExtraction", { eid: this.given.eid, ...this.files() });
  }

  files(): Record<"ingest" | "certs" | "leaves" | "catalogue" | "wrap", Uint8Array<ArrayBuffer>> {
    return {
      ingest: read(this.sealed, "ingest.dsse.json"),
      certs: read(this.sealed, "certs.json"),
      leaves: read(this.sealed, "leaves.bin"),
      catalogue: read(this.sealed, "catalogue.box"),
      wrap: read(this.sealed, "wrap.bin"),
    };
  }

  /** Gives one of the scopes that Python previewed. */
  scope(number: number): ScopeJson {
    const found = this.given.previews[number];
    if (found === undefined) throw new Error("no such preview");
    return found.scope;
  }
}

/** Reads a whole preview record by record, page by page. */
export async function everyRecord(
  keys: KeyClient,
  found: PreviewJson,
  show: "all" | "leaving",
): Promise<Answer<"records">["records"]> {
  const all: Answer<"records">["records"][number][] = [];
  for (;;) {
    const from = all.length;
    const page: Answer<"records"> = await keys.ask("records", {
      preview: found.preview,
      show,
      from,
      count: 137,
    });
    all.push(...page.records);
    if (all.length === page.total) return all;
    expect(page.records.length).toBeGreaterThan(0);
  }
}
