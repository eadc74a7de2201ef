/** Every vector of a whole package, run here: each numbered step says what the vector says. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bytesOf, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";
import { ready } from "../src/shv1/sodium.ts";
import { verifyPackage } from "../src/shv1/verify_package.ts";
import { parsePolicy } from "../src/shv1/verify_policy.ts";

type Spelt = string | { readonly hex: string };
type Files = Readonly<Record<string, Spelt | null>>;

interface Case {
  readonly about: string;
  readonly files: Files;
  readonly policy: unknown;
  readonly now: number;
  readonly steps: Readonly<Record<string, string>>;
  readonly verdict?: string;
  readonly summary?: readonly string[];
}

const FOLDER = join(import.meta.dirname, "../../tests/vectors/release");
const NAMES = readdirSync(FOLDER).filter(
  (name) => name.endsWith(".json") && !["base.json", "mldsa65.json"].includes(name),
);

function load<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as T;
}

function bytes(value: Spelt): Bytes {
  return typeof value === "string" ? utf8(value) : bytesOf(value.hex);
}

function entriesOf(found: Case): { name: string; data: Bytes }[] {
  return Object.entries({ ...load<Files>("base.json"), ...found.files }).flatMap(
    ([name, value]) => (value === null ? [] : [{ name, data: bytes(value) }]),
  );
}

beforeAll(ready);

describe("release vectors", () => {
  test("there are many", () => {
    expect(NAMES.length).toBeGreaterThan(50);
  });

  test.each(NAMES)("%s: every step says what the vector says", async (name) => {
    const found = load<Case>(name);
    const policy = found.policy === null ? null : parsePolicy(JSON.stringify(found.policy));
    const report = await verifyPackage(entriesOf(found), policy, found.now);
    const steps = Object.fromEntries(report.steps.map(({ step, status }) => [step, status]));
    expect(steps, JSON.stringify(report.steps)).toEqual(found.steps);
    expect(report.ok).toBe(found.steps["18"] === "pass");
    if (!report.ok) return;
    expect(report.verdict).toBe(found.verdict);
    expect(report.summary).toEqual(found.summary);
  });
});
