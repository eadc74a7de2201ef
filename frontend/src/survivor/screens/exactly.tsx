/** Exactly this: how much would leave, and every record of it; she takes out what she wants. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Answers, Back, Button, Second } from "../../govuk/actions.tsx";
import { Radios } from "../../govuk/fields.tsx";
import { Details, Heading, Inset, Text, Title } from "../../govuk/text.tsx";
import type { Hex, Hidden, PreviewJson, ShownRecord } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { isPrivate } from "../choices.ts";
import type { LeftOut } from "../choices.ts";
import { kindWord } from "../counts.tsx";
import { Going } from "../faults.tsx";
import { matterOf, previewNow, whichExtraction } from "../matter.ts";
import type { Matter, TouchedGroup } from "../matter.ts";
import type { Choosing } from "../records/item.tsx";
import { RecordList } from "../records/list.tsx";
import { seenOf } from "../records/record.ts";
import { useApp, useLoad } from "../use.ts";
import type { App, Tell } from "../use.ts";
import { requestOf } from "./asks.tsx";
import { Filters, Private } from "./filters.tsx";

/** Finds the matter, or which extractions there are to choose from. */
async function load(app: App, qid: Hex, eid: Hex | null, progress: Tell) {
  const [row, extractions] = await Promise.all([
    requestOf(app.session, qid),
    app.session.vault.extractions(),
  ]);
  const which = whichExtraction(extractions, { ...app.choices(qid), eid });
  const matter = which === null ? null : await matterOf(app.session, row, which, progress);
  return { extractions: extractions.filter((each) => each.state === "sealed"), matter };
}

export function Exactly({ qid }: { qid: Hex }): JSX.Element {
  const { say, dates } = useWords();
  const app = useApp();
  const { eid } = app.choices(qid);
  const { value, error, doing, again } = useLoad(
    (progress) => load(app, qid, eid, progress),
    [qid, eid],
  );
  const found = value?.extractions ?? [];
  return (
    <>
      <Back press={() => app.go({ name: "asks", qid })}>{say("back")}</Back>
      <Title>{say("exactly-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value !== null && value.matter === null && found.length === 0 ? (
        <Text>{say("exactly-nothing-sealed")}</Text>
      ) : null}
      {value !== null && value.matter === null && found.length > 0 ? (
        <Radios
          id="which"
          legend={say("exactly-which")}
          choices={found.map((each, place) => ({
            value: each.eid,
            label:
              each.guardian === null
                ? say("things-added-one", { when: dates.moment(each.created) })
                : say("exactly-which-one", { number: place + 1 }),
            hint: each.eid,
          }))}
          chosen={eid}
          change={(chosen) => app.choose(qid, { eid: chosen })}
        />
      ) : null}
      {value?.matter === undefined || value.matter === null ? null : (
        <Preview qid={qid} matter={value.matter} />
      )}
    </>
  );
}

function Preview({ qid, matter }: { qid: Hex; matter: Matter }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const choices = app.choices(qid);
  const { value, error, doing, again } = useLoad(
    (progress) => previewNow(app.session, matter, choices, progress),
    [choices],
  );
  const now = value ?? matter.whole;
  return (
    <>
      <Counts matter={matter} now={now} shut={shutOf(matter, choices.groupsIn)} />
      <Going doing={doing} error={error} again={again} />
      <Others matter={matter} now={now} />
      <Private qid={qid} matter={matter} />
      <Filters qid={qid} matter={matter} />
      {matter.groups.map((each, place) => (
        <GroupSection
          key={each.group.tag}
          qid={qid}
          matter={matter}
          touched={each}
          now={now}
          open={place < 3}
        />
      ))}
      <Heading>{say("exactly-next")}</Heading>
      {now.records === 0 ? <Inset>{say("exactly-none-left")}</Inset> : null}
      <Answers>
        <Button
          press={() => app.go({ name: "decide", qid })}
          disabled={doing !== null || now.records === 0}
        >
          {say("exactly-go-on")}
        </Button>
        <Second press={() => app.go({ name: "refuse", qid })}>{say("share-nothing")}</Second>
      </Answers>
    </>
  );
}

/** How many of the things asked for stay because they are private and were not put in. */
function shutOf(matter: Matter, groupsIn: readonly Hex[]): number {
  return matter.groups
    .filter(({ group }) => isPrivate(matter.asked, group) && !groupsIn.includes(group.tag))
    .reduce((sum, each) => sum + each.asked, 0);
}

export function Counts(of: { matter: Matter; now: PreviewJson; shut: number }): JSX.Element {
  const { matter, now, shut } = of;
  const { say, dates } = useWords();
  const stay = matter.opened.records - now.records;
  // What was never put in, she did not leave out.
  const out = Math.max(0, matter.whole.records - now.records - shut);
  return (
    <div class="card card--state" role="status" data-leaving={now.records}>
      <div class="counts">
        <p>
          <span class="big">{dates.number(now.records)}</span>{" "}
          {say("exactly-leave", { count: now.records })}
        </p>
        <p>
          <span class="big">{dates.number(stay)}</span> {say("exactly-stay", { count: stay })}
        </p>
      </div>
      {shut === 0 ? null : <Text>{say("exactly-private", { count: shut })}</Text>}
      {out === 0 && shut > 0 ? null : (
        <Text>{out === 0 ? say("exactly-all-asked") : say("exactly-fewer", { count: out })}</Text>
      )}
      <Hiding now={now} />
    </div>
  );
}

/** What of the pictures and places goes without what is hidden, and what does not go. */
export function Hiding({ now }: { now: Hidden }): JSX.Element {
  const { say } = useWords();
  const { stripped, stay, unasked, copies } = now;
  return (
    <>
      {stripped.length === 0 ? null : <Text>{say("hidden-stripped", { count: stripped.length })}</Text>}
      {stay.length === 0 ? null : <Text>{say("hidden-stay", { count: stay.length })}</Text>}
      {unasked.length === 0 ? null : <Text>{say("hidden-unasked", { count: unasked.length })}</Text>}
      {copies === 0 ? null : <Text>{say("hidden-copies", { count: copies })}</Text>}
    </>
  );
}

/** Whose other people's data is in it. */
export function Others({ matter, now }: { matter: Matter; now: PreviewJson }): JSX.Element | null {
  const { say } = useWords();
  const leaving = new Set(now.groups.filter((each) => each.leaving > 0).map((each) => each.tag));
  const people = new Map(
    matter.groups
      .filter((each) => leaving.has(each.group.tag))
      .flatMap((each) => each.people.map((person) => [person.id ?? person.name, person] as const)),
  );
  if (people.size === 0) return null;
  return (
    <Details summary={say("others-title", { count: people.size })}>
      <Text>{say("others-lead")}</Text>
      <ul class="govuk-list govuk-list--bullet">
        {[...people.values()].map((person) => (
          <li>
            <bdi>{person.id === null || person.id === person.name ? person.name : `${person.name} (${person.id})`}</bdi>
          </li>
        ))}
      </ul>
    </Details>
  );
}

function GroupSection(of: {
  qid: Hex;
  matter: Matter;
  touched: TouchedGroup;
  now: PreviewJson;
  open: boolean;
}): JSX.Element {
  const { say, dates } = useWords();
  const app = useApp();
  const [open, setOpen] = useState(of.open);
  const { group, asked, label } = of.touched;
  const shut =
    isPrivate(of.matter.asked, group) && !app.choices(of.qid).groupsIn.includes(group.tag);
  const leaving = of.now.groups.find((each) => each.tag === group.tag)?.leaving ?? 0;
  const { eid } = of.matter.opened;
  // A group that the narrower scope does not touch is shown from the request's own preview.
  const touched = of.now.groups.some((each) => each.tag === group.tag);
  const { preview } = touched ? of.now : of.matter.whole;
  const title = label === "" ? say(kindWord(group.category)) : `${say(kindWord(group.category))}: `;
  return (
    <section class="thread">
      <h2 class="govuk-heading-m">
        {title}
        <bdi>{label}</bdi>
      </h2>
      <Text>{say("group-counts", { leaving: dates.number(leaving), asked: dates.number(asked) })}</Text>
      {shut ? <Inset>{say("group-private")}</Inset> : null}
      {touched || shut ? null : <Inset>{say("group-out")}</Inset>}
      {open ? null : <Second press={() => setOpen(true)}>{say("group-show", { count: asked })}</Second>}
      {open && touched ? (
        <RecordList
          eid={eid}
          of={String(preview)}
          fetch={(from, count) =>
            app.session.ask("records", { preview, show: "all", group: group.tag, from, count })
          }
          choosing={(shown) => choosing(app, of.qid, of.touched, shown)}
        />
      ) : null}
    </section>
  );
}

function choosing(app: App, qid: Hex, touched: TouchedGroup, shown: ShownRecord): Choosing {
  const { excluded, groupsOut } = app.choices(qid);
  const name = shown.at.join(" ");
  const mine = excluded.some((each) => each.at.join(" ") === name);
  const wholeOut = groupsOut.includes(touched.group.tag);
  return {
    offered: !wholeOut && (shown.reason === null || shown.reason === "transformed" || mine),
    leaveOut: () => {
      const seen = seenOf(shown);
      const out: LeftOut = {
        at: shown.at,
        group: shown.group,
        lo: seen?.lo ?? null,
        hi: seen?.hi ?? null,
      };
      app.choose(qid, { excluded: inOrder([...excluded, out]) });
    },
    putBack: () => {
      app.choose(qid, { excluded: excluded.filter((each) => each.at.join(" ") !== name) });
    },
  };
}

function inOrder(of: readonly LeftOut[]): readonly LeftOut[] {
  return of.toSorted((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
}
