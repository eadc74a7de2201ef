/** Words: every sentence that a screen asks for is there, is short, and names what it is given. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";
import { ROUTES } from "../src/api/request.ts";
import { KINDS, kindWord } from "../src/survivor/counts.tsx";
import { FAULTS } from "../src/survivor/faults.tsx";
import { ACTS, ENDS, ROLES } from "../src/survivor/lines.ts";
import { CLASSES, classWord } from "../src/survivor/screens/filters.tsx";
import { routeWord } from "../src/survivor/screens/asked.tsx";
import { STATES } from "../src/survivor/screens/shares.tsx";

const SRC = join(import.meta.dirname, "../src");
const TEXT = readFileSync(join(SRC, "words/en.ftl"), "utf8");
const IDS = new Set(new FluentResource(TEXT).body.map((message) => message.id));
const LONGEST = 25;

const sources = ["survivor", "govuk"].flatMap((folder) =>
  readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/u.test(name))
    .map((name) => readFileSync(join(SRC, folder, name), "utf8")),
);
const named = sources.flatMap((text) =>
  [...text.matchAll(/\bsay\(\s*"([a-z0-9-]+)"/gu)].map((found) => found[1] ?? ""),
);
const made = [
  ...FAULTS.flatMap((name) => [`fault-${name}`, `fault-${name}-next`]),
  ...KINDS.flatMap((kind) => [kindWord(kind), kindWord(kind).replace("kind-", "one-")]),
  ...ACTS.map((act) => `line-${act.replace(".", "-")}`),
  ...ENDS.filter((end) => !["done", "completed"].includes(end)).map((end) => `end-${end}`),
  ...ROLES.map((role) => `role-${role}`),
  ...ROUTES.map(routeWord),
  ...[...CLASSES, "unheard of"].map(classWord),
  ...STATES.map((state) => `state-${state}`),
  ...["asking", "stretching", "opening", "sealing", "checking"].map((step) => `doing-${step}`),
  ...["away", "session", "asked"].map((why) => `locked-${why}`),
  ...["covered", "opening", "open", "failed", "stripped", "stays"].map((state) => `medium-${state}`),
];

test("every sentence that is asked for is there", () => {
  expect(named.length).toBeGreaterThan(200);
  expect([...named, ...made].filter((id) => !IDS.has(id))).toEqual([]);
});

test("no sentence is longer than 25 words", () => {
  const values = TEXT.split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.replace(/^[\w-]+ = |^\s*\*?\[\w+\] /u, ""));
  const long = values
    .flatMap((value) => value.split(/[.:?!]\s/u))
    .filter((sentence) => sentence.split(/\s+/u).length > LONGEST);
  expect(long).toEqual([]);
});

test("no sentence promises what nobody can hold", () => {
  expect(TEXT).not.toMatch(/\b(?:safe|secure|recall(?:ed)?|deleted everywhere|guarantee)\b/iu);
});
