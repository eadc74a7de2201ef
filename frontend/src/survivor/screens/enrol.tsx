/** The first visit: one-time code, passphrase, typed back; then her key and her login code. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Back, Button, Plain, Second } from "../../govuk/actions.tsx";
import { ErrorSummary, Input, faultOf } from "../../govuk/fields.tsx";
import type { Fault } from "../../govuk/fields.tsx";
import { Inset, Text, Title } from "../../govuk/text.tsx";
import type { Answer } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { Going } from "../faults.tsx";
import { useApp, useLoad, useWork } from "../use.ts";
import { Made } from "./made.tsx";
import { CODE, Passphrase, plainCode } from "./sign_in.tsx";

/** Shorter than this is quickly guessed, whatever it is made of. */
const SHORTEST = 16;

type Step =
  | { readonly name: "code" }
  | { readonly name: "made" }
  | { readonly name: "own" }
  | { readonly name: "again"; readonly own: boolean }
  | { readonly name: "done"; readonly account: Answer<"enrol"> };

export function Enrol(): JSX.Element {
  const [step, setStep] = useState<Step>({ name: "code" });
  const [code, setCode] = useState("");
  const [passphrase, setPassphrase] = useState("");
  switch (step.name) {
    case "code":
      return (
        <CodeStep key="code" code={code} change={setCode} next={() => setStep({ name: "made" })} />
      );
    case "made":
      return (
        <Offered
          key="made"
          back={() => setStep({ name: "code" })}
          own={() => setStep({ name: "own" })}
          next={(offered) => {
            setPassphrase(offered);
            setStep({ name: "again", own: false });
          }}
        />
      );
    case "own":
      return (
        <Own
          key="own"
          back={() => setStep({ name: "made" })}
          next={(chosen) => {
            setPassphrase(chosen);
            setStep({ name: "again", own: true });
          }}
        />
      );
    case "again":
      return (
        <Again
          key="again"
          code={plainCode(code)}
          passphrase={passphrase}
          back={() => setStep(step.own ? { name: "own" } : { name: "made" })}
          next={(account) => {
            setPassphrase("");
            setStep({ name: "done", account });
          }}
        />
      );
    default:
      return <Made key="done" account={step.account} />;
  }
}

function CodeStep(of: {
  code: string;
  change: (code: string) => void;
  next: () => void;
}): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const next = (): void => {
    if (CODE.test(plainCode(of.code))) of.next();
    else setFaults([{ field: "code", text: say("enrol-code-fault") }]);
  };
  return (
    <>
      <Back press={() => go({ name: "start" })}>{say("back")}</Back>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("enrol-title")}</Title>
      <Text>{say("enrol-lead")}</Text>
      <Input
        id="code"
        label={say("enrol-code")}
        hint={say("enrol-code-hint")}
        value={of.code}
        change={of.change}
        fault={faultOf(faults, "code")}
        enter={next}
      />
      <Button press={next}>{say("continue")}</Button>
    </>
  );
}

function Offered(of: {
  back: () => void;
  own: () => void;
  next: (passphrase: string) => void;
}): JSX.Element {
  const { say } = useWords();
  const [number, setNumber] = useState(0);
  const { value, error, doing, again } = useLoad(
    async () => (await import("../passphrases.ts")).madePassphrase(),
    [number],
  );
  return (
    <>
      <Back press={of.back}>{say("back")}</Back>
      <Title>{say("offered-title")}</Title>
      <Text>{say("offered-lead")}</Text>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <p class="codes codes--words" lang="en" dir="ltr" data-secret="passphrase">
            {value}
          </p>
          <Inset>{say("offered-warn")}</Inset>
          <Button press={() => of.next(value)}>{say("offered-take")}</Button>
        </>
      )}
      <p>
        <Plain press={() => setNumber(number + 1)}>{say("offered-other")}</Plain>
      </p>
      <p>
        <Plain press={of.own}>{say("offered-own")}</Plain>
      </p>
    </>
  );
}

function Own(of: { back: () => void; next: (passphrase: string) => void }): JSX.Element {
  const { say } = useWords();
  const [typed, setTyped] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const next = (): void => {
    if (typed.trim().length >= SHORTEST) of.next(typed.trim());
    else setFaults([{ field: "passphrase", text: say("own-short") }]);
  };
  return (
    <>
      <Back press={of.back}>{say("back")}</Back>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("own-title")}</Title>
      <Text>{say("own-lead")}</Text>
      <Passphrase
        label={say("passphrase")}
        value={typed}
        change={setTyped}
        fault={faultOf(faults, "passphrase")}
        enter={next}
      />
      <Button press={next}>{say("continue")}</Button>
    </>
  );
}

function Again(of: {
  code: string;
  passphrase: string;
  back: () => void;
  next: (account: Answer<"enrol">) => void;
}): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const [typed, setTyped] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const work = useWork();
  const next = (): void => {
    const same = typed.trim().replaceAll(/\s+/gu, " ") === of.passphrase;
    setFaults(same ? [] : [{ field: "passphrase", text: say("again-differs") }]);
    if (!same) return;
    work.run(async (progress) => {
      of.next(await app.session.enrol(of.code, of.passphrase, progress));
    });
  };
  return (
    <>
      <Back press={of.back}>{say("back")}</Back>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("again-title")}</Title>
      <Text>{say("again-lead")}</Text>
      <Passphrase
        label={say("passphrase")}
        value={typed}
        change={setTyped}
        fault={faultOf(faults, "passphrase")}
        enter={next}
      />
      <Going doing={work.doing} error={work.error} again={next} />
      <div class="govuk-button-group">
        <Button press={next} disabled={work.doing !== null}>
          {say("again-make")}
        </Button>
        <Second press={of.back} disabled={work.doing !== null}>
          {say("again-see")}
        </Second>
      </div>
    </>
  );
}
