/** Packages changed in a value and signed again: both verifiers say the same of every step. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ready } from "../src/shv1/sodium.ts";
import { verifyPackage } from "../src/shv1/verify_package.ts";
import { parsePolicy } from "../src/shv1/verify_policy.ts";
import { entriesFrom } from "./packages.ts";
import type { Case, Files } from "./packages.ts";
import { ROOT, scratch } from "./python.ts";

const COUNT = 250;
const made = scratch();
const seed = Number(process.env["MUTANTS_SEED"] ?? 1);

beforeAll(async () => {
  await ready();
  const python = join(ROOT, ".venv/bin/python");
  const words = ["tests/frontend/mutants.py", String(seed), String(COUNT), join(made.folder, "all")];
  execFileSync(python, words, { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT } });
});

afterAll(made.remove);

test("every mutant gets the same steps and the same words", async () => {
  const text = readFileSync(join(made.folder, "all"), "utf-8");
  const { base, cases } = JSON.parse(text) as { base: Files; cases: Case[] };
  expect(cases.length).toBe(COUNT);
  const first = new Set<string>();
  for (const found of cases) {
    const policy = parsePolicy(JSON.stringify(found.policy));
    const report = await verifyPackage(entriesFrom(base, found.files), policy, found.now);
    const steps = Object.fromEntries(report.steps.map(({ step, status }) => [step, status]));
    const said = report.steps.map(({ step, detail }) => `${step} ${detail}`).join("; ");
    expect(steps, `${found.about}: ${said}`).toEqual(found.steps);
    if (report.ok) expect(report.summary, found.about).toEqual(found.summary);
    first.add(Object.keys(steps).find((step) => steps[step] === "fail") ?? "none");
  }
  // Mutants that all fail at one step would compare nothing behind it.
  expect(first.size).toBeGreaterThan(6);
});
