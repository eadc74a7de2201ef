/**
 * A record's JSON, checked without building the record: one spelling, nothing unknown.
 *
 * docs/formats/record.md 1, as extraction/record_shape.py does it. Whoever shows a record to a
 * court wants every reader to read one thing in it.
 */

import { isObject, own, parseObject } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { Malformed } from "./errors.ts";
import { CATEGORIES } from "./scope.ts";
import { CLASSES, MAX_RECORD } from "./segment.ts";

type Check = (value: Json) => boolean;
type Checks = Readonly<Record<string, Check>>;

const KINDS = ["sent", "received", "created", "modified", "visited", "captured", "file_mtime"];
const FLAGS = [
  "time_ambiguous",
  "time_unlikely",
  "zone_unknown",
  "party_unknown",
  "nested_content",
  "metadata_error",
  "missing_blob",
  "truncated",
  "media_unclear",
];
const SHA256 = /^[0-9a-f]{64}$/;

const text: Check = (value) => typeof value === "string";
const filled: Check = (value) => typeof value === "string" && value !== "";
const whole: Check = (value) => Number.isSafeInteger(value);
const size: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;
const truth: Check = (value) => typeof value === "boolean";
const owner: Check = (value) => value === null || typeof value === "boolean";

function oneOf(...choices: readonly string[]): Check {
  const known = new Set<Json>(choices);
  return (value) => known.has(value);
}

/** Wants a list with something in it: an empty one is left out. */
function listed(check: Check): Check {
  return (value) =>
    Array.isArray(value) && value.length > 0 && (value as readonly Json[]).every(check);
}

function object(checks: Checks, required: readonly string[]): Check {
  const find = new Map(Object.entries(checks));
  return (value) =>
    isObject(value) &&
    required.every((key) => Object.hasOwn(value, key)) &&
    Object.entries(value).every(([key, inner]) => find.get(key)?.(inner) ?? false);
}

/** Wants two fields together or not at all. */
function both(fits: Check, one: string, other: string): Check {
  return (value) =>
    fits(value) &&
    Object.hasOwn(value as JsonObject, one) === Object.hasOwn(value as JsonObject, other);
}

const texts: Check = (value) =>
  isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(text);

const interval = both(
  object(
    {
      raw: text,
      unit: text,
      kind: oneOf(...KINDS),
      zone: oneOf("explicit", "utc_by_format", "device_assumed", "operator_assumed", "unknown"),
      lo_us: whole,
      hi_us: whole,
    },
    ["raw", "unit", "kind", "zone"],
  ),
  "lo_us",
  "hi_us",
);

const time: Check = (value) => {
  if (!interval(value)) return false;
  const body = value as JsonObject;
  const [low, high] = [own(body, "lo_us"), own(body, "hi_us")];
  return low === undefined || (low as number) <= (high as number);
};

const blobFields = object(
  {
    sha256: filled,
    size,
    name: filled,
    mime_declared: filled,
    mime_sniffed: filled,
    present: truth,
    role: filled,
  },
  ["present"],
);

const blob: Check = (value) => {
  if (!blobFields(value)) return false;
  const body = value as JsonObject;
  const hash = own(body, "sha256");
  return own(body, "present") === false || (typeof hash === "string" && SHA256.test(hash));
};

const party = both(
  object(
    {
      role: oneOf("from", "to", "cc", "bcc", "participant", "subject", "mention"),
      is_owner: owner,
      id_raw: filled,
      id_type: text,
      id_norm: filled,
      name: filled,
    },
    ["role", "is_owner"],
  ),
  "id_raw",
  "id_type",
);

const prov = both(
  object(
    {
      format: text,
      parser: text,
      parser_version: text,
      member: filled,
      table: filled,
      row: whole,
      tool: filled,
      tool_version: text,
      repairs: listed(text),
      xml_id: filled,
      offset: whole,
    },
    ["format", "parser", "parser_version"],
  ),
  "tool",
  "tool_version",
);

const place = object(
  { lat: filled, lon: filled, source: filled, label: filled, alt_m: filled, acc_m: filled },
  ["lat", "lon", "source"],
);

const RECORD: Checks = {
  record_id: text,
  category: oneOf(...CATEGORIES),
  prov,
  subtype: filled,
  app: object({ id: filled, name: text }, ["id", "name"]),
  direction: oneOf("in", "out", "none", "unknown"),
  parties: listed(party),
  time,
  times: listed(time),
  text: listed(object({ field: text, value: text }, ["field", "value"])),
  thread: object({ id: text, name: text, size: whole }, ["id", "name"]),
  blobs: listed(blob),
  place,
  state: texts,
  class: oneOf(...CLASSES),
  extra: texts,
  flags: listed(oneOf(...FLAGS)),
  reply_to: filled,
  embedded_in: filled,
};
const REQUIRED = ["record_id", "category", "prov"];
const record = object(RECORD, REQUIRED);

/** Reads a record's JSON, or throws Malformed: not canonical, unknown or misshapen fields. */
export function readRecord(data: Uint8Array): JsonObject {
  if (data.length > MAX_RECORD) throw new Malformed("a record is longer than 1 MiB");
  const body = parseObject(data);
  if (!record(body)) throw new Malformed(`${misshapen(body)}: not as a record has it`);
  return body;
}

/** Names the first field that is wrong; what it holds is content, and so may its name be. */
function misshapen(body: JsonObject): string {
  const missing = REQUIRED.find((name) => !Object.hasOwn(body, name));
  const wrong = Object.entries(RECORD).find(([name, check]) => {
    const value = own(body, name);
    return value !== undefined && !check(value);
  });
  return missing ?? wrong?.[0] ?? "an unknown field";
}
