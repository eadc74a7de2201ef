/** Every vector of docs/formats/visit.md, run here: it opens to what it says, or fails as it says. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, unhex, utf8 } from "../src/bytes.ts";
import { marshal } from "../src/shv1/canonical.ts";
import { Malformed, NotAuthentic } from "../src/shv1/errors.ts";
import { parseBundle } from "../src/shv1/identity.ts";
import { ready } from "../src/shv1/sodium.ts";
import { checkSignatures } from "../src/shv1/statement.ts";
import { POINTS, checkOpenings, onlyPoints, parseShown, shownBody } from "../src/shv1/visit.ts";

interface Case {
  readonly expect: string;
  readonly bundle: string;
  readonly shown: string;
  readonly values?: Record<string, unknown>;
}

const FOLDER = join(import.meta.dirname, "../../tests/vectors/visit");
const FILES = readdirSync(FOLDER);
const EXPECTED = { malformed: Malformed, "not authentic": NotAuthentic } as const;

function load(name: string): Case {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as Case;
}

async function valuesOf(found: Case): Promise<Record<string, unknown>> {
  const shown = parseShown(utf8(found.shown));
  await checkSignatures(shown.statement, parseBundle(unhex(found.bundle) ?? new Uint8Array(0)));
  checkOpenings(shown);
  expect(fromUtf8(marshal(shownBody(shown)))).toBe(found.shown);
  return Object.fromEntries([...shown.openings].map(([name, { value }]) => [name, value]));
}

beforeAll(ready);

describe("vectors of visit statements", () => {
  test.each(FILES)("%s does what it says", async (name) => {
    const found = load(name);
    if (found.expect === "success") {
      expect(await valuesOf(found)).toEqual(found.values);
      return;
    }
    const kind = EXPECTED[found.expect as keyof typeof EXPECTED];
    await expect(valuesOf(found)).rejects.toBeInstanceOf(kind);
  });

  test("closing points leaves the statement and the others as they were", () => {
    const shown = parseShown(utf8(load("plain.json").shown));
    expect([...shown.openings.keys()].toSorted()).toEqual(POINTS);
    const closed = onlyPoints(shown, new Set(["device.model"]));
    expect(fromUtf8(marshal(shownBody(closed)))).toBe(load("one-open.json").shown);
  });
});
