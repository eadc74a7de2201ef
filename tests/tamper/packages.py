"""The packages that are changed: each whole, each refused by nobody, and what is replayed from.

`logged` is approved by her, logged and pinned, with a receipt and changed copies; `automatic`
is logged and pinned, and nobody approved it; `desk` went through the commands, with more
segments and withheld records, and no policy pins a key of it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from extraction.derived import Derived, DerivedMedium, DerivedRecord
from extraction.made import write_made_source
from extraction.package import README, VERIFY_PAGE, VERIFY_SCRIPT
from extraction.strip import strip
from scripts.build_verifier import OUT
from scripts.release_vectors import build, parts
from scripts.release_vectors.build import Made, policy
from scripts.release_vectors.parts import HIDING, WORKER, identity, numbered, picture, record
from tests.cli.running import Desk
from tests.conftest import seeded_random
from vault.identity import Identity, Kind
from vault.identity_file import parse_identity
from vault.ids import Eid, Gid, Rid

Files = dict[str, bytes]
APRIL = 1_775_001_600
CHAT = "whatsapp:447700900101@s.whatsapp.net"
PLACE = {"lat": "51.5", "lon": "-0.125", "source": "app"}


@dataclass(frozen=True)
class Base:
    """A whole package, the policy it holds by, its worker's key, and other releases' files.

    The others hold by the same policy, or one that pins nothing, as they are.
    """

    name: str
    files: Mapping[str, bytes]
    policy: dict[str, Any] | None
    worker: Identity
    others: tuple[Mapping[str, bytes], ...]


def bases(folder: Path) -> tuple[Base, ...]:
    """Make all packages; the folder is scratch."""
    logged = _with_copies().files()
    replayed = (_another_grant(), _another_extraction())
    one, other = _through_commands(folder)
    return (
        Base("logged", logged, policy(), WORKER, replayed),
        Base("automatic", Made(approval="auto").files(), policy(require=[1, 16]), WORKER, replayed),
        Base("desk", one[0], None, one[1], (other, *replayed)),
    )


def _with_copies() -> Made:
    stripped = strip(HIDING)
    assert stripped is not None
    original, copy = (hashlib.sha256(data).digest() for data in (HIDING, stripped))
    return Made(
        second=record(3, 3, **picture(original, "image/png")),
        third=record(4, 3, place=PLACE, extra={"latitude": "51.5", "more": "kept"}),
        reason="transformed",
        derived=Derived(
            (DerivedRecord(1, 2, record(4, 3, extra={"more": "kept"})),),
            (DerivedMedium(original, (copy, len(stripped))),),
        ),
        edits={
            f"derived/{copy.hex()}": stripped,
            README: b"made for a test, and longer than one line\n" * 9,
            VERIFY_SCRIPT: OUT.read_bytes(),
            VERIFY_PAGE: OUT.with_name(VERIFY_PAGE).read_bytes(),
        },
    )


def _another_grant() -> Files:
    """Release the same records under another grant of hers, an hour later."""
    ids = {"GID": Gid(numbered("second gid", 16)), "RID": Rid(numbered("second rid", 16))}
    later = build.RELEASED + timedelta(hours=1)
    with mock.patch.multiple(build, **ids):
        words = {README: b"another release\n"}
        logged = later + timedelta(seconds=2)
        return Made(created=later, release_logged=logged, edits=words).files()


def _another_extraction() -> Files:
    """Release another woman's phone, which the same guardian sealed for the same office."""
    eid = Eid(numbered("second eid", 16))
    other = identity("another survivor", Kind.PERSON)
    ids = {"GID": Gid(numbered("third gid", 16)), "RID": Rid(numbered("third rid", 16))}
    with (
        mock.patch.multiple(build, EID=eid, SURVIVOR=other, **ids),
        mock.patch.multiple(parts, EID=eid),
    ):
        words = {README: b"the release of another phone\n"}
        return Made(second=record(7, 3), third=record(8, 3), edits=words).files()


def _through_commands(folder: Path) -> tuple[tuple[Files, Identity], Files]:
    """Seal a made phone and release twice from it."""
    source = write_made_source(folder / "phone", random=seeded_random("tamper"), days=12)
    desk = Desk(folder)
    sealed = desk.seal(source)
    second = desk.beside(folder / "second")

    def scope(first: int, last: int) -> dict[str, Any]:
        days = [[APRIL + first * 86_400 + 40_000, APRIL + last * 86_400 + 40_000]]
        return {"c": ["message"], "t": [CHAT], "d": days, "u": False}

    _, package = desk.release(sealed, scope(2, 9))
    _, again = second.release(sealed, scope(1, 8))
    worker = parse_identity(desk.key("worker").read_bytes(), passphrase=None)
    return (read(package), worker), read(again)


def read(package: Path) -> Files:
    """Read a package's folder."""
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.is_file()
    }


def is_json(data: bytes) -> bool:
    """Tell whether a file is one JSON list, so that rows of it can be moved."""
    return data[:1] == b"[" and isinstance(json.loads(data), list)
