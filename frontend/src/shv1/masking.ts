/**
 * People who are not part of a conversation, as pseudonyms, where the scope asks for that with `h`.
 *
 * docs/formats/grant.md 4, as extraction/masking.py. Who takes part stands in the segment's
 * descriptor, or in the scope, and stays. Everybody else becomes `person-1` and so on.
 */

import { compareText } from "../bytes.ts";
import { isObject, own } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import {
  PSEUDONYM,
  inNames,
  inWords,
  keyOf,
  samePerson,
  saysPerson,
  withoutLabel,
} from "./masking_words.ts";
import type { Pseudonym } from "./masking_words.ts";
import type { Scope } from "./scope.ts";

type Rule = (value: Json) => Json;

/** Gives the counterparties that a segment's descriptor names. */
export function takingPart(desc: JsonObject): string[] {
  const parties = own(desc, "parties");
  return Array.isArray(parties) ? parties.map(String) : [];
}

/** The pseudonyms of one selection: numbered as their people are first met. */
export class Masking {
  private readonly scope: Scope;
  private readonly numbers = new Map<string, number>();
  private fresh = new Map<string, number>();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /**
   * Gives a record with pseudonyms; the very one given where nothing changes. New pseudonyms are
   * forgotten unless `keep` is called: only records that leave count.
   */
  masked(body: JsonObject, parties: readonly string[]): JsonObject {
    if (!this.scope.h) return body;
    this.fresh = new Map();
    let changes = false;
    const pseudonym = (key: string): string => {
      changes = true;
      const number = this.numbers.get(key) ?? this.fresh.get(key) ?? this.next();
      if (!this.numbers.has(key)) this.fresh.set(key, number);
      return `person-${number}`;
    };
    const found = maskedBody(body, new Set([...parties, ...(this.scope.p ?? [])]), pseudonym);
    return changes ? found : body;
  }

  /** Keeps the pseudonyms of the record that was masked last: it leaves. */
  keep(): void {
    for (const [key, number] of this.fresh) this.numbers.set(key, number);
    this.fresh = new Map();
  }

  private next(): number {
    return this.numbers.size + this.fresh.size + 1;
  }
}

function maskedBody(body: JsonObject, parties: ReadonlySet<string>, pseudonym: Pseudonym): JsonObject {
  const listed = own(body, "parties");
  const people = (Array.isArray(listed) ? (listed as readonly Json[]) : []).filter(isObject);
  const inside = people.filter((one) => takesPart(one, parties));
  const outside = people.filter((one) => !takesPart(one, parties));
  const ids = new Set([...parties, ...inside.flatMap((one) => idsOf(one).map(keyOf))]);
  const known = new Set(inside.map((one) => own(one, "name")));
  const others = outside.map(partyKey).filter((key) => key !== "");
  const names = new Map(
    outside.flatMap((one): [string, string][] => {
      const [name, key] = [own(one, "name"), partyKey(one)];
      const told = key !== "" && typeof name === "string" && !PSEUDONYM.test(name);
      return told && [...name].length > 1 && !known.has(name) ? [[name, key]] : [];
    }),
  );

  /** Gives the one whom an id is of; null for somebody who takes part. */
  const who = (key: string): string | null =>
    [...ids].some((one) => samePerson(key, one))
      ? null
      : (others.find((other) => samePerson(key, other)) ?? key);
  const words = (text: string): string => inWords(inNames(text, names, pseudonym), who, pseudonym);
  const field =
    (name: string): Rule =>
    (part) => {
      const value = isObject(part) ? own(part, name) : undefined;
      return isObject(part) && typeof value === "string" ? { ...part, [name]: words(value) } : part;
    };
  const party = (one: JsonObject): Json => {
    const key = takesPart(one, parties) ? "" : partyKey(one);
    // Somebody who takes part, of whom nothing is said, or who has a pseudonym already.
    if (key === "") return one;
    const { id_raw: _, id_type: __, id_norm: ___, ...left } = one;
    return { ...left, name: pseudonym(key) };
  };
  const extra = (name: string, value: string): string => {
    const text = withoutLabel(value);
    if (!saysPerson(name, text) || known.has(text)) return words(value);
    const key = names.get(text) ?? who(keyOf(text));
    return key === null ? value : pseudonym(key);
  };
  const rules: readonly (readonly [string, Rule])[] = [
    ["parties", each((one) => (isObject(one) ? party(one) : one))],
    ["text", each(field("value"))],
    ["thread", field("name")],
    ["blobs", each(field("name"))],
    ["extra", all(extra)],
    ["state", all((_, value) => words(value))],
    ["place", field("label")],
    ["prov", field("member")],
  ];
  const found = new Map(Object.entries(body));
  for (const [name, rule] of rules) {
    const value = found.get(name);
    if (value !== undefined) found.set(name, rule(value));
  }
  return Object.fromEntries(found);
}

function takesPart(one: JsonObject, parties: ReadonlySet<string>): boolean {
  const norm = own(one, "id_norm");
  return own(one, "is_owner") === true || (typeof norm === "string" && parties.has(norm));
}

function idsOf(one: JsonObject): string[] {
  return [own(one, "id_raw"), own(one, "id_norm")].filter((id) => typeof id === "string");
}

/** Gives what tells somebody from others; empty where nothing does. */
function partyKey(one: JsonObject): string {
  for (const id of [own(one, "id_norm"), own(one, "id_raw")]) {
    if (typeof id === "string" && id !== "") return keyOf(id);
  }
  const name = own(one, "name");
  return typeof name === "string" && !PSEUDONYM.test(name) ? name : "";
}

function each(rule: Rule): Rule {
  return (value) => (Array.isArray(value) ? (value as readonly Json[]).map(rule) : value);
}

function all(rule: (name: string, value: string) => string): Rule {
  return (part) => {
    if (!isObject(part)) return part;
    const rows = Object.entries(part).toSorted(([a], [b]) => compareText(a, b));
    return Object.fromEntries(
      rows.map(([name, value]) => [name, typeof value === "string" ? rule(name, value) : value]),
    );
  };
}
