/** What did not match, receipts and check words: spelt as Python spells them, and what is kept. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bytesOf, utf8 } from "../src/bytes.ts";
import type { FindingJson } from "../src/keys/messages.ts";
import { parseReceipt } from "../src/log/receipt.ts";
import { checkWords } from "../src/shv1/check_words.ts";
import type { CHECKED } from "../src/shv1/check_words.ts";
import { Malformed } from "../src/shv1/errors.ts";
import { marshalFile, parseFile, withFinding } from "../src/shv1/finding.ts";
import { ready } from "../src/shv1/sodium.ts";
import { wordsOf } from "../src/survivor/passphrases.ts";

const VECTORS = join(import.meta.dirname, "../../tests/vectors");
const load = (path: string): unknown => JSON.parse(readFileSync(join(VECTORS, path), "utf-8"));

beforeAll(() => ready());

describe("check words", () => {
  const rows = load("words/words.json") as [(typeof CHECKED)[number], string, string][];
  test.each(rows)("of a %s %s are Python's", (kind, data, words) => {
    expect(wordsOf(checkWords(kind, bytesOf(data)))).toBe(words);
  });
});

describe("findings", () => {
  const rows = load("finding/findings.json") as [string, string, string][];
  test.each(rows)("%s is a %s", (_name, expected, text) => {
    if (expected === "success") {
      const { findings, policy } = parseFile(utf8(text));
      expect(marshalFile(findings, policy)).toBe(text);
    } else {
      expect(() => parseFile(utf8(text))).toThrow(Malformed);
    }
  });

  const made = (name: string, told: FindingJson["told"] = null): FindingJson => ({
    at: 1,
    kind: "witness",
    name,
    notes: [],
    path: [],
    receipts: [],
    told,
  });

  test("one of a kind is kept until somebody was told, and of eight the oldest of those goes", () => {
    const told = made("ngo", { at: 2, whom: "Rhian" });
    expect(withFinding([made("ngo")], { ...made("ngo"), at: 5 })).toEqual([made("ngo")]);
    expect(withFinding([told], made("ngo"))).toEqual([told, made("ngo")]);
    const full = Array.from({ length: 8 }, (_, at) => made(`w${at}`));
    expect(withFinding(full, made("new"))).toEqual(full);
    const done = full.with(3, { ...made("w3"), told: told.told });
    expect(withFinding(done, made("new"))).toEqual([...full.toSpliced(3, 1), made("new")]);
  });
});

describe("receipts", () => {
  const [leaf, chain, signed] = ["ab".repeat(32), "cd".repeat(32), `${"A".repeat(85)}Q`];
  test("are read in their one spelling, and others are refused", () => {
    expect(parseReceipt(`7 ${leaf} ${chain}`)).toEqual({ index: 7, leaf, chain, signature: null });
    expect(parseReceipt(`7 ${leaf} ${chain} ${signed}`).signature?.length).toBe(64);
    for (const text of [
      "",
      `07 ${leaf} ${chain}`,
      `7 ${leaf.toUpperCase()} ${chain}`,
      `7  ${leaf} ${chain}`,
      `7 ${leaf} ${chain} `,
      `7 ${leaf} ${chain} ${"A".repeat(85)}B`,
      `9007199254740992 ${leaf} ${chain}`,
      `7 ${leaf}`,
    ]) {
      expect(() => parseReceipt(text), text).toThrow("want a receipt");
    }
  });
});
