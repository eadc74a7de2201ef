/** Passkeys: opening her account with the lock of a device. A convenience, never the only way. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { endPasskey, passkeysOf } from "../../api/passkeys.ts";
import { Back, Button, Second } from "../../govuk/actions.tsx";
import { Bullets, Inset, Text, Title } from "../../govuk/text.tsx";
import { useWords } from "../../words/use.ts";
import { FaultBox, Going } from "../faults.tsx";
import { useApp, useLoad, useWork } from "../use.ts";
import { hasPasskeys } from "../webauthn.ts";
import { Passphrase, doorFault } from "./sign_in.tsx";

export function Passkeys(): JSX.Element {
  const { say, dates } = useWords();
  const { session, go } = useApp();
  const [passphrase, setPassphrase] = useState("");
  const found = useLoad(() => passkeysOf(session.http), []);
  const work = useWork();
  const add = (): void =>
    work.run(async (progress) => {
      await session.addPasskey(passphrase, progress);
      setPassphrase("");
      found.again();
    });
  return (
    <>
      <Back press={() => go({ name: "today" })}>{say("back")}</Back>
      <Title>{say("passkeys-title")}</Title>
      <Text>{say("passkeys-lead")}</Text>
      <Inset>{say("passkeys-warn")}</Inset>
      <Bullets items={[say("passkeys-listed"), say("passkeys-stays"), say("passkeys-copied")]} />
      <Going doing={found.doing} error={found.error} again={found.again} />
      <ul class="govuk-list govuk-list--spaced">
        {(found.value ?? []).map((each) => (
          <li key={each.made} class="card" data-passkey>
            <Text>{say("passkeys-made", { when: dates.moment(each.made) })}</Text>
            <Second
              press={() =>
                work.run(async () => {
                  await endPasskey(session.http, each.credential);
                  found.again();
                })
              }
            >
              {say("passkeys-end")}
            </Second>
          </li>
        ))}
      </ul>
      {work.error !== null && work.doing === null ? <FaultBox name={doorFault(work.error)} /> : null}
      {work.doing === null ? null : <Going doing={work.doing} />}
      {hasPasskeys() ? (
        <>
          <Passphrase
            label={say("passphrase")}
            value={passphrase}
            change={setPassphrase}
            enter={add}
          />
          <Button press={add} disabled={work.doing !== null || passphrase === ""}>
            {say("passkeys-add")}
          </Button>
        </>
      ) : (
        <Text>{say("passkeys-none")}</Text>
      )}
    </>
  );
}
