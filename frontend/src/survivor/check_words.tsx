/** Six check words, made when she asks for them: for comparing with somebody by telephone. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Second } from "../govuk/actions.tsx";
import { Text } from "../govuk/text.tsx";
import type { Ask } from "../keys/messages.ts";
import { useWords } from "../words/use.ts";
import { Going } from "./faults.tsx";
import { wordsOf } from "./passphrases.ts";
import { useApp, useWork } from "./use.ts";

export function CheckWords(of: Ask<"checkWords"> & { readonly about: string }): JSX.Element {
  const { say } = useWords();
  const { session } = useApp();
  const work = useWork();
  const [words, setWords] = useState<string | null>(null);
  const make = (): void =>
    work.run(async () => {
      const { numbers } = await session.ask("checkWords", { kind: of.kind, data: of.data });
      setWords(wordsOf(numbers));
    });
  return (
    <>
      <Text>{say("words-lead")}</Text>
      <Going doing={work.doing} error={work.error} again={make} />
      {words === null ? (
        <Second press={make} disabled={work.doing !== null}>
          {say("words-show")}
        </Second>
      ) : (
        <>
          <p class="codes" dir="ltr" lang="en" role="status" data-words={of.kind}>
            {words}
          </p>
          <Text>{of.about}</Text>
        </>
      )}
    </>
  );
}
