/**
 * A record without its place, or with a rough one, where the scope does not hold exact places.
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

const DEGREES = /^(-?[0-9]{1,3})(?:\.([0-9]+))?$/;

/** Tells whether a scope lets places leave as they are. */
export function holdsPlaces(scope: Scope): boolean {
  return scope.c.has("location") && scope.g === null;
}

/** Gives how many digits of degrees leave; null where no place does. */
export function gridOf(scope: Scope): number | null {
  return scope.c.has("location") ? scope.g : null;
}

/** Tells whether a field's name says that it holds a place. */
export function saysPlace(name: string): boolean {
  return SAYS_PLACE.test(name);
}

/** Gives the copy in whose form a record leaves, or null where it leaves as it is. */
export function changed(scope: Scope, body: JsonObject): Bytes | null {
  return holdsPlaces(scope) ? null : placeless(body, gridOf(scope));
}

/**
 * Gives a record's bytes without its place, or null where there is nothing to take away; `digits`
 * of its degrees stay behind the point, with null no place does.
 */
export function placeless(body: JsonObject, digits: number | null = null): Bytes | null {
  const place = own(body, "place");
  const rough = digits === null || !isObject(place) ? null : roughOf(place, digits);
  const known = new Set<Json>(isObject(place) ? Object.values(place) : []);
  for (const value of Object.values(rough ?? {})) known.add(value);
  const found = own(body, "extra");
  const extra = Object.entries(isObject(found) ? found : {});
  const left = extra.filter(
    ([name, value]) => !saysPlace(name) && !(typeof value === "string" && known.has(value)),
  );
  const same = rough === null ? place === undefined : isSame(place as JsonObject, rough);
  if (same && left.length === extra.length) return null;
  const kept = Object.entries(body).filter(([name]) => name !== "place" && name !== "extra");
  if (left.length > 0) kept.push(["extra", Object.fromEntries(left)]);
  if (rough !== null) kept.push(["place", rough]);
  return marshal(Object.fromEntries(kept));
}

function isSame(place: JsonObject, rough: JsonObject): boolean {
  const names = Object.keys(place);
  return names.length === 3 && names.every((name) => own(rough, name) === place[name]);
}

/** Cuts a place's degrees to some digits; null where they are not plain decimals. */
function roughOf(place: JsonObject, digits: number): JsonObject | null {
  const [lat, lon, source] = [own(place, "lat"), own(place, "lon"), own(place, "source")];
  const [north, east] = [cut(lat, digits), cut(lon, digits)];
  if (north === null || east === null || typeof source !== "string") return null;
  return { lat: north, lon: east, source };
}

function cut(degrees: Json | undefined, digits: number): string | null {
  const found = typeof degrees === "string" ? DEGREES.exec(degrees) : null;
  if (found === null) return null;
  const behind = (found[2] ?? "").slice(0, digits);
  return behind === "" ? (found[1] ?? null) : `${found[1]}.${behind}`;
}
