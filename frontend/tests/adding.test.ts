/** What she adds: sealed in the browser, opened by the command, and the other way round. */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bytesOf, hex, join as joined } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { ADDED } from "../src/keys/add_messages.ts";
import type { AddedFile } from "../src/keys/add_messages.ts";
import type { KeyClient } from "../src/keys/client.ts";
import type { Answer } from "../src/keys/messages.ts";
import { TOOLBOX } from "../src/keys/toolbox.ts";
import { MadeCase, everyRecord } from "./case.ts";
import { folderSource } from "./conversation.ts";
import { read, safehold } from "./python.ts";

const NOW = 1_774_000_000;
const TOOL = { name: "safehold-browser", version: "1", sha256: "ab".repeat(32) };
const FIRST = 1_772_323_200; // 1 March 2026, as London has it
const MARCH = { day: "2026-03-01", first: FIRST, next: FIRST + 86_400 };
const ORDER = Buffer.from("%PDF-1.7 a made court order\n");
const WORDS = Buffer.from("He came at nine. Café.\n");

let made: MadeCase;
let count = 0;

beforeAll(async () => {
  made = await MadeCase.make();
}, 120_000);

afterAll(() => made.remove());

function file(data: Uint8Array, name: string, kind: string, day: AddedFile["day"] = null): AddedFile {
  return { file: new Blob([new Uint8Array(data)]), name, kind, day };
}

type Begun = Extract<Answer<"beginAdd">, { refused: null }>;

async function begun(keys: KeyClient, files: readonly AddedFile[]): Promise<Begun> {
  const answer = await keys.ask("beginAdd", { files, tool: TOOL, now: NOW });
  if (answer.refused !== null) throw new Error(answer.refused.why);
  return answer;
}

/** Gives every part whole, and what the vault would read back of each. */
async function everyPart(keys: KeyClient, add: number) {
  const pieces = new Map<string, { kind: string; name: string; data: Bytes[] }>();
  let last = 0;
  for (;;) {
    const { part, done, total } = await keys.ask("nextAdd", { add });
    expect(done).toBeLessThanOrEqual(total);
    if (part === null) {
      expect(done).toBe(total);
      break;
    }
    expect(done).toBeGreaterThan(last);
    last = done;
    const found = pieces.get(part.name) ?? { kind: part.kind, name: part.name, data: [] };
    expect(part.piece).toBe(part.piece === null ? null : found.data.length);
    found.data.push(part.data);
    pieces.set(part.name, found);
  }
  return [...pieces.values()].map(({ kind, name, data }) => ({ kind, name, data: joined(data) }));
}

type Parts = Awaited<ReturnType<typeof everyPart>>;

async function readBack(keys: KeyClient, add: number, parts: Parts) {
  const { chance, files } = await keys.ask("askBack", { add });
  expect(files.map(([kind, name, length]) => [kind, name, length])).toEqual(
    parts.map(({ kind, name, data }) => [kind, name, data.length]),
  );
  return parts.map(({ data }) =>
    new Uint8Array(createHash("sha256").update(chance).update(data).digest()),
  );
}

/** Seals files as a page does, into a folder as the command knows it. */
async function sealed(files: readonly AddedFile[]): Promise<{ folder: string; of: Begun }> {
  const keys = await made.signedIn();
  const of = await begun(keys, files);
  const parts = await everyPart(keys, of.add);
  const hashes = await readBack(keys, of.add, parts);
  const { wrap } = await keys.ask("checkBack", { add: of.add, hashes });
  const folder = join(made.folder, `added-${++count}`);
  for (const name of ["packs", "objects"]) mkdirSync(join(folder, name), { recursive: true });
  const places: Record<string, string> = { catalogue: "catalogue.box", leaves: "leaves.bin" };
  for (const { kind, name, data } of parts) {
    writeFileSync(join(folder, places[kind] ?? `${kind}s/${name}`), data);
  }
  writeFileSync(join(folder, "ingest.dsse.json"), of.ingest);
  writeFileSync(join(folder, "certs.json"), "[]");
  writeFileSync(join(folder, "wrap.bin"), wrap);
  keys.end();
  return { folder, of };
}

const hers = (): string[] => ["--identity", join(made.folder, "survivor.key")];

async function preview(folder: string, scope: object): Promise<{ records: { record: unknown }[] }> {
  const path = join(made.folder, "added-scope.json");
  writeFileSync(path, JSON.stringify(scope));
  return (await safehold("preview", folder, ...hers(), "--scope", path)) as never;
}

const ALL = { c: ["document", "media"], u: true };

function recordsIn(found: { records: { record: unknown }[] }): unknown[] {
  return found.records
    .map(({ record }) => record as { prov: { member: string } })
    .toSorted((one, other) => (one.prov.member < other.prov.member ? -1 : 1));
}

test("what a browser seals the command opens, checks and copies whole", async () => {
  const picture = new Uint8Array(readFileSync(join(import.meta.dirname, "../../docs/screens/03-passphrase.png")));
  const { folder } = await sealed([
    file(ORDER, "order.pdf", "court_order", MARCH),
    file(WORDS, "what happened.txt", "statement", MARCH),
    file(picture, "door.png", "photo"),
  ]);
  expect((await safehold("fsck", folder))["findings"]).toEqual([]);
  const copy = join(made.folder, `${count}-copy`);
  await safehold("full-copy", folder, ...hers(), "--out", copy);
  const checked = await safehold("check-copy", copy);
  expect([checked["guardian"], checked["records"], checked["objects"]]).toEqual([null, 3, 5]);
  const hash = createHash("sha256").update(picture).digest("hex");
  expect(readFileSync(join(copy, "objects", `${hash}.png`)).equals(picture)).toBe(true);
}, 60_000);

test("both sides make the same records of the same files, but for the zone", async () => {
  const files = [
    ["order.pdf", ORDER, "court_order"],
    ["what happened.txt", WORDS, "statement"],
  ] as const;
  const folder = join(made.folder, "files");
  mkdirSync(folder, { recursive: true });
  for (const [name, data, kind] of files) {
    const path = join(folder, name);
    writeFileSync(path, data);
    const theirs = join(made.folder, `command-${kind}`);
    const day = ["--on", "2026-03-01", "--zone", "Europe/London"];
    await safehold("add", path, "--as", kind, ...day, ...hers(), "--out", theirs);
    const { folder: ours } = await sealed([file(data, name, kind, MARCH)]);
    const [python] = recordsIn(await preview(theirs, ALL)) as [{ time: object }];
    const [browser] = recordsIn(await preview(ours, ALL)) as [{ time: object }];
    expect(browser.time).toEqual({ ...python.time, zone: "device_assumed" });
    expect({ ...browser, time: python.time }).toEqual(python);
  }
}, 60_000);

test("what the command seals a browser opens, and shows who added it", async () => {
  const path = join(made.folder, "order.pdf");
  writeFileSync(path, ORDER);
  const folder = join(made.folder, "by-command");
  await safehold("add", path, "--as", "court_order", ...hers(), "--out", folder);
  const keys = await made.signedIn(folderSource(folder));
  const ingest = read(folder, "ingest.dsse.json");
  const { payload } = JSON.parse(Buffer.from(ingest).toString()) as { payload: string };
  const { eid } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { eid: string };
  const rest = { certs: "certs.json", leaves: "leaves.bin", catalogue: "catalogue.box", wrap: "wrap.bin" };
  const given = Object.fromEntries(Object.entries(rest).map(([key, name]) => [key, read(folder, name)]));
  const opened = await keys.ask("openExtraction", { eid, ingest, ...given } as never);
  expect(opened.guardian).toBe(null);
  const contents = await keys.ask("contents", { eid, above: read(folder, "certs.json"), roots: [] });
  expect([contents.by, contents.certifiedBy]).toEqual([null, null]);
  await expect(keys.ask("receipt", { eid })).rejects.toMatchObject({ name: "NotAuthentic" });
  const found = await keys.ask("preview", { eid, scope: { x: [eid], c: ["document"], u: true } as never, excluded: [] });
  const [record] = await everyRecord(keys, found, "all");
  expect(record?.record?.["extra"]).toEqual({ added_by: "survivor" });
  // With a certificate beside it, it would look as if somebody vouched for it.
  const certs = made.files().certs;
  const again = keys.ask("openExtraction", { eid, ingest, ...given, certs } as never);
  await expect(again).rejects.toMatchObject({ name: "NotAuthentic" });
}, 60_000);

test("a long file goes in pieces, and none of it is held whole", async () => {
  const long = Buffer.alloc(35 * 1024 * 1024, "a long recording ");
  long.write("OggS");
  const { folder, of } = await sealed([file(long, "long.ogg", "audio")]);
  const copy = join(made.folder, "long-copy");
  await safehold("full-copy", folder, ...hers(), "--out", copy);
  await safehold("check-copy", copy);
  const hash = createHash("sha256").update(long).digest("hex");
  expect(readFileSync(join(copy, "objects", `${hash}.ogg`)).equals(long)).toBe(true);
  expect(of.root).toMatch(/^[0-9a-f]{64}$/);
}, 60_000);

test("what is over a limit, or is something else, is refused with the reason and its place", async () => {
  const keys = await made.signedIn();
  const good = file(ORDER, "order.pdf", "document");
  const far = { day: "2099-01-01", first: 4_070_908_800, next: 4_070_995_200 };
  const cases: [string, AddedFile[], number][] = [
    ["empty", [good, file(new Uint8Array(0), "empty.txt", "document")], 1],
    ["name", [file(ORDER, "", "document")], 0],
    ["name", [file(ORDER, "é".repeat(128), "document")], 0],
    ["name", [file(ORDER, "cafe\u0301.pdf", "document")], 0],
    ["kind", [file(ORDER, "order.pdf", "photo")], 0],
    ["kind", [file(ORDER, "order.pdf", "diary")], 0],
    ["same", [good, file(ORDER, "other.pdf", "document")], 1],
    ["day", [file(ORDER, "order.pdf", "document", far)], 0],
    ["many", Array.from({ length: ADDED.files + 1 }, () => good), ADDED.files],
    ["many", [], ADDED.files],
  ];
  for (const [why, files, place] of cases) {
    const answer = await keys.ask("beginAdd", { files, tool: TOOL, now: NOW });
    expect(answer.refused, why).toEqual({ place, why });
  }
});

test("a file that changes while it is sealed is not sealed", async () => {
  const { begin } = await import("../src/keys/adding.ts");
  const { identityOf } = await import("../src/shv1/identity.ts");
  const { browserRandom } = await import("../src/keys/account.ts");
  const me = identityOf(bytesOf(made.given.account.root));
  let reads = 0;
  const changing = {
    size: ORDER.length,
    slice: () => ({
      arrayBuffer: async () => Uint8Array.from(ORDER, (byte) => (reads++ < ORDER.length ? byte : byte ^ 1)).buffer,
    }),
  } as unknown as Blob;
  const files = [{ file: changing, name: "order.pdf", kind: "document", day: null }];
  const adding = await begin({ files, tool: TOOL, now: NOW }, me, browserRandom, TOOLBOX, () => undefined);
  if ("why" in adding) throw new Error(adding.why);
  await expect(adding.next(() => undefined)).rejects.toMatchObject({ name: "FileGone" });
});

test("the key to commit is given for the very bytes alone, and only once the vault was asked", async () => {
  const keys = await made.signedIn();
  const { add } = await begun(keys, [file(ORDER, "order.pdf", "document")]);
  await expect(keys.ask("askBack", { add })).rejects.toMatchObject({ name: "NotAuthentic" });
  const parts = await everyPart(keys, add);
  const plain = parts.map(({ data }) => new Uint8Array(createHash("sha256").update(data).digest()));
  await expect(keys.ask("checkBack", { add, hashes: plain })).rejects.toMatchObject({ name: "NotAuthentic" });
  const hashes = await readBack(keys, add, parts);
  for (const wrong of [plain, hashes.slice(1), [...hashes.slice(1), hashes[0] as Bytes]]) {
    await expect(keys.ask("checkBack", { add, hashes: wrong })).rejects.toMatchObject({ name: "NotAuthentic" });
  }
  const { wrap } = await keys.ask("checkBack", { add, hashes });
  expect(hex(wrap).length).toBe(2 * 1168);
  await expect(keys.ask("nextAdd", { add: add + 1 })).rejects.toMatchObject({ name: "Unknown" });
});
