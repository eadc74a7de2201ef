/**
 * The filter `shv1-scope`: which records of an opened segment a scope lets through.
 *
 * docs/formats/grant.md 4. It is named, versioned and fixed by hash, because three parties run
 * it and must agree record for record: her client, the worker, the verifier. Its definition is
 * that of extraction/filter.py, whose hash it gives. Without places in the scope, placeless.ts
 * changes records and media_rule.ts media.
 */

import { hex } from "../bytes.ts";
import { WHITE_SPACE } from "../text.ts";
import { marshal } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { casefold } from "./casefold.ts";
import type { Document } from "./document.ts";
import { HASH_SIZE } from "./ids.ts";
import { factsOf, parseRecord, textsOf } from "./record.ts";
import { admitsRecord } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { sha256 } from "./sodium.ts";

const NAME = "shv1-scope";
const VERSION = "2";
const DEFINITION: Json = {
  name: NAME,
  version: VERSION,
  steps: [
    "extraction, category, app, parties, thread, class: as scope.md 3",
    "time: the whole interval inside one range; unknown only with u",
    "keywords: any k inside one text field, both folded",
    "fold: NFKC, casefold, without U+FFFC, zero-width and bidi marks, spaces joined",
    "reasons: out-of-scope, unknown, excluded-by-survivor, transformed",
    "place: without location in c, no place and no extra that says one or equals it",
    "media: without location in c, pictures as stripping.md, words of a record, no others",
  ],
};

/** A filter's name, version, and the SHA-256 of its definition in hex. */
export interface FilterName {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

/** Gives the name of this filter. */
export function filterName(): FilterName {
  return { name: NAME, version: VERSION, sha256: hex(sha256(marshal(DEFINITION))) };
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

type Decision = "out-of-scope" | "unknown" | null;

/** Decides records of one extraction by one scope: null when one goes, else why it stays. */
export function decider(scope: Scope, eid: string): (record: Uint8Array) => Decision {
  const decide = bodyDecider(scope, eid);
  return (record) => decide(parseRecord(record));
}

/** The same, for records whose JSON was read already. */
export function bodyDecider(scope: Scope, eid: string): (body: JsonObject) => Decision {
  // A keyword that folds to nothing would be found everywhere.
  const words = scope.k === null ? null : [...scope.k].map(fold).filter((word) => word !== "");
  return (body) => {
    const reason = admitsRecord(scope, eid, factsOf(body));
    if (reason !== null || words === null) return reason;
    const texts = textsOf(body).map(fold);
    const found = words.some((word) => texts.some((text) => text.includes(word)));
    return found ? null : "out-of-scope";
  };
}

/** Brings a text to the form in which keywords are compared. */
export function fold(text: string): string {
  const visible = text.normalize("NFKC").replace(INVISIBLE, "");
  return casefold(visible).normalize("NFKC").replace(SPACES, " ").replace(/^ | $/g, "");
}
