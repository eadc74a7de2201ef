/** Public vectors: Cobblestone-256 of Wycheproof, HPKE with X-Wing, and SHV1's own whole case. */

import { createDecipheriv, createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { argon2id as otherArgon2id } from "hash-wasm";
import { beforeAll, describe, expect, test } from "vitest";
import { bytesOf, concat, fromUtf8, hex, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { boundaryLeaf, parseBoundary } from "../src/shv1/boundary.ts";
import { openBox, openLabelled, plainLength, sealBox, sealedLength } from "../src/shv1/box.ts";
import { b64, marshal, parse, parseObject, unb64 } from "../src/shv1/canonical.ts";
import type { Json } from "../src/shv1/canonical.ts";
import { inflate } from "../src/shv1/deflate.ts";
import { openFile } from "../src/shv1/envelope.ts";
import { NotAuthentic } from "../src/shv1/errors.ts";
import { itemLeaf, parseEnvelope, parseExcerpt } from "../src/shv1/grant_envelope.ts";
import { identityOf, parseBundle } from "../src/shv1/identity.ts";
import { derive, label } from "../src/shv1/kdf.ts";
import { ExtractionKeys, segmentKeys } from "../src/shv1/keys.ts";
import { rootOf, verifyInclusion } from "../src/shv1/merkle.ts";
import { openSegment } from "../src/shv1/opening.ts";
import { padme } from "../src/shv1/padme.ts";
import { fieldsOf, recordSalts, recordsRoot, segmentLeaf } from "../src/shv1/segment.ts";
import { argon2id, ready, sha256, xwingKeys, xwingOpen } from "../src/shv1/sodium.ts";
import { checkSignatures, parseStatement } from "../src/shv1/statement.ts";
import { openFrom, schedule } from "../src/shv1/wrap.ts";

const VECTORS = join(import.meta.dirname, "../../tests/vectors");
const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size));

function load(name: string): never {
  return JSON.parse(readFileSync(join(VECTORS, name), "utf-8")) as never;
}

beforeAll(ready);

interface Cobblestone {
  readonly comment: string;
  readonly key: string;
  readonly ctx: string;
  readonly ct: string;
  readonly result: string;
  readonly msgLength: number;
  readonly msgSha512: string;
}

const { cases } = load("public/cobblestone256.json") as { cases: Cobblestone[] };

test.each(cases)("Cobblestone-256: $comment", async (found) => {
  const sealed = new Uint8Array(inflateSync(bytesOf(found.ct)));
  const opening = openLabelled(bytesOf(found.key), bytesOf(found.ctx), sealed);
  if (found.result === "invalid") {
    await expect(opening).rejects.toBeInstanceOf(NotAuthentic);
    return;
  }
  const plain = await opening;
  expect(plain.length).toBe(found.msgLength);
  expect(plainLength(sealed.length)).toBe(found.msgLength);
  expect(createHash("sha512").update(plain).digest("hex")).toBe(found.msgSha512);
});

const CHUNK = 16384;

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 500, 40 * CHUNK])(
  "a box of %i bytes opens, and not with any one byte changed",
  async (length) => {
    const key = random(32);
    const plain = new Uint8Array(length).fill(7);
    const sealed = await sealBox(key, "a use", utf8("context"), plain, random);
    expect(sealed.length).toBe(sealedLength(length));
    expect(await openBox(key, "a use", utf8("context"), sealed)).toEqual(plain);
    for (const at of [0, 24, 56, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(openBox(key, "a use", utf8("context"), changed)).rejects.toBeInstanceOf(NotAuthentic);
    }
    for (const other of [sealed.slice(0, -1), concat(sealed, Uint8Array.of(0))]) {
      await expect(openBox(key, "a use", utf8("context"), other)).rejects.toBeInstanceOf(NotAuthentic);
    }
    await expect(openBox(key, "other", utf8("context"), sealed)).rejects.toBeInstanceOf(NotAuthentic);
  },
);

interface Hpke {
  readonly skRm: string;
  readonly pkRm: string;
  readonly enc: string;
  readonly info: string;
  readonly aead_id: number;
  readonly shared_secret: string;
  readonly encryptions: readonly { aad: string; ct: string; pt: string; nonce: string }[];
}

test("the working group's X-Wing seed gives its key, secret, and key schedule", () => {
  const vector = load("public/hpke_xwing.json") as Hpke;
  const keys = xwingKeys(bytesOf(vector.skRm));
  expect(hex(keys.publicKey)).toBe(vector.pkRm);
  const secret = xwingOpen(bytesOf(vector.enc), keys);
  expect(hex(secret as Bytes)).toBe(vector.shared_secret);
  const made = schedule(secret as Bytes, bytesOf(vector.info), vector.aead_id);
  const [first] = vector.encryptions;
  const sealed = bytesOf(first?.ct ?? "");
  // The published case has ChaCha20-Poly1305 as its AEAD, which only Node has.
  const open = createDecipheriv("chacha20-poly1305", made.key, made.nonce, { authTagLength: 16 });
  open.setAAD(bytesOf(first?.aad ?? ""), { plaintextLength: sealed.length - 16 });
  open.setAuthTag(sealed.subarray(-16));
  expect(open.update(sealed.subarray(0, -16)).toString("hex")).toBe(first?.pt);
  open.final();
});

test("Argon2id is the one of another library, byte for byte", async () => {
  const [password, salt] = ["six plain words make a passphrase", random(16)];
  const other = await otherArgon2id({
    password,
    salt,
    iterations: 3,
    memorySize: 65_536,
    parallelism: 1,
    hashLength: 32,
    outputType: "hex",
  });
  expect(hex(argon2id(utf8(password), salt, 3, 65_536))).toBe(other);
});

interface Whole {
  readonly [name: string]: string;
}
interface Structured {
  readonly packs: Record<string, string>;
  readonly statement: Json;
  readonly grant: Json;
  readonly picks: number[];
  readonly padme: [number, number][];
  readonly merkle: [number, string][];
  readonly release: Record<string, string>;
}
type Row = [string, string, number, number, number, number, string];
interface Listed {
  readonly groups: Record<string, Json>;
  readonly packs: string[];
  readonly segments: Row[];
}

function pathOf(value: Json): Bytes[] {
  return (value as { path: string[] }).path.map((step) => unb64(step, 32));
}

describe("the whole case", () => {
  const vector = load("shv1/shv1.json") as Whole & Structured;
  const eid = bytesOf(vector["eid"] as string);
  const leaves = bytesOf(vector["leaves"] as string);
  const leaf = Array.from({ length: leaves.length / 32 }, (_, at) =>
    leaves.subarray(32 * at, 32 * at + 32),
  );
  const root = bytesOf(vector["root"] as string);
  const of = (name: string): Bytes => bytesOf(vector[name] as string);
  const keys = (): ExtractionKeys => new ExtractionKeys(of("E"), eid);

  async function listed(): Promise<Listed> {
    const packed = await openBox(keys().catalogue(), "catalogue", eid, of("catalogue"));
    return parseObject(await inflate(packed, 100_000)) as unknown as Listed;
  }

  test("keys and salts derive", () => {
    const below = segmentKeys(keys().segment(0));
    expect(hex(keys().segment(0))).toBe(vector["kseg0"]);
    expect(hex(below.box)).toBe(vector["kbox0"]);
    expect(recordSalts(below.salt, 1).map(hex)).toEqual([vector["salt0"]]);
  });

  test("every segment opens and gives its leaf; tags are those of the descriptors", async () => {
    const catalogue = await listed();
    for (const [tag, desc] of Object.entries(catalogue.groups)) {
      expect(keys().groupTag(marshal(desc))).toBe(tag);
    }
    expect(catalogue.segments.length).toBe(leaf.length);
    for (const [index, [tag, day, count, pack, from, length, f4]] of catalogue.segments.entries()) {
      const stored = bytesOf(vector.packs[catalogue.packs[pack] as string] as string);
      const desc = marshal(catalogue.groups[tag] as Json);
      const place = { tag: bytesOf(tag), day, desc };
      const sealed = stored.slice(from, from + length);
      const opened = await openSegment(keys().segment(index), eid, index, sealed, place);
      expect(hex(opened.leaf)).toBe(hex(leaf[index] as Bytes));
      expect(opened.records.length).toBe(count);
      expect(b64(opened.fields[3])).toBe(f4);
    }
  });

  test("the leaves give the root, which the guardian signed", async () => {
    const statement = parseStatement(marshal(vector.statement), "ingest");
    await checkSignatures(statement, parseBundle(of("guardian_public")));
    expect(hex(rootOf(leaf))).toBe(vector["root"]);
    expect(statement.body["root"]).toBe(vector["root"]);
    expect(statement.body["wrap"]).toBe(hex(sha256(of("wrap"))));
  });

  test("she unwraps the extraction key", async () => {
    const her = identityOf(of("survivor_root"));
    expect(hex(her.bundle.raw)).toBe(vector["survivor_public"]);
    expect(her.bundle.fp).toBe(vector["survivor_fp"]);
    const guardian = bytesOf(parseBundle(of("guardian_public")).fp);
    const context = concat(eid, bytesOf(her.bundle.fp), guardian);
    expect(hex(await openFrom(her.kem, "extraction", context, of("wrap")))).toBe(vector["E"]);
  });

  test("her grant is signed by her, and the worker's envelope holds the picked keys", async () => {
    const grant = parseStatement(marshal(vector.grant), "grant");
    await checkSignatures(grant, parseBundle(of("survivor_public")));
    const worker = parseBundle(of("worker_public"));
    const kem = xwingKeys(derive(of("worker_root"), "id kem"));
    const context = concat(bytesOf(grant.body["gid"] as string), eid);
    const plain = await openFile(worker.fp, kem, "grant", context, of("envelope"));
    // The vector predates objects in envelopes.
    const envelope = parseEnvelope(marshal({ ...parseObject(plain), objects: [] }));
    expect(envelope.segments.map((item) => item.index)).toEqual(vector.picks);
    for (const item of envelope.segments) {
      expect("key" in item && hex(item.key)).toBe(hex(keys().segment(item.index)));
    }
    for (const item of envelope.boundary) {
      expect(hex(boundaryLeaf(item, eid))).toBe(hex(leaf[item.index] as Bytes));
    }
    expect(envelope.boundary.length).toBeGreaterThan(0);
  });

  test("the release's segments and openings lead to the root", () => {
    const list = (name: string): Json[] => parse(utf8(vector.release[name] as string)) as Json[];
    const shown = list("segments.json");
    for (const value of shown) {
      const excerpt = parseExcerpt(value, ["path"]);
      const fields = fieldsOf(excerpt.salts, {
        tag: bytesOf(excerpt.tag),
        day: excerpt.day,
        desc: excerpt.desc,
        count: excerpt.items.length,
        root: recordsRoot(excerpt.items.map(itemLeaf)),
      });
      const given = segmentLeaf(eid, excerpt.index, fields);
      verifyInclusion(given, excerpt.index, leaf.length, pathOf(value), root);
    }
    for (const value of list("boundary.json")) {
      const opening = parseBoundary(value, ["path"]);
      verifyInclusion(boundaryLeaf(opening, eid), opening.index, leaf.length, pathOf(value), root);
    }
    expect(shown.length).toBe(vector.picks.length);
  });

  test("PADME and trees have the published values", () => {
    for (const [length, padded] of vector.padme) expect(padme(length)).toBe(padded);
    for (const [size, value] of vector.merkle) {
      const made = Array.from({ length: size }, (_, at) => {
        const number = Uint8Array.of(0, 0, at >> 8, at & 255);
        return sha256(concat(Uint8Array.of(0), number));
      });
      expect(hex(rootOf(made))).toBe(value);
    }
  });
});

test("labels keep uses and contexts apart", () => {
  expect(fromUtf8(label("a", utf8("b")))).toBe("SHV1 a\0b");
});
