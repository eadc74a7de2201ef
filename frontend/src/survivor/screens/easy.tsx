/**
 * A request in easy words: one idea a sentence, a picture for each question, larger letters.
 *
 * docs/pages.md 8. It says less than the request does, and nothing else; the whole request
 * is behind one press, and the points of the notice stay word for word, because they are
 * what she agrees under.
 */

import type { JSX } from "preact";
import type { RequestDocument, RequestRow } from "../../api/request.ts";
import { Details, Heading } from "../../govuk/text.tsx";
import { useWords } from "../../words/use.ts";
import type { Dates, Say } from "../../words/words.ts";
import { kindWord } from "../counts.tsx";
import { InEnglish } from "../english.tsx";
import type { Sentence } from "../english.tsx";
import { Picture } from "../pictures.tsx";
import type { PictureName } from "../pictures.tsx";
import { Theirs, Who, Why, isOrdered } from "./asked.tsx";

interface Part {
  readonly picture: PictureName;
  readonly sentences: readonly Sentence[];
}

function whoAsks(document: RequestDocument): readonly Sentence[] {
  const { route, name: who, organisation } = document;
  const asks: Sentence[] = [["easy-who", { who }], ["easy-works", { organisation }]];
  if (route === "court") return [...asks, ["easy-court"]];
  if (route === "civil") return [...asks, ["easy-lawyer"], ["easy-no-court"]];
  const talks: Sentence[] = route === "counselling" ? [["easy-counselling"]] : [];
  return [...asks, ["easy-police"], ...talks, ["easy-no-court"]];
}

function whatTheyWant({ sought }: RequestDocument, say: Say, dates: Dates): readonly Sentence[] {
  const kinds = sought.c.map((kind) => say(kindWord(kind))).join(", ");
  const days = (sought.d ?? []).map(
    ([from, to]): Sentence => [
      "easy-days",
      { from: dates.day(from * 1000), to: dates.day((to - 1) * 1000) },
    ],
  );
  const when: readonly Sentence[] = days.length === 0 ? [["easy-any-day"]] : days;
  return [["easy-what", { kinds }], ...when, ["easy-see"]];
}

/** The request as easy sentences, part by part; `say` gives the names of kinds. */
export function partsOf(row: RequestRow, say: Say, dates: Dates): readonly Part[] {
  const ordered = isOrdered(row.document);
  return [
    { picture: "who", sentences: whoAsks(row.document) },
    { picture: "what", sentences: whatTheyWant(row.document, say, dates) },
    { picture: "why", sentences: [["easy-why"], ["easy-not-checked"]] },
    {
      picture: "answer",
      sentences: ordered
        ? [["easy-order-yes"], ["easy-order-lawyer"]]
        : [["easy-yes"], ["easy-part"], ["easy-no"], ["easy-reason"]],
    },
    {
      picture: "yes",
      sentences: [
        ["easy-gets"],
        ["easy-copy"],
        ["easy-other-side"],
        ["easy-later"],
        ["easy-no-back"],
      ],
    },
    {
      picture: "no",
      sentences: ordered
        ? [["easy-order-stays"], ["easy-order-then"]]
        : [["easy-nothing-goes"], ["easy-case"], ["easy-matter"], ["easy-adviser"]],
    },
    {
      picture: "time",
      sentences: [["easy-until", { when: dates.moment(row.expires) }], ["easy-question"]],
    },
  ];
}

/** Their own words on why, where they gave any. */
function TheirWhy({ document }: { document: RequestDocument }): JSX.Element {
  const said = [document.lineOfEnquiry, document.relevance, document.belief];
  const first = said.find((each) => each !== undefined) ?? null;
  return (
    <p class="govuk-body">
      <Theirs text={first} />
    </p>
  );
}

function OnePart({ part, row }: { part: Part; row: RequestRow }): JSX.Element {
  const { say } = useWords();
  const { picture } = part;
  return (
    <section class="card easy__part" data-easy={picture}>
      <Picture name={picture} label={say(`easy-picture-${picture}`)} />
      <div>
        <Heading>{say(`easy-title-${picture}`)}</Heading>
        {part.sentences.map(([id, given]) => (
          <p class="govuk-body" key={id}>
            {say(id, given)}
          </p>
        ))}
        {picture === "why" ? <TheirWhy document={row.document} /> : null}
      </div>
    </section>
  );
}

export function Easy({ row }: { row: RequestRow }): JSX.Element {
  const { say, english, dates } = useWords();
  const inEnglish = partsOf(row, english, dates).flatMap((part) => part.sentences);
  return (
    <>
      {partsOf(row, say, dates).map((part) => (
        <OnePart key={part.picture} part={part} row={row} />
      ))}
      <InEnglish sentences={inEnglish} />
      <Details summary={say("easy-all")}>
        <Who row={row} />
        <Why document={row.document} />
      </Details>
    </>
  );
}
