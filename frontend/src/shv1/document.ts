/**
 * Strict reading of JSON documents: known fields alone, each of its own kind.
 *
 * Every statement and sealed document goes through here, so an unknown or missing field, or a
 * number spelt as a text, is refused in one way (docs/formats/shv1.md 1).
 */

import { hex, unhex } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { isObject, own, unb64 } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { Malformed } from "./errors.ts";
import { parseTime } from "./ids.ts";

/** A JSON object whose keys were checked against what the format lists. */
export class Document {
  private readonly value: JsonObject;

  constructor(value: Json | undefined, required: readonly string[], optional: readonly string[] = []) {
    if (!isObject(value)) throw new Malformed("want a JSON object");
    const missing = required.filter((key) => !Object.hasOwn(value, key));
    const unknown = Object.keys(value).filter(
      (key) => !required.includes(key) && !optional.includes(key),
    );
    if (missing.length > 0 || unknown.length > 0) {
      throw new Malformed(`fields missing ${missing.toSorted().join(" ")}, ${unknown.length} unknown`);
    }
    this.value = value;
  }

  /** Tells whether an optional field is there. */
  has(key: string): boolean {
    return Object.hasOwn(this.value, key);
  }

  /** Gives a field as it is. */
  raw(key: string): Json | undefined {
    return own(this.value, key);
  }

  /** Refuses any version but 1. */
  version(): void {
    if (this.raw("v") !== 1) throw new Malformed("want version 1");
  }

  /** Gives a text, one of `choices` if there are any. */
  text<T extends string = string>(key: string, choices: readonly T[] = []): T {
    const value = textOf(this.raw(key), key);
    if (choices.length > 0 && !(choices as readonly string[]).includes(value)) {
      throw new Malformed(`${key}: want ${choices.join(" or ")}`);
    }
    return value as T;
  }

  /** Gives a number of 0 or more. */
  count(key: string): number {
    return countOf(this.raw(key), key);
  }

  /** Gives bytes that are spelt in lower-case hex. */
  hex(key: string, size: number): Bytes {
    return hexOf(this.raw(key), size, key);
  }

  /** Gives the same, as the text that it is. */
  id(key: string, size: number): string {
    return hex(this.hex(key, size));
  }

  /** Gives bytes that are spelt in base64url. */
  b64(key: string, size?: number): Bytes {
    return unb64(this.raw(key), size);
  }

  /** Gives a statement's time, in seconds since 1970. */
  time(key: string): number {
    return parseTime(this.raw(key));
  }

  /** Gives a list. */
  items(key: string): readonly Json[] {
    const value = this.raw(key);
    if (!Array.isArray(value)) throw new Malformed(`${key}: want a list`);
    return value;
  }

  /** Gives the fields of an object whose keys are data. */
  mapping(key: string): [string, Json][] {
    const value = this.raw(key);
    if (!isObject(value)) throw new Malformed(`${key}: want an object`);
    return Object.entries(value);
  }

  /** Gives an inner document. */
  part(key: string, required: readonly string[], optional: readonly string[] = []): Document {
    return new Document(this.raw(key), required, optional);
  }
}

/** Wants a text, or throws Malformed. */
export function textOf(value: Json | undefined, name = "value"): string {
  if (typeof value !== "string") throw new Malformed(`${name}: want a text`);
  return value;
}

/** Wants a number of 0 or more, or throws Malformed. */
export function countOf(value: Json | undefined, name = "value"): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new Malformed(`${name}: want a number of 0 or more`);
  }
  return value;
}

/** Wants `size` bytes in lower-case hex, or throws Malformed. */
export function hexOf(value: Json | undefined, size: number, name = "value"): Bytes {
  const data = unhex(textOf(value, name));
  if (data === undefined || data.length !== size) {
    throw new Malformed(`${name}: want ${2 * size} lower-case hex digits`);
  }
  return data;
}

/** Wants a list of so many columns, or throws Malformed. */
export function rowOf(value: Json | undefined, columns: number, name = "row"): readonly Json[] {
  if (!Array.isArray(value) || value.length !== columns) {
    throw new Malformed(`${name}: want ${columns} columns`);
  }
  return value;
}
