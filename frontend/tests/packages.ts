/** The vectors of whole packages (tests/vectors/release), as tests read them. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bytesOf, utf8 } from "../src/bytes.ts";
import type { Bytes } from "../src/bytes.ts";

type Spelt = string | { readonly hex: string };
/** A package's files by name; null where one is not there. */
export type Files = Readonly<Record<string, Spelt | null>>;

/** One case: the files that differ from the base, the policy, and what each step must say. */
export interface Case {
  readonly about: string;
  readonly files: Files;
  readonly policy: unknown;
  readonly now: number;
  readonly steps: Readonly<Record<string, string>>;
  readonly verdict?: string;
  readonly summary?: readonly string[];
}

const FOLDER = join(import.meta.dirname, "../../tests/vectors/release");

/** The names of all cases. */
export const NAMES = readdirSync(FOLDER).filter(
  (name) => name.endsWith(".json") && !["base.json", "mldsa65.json"].includes(name),
);

/** Reads one file of the folder. */
export function load<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf-8")) as T;
}

/** Gives a case's files. */
export function entriesOf(found: Case): { name: string; data: Bytes }[] {
  return entriesFrom(load<Files>("base.json"), found.files);
}

/** Gives the files of a package that differs from another. */
export function entriesFrom(base: Files, differ: Files): { name: string; data: Bytes }[] {
  return Object.entries({ ...base, ...differ }).flatMap(([name, value]) =>
    value === null ? [] : [{ name, data: bytes(value) }],
  );
}

function bytes(value: Spelt): Bytes {
  return typeof value === "string" ? utf8(value) : bytesOf(value.hex);
}
