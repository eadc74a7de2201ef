/** Someone asks: who, why, what the law says she must be told, and saying no. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Notice, Point } from "../../api/notice.ts";
import type { RequestRow } from "../../api/request.ts";
import { Answers, Back, Button, Second } from "../../govuk/actions.tsx";
import { Checkbox, ErrorSummary } from "../../govuk/fields.tsx";
import type { Choice, Fault } from "../../govuk/fields.tsx";
import { Heading, Inset, State, Text, Title } from "../../govuk/text.tsx";
import type { Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { directionOf } from "../../words/words.ts";
import type { Choices } from "../choices.ts";
import { InEnglish } from "../english.tsx";
import { FaultBox, Going, faultName } from "../faults.tsx";
import { NotHere } from "../session.ts";
import type { Session } from "../session.ts";
import { printReceipt } from "../print.ts";
import { useApp, useLoad, useWork } from "../use.ts";
import { Who, Why, isOrdered, routeWord } from "./asked.tsx";
import { Easy } from "./easy.tsx";
import { Questions } from "./questions.tsx";

export async function requestOf(session: Session, qid: Hex): Promise<RequestRow> {
  const found = (await session.vault.requests()).find((each) => each.qid === qid);
  if (found === undefined) throw new NotHere("no such request");
  return found;
}

/** Who it is, as somebody else certified it; or that nobody did. */
function Checked({ row, checked }: { row: RequestRow; checked: (ok: boolean) => void }): JSX.Element {
  const { say } = useWords();
  const { session } = useApp();
  const { value, error, doing, again } = useLoad(async () => {
    const asker = await session.asker(row);
    checked(true);
    return asker;
  }, [row.qid]);
  if (value !== null) {
    return (
      <State>
        <Text>{say("asks-checked", { name: value.name, by: value.certifiedBy })}</Text>
      </State>
    );
  }
  if (error === null) return <Going doing={doing} />;
  return faultName(error) === "changed" ? (
    <FaultBox name="asker" />
  ) : (
    <Going doing={null} error={error} again={again} />
  );
}

/** What she ticked for the request and the notice as they are now: for other words she ticks anew. */
function tickedFor(row: RequestRow, notice: Notice, choices: Choices): ReadonlySet<string> {
  const same = choices.seen === row.sha256 && choices.notice === notice.sha256;
  return new Set(same ? choices.points : []);
}

/** The English of a draft under each point: it is what was reviewed. */
function choiceOf(point: Point, language: string): Choice {
  const label = (
    <span lang={language} dir={directionOf(language)}>
      {point.text}
    </span>
  );
  if (point.english === null) return { value: point.id, label };
  const hint = (
    <span lang="en" dir="ltr" data-english-point>
      {point.english}
    </span>
  );
  return { value: point.id, label, hint };
}

function Points(of: { notice: Notice; row: RequestRow; ticked: () => void }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const { notice } = of;
  const { qid, sha256 } = of.row;
  const draft = notice.points.some((point) => point.english !== null);
  const ticked = tickedFor(of.row, notice, app.choices(qid));
  const tick = (id: string, on: boolean): void => {
    const others = [...ticked].filter((each) => each !== id);
    const points = on ? [...others, id] : others;
    app.choose(qid, { points, seen: sha256, notice: notice.sha256 });
    of.ticked();
  };
  return (
    <fieldset class="govuk-fieldset govuk-form-group">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{say("points-title")}</legend>
      <div class="govuk-hint">{say("points-hint")}</div>
      {draft ? <Inset>{say("not-reviewed")}</Inset> : null}
      <div class="govuk-checkboxes">
        {notice.points.map((point) => (
          <Checkbox
            id={`point-${point.id}`}
            choice={choiceOf(point, notice.language)}
            ticked={ticked.has(point.id)}
            change={(on) => tick(point.id, on)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Lead({ row }: { row: RequestRow }): JSX.Element {
  const { say } = useWords();
  const { name: who, organisation, route } = row.document;
  return (
    <>
      <Text>
        {say("asks-lead", { who, organisation })} {say(routeWord(route))}
      </Text>
      <Inset>{isOrdered(row.document) ? say("asks-ordered") : say("asks-may-refuse")}</Inset>
    </>
  );
}

function Whole({ row }: { row: RequestRow }): JSX.Element {
  const { say } = useWords();
  return (
    <>
      <Who row={row} />
      <Heading>{say("why-title")}</Heading>
      <Text>{say("why-lead")}</Text>
      <Why document={row.document} />
    </>
  );
}

export function Asks({ qid }: { qid: Hex }): JSX.Element {
  const { say, language } = useWords();
  const app = useApp();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [checked, setChecked] = useState(false);
  const { value, error, doing, again } = useLoad(async () => {
    const row = await requestOf(app.session, qid);
    return { row, notice: await app.session.vault.notice(row.document.route, language.code) };
  }, [qid, language.code]);
  const { easy } = app.choices(qid);
  const next = ({ row, notice }: { row: RequestRow; notice: Notice }): void => {
    const ticked = tickedFor(row, notice, app.choices(qid));
    const missing = notice.points.filter((point) => !ticked.has(point.id));
    const [first] = missing;
    const text = say("points-fault", { left: missing.length });
    setFaults(first === undefined ? [] : [{ field: `point-${first.id}`, text }]);
    if (missing.length === 0) app.go({ name: "exactly", qid });
  };
  return (
    <div class={easy ? "easy" : undefined}>
      <Back press={() => app.go({ name: "today" })}>{say("back")}</Back>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("asks-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <Second press={() => app.choose(qid, { easy: !easy })}>
            {easy ? say("easy-hide") : say("easy-show")}
          </Second>
          {easy ? null : <Lead row={value.row} />}
          <Checked row={value.row} checked={setChecked} />
          {easy ? <Easy row={value.row} /> : <Whole row={value.row} />}
          <Questions qid={qid} open={value.row.state === "submitted"} />
          <Points notice={value.notice} row={value.row} ticked={() => setFaults([])} />
          <Answers>
            <Button press={() => next(value)} disabled={!checked}>
              {say("asks-look")}
            </Button>
            <Second press={() => app.go({ name: "refuse", qid })}>{say("share-nothing")}</Second>
          </Answers>
          <Text>{say("asks-no-hurry")}</Text>
          <Second press={printReceipt}>{say("print")}</Second>
        </>
      )}
    </div>
  );
}

export function Refuse({ qid }: { qid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const work = useWork();
  const { value } = useLoad(() => requestOf(app.session, qid), [qid]);
  const refuse = (): void =>
    work.run(async () => {
      await app.session.vault.refuse(qid);
      app.go({ name: "refused" });
    });
  const ordered = value !== null && isOrdered(value.document);
  const means = ordered ? "refuse-ordered" : "refuse-not-ended";
  return (
    <>
      <Back press={() => app.go({ name: "asks", qid })}>{say("back")}</Back>
      <Title>{say("refuse-title")}</Title>
      <Text>{say("refuse-lead")}</Text>
      <Text>{say(means)}</Text>
      <InEnglish sentences={[["refuse-lead"], [means], ["share-nothing"]]} />
      <Going doing={work.doing} error={work.error} again={refuse} />
      <Answers>
        <Button press={refuse} disabled={work.doing !== null}>
          {say("share-nothing")}
        </Button>
        <Second press={() => app.go({ name: "asks", qid })}>{say("refuse-back")}</Second>
      </Answers>
    </>
  );
}

export function Refused(): JSX.Element {
  const { say } = useWords();
  const { go } = useApp();
  return (
    <>
      <Title>{say("refused-title")}</Title>
      <State>
        <Text>{say("refused-lead")}</Text>
      </State>
      <Text>{say("refused-told")}</Text>
      <Button press={() => go({ name: "today" })}>{say("done")}</Button>
    </>
  );
}
