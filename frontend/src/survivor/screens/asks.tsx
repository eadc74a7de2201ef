/** Someone asks: who, why, what the law says she must be told, and saying no. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Notice, RequestDocument, RequestRow } from "../../api/vault.ts";
import { Answers, Back, Button, Second } from "../../govuk/actions.tsx";
import { Checkbox, ErrorSummary } from "../../govuk/fields.tsx";
import type { Fault } from "../../govuk/fields.tsx";
import { Facts } from "../../govuk/lists.tsx";
import type { Fact } from "../../govuk/lists.tsx";
import { Details, Heading, Inset, State, Text, Title } from "../../govuk/text.tsx";
import type { Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import type { Words } from "../../words/words.ts";
import { kindWord } from "../counts.tsx";
import { FaultBox, Going, faultName } from "../faults.tsx";
import { NotHere } from "../session.ts";
import type { Session } from "../session.ts";
import { useApp, useLoad, useWork } from "../use.ts";

export async function requestOf(session: Session, qid: Hex): Promise<RequestRow> {
  const found = (await session.vault.requests()).find((each) => each.qid === qid);
  if (found === undefined) throw new NotHere("no such request");
  return found;
}

/** Their own words: of a person who asks, in the language that they wrote in. */
export function Theirs({ text }: { text: string | null }): JSX.Element {
  const { say } = useWords();
  return text === null ? <>{say("left-blank")}</> : <q dir="auto">{text}</q>;
}

/** What is asked for, in words: kinds, days, people and conversations. */
export function soughtFacts(document: RequestDocument, words: Words): readonly Fact[] {
  const { say, dates } = words;
  const { sought } = document;
  const days = sought.d ?? [];
  return [
    { name: say("sought-kinds"), value: sought.c.map((kind) => say(kindWord(kind))).join(", ") },
    {
      name: say("sought-days"),
      value:
        days.length === 0
          ? say("sought-any-day")
          : days
              .map(([from, to]) =>
                say("sought-from-to", {
                  from: dates.day(from * 1000),
                  to: dates.day((to - 1) * 1000),
                }),
              )
              .join("; "),
    },
    ...(sought.k === undefined
      ? []
      : [{ name: say("sought-words"), value: <bdi>{sought.k.join(", ")}</bdi> }]),
    ...(sought.p === undefined
      ? []
      : [{ name: say("sought-people"), value: <bdi>{sought.p.join(", ")}</bdi> }]),
    ...(sought.t === undefined
      ? []
      : [{ name: say("sought-threads"), value: say("sought-count", { count: sought.t.length }) }]),
  ];
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

function Who({ row }: { row: RequestRow }): JSX.Element {
  const words = useWords();
  const { say } = words;
  const { document } = row;
  return (
    <>
      <Facts
        facts={[
          { name: say("asks-name"), value: <bdi>{document.name}</bdi> },
          { name: say("asks-organisation"), value: <bdi>{document.organisation}</bdi> },
          { name: say("asks-reference"), value: <bdi>{document.reference}</bdi> },
          { name: say("asks-contact"), value: <bdi>{document.contact}</bdi> },
          ...soughtFacts(document, words),
          { name: say("asks-answer-by"), value: words.dates.moment(row.expires) },
        ]}
      />
      <Details summary={say("how-known")}>
        <Text>{say("asks-how")}</Text>
      </Details>
    </>
  );
}

function Why({ document }: { document: RequestDocument }): JSX.Element {
  const { say } = useWords();
  const { handling } = document;
  return (
    <Facts
      facts={[
        { name: say("why-enquiry"), value: <Theirs text={document.lineOfEnquiry} /> },
        { name: say("why-relevance"), value: <Theirs text={document.relevance} /> },
        { name: say("why-necessity"), value: <Theirs text={document.necessity} /> },
        { name: say("why-alternatives"), value: <Theirs text={document.alternatives} /> },
        { name: say("why-excess"), value: <Theirs text={document.excess} /> },
        { name: say("why-people"), value: <Theirs text={handling?.people ?? null} /> },
        { name: say("why-storage"), value: <Theirs text={handling?.storage ?? null} /> },
        { name: say("why-retention"), value: <Theirs text={handling?.retention ?? null} /> },
        { name: say("why-defence"), value: <Theirs text={handling?.defence ?? null} /> },
      ]}
    />
  );
}

function Points(of: { notice: Notice; qid: Hex; ticked: () => void }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const ticked = new Set(app.choices(of.qid).points);
  const tick = (id: string, on: boolean): void => {
    const others = [...ticked].filter((each) => each !== id);
    app.choose(of.qid, { points: on ? [...others, id] : others });
    of.ticked();
  };
  return (
    <fieldset class="govuk-fieldset govuk-form-group">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{say("points-title")}</legend>
      <div class="govuk-hint">{say("points-hint")}</div>
      <div class="govuk-checkboxes">
        {of.notice.points.map((point) => (
          <Checkbox
            id={`point-${point.id}`}
            choice={{
              value: point.id,
              label: (
                <span lang={of.notice.language} dir="ltr">
                  {point.text}
                </span>
              ),
            }}
            ticked={ticked.has(point.id)}
            change={(on) => tick(point.id, on)}
          />
        ))}
      </div>
    </fieldset>
  );
}

export function Asks({ qid }: { qid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [checked, setChecked] = useState(false);
  const { value, error, doing, again } = useLoad(async () => {
    const [row, notice] = await Promise.all([
      requestOf(app.session, qid),
      app.session.vault.notice(),
    ]);
    return { row, notice };
  }, [qid]);
  const next = (notice: Notice): void => {
    const ticked = new Set(app.choices(qid).points);
    const missing = notice.points.filter((point) => !ticked.has(point.id));
    const [first] = missing;
    const text = say("points-fault", { left: missing.length });
    setFaults(first === undefined ? [] : [{ field: `point-${first.id}`, text }]);
    if (missing.length === 0) app.go({ name: "exactly", qid });
  };
  return (
    <>
      <Back press={() => app.go({ name: "today" })}>{say("back")}</Back>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("asks-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <Text>
            {say("asks-lead", {
              who: value.row.document.name,
              organisation: value.row.document.organisation,
            })}
          </Text>
          <Inset>{say("asks-may-refuse")}</Inset>
          <Checked row={value.row} checked={setChecked} />
          <Who row={value.row} />
          <Heading>{say("why-title")}</Heading>
          <Text>{say("why-lead")}</Text>
          <Why document={value.row.document} />
          <Points notice={value.notice} qid={qid} ticked={() => setFaults([])} />
          <Answers>
            <Button press={() => next(value.notice)} disabled={!checked}>
              {say("asks-look")}
            </Button>
            <Second press={() => app.go({ name: "refuse", qid })}>{say("share-nothing")}</Second>
          </Answers>
          <Text>{say("asks-no-hurry")}</Text>
        </>
      )}
    </>
  );
}

export function Refuse({ qid }: { qid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const work = useWork();
  const refuse = (): void =>
    work.run(async () => {
      await app.session.vault.refuse(qid);
      app.go({ name: "refused" });
    });
  return (
    <>
      <Back press={() => app.go({ name: "asks", qid })}>{say("back")}</Back>
      <Title>{say("refuse-title")}</Title>
      <Text>{say("refuse-lead")}</Text>
      <Text>{say("refuse-not-ended")}</Text>
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
