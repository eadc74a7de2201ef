"""Cutting scopes: what is left of one after others, in pieces that no two share.

docs/formats/scope.md 4. A list or a bulk export asks for more than one rule covers;
`narrow` gives the boxes that each lie inside one allow and outside every deny.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from consent.scope import MAX_SECOND, Range, Scope, empty, meet, overlaps

MAX_BOXES = 64
"""Above this many boxes a caller decides item by item."""


def minus(one: Scope, other: Scope) -> list[Scope]:
    """Give disjoint boxes of `one` that lie outside `other`.

    ALL without a finite set needs the values that exist, which nobody here knows; that
    piece is left out, so that what is given is never too much. The keywords and classes
    of `other` are not looked at: they would only save a part of it.
    """
    if empty(one):
        return []
    if not overlaps(one, other):
        return [one]
    boxes: list[Scope] = []
    rest = one
    for axis in ("x", "c", "a", "p", "t"):
        have: frozenset[str] | None = getattr(rest, axis)
        cut: frozenset[str] | None = getattr(other, axis)
        if cut is None:
            continue
        # A group conversation has several counterparties at once: it lies in neither of
        # two halves, so a deny of one party keeps all of it out.
        if have is not None:
            boxes.append(_put(rest, axis, have - cut))
        rest = _put(rest, axis, cut if have is None else have & cut)
    left = () if other.d is None else _without(rest.d, other.d)
    boxes.append(replace(rest, d=left, u=rest.u and not other.u))
    return [box for box in boxes if not empty(box)]


def narrow(asked: Scope, allows: Iterable[Scope], denies: Sequence[Scope]) -> list[Scope]:
    """Give disjoint boxes of what was asked, each inside one allow and outside every deny."""
    found: list[Scope] = []
    for allow in allows:
        boxes = [meet(asked, allow)]
        for taken in (*found, *denies):
            boxes = [piece for box in boxes for piece in minus(box, taken)]
        found.extend(box for box in boxes if not empty(box))
    return found


def _put(box: Scope, axis: str, values: frozenset[str]) -> Scope:
    return replace(
        box,
        x=values if axis == "x" else box.x,
        c=values if axis == "c" else box.c,
        a=values if axis == "a" else box.a,
        p=values if axis == "p" else box.p,
        t=values if axis == "t" else box.t,
    )


def _without(have: tuple[Range, ...] | None, cut: tuple[Range, ...]) -> tuple[Range, ...]:
    if have is None:
        # ALL of time has ends: the first second and the last that a scope can name.
        have = ((0, MAX_SECOND),)
    left: list[Range] = []
    for start, end in have:
        at = start
        for first, last in cut:
            if last <= at or first >= end:
                continue
            if first > at:
                left.append((at, first))
            at = last
        if at < end:
            left.append((at, end))
    return tuple(left)
