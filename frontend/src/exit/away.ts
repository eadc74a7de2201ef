/**
 * Nobody is there: covers the screen when the app is put away, warns before it locks, locks.
 *
 * Five minutes without a touch, a minute in the background, or a device that slept, and the
 * keys go. The clock is read, not counted, because a sleeping device runs no timers.
 */

export const IDLE_MS = 5 * 60 * 1000;
export const WARN_MS = 40 * 1000;
const HIDDEN_MS = 60 * 1000;
const TICK_MS = 1000;
const SLEPT_MS = 60 * 1000;
const SIGNS = ["pointerdown", "click", "keydown", "input", "scroll"] as const;

export interface Away {
  /** Seconds until it locks, or null while there is no need to say. */
  readonly warn: (seconds: number | null) => void;
  readonly lock: () => void;
}

/** Watches until the answer is called. */
export function watchAway(away: Away): () => void {
  let seen = Date.now();
  let ticked = seen;
  let hiddenSince: number | null = null;
  let warned = false;

  const sign = (): void => {
    // Once the warning is there, only its button or another deliberate act counts.
    seen = Date.now();
    if (warned) away.warn(null);
    warned = false;
  };
  const look = (): void => {
    const now = Date.now();
    const slept = now - ticked > SLEPT_MS;
    ticked = now;
    const left = IDLE_MS - (now - seen);
    if (left <= 0 || slept || (hiddenSince !== null && now - hiddenSince > HIDDEN_MS)) {
      away.lock();
    } else if (left <= WARN_MS) {
      warned = true;
      away.warn(Math.ceil(left / 1000));
    }
  };
  const hidden = (): void => {
    if (document.visibilityState === "hidden") {
      hiddenSince ??= Date.now();
      return;
    }
    look();
    hiddenSince = null;
  };
  const timer = setInterval(look, TICK_MS);
  for (const kind of SIGNS) addEventListener(kind, sign, { passive: true, capture: true });
  document.addEventListener("visibilitychange", hidden);
  return () => {
    clearInterval(timer);
    for (const kind of SIGNS) removeEventListener(kind, sign, { capture: true });
    document.removeEventListener("visibilitychange", hidden);
  };
}

function cover(): void {
  document.documentElement.classList.toggle("covered", document.visibilityState === "hidden");
}

/** Covers everything while the page is hidden, before the phone takes its picture of it. */
export function coverWhenHidden(): void {
  document.addEventListener("visibilitychange", cover);
  cover();
}
