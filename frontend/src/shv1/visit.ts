/**
 * Visit statements: what the guardian says of the phone, the place, the method, herself.
 *
 * docs/formats/visit.md. The statement holds a salted commitment for every point and no value;
 * with it go openings, each a salt and a value, of which a holder shows some.
 */

import { bytesOf, concat, equal, hex, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { b64, isObject, marshal, parseObject } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import type { Certificate } from "./certificate.ts";
import { Document, textOf } from "./document.ts";
import { Malformed, MalformedStatement, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE, ID_SIZE, parseTime } from "./ids.ts";
import type { Ingest } from "./ingest.ts";
import { sha256 } from "./sodium.ts";
import { checkBothSignatures, digest, parseStatement } from "./statement.ts";
import type { Statement } from "./statement.ts";

const TIMES = new Set(["start", "end"]);
const CLOCK = "device.clock";
/** Every point that there is; a statement has a commitment for each. */
export const POINTS: readonly string[] = [
  "countersignature.absence", "device.battery", CLOCK, "device.condition", "device.identifiers",
  "device.model", "device.network", "end", "exceptions", "guardian.competence", "guardian.name",
  "interruptions", "method", "method.validation", "place", "start", "tool.settings",
];
const MAX_VALUE = 1000;
export const MAX_VISIT = 256 * 1024;
const MAX_OFFSET = 10 * 366 * 86_400_000;

/** The body of a visit statement; ids and hashes in hex, commitments by point. */
export interface Visit {
  readonly eid: string;
  readonly root: string;
  readonly survivor: string;
  readonly guardian: string;
  readonly corrects: string | null;
  readonly points: ReadonlyMap<string, Bytes>;
}

/** What opens one commitment. */
export interface Opening {
  readonly salt: Bytes;
  readonly value: JsonObject;
}

/** A visit statement with the openings that its holder shows; nothing is checked yet. */
export interface ShownVisit {
  readonly visit: Visit;
  readonly statement: Statement;
  readonly openings: ReadonlyMap<string, Opening>;
}

/** Closes every point but these. */
export function onlyPoints(shown: ShownVisit, points: ReadonlySet<string>): ShownVisit {
  return { ...shown, openings: new Map([...shown.openings].filter(([name]) => points.has(name))) };
}

/** What is said of one point, or why it is not known. */
export interface SaidPoint {
  readonly name: string;
  /** A line; for the clock by how many milliseconds the phone was ahead, and of what. */
  readonly said: string | { readonly offset: number; readonly reference: string } | null;
  readonly unknown: string | null;
}

/** Gives what is said of every open point, to be read. */
export function pointsOf(shown: ShownVisit): readonly SaidPoint[] {
  return POINTS.filter((name) => shown.openings.has(name)).map((name) => {
    const value = new Document(shown.openings.get(name)?.value, [], ["said", "unknown"]);
    if (!value.has("said")) return { name, said: null, unknown: value.text("unknown") };
    if (name !== CLOCK) return { name, said: value.text("said"), unknown: null };
    const clock = value.part("said", ["offset_ms", "reference"]);
    const said = { offset: Number(clock.raw("offset_ms")), reference: clock.text("reference") };
    return { name, said, unknown: null };
  });
}

/** Gives statement and openings as JSON. */
export function shownBody(shown: ShownVisit): JsonObject {
  const openings: Record<string, Json> = {};
  for (const [name, { salt, value }] of shown.openings) openings[name] = { salt: b64(salt), value };
  return { v: 1, statement: parseObject(shown.statement.raw), openings };
}

/** Commits to what is said of one point of one extraction. */
export function commitment(eid: string, name: string, { salt, value }: Opening): Bytes {
  return sha256(concat(utf8("SHV1 visit\0"), bytesOf(eid), utf8(`${name}\0`), salt, marshal(value)));
}

/** Reads a visit statement with openings, or throws MalformedStatement; nothing is checked. */
export function parseShown(data: Uint8Array): ShownVisit {
  return reading(MalformedStatement, "visit statement", () => shownOf(parseObject(data)));
}

/** Reads what shownBody gives, or throws Malformed. */
export function shownOf(value: Json | undefined): ShownVisit {
  const body = new Document(value, ["v", "statement", "openings"]);
  body.version();
  const envelope = body.raw("statement");
  if (!isObject(envelope)) throw new Malformed("statement: want an object");
  const statement = parseStatement(marshal(envelope), "visit");
  const opened = body.mapping("openings");
  const openings = new Map(opened.map(([name, each]) => [name, openingOf(name, each)]));
  return { visit: visitOf(statement.body), statement, openings };
}

/**
 * Checks that this is the statement that an ingest statement names, and every opening.
 *
 * Throws NotAuthentic: another one, another extraction's or guardian's, changed, or an opening of a
 * value that was not said.
 */
export async function checkNamed(
  shown: ShownVisit,
  ingest: Ingest,
  certificates: readonly Certificate[],
): Promise<void> {
  const { visit, statement } = shown;
  if (hex(digest(statement.raw)) !== ingest.visit || visit.corrects !== null) {
    throw new NotAuthentic("the visit statement is not the one that the ingest statement names");
  }
  if (visit.eid !== ingest.eid || visit.root !== ingest.root) {
    throw new NotAuthentic("the visit statement is of another extraction");
  }
  if (visit.guardian !== ingest.guardian || visit.survivor !== ingest.survivor) {
    throw new NotAuthentic("the visit statement is of another guardian or survivor");
  }
  const found = certificates.find((item) => item.subject === visit.guardian);
  if (found === undefined) throw new NotAuthentic("the guardian's certificate is not at hand");
  await checkBothSignatures(statement, found.bundle);
  checkOpenings(shown);
}

/** Checks that every opening opens its own point's commitment, or throws NotAuthentic. */
export function checkOpenings({ visit, openings }: ShownVisit): void {
  for (const [name, opening] of openings) {
    const signed = visit.points.get(name);
    if (signed === undefined || !equal(commitment(visit.eid, name, opening), signed)) {
      throw new NotAuthentic(`visit statement: ${name} is not what was signed`);
    }
  }
}

function visitOf(value: JsonObject): Visit {
  const names = ["v", "eid", "root", "survivor", "guardian", "created", "corrects", "points"];
  const body = new Document(value, names);
  body.version();
  body.time("created");
  const points = body.part("points", POINTS);
  return {
    eid: body.id("eid", ID_SIZE),
    root: body.id("root", HASH_SIZE),
    survivor: body.id("survivor", HASH_SIZE),
    guardian: body.id("guardian", HASH_SIZE),
    corrects: body.raw("corrects") === null ? null : body.id("corrects", HASH_SIZE),
    points: new Map(POINTS.map((name) => [name, points.b64(name, HASH_SIZE)])),
  };
}

function openingOf(name: string, value: Json): Opening {
  if (!POINTS.includes(name)) throw new Malformed("an opening is of no point that there is");
  const body = new Document(value, ["salt", "value"]);
  return { salt: body.b64("salt", HASH_SIZE), value: valueOf(name, body.raw("value")) };
}

/** Wants what may be said of a point: `{said}`, or `{unknown}` with the reason. */
function valueOf(name: string, value: Json | undefined): JsonObject {
  const body = new Document(value, [], ["said", "unknown"]);
  if (body.has("said") === body.has("unknown")) {
    throw new Malformed(`${name}: want said, or unknown with the reason`);
  }
  if (body.has("unknown")) return { unknown: lineOf(name, body.raw("unknown")) };
  const said = body.raw("said");
  if (TIMES.has(name)) {
    parseTime(said);
    return { said: textOf(said, name) };
  }
  return { said: name === CLOCK ? clockOf(said) : lineOf(name, said) };
}

function clockOf(value: Json | undefined): JsonObject {
  const body = new Document(value, ["offset_ms", "reference"]);
  const offset = body.raw("offset_ms");
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || Math.abs(offset) > MAX_OFFSET) {
    throw new Malformed(`${CLOCK}: want whole milliseconds, at most ten years`);
  }
  return { offset_ms: offset, reference: lineOf(CLOCK, body.raw("reference")) };
}

function lineOf(name: string, value: Json | undefined): string {
  const letters = [...textOf(value, name)];
  if (letters.length < 1 || letters.length > MAX_VALUE || letters.some(isControl)) {
    throw new Malformed(`${name}: want one line of 1 to ${MAX_VALUE} characters`);
  }
  return letters.join("");
}

function isControl(letter: string): boolean {
  return letter < " " || (letter >= "\u007f" && letter <= "\u009f");
}
