/**
 * Canonical JSON and base64url: one spelling of every document that is signed or sealed.
 *
 * RFC 8785 restricted (docs/formats/shv1.md 1): no floats, integers within 2^53-1, no
 * duplicate keys, no lone surrogates. Keys are sorted by code points.
 */

import { base64url, compareText, fromUtf8, unbase64url, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { hasLone } from "../text.ts";
import { Malformed } from "./errors.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const MAX_DEPTH = 64;

/** Gives the canonical bytes of a value, or throws Malformed for what JSON may not hold here. */
export function marshal(value: Json): Bytes {
  return utf8(spell(value, 0));
}

/** Reads canonical JSON, or throws Malformed; any other spelling of a value is refused. */
export function parse(data: Uint8Array): Json {
  let text: string;
  let value: Json;
  try {
    text = fromUtf8(data);
    value = JSON.parse(text) as Json;
  } catch {
    throw new Malformed("not JSON");
  }
  // A duplicate key, "1.0", an escape or a space is spelt in another way.
  if (!isPlain(value, text) && spell(value, 0) !== text) throw new Malformed("JSON is not in canonical form");
  return value;
}

/** Reads a canonical JSON object, or throws Malformed. */
export function parseObject(data: Uint8Array): JsonObject {
  const value = parse(data);
  if (!isObject(value)) throw new Malformed("want a JSON object");
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Gives a field that is the object's own, so that no inherited name counts as one. */
export function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Spells bytes as base64url without padding. */
export const b64 = base64url;

/** Reads base64url without padding, or throws Malformed; `size` is the length wanted. */
export function unb64(text: Json | undefined, size?: number): Bytes {
  if (typeof text !== "string") throw new Malformed("want base64url text");
  const data = unbase64url(text);
  if (data === undefined) throw new Malformed("base64url is not in canonical form");
  if (size !== undefined && data.length !== size) {
    throw new Malformed(`have ${data.length} bytes, want ${size}`);
  }
  return data;
}

/**
 * Tells whether the engine's own spelling of a value is the text, and canonical: most documents
 * are, and it is found five times as fast. Escaped halves of characters are left to `spell`.
 */
function isPlain(value: Json, text: string): boolean {
  return JSON.stringify(value) === text && !text.includes("\\ud") && isOrdered(value, 0);
}

function isOrdered(value: Json, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every((item: Json) => isOrdered(item, depth + 1));
  let before: string | undefined;
  for (const [key, inner] of Object.entries(value as JsonObject)) {
    if (before !== undefined && compareText(before, key) >= 0) return false;
    if (!isOrdered(inner, depth + 1)) return false;
    before = key;
  }
  return true;
}

function spell(value: Json, depth: number): string {
  if (depth > MAX_DEPTH) throw new Malformed(`JSON is nested deeper than ${MAX_DEPTH}`);
  switch (typeof value) {
    case "string":
      return spellText(value);
    case "number":
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
        throw new Malformed("want whole numbers within 2^53-1");
      }
      return String(value);
    case "boolean":
      return String(value);
    case "object":
      break;
    default:
      throw new Malformed("value has no canonical JSON");
  }
  if (value === null) return "null";
  if (Array.isArray(value)) {
    return `[${value.map((item: Json) => spell(item, depth + 1)).join(",")}]`;
  }
  const keys = Object.keys(value).toSorted(compareText);
  const fields = keys.map(
    (key) => `${spellText(key)}:${spell((value as JsonObject)[key] as Json, depth + 1)}`,
  );
  return `{${fields.join(",")}}`;
}

function spellText(text: string): string {
  if (hasLone(text)) throw new Malformed("a text holds half a character");
  return JSON.stringify(text);
}
