/** Signing in, and coming back after a lock. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Unanswered } from "../../api/http.ts";
import { Back, Button, Plain, Second } from "../../govuk/actions.tsx";
import { Checkbox, ErrorSummary, Input, faultOf } from "../../govuk/fields.tsx";
import type { Fault } from "../../govuk/fields.tsx";
import { State, Text, Title } from "../../govuk/text.tsx";
import { KeyError } from "../../keys/errors.ts";
import { useWords } from "../../words/use.ts";
import { FaultBox, Going, faultName } from "../faults.tsx";
import type { FaultName } from "../faults.tsx";
import { NoPasskey, hasPasskeys } from "../webauthn.ts";
import { useApp, useWork } from "../use.ts";
import type { Work } from "../use.ts";

export const CODE = /^[0-9a-f]{32}$/u;

/** A printed code without the spaces that make it readable. */
export function plainCode(typed: string): string {
  return typed.toLowerCase().replaceAll(/[\s-]/gu, "");
}

/** What went wrong at the door: each kind in its own words. */
export function doorFault(error: unknown): FaultName {
  if (error instanceof NoPasskey) return "passkey";
  if (error instanceof Unanswered && error.name === "unauthenticated") return "wrong";
  if (error instanceof KeyError) {
    if (["NotAuthentic", "Malformed", "NoIdentityMatches"].includes(error.name)) return "damaged";
  }
  return faultName(error);
}

export function Passphrase(of: {
  value: string;
  change: (value: string) => void;
  fault?: string | undefined;
  enter: () => void;
  label: string;
}): JSX.Element {
  const { say } = useWords();
  const [shown, setShown] = useState(false);
  return (
    <>
      <Input
        id="passphrase"
        label={of.label}
        value={of.value}
        change={of.change}
        fault={of.fault}
        secret={!shown}
        enter={of.enter}
      />
      <div class="govuk-form-group govuk-checkboxes">
        <Checkbox
          id="show"
          choice={{ value: "show", label: say("show-typed") }}
          ticked={shown}
          change={setShown}
        />
      </div>
    </>
  );
}

function DoorFault({ work, again }: { work: Work; again: () => void }): JSX.Element | null {
  if (work.error === null || work.doing !== null) return null;
  const name = doorFault(work.error);
  return <FaultBox name={name} again={name === "wrong" || name === "passkey" ? undefined : again} />;
}

/** Beside the passphrase, never in its place. */
function ByPasskey(of: { work: Work; come: () => Promise<void> | void }): JSX.Element | null {
  const { say } = useWords();
  const app = useApp();
  if (!hasPasskeys()) return null;
  const enter = (): void =>
    of.work.run(async () => {
      await app.session.signInByPasskey();
      await of.come();
    });
  return (
    <Second press={enter} disabled={of.work.doing !== null}>
      {say("passkeys-use")}
    </Second>
  );
}

export function SignIn(): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const [code, setCode] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const work = useWork();
  const enter = (): void => {
    const found: Fault[] = [];
    if (!CODE.test(plainCode(code))) found.push({ field: "code", text: say("sign-in-code-fault") });
    if (passphrase === "") found.push({ field: "passphrase", text: say("passphrase-missing") });
    setFaults(found);
    if (found.length > 0) return;
    work.run(async (progress) => {
      await app.session.signIn(plainCode(code), passphrase, progress);
      app.go({ name: "today" });
    });
  };
  return (
    <>
      <Back press={() => app.go({ name: "start" })}>{say("back")}</Back>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("sign-in-title")}</Title>
      <DoorFault work={work} again={enter} />
      <Input
        id="code"
        label={say("sign-in-code")}
        hint={say("sign-in-code-hint")}
        value={code}
        change={setCode}
        fault={faultOf(faults, "code")}
        enter={enter}
      />
      <Passphrase
        label={say("passphrase")}
        value={passphrase}
        change={setPassphrase}
        fault={faultOf(faults, "passphrase")}
        enter={enter}
      />
      {work.doing === null ? null : <Going doing={work.doing} />}
      <Button press={enter} disabled={work.doing !== null}>
        {say("sign-in")}
      </Button>
      <ByPasskey work={work} come={() => app.go({ name: "today" })} />
    </>
  );
}

export function Locked(of: {
  why: "away" | "session" | "asked";
  back: () => Promise<void>;
}): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const [passphrase, setPassphrase] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const work = useWork();
  const enter = (): void => {
    const missing = passphrase === "";
    setFaults(missing ? [{ field: "passphrase", text: say("passphrase-missing") }] : []);
    if (missing) return;
    work.run(async (progress) => {
      await app.session.unlock(passphrase, progress);
      await of.back();
    });
  };
  if (!app.session.known) return <SignIn />;
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("locked-title")}</Title>
      <State>
        <Text>{say(`locked-${of.why}`)}</Text>
      </State>
      <DoorFault work={work} again={enter} />
      <Passphrase
        label={say("passphrase")}
        value={passphrase}
        change={setPassphrase}
        fault={faultOf(faults, "passphrase")}
        enter={enter}
      />
      {work.doing === null ? null : <Going doing={work.doing} />}
      <Button press={enter} disabled={work.doing !== null}>
        {say("locked-open")}
      </Button>
      <ByPasskey work={work} come={of.back} />
      <p>
        <Plain press={() => app.go({ name: "signIn" })}>{say("locked-other")}</Plain>
      </p>
    </>
  );
}
