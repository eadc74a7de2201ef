/** What the guardian wrote down of her phone and the visit: she ticks what may go with it. */

import type { JSX } from "preact";
import { Checkboxes } from "../../govuk/fields.tsx";
import { Details, Text } from "../../govuk/text.tsx";
import type { Hex, SaidPoint } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import type { Say } from "../../words/words.ts";
import type { Sentence } from "../english.tsx";
import { Going } from "../faults.tsx";
import { useApp, useLoad } from "../use.ts";

export function Visit({ qid, eid }: { qid: Hex; eid: Hex }): JSX.Element | null {
  const { say } = useWords();
  const app = useApp();
  const { value, error, doing, again } = useLoad(
    (progress) => app.session.ask("visit", { eid }, progress),
    [eid],
  );
  if (value === null) return <Going doing={doing} error={error} again={again} />;
  if (value.points === null) return null;
  const { visit } = app.choices(qid);
  return (
    <Details summary={say("visit-title", { count: value.points.length })}>
      <Text>{say("visit-lead")}</Text>
      <Checkboxes
        id="visit"
        legend={say("visit-legend")}
        hint={say("visit-hint")}
        choices={value.points.map((point) => ({
          value: point.name,
          label: (
            <>
              {say(`visit-${point.name.replace(".", "-")}`)}: <bdi>{spelt(point, say)}</bdi>
            </>
          ),
        }))}
        ticked={new Set(visit)}
        change={(name, on) => {
          const others = visit.filter((each) => each !== name);
          app.choose(qid, { visit: on ? [...others, name] : others });
        }}
      />
    </Details>
  );
}

/** What English says beside a draft of these words. */
export function visitSentences(): readonly Sentence[] {
  return [["visit-lead"], ["visit-hint"]];
}

function spelt(point: SaidPoint, say: Say): string {
  const { said, unknown } = point;
  if (said === null) return say("visit-unknown", { why: unknown ?? "" });
  if (typeof said === "string") return said;
  const seconds = Math.abs(said.offset) / 1000;
  const way = said.offset === 0 ? "right" : said.offset > 0 ? "ahead" : "behind";
  return say(`visit-clock-${way}`, { seconds, reference: said.reference });
}
