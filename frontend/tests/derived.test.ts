/** The derived part: every vector that Python writes, run here. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { bytesOf, fromUtf8, hex, utf8 } from "../src/bytes.ts";
import { parseObject } from "../src/shv1/canonical.ts";
import type { Json, JsonObject } from "../src/shv1/canonical.ts";
import { marshalDerived, parseDerived } from "../src/shv1/derived.ts";
import { Malformed } from "../src/shv1/errors.ts";
import { Cited, stripBytes } from "../src/shv1/media_rule.ts";
import { placeless, saysPlace } from "../src/shv1/placeless.ts";
import { parseScope } from "../src/shv1/scope.ts";
import { ready, sha256 } from "../src/shv1/sodium.ts";

function load<T>(name: string): T {
  const path = join(import.meta.dirname, "../../tests/vectors/derived", `${name}.json`);
  return JSON.parse(readFileSync(path, "utf-8")) as T;
}

beforeAll(ready);

test("names say a place to both alike", () => {
  for (const [name, says] of load<[string, boolean][]>("names")) {
    expect(saysPlace(name), JSON.stringify(name)).toBe(says);
  }
});

test("records lose the same", () => {
  for (const row of load<{ record: string; copy: string | null }[]>("records")) {
    const copy = placeless(parseObject(utf8(row.record)));
    expect(copy === null ? null : fromUtf8(copy), row.record).toBe(row.copy);
  }
});

test("places are cut to the same grid", () => {
  for (const row of load<{ g: number; record: string; copy: string | null }[]>("grids")) {
    const copy = placeless(parseObject(utf8(row.record)), row.g);
    expect(copy === null ? null : fromUtf8(copy), `${row.g} ${row.record}`).toBe(row.copy);
  }
});

test("lists are taken and refused alike", () => {
  for (const { about, text, good } of load<{ about: string; text: string; good: boolean }[]>("lists")) {
    if (good) expect(fromUtf8(marshalDerived(parseDerived(utf8(text)))), about).toBe(text);
    else expect(() => parseDerived(utf8(text)), about).toThrow(Malformed);
  }
});

test("media come to the same end", async () => {
  const { files, cases } = load<{
    files: Record<string, string>;
    cases: { scope: Json; blobs: JsonObject[]; split: boolean; whole: string[]; derived: string }[];
  }>("media");
  const byHash = new Map(
    Object.values(files).map((data) => [hex(sha256(bytesOf(data))), bytesOf(data)]),
  );
  for (const { scope, blobs, split, whole, derived } of cases) {
    const cited = new Cited(parseScope(scope));
    for (const cites of split ? blobs.map((blob) => [blob]) : [blobs]) cited.add({ blobs: cites });
    const media = await cited.settle(
      async (hash) => {
        const data = byHash.get(hash);
        return data === undefined ? null : await stripBytes(data);
      },
      () => undefined,
    );
    expect([...media.whole].toSorted(), JSON.stringify(blobs)).toEqual(whole);
    expect(fromUtf8(marshalDerived({ records: [], media: media.derived }))).toBe(derived);
  }
});
