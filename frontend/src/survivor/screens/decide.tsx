/** Check and decide: what, who, until when, ask again or not; share, or share nothing. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Answers, Back, Button, Second } from "../../govuk/actions.tsx";
import { DateField, ErrorSummary, Radios, faultOf } from "../../govuk/fields.tsx";
import type { DayText, Fault } from "../../govuk/fields.tsx";
import { Facts } from "../../govuk/lists.tsx";
import { Bullets, Details, Heading, State, Text, Title } from "../../govuk/text.tsx";
import type { Hex, PreviewJson } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import type { Say } from "../../words/words.ts";
import { dayStart } from "../choices.ts";
import type { Choices } from "../choices.ts";
import { dayOf, dayText, spelt } from "../days.ts";
import { InEnglish } from "../english.tsx";
import type { Sentence } from "../english.tsx";
import { Going } from "../faults.tsx";
import { matterOf, previewNow, whichExtraction } from "../matter.ts";
import type { Matter } from "../matter.ts";
import { NotHere } from "../session.ts";
import { useApp, useLoad, useWork } from "../use.ts";
import type { App, Tell } from "../use.ts";
import { Theirs } from "./asked.tsx";
import { requestOf } from "./asks.tsx";
import { Hiding, Others } from "./exactly.tsx";
import { inFours } from "./made.tsx";
import { Visit, visitSentences } from "./visit.tsx";

const SHORT_DAYS = 7;
const LONGEST_DAYS = 364;

async function load(app: App, qid: Hex, progress: Tell) {
  const row = await requestOf(app.session, qid);
  const choices = app.choices(qid);
  const eid = whichExtraction(await app.session.vault.extractions(), choices);
  if (eid === null) return null;
  const matter = await matterOf(app.session, row, eid, progress);
  return { matter, now: await previewNow(app.session, matter, choices, progress) };
}

/** Notes the notice, gets a one-time worker key, signs for exactly this preview, sends it. */
async function agree(
  app: App,
  matter: Matter,
  now: PreviewJson,
  choices: Choices & { until: string; approval: "ask" | "auto"; language: string },
  progress: Tell,
): Promise<Hex> {
  const { session } = app;
  const { qid, recipient } = matter.row;
  await session.asker(matter.row);
  if (recipient === null) throw new NotHere("nobody to share with");
  // For the words and the request as she saw them: if they are others by now, the vault refuses
  // and she reads them first. What is fetched here tells the policy of today alone.
  const { seen, notice } = choices;
  if (seen === null || notice === null) throw new NotHere("no notice was ticked");
  const { policy } = await session.vault.notice(matter.row.document.route, choices.language);
  await session.vault.acknowledge(qid, notice, choices.points, seen);
  const worker = await session.vault.workerKey();
  const signed = await session.ask(
    "grant",
    {
      preview: now.preview,
      ...worker,
      roots: session.pin().roots,
      recipients: [recipient],
      points: choices.visit,
      approval: choices.approval,
      until: dayStart(choices.until, 1),
      now: Math.floor(Date.now() / 1000),
      request: qid,
      policy,
      notice,
    },
    progress,
  );
  return (await session.vault.grant(signed.statement, signed.envelope)).gid;
}

function inDays(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return spelt(day);
}

export function Decide({ qid }: { qid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const { value, error, doing, again } = useLoad((progress) => load(app, qid, progress), [qid]);
  return (
    <>
      <Back press={() => app.go({ name: "exactly", qid })}>{say("decide-back")}</Back>
      {value === null || value.matter.row.recipient === null ? (
        <>
          <Title>{say("decide-title")}</Title>
          <Going doing={doing} error={error} again={again} />
          {value === null ? null : <Text>{say("decide-nobody")}</Text>}
        </>
      ) : (
        <Choice qid={qid} matter={value.matter} now={value.now} />
      )}
    </>
  );
}

interface Asked {
  readonly qid: Hex;
  readonly matter: Matter;
  readonly now: PreviewJson;
}

function faultsOf(until: string | null, choices: Choices, say: Say): Fault[] {
  const found: Fault[] = [];
  if (until === null) found.push({ field: "until", text: say("day-fault") });
  else if (dayStart(until, 1) * 1000 <= Date.now()) {
    found.push({ field: "until", text: say("until-past") });
  } else if (until > inDays(LONGEST_DAYS)) {
    found.push({ field: "until", text: say("until-long") });
  }
  if (choices.approval === null) found.push({ field: "approval", text: say("approval-fault") });
  return found;
}

function Choice({ qid, matter, now }: Asked): JSX.Element {
  const { say, language } = useWords();
  const { code } = language;
  const app = useApp();
  const choices = app.choices(qid);
  const [typed, setTyped] = useState<DayText>(dayText(choices.until ?? inDays(SHORT_DAYS)));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const work = useWork();
  const until = dayOf(typed);
  const share = (): void => {
    const found = faultsOf(until, choices, say);
    setFaults(found);
    const { approval } = choices;
    if (found.length > 0 || until === null || approval === null) return;
    work.run(async (progress) => {
      const gid = await agree(app, matter, now, { ...choices, until, approval, language: code }, progress);
      app.go({ name: "agreed", gid });
    });
  };
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <Title>{say("decide-title")}</Title>
      <Leaving qid={qid} matter={matter} now={now} />
      <DateField
        id="until"
        legend={say("until")}
        hint={say("until-hint")}
        fault={faultOf(faults, "until")}
        value={typed}
        labels={{ day: say("day"), month: say("month"), year: say("year") }}
        change={(day) => {
          setTyped(day);
          setFaults([]);
          app.choose(qid, { until: dayOf(day) });
        }}
      />
      <Approval
        qid={qid}
        fault={faultOf(faults, "approval")}
        chosen={() => setFaults([])}
      />
      <Heading>{say("decide-before")}</Heading>
      <Before now={now} />
      <InEnglish sentences={deciding(matter, now)} />
      <Going doing={work.doing} />
      {work.error === null || work.doing !== null ? null : <NotShared error={work.error} again={share} />}
      <Answers>
        <Button press={share} disabled={work.doing !== null}>
          {say("decide-share", { count: now.records })}
        </Button>
        <Second press={() => app.go({ name: "refuse", qid })} disabled={work.doing !== null}>
          {say("share-nothing")}
        </Second>
      </Answers>
    </>
  );
}

/** What would go, in short, and what goes beside it. */
function Leaving({ qid, matter, now }: Asked): JSX.Element {
  return (
    <>
      <Summary matter={matter} now={now} />
      <Hiding now={now} />
      <Others matter={matter} now={now} />
      <Visit qid={qid} eid={matter.opened.eid} />
    </>
  );
}

function beforeIds(now: PreviewJson): readonly string[] {
  const byHand = (now.withheld["excluded-by-survivor"] ?? 0) > 0;
  return ["1", "2", "3", ...(byHand ? ["4"] : [])].map((number) => `decide-before-${number}`);
}

function Before({ now }: { now: PreviewJson }): JSX.Element {
  const { say } = useWords();
  return <Bullets items={beforeIds(now).map((id) => say(id))} />;
}

/** Every sentence that says what a press on this screen does. */
function deciding(matter: Matter, now: PreviewJson): readonly Sentence[] {
  const stay = matter.opened.records - now.records;
  return [
    ["decide-records", { count: now.records, stay }],
    ["until-hint"],
    ["approval-ask"],
    ["approval-ask-hint"],
    ["approval-auto"],
    ["approval-auto-hint"],
    ...beforeIds(now).map((id): Sentence => [id]),
    ...visitSentences(),
    ["decide-share", { count: now.records }],
    ["share-nothing"],
  ];
}

function Approval(of: {
  qid: Hex;
  fault: string | undefined;
  chosen: () => void;
}): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  return (
    <Radios
      id="approval"
      legend={say("approval")}
      fault={of.fault}
      choices={[
        { value: "ask", label: say("approval-ask"), hint: say("approval-ask-hint") },
        { value: "auto", label: say("approval-auto"), hint: say("approval-auto-hint") },
      ]}
      chosen={app.choices(of.qid).approval}
      change={(value) => {
        app.choose(of.qid, { approval: value === "auto" ? "auto" : "ask" });
        of.chosen();
      }}
    />
  );
}

/** Whatever went wrong, nothing was shared, unless the answer itself was lost. */
function NotShared(of: { error: unknown; again: () => void }): JSX.Element {
  const { say } = useWords();
  return (
    <>
      <Going doing={null} error={of.error} again={of.again} />
      <Text>{say("decide-not-shared")}</Text>
    </>
  );
}

function Summary({ matter, now }: { matter: Matter; now: PreviewJson }): JSX.Element {
  const { say, dates } = useWords();
  const { document } = matter.row;
  return (
    <>
      <Facts
        facts={[
          {
            name: say("decide-what"),
            value: say("decide-records", {
              count: now.records,
              stay: matter.opened.records - now.records,
            }),
          },
          {
            name: say("decide-who"),
            value: (
              <bdi>
                {document.name}, {document.organisation}
              </bdi>
            ),
          },
          { name: say("why-people"), value: <Theirs text={document.handling?.people ?? null} /> },
          { name: say("decide-why"), value: <Theirs text={document.lineOfEnquiry ?? document.reference} /> },
        ]}
      />
      <Details summary={say("how-known")}>
        <Text>{say("decide-how", { count: dates.number(now.records) })}</Text>
        <p class="codes" dir="ltr" data-selection={now.sha256}>
          {inFours(now.sha256)}
        </p>
      </Details>
    </>
  );
}

export function Agreed({ gid }: { gid: Hex }): JSX.Element {
  const { say, dates } = useWords();
  const { session, go } = useApp();
  const { value, error, doing, again } = useLoad(async () => {
    const grants = await session.vault.grants();
    return grants.find((each) => each.gid === gid) ?? null;
  }, [gid]);
  return (
    <>
      <Title>{say("agreed-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <State>
            <Text>{say("agreed-lead", { count: value.records })}</Text>
          </State>
          <Text>{say(value.approval === "ask" ? "agreed-ask" : "agreed-auto")}</Text>
          <Facts
            facts={[
              { name: say("until"), value: dates.moment(value.expires - 1000) },
              { name: say("id-number"), value: inFours(value.gid) },
            ]}
          />
          <Text>{say("agreed-mind")}</Text>
        </>
      )}
      <Button press={() => go({ name: "today" })}>{say("done")}</Button>
    </>
  );
}

