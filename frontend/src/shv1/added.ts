/**
 * What she adds herself: what may be added, and the record that stands for a file of hers.
 *
 * docs/formats/addition.md 1 and 3, as extraction/added.py. Nothing inside a file is looked into
 * but its first 16 bytes, and the words of a short plain text.
 */

import { bytesOf, concat, hex, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { ADDED } from "../keys/add_messages.ts";
import type { Refused } from "../keys/add_messages.ts";
import type { Toolbox } from "../keys/toolbox.ts";
import type { Json, JsonObject } from "./canonical.ts";

const MAX_NAME = 255;
export const MAX_WORDS = 64 * 1024;
const HEAD = 16;
const DAY_S = 86_400;

type Why = Refused["why"];

/** Of which day she says that it is, and when that day begins and the next, where she is. */
export interface AddedDay {
  readonly day: string;
  /** Seconds since 1970. */
  readonly first: number;
  readonly next: number;
}

/** What she says of a file. */
export interface Said {
  readonly name: string;
  readonly kind: string;
  readonly day: AddedDay | null;
}

/** A file whose bytes were read once. */
export interface Read extends Said {
  readonly length: number;
  readonly sha256: string;
  readonly sniffed: string;
  readonly words: string | null;
}

const FITS: Readonly<Record<string, readonly string[]>> = {
  photo: ["image"],
  audio: ["audio", "video"],
  video: ["video"],
};

const STARTS: readonly (readonly [start: string, mime: string])[] = [
  ["\xff\xd8\xff", "image/jpeg"],
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["GIF87a", "image/gif"],
  ["GIF89a", "image/gif"],
  ["OggS", "audio/ogg"],
  ["#!AMR", "audio/amr"],
  ["ID3", "audio/mpeg"],
  ["%PDF-", "application/pdf"],
  ["PK\x03\x04", "application/zip"],
  ["BEGIN:VCARD", "text/vcard"],
  ["SQLite format 3\0", "application/vnd.sqlite3"],
];
const RIFF: Readonly<Record<string, string>> = {
  WEBP: "image/webp",
  WAVE: "audio/wav",
  "AVI ": "video/x-msvideo",
};
const BRANDS: Readonly<Record<string, string>> = {
  heic: "image/heic",
  heix: "image/heic",
  mif1: "image/heif",
  avif: "image/avif",
  "M4A ": "audio/mp4",
  "qt  ": "video/quicktime",
};

/** Gives the media type of a file's first 16 bytes, "" where they tell nothing (record.md 1). */
export function sniff(beginning: Uint8Array): string {
  const head = String.fromCharCode(...beginning.subarray(0, HEAD));
  const found = STARTS.find(([start]) => head.startsWith(start));
  if (found !== undefined) return found[1];
  const four = head.slice(8, 12);
  if (head.startsWith("RIFF")) return Object.hasOwn(RIFF, four) ? (RIFF[four] ?? "") : "";
  if (head.slice(4, 8) !== "ftyp") return "";
  if (head.slice(8, 10) === "3g") return "video/3gpp";
  return Object.hasOwn(BRANDS, four) ? (BRANDS[four] ?? "") : "video/mp4";
}

function mediaKind(mime: string): string | null {
  if (mime === "") return null;
  const [kind = ""] = mime.split("/");
  return ["image", "audio", "video"].includes(kind) ? kind : "document";
}

/** Says why what she says of a file cannot be, before it is read. */
export function whyNotSaid(
  { name, kind, day }: Said,
  length: number,
  now: number,
  tools: Toolbox,
): Why | null {
  const bytes = utf8(name).length;
  const isText = name === name.normalize("NFC") && !/\p{Surrogate}/u.test(name);
  if (!isText || bytes < 1 || bytes > MAX_NAME || name.includes("\0")) return "name";
  if (!(ADDED.kinds as readonly string[]).includes(kind)) return "kind";
  if (length < 1) return "empty";
  if (length > ADDED.file) return "long";
  if (day === null) return null;
  const whole = tools.isDay(day.day) && Number.isSafeInteger(day.first) && day.first < day.next;
  return whole && day.day <= tools.dayOfSecond(now + DAY_S) ? null : "day";
}

/** Says whether the first bytes contradict what she says. */
export function contradicts(kind: string, sniffed: string): boolean {
  const found = mediaKind(sniffed);
  const fits = Object.hasOwn(FITS, kind) ? FITS[kind] : undefined;
  return found !== null && fits !== undefined && !fits.includes(found);
}

/** Gives what a short plain text says, by its name and bytes; null for anything else. */
export function wordsOf(name: string, data: Uint8Array): string | null {
  if (!name.toLowerCase().endsWith(".txt") || data.length > MAX_WORDS || data.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return null;
  }
}

/** Names a file in the original: its number, from 1, and its own name. */
export function memberOf(place: number, name: string): string {
  return `${String(place).padStart(4, "0")}/${name}`;
}

/** The original's listing: member, length and SHA-256 of each file. */
export function listingOf(files: readonly Read[]): Json {
  return files.map(({ name, length, sha256 }, at) => [memberOf(at + 1, name), length, sha256]);
}

/** The coverage ledger (record.md 4): as many records as files, and nothing left. */
export function ledgerOf(files: readonly Read[]): Json {
  const count = files.length;
  return {
    v: 1,
    artefacts: [
      {
        artefact: "added files",
        member: "",
        reader: "added",
        version: "1",
        declared: count,
        bytes: files.reduce((sum, { length }) => sum + length, 0),
        rows_seen: count,
        records: count,
        quarantined: 0,
        unknown: 0,
        withheld: 0,
        nested: 0,
        repairs: 0,
        first_error: "",
      },
    ],
    quarantine: [],
    unread: [],
    missing: [],
    warnings: [],
    left_off: {},
  };
}

/** Makes the record of a file; `source` is SHA-256 of the listing, `place` counts from 1. */
export async function recordOf(source: string, place: number, file: Read): Promise<JsonObject> {
  const { name, kind, sniffed, words, length, sha256, day } = file;
  const spoken = kind === "statement" && ["audio", "video"].includes(mediaKind(sniffed) ?? "");
  const shown = Object.hasOwn(FITS, kind) || spoken;
  const member = memberOf(place, name);
  return {
    record_id: await recordId(source, member),
    category: shown ? "media" : "document",
    prov: { format: "added", parser: "added", parser_version: "1", member },
    subtype: kind,
    ...(day === null ? {} : { time: timeOf(day) }),
    text: [
      { field: "title", value: name },
      ...(words === null ? [] : [{ field: "body", value: words }]),
    ],
    blobs: [
      {
        sha256,
        size: length,
        name,
        ...(sniffed === "" ? {} : { mime_sniffed: sniffed }),
        present: true,
        role: shown ? "media" : "attachment",
      },
    ],
    extra: { added_by: "survivor" },
  };
}

/** The descriptor of a record's group: no app, people, conversation or class. */
export function descriptorOf(record: JsonObject): JsonObject {
  return { category: record["category"] ?? "", thread: "" };
}

/** The UTC day in which a file's day begins; `0000-00-00` where none is known. */
export function segmentDay({ day }: Said, tools: Toolbox): string {
  return day === null || !isDated(day) ? tools.UNDATED : tools.dayOfSecond(day.first);
}

// Microseconds beyond 2^53-1 and times before 1970 have no canonical number.
function isDated({ first, next }: AddedDay): boolean {
  return first > 0 && Number.isSafeInteger(next * 1_000_000);
}

function timeOf(day: AddedDay): JsonObject {
  const said = { raw: day.day, unit: "local", kind: "created" };
  if (!isDated(day)) return { ...said, zone: "unknown" };
  const [lo, hi] = [day.first * 1_000_000, day.next * 1_000_000 - 1];
  return { ...said, zone: "device_assumed", lo_us: lo, hi_us: hi };
}

const OID_NAMESPACE = bytesOf("6ba7b8129dad11d180b400c04fd430c8");

/** UUID 5 over the source and the place in it (record.md 1). */
async function recordId(source: string, member: string): Promise<string> {
  const namespace = await uuid5(OID_NAMESPACE, source);
  const text = hex(await uuid5(namespace, member));
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

async function uuid5(namespace: Bytes, name: string): Promise<Bytes> {
  const hashed = await crypto.subtle.digest("SHA-1", concat(namespace, utf8(name)));
  const uuid = new Uint8Array(hashed).slice(0, 16);
  uuid[6] = ((uuid[6] ?? 0) & 0x0f) | 0x50;
  uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80;
  return uuid;
}

