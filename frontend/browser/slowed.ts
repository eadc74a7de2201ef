/**
 * A slow phone on a slow line. Chromium's own CPU throttle holds the main thread alone and
 * leaves workers at full speed (tried in Chromium 156), so each renderer is stopped and let go
 * on by the operating system until it has a sixth of one processor. The line is Chromium's own.
 */

import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";

export const RATE = 6;
/** 400 kbit/s both ways, 150 ms more for each answer. */
const BYTES_PER_S = 50_000;
const LATENCY_MS = 150;
const TURN_MS = 5;
/** Time that a renderer did not use is not kept for later, but for this much. */
const MOST_CREDIT_MS = 20;
/** How often new renderers are looked for. */
const LOOK_MS = 300;
/** A tick of the accounting of Linux. */
const TICK_MS = 10;

export async function slowLine(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_S,
    uploadThroughput: BYTES_PER_S,
  });
}

/** One renderer: what it may still use, and whether it runs. */
class Held {
  private readonly pid: number;
  private used: number;
  private credit = MOST_CREDIT_MS;
  private runs = true;

  constructor(pid: number) {
    this.pid = pid;
    this.used = usedBy(pid) ?? 0;
  }

  /** Gives it its part of the time that went by, and takes what it used. */
  turn(passed: number): void {
    const used = usedBy(this.pid);
    if (used === null) return;
    this.credit = Math.min(MOST_CREDIT_MS, this.credit + passed / RATE) - (used - this.used);
    this.used = used;
    this.let(this.credit > 0);
  }

  let(run: boolean): void {
    if (run === this.runs) return;
    this.runs = run;
    try {
      process.kill(this.pid, run ? "SIGCONT" : "SIGSTOP");
    } catch {
      // It ended since it was listed.
    }
  }
}

/** Milliseconds of processor time that a process has used; null where it ended. */
function usedBy(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const after = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(after[11]) + Number(after[12])) * TICK_MS;
  } catch {
    return null;
  }
}

/** Slows every renderer of a browser, those that come later too; gives how to end that. */
export function slowRenderers(browser: Browser): () => Promise<void> {
  let ended = false;
  const going = slowUntil(browser, () => ended);
  return async () => {
    ended = true;
    await going;
  };
}

async function look(session: CDPSession, held: Map<number, Held>): Promise<void> {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  for (const { type, id } of processInfo) {
    if (type === "renderer" && !held.has(id)) held.set(id, new Held(id));
  }
}

async function slowUntil(browser: Browser, ended: () => boolean): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const held = new Map<number, Held>();
  // Beside the turns, which must not wait for the answer.
  const looking = setInterval(() => {
    void look(session, held).catch(() => undefined);
  }, LOOK_MS);
  let last = performance.now();
  while (!ended()) {
    await new Promise((done) => {
      setTimeout(done, TURN_MS);
    });
    const now = performance.now();
    for (const each of held.values()) each.turn(now - last);
    last = now;
  }
  clearInterval(looking);
  for (const each of held.values()) each.let(true);
  await session.detach();
}

/** Milliseconds that a fixed piece of work takes in a renderer; tells how slow it really is. */
export async function pieceOfWork(page: Page): Promise<number> {
  return page.evaluate(() => {
    const begin = performance.now();
    let sum = 0;
    for (let round = 0; round < 60_000_000; round++) sum = (sum * 31 + round) | 0;
    return performance.now() - begin + (sum === 1 ? 1 : 0);
  });
}
