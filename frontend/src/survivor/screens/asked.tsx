/** What a request says, in words: who asks and by which right, what for, why, and what then. */

import type { JSX } from "preact";
import type { RequestDocument, RequestRow, Route } from "../../api/request.ts";
import { Facts } from "../../govuk/lists.tsx";
import type { Fact } from "../../govuk/lists.tsx";
import { Details, Text } from "../../govuk/text.tsx";
import { useWords } from "../../words/use.ts";
import type { Words } from "../../words/words.ts";
import { kindWord } from "../counts.tsx";

/** Their own words: of a person who asks, in the language that they wrote in. */
export function Theirs({ text }: { text: string | null }): JSX.Element {
  const { say } = useWords();
  return text === null ? <>{say("left-blank")}</> : <q dir="auto">{text}</q>;
}

/** By which right they ask: a question is told otherwise than an order. */
export function routeWord(route: Route): string {
  return `route-${route}`;
}

/** Whether a court decided, so that no answer of hers ends it. */
export function isOrdered(document: RequestDocument): boolean {
  return document.route === "court";
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
    ...(sought.w === undefined
      ? []
      : [{ name: say("sought-whole"), value: <bdi>{sought.w.join(", ")}</bdi> }]),
    ...(sought.n === undefined
      ? []
      : [{ name: say("sought-also"), value: say("sought-near", { count: sought.n }) }]),
    ...(sought.q === false ? [{ name: say("sought-only"), value: say("sought-own") }] : []),
    ...(sought.o === true ? [{ name: say("sought-only"), value: say("sought-once") }] : []),
    ...(sought.h === true
      ? [{ name: say("sought-only"), value: `${say("sought-masked")}. ${say("masked-limit")}` }]
      : []),
    ...(sought.g === undefined
      ? []
      : [
          {
            name: say("sought-grid"),
            value: say("sought-grid-about", { km: dates.number(10 ** (2 - sought.g)) }),
          },
        ]),
    ...(sought.m === undefined
      ? []
      : [
          {
            name: say("sought-media"),
            value: (sought.m.length === 0 ? ["none"] : sought.m)
              .map((kind) => say(`sought-media-${kind}`))
              .join(", "),
          },
        ]),
    ...(sought.p === undefined
      ? []
      : [{ name: say("sought-people"), value: <bdi>{sought.p.join(", ")}</bdi> }]),
    ...(sought.t === undefined
      ? []
      : [{ name: say("sought-threads"), value: say("sought-count", { count: sought.t.length }) }]),
  ];
}

export function Who({ row }: { row: RequestRow }): JSX.Element {
  const words = useWords();
  const { say } = words;
  const { document } = row;
  return (
    <>
      <Facts
        facts={[
          { name: say("asks-by"), value: say(routeWord(document.route)) },
          { name: say("asks-name"), value: <bdi>{document.name}</bdi> },
          { name: say("asks-organisation"), value: <bdi>{document.organisation}</bdi> },
          { name: say("asks-reference"), value: <bdi>{document.reference}</bdi> },
          { name: say("asks-contact"), value: <bdi>{document.contact}</bdi> },
          ...ownFacts(document, words),
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

function fact(name: string, value: string): Fact {
  return { name, value: <bdi>{value}</bdi> };
}

/** What only some ways of asking have: who agreed to it, a court, a claim, who speaks for her. */
function ownFacts({ approver, proxy, order, claim }: RequestDocument, words: Words): readonly Fact[] {
  const { say, dates } = words;
  return [
    ...(approver === null ? [] : [fact(say("asks-approver"), `${approver.name}, ${approver.rank}`)]),
    ...(order === null
      ? []
      : [
          fact(say("asks-court"), order.court),
          fact(say("asks-order"), order.number),
          fact(say("asks-deadline"), dates.moment(Date.parse(order.deadline))),
        ]),
    ...(claim === null
      ? []
      : [
          fact(say("asks-claim"), `${claim.number}, ${claim.parties}, ${claim.court}`),
          fact(say("asks-own-lawyer"), claim.lawyer),
        ]),
    ...(proxy === null
      ? []
      : [
          fact(say("asks-proxy"), `${proxy.name}, ${proxy.relation}`),
          { name: say("asks-views"), value: <Theirs text={proxy.views} /> },
        ]),
  ];
}

export function Why({ document }: { document: RequestDocument }): JSX.Element {
  const { say } = useWords();
  const { handling } = document;
  const lines: readonly (readonly [string, string | null | undefined])[] = [
    [say("why-belief"), document.belief],
    [say("why-enquiry"), document.lineOfEnquiry],
    [say("why-relevance"), document.relevance],
    [say("why-necessity"), document.necessity],
    [say("why-probative"), document.probative],
    [say("why-presumption"), document.presumption],
    [say("why-alternatives"), document.alternatives],
    [say("why-excess"), document.excess],
    [say("why-confidential"), document.confidential],
    [say("why-people"), handling?.people ?? null],
    [say("why-storage"), handling?.storage ?? null],
    [say("why-retention"), handling?.retention ?? null],
    [say("why-defence"), handling?.defence ?? null],
  ];
  return (
    <Facts
      facts={lines.flatMap(([name, said]) =>
        said === undefined ? [] : [{ name, value: <Theirs text={said} /> }],
      )}
    />
  );
}
