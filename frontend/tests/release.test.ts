/** Every vector of a whole package, run here: each numbered step says what the vector says. */

import { beforeAll, describe, expect, test } from "vitest";
import { ready } from "../src/shv1/sodium.ts";
import { verifyPackage } from "../src/shv1/verify_package.ts";
import { parsePolicy } from "../src/shv1/verify_policy.ts";
import { NAMES, entriesOf, load } from "./packages.ts";
import type { Case } from "./packages.ts";

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
