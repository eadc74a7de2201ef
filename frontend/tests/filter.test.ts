/** Words, and what stands near them: every vector that Python writes, run here. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { utf8 } from "../src/bytes.ts";
import { parseObject } from "../src/shv1/canonical.ts";
import type { JsonObject } from "../src/shv1/canonical.ts";
import { Context } from "../src/shv1/context.ts";
import type { Row } from "../src/shv1/context.ts";
import { bodyDecider } from "../src/shv1/filter.ts";
import { Once } from "../src/shv1/once.ts";
import { isQuoted } from "../src/shv1/record.ts";
import { parseScope } from "../src/shv1/scope.ts";
import { ready } from "../src/shv1/sodium.ts";

const EID = "aa".repeat(16);

function load<T>(name: string): T {
  const path = join(import.meta.dirname, "../../tests/vectors/filter", `${name}.json`);
  return JSON.parse(readFileSync(path, "utf-8")) as T;
}

test("texts hold the same words to both", () => {
  interface Case {
    readonly k: readonly string[] | null;
    readonly w: readonly string[] | null;
    readonly texts: readonly string[];
    readonly holds: boolean;
  }
  for (const { k, w, texts, holds } of load<readonly Case[]>("words")) {
    // A scope is read in its normal form only; what a person typed is folded all the same.
    const scope = { ...parseScope({ x: [EID], c: ["message"] }), k: k && new Set(k), w: w && new Set(w) };
    const body = { category: "message", text: texts.map((value) => ({ field: "body", value })) };
    const decide = bodyDecider(scope, EID);
    expect(decide(body), JSON.stringify([k, w, texts])).toBe(holds ? null : "out-of-scope");
    expect(decide(body, true)).toBe(null);
  }
});

test("the same is near to both", () => {
  interface Cases {
    readonly rows: readonly (readonly [number, string, string, number])[];
    readonly cases: readonly {
      readonly n: number;
      readonly body: JsonObject;
      readonly found: readonly (readonly [number, number])[];
      readonly near: readonly (readonly [number, number])[];
    }[];
  }
  const { rows, cases } = load<Cases>("near");
  const shown = rows.map(([index, tag, day, count]): Row => ({ index, tag, day, count }));
  for (const { n, body, found, near } of cases) {
    const context = new Context({ n }, shown);
    for (const [segment, place] of found) context.note(body, segment, place);
    const places = shown.flatMap(({ index, count }) =>
      Array.from({ length: count }, (_, place) => [index, place] as const),
    );
    const got = places.filter(([segment, place]) => context.near(segment, place));
    expect(got, JSON.stringify([n, found, body])).toEqual(near);
  }
});

test("the same records are somebody else's to both", () => {
  for (const { record, quoted } of load<{ record: JsonObject; quoted: boolean }[]>("quoted")) {
    expect(isQuoted(record), JSON.stringify(record)).toBe(quoted);
    const scope = parseScope({ x: [EID], c: ["message"], q: false });
    const decided = bodyDecider(scope, EID)({ ...record, category: "message" });
    expect(decided).toBe(quoted ? "third-party" : null);
  }
});

test("the same records are there again to both", async () => {
  await ready();
  const [once, often] = [new Once({ o: true }), new Once({ o: false })];
  interface Case {
    readonly record: string;
    readonly copy: string | null;
    readonly again: boolean;
  }
  for (const { record, copy, again } of load<readonly Case[]>("once")) {
    const [body, spelt] = [parseObject(utf8(record)), copy === null ? null : utf8(copy)];
    expect(once.again(body, spelt), record).toBe(again);
    expect(often.again(body, spelt)).toBe(false);
  }
});
