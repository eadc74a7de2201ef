"""Changes packages at random and asks three verifiers of each: make tamper N=2000.

Change k of a seed is always the same one. A change that is not found, is found at another step
than it should be, or of which two verifiers say different things, is a bug; so is a package
that is refused unchanged.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.tamper import forged, outside, worker
from tests.tamper.asked import Said, Verifiers, verifiers
from tests.tamper.change import Changed
from tests.tamper.packages import Base, bases

CHANGES = {**outside.CHANGES, **worker.CHANGES, **forged.CHANGES}


@dataclass
class Tally:
    """What was found: by class how many, and which step was the first to fail."""

    first: dict[str, Counter[int]] = field(default_factory=dict)
    wanted: dict[str, set[str]] = field(default_factory=dict)
    bugs: list[str] = field(default_factory=list)
    unchanged: int = 0

    def table(self) -> list[str]:
        """Give the lines of a summary."""
        lines = [f"{'change':<44} {'count':>5}  first step that failed (times) | must fail"]
        for name in CHANGES:
            steps = self.first.get(name, Counter())
            shown = ", ".join(f"{step} ({count})" for step, count in sorted(steps.items()))
            wanted = "; ".join(sorted(self.wanted.get(name, ())))
            lines.append(f"{name:<44} {steps.total():>5}  {shown} | {wanted}")
        return lines


def drawn(seed: str, number: int, packages: tuple[Base, ...]) -> tuple[str, Base, Changed]:
    """Draw a change: every class as often as another, on each package in turn."""
    names = list(CHANGES)
    name = names[number % len(names)]
    dice = Random(f"{seed} {number}")
    for turn in range(1000):
        base = packages[(number // len(names) + turn // 100) % len(packages)]
        changed = CHANGES[name](base, dice)
        if changed is not None and changed.files != dict(base.files):
            return name, base, changed
    raise AssertionError(f"no package has what {name} changes")


class Trial:
    """Asks about packages one after the other, in one scratch folder."""

    def __init__(self, folder: Path, asked: Verifiers, packages: tuple[Base, ...]) -> None:
        self.folder, self.asked, self.packages = folder, asked, packages
        self.now = int(time.time())
        self.tally = Tally()
        self.policies: dict[str, Path | None] = {}
        for base in packages:
            path = folder / f"{base.name}.policy.json"
            path.write_text(json.dumps(base.policy))
            self.policies[base.name] = None if base.policy is None else path

    def said(self, base: Base, changed: Changed) -> tuple[Said, ...]:
        """Ask all three."""
        path = changed.write(self.folder / "package")
        try:
            return self.asked.ask(path, self.policies[base.name], self.now)
        finally:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def unchanged(self) -> None:
        """Want every package, as folder and as ZIP, and each other release's too, to hold."""
        for base in self.packages:
            for files in map(dict, (base.files, *base.others)):
                for written in (files, outside.zip_of(files)):
                    said = self.said(base, Changed(written, frozenset()))
                    self.tally.unchanged += 1
                    if not all(each.ok for each in said) or differ(said):
                        self.tally.bugs.append(f"{base.name} is refused unchanged: {shown(said)}")

    def changed(self, seed: str, number: int) -> None:
        """Change once and ask."""
        name, base, changed = drawn(seed, number, self.packages)
        said = self.said(base, changed)
        failed = said[0].failed()
        self.tally.first.setdefault(name, Counter())[failed[0] if failed else -1] += 1
        self.tally.wanted.setdefault(name, set()).add(changed.wanted())
        what = f"{seed} {number}: {name} of {base.name}"
        if any(each.ok for each in said):
            self.tally.bugs.append(f"{what}: NOT FOUND, want {changed.wanted()}: {shown(said)}")
        elif differ(said):
            self.tally.bugs.append(f"{what}: the verifiers differ: {shown(said)}")
        elif not changed.found_at(failed):
            wanted = changed.wanted()
            self.tally.bugs.append(f"{what}: found at {failed}, want {wanted}: {said[0].verdict}")


def differ(said: tuple[Said, ...]) -> bool:
    """Tell whether two verifiers say different things of a step."""
    return any((one.ok, one.steps) != (said[0].ok, said[0].steps) for one in said)


def shown(said: tuple[Said, ...]) -> str:
    """Say which steps fail with each verifier."""
    both = zip(Verifiers.names, said, strict=True)
    return "; ".join(f"{name} {'holds' if one.ok else one.failed()}" for name, one in both)


@contextmanager
def trial(folder: Path) -> Iterator[Trial]:
    """Make the packages and start the verifiers; the folder is scratch."""
    for name in ("made", "bare", "asked"):
        (folder / name).mkdir()
    with verifiers(folder / "bare") as asked:
        yield Trial(folder / "asked", asked, bases(folder / "made"))


def run(count: int, seed: str, folder: Path, tell: Callable[[str], None]) -> Tally:
    """Change so many times; tell how it goes."""
    began = time.monotonic()
    with trial(folder) as going:
        going.unchanged()
        for number in range(count):
            going.changed(seed, number)
            if (number + 1) % 100 == 0 or number + 1 == count:
                seconds = time.monotonic() - began
                bugs = len(going.tally.bugs)
                tell(f"tamper: {number + 1} of {count} changes, {bugs} bugs, {seconds:.0f} s")
        going.unchanged()
    return going.tally


def main() -> int:
    """Run and print the table; exit 0 if every change was found where it should be."""
    parser = argparse.ArgumentParser(description="Change packages, and ask three verifiers.")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", default="tamper")
    options = parser.parse_args()

    def tell(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory() as folder:
        tally = run(options.count, options.seed, Path(folder), tell)
    for line in tally.table():
        tell(line)
    for bug in tally.bugs:
        tell(f"BUG {bug}")
    total = sum(steps.total() for steps in tally.first.values())
    tell(
        f"tamper: {total} changes by {len(tally.first)} kinds, {tally.unchanged} unchanged"
        f" packages held, {len(tally.bugs)} bugs"
    )
    return 1 if tally.bugs else 0


if __name__ == "__main__":
    sys.exit(main())
