/**
 * A record without its place, where the scope does not hold places.
 *
 * docs/formats/grant.md 4. Sources put coordinates into fields of their own beside the place, so
 * what `extra` names as one goes with it. Words that somebody wrote stay as they are.
 */

import type { Bytes } from "../bytes.ts";
import { isObject, marshal, own } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import type { Scope } from "./scope.ts";

export const TRANSFORMED = "transformed";

const SAYS_PLACE =
  /latitude|longitude|altitude|gps|geo|location|coordinate|lat_?lon|lat_?lng|(?:^|[^a-z])(?:lat|lon|lng|alt)(?:[^a-z]|$)|^places?(?:[^a-z]|$)/i;

/** Tells whether a scope lets places leave. */
export function holdsPlaces(scope: Scope): boolean {
  return scope.c.has("location");
}

/** Tells whether a field's name says that it holds a place. */
export function saysPlace(name: string): boolean {
  return SAYS_PLACE.test(name);
}

/** Gives the copy in whose form a record leaves, or null where it leaves as it is. */
export function changed(scope: Scope, body: JsonObject): Bytes | null {
  return holdsPlaces(scope) ? null : placeless(body);
}

/** Gives a record's bytes without its place, or null where it has none. */
export function placeless(body: JsonObject): Bytes | null {
  const place = own(body, "place");
  const known = new Set<Json>(isObject(place) ? Object.values(place) : []);
  const found = own(body, "extra");
  const extra = Object.entries(isObject(found) ? found : {});
  const left = extra.filter(
    ([name, value]) => !saysPlace(name) && !(typeof value === "string" && known.has(value)),
  );
  if (place === undefined && left.length === extra.length) return null;
  const kept = Object.entries(body).filter(([name]) => name !== "place" && name !== "extra");
  if (left.length > 0) kept.push(["extra", Object.fromEntries(left)]);
  return marshal(Object.fromEntries(kept));
}
