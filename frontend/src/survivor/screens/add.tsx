/**
 * Adding something herself: chosen or written here, said what it is, sealed, sent and read back.
 *
 * What she chose is in this page's memory alone, and goes with the screen.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Unanswered } from "../../api/http.ts";
import { Answers, Back, Button, Plain, Second } from "../../govuk/actions.tsx";
import { DateField, ErrorSummary, FileChoice, Radios, Words, faultOf } from "../../govuk/fields.tsx";
import type { DayText, Fault } from "../../govuk/fields.tsx";
import { Bullets, Heading, State, Text, Title } from "../../govuk/text.tsx";
import { ADDED } from "../../keys/messages.ts";
import type { AddedFile, Refused } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import type { Say } from "../../words/words.ts";
import { Adding, beginAdding, tooMuch } from "../adding.ts";
import type { Chosen } from "../adding.ts";
import { dayStart } from "../choices.ts";
import { NO_DAY, dayOf, isEmpty } from "../days.ts";
import { InEnglish } from "../english.tsx";
import { Going } from "../faults.tsx";
import { useApp, useWork } from "../use.ts";
import type { Tell, Work } from "../use.ts";

const NOTES = ["add-note-place", "add-note-stripped", "add-note-who"];

/** What she says of one file. */
interface SaidOf extends Chosen {
  readonly kind: string | null;
  readonly day: DayText;
}

type Stage = "choosing" | "going" | "broken" | "done";

interface Current {
  readonly stage: Stage;
  readonly files: readonly SaidOf[];
  readonly faults: readonly Fault[];
  readonly line: number;
  readonly work: Work;
  readonly take: (files: readonly { file: Blob; name: string; kind: string | null }[]) => void;
  readonly say: (number: number, change: Partial<SaidOf>) => void;
  readonly drop: (number: number) => void;
  readonly begin: () => void;
  readonly goOn: () => void;
  readonly stop: () => void;
}

let last = 0;

function useAdding(): Current {
  const { say } = useWords();
  const { session } = useApp();
  const work = useWork(true);
  const [stage, setStage] = useState<Stage>("choosing");
  const [files, setFiles] = useState<readonly SaidOf[]>([]);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [line, setLine] = useState(0);
  const [adding, setAdding] = useState<Adding | null>(null);
  const send = async (mine: Adding, progress: Tell, latest: () => boolean): Promise<void> => {
    setStage("going");
    try {
      const found = await mine.run(progress, latest);
      if (found === null || !latest()) return;
      setLine(found);
      setStage("done");
    } catch (error) {
      const lost = error instanceof Unanswered && (error.name === "offline" || error.name === "busy");
      setStage(lost ? "broken" : "choosing");
      if (!lost) throw error;
    }
  };
  const begin = async (progress: Tell, latest: () => boolean): Promise<void> => {
    const found = await beginAdding(session, files.map(asAdded), progress);
    if (!latest()) return;
    if (!(found instanceof Adding)) {
      setFaults([refusal(found, files, say)]);
      return;
    }
    setAdding(found);
    await send(found, progress, latest);
  };
  return {
    stage,
    files,
    faults,
    line,
    work,
    take: (more) =>
      setFiles([...files, ...more.map((each) => ({ ...each, number: ++last, day: NO_DAY }))]),
    say: (number, change) =>
      setFiles(files.map((each) => (each.number === number ? { ...each, ...change } : each))),
    drop: (number) => setFiles(files.filter((each) => each.number !== number)),
    begin: () => {
      const found = faultsOf(files, say);
      setFaults(found);
      if (found.length === 0) work.run(begin);
    },
    goOn: () => {
      if (adding !== null) work.run((progress, latest) => send(adding, progress, latest));
    },
    stop: () => {
      setAdding(null);
      setStage("choosing");
      work.run(() => Promise.resolve());
    },
  };
}

function asAdded({ file, name, kind, day }: SaidOf): AddedFile {
  const found = dayOf(day);
  if (found === null) return { file, name, kind: kind ?? "", day: null };
  const [first, next] = [dayStart(found), dayStart(found, 1)];
  return { file, name, kind: kind ?? "", day: { day: found, first, next } };
}

function faultsOf(files: readonly SaidOf[], say: Say): Fault[] {
  const much = tooMuch(files);
  const found = files.flatMap(({ number, kind, day }) => [
    ...(kind === null ? [{ field: `kind-${number}`, text: say("add-kind-fault") }] : []),
    ...(dayOf(day) === null && !isEmpty(day) ? [{ field: `day-${number}`, text: say("day-fault") }] : []),
  ]);
  if (files.length === 0) return [{ field: "files", text: say("add-none") }];
  return much === null ? found : [{ field: "files", text: say(`add-why-${much}`) }, ...found];
}

function refusal({ place, why }: Refused, files: readonly SaidOf[], say: Say): Fault {
  const file = files[place];
  if (file === undefined) return { field: "files", text: say(`add-why-${why}`) };
  const field = why === "day" ? `day-${file.number}` : `kind-${file.number}`;
  return { field, text: say(`add-why-${why}`) };
}

export function Add(): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  const adding = useAdding();
  const titles = {
    choosing: "add-title",
    going: "add-going-title",
    broken: "copy-broken-title",
    done: "add-done-title",
  };
  return (
    <>
      <Back press={() => go({ name: "things" })}>{say("back")}</Back>
      <Title key={adding.stage}>{say(titles[adding.stage])}</Title>
      {adding.stage === "choosing" ? (
        <Choosing adding={adding} />
      ) : adding.stage === "done" ? (
        <Done adding={adding} />
      ) : (
        <Sending adding={adding} />
      )}
    </>
  );
}

function Choosing({ adding }: { adding: Current }): JSX.Element {
  const { say, dates } = useWords();
  const { go } = useApp();
  const { files, faults, work } = adding;
  const limits = {
    files: ADDED.files,
    file: dates.size(ADDED.file),
    total: dates.size(ADDED.total),
  };
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Text>{say("add-lead")}</Text>
      <Bullets items={[say("add-note-limits", limits), ...NOTES.map((id) => say(id))]} />
      <InEnglish sentences={NOTES.map((id) => [id] as const)} />
      <FileChoice
        id="files"
        label={say("add-files")}
        fault={faultOf(faults, "files")}
        chosen={(found) =>
          adding.take(found.map((file) => ({ file, name: file.name.normalize("NFC"), kind: null })))
        }
      />
      <Written take={(file) => adding.take([{ file, name: say("add-write-name"), kind: "statement" }])} />
      {files.map((file) => (
        <OneFile key={file.number} adding={adding} file={file} />
      ))}
      <Text>{say("add-stay")}</Text>
      <Going doing={work.doing} error={work.error} />
      <Answers>
        <Button press={adding.begin} disabled={work.doing !== null}>
          {say("add-do")}
        </Button>
        <Second press={() => go({ name: "things" })}>{say("add-not")}</Second>
      </Answers>
    </>
  );
}

function Written({ take }: { take: (file: Blob) => void }): JSX.Element {
  const { say } = useWords();
  const [text, setText] = useState("");
  const done = (): void => {
    take(new Blob([text], { type: "text/plain" }));
    setText("");
  };
  return (
    <>
      <Words id="written" label={say("add-write")} value={text} change={setText} />
      <Second press={done} disabled={text.trim() === ""}>
        {say("add-write-take")}
      </Second>
    </>
  );
}

function OneFile({ adding, file }: { adding: Current; file: SaidOf }): JSX.Element {
  const { say, dates } = useWords();
  const { number, name, kind, day } = file;
  return (
    <section>
      <Heading>
        <bdi>{name}</bdi> ({dates.size(file.file.size)})
      </Heading>
      <Radios
        id={`kind-${number}`}
        legend={say("add-kind")}
        fault={faultOf(adding.faults, `kind-${number}`)}
        choices={ADDED.kinds.map((each) => ({
          value: each,
          label: say(`add-kind-${each.replace("_", "-")}`),
        }))}
        chosen={kind}
        change={(chosen) => adding.say(number, { kind: chosen })}
      />
      <DateField
        id={`day-${number}`}
        legend={say("add-day")}
        hint={say("add-day-hint")}
        fault={faultOf(adding.faults, `day-${number}`)}
        value={day}
        labels={{ day: say("day"), month: say("month"), year: say("year") }}
        change={(typed) => adding.say(number, { day: typed })}
      />
      <Plain press={() => adding.drop(number)} label={`${say("add-drop")}: ${name}`}>
        {say("add-drop")}
      </Plain>
    </section>
  );
}

function Sending({ adding }: { adding: Current }): JSX.Element {
  const { say } = useWords();
  const { work, stage } = adding;
  return (
    <>
      <Text>{say(stage === "broken" ? "add-broken" : "add-stay")}</Text>
      <Going doing={work.doing} error={work.error} />
      <div class="govuk-button-group">
        {stage === "broken" ? (
          <Button press={adding.goOn} disabled={work.doing !== null}>
            {say("copy-on")}
          </Button>
        ) : null}
        <Second press={adding.stop}>{say("add-stop")}</Second>
      </div>
    </>
  );
}

function Done({ adding }: { adding: Current }): JSX.Element {
  const { say, dates } = useWords();
  const { go } = useApp();
  return (
    <>
      <State>
        <Text>{say("add-done", { count: adding.files.length })}</Text>
      </State>
      <Text>{say("things-by-you")}</Text>
      <Text>{say("add-done-line", { line: dates.number(adding.line) })}</Text>
      <Button press={() => go({ name: "things" })}>{say("done")}</Button>
    </>
  );
}
