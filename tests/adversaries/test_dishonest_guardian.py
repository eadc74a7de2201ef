"""A guardian who seals something else than the phone, or wants to read it again.

A release that verifies says what the guardian signed, not that it is true: that is tested here as
plainly as what a dishonest guardian cannot undo.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extraction.client import open_own
from extraction.made import write_made_source
from tests.adversaries.place import Live, texts_of
from tests.adversaries.told import Told
from tests.attacks.conftest import APRIL, CHAT
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random
from vault.custody import FolderCustody
from vault.identity_file import parse_identity
from vault.ingest import parse_ingest
from vault.statement import check_both_signatures

WHO = "dishonest guardian"
HAS = "the phone's extraction at sealing, and the guardian's key"
INVENTED = "this was never written by anybody on any phone"
SCOPE = {"c": ["message"], "t": [CHAT], "d": [[APRIL, APRIL + 30 * 86_400]], "u": False}


def made(folder: Path) -> Path:
    return write_made_source(folder, random=seeded_random("guardian"), days=2)


def forge(source: Path) -> None:
    """Put an invented message in the place of one, and take another away."""
    with closing(sqlite3.connect(source / "_lava_artifacts.db")) as database, database:
        own = CHAT.removeprefix("whatsapp:")
        rows = database.execute(
            "SELECT rowid FROM whatsappmessages WHERE chat_id = ? AND attachment_file IS NULL"
            " ORDER BY timestamp",
            (own,),
        ).fetchall()
        assert len(rows) > 3
        database.execute(
            "UPDATE whatsappmessages SET message = ? WHERE rowid = ?", (INVENTED, *rows[0])
        )
        database.execute("DELETE FROM whatsappmessages WHERE rowid = ?", rows[1])


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("guardian")
    desk = Desk(folder)
    forge(made(folder / "forged"))
    desk.release(desk.seal(folder / "forged"), SCOPE)
    return desk


def test_what_it_invents_before_sealing_verifies(forged: Desk, told: Told) -> None:
    package = forged.folder / "package"
    assert done("verify", package)["ok"]
    assert INVENTED.encode() in (package / "segments.json").read_bytes()
    told(
        (
            "inventing a message, and leaving one out, before sealing",
            "a release that verifies: what is proven is what the guardian signed",
        ),
    )


def test_the_phone_itself_shows_that_another_was_sealed(
    forged: Desk, tmp_path: Path, told: Told
) -> None:
    """Whoever has the extraction as it was, or makes it anew, compares it with what was signed."""
    survivor = parse_identity(forged.key("survivor").read_bytes(), passphrase=None)
    opened = open_own(FolderCustody(forged.folder / "sealed"), survivor)
    original = opened.catalogue.original
    ingest, _ = parse_ingest((forged.folder / "sealed" / "ingest.dsse.json").read_bytes())

    def commit(source: Path) -> bytes:
        digest = bytes.fromhex(done("inspect", source)["sha256"])
        return hashlib.sha256(b"SHV1 original\0" + original.salt + digest).digest()

    assert commit(forged.folder / "forged") == ingest.original_commit
    true = made(tmp_path / "true")
    assert commit(true) != ingest.original_commit
    counts = [done("inspect", each)["records"] for each in (forged.folder / "forged", true)]
    assert counts[0]["message"] == counts[1]["message"] - 1
    told(
        (
            "keeping from whoever has the phone's own extraction that another one was sealed",
            "nothing: its hash is not the one in the signed statement",
        ),
    )


def test_what_it_signed_it_cannot_deny(forged: Desk, told: Told) -> None:
    custody = FolderCustody(forged.folder / "sealed")
    ingest, statement = parse_ingest(custody.ingest())
    guardian = parse_identity(forged.key("guardian").read_bytes(), passphrase=None)
    check_both_signatures(statement, guardian.bundle)
    assert ingest.guardian == guardian.fp
    told(("denying later what was sealed", "nothing: both its signatures are on the root"))


def test_after_sealing_its_key_opens_nothing(forged: Desk, told: Told) -> None:
    sealed = forged.folder / "sealed"
    (forged.folder / "all.json").write_text('{"c":["message"]}')
    words = ("preview", sealed, "--scope", forged.folder / "all.json", "--identity")
    code, document = run(*words, forged.key("guardian"))
    assert (code, document["error"]["type"]) == (1, "no-key")
    survivor = parse_identity(forged.key("survivor").read_bytes(), passphrase=None)
    texts = texts_of(open_own(FolderCustody(sealed), survivor))
    source = b"".join(
        path.read_bytes() for path in (forged.folder / "forged").rglob("*") if path.is_file()
    )
    assert texts
    assert all(text in source for text in texts)
    told(
        ("opening what was sealed, with its own key", "nothing"),
        (
            "reading the extraction that it was given, or a copy that it kept",
            "all of it: nothing here makes anybody forget",
        ),
    )


def test_it_cannot_take_back_or_replace_what_is_in_the_vault(live: Live, told: Told) -> None:
    guardian = live.office.staff(live.system, "guardian")
    eid = live.hers.eid.hex()
    before = sorted((live.system.data / "objects" / "x" / eid).iterdir())
    assert before
    for method, path, body in (
        ("POST", f"/v1/uploads/{eid}/commit", {}),
        ("POST", f"/v1/extractions/{eid}/open", None),
        ("POST", f"/v1/extractions/{eid}/erasure", {"days": 0}),
        ("GET", f"/v1/extractions/{eid}/files/catalogue", None),
        ("DELETE", f"/v1/extractions/{eid}", None),
    ):
        answer = guardian._client.request(method, path, json=body)
        assert answer.status_code >= 400, path
    name = before[0].name
    put = guardian._client.put(f"/v1/uploads/{eid}/pack/{name}", content=b"another")
    assert put.status_code >= 400
    assert sorted((live.system.data / "objects" / "x" / eid).iterdir()) == before
    told(
        ("opening, erasing or writing over what it brought to the vault", "nothing"),
        has="its login at the vault",
    )


def test_a_second_statement_of_one_extraction_is_another_root(tmp_path: Path, told: Told) -> None:
    """Sealing one phone twice gives two extractions, each under its own name and root."""
    desk = Desk(tmp_path)
    source = made(tmp_path / "phone")
    roots = set()
    for name in ("one", "two"):
        out = tmp_path / name
        done(
            *("seal", source, "--for", desk.public("survivor"), "--as", desk.key("guardian")),
            *("--out", out),
        )
        ingest, _ = parse_ingest((out / "ingest.dsse.json").read_bytes())
        roots.add((ingest.eid, ingest.root))
    assert len(roots) == 2
    assert len({eid for eid, _ in roots}) == 2
    told(
        (
            "sealing one phone twice, with and without something",
            "two extractions, both signed by it, and both in the vault's log if brought there",
        ),
    )
