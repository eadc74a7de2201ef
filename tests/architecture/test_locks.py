"""What the product runs with is locked apart from what it is tested with, and is enough."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("api", "audit", "consent", "extraction", "vault")


def pinned(name: str) -> dict[str, str]:
    """Give each part of a lock with its version and hashes, by its normalised name."""
    text = (ROOT / name).read_text()
    blocks = re.findall(r"^(\S+)==([^\n]+\n(?: {4}--hash\S+ ?\\?\n?)+)", text, re.MULTILINE)
    # On which platforms a part is wanted depends on who else wants it.
    plain = ((part, re.sub(r" ;[^\n\\]*", "", rest)) for part, rest in blocks)
    return {part: re.sub(r"[\s\\]+", " ", rest).strip() for part, rest in plain}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_part_is_the_very_one_that_the_tests_ran_with() -> None:
    run, tested = pinned("requirements-run.lock"), pinned("requirements.lock")
    assert len(run) > 40
    assert {name: tested.get(name) for name in run} == run
    assert {"pytest", "mypy", "hypothesis"} <= tested.keys() - run.keys()


def test_what_the_project_names_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {normalised(re.split(r"[^\w.-]", each)[0]) for each in project["dependencies"]}
    assert named <= pinned("requirements-run.lock").keys()


def test_what_the_product_imports_is_there() -> None:
    homes = packages_distributions()
    run = pinned("requirements-run.lock").keys()
    for package in PRODUCT:
        for path in (ROOT / package).rglob("*.py"):
            for top in imported(ast.parse(path.read_text("utf-8"))):
                if top not in {*sys.stdlib_module_names, *PRODUCT, "_typeshed"}:
                    assert any(normalised(home) in run for home in homes[top]), (path, top)


def imported(tree: ast.AST) -> set[str]:
    """Give the top names of what a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_image_holds_nothing_else() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert text.count("-r requirements-run.lock") == 1
    assert "-r requirements.lock" not in text
