"""Who took an investigator's password, and perhaps the key too; and the rightful recipient."""

import os

import pytest

from api.problems import NotFound, Unauthenticated
from api.remote import Remote
from extraction.client import open_release
from tests.adversaries.place import Live, refusals
from tests.adversaries.told import Told
from tests.attacks.conftest import Loot
from tests.cli.running import run
from vault.errors import NoIdentityMatches
from vault.identity import Kind, new_identity

WHO = "thief of police credentials"
HAS = "an investigator's login and password"


def collected(officer: Remote, rid: str) -> bytes:
    return b"".join(officer.stream("POST", f"/v1/releases/{rid}/collect"))


def lines(live: Live, act: str) -> list[dict[str, object]]:
    """Give the entries of one kind that anybody's collections left."""
    return [entry for entry in live.system.entries() if entry["act"] == act]


def test_a_password_gives_lists_and_sealed_bytes_and_each_is_logged(live: Live, told: Told) -> None:
    rid = live.stolen.rid
    thief = live.office.staff(live.system, "investigator")
    listed = thief.call("GET", "/v1/releases")
    assert rid in {row["rid"] for row in listed}
    before = len(lines(live, "release.collect"))
    sealed = collected(thief, rid)
    assert len(lines(live, "release.collect")) == before + 1
    assert lines(live, "release.list")
    with pytest.raises(NoIdentityMatches):
        open_release(lambda: iter([sealed]), new_identity(Kind.PERSON, random=os.urandom))
    assert not [text for text in live.stolen.texts if text in sealed]
    told(
        (
            "listing and collecting that person's releases",
            "which releases there are, their sizes and times, sealed bytes; each with a line in "
            "her log",
        ),
        ("opening them", "nothing"),
    )


def test_with_the_key_too_it_opens_what_that_person_was_given(live: Live, told: Told) -> None:
    rid = live.stolen.rid
    sealed = collected(live.office.staff(live.system, "investigator"), rid)
    opened = open_release(lambda: iter([sealed]), live.office.person("investigator"))
    found = {name: b"".join(chunks) for name, _, chunks in opened.files()}
    inside = b"".join(found.values())
    # Some of what people wrote, and only of the days that she agreed to.
    assert [text for text in live.stolen.texts if text in inside]
    assert len(found["segments.json"]) > 1_000
    given = live.stolen.finished
    assert found["segments.json"].count(b'"r":') == len(given.records())
    told(
        ("collecting and opening", "the releases that name this person, whole; no other record"),
        has="the login, the password and the person's own key",
    )


def test_no_route_of_the_vault_answers_it(live: Live, told: Told) -> None:
    token = live.office.staff(live.system, "investigator")._client.headers["Authorization"]
    there = Remote(live.system.vault, token.removeprefix("Bearer "))
    said = refusals(live, there, "investigator")
    assert len(said) > 50
    assert not {route for route, status in said.items() if status != 403}
    told(("every other route of the vault, with her ids", "nothing: 403, and a line"))


def test_a_colleague_elsewhere_cannot_tell_that_a_release_exists(live: Live, told: Told) -> None:
    other = live.office.staff(live.system, "investigator-2")
    assert other.call("GET", "/v1/releases") == []
    said = set()
    for rid in (live.stolen.rid, os.urandom(16).hex()):
        with pytest.raises(NotFound) as refused:
            collected(other, rid)
        said.add(str(refused.value).replace(rid, "rid"))
    assert len(said) == 1
    told(
        ("collecting a release by its id", "nothing: the answer is as for an id that nobody has"),
        has="login, password and key of an investigator whom she did not name",
    )


def test_after_she_withdrew_nothing_more_comes(live: Live, told: Told) -> None:
    granted = live.office.grant(live.system, live.hers, (3, 4))
    rid = live.office.finish(live.system, live.hers, granted)
    kept = collected(live.office.staff(live.system, "investigator"), rid)
    me = live.hers.enter(live.system)
    me.remote.call("POST", f"/v1/grants/{granted.gid.hex()}/withdraw")
    with pytest.raises(NotFound):
        collected(live.office.staff(live.system, "investigator"), rid)
    # What was fetched before opens for ever.
    opened = open_release(lambda: iter([kept]), live.office.person("investigator"))
    assert {name for name, _, chunks in opened.files() if b"".join(chunks)} >= {"segments.json"}
    with pytest.raises(Unauthenticated):
        collected(Remote(live.system.gateway), rid)
    told(
        ("collecting once she has withdrawn", "nothing"),
        ("opening what was collected before", "all of it: nothing is recalled"),
        has="the login, the password and the person's own key",
    )


def test_another_persons_key_opens_nothing(loot: Loot, told: Told) -> None:
    final = next((loot.desk.folder / "final").glob("*.shv1r"))
    draft = next((loot.desk.folder / "draft").glob("*.shv1r"))
    for path in (final, draft):
        for name in ("stranger", "worker", "guardian"):
            code, document = run(
                *("open", path, "--identity", loot.desk.key(name)),
                *("--out", loot.desk.folder / f"stolen-{name}"),
            )
            assert code == 1
            assert document["error"]["type"] == "no-key"
            assert not (loot.desk.folder / f"stolen-{name}").exists()
    code, _ = run(
        *("preview", loot.sealed, "--identity", loot.desk.key("stranger")),
        *("--scope", loot.desk.folder / "scope.json"),
    )
    assert code == 1
    told(
        ("opening a release that leaked, and the draft of it", "nothing"),
        has="another person's key: an investigator's, the guardian's, the worker's",
    )
