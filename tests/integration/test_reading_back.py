"""What an upload and a receipt say was checked was checked: damage on the way, and in the store."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli_io import new_sink
from api.hashed_sink import HashedSink
from api.remote import Remote
from api.remote_upload import upload
from api.tool import this_tool
from consent.errors import WrongState
from extraction.intake import Parties, SourceOptions, seal_source
from extraction.made import write_made_source
from tests.cli.liar import Liar
from tests.cli.running import done, run
from tests.conftest import seeded_random
from tests.integration.conftest import System
from tests.integration.test_command_line import People, made, sealed
from vault.canonical import b64
from vault.errors import NotAuthentic
from vault.identity import parse_bundle
from vault.identity_file import parse_identity

pytestmark = pytest.mark.integration


@pytest.fixture
def people(system: System, tmp_path: Path) -> People:
    found = People(system, tmp_path)
    found.survivor()
    return found


def guardian(people: People) -> Remote:
    token = json.loads(people.session("guardian").read_text())["token"]
    return Remote(people.system.vault, token)


def flip(path: Path, place: int = 100) -> None:
    path.chmod(0o600)
    whole = bytearray(path.read_bytes())
    whole[place] ^= 1
    path.write_bytes(whole)


def sealing(people: People, folder: Path, seed: str) -> tuple[Path, dict[str, bytes]]:
    """Seal as `seal --vault` does; give the folder and the hashes of its objects."""
    sink = HashedSink(new_sink(folder / seed, os.urandom))
    scratch = folder / f"{seed}-scratch"
    scratch.mkdir()
    seal_source(
        write_made_source(folder / f"{seed}-source", random=seeded_random(seed), days=2),
        sink,
        Parties(
            parse_bundle((people.folder / "login.key.pub").read_bytes()),
            parse_identity(people.demo("guardian.key").read_bytes(), passphrase=None),
            [people.demo("guardian.cert").read_bytes()],
            this_tool(),
        ),
        SourceOptions(),
        scratch=scratch,
        random=os.urandom,
        clock=lambda: datetime.now(UTC),
        progress=lambda *_: None,
    )
    return folder / seed, sink.objects


def stored(people: People, eid: str, name: str) -> Path:
    return people.system.data / "objects" / "x" / eid / name


def intakes(people: People) -> list[str]:
    token = json.loads(people.session("survivor").read_text())["token"]
    found = Remote(people.system.vault, token).call("GET", "/v1/extractions")
    return [row["eid"] for row in found]


def eid_of(folder: Path) -> str:
    import base64  # noqa: PLC0415 beside its one use

    payload = json.loads((folder / "ingest.dsse.json").read_bytes())["payload"]
    eid: str = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["eid"]
    return eid


def test_what_was_sealed_here_and_read_back_there_is_counted(
    people: People, tmp_path: Path
) -> None:
    folder, objects = sealing(people, tmp_path, "whole")
    assert objects
    assert set(objects) == {path.name for path in (folder / "objects").iterdir()}
    found = upload(
        guardian(people), folder, lambda *_: None, random=os.urandom, objects=objects
    ).read_back
    assert found is not None
    files = [path for path in folder.rglob("*") if path.is_file()]
    # Statement, certificates and wrap go in the requests themselves.
    assert found.files == len(files) - 3
    # All but the leaves, whose root the guardian signed.
    assert found.as_sealed == found.files - 1


@pytest.mark.parametrize("kind", ["objects", "packs"])
def test_a_file_that_the_vault_damages_on_its_way_to_disk_is_found_before_the_commit(
    people: People, tmp_path: Path, kind: str
) -> None:
    folder, objects = sealing(people, tmp_path, "damaged")
    name = next((folder / kind).iterdir()).name
    struck = []

    def damage(what: str, at: int, total: int) -> None:
        if what == "uploading" and at == total and not struck:
            struck.append(name)
            flip(stored(people, eid_of(folder), name))

    with pytest.raises(NotAuthentic, match="is not in the vault as it is here"):
        upload(guardian(people), folder, damage, random=os.urandom, objects=objects)
    assert struck
    assert eid_of(folder) not in intakes(people)


def test_an_object_that_changed_here_since_it_was_sealed_is_not_committed(
    people: People, tmp_path: Path
) -> None:
    folder, objects = sealing(people, tmp_path, "rotten")
    flip(next((folder / "objects").iterdir()))
    with pytest.raises(NotAuthentic, match="on this machine is not what was sealed"):
        upload(guardian(people), folder, lambda *_: None, random=os.urandom, objects=objects)
    assert eid_of(folder) not in intakes(people)


def test_a_changed_object_in_the_outbox_is_found_by_the_next_run(
    people: People, tmp_path: Path
) -> None:
    source, outbox = made(tmp_path, "outbox-rot"), tmp_path / "outbox"
    away = json.loads(people.session("guardian").read_text())
    nowhere = tmp_path / "nowhere.session"
    nowhere.write_text(json.dumps({**away, "url": "http://127.0.0.1:9"}))
    where = ("--vault", "http://127.0.0.1:9", "--session", nowhere, "--outbox", outbox)
    assert run(*sealed(people, source, *where))[0] == 4
    (folder,) = [path for path in outbox.iterdir() if path.is_dir()]
    flip(next((folder / "objects").iterdir()))
    session = people.session("guardian")
    where = ("--vault", people.system.vault, "--session", session, "--outbox", outbox)
    code, document = run(*sealed(people, source, *where))
    assert (code, document["error"]["type"]) == (1, "integrity")


def test_after_the_commit_no_guardian_has_anything_read_back(
    people: People, tmp_path: Path
) -> None:
    folder, _ = sealing(people, tmp_path, "committed")
    upload(guardian(people), folder, lambda *_: None, random=os.urandom)
    pack = next((folder / "packs").iterdir()).name
    question = {"chance": b64(bytes(32)), "files": [["pack", pack]]}
    with pytest.raises(WrongState):
        guardian(people).call("POST", f"/v1/uploads/{eid_of(folder)}/read-back", question)


@pytest.mark.parametrize("kind", ["object", "pack"])
def test_a_receipt_is_not_signed_for_what_does_not_open(
    people: People, tmp_path: Path, kind: str
) -> None:
    folder, _ = sealing(people, tmp_path, f"receipt-{kind}")
    upload(guardian(people), folder, lambda *_: None, random=os.urandom)
    eid = eid_of(folder)
    path = stored(people, eid, next((folder / f"{kind}s").iterdir()).name)
    hers = (
        *("--session", people.session("survivor"), "--identity", people.folder / "login.key"),
        *("--passphrase-file", people.secret),
    )
    flip(path, path.stat().st_size - 1)
    code, document = run("receipt", eid, *hers)
    assert (code, document["error"]["type"]) == (1, "integrity")
    flip(path, path.stat().st_size - 1)
    signed = done("receipt", eid, *hers)
    assert signed["objects"] == len(list((folder / "objects").iterdir()))
    assert signed["records"] > signed["segments"] > 0


def test_a_note_is_of_one_vault(people: People, tmp_path: Path) -> None:
    source, outbox = made(tmp_path, "two-vaults"), tmp_path / "outbox"
    session = people.session("guardian")
    where = ("--vault", people.system.vault, "--session", session, "--outbox", outbox)
    first = done(*sealed(people, source, *where))
    liar = Liar()
    try:
        other = liar.session(tmp_path / "other.session", "guardian")
        where = ("--vault", liar.url, "--session", other, "--outbox", outbox)
        code, document = run(*sealed(people, source, *where))
    finally:
        liar.close()
    # The other vault was asked, and the first one's receipt was not given for it.
    assert code != 0
    assert first["eid"] not in json.dumps(document)
    assert [path for _, path, _ in liar.heard] == ["/v1/uploads"]
