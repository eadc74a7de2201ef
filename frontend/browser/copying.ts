/** A full copy from her pages: warned, wanted twice, made, broken off, saved, checked. */

import { join } from "node:path";
import type { Page } from "playwright-core";
import { equal, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import type { Her } from "./her.ts";
import type { Told } from "./journey.ts";
import { TEXTS, acts } from "./journey.ts";
import type { System } from "./system.ts";

const SEALED = /\/(?:packs|objects)\//u;

/** How often her log says that she opened something. */
async function openings(her: Her, system: System): Promise<number> {
  return (await acts(her, system)).filter((act) => act === "own.open").length;
}

interface Counted {
  made: number;
  taken: number;
}

/** Counts the addresses that the page gives to things in its memory. */
async function countAddresses(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counted: Counted = { made: 0, taken: 0 };
    const make = URL.createObjectURL.bind(URL);
    const take = URL.revokeObjectURL.bind(URL);
    URL.createObjectURL = (what) => {
      counted.made += 1;
      return make(what);
    };
    URL.revokeObjectURL = (url) => {
      counted.taken += 1;
      take(url);
    };
    Object.assign(globalThis, { counted });
  });
}

function addresses(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => {
    const { made, taken } = (globalThis as unknown as { counted: Counted }).counted;
    return [made, taken];
  });
}

export async function copying(checks: Checks, system: System, her: Her, told: Told): Promise<void> {
  const { page } = her;
  await checks.step("my things say who sealed them, and how much there is", async () => {
    const before = await openings(her, system);
    await her.press("My things");
    await her.at("My things");
    await her.sees(/^Sealed by /u);
    want((await openings(her, system)) <= before + 1, "one look is one opening in her log");
    await her.sees(/vouches for this name/u);
    equal(await page.getByText("Nobody whom this page knows").count(), 0, "names without a voucher");
    await her.sees("Nothing that was signed says which phone it was.");
    await her.sees(/What is kept here takes .*kB.* in all/u);
  });
  await checks.step("before a full copy she is warned, and must want it twice", async () => {
    await countAddresses(page);
    await her.press("Download a full copy");
    await her.at("Download a full copy");
    await her.sees("The copy is not sealed. Whoever holds this device can open it.");
    equal(await page.getByLabel(/I know that whoever/u).isChecked(), false, "ticked beforehand");
    want(await page.getByRole("button", { name: "Make the copy" }).isDisabled(), "no passphrase is wanted");
    await her.type("Your passphrase", "this is not it at all");
    await her.press("Make the copy");
    await page.locator(".govuk-error-summary").waitFor();
    await her.screen("37-full-copy");
    await page.getByLabel(/I know that whoever/u).check();
    await her.press("Make the copy");
    await her.sees("The code or the passphrase is wrong");
  });
  await checks.step("a lost connection is said, and she goes on or stops", async () => {
    const before = await openings(her, system);
    await page.route(SEALED, (route) => route.abort());
    await her.type("Your passphrase", told.passphrase);
    await page.keyboard.press("Enter");
    await her.at("The connection was lost");
    await her.screen("38-connection-lost");
    await her.press("Go on");
    await her.at("The connection was lost");
    await page.unroute(SEALED);
    await her.press("Go on");
    await her.at("Your copy is ready");
    await her.screen("39-full-copy-ready");
    equal(await openings(her, system), before + 1, "openings in her log for this copy");
  });
  await checks.step("she saves it under a neutral name, and it checks", async () => {
    const saving = page.waitForEvent("download");
    await page.getByRole("link", { name: "Save it on this device" }).focus();
    await page.keyboard.press("Enter");
    const download = await saving;
    equal(download.suggestedFilename(), "notes.zip", "the name of the file");
    const path = join(system.folder, "notes.zip");
    await download.saveAs(path);
    await download.delete();
    const checked = system.command("check-copy", path);
    equal(checked["records"], TEXTS.length, "records in the copy");
    equal(checked["receipt"], true, "her receipt is in the copy");
    await her.at("You saved your copy");
    await her.screen("40-full-copy-saved");
  });
  await checks.step("nothing of it stays with the page or the browser's stores", async () => {
    equal(await addresses(page), [1, 0], "addresses of the copy, made and taken back");
    await her.press("Done");
    await her.at("My things");
    const stores = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
    ]);
    equal(stores, [0, 0, 0, 0], "what is stored");
    equal(await addresses(page), [1, 1], "addresses of the copy, made and taken back");
    await her.press("Back");
    await her.at("Today");
  });
}
