/**
 * The pages of a full copy: its records as a person reads them, one page for each file of them.
 *
 * docs/formats/full-copy.md 1, and extraction/readable.py, which makes the same bytes. Everything in
 * it came out of a phone: it is text, whatever it looks like, and the page may load nothing and run
 * nothing.
 */

import { utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import type { Json, JsonObject } from "../shv1/canonical.ts";

export const STYLE =
  "body{font-family:sans-serif;max-width:45em;margin:1em auto;padding:0 1em}" +
  "article{border-top:1px solid #767676;padding:.5em 0}h2{font-size:1em;margin:0}" +
  "p{margin:.3em 0;white-space:pre-wrap;overflow-wrap:anywhere}.small{font-size:.85em;color:#4a4a4a}";
const STYLE_HASH = "glD3dQ7Bj8tJWJIn98Yi385AovucqfEpo6+Sgay+7tQ=";
const HEAD =
  '<!doctype html>\n<html><head><meta charset="utf-8">' +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none';` +
  ` style-src 'sha256-${STYLE_HASH}'">` +
  '<meta name="viewport" content="width=device-width"><title>Notes</title>' +
  `<style>${STYLE}</style></head><body>\n`;
const FOOT = "</body></html>\n";

type Parse = (data: Bytes) => JsonObject;

/** Names the page of a file of records. */
export function pageName(records: string): string {
  return `${records.replace(/\.jsonl$/u, "")}.html`;
}

/** Makes the page of some records; `files` has the name of each object by its SHA-256 in hex. */
export function pageOf(records: readonly Bytes[], files: ReadonlyMap<string, string>, parse: Parse): Bytes {
  return utf8([HEAD, ...records.map((record) => article(record, files, parse)), FOOT].join(""));
}

function article(data: Bytes, files: ReadonlyMap<string, string>, parse: Parse): string {
  const record = parsed(data, parse);
  const lines = [
    ...when(mapOf(record["time"])).map((each) => `<h2>${escaped(each)}</h2>`),
    ...who(record).map((each) => `<p>${escaped(each)}</p>`),
    ...mapsOf(record["text"]).flatMap(({ value }) =>
      textOf(value) === "" ? [] : [`<p dir="auto">${escaped(textOf(value))}</p>`],
    ),
    ...where(mapOf(record["place"])).map((each) => `<p>${escaped(each)}</p>`),
    ...links(record, files),
    `<p class="small">${escaped(kind(record))}</p>`,
  ];
  return `<article>${lines.join("")}</article>\n`;
}

function parsed(data: Bytes, parse: Parse): JsonObject {
  try {
    return parse(data);
  } catch {
    return {};
  }
}

function when(time: JsonObject): string[] {
  const [first, last] = [momentOf(time["lo_us"]), momentOf(time["hi_us"])];
  if (first === null || last === null) return [textOf(time["raw"])].filter((each) => each !== "");
  return [first === last ? `${first} UTC` : `${first} / ${last} UTC`];
}

function momentOf(micros: Json | undefined): string | null {
  if (typeof micros !== "number" || !Number.isSafeInteger(micros) || micros <= 0) return null;
  return new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19).replace("T", " ");
}

function who(record: JsonObject): string[] {
  const people = mapsOf(record["parties"]).map((party) => {
    const parts = [textOf(party["name"]), textOf(party["id_raw"])].filter((each) => each !== "");
    return `${textOf(party["role"])}: ${parts.join(" ")}`;
  });
  return people.length === 0 ? [] : [people.join("; ")];
}

function where(place: JsonObject): string[] {
  const parts = ["lat", "lon", "label"].map((key) => textOf(place[key])).filter((each) => each !== "");
  return parts.length === 0 ? [] : [parts.join(", ")];
}

function links(record: JsonObject, files: ReadonlyMap<string, string>): string[] {
  return mapsOf(record["blobs"]).flatMap((blob) => {
    const sha256 = textOf(blob["sha256"]);
    const file = files.get(sha256);
    const shown = textOf(blob["name"]) === "" ? sha256 : textOf(blob["name"]);
    return file === undefined ? [] : [`<p><a href="../${file}">${escaped(shown)}</a></p>`];
  });
}

function kind(record: JsonObject): string {
  const parts = ["category", "subtype", "direction", "class"].map((key) => textOf(record[key]));
  parts.push(textOf(mapOf(record["app"])["name"]), textOf(mapOf(record["thread"])["name"]));
  return parts.filter((each) => each !== "").join(" · ");
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapOf(value: Json | undefined): JsonObject {
  return isMap(value) ? value : {};
}

function mapsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
