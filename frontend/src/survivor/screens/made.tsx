/** The account is made: her login code to write down, her key to compare with the guardian. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../govuk/actions.tsx";
import { ErrorSummary, Input, faultOf } from "../../govuk/fields.tsx";
import type { Fault } from "../../govuk/fields.tsx";
import { Details, Inset, Text, Title } from "../../govuk/text.tsx";
import type { Answer } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { QrCode } from "../qr.tsx";
import { useApp } from "../use.ts";
import { plainCode } from "./sign_in.tsx";

export function inFours(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/gu, "$1 ");
}

export function Made({ account }: { account: Answer<"enrol"> }): JSX.Element {
  const [written, setWritten] = useState(false);
  return written ? (
    <Key key="key" account={account} />
  ) : (
    <LoginCode key="code" code={account.loginCode} next={() => setWritten(true)} />
  );
}

function LoginCode({ code, next }: { code: string; next: () => void }): JSX.Element {
  const { say } = useWords();
  const [typed, setTyped] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const check = (): void => {
    if (plainCode(typed) === code.slice(-4)) next();
    else setFaults([{ field: "last", text: say("made-last-fault") }]);
  };
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("made-title")}</Title>
      <Text>{say("made-lead")}</Text>
      <p class="codes" dir="ltr" data-secret="login">
        {inFours(code)}
      </p>
      <Inset>{say("made-warn")}</Inset>
      <Input
        id="last"
        label={say("made-last")}
        value={typed}
        change={setTyped}
        fault={faultOf(faults, "last")}
        enter={check}
      />
      <Button press={check}>{say("continue")}</Button>
    </>
  );
}

function Key({ account }: { account: Answer<"enrol"> }): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  return (
    <>
      <Title>{say("key-title")}</Title>
      <Text>{say("key-lead")}</Text>
      <p class="codes" dir="ltr">
        {account.shown}
      </p>
      <QrCode hex={account.fp} label={say("key-qr")} />
      <Details summary={say("key-whole")}>
        <Text>{say("key-whole-lead")}</Text>
        <p class="codes" dir="ltr" data-fp="">
          {inFours(account.fp)}
        </p>
      </Details>
      <Text>{say("key-differs")}</Text>
      <Button press={() => go({ name: "today" })}>{say("continue")}</Button>
    </>
  );
}
