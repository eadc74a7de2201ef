/** Sizes at which a client breaks first: many parts, deep proofs, DEFLATE that lies. */

import { createHash } from "node:crypto";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import {
  base64,
  base64url,
  compare,
  compareText,
  concat,
  hex,
  join,
  unbase64,
  unbase64url,
  unhex,
  utf8,
} from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { NotProven } from "../src/log/errors.ts";
import { marshal, parse } from "../src/shv1/canonical.ts";
import type { Json } from "../src/shv1/canonical.ts";
import { inflate } from "../src/shv1/deflate.ts";
import { Malformed, NotVerified } from "../src/shv1/errors.ts";
import { selectionDigest } from "../src/shv1/grant.ts";
import type { Leaving } from "../src/shv1/grant.ts";
import { parseTime, showTime } from "../src/shv1/ids.ts";
import { verifyInclusion } from "../src/shv1/merkle.ts";
import { ready } from "../src/shv1/sodium.ts";
import { readZip } from "../src/shv1/zip_stored.ts";

beforeAll(ready);

const own = (data: Uint8Array): Bytes => new Uint8Array(data);
const someBytes = fc.uint8Array({ maxLength: 300 }).map(own);

test("a selection of two hundred thousand records has a digest", () => {
  const leaf = new Uint8Array(32).fill(5);
  const chosen = Array.from({ length: 200_000 }, (_, at): Leaving => [at >> 8, at & 255, leaf]);
  const hash = createHash("sha256").update("SHV1 selection\0").update(new Uint8Array(16));
  for (const [segment, place] of chosen) {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(segment);
    head.writeUInt32BE(place, 4);
    hash.update(head).update(leaf);
  }
  expect(selectionDigest("00".repeat(16), chosen)).toBe(hash.digest("hex"));
});

test("a proof of a million hashes is refused, and does not end the client", () => {
  const step = new Uint8Array(32);
  const path = Array.from({ length: 1_000_000 }, () => step);
  expect(() => verifyInclusion(step, 0, 5, path, step)).toThrow(NotProven);
});

describe("DEFLATE", () => {
  const packed = (plain: Uint8Array): Bytes => own(deflateRawSync(plain));

  test("inflates what was packed, to the limit and no further", async () => {
    const plain = new Uint8Array(100_000).fill(65);
    expect(await inflate(packed(plain), plain.length)).toEqual(plain);
    await expect(inflate(packed(plain), plain.length - 1)).rejects.toBeInstanceOf(Malformed);
    expect(await inflate(packed(new Uint8Array(0)), 0)).toEqual(new Uint8Array(0));
  });

  test("refuses a stream that is cut, lengthened, doubled, or none", async () => {
    const good = packed(utf8("some words, some words, some words"));
    const wrong = [
      good.slice(0, -1),
      new Uint8Array(0),
      concat(good, Uint8Array.of(0)),
      concat(good, good),
      utf8("no stream at all"),
    ];
    for (const data of wrong) {
      await expect(inflate(data, 10_000)).rejects.toBeInstanceOf(Malformed);
    }
  });

  test("refuses what follows the stream in an engine that lets it pass, too", async () => {
    const good = packed(utf8("some words, some words, some words"));
    const parts: Uint8Array[] = [];
    class Lenient extends TransformStream<Uint8Array, Uint8Array> {
      constructor() {
        super({
          transform: (part) => void parts.push(part),
          flush: (controller) => controller.enqueue(own(inflateRawSync(join(parts.splice(0))))),
        });
      }
    }
    vi.stubGlobal("DecompressionStream", Lenient);
    vi.resetModules();
    const { inflate: lenient } = await import("../src/shv1/deflate.ts");
    const { Malformed: Refused } = await import("../src/shv1/errors.ts");
    expect(await lenient(good, 1000)).toEqual(utf8("some words, some words, some words"));
    for (const data of [concat(good, Uint8Array.of(0)), concat(good, good)]) {
      await expect(lenient(data, 1000)).rejects.toBeInstanceOf(Refused);
    }
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test("refuses a bomb long before it is unpacked", async () => {
    const bomb = packed(new Uint8Array(200 * 1024 * 1024));
    const before = performance.now();
    await expect(inflate(bomb, 1024 * 1024)).rejects.toBeInstanceOf(Malformed);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe("one spelling", () => {
  test("bytes come back from every spelling, and only from that one", () => {
    fc.assert(
      fc.property(someBytes, (data) => {
        expect(unhex(hex(data))).toEqual(data);
        expect(unbase64(base64(data))).toEqual(data);
        expect(unbase64url(base64url(data))).toEqual(data);
        expect(base64(data)).toBe(Buffer.from(data).toString("base64"));
        expect(base64url(data)).toBe(Buffer.from(data).toString("base64url"));
      }),
    );
    const text = fc.string({ maxLength: 12, unit: fc.constantFrom(..."AQgw+/-_= \n\u0141") });
    fc.assert(
      fc.property(text, (spelt) => {
        const standard = unbase64(spelt);
        if (standard !== undefined) expect(base64(standard)).toBe(spelt);
        const safe = unbase64url(spelt);
        if (safe !== undefined) expect(base64url(safe)).toBe(spelt);
      }),
    );
  });

  test("JSON that is canonical parses and marshals to the same bytes", () => {
    const key = fc.string({ maxLength: 5, unit: "grapheme" });
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.constant(null),
        fc.boolean(),
        fc.maxSafeInteger(),
        fc.string({ unit: "grapheme" }),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const data = marshal(value);
        expect(marshal(parse(data))).toEqual(data);
      }),
    );
  });

  test("floats, lone halves of characters and what JSON has not are refused", () => {
    for (const value of [1.5, 2 ** 53, Number.NaN, -0, "\ud800", { "\udc00": 1 }, undefined, [undefined]]) {
      expect(() => marshal(value as Json)).toThrow(Malformed);
    }
  });

  test("times come back, and no day that does not exist is taken", () => {
    const second = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
    fc.assert(fc.property(second, (at) => void expect(parseTime(showTime(at))).toBe(at)));
    const wrong = [
      "2026-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T00:00:60Z",
      "2026-01-01T00:00:00",
      "2026-01-01T00:00:00.0Z",
      "2026-1-01T00:00:00Z",
      "0000-01-01T00:00:00Z",
      "+02026-01-01T00:00:00Z",
      7,
    ];
    for (const text of wrong) expect(() => parseTime(text), String(text)).toThrow(Malformed);
  });

  test("texts are ordered by code points, bytes as Python orders them", () => {
    const text = fc.string({ maxLength: 6, unit: "binary" });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const expected = Buffer.compare(Buffer.from(one), Buffer.from(other));
        expect(Math.sign(compareText(one, other))).toBe(expected);
        expect(Math.sign(compare(utf8(one), utf8(other)))).toBe(expected);
      }),
    );
  });
});

describe("a package's ZIP", () => {
  interface File {
    readonly name: string;
    readonly data: Bytes;
    readonly crc?: number;
  }

  const u16 = (...values: number[]): Bytes => own(new Uint8Array(Uint16Array.from(values).buffer));
  const u32 = (...values: number[]): Bytes => own(new Uint8Array(Uint32Array.from(values).buffer));

  /** Writes files as docs/formats/release.md 1 has them; little-endian, as this machine is. */
  function zip(files: readonly File[], date = 0x21): Bytes {
    const body: Bytes[] = [];
    const rows: Bytes[] = [];
    let at = 0;
    for (const { name, data, crc = crc32(data) } of files) {
      const facts = [u32(crc, data.length, data.length), u16(name.length, 0)];
      const local = join([u32(0x04034b50), u16(20, 0x800, 0, 0, date), ...facts, utf8(name)]);
      const ends = [u16(0, 0, 0), u32(0, at), utf8(name)];
      rows.push(join([u32(0x02014b50), u16(20, 20, 0x800, 0, 0, date), ...facts, ...ends]));
      body.push(local, data);
      at += local.length + data.length;
    }
    const directory = join(rows);
    const { length } = files;
    const end = [u32(0x06054b50), u16(0, 0, length, length), u32(directory.length, at), u16(0)];
    return join([...body, directory, ...end]);
  }

  const files: File[] = [
    { name: "a.json", data: utf8("[]") },
    { name: "media/b", data: new Uint8Array(300).fill(9) },
  ];

  test("is read as the writer spells it", () => {
    expect(readZip(zip([]))).toEqual([]);
    expect(readZip(zip(files))).toEqual(files);
  });

  test("is refused in any other spelling", () => {
    const good = zip(files);
    const wrong = [
      zip(files.toReversed()),
      zip([...files, ...files]),
      zip([{ ...(files[0] as File), crc: 7 }]),
      zip(files, 0x22),
      zip([{ name: "\u00e9", data: utf8("") }]),
      zip([{ name: "n".repeat(300), data: utf8("") }]),
      concat(good, Uint8Array.of(0)),
      concat(Uint8Array.of(0), good),
      good.slice(0, -1),
      new Uint8Array(0),
    ];
    for (const other of wrong) expect(() => readZip(other)).toThrow(NotVerified);
    for (let at = 0; at < good.length; at++) {
      const changed = good.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => readZip(changed), String(at)).toThrow(NotVerified);
    }
  });
});
