/**
 * What the pages of the verifiers have in common: files are chosen or dropped, something is said
 * while they are checked, and each step is a row of what was found.
 */

import type { Status } from "../shv1/verify_keys.ts";
import { chosen, dropped } from "./files.ts";
import type { Placed } from "./files.ts";

const MARKS = { pass: "✓", fail: "✗", absent: "·", "not pinned": "?" } as const;

/** A step as it is shown: what it is of, its name, and what was found. */
export interface Row {
  readonly head: string;
  readonly name: string;
  readonly status: Status;
  readonly detail: string;
}

export function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page lacks ${id}`);
  return found as T;
}

/** Has what is chosen or dropped checked; `checking` is said meanwhile, and `check` shows. */
export function listen(checking: string, check: (placed: readonly Placed[]) => Promise<void>): void {
  const begin = (placed: readonly Placed[]): Promise<void> => tried(placed, checking, check);
  for (const id of ["folder", "zip"]) {
    const input = element<HTMLInputElement>(id);
    input.addEventListener("change", () => {
      void begin(chosen(input.files ?? []));
      // The same files may be chosen again after a change.
      input.value = "";
    });
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const { dataTransfer } = event;
    if (dataTransfer !== null) void dropped(dataTransfer).then(begin);
  });
  element("state").textContent = "Nothing is chosen yet.";
}

async function tried(
  placed: readonly Placed[],
  checking: string,
  check: (placed: readonly Placed[]) => Promise<void>,
): Promise<void> {
  if (placed.length === 0) return;
  const state = element("state");
  element("result").hidden = true;
  state.textContent = checking;
  // The browser paints the words before the work begins.
  await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    await check(placed);
    state.textContent = "Checked.";
    element("verdict").focus();
  } catch (error) {
    const words = error instanceof Error ? error.message : "unknown";
    state.textContent = `Nothing was checked: ${words}`;
  }
}

/** Shows whether it holds, in these words, and every step. */
export function show(ok: boolean, verdict: string, rows: readonly Row[]): void {
  element("result").className = ok ? "holds" : "fails";
  element("verdict").textContent = verdict;
  element("steps").replaceChildren(...rows.map((row) => shown(row)));
  element("result").hidden = false;
}

function shown({ head, name, status, detail }: Row): HTMLElement {
  const row = document.createElement("tr");
  const first = filled("th", head);
  first.setAttribute("scope", "row");
  const said = filled("td", `${MARKS[status]} ${status}`);
  said.className = status === "not pinned" ? "unpinned" : status;
  row.append(first, filled("td", name), said, filled("td", detail));
  return row;
}

export function filled(name: string, words: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}
