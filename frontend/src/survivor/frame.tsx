/** The frame: the two skip links, the bar with the way out, the warning before a lock. */

import { Fragment } from "preact";
import type { ComponentChildren, JSX } from "preact";
import { Button } from "../govuk/actions.tsx";
import { useWords } from "../words/use.ts";
import { LANGUAGES } from "../words/words.ts";
import type { Language } from "../words/words.ts";
import { useApp } from "./use.ts";

interface Framed {
  readonly leave: () => void;
  readonly speak: (language: Language) => void;
  readonly shifts: number;
  readonly warned: number | null;
  readonly inside: boolean;
  readonly children: ComponentChildren;
}

export function Frame(of: Framed): JSX.Element {
  const { say, language } = useWords();
  return (
    <>
      <a
        class="govuk-skip-link"
        href="#main"
        onClick={(event) => {
          // A fragment would be an entry in the history.
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {say("skip")}
      </a>
      <button type="button" class="govuk-skip-link leave-skip" onClick={of.leave}>
        {say("leave")}
      </button>
      <Bar {...of} />
      <div class="govuk-width-container">
        <main class="govuk-main-wrapper" id="main" tabIndex={-1}>
          {language.reviewed ? null : (
            <p class="govuk-body-s" role="note">
              {say("not-reviewed")}
            </p>
          )}
          {of.children}
        </main>
        <footer class="foot">
          {say("foot")} <Languages speak={of.speak} />
        </footer>
      </div>
      <p class="govuk-visually-hidden" role="status">
        {of.shifts > 0 ? say("shift-presses", { presses: of.shifts }) : ""}
      </p>
      {of.warned === null ? null : <Warning seconds={of.warned} />}
    </>
  );
}

function Languages({ speak }: { speak: (language: Language) => void }): JSX.Element {
  const { language } = useWords();
  return (
    <>
      {LANGUAGES.filter((each) => each.code !== language.code).map((each) => (
        <Fragment key={each.code}>
          <button
            type="button"
            class="plain"
            lang={each.code}
            dir={each.dir}
            onClick={() => speak(each)}
          >
            {each.name}
          </button>{" "}
        </Fragment>
      ))}
    </>
  );
}

function Bar(of: Framed): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  return (
    <header class="bar">
      <div class="govuk-width-container bar__inner">
        <span class="bar__name">{say("name")}</span>
        <div class="bar__tools">
          {of.inside ? (
            <button type="button" class="quiet" onClick={app.lock}>
              {say("lock")}
            </button>
          ) : null}
          <button type="button" class="leave" onClick={of.leave}>
            {say("leave")}
          </button>
        </div>
      </div>
    </header>
  );
}

function Warning({ seconds }: { seconds: number }): JSX.Element {
  const { say } = useWords();
  return (
    <div class="idle" role="alert">
      <div class="govuk-width-container">
        <p class="govuk-body">{say("idle", { seconds: Math.ceil(seconds / 10) * 10 })}</p>
        {/* Any press is a sign that somebody is there; the button is for knowing so. */}
        <Button press={() => undefined}>{say("idle-stay")}</Button>
      </div>
    </div>
  );
}
