/** A request in easy words: one button, one idea a sentence, pictures that say what they show. */

import type { Browser } from "playwright-core";
import { equal, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import { phone } from "./chromium.ts";
import { Her } from "./her.ts";
import type { System } from "./system.ts";

const EASY = "Show this in easy words, with pictures";
const PARTS = 7;

export async function easyWords(
  checks: Checks,
  system: System,
  browser: Browser,
): Promise<number> {
  const context = await phone(browser);
  const her = await Her.open(context, system.vault);
  const { login_code, passphrase } = system.logins();
  await checks.check("a request can be had in easy words, with pictures, by one button", async () => {
    await her.signIn(login_code, passphrase);
    await her.press(/asks to see something/u);
    await her.at("Someone asks");
    await her.sees("You can say no. You can say yes to a part.");
    const before = await letters(her);
    await her.press(EASY);
    await examined(her);
    want((await letters(her)) > before, "the letters are not larger");
    await her.screen("45-easy-words");
  });
  await checks.check("the easy words come back after a lock, and go with one press", async () => {
    await her.page.waitForTimeout(500);
    await her.press("Lock");
    await her.type("Your passphrase", passphrase);
    await her.press("Unlock");
    await her.at("Someone asks");
    equal(await her.page.locator("[data-easy]").count(), PARTS, "parts after the lock");
    // From the heading on, the button is one of the next stops, and it keeps the focus.
    await her.page.getByRole("heading", { level: 1 }).focus();
    await her.page.keyboard.press("Tab");
    const focused = (): Promise<string> =>
      her.page.evaluate(() => (document.activeElement as HTMLElement).innerText);
    equal(await focused(), "Show all the words again", "what Tab leads to");
    await her.page.keyboard.press("Enter");
    await her.page.locator("[data-easy]").first().waitFor({ state: "detached" });
    equal(await focused(), EASY, "what has the focus then");
    await her.page.keyboard.press("Enter");
    await her.page.locator("[data-easy]").first().waitFor();
  });
  await checks.check("in Arabic the easy words are a draft, with the English beside them", async () => {
    await her.press("العربية");
    const english = her.page.locator("[data-english] li");
    await english.first().waitFor();
    const shown = her.page.locator("[data-easy] p.govuk-body");
    // Their own words on why are theirs in any language.
    equal(await english.count(), (await shown.count()) - 1, "sentences that stand there in English");
    await her.screen("45-easy-words-ar");
  });
  await context.close();
  return her.findings;
}

/** Each part has a question, a picture with words for it, and sentences of one idea. */
async function examined(her: Her): Promise<void> {
  const parts = her.page.locator("[data-easy]");
  equal(await parts.count(), PARTS, "parts");
  for (const part of await parts.all()) {
    equal(await part.getByRole("heading", { level: 2 }).count(), 1, "questions of a part");
    const picture = part.getByRole("img");
    const label = (await picture.getAttribute("aria-label")) ?? "";
    want(label.startsWith("Picture: "), "a picture says nothing");
    const drawn = await picture.locator("path").boundingBox();
    want(drawn !== null && drawn.width > 20 && drawn.height > 20, "a picture is not drawn");
    for (const said of await part.locator("p.govuk-body").allTextContents()) {
      // Who asks writes as they like; what is ours is one sentence.
      if (said.startsWith("what was said")) continue;
      want(/^[^.?!]+[.?!]$/u.test(said), `not one sentence: ${said}`);
      want(said.split(/\s+/u).length <= 16, `too long: ${said}`);
    }
  }
}

async function letters(her: Her): Promise<number> {
  return her.page
    .locator("main label.govuk-checkboxes__label")
    .first()
    .evaluate((label) => Number.parseFloat(getComputedStyle(label).fontSize));
}
