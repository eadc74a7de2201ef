/** Runs the vectors of docs/formats/scope.md through an algebra: the real one, or a mutant. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromUtf8 } from "../src/bytes.ts";
import { marshal } from "../src/shv1/canonical.ts";
import type { Json, JsonObject } from "../src/shv1/canonical.ts";
import { InvalidScope } from "../src/shv1/errors.ts";
import { fold } from "../src/shv1/filter.ts";
import type * as Leaving from "../src/shv1/leaving.ts";
import type * as Narrow from "../src/shv1/narrow.ts";
import type * as Scopes from "../src/shv1/scope.ts";

export const FOLDER = join(import.meta.dirname, "../../tests/vectors/scope");
const EID = "aa".repeat(16);

export interface Case {
  readonly about: string;
  readonly [key: string]: Json;
}

export interface Algebra {
  readonly scope: typeof Scopes;
  readonly narrow: typeof Narrow;
  readonly leaving: typeof Leaving;
}

export function load(kind: string): readonly Case[] {
  return JSON.parse(readFileSync(join(FOLDER, `${kind}.json`), "utf-8")) as readonly Case[];
}

function spelt(value: Json): string {
  return fromUtf8(marshal(value));
}

function refused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidScope) return null;
    throw error;
  }
}

function facts(value: Json | undefined): Scopes.RecordFacts {
  const item = value as Record<string, unknown>;
  return {
    category: item["category"] as string,
    app: item["app"] as string | null,
    thread: item["thread"] as string | null,
    parties: item["parties"] as string[] | null,
    loUs: item["lo_us"] as number | null,
    hiUs: item["hi_us"] as number | null,
    sensitivity: item["class"] as string | null,
    media: (item["media"] ?? null) as string[] | null,
  };
}

function compared({ scope }: Algebra, found: Case): Json[] {
  const one = scope.parseScope(found["one"]);
  const other = scope.parseScope(found["other"]);
  const first = scope.covers(one, other);
  const second = scope.covers(other, one);
  const way = first && second ? "both" : first ? "one" : second ? "other" : "none";
  const same = scope.overlaps(other, one) === scope.overlaps(one, other);
  return [way, same && scope.overlaps(one, other), same];
}

/** How each kind of case is run; each gives what `wanted` gives where all is well. */
export const RUN: Record<string, (algebra: Algebra, found: Case) => Json> = {
  parse: ({ scope }, found) =>
    refused(() => scope.scopeBody(scope.parseScope(found["scope"]))) as Json,
  records: ({ scope }, found) =>
    scope.admitsRecord(scope.parseScope(found["scope"]), EID, facts(found["record"])),
  descriptors: ({ scope }, found) =>
    scope.admitsDescriptor(
      scope.parseScope(found["scope"]),
      found["desc"] as JsonObject,
      found["day"] as string,
    ),
  pairs: (algebra, found) => {
    const { scope } = algebra;
    const one = scope.parseScope(found["one"]);
    const other = scope.parseScope(found["other"]);
    const [there, back] = [scope.meet(one, other), scope.meet(other, one)].map((each) =>
      spelt(scope.scopeBody(each)),
    );
    return [there ?? "", back ?? "", ...compared(algebra, found)];
  },
  drawn: compared,
  narrow: ({ scope, narrow }, found) => {
    const [allows = [], denies = []] = (["allows", "denies"] as const).map((key) =>
      (found[key] as readonly Json[]).map((each) => scope.parseScope(each)),
    );
    const boxes = narrow.narrow(scope.parseScope(found["asked"]), allows, denies);
    return boxes.map((box) => spelt(scope.scopeBody(box))).toSorted();
  },
  "left-out": ({ leaving }, found) =>
    refused(() => {
      const left = leaving.parseLeftOut(found["left"] ?? null);
      const words = leaving.foldedWords(left, fold);
      if (found["record"] === undefined) return "read";
      const texts = (found["texts"] as readonly string[]).map(fold);
      const place = (found["place"] as readonly number[]).join("/");
      return leaving.leavesOut(left, words, facts(found["record"]), texts, place);
    }),
};

export function wanted(kind: string, found: Case): Json {
  const compare = [found["covers"] ?? null, found["overlaps"] ?? null, true];
  if (kind === "parse") return found["spelt"] ?? null;
  if (kind === "pairs") {
    const meet = spelt(found["meet"] ?? null);
    return [meet, meet, ...compare];
  }
  if (kind === "drawn") return compare;
  if (kind === "narrow") return (found["boxes"] as readonly Json[]).map(spelt).toSorted();
  return found["want"] ?? null;
}

/** Names every case in which an algebra gives something else than is wanted. */
export function misses(algebra: Algebra): string[] {
  return Object.entries(RUN).flatMap(([kind, run]) =>
    load(kind)
      .filter((found) => {
        const spell = (value: Json): string =>
          kind === "parse" && value !== null ? spelt(value) : JSON.stringify(value);
        try {
          return spell(run(algebra, found)) !== spell(wanted(kind, found));
        } catch {
          return true;
        }
      })
      .map((found) => `${kind}: ${found.about}`),
  );
}
