/**
 * What of a record is shown (docs/formats/record.md). It comes from a phone, so nothing in it
 * is trusted to be of the shape it should be: a part of another kind is not shown.
 */

import type { ShownRecord } from "../../keys/messages.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface Person {
  readonly id: string | null;
  readonly name: string;
}

export interface BlobOf {
  readonly sha256: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly present: boolean;
}

export interface Seen {
  readonly category: string;
  readonly out: boolean;
  readonly thread: string;
  readonly app: string;
  readonly from: Person | null;
  readonly people: readonly Person[];
  readonly texts: readonly string[];
  readonly blobs: readonly BlobOf[];
  readonly place: { readonly label: string; readonly lat: string; readonly lon: string } | null;
  readonly url: string;
  readonly duration: string;
  readonly lo: number | null;
  readonly hi: number | null;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((each) => fieldsOf(each)) : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function personOf(party: Fields): Person {
  const id = textOf(party["id_norm"]) || null;
  return { id, name: textOf(party["name"]) || textOf(party["id_raw"]) || (id ?? "") };
}

/** Reads a record, or gives null where it was withheld. */
export function seenOf(shown: ShownRecord): Seen | null {
  if (shown.record === null) return null;
  const of = shown.record;
  const parties = listOf(of["parties"]);
  const others = parties.filter((party) => party["is_owner"] !== true);
  const from = parties.find((party) => party["role"] === "from" && party["is_owner"] !== true);
  const time = fieldsOf(of["time"]);
  const extra = fieldsOf(of["extra"]);
  return {
    category: textOf(of["category"]),
    out: of["direction"] === "out",
    thread: textOf(fieldsOf(of["thread"])["name"]),
    app: textOf(fieldsOf(of["app"])["name"]),
    from: from === undefined ? null : personOf(from),
    people: others.map((party) => personOf(party)).filter((person) => person.name !== ""),
    texts: listOf(of["text"]).map((each) => textOf(each["value"])),
    blobs: listOf(of["blobs"]).map((blob) => ({
      sha256: textOf(blob["sha256"]),
      name: textOf(blob["name"]),
      mime: textOf(blob["mime_sniffed"]) || textOf(blob["mime_declared"]),
      size: numberOf(blob["size"]) ?? 0,
      present: blob["present"] === true,
    })),
    place: placeOf(of["place"]),
    url: textOf(extra["url"]),
    duration: textOf(extra["duration_hms"]),
    lo: numberOf(time["lo_us"]),
    hi: numberOf(time["hi_us"]),
  };
}

function placeOf(value: unknown): Seen["place"] {
  const of = fieldsOf(value);
  const [lat, lon] = [textOf(of["lat"]), textOf(of["lon"])];
  return lat === "" || lon === "" ? null : { label: textOf(of["label"]), lat, lon };
}
