/** What every screen uses: the session, going elsewhere, work that takes a while. */

import { createContext } from "preact";
import { useCallback, useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Choices } from "./choices.ts";
import type { Screen } from "./screens.ts";
import type { Session } from "./session.ts";
import type { ProgressStep } from "../keys/messages.ts";

export interface App {
  readonly session: Session;
  readonly go: (screen: Screen) => void;
  readonly choices: (qid: string) => Choices;
  readonly choose: (qid: string, change: Partial<Choices>) => void;
  /** Says what went wrong; an ended session leads to the lock. */
  readonly failed: (error: unknown) => void;
  readonly lock: () => void;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("a screen outside the app");
  return app;
}

export interface Doing {
  readonly step: ProgressStep | "asking";
  readonly done: number;
  readonly total: number;
}

export interface Work {
  readonly doing: Doing | null;
  readonly error: unknown;
  readonly run: (work: Working) => void;
}

export type Tell = (step: ProgressStep, done: number, total: number) => void;

/** `latest` says whether nothing newer was begun; a result that is not is thrown away. */
export type Working = (progress: Tell, latest: () => boolean) => Promise<void>;

/**
 * Runs one thing at a time, with its progress and what became of it. While something runs,
 * another is not begun; with `replace` it is, and takes the place of what ran.
 */
export function useWork(replace = false): Work {
  const app = useApp();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [error, setError] = useState<unknown>(null);
  const number = useRef(0);
  const running = useRef(false);
  useEffect(
    () => () => {
      number.current = -1;
    },
    [],
  );
  const run = useCallback((work: Working) => {
    if (running.current && !replace) return;
    const mine = ++number.current;
    const latest = (): boolean => number.current === mine;
    running.current = true;
    setError(null);
    setDoing({ step: "asking", done: 0, total: 0 });
    work((step, done, total) => {
      if (latest()) setDoing({ step, done, total });
    }, latest)
      .catch((failure: unknown) => {
        app.failed(failure);
        if (latest()) setError(failure);
      })
      .finally(() => {
        if (!latest()) return;
        running.current = false;
        setDoing(null);
      });
  }, []);
  return { doing, error, run };
}

export interface Loaded<T> {
  readonly value: T | null;
  readonly error: unknown;
  readonly doing: Doing | null;
  readonly again: () => void;
}

/** Loads something when the screen is shown. */
export function useLoad<T>(load: (progress: Tell) => Promise<T>, on: readonly unknown[]): Loaded<T> {
  const work = useWork(true);
  const [value, setValue] = useState<T | null>(null);
  const begin = (): void =>
    work.run(async (progress, latest) => {
      const found = await load(progress);
      if (latest()) setValue(found);
    });
  useEffect(begin, [...on]);
  return { value, error: work.error, doing: work.doing, again: begin };
}
