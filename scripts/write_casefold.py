"""Writes frontend/src/shv1/casefold_table.ts: Python's case folding, for the other client.

The filter `shv1-scope` compares keywords case-folded (docs/formats/grant.md 4), and browsers
have no case folding of their own. A worker that folds otherwise than her client stops, so
the table is Python's. It is written once; Unicode never changes the folding of a character.
"""

import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "frontend" / "src" / "shv1" / "casefold_table.ts"
HEAD = """\
/** Python's case folding, written by scripts/write_casefold.py; not to be edited. */

/** Runs of characters that fold to one: [first, how many, step, distance], flat. */
export const RUNS: readonly number[] = [
"""
MIDDLE = """\
];

/** Characters that fold to several: each, followed by what it folds to, parted by spaces. */
export const SEVERAL = (
"""


def folds() -> tuple[list[tuple[int, int]], list[tuple[int, str]]]:
    """List (character, distance) of single folds, and (character, text) of the others."""
    single, several = [], []
    for point in range(sys.maxunicode + 1):
        folded = chr(point).casefold()
        if folded == chr(point):
            continue
        if len(folded) == 1:
            single.append((point, ord(folded) - point))
        else:
            several.append((point, folded))
    return single, several


def runs_of(single: list[tuple[int, int]]) -> list[list[int]]:
    """Gather single folds of one distance, one or two apart, into runs."""
    runs: list[list[int]] = []
    for point, distance in single:
        if runs:
            first, count, step, before = runs[-1]
            gap = point - (first + (count - 1) * step)
            if distance == before and gap in (1, 2) and count == 1:
                runs[-1] = [first, 2, gap, before]
                continue
            if distance == before and gap == step:
                runs[-1][1] += 1
                continue
        runs.append([point, 1, 1, distance])
    return runs


def write(path: Path) -> None:
    """Write the table."""
    single, several = folds()
    lines = [f"  {', '.join(map(str, run))}," for run in runs_of(single)]
    texts = [
        "".join(f"\\u{{{ord(char):x}}}" for char in chr(point) + folded)
        for point, folded in several
    ]
    rows = [f'  "{" ".join(texts[at : at + 4])}' for at in range(0, len(texts), 4)]
    body = ' " +\n'.join(rows)
    path.write_text(f'{HEAD}{chr(10).join(lines)}\n{MIDDLE}{body}"\n).split(" ");\n', "utf-8")


if __name__ == "__main__":
    write(OUT)
