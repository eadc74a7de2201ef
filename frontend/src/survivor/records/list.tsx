/** The records of one conversation or kind, in pages, under the day that each belongs to. */

import type { JSX } from "preact";
import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Second } from "../../govuk/actions.tsx";
import type { Hex, RecordsPage, ShownRecord } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { Going } from "../faults.tsx";
import { useWork } from "../use.ts";
import { Item } from "./item.tsx";
import type { Choosing } from "./item.tsx";
import { seenOf } from "./record.ts";

const PAGE = 50;

/** Fetches a page of records. */
export type Fetch = (from: number, count: number) => Promise<RecordsPage>;

function byTime(a: ShownRecord, b: ShownRecord): number {
  const [one, two] = [seenOf(a)?.lo ?? Number.MAX_VALUE, seenOf(b)?.lo ?? Number.MAX_VALUE];
  return one - two || a.at[0] - b.at[0] || a.at[1] - b.at[1];
}

export function RecordList(of: {
  eid: Hex;
  fetch: Fetch;
  /** What the records depend on; another value loads them again. */
  of: string;
  choosing: ((shown: ShownRecord) => Choosing) | null;
}): JSX.Element {
  const { say } = useWords();
  const [records, setRecords] = useState<readonly ShownRecord[]>([]);
  const [total, setTotal] = useState<number | null>(null);
  const work = useWork(true);
  const more = (already: readonly ShownRecord[], count: number): void =>
    work.run(async (_progress, latest) => {
      const page = await of.fetch(already.length, count);
      if (!latest()) return;
      setRecords([...already, ...page.records]);
      setTotal(page.total);
    });
  // As many as were there stay there, so that nothing jumps when a choice changes.
  useEffect(() => more([], Math.max(PAGE, records.length)), [of.of]);
  const left = total === null ? 0 : total - records.length;
  return (
    <>
      <Days eid={of.eid} records={records} choosing={of.choosing} />
      {total === null ? <Going doing={work.doing} error={work.error} /> : null}
      {left > 0 ? (
        <Second press={() => more(records, PAGE)} disabled={work.doing !== null}>
          {say("show-more", { count: Math.min(left, PAGE), left })}
        </Second>
      ) : null}
    </>
  );
}

function Days(of: {
  eid: Hex;
  records: readonly ShownRecord[];
  choosing: ((shown: ShownRecord) => Choosing) | null;
}): JSX.Element {
  const { say, dates } = useWords();
  const days = new Map<string, ShownRecord[]>();
  for (const shown of of.records.toSorted(byTime)) {
    const lo = seenOf(shown)?.lo ?? null;
    const day = lo === null ? say("no-date") : dates.day(lo / 1000);
    days.set(day, [...(days.get(day) ?? []), shown]);
  }
  return (
    <>
      {[...days].map(([day, records]) => (
        <Fragment key={day}>
          <h3 class="day">{day}</h3>
          <ul class="items">
            {records.map((shown) => (
              <Item
                key={shown.at.join(" ")}
                eid={of.eid}
                shown={shown}
                choosing={of.choosing === null ? null : of.choosing(shown)}
              />
            ))}
          </ul>
        </Fragment>
      ))}
    </>
  );
}
