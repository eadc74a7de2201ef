/**
 * What she decides by, in English, under a translation that nobody has reviewed.
 *
 * docs/pages.md 6. The English words are the ones that were checked, so they stand beside
 * the others wherever a press shares something, lets something go, or destroys it.
 */

import type { JSX } from "preact";
import { useWords } from "../words/use.ts";
import type { Arguments } from "../words/words.ts";

export type Sentence = readonly [id: string, given?: Arguments];

export function InEnglish({ sentences }: { sentences: readonly Sentence[] }): JSX.Element | null {
  const { say, english, language } = useWords();
  if (language.reviewed) return null;
  return (
    <section class="govuk-inset-text" data-english>
      <h2 class="govuk-heading-s">{say("english-counts")}</h2>
      <ul class="govuk-list govuk-list--bullet" lang="en" dir="ltr">
        {sentences.map(([id, given]) => (
          <li key={id}>{english(id, given)}</li>
        ))}
      </ul>
    </section>
  );
}
