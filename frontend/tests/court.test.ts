/** The page for a court: built from the sources as they are; it says what verify.py says. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CourtStep } from "../src/court/check.ts";
import { bytesOf, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import type { entriesOf as entriesOfFiles } from "../src/verifier/files.ts";
import { COURT_OUT, buildCourt } from "../verifier.ts";
import { ROOT, scratch } from "./python.ts";

const COUNT = 120;
const PAGE = readFileSync(COURT_OUT, "utf-8");
const made = scratch();
const seed = Number(process.env["MUTANTS_SEED"] ?? 1);

type StepsOf = (
  files: ReadonlyMap<string, Bytes>,
  given: Bytes | null,
  now: number,
  authorities: readonly string[],
) => Promise<CourtStep[]>;

interface Made {
  readonly policy: string;
  readonly now: number;
  readonly zip: string;
  readonly authorities: readonly string[];
  readonly cases: readonly {
    readonly about: string;
    readonly files: Readonly<Record<string, string>>;
    readonly steps: readonly CourtStep[];
  }[];
}

let stepsOf: StepsOf;
let entriesOf: typeof entriesOfFiles;
let all: Made;

beforeAll(() => {
  const [, script = ""] = /<script>([\s\S]*)<\/script>/u.exec(PAGE) ?? [];
  runInThisContext(script);
  ({ stepsOf, entriesOf } = globalThis as unknown as {
    stepsOf: StepsOf;
    entriesOf: typeof entriesOfFiles;
  });
  const python = join(ROOT, ".venv/bin/python");
  const words = ["tests/frontend/court.py", String(seed), String(COUNT), join(made.folder, "all")];
  execFileSync(python, words, { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT } });
  all = JSON.parse(readFileSync(join(made.folder, "all"), "utf-8")) as Made;
});

afterAll(made.remove);

test("the page is built from the sources as they are", async () => {
  expect(await buildCourt(), "run make verifier").toBe(PAGE);
});

test("the page allows its own script and style, and no request", () => {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(PAGE) ?? [];
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'$/u,
  );
  expect(PAGE).not.toMatch(/\b(?:src|href)=/u);
  expect(PAGE.match(/<script/gu)).toHaveLength(1);
});

test("of every bundle, whole or changed, it says what verify.py says of every step", async () => {
  expect(all.cases.length).toBeGreaterThan(COUNT);
  const failing = new Set<number>();
  for (const { about, files, steps } of all.cases) {
    const given = new Map(Object.entries(files).map(([name, data]) => [name, bytesOf(data)]));
    const found = await stepsOf(given, utf8(all.policy), all.now, all.authorities);
    const short = ({ entry, number, status, detail }: CourtStep): unknown[] =>
      status === "fail" ? [entry, number, status] : [entry, number, status, detail];
    expect(found.map((step) => short(step)), about).toEqual(steps.map((step) => short(step)));
    for (const { status, number } of steps) if (status === "fail") failing.add(number);
  }
  expect(all.cases[0]?.steps.map(({ status }) => status)).not.toContain("fail");
  expect([...failing].toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(all.cases[0]?.steps.find(({ number }) => number === 8)?.detail).toContain("says CN=");
}, 60_000);

test("it reads the bundle's ZIP and its folder, as they are given to a court", async () => {
  const zip = new File([bytesOf(all.zip)], "court.zip");
  const files = new Map(
    (await entriesOf([{ path: zip.name, file: zip }])).map(({ name, data }) => [name, data]),
  );
  const placed = [...files].map(([name, data]) => ({
    path: `court/${name}`,
    file: new File([data], name),
  }));
  const again = new Map((await entriesOf(placed)).map(({ name, data }) => [name, data]));
  expect(again).toEqual(files);
  expect([...files.keys()]).toContain("verify.html");
  const steps = await stepsOf(files, null, all.now, []);
  expect(steps.map(({ status }) => status)).not.toContain("fail");
  expect(steps.length).toBe(1 + 7 * 3);
});
