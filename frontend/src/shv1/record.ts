/**
 * What scope, filter and screens ask of a record's bytes (docs/formats/record.md).
 *
 * A record is canonical JSON; bytes that are not are refused, because two readers could see
 * two records in them.
 */

import { isObject, own, parseObject } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import type { RecordFacts } from "./scope.ts";

/** Gives what a scope asks of a record; what is misshapen in it counts as unknown. */
export function factsOf(body: JsonObject): RecordFacts {
  const time = mapping(own(body, "time"));
  return {
    category: textOr(own(body, "category"), ""),
    app: filled(own(mapping(own(body, "app")), "id")),
    thread: filled(own(mapping(own(body, "thread")), "id")),
    parties: counterparties(own(body, "parties")),
    loUs: whole(own(time, "lo_us")),
    hiUs: whole(own(time, "hi_us")),
    sensitivity: Object.hasOwn(body, "class") ? textOr(own(body, "class"), "") : null,
    media: kindsOf(own(body, "blobs")),
  };
}

/** The kinds of a record's own files; null when one is unknown or there is none (scope.md 3). */
function kindsOf(blobs: Json | undefined): string[] | null {
  const listed = Array.isArray(blobs) ? (blobs as readonly Json[]).map(mapping) : [];
  const kinds = listed.filter((blob) => !isPart(blob) && !isSmall(blob)).map(kindOf);
  const known = kinds.filter((kind) => kind !== null);
  return kinds.length > 0 && known.length === kinds.length ? known : null;
}

/** Gives the kind of a medium, by the type that its first bytes gave; null where they gave none. */
export function kindOf(blob: JsonObject): string | null {
  const mime = filled(own(blob, "mime_sniffed"));
  return mime && (/^(image|audio|video)(?=\/|$)/.exec(mime)?.[0] ?? "document");
}

/** Tells whether a medium holds what was too long for its record. */
export function isPart(blob: JsonObject): boolean {
  const role = own(blob, "role");
  return role === "text" || role === "extra";
}

/** Tells whether a medium is a small picture that stands for something else. */
export function isSmall(blob: JsonObject): boolean {
  const role = own(blob, "role");
  return role === "thumbnail" || role === "avatar";
}

/** Lists the SHA-256 values of the media that a record cites and that are present. */
export function blobsOf(body: JsonObject): string[] {
  return items(own(body, "blobs"))
    .filter((blob) => own(blob, "present") === true && Object.hasOwn(blob, "sha256"))
    .map((blob) => textOr(own(blob, "sha256"), ""));
}

/** Tells whether a record is quoted or forwarded in another, and not known to be hers. */
export function isQuoted(body: JsonObject): boolean {
  const flags = own(body, "flags");
  const nested = Array.isArray(flags) && (flags as readonly Json[]).includes("nested_content");
  if (!nested && own(body, "embedded_in") === undefined) return false;
  const from = items(own(body, "parties")).filter((party) => own(party, "role") === "from");
  return from.length === 0 || from.some((party) => own(party, "is_owner") !== true);
}

/** Lists the words of a record, field by field. */
export function textsOf(body: JsonObject): string[] {
  return items(own(body, "text")).map((text) => textOr(own(text, "value"), ""));
}

/** Reads a record's bytes, or throws Malformed. */
export function parseRecord(data: Uint8Array): JsonObject {
  return parseObject(data);
}

/** The normalised ids of all who are not the owner; null when one of them has none. */
function counterparties(value: Json | undefined): string[] | null {
  if (value === undefined) return [];
  const listed = Array.isArray(value) ? (value as readonly Json[]) : [{}];
  const norms = listed
    .map(mapping)
    .filter((party) => own(party, "is_owner") !== true)
    .map((party) => filled(own(party, "id_norm")));
  const known = norms.filter((norm) => norm !== null);
  return known.length === norms.length ? [...new Set(known)] : null;
}

function items(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

function mapping(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function filled(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function whole(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function textOr(value: Json | undefined, other: string): string {
  return typeof value === "string" ? value : other;
}
