/**
 * What did not match, said at every visit until she names somebody whom she talked to about it.
 *
 * docs/formats/finding.md. The file holds both states of the list and no line of hers.
 */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../govuk/actions.tsx";
import { ErrorSummary, Input, faultOf } from "../govuk/fields.tsx";
import type { Fault } from "../govuk/fields.tsx";
import { Bullets, Details, State, Text } from "../govuk/text.tsx";
import { FINDING_LIMITS } from "../keys/messages.ts";
import type { FindingJson } from "../keys/messages.ts";
import { useWords } from "../words/use.ts";
import { Going } from "./faults.tsx";
import { useApp, useWork } from "./use.ts";

const NAME = "notes.json";

interface Of {
  readonly findings: readonly FindingJson[];
}

/** Says what was seen and when, what to do, and takes whom she talked to. */
export function NotMatched({ findings, talked }: Of & { talked: () => void }): JSX.Element {
  const { say } = useWords();
  const { session } = useApp();
  const [whom, setWhom] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const work = useWork();
  const done = (): void => {
    const name = whom.trim();
    const wrong = name === "" || [...name].length > FINDING_LIMITS.whom;
    setFaults(wrong ? [{ field: "whom", text: say("finding-whom-fault") }] : []);
    if (wrong) return;
    work.run(async () => {
      await session.talked(name, Date.now());
      talked();
    });
  };
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <State wrong>
        <h2 class="govuk-heading-s">{say("looked-mismatch")}</h2>
        <Seen findings={findings} />
        <Text>{say("looked-mismatch-next")}</Text>
        <Text>{say(session.findingsKept ? "finding-kept" : "finding-not-kept")}</Text>
        <Text>{say("finding-file")}</Text>
        <SaveFile findings={findings} />
      </State>
      <Input
        id="whom"
        label={say("finding-whom")}
        hint={say("finding-whom-hint")}
        value={whom}
        change={setWhom}
        fault={faultOf(faults, "whom")}
        enter={done}
      />
      <Going doing={work.doing} error={work.error} />
      <Button press={done} disabled={work.doing !== null}>
        {say("finding-done")}
      </Button>
    </>
  );
}

/** What did not match in earlier times, and whom she talked to then. */
export function Earlier({ findings }: Of): JSX.Element | null {
  const { say } = useWords();
  const told = findings.filter((each) => each.told !== null);
  if (told.length === 0) return null;
  return (
    <Details summary={say("finding-earlier")}>
      <Seen findings={told} />
      <SaveFile findings={told} />
    </Details>
  );
}

function Seen({ findings }: Of): JSX.Element {
  const { say, dates } = useWords();
  const items = findings.map(({ at, kind, name, told }) => {
    const seen = say(`finding-${kind}`, { when: dates.moment(at * 1000), name });
    if (told === null) return seen;
    const then = { whom: told.whom, when: dates.moment(told.at * 1000) };
    return `${seen} ${say("finding-told", then)}`;
  });
  return <Bullets items={items} />;
}

/** The evidence as a file to give to somebody; made here, saved by her alone. */
function SaveFile({ findings }: Of): JSX.Element | null {
  const { say } = useWords();
  const { session } = useApp();
  const [url, setUrl] = useState("");
  const policy = session.pin().log;
  const which = findings.map(({ at, kind, name }) => `${at} ${kind} ${name}`).join();
  useEffect(() => {
    let made = "";
    let shown = true;
    const make = async (): Promise<void> => {
      const { file } = await session.ask("finding", { findings, fresh: null, policy });
      if (!shown) return;
      made = URL.createObjectURL(new Blob([file], { type: "application/json" }));
      setUrl(made);
    };
    void make().catch(() => undefined);
    return () => {
      shown = false;
      if (made !== "") URL.revokeObjectURL(made);
    };
  }, [which]);
  if (url === "") return null;
  return (
    <p>
      <a class="govuk-button govuk-button--secondary" href={url} download={NAME}>
        {say("finding-save")}
      </a>
    </p>
  );
}
