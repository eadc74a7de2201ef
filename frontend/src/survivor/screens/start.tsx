/** Before you start: what the way out does, what it cannot do, and two doors. */

import type { JSX } from "preact";
import { Button, Second } from "../../govuk/actions.tsx";
import { Bullets, Heading, Text, Title } from "../../govuk/text.tsx";
import { useWords } from "../../words/use.ts";
import { useApp } from "../use.ts";

export function Start(): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  return (
    <>
      <Title>{say("start-title")}</Title>
      <Text>{say("start-lead")}</Text>
      <Heading>{say("start-leave-title")}</Heading>
      <Bullets items={[say("start-leave-1"), say("start-leave-2"), say("start-leave-3")]} />
      <Heading>{say("start-left-title")}</Heading>
      <Bullets items={[say("start-left-1"), say("start-left-2"), say("start-left-3")]} />
      <Heading>{say("start-doors-title")}</Heading>
      <div class="answers">
        <Button press={() => go({ name: "signIn" })}>{say("start-been")}</Button>
        <Second press={() => go({ name: "enrol" })}>{say("start-code")}</Second>
      </div>
    </>
  );
}
