/** People as pseudonyms: the vectors of tests/vectors/masking, as Python has them. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fromUtf8, utf8 } from "../src/bytes.ts";
import { marshal, parseObject } from "../src/shv1/canonical.ts";
import type { JsonObject } from "../src/shv1/canonical.ts";
import { Masking } from "../src/shv1/masking.ts";
import { saysPerson } from "../src/shv1/masking_words.ts";
import { parseScope } from "../src/shv1/scope.ts";

const FOLDER = join(import.meta.dirname, "../../tests/vectors/masking");
const scope = parseScope({ x: ["00".repeat(16)], c: [], h: true });

function load<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf-8")) as T;
}

test("numbers and addresses in words", () => {
  for (const { text, parties, leaves } of load<{ text: string; parties: string[]; leaves: string }[]>("words")) {
    const body: JsonObject = { text: [{ field: "body", value: text }] };
    const found = new Masking(scope).masked(body, parties);
    expect(found, text).toEqual({ text: [{ field: "body", value: leaves }] });
    expect(new Masking(scope).masked(found, parties), text).toBe(found);
  }
});

test("fields that say a person", () => {
  for (const [name, says] of load<[string, boolean][]>("fields")) {
    expect(saysPerson(name, "somebody"), name).toBe(says);
  }
});

interface Row {
  readonly record: string;
  readonly parties: string[];
  readonly leaves: boolean;
  readonly copy: string | null;
}

test("selections are masked and numbered alike", () => {
  const all = ["selections", "drawn"].flatMap((name) =>
    load<{ about: string; records: Row[] }[]>(name),
  );
  for (const { about, records } of all) {
    const masking = new Masking(scope);
    for (const { record, parties, leaves, copy } of records) {
      const body = parseObject(utf8(record));
      const found = masking.masked(body, parties);
      if (leaves) masking.keep();
      expect(found === body ? null : fromUtf8(marshal(found)), about).toBe(copy);
    }
  }
});
