/** What she chose makes a scope: private conversations stay out unless each is put in. */

import { expect, test } from "vitest";
import type { GroupJson, ScopeJson } from "../src/keys/messages.ts";
import { covers, parseScope, wantOneByOne } from "../src/shv1/scope.ts";
import { NO_CHOICES, isPrivate, narrow } from "../src/survivor/choices.ts";

const EID = "aa".repeat(16);
const ASKED: ScopeJson = { x: [EID], c: ["message"], p: ["p1", "p2", "p3"], s: ["health", "legal"] };

function group(tag: string, kind: string | null, thread = tag): GroupJson {
  return {
    tag,
    category: "message",
    thread,
    app: "sms",
    parties: ["p1"],
    class: kind,
    records: 1,
    days: null,
    undated: 1,
  };
}

const GROUPS = [group("a", null), group("b", "health"), group("c", "health"), group("d", "legal")];

function scopeOf(groupsIn: readonly string[], groups = GROUPS, asked = ASKED): ScopeJson {
  return narrow(asked, { ...NO_CHOICES, groupsIn }, groups).scope;
}

test("nothing private goes unless she puts it in", () => {
  const { scope, oneByOne } = narrow(ASKED, NO_CHOICES, GROUPS);
  expect(scope.s).toBeUndefined();
  expect(oneByOne).toEqual([]);
  expect(GROUPS.filter((each) => isPrivate(ASKED, each)).map((each) => each.tag)).toEqual(["b", "c", "d"]);
});

test("one that she puts in brings no other of its class", () => {
  expect(scopeOf(["b"])).toMatchObject({ s: ["health"], t: ["a", "b"] });
  expect(scopeOf(["b", "d"])).toMatchObject({ s: ["health", "legal"], t: ["a", "b", "d"] });
  expect(scopeOf(["b", "c", "d"])).toMatchObject({ s: ["health", "legal"] });
});

test("where conversations cannot be told apart, the others are left out record by record", () => {
  const groups = [group("a", null, ""), group("b", "health"), group("c", "health")];
  const { scope, oneByOne } = narrow(ASKED, { ...NO_CHOICES, groupsIn: ["b"] }, groups);
  expect(scope.s).toEqual(["health"]);
  expect(scope.t).toBeUndefined();
  expect(oneByOne).toEqual(["c"]);
});

test("what she leaves out stays out also when it was put in before", () => {
  const choices = { ...NO_CHOICES, groupsIn: ["b"], groupsOut: ["b"] };
  expect(narrow(ASKED, choices, GROUPS).scope.s).toBeUndefined();
});

test("what cannot be signed is never made, and never wider than was asked", () => {
  const whole: ScopeJson = { x: [EID], c: ["message"], s: ["health", "legal"] };
  for (const asked of [ASKED, whole]) {
    for (const groupsIn of [[], ["b"], ["b", "c"], ["b", "c", "d"]]) {
      const scope = parseScope(JSON.parse(JSON.stringify(scopeOf(groupsIn, GROUPS, asked))));
      wantOneByOne(scope);
      expect(covers(parseScope(JSON.parse(JSON.stringify(asked))), scope)).toBe(true);
    }
  }
});

test("she can have other people leave under numbers, and nothing else changes", () => {
  const plain = narrow(ASKED, NO_CHOICES, GROUPS);
  const masked = narrow(ASKED, { ...NO_CHOICES, masked: true }, GROUPS);
  expect(plain.scope.h).toBeUndefined();
  expect(masked).toEqual({ ...plain, scope: { ...plain.scope, h: true } });
  const asked = { ...ASKED, h: true };
  expect(narrow(asked, NO_CHOICES, GROUPS).scope.h).toBe(true);
});
