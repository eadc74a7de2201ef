/**
 * Sealed fields: who it was, as the entry commits to it.
 *
 * docs/formats/audit-entry.md 11. The box around them is opened elsewhere.
 */

import { bytesOf, concat, fromUtf8, hex, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { commitment } from "./entry.ts";
import { MalformedEntry, NotProven } from "./errors.ts";
import type { Sha256 } from "./merkle.ts";

const NAMES = ["actor", "name", "network", "staff", "text", "title"];
const HASH = /^[0-9a-f]{64}$/;
const MAX_VALUE = 1000;

/**
 * Reads fields and gives the open ones by name; `x` is the entry's hash of them.
 *
 * Throws MalformedEntry: they are spelt otherwise than fields are; NotProven: they are others.
 */
export function readFields(sha256: Sha256, data: Bytes, x: string): Record<string, string> {
  const rows = rowsOf(data);
  const parts: Bytes[] = [utf8("safehold-audit-fields-v1\0")];
  const values: Record<string, string> = {};
  for (const [name = "", first = "", value] of rows) {
    if (value !== undefined) values[name] = value;
    const committed =
      value === undefined ? first : commitment(sha256, name, bytesOf(first), utf8(value));
    parts.push(utf8(`${name}\0`), bytesOf(committed));
  }
  if (hex(sha256(concat(...parts))) !== x) {
    throw new NotProven("the fields are not those that the entry commits to");
  }
  return values;
}

function rowsOf(data: Bytes): string[][] {
  let text = "";
  let rows: unknown = null;
  try {
    text = fromUtf8(data);
    rows = (JSON.parse(text) as { fields?: unknown } | null)?.fields;
  } catch {
    // Said below, for every way of not being fields.
  }
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every((row) => isRow(row))) {
    throw new MalformedEntry("these are no sealed fields");
  }
  const names = (rows as string[][]).map(([name]) => name);
  const ordered = NAMES.filter((name) => names.includes(name));
  if (ordered.join() !== names.join() || JSON.stringify({ fields: rows, v: 1 }) !== text) {
    throw new MalformedEntry("sealed fields are unknown, twice there or in another spelling");
  }
  return rows as string[][];
}

function isRow(row: unknown): boolean {
  if (!Array.isArray(row) || !row.every((each) => typeof each === "string")) return false;
  const [, first = "", value = " "] = row as string[];
  const known = [2, 3].includes(row.length) && HASH.test(first);
  return known && value !== "" && [...value].length <= MAX_VALUE;
}
