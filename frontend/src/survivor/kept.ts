/**
 * Half-finished choices: they come back after a lock, and go when the page does.
 *
 * While she is there they are plain values. They are sealed to her as they change, so that
 * after a lock nothing but sealed bytes is left of them.
 */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Bytes } from "../keys/messages.ts";
import { NO_CHOICES } from "./choices.ts";
import type { Choices } from "./choices.ts";
import { isDone, isOutside } from "./screens.ts";
import type { Screen } from "./screens.ts";
import type { Session } from "./session.ts";

type All = Readonly<Record<string, Choices>>;

interface Kept {
  readonly choices: All;
  readonly screen: Screen;
}

export interface Keeping {
  readonly choices: All;
  readonly choose: (qid: string, change: Partial<Choices>) => void;
  readonly lockAt: (why: "away" | "session" | "asked") => void;
  /** Goes back to where she was; call it when she is signed in again. */
  readonly comeBack: () => Promise<void>;
}

export function useKept(
  session: Session,
  screen: Screen,
  setScreen: (screen: Screen) => void,
): Keeping {
  const [choices, setChoices] = useState<All>({});
  const sealed = useRef<Bytes | null>(null);
  const outside = isOutside(screen);

  useEffect(() => {
    if (outside) return;
    const text = JSON.stringify({ choices, screen: resumable(screen) } satisfies Kept);
    void session
      .ask("keep", { text })
      .then((kept) => (sealed.current = kept.sealed))
      .catch(() => undefined);
  }, [choices, screen]);

  const choose = useCallback((qid: string, change: Partial<Choices>) => {
    setChoices((all) => ({ ...all, [qid]: { ...(all[qid] ?? NO_CHOICES), ...change } }));
  }, []);
  const lockAt = useCallback((why: "away" | "session" | "asked") => {
    session.lock();
    setChoices({});
    setScreen({ name: "locked", why });
  }, []);
  const comeBack = useCallback(async () => {
    const before = sealed.current;
    let next: Screen = { name: "today" };
    if (before !== null) {
      try {
        const kept = JSON.parse((await session.ask("recall", { sealed: before })).text) as Kept;
        setChoices(kept.choices);
        next = kept.screen;
      } catch {
        // Another person's passphrase opens nothing of it; then there is nothing to come back to.
        sealed.current = null;
      }
    }
    setScreen(next);
  }, []);
  return { choices, choose, lockAt, comeBack };
}

function resumable(screen: Screen): Screen {
  return isDone(screen) ? { name: "today" } : screen;
}
