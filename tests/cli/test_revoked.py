"""Keys that were taken back: `keys revoke` signs a list, `keys heed` makes a session refuse."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.remote import Remote
from api.remote_survivor import SignedIn, worker_key
from tests.cli.liar import Liar
from tests.cli.running import done, run
from tests.cli.test_swapped_key import NOW, QID, REAL, answering, session, timedelta
from tests.conftest import seeded_random
from vault.canonical import b64
from vault.certificate import issue_certificate
from vault.custody import marshal_certs
from vault.errors import NotAuthentic
from vault.identity import Identity, Kind, new_identity
from vault.identity_file import marshal_identity
from vault.ids import Fingerprint, Gid, Uid
from vault.revocation import issue_revocations, parse_revocations
from vault.worker_key import issue_worker_key


@pytest.fixture
def liar() -> Iterator[Liar]:
    found = Liar()
    yield found
    found.close()


def key_file(folder: Path, identity: Identity) -> Path:
    path = folder / f"{identity.fp.hex()[:8]}.key"
    path.write_bytes(marshal_identity(identity, passphrase=None, random=seeded_random("file")))
    return path


def revoke(folder: Path, name: str, whose: Identity, *more: object) -> Path:
    done(
        *("keys", "revoke", whose.fp.hex(), "--identity", key_file(folder, REAL.root)),
        *("--reason", "compromised", "--out", folder / name, *more),
    )
    return folder / name


def test_a_list_goes_on_from_the_one_before(tmp_path: Path) -> None:
    first = revoke(tmp_path, "first", REAL.officer, "--since", "2026-01-01T00:00:00Z")
    second = revoke(tmp_path, "second", REAL.vault, "--after", first)
    found = parse_revocations(second.read_bytes())
    assert (found.seq, set(found.revoked)) == (2, {REAL.officer.fp, REAL.vault.fp})
    assert found.revoked[REAL.officer.fp].isoformat() == "2026-01-01T00:00:00+00:00"


def test_a_list_of_another_issuer_is_not_gone_on_from(tmp_path: Path) -> None:
    raw = issue_revocations(REAL.vault, seq=1, issued=NOW, revoked=[])
    (tmp_path / "other").write_bytes(raw)
    code, document = run(
        *("keys", "revoke", REAL.officer.fp.hex(), "--reason", "lost"),
        *("--identity", key_file(tmp_path, REAL.root)),
        *("--after", tmp_path / "other", "--out", tmp_path / "out"),
    )
    assert (code, document["error"]["type"]) == (1, "integrity")
    assert not (tmp_path / "out").exists()


def test_whoever_is_on_a_heeded_list_is_no_longer_shown(liar: Liar, tmp_path: Path) -> None:
    liar.answer = answering(REAL.row(), liar.answer)
    mine = session(liar, tmp_path)
    assert done("request", "show", QID, "--session", mine)["recipient_fp"] == REAL.officer.fp.hex()
    done("keys", "heed", revoke(tmp_path, "list", REAL.officer), "--session", mine)
    code, document = run("request", "show", QID, "--session", mine)
    assert (code, document["error"]["type"]) == (1, "integrity")


def test_an_older_list_is_not_heeded(liar: Liar, tmp_path: Path) -> None:
    mine = session(liar, tmp_path)
    first = revoke(tmp_path, "first", REAL.officer)
    second = revoke(tmp_path, "second", REAL.vault, "--after", first)
    done("keys", "heed", second, "--session", mine)
    code, document = run("keys", "heed", first, "--session", mine)
    assert (code, document["error"]["type"]) == (1, "integrity")
    assert len(json.loads(mine.read_text())["revoked"]) == 1


class Workers:
    """A vault that hands out one worker key, again and again."""

    def __init__(self, liar: Liar) -> None:
        self.gid = Gid(b"\x07" * 16)
        worker = new_identity(Kind.ORGANISATION, random=seeded_random("worker"))
        self.fp = worker.fp
        raw = issue_worker_key(
            REAL.vault,
            gid=self.gid,
            bundle=worker.bundle,
            not_before=NOW - timedelta(days=1),
            not_after=NOW + timedelta(days=1),
        )
        begin, end = NOW - timedelta(days=2), NOW + timedelta(days=2)
        certs = [
            issue_certificate(
                REAL.root,
                subject=whose.bundle,
                name="",
                roles=roles,
                not_before=begin,
                not_after=end,
            )
            for whose, roles in ((REAL.root, ["ca"]), (REAL.vault, ["ca", "worker"]))
        ]
        answer = {"worker_key": b64(raw), "certs": b64(marshal_certs(certs))}
        liar.answer = lambda *_: (200, answer)
        me = new_identity(Kind.PERSON, random=seeded_random("me"))
        self.me = SignedIn(Remote(liar.url, "ab" * 32), "", Uid(bytes(16)), me, REAL.root.fp)

    def refused(self, *, gids: frozenset[Gid] = frozenset(), lists: tuple[bytes, ...] = ()) -> bool:
        try:
            worker_key(replace(self.me, gids=gids, revoked=lists), NOW)
        except NotAuthentic:
            return True
        return False


def listed(issuer: Identity, fp: Fingerprint) -> bytes:
    return issue_revocations(issuer, seq=1, issued=NOW, revoked=[(fp, NOW, "lost")])


def test_a_worker_key_that_a_grant_used_before_is_refused(liar: Liar) -> None:
    workers = Workers(liar)
    assert not workers.refused()
    assert not workers.refused(gids=frozenset({Gid(b"\x08" * 16)}))
    assert workers.refused(gids=frozenset({workers.gid}))


def test_a_worker_key_that_was_revoked_is_refused(liar: Liar) -> None:
    workers = Workers(liar)
    assert workers.refused(lists=(listed(REAL.vault, workers.fp),))
    assert workers.refused(lists=(listed(REAL.root, REAL.vault.fp),))
    assert not workers.refused(lists=(listed(REAL.root, REAL.officer.fp),))
    assert workers.refused(lists=(listed(REAL.officer, REAL.vault.fp),))
