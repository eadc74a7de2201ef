/**
 * The filter `shv1-scope`: which records of an opened segment a scope lets through.
 *
 * docs/formats/grant.md 4. It is named, versioned and fixed by hash, because three parties run
 * it and must agree record for record: her client, the worker, the verifier. Without places in the scope, placeless.ts
 * changes records and media_rule.ts media.
 */

import { WHITE_SPACE } from "../text.ts";
import type { JsonObject } from "./canonical.ts";
import { casefold } from "./casefold.ts";
import type { Document } from "./document.ts";
import { HASH_SIZE } from "./ids.ts";
import { factsOf, isQuoted, parseRecord, textsOf } from "./record.ts";
import { admitsRecord, hasWords } from "./scope.ts";
import type { Scope } from "./scope.ts";

const NAME = "shv1-scope";
const VERSION = "4";
/** Of the definition in extraction/filter.py, which a test compares. */
const SHA256 = "4e8f551970169e783050e8d0fbcb0f6409f3169928d71b1f190a0509f7aebdba";

/** A filter's name, version, and the SHA-256 of its definition in hex. */
export interface FilterName {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

/** Gives the name of this filter. */
export function filterName(): FilterName {
  return { name: NAME, version: VERSION, sha256: SHA256 };
}

/** Reads a filter's name, or throws Malformed. */
export function parseFilter(part: Document): FilterName {
  return {
    name: part.text("name"),
    version: part.text("version"),
    sha256: part.id("sha256", HASH_SIZE),
  };
}

/** Tells whether two names are of one filter. */
export function sameFilter(one: FilterName, other: FilterName): boolean {
  return one.name === other.name && one.version === other.version && one.sha256 === other.sha256;
}

const INVISIBLE = /[\ufffc\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const SPACES = new RegExp(`${WHITE_SPACE}+`, "g");
// A fixed list, so that no two versions of Unicode differ on what a letter is.
export const EDGES = String.raw`\0-/:-@\x5b-\x60{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe4f\u{1f000}-\u{1faff}`;
const BETWEEN = new RegExp(`[${EDGES}]+`, "gu");
const NUMBERED = /person-[1-9][0-9]*/g;

type Decision = "out-of-scope" | "unknown" | "third-party" | null;

/** Decides records of one extraction by one scope: null when one goes, else why it stays. */
export function decider(scope: Scope, eid: string): (record: Uint8Array) => Decision {
  const decide = bodyDecider(scope, eid);
  return (record) => decide(parseRecord(record));
}

/** The same, for records whose JSON was read already. */
export function bodyDecider(
  scope: Scope,
  eid: string,
): (body: JsonObject, near?: boolean) => Decision {
  // A keyword that folds to nothing would be found everywhere.
  const parts = scope.k && [...scope.k].map(fold).filter((word) => word !== "");
  const whole = scope.w && [...scope.w].map(wholeWord).filter((word) => word.trim() !== "");
  return (body, near = false) => {
    const reason = admitsRecord(scope, eid, factsOf(body));
    if (reason === null && !scope.q && isQuoted(body)) return "third-party";
    if (reason !== null || near || !hasWords(scope)) return reason;
    // Which number somebody has depends on what leaves, and that must not depend on the number.
    const said = textsOf(body).map((text) => (scope.h ? text.replace(NUMBERED, "person") : text));
    const texts = said.map(fold);
    const found =
      (parts === null || holds(texts, parts)) &&
      (whole === null || holds(texts.map(spaced), whole));
    return found ? null : "out-of-scope";
  };
}

function holds(texts: readonly string[], words: readonly string[]): boolean {
  return words.some((word) => texts.some((text) => text.includes(word)));
}

/** A space stands before and behind a whole word, and only before what words begin with. */
function wholeWord(word: string): string {
  const found = spaced(fold(word.replace(/\*$/, "")));
  return word.endsWith("*") ? found.trimEnd() : found;
}

/** Gives a folded text with one space for every edge between words, and at both ends. */
function spaced(folded: string): string {
  return ` ${folded.replace(BETWEEN, " ").trim()} `;
}

/** Brings a text to the form in which keywords are compared. */
export function fold(text: string): string {
  const visible = text.normalize("NFKC").replace(INVISIBLE, "");
  return casefold(visible).normalize("NFKC").replace(SPACES, " ").replace(/^ | $/g, "");
}
