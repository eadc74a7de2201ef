/** The vectors of docs/formats/scope.md, that Python runs too (tests/vectors_run/test_scope.py). */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fromUtf8 } from "../src/bytes.ts";
import { marshal } from "../src/shv1/canonical.ts";
import type { Json, JsonObject } from "../src/shv1/canonical.ts";
import { InvalidScope } from "../src/shv1/errors.ts";
import { fold } from "../src/shv1/filter.ts";
import { foldedWords, leavesOut, parseLeftOut } from "../src/shv1/leaving.ts";
import { narrow } from "../src/shv1/narrow.ts";
import {
  admitsDescriptor,
  admitsRecord,
  covers,
  meet,
  overlaps,
  parseScope,
  scopeBody,
  wantOneByOne,
} from "../src/shv1/scope.ts";
import type { RecordFacts } from "../src/shv1/scope.ts";
import { dayStart } from "../src/survivor/choices.ts";

const FOLDER = join(import.meta.dirname, "../../tests/vectors/scope");
const EID = "aa".repeat(16);

interface Case {
  readonly about: string;
  readonly [key: string]: Json;
}

function load(kind: string): readonly Case[] {
  return JSON.parse(readFileSync(join(FOLDER, `${kind}.json`), "utf-8")) as readonly Case[];
}

function spelt(value: Json): string {
  return fromUtf8(marshal(value));
}

function refused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidScope) return null;
    throw error;
  }
}

function facts(value: Json | undefined): RecordFacts {
  const item = value as Record<string, unknown>;
  return {
    category: item["category"] as string,
    app: item["app"] as string | null,
    thread: item["thread"] as string | null,
    parties: item["parties"] as string[] | null,
    loUs: item["lo_us"] as number | null,
    hiUs: item["hi_us"] as number | null,
    sensitivity: item["class"] as string | null,
  };
}

function compared(found: Case): Json[] {
  const one = parseScope(found["one"]);
  const other = parseScope(found["other"]);
  const first = covers(one, other);
  const second = covers(other, one);
  expect(overlaps(other, one)).toBe(overlaps(one, other));
  const way = first && second ? "both" : first ? "one" : second ? "other" : "none";
  return [way, overlaps(one, other)];
}

describe("scope vectors", () => {
  test.each(load("parse"))("read: $about", (found) => {
    expect(refused(() => scopeBody(parseScope(found["scope"])))).toEqual(found["spelt"]);
  });

  test.each(load("records"))("record: $about", (found) => {
    const scope = parseScope(found["scope"]);
    expect(admitsRecord(scope, EID, facts(found["record"]))).toBe(found["want"]);
  });

  test.each(load("descriptors"))("descriptor: $about", (found) => {
    const scope = parseScope(found["scope"]);
    const desc = found["desc"] as JsonObject;
    expect(admitsDescriptor(scope, desc, found["day"] as string)).toBe(found["want"]);
  });

  test.each(load("pairs"))("pair: $about", (found) => {
    const one = parseScope(found["one"]);
    const other = parseScope(found["other"]);
    expect(scopeBody(meet(one, other))).toEqual(found["meet"]);
    expect(scopeBody(meet(other, one))).toEqual(found["meet"]);
    expect(compared(found)).toEqual([found["covers"], found["overlaps"]]);
  });

  test.each(load("drawn"))("$about", (found) => {
    expect(compared(found)).toEqual([found["covers"], found["overlaps"]]);
  });

  test.each(load("narrow"))("narrow: $about", (found) => {
    const [allows = [], denies = []] = (["allows", "denies"] as const).map((key) =>
      (found[key] as readonly Json[]).map((each) => parseScope(each)),
    );
    const boxes = narrow(parseScope(found["asked"]), allows, denies);
    const given = boxes.map((box) => spelt(scopeBody(box))).toSorted();
    expect(given).toEqual((found["boxes"] as readonly Json[]).map(spelt).toSorted());
  });

  test.each(load("left-out"))("left out: $about", (found) => {
    const said = refused(() => {
      const left = parseLeftOut(found["left"] ?? null);
      const words = foldedWords(left, fold);
      if (found["record"] === undefined) return "read";
      const texts = (found["texts"] as readonly string[]).map(fold);
      const place = (found["place"] as readonly number[]).join("/");
      return leavesOut(left, words, facts(found["record"]), texts, place);
    });
    expect(said).toBe(found["want"]);
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
  const scope = { x: [EID], c: ["message"], s: ["health"] };
  expect(() => wantOneByOne(parseScope(scope))).toThrow(InvalidScope);
  wantOneByOne(parseScope({ ...scope, p: ["p1"] }));
  wantOneByOne(parseScope({ ...scope, t: ["t1"] }));
  wantOneByOne(parseScope({ ...scope, s: [] }));
});
