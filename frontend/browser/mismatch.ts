/**
 * What does not match, as her page says it: at once, in her next visit, with a file for somebody
 * else, until she names whom she talked to.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page, Route } from "playwright-core";
import { equal, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import { phone } from "./chromium.ts";
import { Her } from "./her.ts";
import { PLANTED } from "./journey.ts";
import type { Told } from "./journey.ts";
import { PYTHON, ROOT } from "./system.ts";
import type { System } from "./system.ts";

export const CONFIRMED = "Checked: these lines are unchanged.";
export const MISMATCH = "Something does not match";
const AGREES = "This time, what the service sent agrees with what this device remembers.";
const TASK = "Something does not match in “Who looked”";
const WHOM = "Rhian of the helpline";

/** Signs her in, on a phone whose clock is so many hours ahead. */
export async function signedIn(system: System, browser: Browser, told: Told, ahead = 0): Promise<Her> {
  const context = await phone(browser);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (ahead > 0) await page.clock.install({ time: Date.now() + ahead * 3_600_000 });
  const her = await Her.take(context, page, system.vault);
  her.examines = false;
  await her.signIn(told.loginCode, told.passphrase);
  return her;
}

export async function openList(her: Her, told: Told): Promise<void> {
  await her.press("Who looked");
  await her.at("Who looked");
  await her.type("Your passphrase", told.passphrase);
  await her.press("Open the list");
  await her.idle();
}

/** The vault leaves out the newest of her lines, while no checkpoint covers it. */
async function cutting(route: Route): Promise<void> {
  const answer = await route.fetch();
  const body = (await answer.json()) as { lines: { proof: string | null }[] };
  if (body.lines.at(-1)?.proof === null) body.lines.pop();
  await route.fulfill({ response: answer, json: body });
}

const LINES = /\/v1\/log\?/u;

/** Nothing is shown as checked, and what was seen is. */
async function alarmed(her: Her, sentence: RegExp): Promise<void> {
  await her.sees(MISMATCH);
  await her.sees(sentence);
  await her.sees("Do not delete anything.");
  equal(await her.page.getByText(CONFIRMED).count(), 0, "sentences that say it is confirmed");
}

/** A line that was promised is cut off before a checkpoint covers it; `her` list is open. */
export async function promiseBroken(
  checks: Checks,
  system: System,
  browser: Browser,
  told: Told,
  her: Her,
): Promise<void> {
  const sentence = /a line that the service had promised you was missing or had been changed/u;
  await checks.step("a promised line that is cut off is told, and no line is shown", async () => {
    await her.page.route(LINES, cutting);
    await her.press("Look again");
    await alarmed(her, sentence);
    equal(await her.page.locator("[data-act]").count(), 0, "lines that are shown all the same");
    await her.context.close();
  });
  await saidUntilNamed(checks, system, browser, told, {
    sentence,
    kind: "receipt",
    status: "told",
    picture: "46-something-does-not-match",
  });
}

interface Seen {
  readonly sentence: RegExp;
  readonly kind: string;
  /** What the file proves to somebody who has the policy from elsewhere; one of these. */
  readonly status: "told" | "alarm";
  readonly picture?: string;
}

/** Her next visit, in which all matches: it is said all the same, until she names somebody. */
export async function saidUntilNamed(
  checks: Checks,
  system: System,
  browser: Browser,
  told: Told,
  seen: Seen,
): Promise<void> {
  await checks.step(`what did not match (${seen.kind}) is said in her next visit too`, async () => {
    const her = await signedIn(system, browser, told);
    await her.sees(TASK);
    await openList(her, told);
    await alarmed(her, seen.sentence);
    await her.sees(AGREES);
    want((await her.page.locator("[data-act]").count()) > 0, "no line is shown though all matches");
    if (seen.picture !== undefined) {
      her.examines = true;
      await her.screen(seen.picture);
      her.examines = false;
    }
    await evidence(her.page, system, seen);
    await her.press("I have talked to them");
    await her.sees("Write whom you talked to, in at most 200 letters");
    await her.type("Whom did you talk to about this?", WHOM);
    await her.press("I have talked to them");
    await her.page.getByText(AGREES).waitFor({ state: "detached" });
    equal(await her.page.getByText("Do not delete anything.").count(), 0, "alarms that are left");
    await her.context.close();
  });
  await checks.step(`and later (${seen.kind}) only whom she talked to about it`, async () => {
    const her = await signedIn(system, browser, told);
    equal(await her.page.getByText(TASK).count(), 0, "tasks about it");
    await openList(her, told);
    await her.page.getByText("What did not match before").click();
    await her.sees(seen.sentence);
    await her.sees(/You talked to .?Rhian of the helpline.? about it/u);
    equal(await her.page.getByText("Do not delete anything.").count(), 0, "alarms that are left");
    await her.context.close();
  });
}

/** The file that she saves holds nothing of hers, and says to somebody else what it proves. */
async function evidence(page: Page, system: System, { kind, status }: Seen): Promise<void> {
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save it as a file" }).first().click();
  const download = await saving;
  equal(download.suggestedFilename(), "notes.json", "the name of the file");
  const path = join(system.folder, `${kind}.json`);
  await download.saveAs(path);
  await download.delete();
  const text = readFileSync(path, "utf8");
  for (const word of PLANTED) want(!text.includes(word), `the file holds ${word}`);
  const policy = join(system.folder, "data", "policy");
  const words = ["-m", "api.cli", "audit", "finding", path, "--policy", policy, "--json"];
  const done = spawnSync(PYTHON, words, { cwd: ROOT, encoding: "utf8" });
  const said = JSON.parse(done.stdout) as { same_policy: boolean; findings: { kind: string; status: string }[] };
  equal(said.findings.map((each) => each.kind), [kind], "what the file tells of");
  equal(said.same_policy, true, "whether she pinned that policy");
  equal(done.status, status === "told" ? 0 : 1, `the exit code for ${said.findings[0]?.status}`);
}

/** Six words of the list that she sees are those that a copy of the whole list gives. */
export async function wordsCompared(checks: Checks, system: System, her: Her): Promise<void> {
  await checks.step("six check words on her page are those of an auditor's copy of that length", async () => {
    await her.page.getByText("How do you know?").last().click();
    await her.press("Show six check words");
    const shown = her.page.locator("[data-words=checkpoint]");
    const words = (await shown.textContent({ timeout: 20_000 })) ?? "";
    equal(words.split(" ").length, 6, "how many words");
    const text = (await her.page.locator("pre.codes").textContent()) ?? "";
    const size = text.split("\n")[1] ?? "";
    const auditor = await system.staff("auditor");
    const copy = join(system.folder, "words.zip");
    system.command("audit", "export", "--session", auditor.session(), "--out", copy);
    const compared = system.command("audit", "words", copy, "--size", size, "--heard", words);
    equal(compared["same"], true, "whether they are the same");
  });
}

/** Six words of what was sealed, on her page, are those of the guardian's paper receipt. */
export async function paperCompared(checks: Checks, her: Her, paper: string): Promise<void> {
  await checks.step("six check words of what was sealed are those of the guardian's paper", async () => {
    await her.press("Back");
    await her.press("My things");
    await her.at("My things");
    await her.page.getByText("How do you know?").first().click();
    await her.press("Show six check words");
    const shown = her.page.locator("[data-words=extraction]");
    equal((await shown.textContent({ timeout: 20_000 })) ?? "", paper, "the words of the receipt");
  });
}
