/**
 * A full copy of one sealed extraction: warned, wanted twice, made on this device, saved by her.
 *
 * What was made is in this page's memory alone until she saves it, and goes with the screen.
 */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Answers, Back, Button, Second } from "../../govuk/actions.tsx";
import { Checkbox, ErrorSummary } from "../../govuk/fields.tsx";
import type { Fault } from "../../govuk/fields.tsx";
import { Bullets, Heading, Inset, State, Text, Title } from "../../govuk/text.tsx";
import { KeyError } from "../../keys/errors.ts";
import type { Bytes, Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import type { Words } from "../../words/words.ts";
import { InEnglish } from "../english.tsx";
import { FaultBox, Going } from "../faults.tsx";
import { useApp, useWork } from "../use.ts";
import type { Session } from "../session.ts";
import type { Tell, Work } from "../use.ts";
import { Passphrase, doorFault } from "./sign_in.tsx";

const NAME = "notes.zip";
const WARNED = ["copy-warn-1", "copy-warn-2", "copy-warn-3", "copy-warn-4"];
const README = ["copy-readme-1", "copy-readme-2", "copy-readme-4", "copy-readme-3"];

/** Where the copy stands; `broken` can go on, `ready` is in this page's memory. */
type Stage = "before" | "making" | "broken" | "ready" | "saved";

/** What is being made, and how far it is; dropped whole. */
interface Making {
  readonly number: number;
  readonly pieces: Bytes[];
}

/** The words that lie in the copy: hers, and English where that is another. */
function readme({ say, english, language }: Words): string {
  const told = README.map((id) => say(id));
  const both = language.reviewed ? told : [...told, "", ...README.map((id) => english(id))];
  return `${both.join("\n")}\n`;
}

interface Copying {
  readonly stage: Stage;
  readonly size: number;
  readonly url: string;
  readonly work: Work;
  readonly begin: (passphrase: string) => void;
  readonly goOn: () => void;
  readonly stop: () => void;
  readonly saved: () => void;
}

/** Asks for piece after piece while the copy is wanted; gives whether it is whole. */
async function pieces(
  session: Session,
  mine: Making,
  wanted: () => boolean,
  progress: Tell,
): Promise<boolean> {
  for (;;) {
    const next = await session.ask("nextCopy", { copy: mine.number }, progress);
    if (!wanted()) return false;
    mine.pieces.push(next.data);
    if (next.whole) return true;
    progress("copying", next.done, next.total);
  }
}

/** What of a copy is in memory; it goes with the screen. */
class Kept {
  making: Making | null = null;
  url = "";

  drop(): void {
    this.making = null;
    if (this.url !== "") URL.revokeObjectURL(this.url);
    this.url = "";
  }

  /** Makes one thing to save of all pieces; gives its size. */
  whole(mine: Making): number {
    const blob = new Blob(mine.pieces, { type: "application/zip" });
    this.making = null;
    this.url = URL.createObjectURL(blob);
    return blob.size;
  }
}

function useCopy(eid: Hex): Copying {
  const words = useWords();
  const { session } = useApp();
  const work = useWork(true);
  const [stage, setStage] = useState<Stage>("before");
  const [size, setSize] = useState(0);
  const { current: kept } = useRef(new Kept());
  useEffect(() => () => kept.drop(), []);
  const make = async (mine: Making, progress: Tell): Promise<void> => {
    const wanted = (): boolean => kept.making === mine;
    setStage("making");
    try {
      if (!(await pieces(session, mine, wanted, progress))) return;
      setSize(kept.whole(mine));
      setStage("ready");
    } catch (error) {
      if (!wanted()) return;
      const lost = error instanceof KeyError && error.name === "Missing";
      setStage(lost ? "broken" : "before");
      if (lost) return;
      kept.drop();
      throw error;
    }
  };
  const begin = async (passphrase: string, progress: Tell, latest: () => boolean): Promise<void> => {
    await session.confirm(passphrase, progress);
    const number = await session.beginCopy(eid, readme(words));
    // She may have gone to another screen meanwhile.
    if (!latest()) return;
    kept.making = { number, pieces: [] };
    await make(kept.making, progress);
  };
  const goOn = async (progress: Tell): Promise<void> => {
    // An ended session would look like a lost connection for ever.
    await session.vault.extractions();
    if (kept.making !== null) await make(kept.making, progress);
  };
  const stop = (): void => {
    kept.drop();
    setStage("before");
    work.run(() => Promise.resolve());
  };
  return {
    stage,
    size,
    work,
    stop,
    url: kept.url,
    begin: (passphrase) => work.run((progress, latest) => begin(passphrase, progress, latest)),
    goOn: () => work.run(goOn),
    saved: () => setStage("saved"),
  };
}

export function Copy({ eid }: { eid: Hex }): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  const copy = useCopy(eid);
  const titles = {
    before: "copy-title",
    making: "copy-going-title",
    broken: "copy-broken-title",
    ready: "copy-ready-title",
    saved: "copy-saved-title",
  };
  return (
    <>
      <Back press={() => go({ name: "things" })}>{say("back")}</Back>
      <Title key={copy.stage}>{say(titles[copy.stage])}</Title>
      {copy.stage === "before" ? (
        <Before copy={copy} />
      ) : copy.stage === "making" || copy.stage === "broken" ? (
        <Made copy={copy} />
      ) : (
        <Ready copy={copy} />
      )}
    </>
  );
}

function Before({ copy }: { copy: Copying }): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  const { work } = copy;
  const [known, setKnown] = useState(false);
  const [passphrase, setPassphrase] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const begin = (): void => {
    const found = known ? [] : [{ field: "known", text: say("copy-known-fault") }];
    setFaults(found);
    if (known && passphrase !== "") copy.begin(passphrase);
  };
  const wrong = work.error !== null && doorFault(work.error) === "damaged";
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Text>{say("copy-lead")}</Text>
      <Heading>{say("copy-warn")}</Heading>
      <Inset>
        <Bullets items={WARNED.map((id) => say(id))} />
      </Inset>
      <Heading>{say("copy-holds")}</Heading>
      <Bullets items={[say("copy-holds-1"), say("copy-holds-2"), say("copy-logged")]} />
      <div class="govuk-form-group govuk-checkboxes">
        <Checkbox
          id="known"
          choice={{ value: "known", label: say("copy-known") }}
          ticked={known}
          change={setKnown}
        />
      </div>
      {wrong && work.doing === null ? <FaultBox name="wrong" /> : null}
      <Passphrase
        label={say("passphrase")}
        value={passphrase}
        change={setPassphrase}
        enter={begin}
      />
      <InEnglish
        sentences={[...WARNED, "copy-known", "copy-make", "copy-not"].map((id) => [id] as const)}
      />
      <Going doing={work.doing} error={wrong ? null : work.error} />
      <Answers>
        <Button press={begin} disabled={work.doing !== null || passphrase === ""}>
          {say("copy-make")}
        </Button>
        <Second press={() => go({ name: "things" })}>{say("copy-not")}</Second>
      </Answers>
    </>
  );
}

function Made({ copy }: { copy: Copying }): JSX.Element {
  const { say } = useWords();
  const { work, stage } = copy;
  return (
    <>
      <Text>{say(stage === "broken" ? "copy-broken" : "copy-going")}</Text>
      <Going doing={work.doing} error={work.error} />
      <div class="govuk-button-group">
        {stage === "broken" ? (
          <Button press={copy.goOn} disabled={work.doing !== null}>
            {say("copy-on")}
          </Button>
        ) : null}
        <Second press={copy.stop}>{say("copy-stop")}</Second>
      </div>
    </>
  );
}

function Ready({ copy }: { copy: Copying }): JSX.Element {
  const { say, dates } = useWords();
  const { go } = useApp();
  const saved = copy.stage === "saved";
  return (
    <>
      <State>
        <Text>{say(saved ? "copy-saved" : "copy-ready", { size: dates.size(copy.size) })}</Text>
      </State>
      <Text>{say(saved ? "copy-saved-after" : "copy-warn-1")}</Text>
      <InEnglish sentences={saved ? [["copy-saved-after"]] : [["copy-warn-1"], ["copy-save"]]} />
      <div class="govuk-button-group">
        <a class="govuk-button" href={copy.url} download={NAME} onClick={copy.saved}>
          {say(saved ? "copy-save-again" : "copy-save")}
        </a>
        <Second press={saved ? () => go({ name: "things" }) : copy.stop}>
          {say(saved ? "done" : "copy-throw")}
        </Second>
      </div>
    </>
  );
}
