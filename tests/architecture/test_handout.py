"""What is sealed leaves through the gate: nobody else may call what takes the layer off."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "audit", "consent", "extraction", "vault")
ALLOWED = {"vault/handout.py", "vault/holdings.py"}


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_only_the_gate_takes_the_erasure_layer_off() -> None:
    calls = re.compile(r"\bsealed_(wrap|envelope|release_wraps)\b|\bopen_layer\b")
    found = {
        str(path.relative_to(ROOT)) for path in sources() if calls.search(path.read_text("utf-8"))
    }
    assert found - {"vault/erasure.py"} == ALLOWED


def test_only_access_imports_the_gate() -> None:
    imports = re.compile(r"from vault\.handout import|from vault import .*\bhandout\b")
    found = {
        str(path.relative_to(ROOT)) for path in sources() if imports.search(path.read_text("utf-8"))
    }
    assert found == {"consent/access.py"}


def test_only_the_decision_speaks_casbin() -> None:
    imports = re.compile(r"^\s*(import casbin|from casbin)", re.MULTILINE)
    found = {
        str(path.relative_to(ROOT)) for path in sources() if imports.search(path.read_text("utf-8"))
    }
    assert found == {"consent/decision.py"}


def test_rules_are_read_fresh() -> None:
    """No isolation level is set and no object session is used: both would serve stale rules."""
    stale = re.compile(r"isolation_level|sqlalchemy\.orm|sessionmaker")
    found = [path for path in (ROOT / "consent").rglob("*.py") if stale.search(path.read_text())]
    assert found == []
