/** Every vector file that Python runs, run here: it opens to what it says, or fails as it says. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, hex, unhex, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { b64, marshal } from "../src/shv1/canonical.ts";
import type { JsonObject } from "../src/shv1/canonical.ts";
import { checkCatalogue, openCatalogue } from "../src/shv1/catalogue.ts";
import type { Catalogue } from "../src/shv1/catalogue.ts";
import { Malformed, NotAuthentic } from "../src/shv1/errors.ts";
import { parseBundle } from "../src/shv1/identity.ts";
import { parseIngest, parseReceipt } from "../src/shv1/ingest.ts";
import { ExtractionKeys, segmentKeys } from "../src/shv1/keys.ts";
import { openObject, openSegment } from "../src/shv1/opening.ts";
import { ready } from "../src/shv1/sodium.ts";
import { checkSignatures } from "../src/shv1/statement.ts";

interface Case {
  readonly of: string;
  readonly expect: string;
  readonly about: string;
  readonly [key: string]: unknown;
}

const FOLDER = join(import.meta.dirname, "../../tests/vectors/extraction");
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const EXPECTED = { malformed: Malformed, "not authentic": NotAuthentic } as const;

function load(name: string): Case {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as Case;
}

function bytes(value: unknown): Bytes {
  const data = unhex(value as string);
  if (data === undefined) throw new TypeError("the vector holds no hex");
  return data;
}

const RUN: Record<string, (found: Case) => Promise<Record<string, unknown>>> = {
  async segment(found) {
    const opened = await openSegment(
      bytes(found["key"]),
      bytes(found["eid"]),
      found["index"] as number,
      bytes(found["sealed"]),
      {
        tag: bytes(found["tag"]),
        day: found["day"] as string,
        desc: utf8(found["desc"] as string),
      },
    );
    return {
      records: opened.records.map((record) => fromUtf8(record)),
      salts: opened.salts.map(hex),
      leaves: opened.leaves.map(hex),
      fields: opened.fields.map(hex),
      leaf: hex(opened.leaf),
    };
  },
  async catalogue(found) {
    const keys = new ExtractionKeys(bytes(found["secret"]), bytes(found["eid"]));
    const catalogue = await openCatalogue(bytes(found["sealed"]), keys.catalogue(), keys.eid);
    const packs = new Map(Object.entries(found["packs"] as Record<string, number>));
    checkCatalogue(catalogue, keys, bytes(found["leaves"]), packs);
    return { json: fromUtf8(marshal(spelt(catalogue))) };
  },
  async object(found) {
    const row = { length: found["length"] as number, sha256: found["sha256"] as string };
    const secret = bytes(found["key"]);
    const index = found["index"] as number;
    return { plain: hex(await openObject(secret, bytes(found["eid"]), index, bytes(found["sealed"]), row)) };
  },
  async keys(found) {
    const keys = new ExtractionKeys(bytes(found["secret"]), bytes(found["eid"]));
    const below = segmentKeys(keys.segment(7));
    return {
      catalogue: hex(keys.catalogue()),
      segment_7: hex(keys.segment(7)),
      object_7: hex(keys.object(7)),
      tag: keys.groupTag(utf8(found["desc"] as string)),
      box: hex(below.box),
      salt: hex(below.salt),
      fields: below.fields.map(hex),
    };
  },
  async ingest(found) {
    const [, statement] = parseIngest(utf8(found["dsse"] as string));
    await checkSignatures(statement, parseBundle(bytes(found["bundle"])));
    return {};
  },
  async receipt(found) {
    const [, statement] = parseReceipt(utf8(found["dsse"] as string));
    await checkSignatures(statement, parseBundle(bytes(found["bundle"])));
    return {};
  },
};

/** Spells what was read of a catalogue as its JSON. */
function spelt(found: Catalogue): JsonObject {
  const { original, ledger } = found;
  return {
    v: 1,
    eid: found.eid,
    groups: Object.fromEntries([...found.groups].map(([tag, group]) => [tag, group.desc])),
    packs: found.packs,
    segments: found.segments.map((row) => [
      row.tag,
      row.day,
      row.count,
      row.pack,
      row.offset,
      row.length,
      b64(row.f4),
    ]),
    objects: found.objects.map((row) => [row.name, row.length, row.sha256, row.mime]),
    original: { ...original, sha256: hex(original.sha256), salt: b64(original.salt) },
    ledger: { ...ledger, sha256: hex(ledger.sha256), salt: b64(ledger.salt) },
    ...(found.visit === null ? {} : { visit: found.visit }),
  };
}

beforeAll(ready);

describe("extraction vectors", () => {
  test.each(FILES)("%s does what it says", async (name) => {
    const found = load(name);
    const run = RUN[found.of];
    if (run === undefined) throw new Error(`no run for ${found.of}`);
    if (found.expect === "success") {
      const given = await run(found);
      for (const [key, value] of Object.entries(given)) expect(value).toEqual(found[key]);
      return;
    }
    const kind = EXPECTED[found.expect as keyof typeof EXPECTED];
    await expect(run(found)).rejects.toBeInstanceOf(kind);
  });

  test("every kind has a case that succeeds", () => {
    const good = FILES.map(load).filter((found) => found.expect === "success");
    expect(new Set(good.map((found) => found.of))).toEqual(new Set(Object.keys(RUN)));
  });
});
