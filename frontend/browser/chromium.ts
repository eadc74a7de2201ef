/** Real Chromium, headless, as Debian packs it; it can reach nothing but this machine. */

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export function chromiumPath(): string {
  const found = PLACES.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no Chromium in ${PLACES.join(", ")}`);
  return found;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // Playwright turns the back/forward cache off; what it keeps is what must be tested.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--disable-background-networking",
      "--no-first-run",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
      "--enable-features=BackForwardCacheMemoryControls:memory_threshold_for_back_forward_cache_in_mb/0",
    ],
  });
}

/** Everything that a context sent, and everything that its pages complained of. */
export class Recording {
  readonly requests: Request[] = [];
  readonly complaints: string[] = [];

  watch(context: BrowserContext): void {
    context.on("request", (request) => this.requests.push(request));
    context.on("page", (page) => this.watchPage(page));
  }

  private watchPage(page: Page): void {
    page.on("pageerror", (error) => this.complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      const { url } = message.location();
      // A failed request is what some checks are about; a violated policy never is.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.complaints.push(`${message.text()} (${url})`);
      }
    });
  }

  hosts(): string[] {
    return [...new Set(this.requests.map((request) => new URL(request.url()).host))].toSorted();
  }

  /** All that left the browser: addresses, headers and bodies, as bytes. */
  async sent(): Promise<Buffer[]> {
    const all: Buffer[] = [];
    for (const request of this.requests) {
      all.push(Buffer.from(request.url()), request.postDataBuffer() ?? Buffer.alloc(0));
      // A request of a page that is gone has no headers to give any more.
      const headers = await request.allHeaders().catch(() => request.headers());
      all.push(Buffer.from(JSON.stringify(headers)));
    }
    return all;
  }
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** A phone's window of her own. */
export async function phone(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: look.width ?? 390, height: look.height ?? 844 },
    colorScheme: look.dark === true ? "dark" : "light",
    locale: "en-GB",
    timezoneId: "Europe/London",
  });
}
