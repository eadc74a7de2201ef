/**
 * Two clients, one format: what Python seals the browser's client opens, and the reverse.
 *
 * A made case is written by tests/frontend/reference.py; everything here goes through the
 * messages between a page and the key worker. Grants and approvals made here are run by the
 * real commands: select, open, verify.
 */

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, concat, fromUtf8, hex, u32, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { browserRandom } from "../src/keys/account.ts";
import type { KeyClient } from "../src/keys/client.ts";
import type { Answer, Place, PreviewJson, ScopeJson, What } from "../src/keys/messages.ts";
import { parseParams } from "../src/shv1/account.ts";
import { openBox, sealBox } from "../src/shv1/box.ts";
import { marshal, parse, parseObject } from "../src/shv1/canonical.ts";
import type { Json } from "../src/shv1/canonical.ts";
import { parseContainer } from "../src/shv1/container.ts";
import { openFile, sealFile } from "../src/shv1/envelope.ts";
import { InvalidScope, Malformed } from "../src/shv1/errors.ts";
import { filterName, fold } from "../src/shv1/filter.ts";
import { identityOf, parseBundle } from "../src/shv1/identity.ts";
import { parseScope, scopeBody } from "../src/shv1/scope.ts";
import { ready } from "../src/shv1/sodium.ts";
import { openFrom, sealTo } from "../src/shv1/wrap.ts";
import { converse, folderSource } from "./conversation.ts";
import { read, reference, safehold, scratch } from "./python.ts";

interface Reference {
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
    readonly chosen: [number, (string | null)[]][];
  }[];
  readonly scopes: { readonly scope: Json; readonly body: Json }[];
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
  readonly folded: { readonly changed: [number, string][]; readonly unknown: [number, number][] };
}

const { folder: above, remove } = scratch();
const folder = join(above, "case");
const sealed = join(folder, "sealed");
let given: Reference;

beforeAll(async () => {
  await ready();
  await reference("make", folder);
  given = JSON.parse(readFileSync(join(folder, "reference.json"), "utf-8")) as Reference;
});

afterAll(remove);

/** Opens a conversation in which she is signed in and her extraction is open. */
async function signedIn(asked: What[] = []): Promise<KeyClient> {
  const keys = converse(folderSource(sealed, asked));
  const { account } = given;
  const { auth } = await keys.ask("stretch", {
    passphrase: account.passphrase,
    uid: account.uid,
    params: bytesOf(account.params),
  });
  expect(hex(auth)).toBe(account.auth);
  const { fp } = await keys.ask("unlock", {
    slots: account.slots.map(bytesOf),
    manifest: bytesOf(account.manifest),
    version: account.version,
    seen: -1,
  });
  expect(fp).toBe(given.survivor_fp);
  return keys;
}

function open(keys: KeyClient): Promise<Answer<"openExtraction">> {
  return keys.ask("openExtraction", {
    eid: given.eid,
    ingest: read(sealed, "ingest.dsse.json"),
    certs: read(sealed, "certs.json"),
    leaves: read(sealed, "leaves.bin"),
    catalogue: read(sealed, "catalogue.box"),
    wrap: read(sealed, "wrap.bin"),
  });
}

/** Reads a whole preview record by record, page by page. */
async function everyRecord(keys: KeyClient, found: PreviewJson, show: "all" | "leaving"): Promise<Answer<"records">["records"]> {
  const all: Answer<"records">["records"][number][] = [];
  for (;;) {
    const from = all.length;
    const page: Answer<"records"> = await keys.ask("records", { preview: found.preview, show, from, count: 137 });
    all.push(...page.records);
    if (all.length === page.total) return all;
    expect(page.records.length).toBeGreaterThan(0);
  }
}

describe("what Python made", () => {
  test("boxes, wraps and sealed files open", async () => {
    for (const box of given.boxes) {
      const plain = await openBox(bytesOf(box.key), "a use", utf8("context"), bytesOf(box.sealed));
      expect(hex(plain)).toBe(box.plain);
    }
    const her = identityOf(bytesOf(given.account.root));
    const wrapped = await openFrom(her.kem, "a use", utf8("context"), bytesOf(given.wrap.sealed));
    expect(hex(wrapped)).toBe(given.wrap.plain);
    const file = bytesOf(given.file.sealed);
    const plain = await openFile(her.bundle.fp, her.kem, "a use", utf8("context"), file);
    expect(hex(plain)).toBe(given.file.plain);
  });

  test("canonical JSON is accepted and refused alike", () => {
    for (const [text, good] of given.canonical) {
      const data = utf8(text);
      if (good) expect(hex(marshal(parse(data)))).toBe(hex(data));
      else expect(() => parse(data), text).toThrow(Malformed);
    }
  });

  test("scopes are accepted, refused and spelt alike", () => {
    for (const { scope, body } of given.scopes) {
      if (body === null) expect(() => parseScope(scope), JSON.stringify(scope)).toThrow(InvalidScope);
      else expect(fromUtf8(marshal(scopeBody(parseScope(scope))))).toBe(fromUtf8(marshal(body)));
    }
    expect(given.scopes.some(({ body }) => body === null)).toBe(true);
  });

  test("every character that Python knows folds alike", () => {
    const changed = new Map(given.folded.changed);
    const unknown = given.folded.unknown.values();
    let [from, until] = unknown.next().value ?? [Infinity, Infinity];
    const differ: number[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= until) [from, until] = unknown.next().value ?? [Infinity, Infinity];
      if (point >= from) continue;
      const char = String.fromCodePoint(point);
      if (fold(char) !== (changed.get(point) ?? char)) differ.push(point);
    }
    expect(differ).toEqual([]);
    expect(changed.size).toBeGreaterThan(5000);
  });

  test("weak and wrong key parameters are refused by the same name", () => {
    for (const [params, name] of given.weak) {
      const run = (): unknown => parseParams(bytesOf(params));
      if (name === null) run();
      else expect(run).toThrow(expect.objectContaining({ name }) as Error);
    }
  });

  test("her account opens, and not with another passphrase", async () => {
    const keys = await signedIn();
    const { account } = given;
    const params = bytesOf(account.params);
    await keys.ask("stretch", { passphrase: "another one", uid: account.uid, params });
    const unlock = {
      slots: account.slots.map(bytesOf),
      manifest: bytesOf(account.manifest),
      version: account.version,
      seen: -1,
    };
    await expect(keys.ask("unlock", unlock)).rejects.toMatchObject({ name: "NotAuthentic" });
    const again = async (change: Partial<typeof unlock>): Promise<unknown> => {
      await keys.ask("stretch", { passphrase: account.passphrase, uid: account.uid, params });
      return keys.ask("unlock", { ...unlock, ...change });
    };
    expect(await again({})).toMatchObject({
      version: 4,
      manifest: { policy: '{"log":"x"}', extractions: [{ logIndex: 7 }] },
    });
    for (const change of [{ version: 3 }, { version: 5 }, { seen: 5 }]) {
      await expect(again(change)).rejects.toMatchObject({ name: "NotAuthentic" });
    }
  });
});

describe("a whole extraction", () => {
  test("every preview is the same, record for record, and so is its digest", async () => {
    const keys = await signedIn();
    const opened = await open(keys);
    expect(opened.records).toBe(600);
    expect(opened.groups.reduce((sum, group) => sum + group.records, 0)).toBe(600);
    expect(filterName().sha256).toBe(given.filter);
    for (const wanted of given.previews) {
      const { scope, excluded } = wanted;
      const found = await keys.ask("preview", { eid: given.eid, scope, excluded });
      expect(found).toMatchObject({
        records: wanted.records,
        sha256: wanted.sha256,
        categories: wanted.categories,
        withheld: wanted.withheld,
      });
      const shown = await everyRecord(keys, found, "all");
      const expected = wanted.chosen.flatMap(([index, reasons]) =>
        reasons.map((reason, place) => [index, place, reason]),
      );
      expect(shown.map(({ at, reason }) => [...at, reason])).toEqual(expected);
      expect(shown.every(({ record }) => typeof record?.["record_id"] === "string")).toBe(true);
      expect((await everyRecord(keys, found, "leaving")).length).toBe(wanted.records);
      for (const { tag, leaving, staying } of found.groups) {
        const of = shown.filter(({ group }) => group === tag);
        expect(of.length).toBe(leaving + staying);
        expect(of.filter(({ reason }) => reason === null).length).toBe(leaving);
      }
    }
  });

  test("only sealed bytes of the scope's own segments are asked for", async () => {
    const asked: What[] = [];
    const keys = await signedIn(asked);
    await open(keys);
    expect(asked).toEqual([]);
    const scope = given.previews[2]?.scope as ScopeJson;
    await keys.ask("preview", { eid: given.eid, scope, excluded: [] });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((what) => what.kind === "pack" && what.length > 0)).toBe(true);
    const whole = readdirSync(join(sealed, "packs")).length;
    expect(whole).toBeGreaterThan(1);
  });

  test("a medium that a record cites comes whole", async () => {
    const keys = await signedIn();
    await open(keys);
    const medium = await keys.ask("medium", { eid: given.eid, sha256: given.medium });
    expect(medium.mime).toBe("image/jpeg");
    expect(fromUtf8(medium.data.slice(0, 15))).toBe("a made picture ");
    const other = keys.ask("medium", { eid: given.eid, sha256: "00".repeat(32) });
    await expect(other).rejects.toMatchObject({ name: "Unknown" });
  });

  test("a mistyped place is refused, and so is a scope of another extraction", async () => {
    const keys = await signedIn();
    await open(keys);
    const scope = given.previews[1]?.scope as ScopeJson;
    const wrong = [
      { scope, excluded: [[99_999, 0]] as Place[] },
      { scope: { ...scope, x: ["00".repeat(16)] }, excluded: [] },
    ];
    for (const ask of wrong) {
      const asked = keys.ask("preview", { eid: given.eid, ...ask });
      await expect(asked).rejects.toMatchObject({ name: "InvalidScope" });
    }
  });

  test("one changed byte anywhere in what the vault serves is found", async () => {
    const files = ["ingest.dsse.json", "leaves.bin", "catalogue.box", "wrap.bin", "certs.json"] as const;
    const keys = await signedIn();
    for (const name of files) {
      const parts = {
        ingest: read(sealed, "ingest.dsse.json"),
        certs: read(sealed, "certs.json"),
        leaves: read(sealed, "leaves.bin"),
        catalogue: read(sealed, "catalogue.box"),
        wrap: read(sealed, "wrap.bin"),
      };
      const part = name.split(".")[0] as keyof typeof parts;
      const data = parts[part];
      data[Math.floor(data.length / 2)] = (data[Math.floor(data.length / 2)] ?? 0) ^ 1;
      const asked = keys.ask("openExtraction", { eid: given.eid, ...parts });
      await expect(asked, name).rejects.toThrow(/.+/);
      await expect(asked, name).rejects.not.toMatchObject({ name: "Internal" });
    }
    const broken = converse(async (what) => {
      const data = await folderSource(sealed)(what);
      data[data.length - 1] = (data[data.length - 1] ?? 0) ^ 1;
      return data;
    });
    const { account } = given;
    const params = bytesOf(account.params);
    await broken.ask("stretch", { passphrase: account.passphrase, uid: account.uid, params });
    await broken.ask("unlock", {
      slots: account.slots.map(bytesOf),
      manifest: bytesOf(account.manifest),
      version: account.version,
      seen: -1,
    });
    await open(broken);
    const scope = given.previews[0]?.scope as ScopeJson;
    const asked = broken.ask("preview", { eid: given.eid, scope, excluded: [] });
    await expect(asked).rejects.toMatchObject({ name: "NotAuthentic" });
  });
});

describe("a grant made here", () => {
  const grantFolder = join(folder, "grant");
  const draftFolder = join(folder, "draft");
  let keys: KeyClient;
  let found: PreviewJson;
  let draft: Bytes;

  beforeAll(async () => {
    keys = await signedIn();
    await open(keys);
    const wanted = given.previews[3];
    if (wanted === undefined) throw new Error("no such preview");
    const { scope, excluded } = wanted;
    found = await keys.ask("preview", { eid: given.eid, scope, excluded });
    await runGrant();
    const [file] = readdirSync(draftFolder);
    draft = read(draftFolder, file ?? "");
  });

  async function grant(change: Record<string, unknown> = {}): Promise<Answer<"grant">> {
    return keys.ask("grant", {
      preview: found.preview,
      workerKey: read(folder, "workerkey.dsse.json"),
      certs: read(folder, "certs.json"),
      roots: given.roots,
      recipients: [read(folder, "officer.pub")],
      approval: "ask",
      until: given.now + 86_400,
      now: given.now,
      request: "a request",
      policy: "11".repeat(32),
      notice: "22".repeat(32),
      ...change,
    });
  }

  async function runGrant(): Promise<void> {
    const made = await grant();
    expect(made.gid).toBe(given.gid);
    mkdirSync(join(grantFolder, "to"), { recursive: true });
    const files: [string, Uint8Array][] = [
      ["grant.dsse.json", made.statement],
      ["envelope.shv1f", made.envelope],
      ["survivor.pub", read(folder, "survivor.pub")],
      ["workerkey.dsse.json", read(folder, "workerkey.dsse.json")],
      [`to/${given.officer_fp}.pub`, read(folder, "officer.pub")],
    ];
    for (const [name, data] of files) writeFileSync(join(grantFolder, name), data);
    const run = await safehold(
      ...["select", grantFolder, "--from", sealed, "--worker", join(folder, "worker.key")],
      ...["--certs", join(folder, "certs.json"), "--out", draftFolder],
    );
    expect(run).toMatchObject({ state: "draft", disclosed: found.records });
  }

  test("its worker key is believed by its chain alone, and once", async () => {
    await expect(grant()).rejects.toMatchObject({ name: "NotAuthentic" });
    const other = { roots: ["00".repeat(32)] };
    await expect(grant(other)).rejects.toMatchObject({ name: "NotAuthentic" });
    const late = { now: given.now + 30 * 86_400, until: given.now + 40 * 86_400 };
    await expect(grant(late)).rejects.toMatchObject({ name: "NotAuthentic" });
    await expect(grant({ until: given.now })).rejects.toMatchObject({ name: "InvalidScope" });
    await expect(grant({ recipients: [] })).rejects.toMatchObject({ name: "InvalidScope" });
  });

  test("the worker's draft is the preview, record for record", async () => {
    const opened = await keys.ask("openDraft", { container: draft.slice(), preview: found.preview });
    expect(opened).toMatchObject({
      gid: given.gid,
      eid: given.eid,
      records: found.records,
      sha256: found.sha256,
      releaseTo: [given.officer_fp],
      same: true,
    });
    expect(opened.steps.map(({ step }) => step)).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(opened.steps.every(({ step, status }) => status === "pass" || step === 3)).toBe(true);
    expect(opened.media).toBe(1);
    const shown = await keys.ask("draftRecords", { rid: opened.rid, show: "leaving", from: 0, count: 500 });
    const before = await everyRecord(keys, found, "leaving");
    expect(shown.records).toEqual(before);
    const staying = await keys.ask("draftRecords", { rid: opened.rid, show: "staying", from: 0, count: 5 });
    expect(staying.records.every(({ record }) => record === null)).toBe(true);
    const scope = given.previews[1]?.scope as ScopeJson;
    const other = await keys.ask("preview", { eid: given.eid, scope, excluded: [] });
    const compared = await keys.ask("openDraft", { container: draft.slice(), preview: other.preview });
    expect(compared.same).toBe(false);
  });

  test("an approval made here opens for the named person, and the package verifies", async () => {
    const { rid } = await keys.ask("openDraft", { container: draft.slice() });
    const stranger = identityOf(browserRandom(32)).bundle.raw;
    const wrong = keys.ask("approve", { rid, recipients: [stranger], now: given.now });
    await expect(wrong).rejects.toMatchObject({ name: "NoIdentityMatches" });
    const recipients = [read(folder, "officer.pub")];
    const made = await keys.ask("approve", { rid, recipients, now: given.now });
    expect(made.wraps.map(({ fp }) => fp)).toEqual([given.survivor_fp, given.officer_fp]);
    writeFileSync(join(folder, "released.shv1r"), approvedContainer(draft, made));
    const officer = join(folder, "officer.key");
    const packagePath = join(folder, "package");
    await safehold("open", join(folder, "released.shv1r"), "--identity", officer, "--out", packagePath);
    const policy = join(folder, "policy.json");
    writeFileSync(policy, JSON.stringify({ roots: given.roots, require: [1] }));
    const report = await safehold("verify", packagePath, "--policy", policy);
    expect(report["ok"]).toBe(true);
    const approved = read(folder, "released.shv1r");
    await expect(keys.ask("openDraft", { container: approved })).rejects.toMatchObject({ name: "NotAuthentic" });
  });

  test("a draft that was changed, or that a worker lies in, fails at the step that Python names", async () => {
    const her = join(folder, "survivor.key");
    const [file] = readdirSync(draftFolder);
    await safehold("open", join(draftFolder, file ?? ""), "--identity", her, "--out", join(folder, "peeked"));
    await reference("lie", folder);
    const expected = JSON.parse(readFileSync(join(folder, "lies.json"), "utf-8")) as Record<string, number>;
    expect(Object.values(expected).every((step) => step >= 0)).toBe(true);
    for (const [name, step] of Object.entries(expected)) {
      const container = read(folder, "lies", `${name}.shv1r`);
      const opening = keys.ask("openDraft", { container });
      await expect(opening, name).rejects.toMatchObject({ name: "NotVerified", step });
    }
    for (const at of [0, 40, draft.length >> 1, draft.length - 1]) {
      const container = draft.slice();
      container[at] = (container[at] ?? 0) ^ 1;
      const failure: unknown = await keys.ask("openDraft", { container }).catch((error: unknown) => error);
      expect(["NotAuthentic", "MalformedEnvelope", "NoIdentityMatches"]).toContain((failure as Error).name);
    }
  });
});

/** Puts an approval and its wraps before a draft's box, as the vault does. */
function approvedContainer(draft: Bytes, made: Answer<"approve">): Bytes {
  const size = new DataView(draft.buffer).getUint32(5);
  const cover = parseObject(draft.slice(9, 9 + size));
  const approved = marshal({ ...cover, approval: parse(made.approval) });
  const wraps = made.wraps.flatMap(({ fp, wrap }) => [bytesOf(fp), wrap]);
  const { box } = parseContainer(draft);
  const count = Uint8Array.of(made.wraps.length);
  return concat(utf8("SHV1R"), u32(approved.length), approved, count, ...wraps, box);
}

test("what is sealed and signed here, Python opens and verifies", async () => {
  const keys = converse(folderSource(sealed));
  const passphrase = "six words, or Ｓｉｘ";
  const enrolled = await keys.ask("enrol", { passphrase });
  const remembered = {
    extractions: [{ eid: given.eid, root: "aa".repeat(32), ingest: "bb".repeat(32), logIndex: 9 }],
    policy: "a policy",
    lastCheckpoint: "",
  };
  const next = await keys.ask("manifest", { manifest: remembered });
  expect(next.version).toBe(2);
  const officer = parseBundle(read(folder, "officer.pub"));
  const worker = parseBundle(read(folder, "worker.pub"));
  const boxes = await Promise.all(
    [0, 1, 16_383, 16_384, 16_385, 40_000].map(async (length) => {
      const [key, plain] = [browserRandom(32), browserRandom(length)];
      const box = await sealBox(key, "a use", utf8("context"), plain, browserRandom);
      return { key: hex(key), plain: hex(plain), sealed: hex(box) };
    }),
  );
  const secret = browserRandom(32);
  const wrap = await sealTo(officer, "a use", utf8("context"), secret);
  const file = await sealFile("a use", utf8("context"), secret, [officer, worker], browserRandom);
  const mine = await signedIn();
  await open(mine);
  const { receipt } = await mine.ask("receipt", { eid: given.eid });
  const made = {
    boxes,
    wrap: { sealed: hex(wrap), plain: hex(secret) },
    file: { sealed: hex(file), plain: hex(secret) },
    enrolled: {
      ...enrolled,
      passphrase,
      bundle: hex(enrolled.bundle),
      params: hex(enrolled.params),
      slots: enrolled.slots.map((slot) => ({ authHash: hex(slot.authHash), wrap: hex(slot.wrap) })),
      loginHash: hex(enrolled.loginHash),
      kCase: hex(enrolled.kCase),
      manifests: [
        [1, hex(enrolled.manifest)],
        [2, hex(next.manifest)],
      ],
    },
    receipt: hex(receipt),
  };
  writeFileSync(join(folder, "frontend.json"), JSON.stringify(made));
  await reference("check", folder);
});
