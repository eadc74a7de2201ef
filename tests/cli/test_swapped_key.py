"""A vault that swaps the key of who asks: refused before anything is shown, kept or sealed."""

# ruff: noqa: ANN401 rows are put together by hand

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.demo import made_request
from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.cli.test_hostile_vault import Answer, Liar, serving
from tests.conftest import seeded_random
from vault.canonical import b64
from vault.certificate import issue_certificate
from vault.custody import marshal_certs
from vault.identity import Identity, Kind, new_identity
from vault.ids import Eid
from vault.ingest import parse_ingest

QID = "ab" * 16
NOW = datetime.now(UTC).replace(microsecond=0)
Random = Callable[[int], bytes]


@dataclass(frozen=True)
class Organisation:
    """A root, what it certified, and an officer with a key."""

    root: Identity
    vault: Identity
    officer: Identity

    @classmethod
    def made(cls, random: Random) -> "Organisation":
        kinds = (Kind.ORGANISATION, Kind.ORGANISATION, Kind.PERSON)
        return cls(*(new_identity(kind, random=random) for kind in kinds))

    def certs(
        self,
        *,
        role: str = "recipient",
        name: str = "DC Vale, North Police",
        ends: timedelta = timedelta(days=1),
    ) -> list[bytes]:
        begin = NOW - timedelta(days=2)
        return [
            issue_certificate(
                issuer,
                subject=subject.bundle,
                name=named,
                roles=[given],
                not_before=begin,
                not_after=NOW + until,
            )
            for issuer, subject, named, given, until in (
                (self.vault, self.officer, name, role, ends),
                (self.root, self.vault, "A vault", "ca", timedelta(days=1)),
                (self.root, self.root, "A root", "ca", timedelta(days=1)),
            )
        ]

    def row(self, **changes: Any) -> dict[str, Any]:
        found = {
            "qid": QID,
            "state": "submitted",
            "document": made_request(NOW),
            "recipient": self.officer.bundle.marshal(),
            "certs": self.certs(),
            "organisation": "North Police",
            "expires_ms": 0,
            **changes,
        }
        found["recipient"] = found["recipient"] and b64(found["recipient"])
        found["certs"] = found["certs"] and b64(marshal_certs(found["certs"]))
        return found


REAL = Organisation.made(seeded_random("real"))
ATTACKER = Organisation.made(seeded_random("attacker"))
SWAPPED = {
    "another key": REAL.row(recipient=ATTACKER.officer.bundle.marshal()),
    "another key and a certificate of the attacker's own": REAL.row(
        recipient=ATTACKER.officer.bundle.marshal(), certs=ATTACKER.certs()
    ),
    "another key, certified by nobody": REAL.row(
        recipient=ATTACKER.officer.bundle.marshal(), certs=None
    ),
    "the attacker's certificate under the real root's": REAL.row(
        recipient=ATTACKER.officer.bundle.marshal(), certs=[*ATTACKER.certs()[:2], REAL.certs()[2]]
    ),
    "the vault's name on the attacker's signature": REAL.row(
        recipient=ATTACKER.officer.bundle.marshal(),
        certs=[
            *replace(REAL, vault=ATTACKER.vault, officer=ATTACKER.officer).certs()[:1],
            *REAL.certs()[1:],
        ],
    ),
    "a guardian's key": REAL.row(certs=REAL.certs(role="guardian")),
    "a certificate that has ended": REAL.row(certs=REAL.certs(ends=-timedelta(days=1))),
    "another organisation": REAL.row(organisation="South Police"),
}


@pytest.fixture
def liar() -> Iterator[Liar]:
    found = Liar()
    yield found
    found.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    found = Desk(folder)
    found.seal(write_made_source(folder / "made", random=seeded_random("swap"), days=2))
    (folder / "scope.json").write_text('{"c":["message"]}')
    (folder / "to.pub").write_bytes(REAL.officer.bundle.marshal())
    (folder / "swapped.pub").write_bytes(ATTACKER.officer.bundle.marshal())
    return found


def session(liar: Liar, folder: Path) -> Path:
    path = liar.session(folder / "session", "survivor")
    path.write_text(json.dumps({**json.loads(path.read_text()), "root": REAL.root.fp.hex()}))
    return path


def answering(
    row: dict[str, Any], following: Answer, person: dict[str, Any] | None = None
) -> Answer:
    """Answer with a request, and with somebody who could be named besides, if anybody."""

    def answer(method: str, path: str, body: bytes) -> tuple[int, Any]:
        if path.startswith("/v1/people/"):
            nobody = {"type": "not-found", "status": 404, "detail": "nobody"}
            return (404, nobody) if person is None else (200, person)
        return (200, [row]) if path == "/v1/requests" else following(method, path, body)

    return answer


@pytest.mark.parametrize("how", SWAPPED)
def test_its_key_is_neither_shown_nor_kept(liar: Liar, tmp_path: Path, how: str) -> None:
    liar.answer = answering(SWAPPED[how], liar.answer)
    words = ("request", "show", QID, "--session", session(liar, tmp_path))
    code, document = run(*words, "--key", tmp_path / "officer.pub")
    assert (code, document["error"]["type"]) == (1, "integrity")
    assert run(*words)[0] == 1
    assert not (tmp_path / "officer.pub").exists()


def granting(liar: Liar, desk: Desk, folder: Path, to: str) -> tuple[int, dict[str, Any]]:
    sealed = desk.folder / "sealed"
    ingest, _ = parse_ingest((sealed / "ingest.dsse.json").read_bytes())
    return run(
        *("grant", f"{liar.url}/{Eid(ingest.eid).hex()}", "--session", session(liar, folder)),
        *("--identity", desk.key("survivor"), "--scope", desk.folder / "scope.json"),
        *("--request", QID, "--to", desk.folder / to, "--until", "2099-01-01", "--notice-read"),
    )


@pytest.mark.parametrize("how", SWAPPED)
@pytest.mark.parametrize("to", ["to.pub", "swapped.pub"])
def test_nothing_is_sealed_to_it(liar: Liar, desk: Desk, tmp_path: Path, how: str, to: str) -> None:
    sealed = desk.folder / "sealed"
    ingest, _ = parse_ingest((sealed / "ingest.dsse.json").read_bytes())
    liar.answer = answering(SWAPPED[how], serving(sealed, ingest.eid, "nothing"))
    code, document = granting(liar, desk, tmp_path, to)
    assert (code, document["error"]["type"]) == (1, "integrity")
    # She opened what is hers; no notice, no worker's key and no grant went to the vault.
    assert [path for method, path, _ in liar.heard if method == "POST"] == [
        f"/v1/extractions/{ingest.eid.hex()}/open"
    ]


def test_a_key_that_was_swapped_before_is_refused_too(
    liar: Liar, desk: Desk, tmp_path: Path
) -> None:
    """The vault tells the truth today; the file that she kept is another's."""
    sealed = desk.folder / "sealed"
    ingest, _ = parse_ingest((sealed / "ingest.dsse.json").read_bytes())
    liar.answer = answering(REAL.row(), serving(sealed, ingest.eid, "nothing"))
    code, document = granting(liar, desk, tmp_path, "swapped.pub")
    assert (code, document["error"]["type"]) == (1, "integrity")
    assert "/v1/grants" not in {path for _, path, _ in liar.heard}


@pytest.mark.parametrize("how", SWAPPED)
def test_who_else_is_named_is_believed_by_their_chain_alone(
    liar: Liar, desk: Desk, tmp_path: Path, how: str
) -> None:
    """The vault says that the key is somebody's whom she may name."""
    sealed = desk.folder / "sealed"
    ingest, _ = parse_ingest((sealed / "ingest.dsse.json").read_bytes())
    for person in (SWAPPED[how], REAL.row()):
        found = {"role": "defence-reviewer", **person}
        liar.answer = answering(REAL.row(), serving(sealed, ingest.eid, "nothing"), found)
        code, document = granting(liar, desk, tmp_path, "swapped.pub")
        assert (code, document["error"]["type"]) == (1, "integrity")
        assert "/v1/grants" not in {path for _, path, _ in liar.heard}


def test_the_certified_key_is_shown_with_its_name(liar: Liar, tmp_path: Path) -> None:
    liar.answer = answering(REAL.row(), liar.answer)
    words = ("request", "show", QID, "--session", session(liar, tmp_path))
    shown = done(*words, "--key", tmp_path / "officer.pub")
    assert shown["recipient_fp"] == REAL.officer.fp.hex()
    assert shown["recipient_name"] == "DC Vale, North Police"
    assert shown["certified_by"] == "A vault"
    assert (tmp_path / "officer.pub").read_bytes() == REAL.officer.bundle.marshal()


def test_a_certificate_of_before_that_names_no_organisation_is_taken(
    liar: Liar, tmp_path: Path
) -> None:
    row = REAL.row(certs=REAL.certs(name="DC Vale"), organisation=None)
    liar.answer = answering(row, liar.answer)
    shown = done("request", "show", QID, "--session", session(liar, tmp_path))
    assert (shown["recipient_name"], shown["organisation"]) == ("DC Vale", None)


def test_who_has_no_key_gets_nothing(liar: Liar, desk: Desk, tmp_path: Path) -> None:
    sealed = desk.folder / "sealed"
    ingest, _ = parse_ingest((sealed / "ingest.dsse.json").read_bytes())
    row = REAL.row(recipient=None, certs=None, organisation=None)
    liar.answer = answering(row, serving(sealed, ingest.eid, "nothing"))
    shown = done("request", "show", QID, "--session", session(liar, tmp_path))
    assert shown["recipient_fp"] is None
    code, document = granting(liar, desk, tmp_path, "to.pub")
    assert (code, document["error"]["type"]) == (1, "integrity")
