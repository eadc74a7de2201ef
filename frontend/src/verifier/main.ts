/**
 * The page that checks a package, offline (docs/formats/release.md 4): one file without any
 * request. What it says is what src/shv1/verify_package.ts found.
 */

import { NotVerified } from "../shv1/errors.ts";
import { refusedAtShape, verifyPackage } from "../shv1/verify_package.ts";
import type { Report } from "../shv1/verify_package.ts";
import { parsePolicy } from "../shv1/verify_policy.ts";
import type { VerifyPolicy } from "../shv1/verify_policy.ts";
import { entriesOf } from "./files.ts";
import type { Placed } from "./files.ts";
import { element, filled, listen, show } from "./shell.ts";

const CHECKING = "Checking. This may take a while for a large package.";

/** Checks what was chosen, and shows what was found. */
async function check(placed: readonly Placed[]): Promise<void> {
  showReport(await reportOf(placed, await policy(), Math.floor(Date.now() / 1000)));
}

async function policy(): Promise<VerifyPolicy | null> {
  const [file] = element<HTMLInputElement>("policy").files ?? [];
  return file === undefined ? null : parsePolicy(await file.text());
}

async function reportOf(
  placed: readonly Placed[],
  pinned: VerifyPolicy | null,
  now: number,
): Promise<Report> {
  try {
    return await verifyPackage(await entriesOf(placed), pinned, now);
  } catch (error) {
    if (error instanceof NotVerified) return refusedAtShape(error.message);
    throw error;
  }
}

function showReport({ ok, summary, steps }: Report): void {
  const [first, ...rest] = summary;
  element("summary").replaceChildren(
    ...[first ?? "", ...rest].map((words) => filled("li", words)),
  );
  show(
    ok,
    ok ? "This package holds" : "This package does not hold",
    steps.map(({ step, ...found }) => ({ head: String(step), ...found })),
  );
}

// Without a page the bundle is driven by its tests.
if (typeof document === "undefined") {
  Object.assign(globalThis, { verifyPackage, parsePolicy, reportOf });
} else listen(CHECKING, check);
