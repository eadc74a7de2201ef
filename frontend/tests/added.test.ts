/** Every vector of what she adds: the same record, byte for byte, as extraction/added.py makes. */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bytesOf, fromUtf8 } from "../src/bytes.ts";
import { contradicts, recordOf, segmentDay, sniff, wordsOf } from "../src/shv1/added.ts";
import type { AddedDay } from "../src/shv1/added.ts";
import { marshal } from "../src/shv1/canonical.ts";
import { TOOLBOX } from "../src/keys/toolbox.ts";
import { ROOT } from "./python.ts";

interface Case {
  readonly about: string;
  readonly name: string;
  readonly kind: string;
  readonly data: string;
  readonly place: number;
  readonly source: string;
  readonly day: AddedDay | null;
  readonly record: string | null;
}

const FOLDER = join(ROOT, "tests/vectors/added");
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

test.each(names)("%s", async (name) => {
  const found = JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as Case;
  const data = bytesOf(found.data);
  const sniffed = sniff(data);
  expect(contradicts(found.kind, sniffed), found.about).toBe(found.record === null);
  if (found.record === null) return;
  const file = {
    name: found.name,
    kind: found.kind,
    day: found.day,
    length: data.length,
    sha256: createHash("sha256").update(data).digest("hex"),
    sniffed,
    words: wordsOf(found.name, data),
  };
  const record = await recordOf(found.source, found.place, file);
  expect(fromUtf8(marshal(record))).toBe(found.record);
  // A day without an interval is in the segment of what has no day.
  const dated = found.record.includes('"lo_us"');
  expect(segmentDay(file, TOOLBOX) === "0000-00-00").toBe(!dated);
});

test("there are vectors", () => {
  expect(names.length).toBeGreaterThan(15);
});
