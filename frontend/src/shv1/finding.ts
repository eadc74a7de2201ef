/**
 * Findings: what of the log did not match, as her client remembers it (docs/formats/finding.md).
 *
 * Nothing is checked here but the spelling.
 */

import { fromUtf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { FINDING_LIMITS } from "../keys/log_messages.ts";
import { marshal, parseObject, unb64 } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { Document, textOf } from "./document.ts";
import { Malformed } from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";

export const FINDINGS = ["witness", "growth", "receipt", "lines"] as const;
const MOST = 8;
const MOST_NOTES = 2;

/** One thing that did not match; times are seconds since 1970, hashes base64url. */
export interface Finding {
  readonly at: number;
  readonly kind: (typeof FINDINGS)[number];
  /** The witness's name; empty but where one was asked. */
  readonly name: string;
  readonly notes: readonly string[];
  readonly path: readonly string[];
  readonly receipts: readonly string[];
  /** Whom she says she talked to about it. */
  readonly told: { readonly at: number; readonly whom: string } | null;
}

/** Gives a finding as the JSON that it is spelt with. */
export function findingJson(finding: Finding): Json {
  const { at, kind, name, notes, path, receipts, told } = finding;
  const said = told === null ? null : { at: told.at, whom: told.whom };
  return { v: 1, at, kind, name, notes, path, receipts, told: said };
}

/** Reads findings, 1 to 8, or throws Malformed: a list of none is left out. */
export function parseFindings(values: readonly Json[]): readonly Finding[] {
  if (values.length < 1 || values.length > MOST) throw new Malformed(`findings: want 1 to ${MOST}`);
  return values.map(parseFinding);
}

function parseFinding(value: Json): Finding {
  const body = new Document(value, [
    "v", "at", "kind", "name", "notes", "path", "receipts", "told",
  ]);
  body.version();
  const [kind, name] = [body.text("kind", FINDINGS), body.text("name")];
  if ((kind === "witness") !== (name !== "")) {
    throw new Malformed("name: want a witness's where one was asked, and else none");
  }
  const notes = texts(body, "notes", MOST_NOTES);
  if (notes.some((note) => [...note].length > FINDING_LIMITS.note)) {
    throw new Malformed(`notes: want at most ${FINDING_LIMITS.note} characters`);
  }
  const path = texts(body, "path", FINDING_LIMITS.path);
  for (const step of path) unb64(step, HASH_SIZE);
  const receipts = texts(body, "receipts", FINDING_LIMITS.receipts);
  return { at: body.count("at"), kind, name, notes, path, receipts, told: toldOf(body) };
}

function texts(body: Document, key: string, most: number): readonly string[] {
  const values = body.items(key);
  if (values.length > most) throw new Malformed(`${key}: want at most ${most}`);
  return values.map((value) => textOf(value, key));
}

function toldOf(body: Document): Finding["told"] {
  if (body.raw("told") === null) return null;
  const told = body.part("told", ["at", "whom"]);
  const whom = told.text("whom");
  if (whom === "" || [...whom].length > FINDING_LIMITS.whom) {
    throw new Malformed(`whom: want 1 to ${FINDING_LIMITS.whom} characters`);
  }
  return { at: told.count("at"), whom };
}

/** Adds a finding as docs/formats/finding.md 3 wants it. */
export function withFinding(findings: readonly Finding[], fresh: Finding): readonly Finding[] {
  const same = ({ kind, name, told }: Finding): boolean =>
    kind === fresh.kind && name === fresh.name && told === null;
  if (findings.some(same)) return findings;
  if (findings.length < MOST) return [...findings, fresh];
  const done = findings.findIndex(({ told }) => told !== null);
  return done === -1 ? findings : [...findings.toSpliced(done, 1), fresh];
}

/** Spells the file that is given to somebody. */
export function marshalFile(findings: readonly Finding[], policy: string): string {
  return `${fromUtf8(marshal({ v: 1, findings: findings.map(findingJson), policy }))}\n`;
}

/** Reads the file, or throws Malformed. */
export function parseFile(data: Bytes): { readonly findings: readonly Finding[]; readonly policy: string } {
  if (data[data.length - 1] !== 0x0a) throw new Malformed("the file does not end");
  const body = new Document(parseObject(data.subarray(0, -1)), ["v", "findings", "policy"]);
  body.version();
  return { findings: parseFindings(body.items("findings")), policy: body.text("policy") };
}
