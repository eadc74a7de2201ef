/** Time stamps, honest and damaged: the pages' reader says of each what Python's says. */

import { beforeAll, expect, test } from "vitest";
import { bytesOf } from "../src/bytes.ts";
import { BadSignature, MalformedNote, NotProven } from "../src/log/errors.ts";
import { parseAuthority } from "../src/stamps/authority.ts";
import { checkToken } from "../src/stamps/timestamp.ts";
import { program } from "./python.ts";

interface Case {
  readonly name: string;
  readonly pem: string;
  readonly token: string;
  readonly said: readonly [number, number, string] | null;
}

const COUNT = 120;
const REFUSALS = [BadSignature, MalformedNote, NotProven];
const seed = String(Date.now() % 1_000_000);
let text: string;
let cases: readonly Case[];

beforeAll(async () => {
  const told = await program("tests/frontend/stamped.py", String(COUNT), seed);
  ({ text, cases } = JSON.parse(told) as { text: string; cases: readonly Case[] });
}, 60_000);

function said({ pem, token }: Case, of = text): readonly [number, number, string] | null {
  try {
    const stamp = checkToken(bytesOf(token), of, [parseAuthority(pem)]);
    return [stamp.at, stamp.slack, stamp.authority];
  } catch (error) {
    if (REFUSALS.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

test("every time stamp is judged as Python judges it", { timeout: 60_000 }, () => {
  const taken = cases.filter((found) => found.said !== null);
  expect(taken.length).toBeGreaterThanOrEqual(12);
  for (const found of cases) expect(said(found), `${found.name}, seed ${seed}`).toEqual(found.said);
});

test("a time stamp is of one text alone", () => {
  const [first] = cases;
  expect(first?.said).not.toBeNull();
  expect(said(first as Case, `${text}\n`)).toBeNull();
});
