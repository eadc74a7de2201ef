"""A wrong file, key, passphrase or grant: a typed error whose words say what to do."""

import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random

Words = tuple[object, ...]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose path was walked once, and a second extraction beside it."""
    folder = tmp_path_factory.mktemp("desk")
    found = Desk(folder)
    source = write_made_source(folder / "made", random=seeded_random("mistakes"), days=3)
    found.release(found.seal(source), {"c": ["message"], "u": False})
    done(*seal(found, source), "--out", folder / "another")
    return found


def seal(desk: Desk, source: Path, survivor: str = "survivor", guardian: str = "guardian") -> Words:
    return "seal", source, "--for", desk.public(survivor), "--as", desk.key(guardian)


def the_file(folder: Path) -> Path:
    (found,) = folder.glob("*.shv1r")
    return found


def refused(out: Path, *words: object) -> tuple[int, str, str]:
    """Run what must be refused; nothing may come of it."""
    code, document = run(*words, "--out", out)
    assert not out.exists()
    assert list(out.parent.glob(f"{out.name}.partial*")) == []
    return code, document["error"]["type"], document["error"]["detail"]


def nonsense(folder: Path) -> Path:
    path = folder / "notes.bin"
    path.write_bytes(bytes(range(256)) * 20)
    return path


def short_database(folder: Path) -> Path:
    source = write_made_source(folder / "short", random=seeded_random("short"), days=3)
    path = source / "_lava_artifacts.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return source


def short_xml(folder: Path) -> Path:
    path = folder / "sms.xml"
    path.write_text(
        '<?xml version="1.0"?><smses count="2">'
        '<sms protocol="0" address="+447700900101" date="1775001600000" type="1" body="x" />'
    )
    return path


def short_zip(folder: Path) -> Path:
    path = chat_zip(folder)
    path.write_bytes(path.read_bytes()[:-30])
    return path


def locked_zip(folder: Path) -> Path:
    path = chat_zip(folder)
    data = bytearray(path.read_bytes())
    # The bit that says encrypted, in the member's own header and in the directory.
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    return path


def chat_zip(folder: Path) -> Path:
    path = folder / "WhatsApp Chat - Alex.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("_chat.txt", "[01/04/2026, 10:00:00] A: hello\n[01/04/2026, 10:01:00] B: hi")
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty"
    path.write_bytes(b"")
    return path


@pytest.mark.parametrize(
    ("make", "kind", "word"),
    [
        (nonsense, "unsupported", "known are: LEAPP"),
        (lambda folder: folder / "nowhere", "unsupported", "no file or folder"),
        (empty, "invalid", "empty"),
        (short_database, "invalid", "database"),
        (short_xml, "invalid", "breaks off"),
        (short_zip, "invalid", "cut short"),
        (locked_zip, "locked", "password"),
    ],
)
def test_a_source_that_cannot_be_read_is_refused_as_input(
    desk: Desk, tmp_path: Path, make: Callable[[Path], Path], kind: str, word: str
) -> None:
    source = make(tmp_path)
    code, found, detail = refused(tmp_path / "out", *seal(desk, source))
    assert (code, found) == (3, kind), detail
    assert word in detail


def test_a_database_that_its_owner_has_locked_is_read_all_the_same(tmp_path: Path) -> None:
    source = write_made_source(tmp_path / "made", random=seeded_random("open"), days=2)
    with sqlite3.connect(source / "_lava_artifacts.db") as database:
        database.execute("BEGIN EXCLUSIVE")
        assert done("inspect", source)["records"]["message"] > 0


def test_a_key_of_the_wrong_kind_is_refused_before_anything_is_read(
    desk: Desk, tmp_path: Path
) -> None:
    source, out = desk.folder / "made", tmp_path / "out"
    for words, word in (
        (seal(desk, source, guardian="survivor"), "--kind organisation"),
        (seal(desk, source, survivor="worker"), "--kind person"),
        (grant(desk, "--worker", desk.public("investigator")), "--kind organisation"),
    ):
        code, kind, detail = refused(out, *words)
        assert (code, kind) == (2, "invalid")
        assert word in detail


def grant(desk: Desk, *more: object) -> Words:
    return (
        *("grant", desk.folder / "sealed", "--identity", desk.key("survivor")),
        *("--scope", desk.folder / "scope.json", "--to", desk.public("investigator")),
        *("--until", "2099-01-01", *more),
    )


def test_a_secret_key_where_a_public_one_belongs_and_the_other_way_round(
    desk: Desk, tmp_path: Path
) -> None:
    source, out = desk.folder / "made", tmp_path / "out"
    swapped = ("seal", source, "--for", desk.key("survivor"), "--as", desk.key("guardian"))
    assert "ends in .pub" in refused(out, *swapped)[2]
    swapped = ("seal", source, "--for", desk.public("survivor"), "--as", desk.public("guardian"))
    assert "is not an identity file" in refused(out, *swapped)[2]


def test_a_wrong_passphrase_is_called_that(desk: Desk, tmp_path: Path) -> None:
    right, wrong, key = tmp_path / "right", tmp_path / "wrong", tmp_path / "key"
    right.write_text("the right words")
    wrong.write_text("the wrong words")
    done("keys", "new", "--kind", "person", key, "--passphrase-file", right)
    scope = ("--scope", desk.folder / "scope.json")
    for words in (
        ("keys", "show", key, "--passphrase-file", wrong),
        ("preview", desk.folder / "sealed", "--identity", key, *scope, "--passphrase-file", wrong),
    ):
        code, document = run(*words)
        assert (code, document["error"]["type"]) == (1, "integrity")
        assert "passphrase" in document["error"]["detail"]
        assert "try again" in document["error"]["detail"]
        assert "words" not in document["error"]["detail"]


def test_somebody_else_s_grant_draft_and_release_say_whose_they_would_have_to_be(
    desk: Desk, tmp_path: Path
) -> None:
    folder, out = desk.folder, tmp_path / "out"
    sealed, draft, final = folder / "sealed", the_file(folder / "draft"), the_file(folder / "final")
    stranger, hers = ("--identity", desk.key("stranger")), ("--identity", desk.key("survivor"))
    to = ("--to", desk.public("investigator"))
    select = ("select", folder / "grant", "--worker")
    for words, expected, word in (
        ((*select, desk.key("guardian"), "--from", sealed), (1, "no-key"), "use the key"),
        (
            (*select, desk.key("worker"), "--from", folder / "another"),
            (1, "integrity"),
            "for another extraction",
        ),
        (("open", draft, "--identity", desk.key("investigator")), (1, "no-key"), "whom she named"),
        (("open", final, *stranger), (1, "no-key"), "whom she named"),
        (("approve", draft, *stranger, *to), (1, "no-key"), "whom she named"),
        (("approve", final, *hers, *to), (1, "integrity"), "not a draft"),
        (("approve", draft, *hers, "--to", desk.public("stranger")), (1, "no-key"), "grant"),
    ):
        code, kind, detail = refused(out, *words)
        assert (code, kind) == expected, detail
        assert word in detail


def test_a_thing_in_another_thing_s_place_is_told_what_belongs_there(
    desk: Desk, tmp_path: Path
) -> None:
    folder, out = desk.folder, tmp_path / "out"
    worker, scope = ("--worker", desk.key("worker")), ("--scope", folder / "scope.json")
    hers = ("--identity", desk.key("survivor"))
    final = the_file(folder / "final")
    assert (
        "safehold grant" in refused(out, "select", folder / "sealed", "--from", folder, *worker)[2]
    )
    select = ("select", folder / "grant", "--from", folder / "made", *worker)
    assert "safehold seal" in refused(out, *select)[2]
    his = ("--identity", desk.key("investigator"))
    assert ".shv1r" in refused(out, "open", chat_zip(tmp_path), *his)[2]
    for words, word in (
        (("preview", folder / "made", *hers, *scope), "safehold seal"),
        (("verify", final), "safehold open"),
        (("verify", tmp_path / "nothing"), "safehold open"),
    ):
        code, document = run(*words)
        assert (code, document["error"]["type"]) == (2, "invalid")
        assert word in document["error"]["detail"]


def test_a_release_that_was_cut_or_changed_is_not_opened(desk: Desk, tmp_path: Path) -> None:
    data = the_file(desk.folder / "final").read_bytes()
    path, his = tmp_path / "release.shv1r", ("--identity", desk.key("investigator"))
    for changed in (data[: len(data) // 2], data[:-1], data[:3000], data + b"\x00"):
        path.write_bytes(changed)
        code, kind, _ = refused(tmp_path / "out", "open", path, *his)
        assert (code, kind) == (1, "integrity")


def test_somebody_named_twice_is_refused_before_anything_is_sealed(
    desk: Desk, tmp_path: Path
) -> None:
    """A grant that names a person twice is one that no worker takes."""
    copy = tmp_path / "copy.pub"
    copy.write_bytes(desk.public("investigator").read_bytes())
    twice = ("--to", desk.public("investigator"), "--to", copy)
    hers = ("--identity", desk.key("survivor"))
    granting = (
        *("grant", desk.folder / "sealed", *hers, "--scope", desk.folder / "scope.json"),
        *("--worker", desk.public("worker"), "--until", "2099-01-01"),
    )
    approving = ("approve", the_file(desk.folder / "draft"), *hers)
    for words in (granting, approving):
        code, kind, detail = refused(tmp_path / "out", *words, *twice)
        assert (code, kind) == (2, "invalid")
        assert "twice" in detail
