/** Her session: what stays on the phone, the lock, choices that come back, printing. */

import type { Browser, Page } from "playwright-core";
import { equal, eventually, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import { phone } from "./chromium.ts";
import { Her } from "./her.ts";
import type { System } from "./system.ts";

async function kept(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => ({
    localStorage: localStorage.length,
    sessionStorage: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie.length,
  }));
}

async function signedIn(system: System, browser: Browser, clock = false): Promise<Her> {
  const context = await phone(browser);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (clock) await page.clock.install();
  const her = await Her.take(context, page, system.vault);
  const { login_code, passphrase } = system.logins();
  await her.signIn(login_code, passphrase);
  return her;
}

export async function session(checks: Checks, system: System, browser: Browser): Promise<void> {
  const { passphrase } = system.logins();
  await checks.check("nothing is kept on the phone", async () => {
    const her = await signedIn(system, browser);
    await her.press("My things");
    await her.at("My things");
    const nothing = {
      localStorage: 0,
      sessionStorage: 0,
      databases: 0,
      caches: 0,
      workers: 0,
      cookies: 0,
    };
    equal(await kept(her.page), nothing, "what is kept");
    equal((await her.context.cookies()).length, 0, "cookies");
    await her.context.close();
  });
  await checks.check("everything is covered while the page is hidden", async () => {
    const her = await signedIn(system, browser);
    const visible = (): Promise<boolean> => her.page.getByRole("heading", { level: 1 }).isVisible();
    equal(await visible(), true, "shown before");
    await setHidden(her.page, true);
    equal(await visible(), false, "shown while hidden");
    await setHidden(her.page, false);
    equal(await visible(), true, "shown again");
    await her.context.close();
  });
  await checks.check("printing gives an empty page, but for a receipt", async () => {
    const her = await signedIn(system, browser);
    await her.page.emulateMedia({ media: "print" });
    equal(await her.page.evaluate(() => document.body.innerText.trim()), "", "what is printed");
    await her.context.close();
  });
  await locking(checks, system, browser, passphrase);
}

/** Tells the page that it is hidden, as a phone does when another app comes to the front. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden ? "hidden" : "visible");
}

async function locking(
  checks: Checks,
  system: System,
  browser: Browser,
  passphrase: string,
): Promise<void> {
  await checks.check("it warns 40 seconds before it locks, and one press keeps it open", async () => {
    const her = await signedIn(system, browser, true);
    for (let time = 0; time < 10; time++) {
      await her.page.clock.runFor(4 * 60_000 + 22_000);
      await her.sees(/It locks in about/u);
      await her.press("I am still here");
      await her.page.getByText(/It locks in about/u).waitFor({ state: "detached" });
    }
    await her.at("Today");
    await her.context.close();
  });
  await checks.check("after five minutes it locks, and her choices come back", async () => {
    const her = await signedIn(system, browser, true);
    await her.press(/asks to see something/u);
    await her.at("Someone asks");
    await her.page.getByRole("checkbox").nth(2).check();
    await her.page.waitForTimeout(500);
    await her.page.clock.runFor(5 * 60_000 + 5_000);
    await her.at("This page is locked");
    equal(her.page.workers().length, 0, "workers that still run");
    await her.screen("29-locked");
    await her.type("Your passphrase", "not the passphrase");
    await her.press("Unlock");
    await her.sees("The code or the passphrase is wrong");
    await her.type("Your passphrase", passphrase);
    await her.press("Unlock");
    await her.at("Someone asks");
    await her.page.getByRole("checkbox").nth(2).waitFor();
    equal(await her.page.getByRole("checkbox").nth(2).isChecked(), true, "the point is ticked");
    equal(await her.page.getByRole("checkbox").nth(3).isChecked(), false, "the next is not");
    await her.context.close();
  });
  await checks.check("a minute in the background locks it", async () => {
    const her = await signedIn(system, browser, true);
    await setHidden(her.page, true);
    await her.page.clock.runFor(65_000);
    await setHidden(her.page, false);
    await her.at("This page is locked");
    await her.context.close();
  });
  await checks.check("signing in elsewhere ends this session, and says so", async () => {
    const her = await signedIn(system, browser);
    const other = await signedIn(system, browser);
    await her.press("What I share");
    await her.at("This page is locked");
    await her.sees(/somebody signs in elsewhere/u);
    await other.context.close();
    await her.context.close();
  });
  await checks.check("everything can be reached with the keyboard alone", async () => {
    const context = await phone(browser);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const her = await Her.take(context, page, system.vault);
    const focused = (): Promise<string> =>
      page.evaluate(() => (document.activeElement as HTMLElement).innerText);
    const order: string[] = [];
    for (let tab = 0; tab < 3; tab++) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    equal(order, ["Skip to the main part", "Leave this page", "Leave this page"], "the order");
    await go(page, "I have been here before");
    await her.at("Sign in");
    await reach(page, async () => page.evaluate(() => document.activeElement?.id === "code"));
    await page.keyboard.type(system.logins().login_code);
    await page.keyboard.press("Tab");
    await page.keyboard.type(passphrase);
    await page.keyboard.press("Enter");
    await her.at("Today");
    await headingFocused(page);
    await go(page, "My things");
    await her.at("My things");
    await headingFocused(page);
    await go(page, "Back");
    await her.at("Today");
    await context.close();
  });
}

/** A new screen takes the focus to its heading. */
async function headingFocused(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
}

/** Presses Tab until something has the focus. */
async function reach(page: Page, there: () => Promise<boolean>): Promise<void> {
  for (let tab = 0; tab < 60; tab++) {
    if (await there()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not reach it");
}

/** Goes to a button by Tab and presses Enter; the focus must be seen there. */
async function go(page: Page, name: string): Promise<void> {
  await reach(page, async () =>
    page.evaluate((text) => (document.activeElement as HTMLElement).innerText === text, name),
  );
  const seen = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement as HTMLElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
  want(seen, `the focus on ${name} is not seen`);
  await page.keyboard.press("Enter");
  await eventually(() => Promise.resolve(true), "a moment");
}
