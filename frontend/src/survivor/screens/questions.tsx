/** Asking back: what she wants to know before she decides, and what they replied. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Second } from "../../govuk/actions.tsx";
import { Input } from "../../govuk/fields.tsx";
import { Facts } from "../../govuk/lists.tsx";
import { Heading, Text } from "../../govuk/text.tsx";
import type { Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { Going } from "../faults.tsx";
import { useApp, useLoad, useWork } from "../use.ts";
import { Theirs } from "./asked.tsx";

const LONGEST = 2000;

export function Questions({ qid, open }: { qid: Hex; open: boolean }): JSX.Element {
  const { say } = useWords();
  const { session } = useApp();
  const [sent, setSent] = useState(0);
  const [typed, setTyped] = useState("");
  const work = useWork();
  const { value, error, doing, again } = useLoad(() => session.vault.questions(qid), [qid, sent]);
  const ask = (): void =>
    work.run(async () => {
      await session.vault.ask(qid, typed.trim().normalize("NFC"));
      setTyped("");
      setSent(sent + 1);
    });
  const ready = typed.trim() !== "" && typed.length <= LONGEST;
  return (
    <>
      <Heading>{say("questions-title")}</Heading>
      <Text>{say("questions-lead")}</Text>
      <Going doing={doing} error={error} again={again} />
      {value === null || value.length === 0 ? null : (
        <Facts
          facts={value.map((each) => ({
            name: each.question,
            value: each.reply === null ? say("questions-waiting") : <Theirs text={each.reply} />,
          }))}
        />
      )}
      {open ? (
        <>
          <Input
            id="question"
            label={say("questions-ask")}
            hint={say("questions-hint")}
            value={typed}
            change={setTyped}
          />
          <Going doing={work.doing} error={work.error} again={ask} />
          <Second press={ask} disabled={!ready || work.doing !== null}>
            {say("questions-send")}
          </Second>
        </>
      ) : null}
    </>
  );
}
