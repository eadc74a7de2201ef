/** Leaving: by button, by hidden link, by Shift; offline, with a vault that hangs; and Back. */

import type { Browser, BrowserContext, Page } from "playwright-core";
import { equal, eventually, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import { phone } from "./chromium.ts";
import { Her } from "./her.ts";
import type { System } from "./system.ts";

const LIMIT_MS = 1000;
const SECRET = "Nothing waits for you.|asks to see something";

/** A tab that was on another site before, and then signed in here. */
async function inside(system: System, context: BrowserContext): Promise<Her> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${system.neutral}/before`);
  const her = await Her.take(context, page, system.vault);
  const { login_code, passphrase } = system.logins();
  await her.signIn(login_code, passphrase);
  return her;
}

async function addresses(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  // A page that was just replaced may still be the one that a session is given for.
  await page.waitForTimeout(200);
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send("Page.getNavigationHistory");
  await session.detach();
  return entries.map((entry) => entry.url);
}

/** Goes back as a person does; a page out of the cache fires no load to wait for. */
async function back(page: Page): Promise<void> {
  await page.evaluate(() => {
    setTimeout(() => history.back(), 10);
  });
  await page.waitForTimeout(700);
}

async function leftFor(system: System, page: Page, act: () => Promise<void>): Promise<number> {
  const begin = Date.now();
  await act();
  await page.waitForURL(`${system.neutral}/weather`, { waitUntil: "commit" });
  return Date.now() - begin;
}

async function nothingOfOurs(system: System, page: Page): Promise<void> {
  const found = (await addresses(page)).filter((url) => url.startsWith(system.vault));
  equal(found, [], "entries of ours in the tab's history");
  await back(page);
  equal(page.url(), `${system.neutral}/before`, "what Back shows");
}

export async function leaving(checks: Checks, system: System, browser: Browser): Promise<void> {
  const fresh = async (body: (her: Her) => Promise<void>): Promise<void> => {
    const context = await phone(browser);
    try {
      await body(await inside(system, context));
    } finally {
      await context.close();
    }
  };
  const ways: readonly (readonly [string, (her: Her) => Promise<void>])[] = [
    ["the button", (her) => her.leave()],
    ["Shift three times", async ({ page }) => {
      for (let time = 0; time < 3; time++) await page.keyboard.press("Shift");
    }],
    ["the second skip link", async ({ page }) => {
      await page.evaluate(() => {
        (document.activeElement as HTMLElement | null)?.blur();
        scrollTo(0, 0);
      });
      await page.locator(".leave-skip").focus();
      await page.keyboard.press("Enter");
    }],
  ];
  for (const [name, act] of ways) {
    await checks.check(`leaving by ${name}: under a second, nothing of ours behind`, () =>
      fresh(async (her) => {
        const ms = await leftFor(system, her.page, () => act(her));
        want(ms < LIMIT_MS, `it took ${ms} ms`);
        await nothingOfOurs(system, her.page);
      }),
    );
  }
  await checks.check("after leaving, the session is dead on the vault", () =>
    fresh(async (her) => {
      const { token } = her;
      want(token !== "", "a session's token was seen");
      await leftFor(system, her.page, () => her.leave());
      await eventually(async () => {
        const answer = await fetch(`${system.vault}/v1/requests`, {
          headers: { Authorization: `Bearer ${token}` },
        });
        return answer.status === 401;
      }, "the session is over", 5);
    }),
  );
  await checks.check("leaving works while the vault hangs", () =>
    fresh(async (her) => {
      const going = system.hang();
      try {
        const ms = await leftFor(system, her.page, () => her.leave());
        want(ms < 2 * LIMIT_MS, `it took ${ms} ms`);
        await nothingOfOurs(system, her.page);
      } finally {
        going();
      }
    }),
  );
  await checks.check("leaving works offline: a blank page under the neutral title", () =>
    fresh(async (her) => {
      await her.context.setOffline(true);
      await her.leave();
      await her.page.waitForTimeout(1500);
      equal(await her.page.evaluate(() => document.body.innerText), "", "what is on the page");
      equal(await her.page.title(), "Notes", "the title");
      equal(her.page.workers().length, 0, "workers that still run");
      await her.context.setOffline(false);
    }),
  );
  await cached(checks, system, fresh);
}

/** The back/forward cache is on, as a control shows; and our page comes back empty. */
async function cached(
  checks: Checks,
  system: System,
  fresh: (body: (her: Her) => Promise<void>) => Promise<void>,
): Promise<void> {
  await checks.check("control: a page without our cure does come back with its secret", () =>
    fresh(async ({ page }) => {
      await page.goto(`${system.neutral}/secret`);
      await page.evaluate((to) => {
        location.href = to;
      }, `${system.vault}/healthz`);
      await page.waitForURL(/healthz/u);
      await back(page);
      const found = await page.evaluate(() => document.body.innerText);
      want(found.includes("a secret") && found.includes("from the cache"), `it shows: ${found}`);
    }),
  );
  await checks.check("leaving without the way out, then Back: nothing of hers is shown", () =>
    fresh(async ({ page }) => {
      // Her list comes after its page; what is asked for is that it was there, not how soon.
      await page.getByText(new RegExp(SECRET, "u")).first().waitFor();
      await page.evaluate((to) => {
        location.href = to;
      }, `${system.neutral}/weather`);
      await page.waitForURL(`${system.neutral}/weather`);
      await back(page);
      equal(new URL(page.url()).origin, system.vault, "where Back leads");
      const shown = await page.evaluate(() => document.body.innerText);
      want(!new RegExp(SECRET, "u").test(shown), `it shows: ${shown}`);
    }),
  );
}
