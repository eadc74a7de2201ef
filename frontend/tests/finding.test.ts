/** What did not match: spelt as Python spells it, kept, and named by the check it came out of. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, utf8 } from "../src/bytes.ts";
import type { Answer, Ask, FindingJson, LogJson } from "../src/keys/messages.ts";
import { parseReceipt } from "../src/log/receipt.ts";
import { checkWords } from "../src/shv1/check_words.ts";
import type { CHECKED } from "../src/shv1/check_words.ts";
import { Malformed } from "../src/shv1/errors.ts";
import { marshalFile, parseFile, withFinding } from "../src/shv1/finding.ts";
import { ready } from "../src/shv1/sodium.ts";
import { wordsOf } from "../src/survivor/passphrases.ts";
import { MadeCase } from "./case.ts";

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

describe("her lines", () => {
  let kept: MadeCase;
  beforeAll(async () => {
    kept = await MadeCase.make();
  });
  afterAll(() => kept.remove());

  function ask(change: Partial<Ask<"verifyLog">> = {}): Ask<"verifyLog"> {
    const { log } = kept.given;
    return {
      lines: log.lines.map((line) => ({
        ...line,
        entry: bytesOf(line.entry),
        fields: line.fields === null ? null : bytesOf(line.fields),
      })),
      policy: log.policy,
      now: log.now,
      remembered: log.remembered,
      consistency: log.consistency.map(bytesOf),
      receipts: [],
      ids: [],
      organisations: [],
      ...change,
    };
  }

  const receipt = (index: number, leaf: string): string => `${index} ${leaf} ${"00".repeat(32)}`;

  async function failing(asked: Promise<unknown>): Promise<unknown> {
    const { mismatch } = (await asked.catch((error: unknown) => error)) as { mismatch?: unknown };
    return mismatch;
  }

  test("every way of not matching is named by its check, and the receipts are named", async () => {
    const keys = await kept.signedIn();
    const { log } = kept.given;
    const [good, gone, other] = [receipt(4, log.leaf), receipt(9, log.leaf), receipt(3, log.leaf)];
    const verify = (change: Partial<Ask<"verifyLog">>): Promise<LogJson> =>
      keys.ask("verifyLog", ask(change));
    expect((await verify({ receipts: [good] })).lines.length).toBe(6);
    const cut = ask().lines.slice(0, -1);
    const alone = ask().lines.map((line) => ({
      ...line,
      proof: line.proof?.replace(log.newest, log.alone) ?? null,
    }));
    const nobody = ask().lines.map((line) => ({ ...line, fields: null }));
    const wrong: [Partial<Ask<"verifyLog">>, string, string[]][] = [
      [{ receipts: [good, gone, other] }, "receipt", [gone, other]],
      [{ remembered: log.forked }, "growth", []],
      [{ consistency: [] }, "growth", []],
      [{ lines: cut.toSpliced(2, 1) }, "lines", []],
      [{ lines: alone }, "lines", []],
      [{ lines: nobody }, "lines", []],
      [{ now: log.now - 3600 }, "lines", []],
    ];
    for (const [change, kind, receipts] of wrong) {
      expect(await failing(verify(change)), kind).toEqual({ kind, receipts });
    }
  });

  test("the newest line that was promised, cut off or exchanged, is missed by its receipt alone", async () => {
    const keys = await kept.signedIn();
    const bare = ask().lines.map((line, at, all) => ({ ...line, proof: at === all.length - 1 ? null : line.proof }));
    const newest = bare.at(-1) as (typeof bare)[number];
    const cut = { lines: bare.slice(0, -1) };
    expect((await keys.ask("verifyLog", ask(cut))).lines.length).toBe(5);
    const promised = { ...cut, receipts: [receipt(newest.index, kept.given.log.leaf)] };
    expect(await failing(keys.ask("verifyLog", ask(promised)))).toMatchObject({ kind: "receipt" });
  });

  test("a witness with another history is named so, and one that is away is no finding", async () => {
    const keys = await kept.signedIn();
    const { log } = kept.given;
    const said = (note: string): Promise<Answer<"witness">> =>
      keys.ask("witness", {
        policy: log.policy,
        name: "ngo",
        note,
        shown: log.newest,
        consistency: [],
        now: log.now,
      });
    expect(await failing(said(log.seen.forked))).toEqual({ kind: "witness", receipts: [] });
    expect(await said("<html>")).toEqual({ size: null, seenAt: null });
  });

  test("what was found is added, spelt for somebody else, and refused where it could not be read", async () => {
    const keys = await kept.signedIn();
    const { log } = kept.given;
    const fresh: FindingJson = {
      at: 7,
      kind: "growth",
      name: "",
      notes: [log.remembered, log.newest],
      path: [],
      receipts: [],
      told: null,
    };
    const first = await keys.ask("finding", { findings: [], fresh, policy: log.policy });
    expect(first.findings).toEqual([fresh]);
    expect(parseFile(utf8(first.file))).toEqual({ findings: [fresh], policy: log.policy });
    const none = await keys.ask("finding", { findings: [], fresh: null, policy: log.policy });
    expect(none).toEqual({ findings: [], file: "" });
    const wrong = { findings: [], fresh: { ...fresh, name: "x" }, policy: "" };
    await expect(keys.ask("finding", wrong)).rejects.toMatchObject({ name: "Malformed" });
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
