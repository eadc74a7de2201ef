/** Words: every sentence that a screen asks for is there, is short, and names what it is given. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";
import { ROUTES } from "../src/api/request.ts";
import { KINDS, kindWord } from "../src/survivor/counts.tsx";
import { FAULTS } from "../src/survivor/faults.tsx";
import { ADDED, REASONS_NOT } from "../src/keys/messages.ts";
import { ACTS, ENDS, ROLES } from "../src/survivor/lines.ts";
import { CLASSES, classWord } from "../src/survivor/screens/filters.tsx";
import { PICTURES } from "../src/survivor/pictures.tsx";
import { routeWord } from "../src/survivor/screens/asked.tsx";
import { STATES } from "../src/survivor/screens/shares.tsx";
import { LANGUAGES, wordsOf } from "../src/words/words.ts";

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
  ...["asking", "stretching", "opening", "sealing", "checking", "copying", "adding"].map((step) => `doing-${step}`),
  ...["image", "video", "audio", "other"].map((kind) => `file-${kind}`),
  ...["before", "going", "broken", "ready", "saved"].map((stage) =>
    stage === "before" ? "copy-title" : `copy-${stage}-title`,
  ),
  ...[1, 2, 3, 4].map((number) => `copy-warn-${number}`),
  ...ADDED.kinds.map((kind) => `add-kind-${kind.replace("_", "-")}`),
  ...REASONS_NOT.map((why) => `add-why-${why}`),
  "add-note-place",
  "add-note-stripped",
  "add-note-who",
  "add-going-title",
  "add-done-title",
  ...[1, 2, 3, 4].map((number) => `copy-readme-${number}`),
  ...["witness", "growth", "receipt", "lines"].map((kind) => `finding-${kind}`),
  ...PICTURES.flatMap((name) => [`easy-title-${name}`, `easy-picture-${name}`]),
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

/** Every variable that a sentence takes, in any of its forms. */
function variables(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id, value } of new FluentResource(text).body) {
    const names = [...JSON.stringify(value).matchAll(/"type":"var","name":"([a-z]+)"/gu)];
    found.set(id, [...new Set(names.map((name) => name[1]))].toSorted().join(" "));
  }
  return found;
}

const OTHERS = LANGUAGES.filter((each) => each.code !== "en");

test.each(OTHERS)("$code has every sentence, with the same variables", ({ code }) => {
  const other = readFileSync(join(SRC, `words/${code}.ftl`), "utf8");
  expect([...variables(other)].toSorted()).toEqual([...variables(TEXT)].toSorted());
});

test.each(OTHERS)("$code makes a sentence of each, by the forms of its plurals", async (language) => {
  const { say } = await wordsOf(language);
  for (const [id, names] of variables(TEXT)) {
    for (const count of [0, 1, 2, 3, 6, 11, 100]) {
      const given = Object.fromEntries(names.split(" ").map((name) => [name, count]));
      const said = say(id, given);
      expect(said).not.toBe(id);
      expect(said).not.toMatch(/\{/u);
    }
  }
});

test("only a language that somebody reviewed is called reviewed", () => {
  expect(LANGUAGES.filter((each) => each.reviewed).map((each) => each.code)).toEqual(["en"]);
});

/** The forms of a plural that a sentence chooses between; numbers as keys are no forms. */
function forms(value: unknown): readonly string[][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap((each) => forms(each));
  const { type, variants } = value as { type?: string; variants?: { key: { value: string } }[] };
  if (type !== "select" || variants === undefined) return inner;
  const keys = variants.map(({ key }) => key.value).filter((key) => typeof key === "string");
  return keys.length > 1 ? [...inner, keys.toSorted()] : inner;
}

test.each(LANGUAGES)("$code chooses between the plural forms that it has, and knows them all", (of) => {
  const rules = new Intl.PluralRules(of.code);
  const wanted = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
  const text = readFileSync(join(SRC, `words/${of.code}.ftl`), "utf8");
  const found = new FluentResource(text).body.flatMap(({ value }) => forms(value));
  expect(found.length).toBeGreaterThan(15);
  const { pluralCategories } = rules.resolvedOptions();
  const used = new Set(found.flat());
  expect([...used].filter((key) => !pluralCategories.some((each) => each === key))).toEqual([]);
  // A sentence may do with fewer, where the number stands apart from the noun: all in Welsh do.
  const needed = of.code === "cy" ? ["one", "other"] : [...wanted];
  expect(needed.filter((each) => !used.has(each))).toEqual([]);
  expect(found.filter((keys) => !keys.includes("other"))).toEqual([]);
});

test.each(OTHERS)("$code says nearly everything otherwise than English does", ({ code }) => {
  const said = (name: string): ReadonlyMap<string, string> => {
    const text = readFileSync(join(SRC, `words/${name}.ftl`), "utf8");
    return new Map(new FluentResource(text).body.map(({ id, value }) => [id, JSON.stringify(value)]));
  };
  const english = said("en");
  const same = [...said(code)].filter(([id, value]) => english.get(id) === value);
  expect(same.map(([id]) => id)).toHaveLength(Math.min(same.length, 4));
});

test.each(OTHERS)("$code says at its head that it is a draft", ({ code }) => {
  const [head] = readFileSync(join(SRC, `words/${code}.ftl`), "utf8").split("\n\n");
  expect(head).toContain("no translator has reviewed it yet");
});
