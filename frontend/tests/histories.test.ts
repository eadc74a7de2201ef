/** Made histories of a log, honest and not: the browser's checker says of each what Python says. */

import { beforeAll, expect, test } from "vitest";
import { bytesOf, hex } from "../src/bytes.ts";
import {
  BadSignature,
  MalformedCheckpoint,
  MalformedEntry,
  MalformedNote,
  NotProven,
} from "../src/log/errors.ts";
import { checkGrowth, checkLines } from "../src/log/lines.ts";
import type { Receipt } from "../src/log/receipt.ts";
import { parseLogPolicy } from "../src/log/policy.ts";
import { ready } from "../src/shv1/sodium.ts";
import { program } from "./python.ts";
import { SUITE } from "./suite.ts";

interface Verdict {
  readonly lines: number;
  readonly unconfirmed: number;
  readonly size: number | null;
  readonly root: string | null;
  readonly grew: boolean | null;
}

interface History {
  readonly change: string;
  readonly policy: string;
  readonly now: number;
  readonly lines: readonly { index: number; entry: string; proof: string | null }[];
  readonly receipts: readonly Receipt[];
  readonly remembered: string | null;
  readonly growth: readonly string[];
  readonly verdict: Verdict | null;
}

const COUNT = 400;
const REFUSALS = [BadSignature, MalformedCheckpoint, MalformedEntry, MalformedNote, NotProven];
const seed = Date.now() % 1_000_000;
let kCase: Uint8Array<ArrayBuffer>;
let histories: readonly History[];

beforeAll(async () => {
  await ready();
  const told = await program("tests/frontend/histories.py", String(COUNT), String(seed));
  const found = JSON.parse(told) as { k_case: string; histories: History[] };
  kCase = bytesOf(found.k_case);
  ({ histories } = found);
});

function refused(error: unknown): boolean {
  return REFUSALS.some((kind) => error instanceof kind);
}

async function verdict(found: History): Promise<Verdict | null> {
  let checked;
  try {
    const lines = found.lines.map((line) => ({ ...line, entry: bytesOf(line.entry) }));
    const policy = parseLogPolicy(SUITE, found.policy);
    checked = await checkLines(SUITE, lines, kCase, policy, found.now, found.receipts);
  } catch (error) {
    // Anything else is a fault of the checker, not of the history.
    if (!refused(error)) throw error;
    return null;
  }
  const newest = checked.newest?.trusted.checkpoint ?? null;
  let grew: boolean | null = null;
  if (newest !== null && found.remembered !== null) {
    try {
      checkGrowth(SUITE, found.remembered, newest, found.growth.map(bytesOf));
      grew = true;
    } catch (error) {
      if (!refused(error)) throw error;
      grew = false;
    }
  }
  return {
    lines: checked.entries.length,
    unconfirmed: checked.unconfirmed,
    size: newest === null ? null : Number(newest.size),
    root: newest === null ? null : hex(newest.root),
    grew,
  };
}

test("of every history both say the same", async () => {
  for (const [at, found] of histories.entries()) {
    expect(await verdict(found), `history ${at} (${found.change}), seed ${seed}`).toEqual(found.verdict);
  }
});

test("the histories are of every kind", () => {
  expect(new Set(histories.map((found) => found.change)).size).toBe(14);
  const verdicts = histories.map((found) => found.verdict);
  expect(verdicts.filter((found) => found === null).length).toBeGreaterThan(COUNT / 5);
  expect(verdicts.filter((found) => found?.grew === true).length).toBeGreaterThan(COUNT / 10);
  expect(verdicts.filter((found) => found?.grew === false).length).toBeGreaterThan(5);
});
