/**
 * Words: every sentence a person reads, by name, in her language (Fluent).
 *
 * Fluent isolates what is put into a sentence, so that a name or number of another script
 * cannot turn a sentence about consent around. A language that nobody reviewed is marked:
 * what is agreed to is then shown in the reviewed one as well.
 */

import { FluentBundle, FluentResource } from "@fluent/bundle";
import type { FluentVariable } from "@fluent/bundle";
import english from "./en.ftl?raw";

export type Arguments = Readonly<Record<string, FluentVariable>>;
export type Say = (id: string, given?: Arguments) => string;

export interface Language {
  readonly code: string;
  readonly name: string;
  readonly dir: "ltr" | "rtl";
  /** Whether a translator of legal texts has reviewed it. */
  readonly reviewed: boolean;
}

export const ENGLISH: Language = { code: "en", name: "English", dir: "ltr", reviewed: true };
export const LANGUAGES: readonly Language[] = [
  ENGLISH,
  { code: "cy", name: "Cymraeg", dir: "ltr", reviewed: false },
  { code: "pl", name: "Polski", dir: "ltr", reviewed: false },
  { code: "ro", name: "Română", dir: "ltr", reviewed: false },
  { code: "pt", name: "Português", dir: "ltr", reviewed: false },
  { code: "so", name: "Soomaali", dir: "ltr", reviewed: false },
  { code: "ur", name: "اردو", dir: "rtl", reviewed: false },
  { code: "bn", name: "বাংলা", dir: "ltr", reviewed: false },
  { code: "pa", name: "ਪੰਜਾਬੀ", dir: "ltr", reviewed: false },
  { code: "ar", name: "العربية", dir: "rtl", reviewed: false },
];

/** Which way a language runs; English words run left to right on every page. */
export function directionOf(code: string): "ltr" | "rtl" {
  return LANGUAGES.find((each) => each.code === code)?.dir ?? "ltr";
}

/** Where each other language's words are; they come when she chooses it. */
const LOADERS: Readonly<Record<string, () => Promise<{ default: string }>>> = {
  ar: () => import("./ar.ftl?raw"),
  cy: () => import("./cy.ftl?raw"),
  bn: () => import("./bn.ftl?raw"),
  pa: () => import("./pa.ftl?raw"),
  pl: () => import("./pl.ftl?raw"),
  pt: () => import("./pt.ftl?raw"),
  ro: () => import("./ro.ftl?raw"),
  so: () => import("./so.ftl?raw"),
  ur: () => import("./ur.ftl?raw"),
};

export interface Words {
  readonly language: Language;
  readonly say: Say;
  /** The same in English, the reviewed language. */
  readonly english: Say;
  readonly dates: Dates;
}

export interface Dates {
  /** Day and time, with the zone that they are in. */
  readonly moment: (ms: number) => string;
  readonly day: (ms: number) => string;
  readonly time: (ms: number) => string;
  readonly number: (value: number) => string;
  /** How much, in thousands or millions of bytes. */
  readonly size: (bytes: number) => string;
}

export function bundleOf(code: string, text: string): FluentBundle {
  const bundle = new FluentBundle(code);
  const faults = bundle.addResource(new FluentResource(text));
  if (faults[0] !== undefined) throw faults[0];
  return bundle;
}

/** Makes sentences of the first bundle that has them; a missing variable stays visible. */
export function sayWith(bundles: readonly FluentBundle[]): Say {
  return (id, given) => {
    for (const bundle of bundles) {
      const pattern = bundle.getMessage(id)?.value;
      if (pattern !== undefined && pattern !== null) {
        // The faults list keeps a missing variable from throwing; it shows as {$name}.
        return bundle.formatPattern(pattern, given ?? null, []);
      }
    }
    return id;
  };
}

const ENGLISH_BUNDLE = bundleOf("en", english);

/** Loads a language; English is always there. */
export async function wordsOf(language: Language): Promise<Words> {
  const load = LOADERS[language.code];
  if (load === undefined) return englishWords();
  const bundle = bundleOf(language.code, (await load()).default);
  return {
    language,
    say: sayWith([bundle, ENGLISH_BUNDLE]),
    english: sayWith([ENGLISH_BUNDLE]),
    dates: datesOf(language.code),
  };
}

export function englishWords(): Words {
  const say = sayWith([ENGLISH_BUNDLE]);
  return { language: ENGLISH, say, english: say, dates: datesOf("en-GB") };
}

function datesOf(code: string): Dates {
  const moment = new Intl.DateTimeFormat(code, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  const day = new Intl.DateTimeFormat(code, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const time = new Intl.DateTimeFormat(code, { hour: "2-digit", minute: "2-digit" });
  const number = new Intl.NumberFormat(code);
  const unit = (name: "kilobyte" | "megabyte"): Intl.NumberFormat =>
    new Intl.NumberFormat(code, { style: "unit", unit: name, maximumSignificantDigits: 3 });
  const [thousands, millions] = [unit("kilobyte"), unit("megabyte")];
  return {
    moment: (ms) => moment.format(ms),
    day: (ms) => day.format(ms),
    time: (ms) => time.format(ms),
    number: (value) => number.format(value),
    size: (bytes) =>
      bytes < 1_000_000
        ? thousands.format(Math.ceil(bytes / 1000))
        : millions.format(bytes / 1_000_000),
  };
}
