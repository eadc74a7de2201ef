/**
 * The vectors of docs/formats/scope.md, that Python runs too (tests/vectors_run/test_scope.py),
 * and the mutants of this side's algebra that they kill.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { InvalidScope } from "../src/shv1/errors.ts";
import * as leaving from "../src/shv1/leaving.ts";
import * as narrow from "../src/shv1/narrow.ts";
import * as scope from "../src/shv1/scope.ts";
import { dayStart } from "../src/survivor/choices.ts";
import { RUN, load, misses, wanted } from "./scope_cases.ts";
import type { Algebra } from "./scope_cases.ts";

const REAL: Algebra = { scope, narrow, leaving };
const SHV1 = join(import.meta.dirname, "../src/shv1");
const EID = "aa".repeat(16);

const CASES = Object.keys(RUN).flatMap((kind) =>
  load(kind).map((found) => ({ kind, found, name: `${kind}: ${found.about}` })),
);

describe("scope vectors", () => {
  test.each(CASES)("$name", ({ kind, found }) => {
    expect(RUN[kind]?.(REAL, found)).toEqual(wanted(kind, found));
  });

  test.each(load("days"))("days: $about", (found) => {
    const before = process.env["TZ"];
    process.env["TZ"] = found["zone"] as string;
    try {
      const range = [dayStart(found["first"] as string), dayStart(found["last"] as string, 1)];
      expect(range).toEqual(found["want"]);
    } finally {
      if (before === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before;
    }
  });
});

test("a class needs people or conversations beside it", () => {
  const asked = { x: [EID], c: ["message"], s: ["health"] };
  expect(() => scope.wantOneByOne(scope.parseScope(asked))).toThrow(InvalidScope);
  scope.wantOneByOne(scope.parseScope({ ...asked, p: ["p1"] }));
  scope.wantOneByOne(scope.parseScope({ ...asked, t: ["t1"] }));
  scope.wantOneByOne(scope.parseScope({ ...asked, s: [] }));
});

// Each is a mistake that somebody could make: where, the words that are there, and the mistake.
const MUTANTS: readonly (readonly [name: string, file: string, before: string, after: string])[] = [
  ["an empty scope is covered", "scope", "!isEmpty(small) &&", "true &&"],
  ["dates are closed", "scope", ".filter(([from, to]) => from < to)", ".filter(([from, to]) => from <= to)"],
  ["undated comes along", "scope", "(big.u || !small.u)", "true"],
  ["one known party is enough", "scope", "return parties.length > 0 && within(parties, values);", "return parties.some((each) => values.has(each));"],
  ["an interval that reaches in is in", "scope", "from * MICRO <= loUs && hiUs < to * MICRO", "from * MICRO <= hiUs && loUs < to * MICRO"],
  ["what is not known is in", "scope", "facts.app === null ? null : scope.a.has(facts.app)", "facts.app === null ? true : scope.a.has(facts.app)"],
  ["a class needs no name", "scope", "facts.sensitivity === null || scope.s.has(facts.sensitivity)", "true"],
  ["keywords keep a deny away", "scope", "{ ...meet(one, other), k: null, w: null }", "{ ...meet(one, other), w: null }"],
  ["whole words keep a deny away", "scope", "{ ...meet(one, other), k: null, w: null }", "{ ...meet(one, other), k: null }"],
  ["whole words are not compared", "scope", "insideOf(big.w, small.w) &&", "true &&"],
  ["how near is not compared", "scope", "(!hasWords(big) || small.n <= big.n) &&", "true &&"],
  ["grids are not compared", "scope", "(small.g !== null && small.g <= big.g)", "true"],
  ["the finer grid is of both", "scope", "Math.min(one.g, other.g)", "Math.max(one.g, other.g)"],
  ["quoted words come along", "scope", "(big.q || !small.q) &&", "true &&"],
  ["things come twice", "scope", "(small.o || !big.o) &&", "true &&"],
  ["people come by their names", "scope", "(small.h || !big.h) &&", "true &&"],
  ["only both together mask", "scope", "h: one.h || other.h", "h: one.h && other.h"],
  ["both let quoted words go", "scope", "q: one.q && other.q", "q: one.q || other.q"],
  ["everything is far from words", "scope", "!hasWords(big) || small.n", "small.n"],
  ["both are as near as the farther", "scope", "Math.min : Math.max)(one.n", "Math.max : Math.max)(one.n"],
  ["classes are not compared", "scope", "within([...small.s], big.s) &&", "true &&"],
  ["kinds of media are not compared", "scope", "insideOf(big.m, small.m) &&", "true &&"],
  ["a file of no known kind is in", "scope", "(facts.media && within(facts.media, scope.m))", "facts.media === null || within(facts.media, scope.m)"],
  ["one kind of several is enough", "scope", "within(facts.media, scope.m)", "facts.media.some((kind) => scope.m?.has(kind))"],
  ["a descriptor without people passes", "scope", "(known !== null && within(known, scope.p))", "(known === null || within(known, scope.p))"],
  ["an undated segment passes", "scope", "if (day === UNDATED) return scope.u;", "if (day === UNDATED) return true;"],
  ["ranges may touch", "scope", "range[0] <= before", "range[0] < before"],
  ["half a character", "scope", "if (hasLone(item))", "if (false)"],
  ["a deny by person spares groups", "narrow", "some.filter((value) => !cut.has(value))", "some"],
  ["a deny of days takes no undated", "narrow", "u: rest.u && !other.u", "u: rest.u"],
  ["boxes overlap", "narrow", "[...found, ...denies]", "denies"],
  ["somebody unknown is not left out", "leaving", "(parties === null || parties.some", "(parties !== null && parties.some"],
  ["a day that is not known is not left out", "leaving", "return days.length > 0;", "return false;"],
];

const folder = mkdtempSync(join(tmpdir(), "scope-mutants-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Gives the algebra with one module's source changed in one place. */
async function mutated(number: number, file: string, before: string, after: string): Promise<Algebra> {
  const at = (name: string): string => join(folder, `${number}-${name}.ts`);
  for (const name of ["scope", "narrow", "leaving"]) {
    const source = readFileSync(join(SHV1, `${name}.ts`), "utf-8");
    if (name === file) expect(source.split(before).length, "the mutant's place").toBe(2);
    const changed = name === file ? source.replace(before, () => after) : source;
    // The others take the changed one's functions; everything else is the real thing.
    const moved = changed.replaceAll(/from "(\.[^"]+)"/gu, (_, path: string) =>
      path === "./scope.ts" ? `from "${at("scope")}"` : `from "${resolve(SHV1, path)}"`,
    );
    writeFileSync(at(name), moved);
  }
  const [one, two, three] = (await Promise.all(
    ["scope", "narrow", "leaving"].map((name) => import(/* @vite-ignore */ at(name))),
  )) as [Algebra["scope"], Algebra["narrow"], Algebra["leaving"]];
  return { scope: one, narrow: two, leaving: three };
}

test("the algebra as it is misses nothing, nor does a copy made as the mutants are", async () => {
  expect(misses(REAL)).toEqual([]);
  expect(misses(await mutated(-1, "scope", "export function meet(", "export function meet("))).toEqual([]);
});

test.each(MUTANTS.map((each, number) => ({ name: each[0], each, number })))(
  "a mutant is killed: $name",
  async ({ each, number }) => {
    const [, file, before, after] = each;
    expect(misses(await mutated(number, file, before, after)).length).toBeGreaterThan(0);
  },
);
