/**
 * What the worker takes from a page: known kinds, known fields, each of its own kind.
 *
 * A page that was changed by somebody could send anything; what is not a message of
 * keys/messages.ts is refused whole. What a field means is checked where it is used.
 */

import { KINDS } from "./messages.ts";
import type { Ask, Kind, ToWorker } from "./messages.ts";

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const HEX = /^(?:[0-9a-f]{2})+$/;
const SHOWS = new Set<unknown>(["leaving", "staying", "all"]);
const CHECKED = new Set<unknown>(["checkpoint", "extraction"]);
const APPROVALS = new Set<unknown>(["ask", "auto"]);

const bytes: Check = (value) =>
  value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
const text: Check = (value) => typeof value === "string";
const idHex: Check = (value) => typeof value === "string" && value.length === 32 && HEX.test(value);
const hashHex: Check = (value) =>
  typeof value === "string" && value.length === 64 && HEX.test(value);
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const whole: Check = (value) => Number.isSafeInteger(value);
const json: Check = (value) => typeof value === "object" && value !== null;

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

/** A field that may be left out. */
function maybe(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function shape(fields: Fields): Check {
  return (value) => {
    if (typeof value !== "object" || value === null) return false;
    const given = value as Readonly<Record<string, unknown>>;
    return (
      Object.keys(given).every((key) => Object.hasOwn(fields, key)) &&
      Object.entries(fields).every(([key, check]) => check(given[key]))
    );
  };
}

const place: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(count);
const holding = shape({ eid: idHex, root: hashHex, ingest: hashHex, logIndex: count });
const told = shape({ at: count, whom: text });
const finding = shape({
  at: count,
  kind: text,
  name: text,
  notes: listOf(text),
  path: listOf(text),
  receipts: listOf(text),
  told: orNull(told),
});
const manifest = shape({
  extractions: listOf(holding),
  policy: text,
  lastCheckpoint: text,
  receipts: listOf(text),
  findings: listOf(finding),
});
const line = shape({ index: count, entry: bytes, proof: orNull(text), fields: orNull(bytes) });

const day = shape({ day: text, first: whole, next: whole });
const addedFile = shape({
  file: (value) => value instanceof Blob,
  name: text,
  kind: text,
  day: orNull(day),
});

const ASKS: Readonly<Record<Kind, Fields>> = {
  enrol: { passphrase: text },
  stretch: { passphrase: text, uid: idHex, params: bytes },
  prove: { prf: bytes, uid: idHex, credential: bytes },
  passkey: { prf: bytes, credential: bytes },
  unlock: { slots: listOf(bytes), manifest: bytes, version: count, seen: whole },
  lock: {},
  manifest: { manifest, after: maybe(count) },
  openExtraction: {
    eid: idHex,
    ingest: bytes,
    certs: bytes,
    leaves: bytes,
    catalogue: bytes,
    wrap: bytes,
  },
  receipt: { eid: idHex },
  preview: { eid: idHex, scope: json, excluded: listOf(place) },
  records: {
    preview: count,
    show: (value) => SHOWS.has(value),
    group: maybe(idHex),
    from: count,
    count,
  },
  medium: { eid: idHex, sha256: hashHex },
  visit: { eid: idHex },
  contents: { eid: idHex, above: bytes, roots: listOf(hashHex) },
  beginCopy: { eid: idHex, receipt: orNull(bytes), readme: text },
  nextCopy: { copy: count },
  beginAdd: { files: listOf(addedFile), tool: shape({ name: text, version: text, sha256: hashHex }), now: count },
  nextAdd: { add: count },
  askBack: { add: count },
  checkBack: { add: count, hashes: listOf(bytes) },
  asker: { recipient: bytes, certs: bytes, roots: listOf(hashHex), now: whole },
  grant: {
    preview: count,
    workerKey: bytes,
    certs: bytes,
    roots: listOf(hashHex),
    recipients: listOf(bytes),
    points: listOf(text),
    approval: (value) => APPROVALS.has(value),
    until: whole,
    now: whole,
    request: text,
    policy: hashHex,
    notice: hashHex,
  },
  openDraft: { container: bytes, preview: maybe(count) },
  draftRecords: { rid: idHex, show: (value) => SHOWS.has(value), from: count, count },
  approve: { rid: idHex, recipients: listOf(bytes), now: whole },
  verifyLog: {
    lines: listOf(line),
    policy: text,
    now: whole,
    remembered: text,
    consistency: listOf(bytes),
    receipts: listOf(text),
    ids: listOf(idHex),
    organisations: listOf(text),
  },
  witness: {
    policy: text,
    name: text,
    note: text,
    shown: text,
    consistency: listOf(bytes),
    now: whole,
  },
  finding: { findings: listOf(finding), fresh: orNull(finding), policy: text },
  checkWords: { kind: (value) => CHECKED.has(value), data: bytes },
  keep: { text },
  recall: { sealed: bytes },
};

/** Tells whether a message is one that a page may send. */
export function isToWorker(message: unknown): message is ToWorker {
  if (typeof message !== "object" || message === null) return false;
  const { id, kind } = message as { readonly id?: unknown; readonly kind?: unknown };
  if (!count(id)) return false;
  if (kind === "given") return shape({ id: count, kind: text, need: count, data: bytes })(message);
  if (kind === "notGiven") return shape({ id: count, kind: text, need: count })(message);
  const known = (KINDS as readonly unknown[]).includes(kind);
  return known && shape({ id: count, kind: text, ask: (ask) => isAsk(kind as Kind, ask) })(message);
}

/** Tells whether a message's fields are those of its kind. */
export function isAsk<K extends Kind>(kind: K, ask: unknown): ask is Ask<K> {
  return shape(ASKS[kind])(ask);
}
