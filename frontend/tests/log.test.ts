/** The log's vectors, case by case, and what only her own lines can show. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bytesOf, concat, hex, unbase64, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { parseCheckpoint } from "../src/log/checkpoint.ts";
import { caseTag, commitment, objectTag, organisationTag, parseEntry } from "../src/log/entry.ts";
import {
  BadSignature,
  MalformedCheckpoint,
  MalformedEntry,
  MalformedNote,
  NotProven,
} from "../src/log/errors.ts";
import { readFields } from "../src/log/fields.ts";
import { checkReceipt, parseReceipt } from "../src/log/receipt.ts";
import { checkGrowth, checkLines } from "../src/log/lines.ts";
import type { Line } from "../src/log/lines.ts";
import { leafHash, nodeHash, treeRoot, verifyConsistency } from "../src/log/merkle.ts";
import { parseNote } from "../src/log/note.ts";
import { parseLogPolicy, satisfied } from "../src/log/policy.ts";
import type { LogPolicy } from "../src/log/policy.ts";
import { checkSection } from "../src/log/section.ts";
import { checkCheckpoint } from "../src/log/trust.ts";
import { ready, sha256 } from "../src/shv1/sodium.ts";
import { SUITE } from "./suite.ts";

interface Case {
  readonly of: string;
  readonly expect: string;
  readonly [key: string]: unknown;
}

const FOLDER = join(import.meta.dirname, "../../tests/vectors/audit");
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const EXPECTED: Readonly<Record<string, readonly (new () => Error)[]>> = {
  malformed: [MalformedEntry, MalformedNote, MalformedCheckpoint],
  "bad signature": [BadSignature],
  "not proven": [NotProven],
};

function load(name: string): Case {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as Case;
}

/** A witness's request (docs/formats/witness.md 3); no page reads one, so its reader is here. */
function parseRequest(text: string): { old: bigint; proof: Bytes[]; note: string } {
  const gap = text.indexOf("\n\n");
  const [first = "", ...rest] = text.slice(0, Math.max(gap, 0)).split("\n");
  const [, old] = /^old (0|[1-9][0-9]{0,18})$/.exec(first) ?? [];
  const proof = rest.map((line) => unbase64(line));
  if (gap < 0 || old === undefined || proof.some((hash) => hash?.length !== 32)) {
    throw new MalformedNote("not a request");
  }
  return { old: BigInt(old), proof: proof as Bytes[], note: text.slice(gap + 2) };
}

const RUN: Record<string, (found: Case) => Promise<Record<string, unknown>>> = {
  async entry(found) {
    const data = utf8(found["entry"] as string);
    parseEntry(data);
    const leaf = leafHash(sha256, data);
    const before = bytesOf(found["before"] as string);
    return { leaf: hex(leaf), chain: hex(sha256(concat(Uint8Array.of(2), before, leaf))) };
  },
  async blinding(found) {
    const key = bytesOf(found["k_case"] as string);
    const r = bytesOf(found["r"] as string);
    return {
      tags: [0, 1, 2].map((number) => caseTag(sha256, key, number)),
      obj: objectTag(sha256, key, bytesOf(found["item"] as string)),
      org: organisationTag(sha256, key, found["organisation"] as string),
      doc: commitment(sha256, "doc", r, bytesOf(found["value"] as string)),
    };
  },
  async checkpoint(found) {
    const policy = parseLogPolicy(SUITE, found["policy"] as string);
    const now = found["now"] as number;
    const { checkpoint } = await checkCheckpoint(SUITE, found["note"] as string, policy, now);
    return { origin: checkpoint.origin, size: Number(checkpoint.size), root: hex(checkpoint.root) };
  },
  async policy(found) {
    const policy = parseLogPolicy(SUITE, found["policy"] as string);
    const asked = (found["quorum"] as [string[], boolean][]).map(([names]) => names);
    return {
      quorum: asked.map((names) => {
        const seen = names.map((name) => policy.witnesses.get(name)).filter((key) => key !== undefined);
        expect(seen.length).toBe(names.length);
        return [names, satisfied(policy, new Set(seen))];
      }),
    };
  },
  async section(found) {
    const section = {
      entry: utf8(found["entry"] as string),
      r: bytesOf(found["r"] as string),
      proof: found["proof"] as string,
    };
    const policy = parseLogPolicy(SUITE, found["policy"] as string);
    const document = bytesOf(found["document"] as string);
    const now = found["now"] as number;
    const act = found["act"] as string;
    const { index, t } = await checkSection(SUITE, section, document, policy, now, act);
    return { index: Number(index), t };
  },
  async fields(found) {
    return { values: readFields(sha256, utf8(found["fields"] as string), found["x"] as string) };
  },
  async receipt(found) {
    const receipt = parseReceipt(found["receipt"] as string);
    checkReceipt(SUITE, receipt, found["origin"] as string, bytesOf(found["key"] as string));
    const { index, leaf, chain } = receipt;
    return { index, leaf, chain };
  },
  async request(found) {
    const asked = parseRequest(found["request"] as string);
    const fresh = parseCheckpoint(parseNote(asked.note).text);
    const oldRoot = bytesOf(found["old_root"] as string);
    verifyConsistency(sha256, asked.old, fresh.size, asked.proof, oldRoot, fresh.root);
    return { old: Number(asked.old), size: Number(fresh.size), root: hex(fresh.root) };
  },
};

beforeAll(ready);

describe("log vectors", () => {
  test.each(FILES)("%s does what it says", async (name) => {
    const found = load(name);
    const run = RUN[found.of];
    if (run === undefined) throw new Error(`no run for ${found.of}`);
    if (found.expect === "success") {
      const given = await run(found);
      expect(Object.keys(given).length).toBeGreaterThan(0);
      for (const [key, value] of Object.entries(given)) expect(value).toEqual(found[key]);
      return;
    }
    const failure: unknown = await run(found).catch((error: unknown) => error);
    const kinds = EXPECTED[found.expect] ?? [];
    expect(kinds.some((kind) => failure instanceof kind)).toBe(true);
  });

  test("every kind has a case that succeeds", () => {
    const good = FILES.map(load).filter((found) => found.expect === "success");
    expect(new Set(good.map((found) => found.of))).toEqual(new Set(Object.keys(RUN)));
  });
});

/** Proves consistency from whole trees, the plain way of RFC 9162 2.1.4.1. */
function prove(leaves: readonly Bytes[], old: number, whole: boolean): Bytes[] {
  if (old === leaves.length) return whole ? [] : [treeRoot(sha256, leaves)];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return old <= split
    ? [...prove(left, old, whole), treeRoot(sha256, right)]
    : [...prove(right, old - split, false), treeRoot(sha256, left)];
}

function leaf(at: number): Bytes {
  return leafHash(sha256, Uint8Array.of(at));
}

describe("consistency", () => {
  test("every tree extends every earlier one, and no other", () => {
    const leaves = Array.from({ length: 20 }, (_, at) => leaf(at));
    for (let size = 1; size <= leaves.length; size++) {
      const fresh = leaves.slice(0, size);
      const root = treeRoot(sha256, fresh);
      for (let old = 1; old < size; old++) {
        const oldRoot = treeRoot(sha256, leaves.slice(0, old));
        const path = prove(fresh, old, true);
        const run = (given: readonly Bytes[], other: Bytes): void =>
          verifyConsistency(sha256, BigInt(old), BigInt(size), given, other, root);
        run(path, oldRoot);
        expect(() => run(path, leaf(99))).toThrow(NotProven);
        expect(() => run(path.slice(0, -1), oldRoot)).toThrow(NotProven);
        expect(() => run([...path, leaf(3)], oldRoot)).toThrow(NotProven);
      }
    }
  });

  test("a node is not a leaf", () => {
    expect(hex(nodeHash(sha256, leaf(0), leaf(1)))).not.toBe(hex(leaf(0)));
  });
});

function policy(): LogPolicy {
  return parseLogPolicy(SUITE, load("policy-plain.json")["policy"] as string);
}

describe("her lines", () => {
  const kCase = new Uint8Array(32).fill(9);

  /** An entry of her case, in the spelling of the log. */
  function entry(number: number, key: Bytes = kCase): Bytes {
    const fields = {
      act: "own.open",
      id: String(number).padStart(32, "0"),
      out: "granted",
      pad: "",
      role: "survivor",
      t: 1_780_000_000_000 + number,
      tag: caseTag(sha256, key, number),
      v: 1,
    };
    const bare = JSON.stringify(fields).length;
    return utf8(JSON.stringify({ ...fields, pad: " ".repeat((512 - (bare % 512)) % 512) }));
  }

  const line = (number: number, index: number): Line => ({ index, entry: entry(number), proof: null });

  async function check(lines: readonly Line[]): Promise<number> {
    return (await checkLines(SUITE, lines, kCase, policy(), 1_780_000_000, [])).unconfirmed;
  }

  test("lines without a proof are counted as not confirmed", async () => {
    expect(await check([line(0, 4), line(1, 9), line(2, 11)])).toBe(3);
  });

  test("a line left out, doubled, moved or of another case is found", async () => {
    const wrong: Line[][] = [
      [line(1, 9), line(2, 11)],
      [line(0, 4), line(2, 11)],
      [line(0, 4), line(0, 4)],
      [line(0, 9), line(1, 4)],
      [line(0, 4), { ...line(1, 9), entry: entry(1, new Uint8Array(32)) }],
    ];
    for (const lines of wrong) await expect(check(lines)).rejects.toBeInstanceOf(NotProven);
  });

  test("a receipt that is not honoured is found", async () => {
    const lines = [line(0, 4)];
    const leaf = hex(leafHash(sha256, entry(0)));
    const run = (receipts: { index: number; leaf: string }[]): Promise<unknown> =>
      checkLines(SUITE, lines, kCase, policy(), 1_780_000_000, receipts);
    await run([{ index: 4, leaf }]);
    await expect(run([{ index: 5, leaf }])).rejects.toBeInstanceOf(NotProven);
    await expect(run([{ index: 4, leaf: hex(leafHash(sha256, entry(1))) }])).rejects.toBeInstanceOf(NotProven);
  });

  test("a remembered checkpoint must be a beginning of the newest one", () => {
    const found = load("request-plain.json");
    const asked = parseRequest(found["request"] as string);
    const fresh = parseCheckpoint(parseNote(asked.note).text);
    const signed = asked.note.slice(asked.note.indexOf("\n\n"));
    const old = (root: Bytes, size: bigint, origin: string): string =>
      `${origin}\n${size}\n${btoa(String.fromCharCode(...root))}${signed}`;
    const oldRoot = bytesOf(found["old_root"] as string);
    checkGrowth(SUITE, old(oldRoot, asked.old, fresh.origin), fresh, asked.proof);
    checkGrowth(SUITE, old(fresh.root, fresh.size, fresh.origin), fresh, []);
    const wrong: [string, Bytes[]][] = [
      [old(fresh.root, asked.old, fresh.origin), asked.proof],
      [old(oldRoot, asked.old, "other.example/log"), asked.proof],
      [old(oldRoot, fresh.size, fresh.origin), []],
      [old(oldRoot, fresh.size + 1n, fresh.origin), asked.proof],
    ];
    for (const [text, path] of wrong) {
      expect(() => checkGrowth(SUITE, text, fresh, path)).toThrow(NotProven);
    }
  });
});
