/**
 * Leaving at once, and leaving nothing behind (docs/pages.md 3).
 *
 * The browser keeps whole pages to show them again at Back, even those marked "no-store".
 * So the document is emptied before the browser can keep it, the way out replaces our one
 * entry in the history, and nothing here ever adds another.
 */

/** How long our own address may take before the neutral one is gone to directly. */
const PATIENCE_MS = 1000;
const SHIFTS = 3;
const SHIFT_MS = 5000;

export interface Way {
  /** Ends the key worker and forgets everything. */
  readonly end: () => void;
  /** Tells the vault that the session is over, without waiting. */
  readonly signOut: () => void;
  /** Where leaving ends when our own address does not answer. */
  readonly to: () => string;
}

/** Empties the document under its neutral title. */
export function empty(): void {
  document.body.replaceChildren();
}

/** Leaves: first the screen is empty and the keys are gone, then the vault is told. */
export function leave(way: Way): void {
  empty();
  way.end();
  way.signOut();
  // Offline our own address would show an error with its name; a blank page says nothing.
  if (!navigator.onLine) return;
  location.replace("./exit");
  setTimeout(() => location.replace(way.to()), PATIENCE_MS);
}

/** Watches for Shift three times and for the page being put away; gives how to stop. */
export function watchLeaving(way: Way, counted: (presses: number) => void): () => void {
  const forget = (): void => {
    empty();
    way.end();
  };
  const shown = (event: PageTransitionEvent): void => {
    if (event.persisted) forget();
  };
  const keys = shiftCounter(counted, () => leave(way));
  addEventListener("pagehide", forget);
  addEventListener("pageshow", shown);
  addEventListener("keydown", keys);
  return () => {
    removeEventListener("pagehide", forget);
    removeEventListener("pageshow", shown);
    removeEventListener("keydown", keys);
  };
}

function shiftCounter(
  counted: (presses: number) => void,
  done: () => void,
): (event: KeyboardEvent) => void {
  let presses = 0;
  let last = 0;
  return (event) => {
    if (event.key !== "Shift") {
      if (presses > 0) counted((presses = 0));
      return;
    }
    if (event.repeat) return;
    const now = Date.now();
    presses = now - last > SHIFT_MS ? 1 : presses + 1;
    last = now;
    counted(presses);
    if (presses >= SHIFTS) done();
  };
}
