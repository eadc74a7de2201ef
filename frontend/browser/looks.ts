/**
 * How her pages look to who needs them otherwise: at 400 % zoom, with wide text, in the dark,
 * in a device's own colours, without motion. Each page is looked at in each way.
 */

import type { Browser, Page } from "playwright-core";
import { equal, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import { phone } from "./chromium.ts";
import { Her } from "./her.ts";
import type { System } from "./system.ts";

/** A window of 1280 by 1024 at 400 %. */
const ZOOMED = { width: 320, height: 256 };
/** The spacing that WCAG 2.2, 1.4.12, wants a page to bear. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`;

export async function looks(checks: Checks, system: System, browser: Browser): Promise<number> {
  const context = await phone(browser);
  const her = await Her.open(context, system.vault);
  const { login_code, passphrase } = system.logins();
  const each = async (name: string, go: () => Promise<void>): Promise<void> => {
    await checks.check(`${name}: zoomed, spaced, dark, in forced colours, still`, async () => {
      await go();
      await everyWay(her, name);
    });
  };
  await each("before you start", () => her.at("Before you start"));
  await each("sign in", async () => {
    await her.press("I have been here before");
    await her.at("Sign in");
  });
  await each("today", async () => {
    await her.press("Back");
    await her.signIn(login_code, passphrase);
  });
  await each("someone asks", async () => {
    await her.press(/asks to see something/u);
    await her.at("Someone asks");
    await her.page.getByRole("checkbox").first().waitFor();
  });
  await each("exactly this", async () => {
    for (const box of await her.page.getByRole("checkbox").all()) await box.check();
    await her.press("Show me exactly what");
    await her.page.locator("[data-leaving]").waitFor({ timeout: 40_000 });
  });
  await each("check and decide", async () => {
    await her.press("Go on to decide");
    await her.at("Check and decide");
  });
  await context.close();
  return her.findings;
}

async function everyWay(her: Her, name: string): Promise<void> {
  const { page } = her;
  const before = page.viewportSize();
  await page.setViewportSize(ZOOMED);
  await wayOut(page, `${name} at 400 %`);
  await narrowEnough(page, `${name} at 400 %`);
  await spaced(page, true);
  await narrowEnough(page, `${name} with wide text`);
  await wayOut(page, `${name} with wide text`);
  await spaced(page, false);
  if (before !== null) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "dark" });
  await her.axe(`${name} in the dark`);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  await outlined(page, name);
  await page.emulateMedia({ forcedColors: "none", reducedMotion: "reduce" });
  equal(await moving(page), [], `${name}: what moves`);
  await page.emulateMedia({ reducedMotion: "no-preference" });
}

/** The way out is on the screen and leaves room for the page, wherever one has scrolled. */
async function wayOut(page: Page, name: string): Promise<void> {
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const box = await page.locator(".bar .leave").boundingBox();
  const bar = await page.locator(".bar").boundingBox();
  const view = page.viewportSize();
  want(box !== null && bar !== null && view !== null, `${name}: no way out`);
  want(box.y >= 0 && box.y + box.height <= view.height, `${name}: the way out scrolled away`);
  want(box.x >= 0 && box.x + box.width <= view.width, `${name}: the way out is beside the screen`);
  want(bar.height <= view.height / 2, `${name}: the bar is ${bar.height} of ${view.height} pixels`);
  await page.evaluate(() => scrollTo(0, 0));
}

async function narrowEnough(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  want(wide <= ZOOMED.width, `${name}: ${wide} pixels wide`);
}

/** A sheet that was made by script: the page's policy lets no other style in. */
async function spaced(page: Page, on: boolean): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, on ? SPACING : "");
}

/** In a device's own colours a button has an edge, and the focus is seen. */
async function outlined(page: Page, name: string): Promise<void> {
  await page.locator(".bar .leave").focus();
  const found = await page.evaluate(() => {
    const leave = document.querySelector(".bar .leave") as HTMLElement;
    const { outlineStyle, borderTopWidth, borderTopStyle } = getComputedStyle(leave);
    return { forced: matchMedia("(forced-colors: active)").matches, outlineStyle, borderTopWidth, borderTopStyle };
  });
  equal(found.forced, true, `${name}: forced colours are on`);
  want(found.borderTopStyle === "solid" && found.borderTopWidth !== "0px", `${name}: a button without edge`);
  const main = page.locator("main button").first();
  if ((await main.count()) === 0) return;
  await main.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  const outline = await main.evaluate((button) => getComputedStyle(button).outlineStyle);
  want(outline !== "none", `${name}: the focus is not seen in forced colours`);
}

/** Elements that still have an animation or a transition of their own. */
async function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => time !== "0s");
      })
      .map((element) => element.outerHTML.slice(0, 80)),
  );
}
