/**
 * The page that checks a package, offline (docs/formats/release.md 4): one file without any
 * request. What it says is what src/shv1/verify_package.ts found.
 */

import { NotVerified } from "../shv1/errors.ts";
import { refusedAtShape, verifyPackage } from "../shv1/verify_package.ts";
import type { Report } from "../shv1/verify_package.ts";
import { parsePolicy } from "../shv1/verify_policy.ts";
import type { VerifyPolicy } from "../shv1/verify_policy.ts";
import { chosen, dropped, entriesOf } from "./files.ts";
import type { Placed } from "./files.ts";

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
  state.textContent = "Checking. This may take a while for a large package.";
  // The browser paints the words before the work begins.
  await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    show(await reportOf(placed, await policy(), Math.floor(Date.now() / 1000)));
    state.textContent = "Checked.";
    element("verdict").focus();
  } catch (error) {
    const words = error instanceof Error ? error.message : "unknown";
    state.textContent = `Nothing was checked: ${words}`;
  }
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

function show(report: Report): void {
  const [first, ...rest] = report.summary;
  element("result").className = report.ok ? "holds" : "fails";
  element("verdict").textContent = report.ok ? "This package holds" : "This package does not hold";
  element("summary").replaceChildren(
    ...[first ?? "", ...rest].map((words) => filled("li", words)),
  );
  element("steps").replaceChildren(
    ...report.steps.map(({ step, name, status, detail }) => {
      const row = document.createElement("tr");
      const head = filled("th", String(step));
      head.setAttribute("scope", "row");
      const said = filled("td", `${MARKS[status]} ${status}`);
      said.className = status === "not pinned" ? "unpinned" : status;
      row.append(head, filled("td", name), said, filled("td", detail));
      return row;
    }),
  );
  element("result").hidden = false;
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
      // The same package may be chosen again after a change.
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
if (typeof document === "undefined") {
  Object.assign(globalThis, { verifyPackage, parsePolicy, reportOf });
} else listen();
