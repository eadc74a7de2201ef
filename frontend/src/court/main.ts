/**
 * The page that checks entries of the log which were given to a court, offline
 * (docs/formats/audit-entry.md 10): one file without any request.
 */

import { fromUtf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { parseLogPolicy } from "../log/policy.ts";
import { SUITE } from "../shv1/log_suite.ts";
import { parseAuthority } from "../stamps/authority.ts";
import { chosen, dropped, entriesOf } from "../verifier/files.ts";
import type { Placed } from "../verifier/files.ts";
import { NAMES, checkCourt } from "./check.ts";
import type { CourtStep } from "./check.ts";

const MARKS = { pass: "✓", fail: "✗", absent: "·", "not pinned": "?" } as const;

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page lacks ${id}`);
  return found as T;
}

/** Checks what was chosen, and shows what was found. */
async function check(placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return;
  const state = element("state");
  element("result").hidden = true;
  state.textContent = "Checking.";
  // The browser paints the words before the work begins.
  await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    const files = new Map((await entriesOf(placed)).map(({ name, data }) => [name, data]));
    const [file] = element<HTMLInputElement>("policy").files ?? [];
    const given = file === undefined ? null : (new Uint8Array(await file.arrayBuffer()) as Bytes);
    const chosenOnes = [...(element<HTMLInputElement>("tsa").files ?? [])];
    const authorities = await Promise.all(chosenOnes.map((each) => each.text()));
    const now = Math.floor(Date.now() / 1000);
    show(await stepsOf(files, given, now, authorities), given !== null);
    state.textContent = "Checked.";
    element("verdict").focus();
  } catch (error) {
    const words = error instanceof Error ? error.message : "unknown";
    state.textContent = `Nothing was checked: ${words}`;
  }
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

function show(steps: readonly CourtStep[], pinned: boolean): void {
  const ok = steps.every(({ status }) => status !== "fail");
  element("result").className = ok ? "holds" : "fails";
  element("verdict").textContent = ok ? "Every entry is proven" : "Not everything is proven";
  element("pinned").textContent = pinned
    ? "By the policy that you chose."
    : "By the policy in the folder: compare its keys with those that you know.";
  element("steps").replaceChildren(...steps.map((step) => rowOf(step)));
  element("result").hidden = false;
}

function rowOf({ entry, number, status, detail }: CourtStep): HTMLElement {
  const row = document.createElement("tr");
  const head = filled("th", entry === null ? "the folder" : String(entry));
  head.setAttribute("scope", "row");
  const said = filled("td", `${MARKS[status]} ${status}`);
  said.className = status === "not pinned" ? "unpinned" : status;
  row.append(head, filled("td", `${number} ${NAMES[number - 1]}`), said, filled("td", detail));
  return row;
}

function filled(name: string, words: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

function listen(): void {
  for (const id of ["folder", "zip"]) {
    const input = element<HTMLInputElement>(id);
    input.addEventListener("change", () => {
      void check(chosen(input.files ?? []));
      // The same folder may be chosen again after a change.
      input.value = "";
    });
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const { dataTransfer } = event;
    if (dataTransfer !== null) void dropped(dataTransfer).then(check);
  });
  element("state").textContent = "Nothing is chosen yet.";
}

// Without a page the bundle is driven by its tests.
if (typeof document === "undefined") Object.assign(globalThis, { stepsOf, entriesOf });
else listen();
