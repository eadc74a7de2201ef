/** Leaving out: whole kinds, people, conversations and days. Nothing is ticked beforehand. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Second } from "../../govuk/actions.tsx";
import { Checkboxes, DateField, ErrorSummary, faultOf } from "../../govuk/fields.tsx";
import type { DayText, Fault } from "../../govuk/fields.tsx";
import { Details } from "../../govuk/text.tsx";
import type { Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { isPrivate } from "../choices.ts";
import { kindWord } from "../counts.tsx";
import { dayOf, dayText, isEmpty } from "../days.ts";
import type { Matter } from "../matter.ts";
import type { Person } from "../records/record.ts";
import { useApp } from "../use.ts";

export function Filters({ qid, matter }: { qid: Hex; matter: Matter }): JSX.Element {
  const { say } = useWords();
  return (
    <Details summary={say("filters-title")}>
      <Kinds qid={qid} matter={matter} />
      <People qid={qid} matter={matter} />
      <Conversations qid={qid} matter={matter} />
      <Days qid={qid} />
      <Masked qid={qid} matter={matter} />
    </Details>
  );
}

/** Conversations with a lawyer, doctor, counsellor or child: each is put in by itself, or not. */
export function Private({ qid, matter }: { qid: Hex; matter: Matter }): JSX.Element | null {
  const { say } = useWords();
  const app = useApp();
  const { groupsIn } = app.choices(qid);
  const found = matter.groups.filter(({ group }) => isPrivate(matter.asked, group));
  if (found.length === 0) return null;
  return (
    <Checkboxes
      id="private"
      legend={say("private-title")}
      hint={say("private-hint")}
      choices={found.map(({ group, label, asked }) => ({
        value: group.tag,
        label: (
          <>
            {say(classWord(group.class ?? ""))}: <bdi>{label}</bdi> ({asked})
          </>
        ),
      }))}
      ticked={new Set(groupsIn)}
      change={(tag, inside) => app.choose(qid, { groupsIn: put(groupsIn, [tag], inside) })}
    />
  );
}

export const CLASSES = [
  ...(["intimate", "health", "legal", "counselling", "child", "third_party"] as const),
];

/** With whom a conversation is, where that makes it private. */
export function classWord(name: string): string {
  const known = CLASSES.find((each) => each === name);
  return `class-${known === undefined ? "other" : known.replace("_", "-")}`;
}

function Kinds({ qid, matter }: { qid: Hex; matter: Matter }): JSX.Element | null {
  const { say } = useWords();
  const app = useApp();
  const { kindsOut } = app.choices(qid);
  const kinds = [...new Set(matter.groups.map((each) => each.group.category))];
  if (kinds.length < 2) return null;
  return (
    <Checkboxes
      id="kinds"
      legend={say("filters-kinds")}
      choices={kinds.map((kind) => ({ value: kind, label: say(kindWord(kind)) }))}
      ticked={new Set(kindsOut)}
      change={(kind, out) => app.choose(qid, { kindsOut: put(kindsOut, [kind], out) })}
    />
  );
}

function People({ qid, matter }: { qid: Hex; matter: Matter }): JSX.Element | null {
  const { say } = useWords();
  const app = useApp();
  const { groupsOut } = app.choices(qid);
  const people = new Map<string, { person: Person; groups: Hex[] }>();
  for (const each of matter.groups) {
    for (const person of each.people) {
      const key = person.id ?? person.name;
      const known = people.get(key) ?? { person, groups: [] };
      people.set(key, { ...known, groups: [...known.groups, each.group.tag] });
    }
  }
  if (people.size < 2) return null;
  const out = [...people].filter(([, of]) => of.groups.every((tag) => groupsOut.includes(tag)));
  return (
    <Checkboxes
      id="people"
      legend={say("filters-people")}
      hint={say("filters-people-hint")}
      choices={[...people].map(([key, of]) => ({ value: key, label: <bdi>{of.person.name}</bdi> }))}
      ticked={new Set(out.map(([key]) => key))}
      change={(key, on) => {
        const groups = people.get(key)?.groups ?? [];
        app.choose(qid, { groupsOut: put(groupsOut, groups, on) });
      }}
    />
  );
}

function Conversations({ qid, matter }: { qid: Hex; matter: Matter }): JSX.Element | null {
  const { say } = useWords();
  const app = useApp();
  const { groupsOut } = app.choices(qid);
  if (matter.groups.length < 2) return null;
  return (
    <Checkboxes
      id="groups"
      legend={say("filters-groups")}
      choices={matter.groups.map(({ group, label, asked }) => ({
        value: group.tag,
        label: (
          <>
            {say(kindWord(group.category))} <bdi>{label}</bdi> ({asked})
          </>
        ),
      }))}
      ticked={new Set(groupsOut)}
      change={(tag, out) => app.choose(qid, { groupsOut: put(groupsOut, [tag], out) })}
    />
  );
}

/** Other people under numbers; where the request asks for that already, there is nothing to tick. */
function Masked({ qid, matter }: { qid: Hex; matter: Matter }): JSX.Element | null {
  const { say } = useWords();
  const app = useApp();
  if (matter.asked.h === true) return null;
  return (
    <Checkboxes
      id="masked"
      legend={say("filters-masked")}
      hint={say("masked-limit")}
      choices={[{ value: "masked", label: say("filters-masked-do") }]}
      ticked={new Set(app.choices(qid).masked ? ["masked"] : [])}
      change={(_, on) => app.choose(qid, { masked: on })}
    />
  );
}

function Days({ qid }: { qid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const choices = app.choices(qid);
  const [from, setFrom] = useState<DayText>(dayText(choices.from));
  const [to, setTo] = useState<DayText>(dayText(choices.to));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const labels = { day: say("day"), month: say("month"), year: say("year") };
  const use = (): void => {
    const [first, last] = [dayOf(from), dayOf(to)];
    const found: Fault[] = [];
    if (first === null && !isEmpty(from)) found.push({ field: "from", text: say("day-fault") });
    if (last === null && !isEmpty(to)) found.push({ field: "to", text: say("day-fault") });
    if (first !== null && last !== null && last < first) {
      found.push({ field: "to", text: say("days-order") });
    }
    setFaults(found);
    if (found.length === 0) app.choose(qid, { from: first, to: last });
  };
  return (
    <>
      <ErrorSummary title={say("faults")} prefix={say("error-title")} faults={faults} />
      <DateField
        id="from"
        legend={say("filters-from")}
        hint={say("filters-from-hint")}
        fault={faultOf(faults, "from")}
        value={from}
        labels={labels}
        change={setFrom}
      />
      <DateField
        id="to"
        legend={say("filters-to")}
        fault={faultOf(faults, "to")}
        value={to}
        labels={labels}
        change={setTo}
      />
      <Second press={use}>{say("filters-use-days")}</Second>
    </>
  );
}

function put(all: readonly string[], some: readonly string[], inside: boolean): readonly string[] {
  const others = all.filter((each) => !some.includes(each));
  return inside ? [...others, ...some] : others;
}
