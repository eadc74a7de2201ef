"""Damaged pictures and what stripping gives, for the browser's code to be compared with.

One picture a line: its bytes in hex, then what is left in hex, or a minus sign.
"""

import random
import sys

from extraction.strip import strip
from tests import hidden


def main() -> int:
    """Print so many damaged copies of every made picture; the seed comes as an argument."""
    seed, count = sys.argv[1], int(sys.argv[2])
    turned = {
        f"turned-{way}{order}": hidden.jpeg(hidden.turned(way, order))
        for way in (0, 1, 6, 8, 9)
        for order in "<>"
    }
    pictures = {**hidden.hiding(), **hidden.clean(), **hidden.broken(), **turned}
    for name, data in pictures.items():
        dice = random.Random(f"{seed} {name}")
        for mutant in (data, *hidden.mutants(data, dice.randrange, count)):
            stripped = strip(mutant)
            left = "-" if stripped is None else stripped.hex()
            sys.stdout.write(f"{mutant.hex() or chr(45)} {left}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
