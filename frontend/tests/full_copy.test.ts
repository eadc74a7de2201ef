/** Full copies: the browser's ZIP is the command's folder, and nothing unchecked is in it. */

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { join as joined } from "../src/bytes.ts";
import type { KeyClient, Source } from "../src/keys/client.ts";
import { FullCopy, MAX_COPY, MAX_OBJECT, TooLarge, objectName } from "../src/keys/full_copy.ts";
import type { What } from "../src/keys/messages.ts";
import { marshal, parseObject } from "../src/shv1/canonical.ts";
import type { OpenedExtraction } from "../src/shv1/opening.ts";
import { readZip } from "../src/shv1/zip_stored.ts";
import { ZipWriter } from "../src/shv1/zip_writer.ts";
import { MadeCase } from "./case.ts";
import { folderSource } from "./conversation.ts";
import { read, safehold } from "./python.ts";

let made: MadeCase;

beforeAll(async () => {
  made = await MadeCase.make();
}, 120_000);

afterAll(() => made.remove());

async function begun(source?: Source): Promise<{ keys: KeyClient; copy: number }> {
  const keys = await made.signedIn(source);
  await made.open(keys);
  const { eid } = made.given;
  const { copy } = await keys.ask("beginCopy", { eid, receipt: null, readme: "words\n" });
  return { keys, copy };
}

/** Asks for pieces until the copy is whole; `again` says whether a failure is tried once more. */
async function wholeCopy(keys: KeyClient, copy: number, again = (): boolean => false): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    try {
      const next = await keys.ask("nextCopy", { copy });
      pieces.push(next.data);
      expect(next.done).toBeLessThanOrEqual(next.total);
      if (next.whole) return joined(pieces);
    } catch (error) {
      if (!again()) throw error;
    }
  }
}

test("the ZIP has the files of the command's folder, byte for byte, and checks", async () => {
  const { keys, copy } = await begun();
  const zip = await wholeCopy(keys, copy);
  const path = join(made.folder, "copy.zip");
  writeFileSync(path, zip);
  const checked = await safehold("check-copy", path);
  const folder = join(made.folder, "full-copy");
  await safehold("full-copy", made.sealed, "--identity", join(made.folder, "survivor.key"), "--out", folder);
  expect(await safehold("check-copy", folder)).toEqual(checked);
  const entries = readZip(zip);
  const there = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf-8" })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1));
  expect(entries.map(({ name }) => name)).toEqual(there.toSorted());
  for (const { name, data } of entries) {
    if (name === "README.txt") expect(Buffer.from(data).toString()).toBe("words\n");
    else expect(Buffer.from(data).equals(readFileSync(join(folder, name))), name).toBe(true);
  }
  expect(checked["objects"]).toBe(entries.filter(({ name }) => name.startsWith("objects/")).length);
  const lines = entries
    .filter(({ name }) => name.endsWith(".jsonl") && name.startsWith("records/"))
    .reduce((sum, { data }) => sum + data.filter((byte) => byte === 10).length, 0);
  expect(checked["records"]).toBe(lines);
}, 60_000);

test("a lost connection stops a piece, and the same copy comes of going on", async () => {
  const whole = await begun();
  const wanted = await wholeCopy(whole.keys, whole.copy);
  let asked = 0;
  let lost = 0;
  const sealed = folderSource(made.sealed);
  const flaky: Source = (what: What) => {
    asked++;
    return asked % 23 === 0 ? Promise.reject(new Error("lost")) : sealed(what);
  };
  const { keys, copy } = await begun(flaky);
  const found = await wholeCopy(keys, copy, () => ++lost < 100);
  expect(lost).toBeGreaterThan(0);
  expect(Buffer.from(found).equals(Buffer.from(wanted))).toBe(true);
}, 60_000);

test("sealed bytes that were changed are in no copy", async () => {
  for (const kind of ["pack", "object"] as const) {
    const sealed = folderSource(made.sealed);
    const { keys, copy } = await begun(async (what) => {
      const data = await sealed(what);
      if (what.kind === kind) data[data.length >> 1] = (data[data.length >> 1] ?? 0) ^ 1;
      return data;
    });
    await expect(wholeCopy(keys, copy)).rejects.toMatchObject({ name: "NotAuthentic" });
  }
});

test("a copy ends with the lock, and where another is begun", async () => {
  const { keys, copy } = await begun();
  const { eid } = made.given;
  const other = await keys.ask("beginCopy", { eid, receipt: null, readme: "" });
  await expect(keys.ask("nextCopy", { copy })).rejects.toMatchObject({ name: "Unknown" });
  await keys.ask("nextCopy", other);
  await keys.ask("lock", {});
  await expect(keys.ask("nextCopy", other)).rejects.toMatchObject({ name: "Unknown" });
  const locked = keys.ask("beginCopy", { eid, receipt: null, readme: "" });
  await expect(locked).rejects.toMatchObject({ name: "Locked" });
});

test("what a browser should not hold is refused beforehand", () => {
  const beside = { certs: new Uint8Array(), receipt: null, readme: "", marshal, parse: parseObject, zip: new ZipWriter() };
  const of = (...lengths: number[]): OpenedExtraction =>
    ({
      catalogue: {
        segments: [],
        objects: lengths.map((length, at) => ({ name: "", length, sha256: String(at), mime: "" })),
      },
    }) as unknown as OpenedExtraction;
  const begin = (...lengths: number[]): FullCopy => new FullCopy(of(...lengths), {} as never, beside);
  const half = MAX_COPY / 4;
  expect(() => begin(half, half, half, half)).not.toThrow();
  expect(() => begin(half, half, half, half, 1)).toThrow(TooLarge);
  expect(() => begin(MAX_OBJECT)).not.toThrow();
  expect(() => begin(MAX_OBJECT + 1)).toThrow(TooLarge);
});

test("contents name the guardian as her certificate does, and count files", async () => {
  const keys = await made.signedIn();
  await made.open(keys);
  const { eid, roots } = made.given;
  const { certs: above } = made.files();
  const unpinned = await keys.ask("contents", { eid, above, roots: [] });
  const pinned = await keys.ask("contents", { eid, above, roots });
  expect(unpinned.certifiedBy).toBeNull();
  expect({ ...pinned, certifiedBy: null }).toEqual(unpinned);
  const names = readdirSync(join(made.sealed, "objects"));
  // The ledger is one of the objects, and no file of hers.
  expect(pinned.files.reduce((sum, { count }) => sum + count, 0)).toBe(names.length - 1);
  const packs = readdirSync(join(made.sealed, "packs")).map((name) => read(made.sealed, "packs", name).length);
  const objects = names.map((name) => read(made.sealed, "objects", name).length);
  expect(pinned.sealed).toBe([...packs, ...objects].reduce((sum, length) => sum + length, 0));
});

test("a media type out of a phone names no file", () => {
  expect(objectName({ sha256: "ab", mime: "image/jpeg" })).toBe("objects/ab.jpg");
  for (const mime of ["../x", "constructor", "__proto__", ""]) {
    expect(objectName({ sha256: "ab", mime })).toBe("objects/ab");
  }
});
