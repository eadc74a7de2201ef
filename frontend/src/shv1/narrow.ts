/**
 * Cutting scopes: what is left of one after others, in pieces that no two share.
 *
 * docs/formats/scope.md 4. `narrow` gives the boxes that each lie inside one allow and outside
 * every deny; ALL without a finite set cannot be written down, and is dropped.
 */

import { MAX_SECOND, isEmpty, meet, overlaps } from "./scope.ts";
import type { Range, Scope } from "./scope.ts";

/** Gives disjoint boxes of `one` that lie outside `other`. */
export function minus(one: Scope, other: Scope): readonly Scope[] {
  if (isEmpty(one)) return [];
  if (!overlaps(one, other)) return [one];
  const boxes: Scope[] = [];
  let rest = one;
  for (const axis of ["x", "c", "a", "p", "t"] as const) {
    const have = rest[axis];
    const cut = other[axis];
    if (cut === null) continue;
    // A group conversation has several counterparties at once: it lies in neither of two
    // halves, so a deny of one party keeps all of it out.
    const some = [...(have ?? cut)];
    if (have !== null) boxes.push(put(rest, axis, some.filter((value) => !cut.has(value))));
    rest = put(rest, axis, some.filter((value) => cut.has(value)));
  }
  const left = other.d === null ? [] : without(rest.d, other.d);
  boxes.push({ ...rest, d: left, u: rest.u && !other.u });
  return boxes.filter((box) => !isEmpty(box));
}

/** Gives disjoint boxes of what was asked, each inside one allow and outside every deny. */
export function narrow(
  asked: Scope,
  allows: readonly Scope[],
  denies: readonly Scope[],
): readonly Scope[] {
  const found: Scope[] = [];
  for (const allow of allows) {
    let boxes: readonly Scope[] = [meet(asked, allow)];
    for (const taken of [...found, ...denies]) {
      boxes = boxes.flatMap((box) => minus(box, taken));
    }
    found.push(...boxes.filter((box) => !isEmpty(box)));
  }
  return found;
}

function put(box: Scope, axis: "x" | "c" | "a" | "p" | "t", values: readonly string[]): Scope {
  return { ...box, [axis]: new Set(values) };
}

function without(have: readonly Range[] | null, cut: readonly Range[]): readonly Range[] {
  // ALL of time has ends: the first second and the last that a scope can name.
  const left: Range[] = [];
  for (const [start, end] of have ?? [[0, MAX_SECOND] as const]) {
    let at = start;
    for (const [first, last] of cut) {
      if (last <= at || first >= end) continue;
      if (first > at) left.push([at, first]);
      at = last;
    }
    if (at < end) left.push([at, end]);
  }
  return left;
}
