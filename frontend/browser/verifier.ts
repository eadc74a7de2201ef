/**
 * The offline verifier's page in real Chromium: chosen and dropped packages, no request, no
 * finding of axe, the keyboard alone. `node browser/verifier.ts` runs these checks by themselves.
 */

import { ok, strictEqual } from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { entriesOf, load } from "../tests/packages.ts";
import type { Case } from "../tests/packages.ts";
import { OUT } from "../verifier.ts";
import { Checks } from "./checks.ts";
import { Recording, launch, phone } from "./chromium.ts";

/** Runs the checks; gives axe's findings. */
export async function verifierPage(checks: Checks, browser: Browser): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "verifier-"));
  const context = await phone(browser);
  const recording = new Recording();
  recording.watch(context);
  let findings = 0;
  try {
    const page = await context.newPage();
    const given = packages(folder);
    await page.goto(pathToFileURL(OUT).href);
    findings += await axe(page);
    await checks.check("the verifier's page shows every step of a chosen folder", async () => {
      await page.setInputFiles("#folder", given.good);
      await settled(page);
      strictEqual(await page.locator("#steps tr").count(), 19);
      strictEqual(await page.textContent("#verdict"), "This package holds");
      ok((await page.textContent("#summary"))?.includes("This package holds 3 messages."));
      ok((await page.textContent("#summary"))?.includes("Whose keys signed was NOT checked"));
      strictEqual(await page.evaluate(() => document.activeElement?.id), "verdict");
    });
    findings += await axe(page);
    await checks.check("the verifier's page takes a policy", async () => {
      await page.setInputFiles("#policy", given.policy);
      await page.setInputFiles("#folder", given.good);
      await settled(page);
      ok((await page.textContent("#summary"))?.includes("leads to a root that the policy pins"));
    });
    await checks.check("the verifier's page says which step fails", async () => {
      await page.setInputFiles("#folder", given.bad);
      await settled(page);
      strictEqual(await page.textContent("#verdict"), "This package does not hold");
      const failing = page.locator("#steps tr", { has: page.locator("td.fail") });
      strictEqual(await failing.first().locator("th").textContent(), "6");
    });
    findings += await axe(page);
    await checks.check("the verifier's page takes one file for a ZIP and refuses another", async () => {
      await page.setInputFiles("#zip", given.policy);
      await settled(page);
      strictEqual(await page.locator("#steps tr").count(), 2);
    });
    await checks.check("the verifier's page is used with the keyboard alone", async () => {
      await page.reload();
      const reached: string[] = [];
      for (let presses = 0; presses < 3; presses++) {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate(() => document.activeElement?.id ?? ""));
      }
      strictEqual(reached.join(" "), "policy folder zip");
    });
    await checks.check("the verifier's page sends nothing and complains of nothing", async () => {
      const elsewhere = recording.requests.filter((each) => !each.url().startsWith("file:"));
      strictEqual(elsewhere.length, 0);
      strictEqual(recording.complaints.join("\n"), "");
    });
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return findings;
}

function packages(folder: string): { good: string; bad: string; policy: string } {
  const found = load<Case>("plain.json");
  const [good, bad] = [join(folder, "good"), join(folder, "bad")];
  for (const [at, change] of [
    [good, ""],
    [bad, "changed"],
  ] as const) {
    for (const { name, data } of entriesOf(found)) {
      mkdirSync(dirname(join(at, name)), { recursive: true });
      writeFileSync(join(at, name), name === "README.txt" && change !== "" ? change : data);
    }
  }
  const policy = join(folder, "policy.json");
  writeFileSync(policy, JSON.stringify(found.policy));
  return { good, bad, policy };
}

async function settled(page: Page): Promise<void> {
  await page.locator("#state", { hasText: "Checked." }).waitFor();
}

async function axe(page: Page): Promise<number> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of violations) {
    process.stdout.write(`axe: ${id} in ${nodes.map((node) => node.html).join("; ")}\n`);
  }
  return violations.length;
}

if (process.argv[1] === import.meta.filename) {
  const checks = new Checks();
  const browser = await launch();
  try {
    const findings = await verifierPage(checks, browser);
    process.stdout.write(`verifier: ${checks.passed} passed, axe ${findings} findings\n`);
    process.exitCode = checks.failed === 0 && findings === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}
