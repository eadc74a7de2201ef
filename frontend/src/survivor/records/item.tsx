/** One record as it looks on a phone, and whether it would leave. */

import type { ComponentChildren, JSX } from "preact";
import { Plain } from "../../govuk/actions.tsx";
import type { Hex, ShownRecord } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { kindWord } from "../counts.tsx";
import { Medium } from "./medium.tsx";
import { seenOf } from "./record.ts";
import type { Seen } from "./record.ts";

export interface Choosing {
  /** Whether leaving out and putting back is offered for this record. */
  readonly offered: boolean;
  readonly leaveOut: (shown: ShownRecord) => void;
  readonly putBack: (shown: ShownRecord) => void;
}

export function Item(of: {
  eid: Hex;
  shown: ShownRecord;
  choosing: Choosing | null;
}): JSX.Element {
  const { say } = useWords();
  const { shown } = of;
  const seen = seenOf(shown);
  const changed = shown.reason === "transformed";
  const stays = shown.reason !== null && !changed;
  const side = seen?.out === true ? "item--out" : "";
  return (
    <li class={`item ${side} ${stays ? "item--stays" : ""}`} data-at={shown.at.join("-")}>
      <div class="bubble">
        {seen === null ? <p>{say("record-withheld")}</p> : <Body eid={of.eid} seen={seen} fates={shown.fates} />}
        {seen === null ? null : <When seen={seen} />}
      </div>
      {stays ? <p class="state">{say(`stays-${shown.reason}`)}</p> : null}
      {changed && seen !== null ? <p class="state">{say("goes-changed")}</p> : null}
      {of.choosing?.offered === true ? <Toggle shown={shown} choosing={of.choosing} /> : null}
    </li>
  );
}

function Toggle(of: { shown: ShownRecord; choosing: Choosing }): JSX.Element | null {
  const { say } = useWords();
  if (of.shown.reason === null || of.shown.reason === "transformed") {
    return <Plain press={() => of.choosing.leaveOut(of.shown)}>{say("leave-out")}</Plain>;
  }
  if (of.shown.reason !== "excluded-by-survivor") return null;
  return <Plain press={() => of.choosing.putBack(of.shown)}>{say("put-back")}</Plain>;
}

function When({ seen }: { seen: Seen }): JSX.Element {
  const { say, dates } = useWords();
  const { lo, hi } = seen;
  let text = say("no-date");
  if (lo !== null && hi !== null) {
    // The day stands above it; a time that is not known to the minute is told whole.
    const [from, to] = [dates.moment(lo / 1000), dates.moment(hi / 1000)];
    text = from === to ? dates.time(lo / 1000) : say("between", { from, to });
  }
  return <p class="when">{text}</p>;
}

function Body(of: { eid: Hex; seen: Seen; fates: ShownRecord["fates"] }): JSX.Element {
  const { eid, seen, fates } = of;
  return (
    <>
      {seen.category === "message" ? <From seen={seen} /> : <Kind seen={seen} />}
      {seen.texts.map((text) => (
        <p dir="auto">{text}</p>
      ))}
      {seen.place === null ? null : (
        <p dir="ltr">{`${seen.place.lat}, ${seen.place.lon}`}</p>
      )}
      {seen.url === "" ? null : <p dir="ltr">{seen.url}</p>}
      {seen.blobs.map((blob) => (
        <Medium eid={eid} blob={blob} fate={fates[blob.sha256] ?? null} />
      ))}
    </>
  );
}

function From({ seen }: { seen: Seen }): JSX.Element | null {
  const { say } = useWords();
  if (seen.out) return <Who>{say("from-you")}</Who>;
  return seen.from === null ? null : (
    <Who>
      <bdi>{seen.from.name}</bdi>
    </Who>
  );
}

function Kind({ seen }: { seen: Seen }): JSX.Element {
  const { say } = useWords();
  const name = seen.people.map((person) => person.name).join(", ");
  if (seen.category === "call") {
    const call = say(seen.out ? "call-out" : "call-in", { who: name || say("somebody") });
    return <Who>{seen.duration === "" ? call : `${call} (${seen.duration})`}</Who>;
  }
  const numbers = seen.people.flatMap((person) => (person.id === null ? [] : [person.id]));
  return (
    <>
      <Who>{say(`one-${kindWord(seen.category).slice("kind-".length)}`)}</Who>
      {name === "" ? null : (
        <p>
          <bdi>{[name, ...numbers].join(" · ")}</bdi>
        </p>
      )}
    </>
  );
}

function Who({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="who">{children}</p>;
}
