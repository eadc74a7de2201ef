/** Deleting a sealed copy: what it does, what it does not, when; and what a court keeps. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Erasure, Hold } from "../../api/erasure.ts";
import { Answers, Back, Button, Second } from "../../govuk/actions.tsx";
import { ErrorSummary, Radios, faultOf } from "../../govuk/fields.tsx";
import type { Fault } from "../../govuk/fields.tsx";
import { Facts } from "../../govuk/lists.tsx";
import { Bullets, Heading, Inset, State, Text, Title } from "../../govuk/text.tsx";
import type { Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { InEnglish } from "../english.tsx";
import type { Sentence } from "../english.tsx";
import { Going } from "../faults.tsx";
import { useApp, useLoad, useWork } from "../use.ts";
import { inFours } from "./made.tsx";

const DAYS_TO_THINK = 7;

/** That a court wants it kept: who, and which paper. */
export function Holds({ holds }: { holds: readonly Hold[] }): JSX.Element | null {
  const { say, dates } = useWords();
  if (holds.length === 0) return null;
  return (
    <Inset>
      <Text>{say("held-lead")}</Text>
      {holds.map((hold) => (
        <Facts
          key={hold.number}
          facts={[
            { name: say("held-court"), value: <bdi>{hold.court}</bdi> },
            { name: say("held-number"), value: <bdi>{hold.number}</bdi> },
            { name: say("held-since"), value: dates.moment(hold.placed) },
          ]}
        />
      ))}
      <Text>{say("held-means")}</Text>
    </Inset>
  );
}

export function Erase({ eid }: { eid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const { value, error, doing, again } = useLoad(() => app.session.vault.erasure(eid), [eid]);
  return (
    <>
      <Back press={() => app.go({ name: "things" })}>{say("back")}</Back>
      <Title>{say("erase-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : value.state === "erased" ? (
        <Gone erasure={value} again={again} />
      ) : value.due === null ? (
        <Ask erasure={value} again={again} />
      ) : (
        <Waiting erasure={value} again={again} />
      )}
    </>
  );
}

interface Shown {
  readonly erasure: Erasure;
  readonly again: () => void;
}

function Ask({ erasure, again }: Shown): JSX.Element {
  const { say } = useWords();
  const { session, go } = useApp();
  const [when, setWhen] = useState<"later" | "now" | null>(null);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const work = useWork();
  const ask = (): void => {
    setFaults(when === null ? [{ field: "when", text: say("erase-fault") }] : []);
    if (when === null) return;
    work.run(async () => {
      await session.vault.erase(erasure.eid, when === "now" ? 0 : DAYS_TO_THINK);
      again();
    });
  };
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Holds holds={erasure.holds} />
      <Heading>{say("erase-does")}</Heading>
      <Bullets items={[say("erase-does-1"), say("erase-does-2"), say("erase-does-3")]} />
      <Heading>{say("erase-not")}</Heading>
      <Bullets items={[say("erase-not-1"), say("erase-not-2"), say("erase-not-3")]} />
      <Radios
        id="when"
        legend={say("erase-when")}
        fault={faultOf(faults, "when")}
        choices={[
          { value: "later", label: say("erase-later"), hint: say("erase-later-hint") },
          { value: "now", label: say("erase-now"), hint: say("erase-now-hint") },
        ]}
        chosen={when}
        change={(value) => {
          setWhen(value === "now" ? "now" : "later");
          setFaults([]);
        }}
      />
      <InEnglish
        sentences={[
          ...["does-1", "does-2", "does-3", "not-1", "not-2", "not-3"].map(
            (id): Sentence => [`erase-${id}`],
          ),
          ["erase-later-hint"],
          ["erase-now-hint"],
          ["erase-go"],
          ["erase-keep"],
        ]}
      />
      <Going doing={work.doing} error={work.error} again={ask} />
      <Answers>
        <Button press={ask} disabled={work.doing !== null}>
          {say("erase-go")}
        </Button>
        <Second press={() => go({ name: "things" })} disabled={work.doing !== null}>
          {say("erase-keep")}
        </Second>
      </Answers>
    </>
  );
}

function Waiting({ erasure, again }: Shown): JSX.Element {
  const { say, dates } = useWords();
  const { session, go } = useApp();
  const work = useWork();
  const keep = (): void =>
    work.run(async () => {
      await session.vault.keep(erasure.eid);
      again();
    });
  return (
    <>
      <State>
        <Text>
          {erasure.holds.length > 0
            ? say("erase-waits-hold")
            : say("erase-waits", { when: dates.moment(erasure.due ?? 0) })}
        </Text>
      </State>
      <Holds holds={erasure.holds} />
      <Going doing={work.doing} error={work.error} again={keep} />
      <Answers>
        <Button press={keep} disabled={work.doing !== null}>
          {say("erase-keep-all")}
        </Button>
        <Second press={() => go({ name: "things" })} disabled={work.doing !== null}>
          {say("back")}
        </Second>
      </Answers>
    </>
  );
}

function Gone({ erasure, again }: Shown): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  return (
    <>
      <State>
        <Text>{say(erasure.done ? "erased-done" : "erased-keys")}</Text>
      </State>
      <Text>{say("erased-left")}</Text>
      <Facts facts={[{ name: say("id-number"), value: inFours(erasure.eid) }]} />
      <div class="govuk-button-group">
        <Button press={() => go({ name: "things" })}>{say("done")}</Button>
        {erasure.done ? null : <Second press={again}>{say("looked-again")}</Second>}
      </div>
    </>
  );
}
