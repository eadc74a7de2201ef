"""Who took a vault's whole data folder, with or without workers' keys, and what it hands over.

What the embedded edition's folder hands over by itself: `worker/` and `keys/worker.secret` give
the worker key of every grant whose work is not done, so a thief of the folder opens what those
grants agreed to. A grant whose work is done has no key there any more; who kept one, as a
dishonest worker could, opens that grant's records with the folder until it is withdrawn.
Everything else stays closed. The same thief with her root opens everything: he is able.
"""

import sqlite3
from contextlib import closing

from tests.adversaries.place import Stolen, check
from tests.adversaries.thief import Thief
from tests.adversaries.told import Told
from tests.attacks.office import PASSPHRASE
from vault.account import open_root, parse_params, stretch
from vault.errors import NotAuthentic

WHO = "thief of the vault's storage"
HAS = "the whole data folder, objects and worker keys in it"


def test_the_grants_are_worth_stealing(stolen: Stolen) -> None:
    for each in (stolen.finished, stolen.waiting):
        whole = {index for _, index in each.segments()}
        assert whole
        # At both ends some of a day's records leave and some stay.
        mixed = {index for _, index, _ in each.records()} - whole
        assert mixed
        assert each.seen.withheld["out-of-scope"] > 0
    assert stolen.cited[stolen.finished.gid]
    assert not stolen.finished.records() & stolen.waiting.records()
    assert len(stolen.maps[stolen.hers.eid].segments) > len(stolen.finished.segments()) + len(
        stolen.waiting.segments()
    )


def test_the_folder_alone_opens_the_grants_that_are_still_at_work(
    at_work: Thief, stolen: Stolen, told: Told
) -> None:
    check(at_work, stolen, stolen.waiting)
    # This is what the folder hands over: the one live worker key, and no key of work that is done.
    assert at_work.names("worker") == {(stolen.waiting.gid,)}
    assert stolen.finished.worker not in at_work.secrets
    assert stolen.waiting.worker in at_work.secrets
    told(
        (
            "every key in it, and every key from those, on everything sealed in it",
            "the agreed records of grants whose work is not done; nothing else",
        ),
    )


def test_with_a_kept_worker_key_it_opens_that_grant_besides_and_nothing_else(
    at_work: Thief, stolen: Stolen, told: Told
) -> None:
    thief = at_work.another().also(stolen.finished.worker)
    check(thief, stolen, stolen.finished, stolen.waiting)
    assert len(thief.secrets) > 200
    told(
        ("the same, with the worker key of a grant whose work is done", "that grant's too"),
        has="the folder, and a worker key that somebody kept",
    )


def test_after_withdrawal_the_folder_and_both_worker_keys_open_nothing(
    stolen: Stolen, told: Told
) -> None:
    keys = (stolen.finished.worker, stolen.waiting.worker)
    thief = Thief(stolen.after, keys, stolen.maps).work()
    check(thief, stolen)
    assert not thief.names("worker")
    assert not thief.names("envelope")
    # Nor do the destroyed keys lie about in pages that the database no longer uses.
    for path in stolen.after.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [key for key in stolen.erased if key in data], path.name
    told(
        ("the same, and every file for the destroyed keys", "nothing"),
        has="the folder once the grants were withdrawn, and both worker keys",
    )
    # He is able: with her root he opens all of hers, and nothing of another's.
    thief.also(stolen.hers.enrolled.identity.root)
    known, eid = stolen.maps[stolen.hers.eid], stolen.hers.eid
    assert thief.names("catalogue") == {(eid,)}
    assert thief.names("segment") == {(eid, index) for index in range(len(known.segments))}
    assert thief.names("object") == {(eid, index) for index in range(len(known.objects))}
    assert thief.names("manifest") == {(stolen.hers.enrolled.uid,)}
    # Her root does not lead back to her passphrase's slots: only the passphrase opens those.
    assert not thief.names("slot")


def test_what_lies_in_clear_is_who_asked_whom_and_no_content(stolen: Stolen, told: Told) -> None:
    whole = b""
    for path in sorted(stolen.whole.rglob("*")):
        if path.is_file():
            whole += path.read_bytes() + b"\0"
    assert len(stolen.texts) > 15
    assert not [text for text in stolen.texts if text in whole]
    for said in (
        b"what was said between the two in April",  # the request's line of enquiry
        b"447700900101@s.whatsapp.net",  # the conversation, in the scope that she signed
        b"investigator",  # who asked
        bytes.fromhex(stolen.rid),  # which release there is
    ):
        assert said in whole
    packs = [path.stat().st_size for path in (stolen.whole / "objects" / "x").rglob("*/*")]
    assert len(packs) >= 2 + sum(len(known.objects) for known in stolen.maps.values())
    told(
        ("reading what is not sealed, for anything that people wrote", "nothing"),
        (
            "reading what is not sealed",
            "accounts, who asked whom, requests, scopes with their people, times, numbers and "
            "padded sizes",
        ),
    )


def test_a_passphrase_that_can_be_guessed_opens_her_account(stolen: Stolen, told: Told) -> None:
    uid = stolen.hers.enrolled.uid
    with closing(sqlite3.connect(stolen.whole / "vault.db")) as database:
        (params,) = database.execute("SELECT params FROM account WHERE uid = ?", (uid,)).fetchone()
        slots = database.execute("SELECT wrap FROM account_slot WHERE uid = ?", (uid,)).fetchall()
    known = parse_params(params)
    # What a guess costs is in the parameters, which her client does not let anybody lower.
    assert (known.time, known.memory_kib) >= (3, 64 * 1024)

    def guess(passphrase: str) -> bytes | None:
        try:
            return open_root(stretch(passphrase, known), uid, known, [wrap for (wrap,) in slots])
        except NotAuthentic:
            return None

    for wrong in ("password", PASSPHRASE[:-1], PASSPHRASE.upper()):
        assert guess(wrong) is None
    assert guess(PASSPHRASE) == stolen.hers.enrolled.identity.root
    told(
        (
            "guessing her passphrase, at 64 MiB and three passes a guess",
            "everything of hers, if it can be guessed: made ones are six words of 2,048",
        ),
    )
