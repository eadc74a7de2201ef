/** What went over the wire: to whom, with which headers, and none of what was planted. */

import type { Response } from "playwright-core";
import { equal, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import type { Recording } from "./chromium.ts";
import type { System } from "./system.ts";

/** A secret as it could be written: plain, in hex, in base64 at each of three places. */
export function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const based = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    // The ends depend on what stands beside it.
    const middle = text.slice(shift === 0 ? 0 : 4, -4);
    return [middle, middle.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const url = [encodeURIComponent(secret), secret.replaceAll(" ", "+")];
  return [secret, ...url, bytes.toString("hex"), ...based];
}

export async function wire(
  checks: Checks,
  system: System,
  recording: Recording,
  planted: readonly string[],
): Promise<void> {
  await checks.check("nothing was asked of anybody but the vault", async () => {
    equal(recording.hosts(), [new URL(system.vault).host], "hosts");
    equal(recording.complaints, [], "what the pages complained of");
    await Promise.resolve();
  });
  await checks.check("no passphrase and no record left the browser in clear", async () => {
    const sent = (await recording.sent()).map((each) => each.toString("latin1"));
    // What is certainly there is found, so what is not found was looked for.
    for (const secret of planted) want(secret.length > 5, "a planted value is short");
    want(sent.some((text) => text.includes("/v1/grants")), "the recording holds the journey");
    for (const secret of planted) {
      for (const spelling of spellings(secret)) {
        const found = sent.findIndex((text) => text.includes(spelling));
        want(found < 0, `planted value ${planted.indexOf(secret)} left the browser`);
      }
    }
  });
  await checks.check("every answer has the headers of its kind", async () => {
    for (const request of recording.requests) {
      const answer: Response | null = await request.response().catch(() => null);
      if (answer === null) continue;
      const headers = answer.headers();
      const { pathname } = new URL(request.url());
      equal(headers["referrer-policy"], "no-referrer", pathname);
      equal(headers["x-content-type-options"], "nosniff", pathname);
      equal(headers["cross-origin-opener-policy"], "same-origin", pathname);
      want((headers["content-security-policy"] ?? "").includes("default-src 'none'"), pathname);
      const fixed = pathname.startsWith("/assets/") || pathname.startsWith("/keys/");
      const kept = fixed ? "public, max-age=31536000, immutable" : "no-store";
      equal(headers["cache-control"], kept, pathname);
    }
  });
}
