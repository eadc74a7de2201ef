/** Adding something herself: chosen, refused, broken off, read back, asked for, let go. */

import { equal, eventually } from "./checks.ts";
import type { Checks } from "./checks.ts";
import type { Her } from "./her.ts";
import { acts, ask, readAndTick, request } from "./journey.ts";
import type { System } from "./system.ts";

/** What she adds; searched for on the wire afterwards. */
export const ADDED = ["quartzfern order", "he waited by the heliotrope door"] as const;
const ORDER = Buffer.from(`%PDF-1.7 ${ADDED[0]} of a made court\n`);
const PARTS = /\/v1\/uploads\/[0-9a-f]{32}\/(?:object|pack|catalogue|leaves)\//u;
/** Of the first of March 2026, wherever the test runs. */
const SOUGHT = { c: ["document"], d: [[1_771_891_200, 1_773_619_200]], u: false };

/** How many intakes of a guardian she has not signed for. */
async function unsigned(her: Her, system: System): Promise<number> {
  const answer = await fetch(`${system.vault}/v1/extractions`, {
    headers: { Authorization: `Bearer ${her.token}` },
  });
  const rows = (await answer.json()) as { state: string; guardian: string | null; receipt: boolean }[];
  return rows.filter((row) => row.state === "sealed" && row.guardian !== null && !row.receipt).length;
}

export async function adding(checks: Checks, system: System, her: Her): Promise<void> {
  const { page } = her;
  await checks.step("she chooses a file, writes a statement, and says what each is", async () => {
    await her.at("Today");
    await her.press("My things");
    await her.at("My things");
    await her.press("Add something yourself");
    await her.at("Add something yourself");
    await her.sees(/Up to .*20.* files at a time/u);
    await her.sees("A picture can hold the place where it was taken. The place stays in what lies here.");
    await her.press("Add to my things");
    await page.locator(".govuk-error-summary").waitFor();
    await her.sees("Choose a file, or write something and take it as a file.");
    const file = { name: "order.pdf", mimeType: "application/pdf", buffer: ORDER };
    await page.locator("#files").setInputFiles([file]);
    await her.type("Or write it here", ADDED[1]);
    await her.press("Take this as a file");
    await her.sees("my words.txt");
    equal(await page.getByLabel("What I say about what happened").nth(1).isChecked(), true, "what it is");
    await her.press("Add to my things");
    await her.sees("Say what it is.");
    for (const [label, text] of [["Day", "1"], ["Month", "3"], ["Year", "2026"]] as const) {
      await page.getByLabel(label).first().fill(text);
    }
    await her.screen("41-add-something");
  });
  await checks.step("a file that is something else than she says is not taken", async () => {
    await page.getByLabel("A picture").first().check();
    await her.press("Add to my things");
    await her.sees("This file is something else than you say. Choose what it is.");
    await page.getByLabel("A court order").first().check();
  });
  await checks.step("a lost connection is said, and she goes on where it broke off", async () => {
    await page.route(PARTS, (route) => route.abort());
    await her.press("Add to my things");
    await her.at("The connection was lost");
    await her.screen("42-adding-broken");
    await page.unroute(PARTS);
    await her.press("Go on");
    await her.at("It lies here now");
    await her.sees(/2.* files were added\. The service read everything back/u);
    await her.screen("43-added");
    equal((await acts(her, system)).filter((act) => act === "ingest.added").length, 1, "lines in her log");
  });
  await checks.step("it stands in my things with who added it and when", async () => {
    await her.press("Done");
    await her.at("My things");
    const section = page.locator("section").filter({ hasText: "What you added on" });
    await section.first().waitFor();
    equal(await section.count(), 1, "additions");
    const open = section.getByRole("button", { name: "Open it" });
    if ((await open.count()) > 0) await open.click();
    await her.sees(/You added this yourself\. No guardian took it from a phone/u);
    equal(await section.getByText("You have not signed for it yet.").count(), 0, "a receipt is asked for");
    await her.idle();
    await her.screen("44-my-things-added");
    await section.getByRole("button", { name: /^Documents/u }).first().click();
    await her.sees("order.pdf");
    await her.press("Back");
    await her.at("My things");
    await her.press("Back");
    await her.at("Today");
    const waits = await unsigned(her, system);
    await her.sees(waits > 0 ? "Look at what was sealed" : "Nothing waits for you.");
    const shown = await page.getByText("Look at what was sealed").count();
    equal(shown, waits, "things that wait to be signed: none of what she added");
  });
  await checks.step("it is asked for, and she sees exactly what of it would leave", async () => {
    await ask(system, her, "EX/0041/26", { ...request("EX/0041/26"), sought: SOUGHT });
    await readAndTick(her);
    await her.press("Show me exactly what");
    await her.at("Exactly this would be shared");
    const which = page.getByLabel(/^What you added on/u);
    const leaving = page.locator("[data-leaving]");
    await eventually(async () => {
      // With a sealed copy beside it she chooses which of them.
      if ((await which.count()) > 0) await which.first().check();
      return (await leaving.count()) > 0 && (await leaving.getAttribute("data-leaving")) === "1";
    }, "one document");
    await her.sees("order.pdf");
    await her.press("Go on to decide");
    await her.at("Check and decide");
    await page.getByLabel("Ask me again").check();
    await her.press(/^Share th/u);
    await her.at("You agreed");
    await her.press("Done");
    await eventually(async () => {
      await her.at("Today");
      if ((await page.getByText(/Look before it goes/u).count()) > 0) return true;
      await her.press("What I share");
      await her.at("What I share");
      await her.press("Back");
      return false;
    }, "the draft is ready");
    await her.press(/Look before it goes/u);
    await her.at("Before it goes");
    await her.sees(/This is exactly what you agreed to/u);
    await her.sees("order.pdf");
    await her.press("Back");
    await her.at("Today");
  });
}
