/** A single-use code that she may hand out, so that one request can reach her. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Back, Button } from "../../govuk/actions.tsx";
import { Inset, Text, Title } from "../../govuk/text.tsx";
import { useWords } from "../../words/use.ts";
import { Going } from "../faults.tsx";
import { useApp, useWork } from "../use.ts";
import { inFours } from "./made.tsx";

export function Code(): JSX.Element {
  const { say } = useWords();
  const { session, go } = useApp();
  const [code, setCode] = useState<string | null>(null);
  const work = useWork();
  const make = (): void => work.run(async () => setCode(await session.vault.requestCode()));
  return (
    <>
      <Back press={() => go({ name: "today" })}>{say("back")}</Back>
      <Title>{say("code-title")}</Title>
      <Text>{say("code-lead")}</Text>
      <Going doing={work.doing} error={work.error} again={make} />
      {code === null ? (
        <Button press={make} disabled={work.doing !== null}>
          {say("code-make")}
        </Button>
      ) : (
        <>
          <p class="codes" dir="ltr">
            {inFours(code)}
          </p>
          <Inset>{say("code-once")}</Inset>
          <Button press={() => go({ name: "today" })}>{say("done")}</Button>
        </>
      )}
    </>
  );
}
