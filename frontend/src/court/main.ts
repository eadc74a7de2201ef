/**
 * The page that checks entries of the log which were given to a court, offline
 * (docs/formats/audit-entry.md 10): one file without any request.
 */

import { fromUtf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { parseLogPolicy } from "../log/policy.ts";
import { SUITE } from "../shv1/log_suite.ts";
import { parseAuthority } from "../stamps/authority.ts";
import { entriesOf } from "../verifier/files.ts";
import type { Placed } from "../verifier/files.ts";
import { element, listen, show } from "../verifier/shell.ts";
import { NAMES, checkCourt } from "./check.ts";
import type { CourtStep } from "./check.ts";

/** Checks what was chosen, and shows what was found. */
async function check(placed: readonly Placed[]): Promise<void> {
  const files = new Map((await entriesOf(placed)).map(({ name, data }) => [name, data]));
  const [file] = element<HTMLInputElement>("policy").files ?? [];
  const given = file === undefined ? null : (new Uint8Array(await file.arrayBuffer()) as Bytes);
  const chosenOnes = [...(element<HTMLInputElement>("tsa").files ?? [])];
  const authorities = await Promise.all(chosenOnes.map((each) => each.text()));
  const now = Math.floor(Date.now() / 1000);
  showSteps(await stepsOf(files, given, now, authorities), given !== null);
}

/** Checks files by the given policy, or else by their own, and by authorities in PEM. */
async function stepsOf(
  files: ReadonlyMap<string, Bytes>,
  given: Bytes | null,
  now: number,
  authorities: readonly string[],
): Promise<CourtStep[]> {
  const policy = given ?? files.get("policy");
  if (policy === undefined) throw new Error("there is no policy");
  const trusted = parseLogPolicy(SUITE, fromUtf8(policy));
  const pinned = authorities.map((pem) => parseAuthority(pem));
  return checkCourt(SUITE, files, trusted, now, given, pinned);
}

function showSteps(steps: readonly CourtStep[], pinned: boolean): void {
  const ok = steps.every(({ status }) => status !== "fail");
  element("pinned").textContent = pinned
    ? "By the policy that you chose."
    : "By the policy in the folder: compare its keys with those that you know.";
  show(
    ok,
    ok ? "Every entry is proven" : "Not everything is proven",
    steps.map(({ entry, number, status, detail }) => ({
      head: entry === null ? "the folder" : String(entry),
      name: `${number} ${NAMES[number - 1]}`,
      status,
      detail,
    })),
  );
}

// Without a page the bundle is driven by its tests.
if (typeof document === "undefined") Object.assign(globalThis, { stepsOf, entriesOf });
else listen("Checking.", check);
