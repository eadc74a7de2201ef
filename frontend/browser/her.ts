/** Her side: what she presses and types, and what every screen that she sees must hold. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import { equal, want } from "./checks.ts";
import { ROOT } from "./system.ts";

export const SCREENS = join(ROOT, "docs/screens");
export const TITLES = ["Notes", "Error: Notes"];
const NARROW = 320;
const TALLEST = 2400;

export class Her {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The token of her session, as the page sends it. */
  token = "";
  findings = 0;
  looked = 0;
  /** Whether screens are kept and examined; not where another journey has done that. */
  examines = true;

  /** How many entries the tab's history has; it must stay so. */
  private readonly entries: number;

  private constructor(context: BrowserContext, page: Page, entries: number) {
    this.entries = entries;
    this.context = context;
    this.page = page;
    page.on("request", (request) => {
      const found = /^Bearer ([0-9a-f]{64})$/u.exec(request.headers()["authorization"] ?? "");
      if (found?.[1] !== undefined) this.token = found[1];
    });
  }

  static async open(context: BrowserContext, url: string): Promise<Her> {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return Her.take(context, page, url);
  }

  /** Goes to her pages in a tab that is there. */
  static async take(context: BrowserContext, page: Page, url: string): Promise<Her> {
    await page.goto(url);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return new Her(context, page, await page.evaluate(() => history.length));
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name, exact: typeof name === "string" }).first().click();
  }

  /** Presses the way out that is always on the screen. */
  async leave(): Promise<void> {
    await this.page.locator(".bar .leave").click();
  }

  async type(label: string, text: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  async tick(label: string | RegExp): Promise<void> {
    await this.page.getByLabel(label).first().check();
  }

  /** Waits for a screen by its heading, and until nothing is being worked on. */
  async at(title: string | RegExp): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: title }).waitFor();
    await this.idle();
  }

  async idle(): Promise<void> {
    await this.page.locator(".progress").first().waitFor({ state: "detached", timeout: 40_000 });
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async signIn(loginCode: string, passphrase: string): Promise<void> {
    await this.press("I have been here before");
    await this.at("Sign in");
    await this.type("Your login code", loginCode);
    await this.type("Your passphrase", passphrase);
    await this.press("Sign in");
    await this.at("Today");
  }

  /** Keeps a picture, and wants of this screen what is wanted of every screen. */
  async screen(name: string): Promise<void> {
    await this.idle();
    if (!this.examines) return;
    this.looked += 1;
    mkdirSync(SCREENS, { recursive: true });
    await this.picture(name);
    want(TITLES.includes(await this.page.title()), `${name}: the title is not neutral`);
    equal(new URL(this.page.url()).pathname, "/", `${name}: the path`);
    const entries = await this.page.evaluate(() => history.length);
    equal(entries, this.entries, `${name}: entries in the history`);
    equal(await this.page.getByRole("heading", { level: 1 }).count(), 1, `${name}: main headings`);
    await this.narrow(name);
    await this.leaveIsThere(name);
  }

  /** No picture is taller than anybody would look at. */
  private async picture(name: string): Promise<void> {
    await this.page.evaluate(() => scrollTo(0, 0));
    const height = await this.page.evaluate(() => document.documentElement.scrollHeight);
    const width = this.page.viewportSize()?.width ?? 390;
    await this.page.screenshot({
      path: join(SCREENS, `${name}.png`),
      fullPage: true,
      clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) },
      animations: "disabled",
    });
  }

  /** At 320 pixels, both ways of writing: no sideways scroll, and axe finds nothing. */
  private async narrow(name: string): Promise<void> {
    const before = this.page.viewportSize();
    const written = await this.page.evaluate(() => document.documentElement.dir);
    await this.page.setViewportSize({ width: NARROW, height: 640 });
    for (const dir of ["ltr", "rtl"]) {
      await this.page.evaluate((way) => {
        document.documentElement.dir = way;
      }, dir);
      const wide = await this.page.evaluate(() => document.documentElement.scrollWidth);
      want(wide <= NARROW, `${name}: ${wide} pixels wide at 320, ${dir}`);
      await this.axe(`${name} ${dir}`);
    }
    await this.page.evaluate((way) => {
      document.documentElement.dir = way;
    }, written);
    if (before !== null) await this.page.setViewportSize(before);
  }

  async axe(name: string): Promise<void> {
    const found = await new AxeBuilder({ page: this.page })
      .setLegacyMode(true)
      .options({ rules: { region: { enabled: true } } })
      .exclude(".leave-skip")
      .analyze();
    this.findings += found.violations.length;
    const said = found.violations.map(
      (each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
    want(said.length === 0, `${name}: axe: ${said.join("\n")}`);
  }

  /** The way out is on the screen after scrolling, and large enough for a thumb. */
  private async leaveIsThere(name: string): Promise<void> {
    await this.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const box = await this.page.locator(".bar .leave").boundingBox();
    const view = this.page.viewportSize();
    want(box !== null && view !== null, `${name}: no way out`);
    want(box.height >= 44, `${name}: the way out is ${box.height} pixels high`);
    want(box.y >= 0 && box.y + box.height <= view.height, `${name}: the way out scrolled away`);
    want(box.x >= 0 && box.x + box.width <= view.width, `${name}: the way out is beside the screen`);
    await this.page.evaluate(() => scrollTo(0, 0));
  }
}
