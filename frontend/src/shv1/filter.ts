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
import { factsOf, parseRecord, textsOf } from "./record.ts";
import { admitsRecord } from "./scope.ts";
import type { Scope } from "./scope.ts";

const NAME = "shv1-scope";
const VERSION = "3";
/** Of the definition in extraction/filter.py, which a test compares. */
const SHA256 = "c853e9fbca78b574ae45313cb5513a9d5ae32a0d0fe4a4120db0a577ff8e500f";

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
