/** The app: its words, its session, the screen that is shown, and every way out of it. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { leave, watchLeaving } from "../exit/exit.ts";
import type { Way } from "../exit/exit.ts";
import { watchAway } from "../exit/away.ts";
import { WordsContext } from "../words/use.ts";
import { ENGLISH, englishWords, wordsOf } from "../words/words.ts";
import type { Language, Words } from "../words/words.ts";
import { NO_CHOICES } from "./choices.ts";
import type { Choices } from "./choices.ts";
import { faultName } from "./faults.tsx";
import { Frame } from "./frame.tsx";
import { Shown, fetchAhead } from "./shown.tsx";
import { isDone, isOutside } from "./screens.ts";
import type { Screen } from "./screens.ts";
import { Session } from "./session.ts";
import { AppContext } from "./use.ts";
import type { App as AppOf } from "./use.ts";
import { useKept } from "./kept.ts";

const NEUTRAL = "https://www.bbc.co.uk/weather";

export function App(): JSX.Element {
  const session = useMemo(() => new Session(), []);
  const [words, setWords] = useState<Words>(englishWords);
  const [screen, setScreen] = useState<Screen>({ name: "start" });
  const [warned, setWarned] = useState<number | null>(null);
  const [shifts, setShifts] = useState(0);
  const way = useWay(session);
  const { choices, choose, lockAt, comeBack } = useKept(session, screen, setScreen);

  useEffect(() => watchLeaving(way, setShifts), []);
  useEffect(() => warmWhenIdle(session), []);
  const outside = isOutside(screen);
  useEffect(() => {
    setWarned(null);
    if (outside) return undefined;
    return watchAway({ warn: setWarned, lock: () => lockAt("away") });
  }, [outside, lockAt]);
  useEffect(() => {
    // Her own deeds are in the log; what the vault promised of them outlives the visit.
    if (isDone(screen)) void session.keepPromised().catch(() => undefined);
  }, [screen]);

  const app: AppOf = {
    session,
    go: setScreen,
    choices: (qid) => choices[qid] ?? NO_CHOICES,
    choose: (qid: string, change: Partial<Choices>) => choose(qid, change),
    failed: (error) => {
      if (!outside && faultName(error) === "session") lockAt("session");
    },
    lock: () => lockAt("asked"),
  };
  const speak = async (language: Language): Promise<void> => {
    const found = await wordsOf(language);
    document.documentElement.lang = found.language.code;
    document.documentElement.dir = found.language.dir;
    setWords(found);
  };
  return (
    <WordsContext.Provider value={words}>
      <AppContext.Provider value={app}>
        <Frame
          leave={() => leave(way)}
          speak={(language) => void speak(language)}
          shifts={shifts}
          warned={outside ? null : warned}
          inside={!outside}
        >
          <Shown screen={screen} comeBack={comeBack} />
        </Frame>
      </AppContext.Provider>
    </WordsContext.Provider>
  );
}

/** Gives the way out; the neutral address is asked for while there is time. */
function useWay(session: Session): Way {
  const to = useRef(NEUTRAL);
  useEffect(() => {
    document.documentElement.lang = ENGLISH.code;
    void session.vault
      .leaving()
      .then((found) => (to.current = found))
      .catch(() => undefined);
  }, []);
  return useMemo(
    () => ({
      end: () => session.end(),
      signOut: () => session.http.leave(),
      to: () => to.current,
    }),
    [],
  );
}

function warmWhenIdle(session: Session): void {
  const warm = (): void => {
    session.warm();
    fetchAhead();
  };
  // Not every browser has it; a moment later does as well.
  if (typeof requestIdleCallback === "function") requestIdleCallback(warm);
  else setTimeout(warm, 500);
}
