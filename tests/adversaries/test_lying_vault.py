"""A vault that answers her as it likes: the real one, with one answer changed on its way to her.

Her side is the reference client, which the command line uses. Her browser's checks are the same,
tested in TypeScript; docs/threat-model.md names those tests.
"""

import os
from datetime import UTC, datetime
from typing import Any

import pytest

from api.problems import ServerFault
from api.remote_survivor import (
    SignedIn,
    grant_state,
    open_extraction,
    own_lines,
    worker_key,
)
from audit.checkpoint import parse_checkpoint
from audit.errors import BadSignature, NotProven
from audit.lines import Line, check_growth, check_lines
from audit.log_key import LogKey
from audit.note import Note, parse_note
from audit.policy import parse_log_policy
from audit.trust import check_checkpoint
from consent.errors import WrongState
from tests.adversaries.between import Answer, between
from tests.adversaries.place import Live
from tests.adversaries.told import Told
from vault.account import Manifest, Params, audit_tag_key, open_manifest, seal_manifest
from vault.canonical import b64, unb64
from vault.errors import Malformed, NotAuthentic, WeakParameters

WHO = "vault that lies"
HAS = "the vault, its database and its answers to her"


def now() -> datetime:
    return datetime.now(UTC)


def test_weak_parameters_get_no_answer_made_with_her_passphrase(live: Live, told: Told) -> None:
    weak = b64(Params(1, 8, bytes(16)).marshal())

    def lie(answer: Answer) -> object:
        if answer.path == "/v1/sign-in/params":
            return {**answer.json(), "params": weak}
        return None

    with between(live.system, lie) as place:
        with pytest.raises(WeakParameters):
            live.hers.enter_at(place.url)
        assert place.heard == [("POST", "/v1/sign-in/params")]
    told(("asking her for an answer that is cheap to guess from", "nothing: it is refused"))


def test_another_catalogue_or_an_older_file_is_refused(live: Live, told: Told) -> None:
    """Every extraction is signed once: what was before, or is another's, is not what was signed."""
    objects = live.system.data / "objects" / "x" / live.stolen.other.eid.hex()
    another = max(objects.iterdir(), key=lambda path: path.stat().st_size).read_bytes()
    eid = live.hers.eid.hex()
    for name, path in (
        ("catalogue", f"/v1/extractions/{eid}/files/catalogue"),
        ("leaves", f"/v1/extractions/{eid}/files/leaves"),
        ("wrap", f"/v1/extractions/{eid}/open"),
    ):
        asked: list[str] = []

        def lie(answer: Answer, name: str = name, path: str = path) -> object:
            if answer.path != path:
                return None
            asked.append(name)  # noqa: B023 of this round
            if name != "wrap":
                return another
            said: dict[str, Any] = answer.json()
            return {**said, "wrap": b64(unb64(said["wrap"])[::-1])}

        with between(live.system, lie) as place:
            with pytest.raises((NotAuthentic, Malformed)):
                open_extraction(live.hers.enter_at(place.url), live.hers.eid)
            assert asked == [name]
    told(("giving another catalogue, other leaves, another wrap", "nothing: none of it opens"))


def test_an_older_account_is_found_by_who_remembers_a_newer_one(live: Live, told: Told) -> None:
    answers: list[dict[str, Any]] = []

    def listen(answer: Answer) -> object:
        if answer.path == "/v1/sign-in":
            answers.append(answer.json())
        return None

    def repeat(answer: Answer) -> object:
        if answer.path != "/v1/sign-in":
            return None
        kept = {name: answers[0][name] for name in ("manifest", "manifest_version")}
        answers.append({**answer.json(), **kept})
        return answers[-1]

    with between(live.system, listen) as place:
        me = live.stolen.other.enter_at(place.url)
        root, first = me.identity.root, answers[0]["manifest_version"]
        newer = Manifest(first + 1, (), live.stolen.policy, "")
        sealed = seal_manifest(root, me.uid, newer, random=os.urandom)
        body = {"version": newer.version, "manifest": b64(sealed)}
        me.remote.call("PUT", "/v1/manifest", body)
    with between(live.system, repeat) as place:
        live.stolen.other.enter_at(place.url)
    old = unb64(answers[-1]["manifest"])
    with pytest.raises(NotAuthentic):
        open_manifest(root, me.uid, old, version=first, seen=newer.version)
    with pytest.raises(NotAuthentic):
        open_manifest(root, me.uid, old, version=newer.version, seen=newer.version)
    assert open_manifest(root, me.uid, old, version=first).policy == ""
    told(
        ("giving her account as it was before, within one visit", "nothing: its version is older"),
        (
            "the same at her next visit: nothing is kept on her device",
            "she sees the older account; what she signed stays in the log and is hers to see",
        ),
    )


def test_a_grant_that_it_hides_is_a_line_that_it_must_show(live: Live, told: Told) -> None:
    gid = live.stolen.finished.gid.hex()

    def hide(answer: Answer) -> object:
        if answer.path == "/v1/grants" and answer.method == "GET":
            return [row for row in answer.json() if row["gid"] != gid]
        return None

    with between(live.system, hide) as place:
        me = live.hers.enter_at(place.url)
        with pytest.raises(WrongState):
            grant_state(me, gid)
        acts = checked(live, me)
        assert acts.count("grant") >= 2

    def hide_line(answer: Answer) -> object:
        if not answer.path.startswith("/v1/log"):
            return None
        page = answer.json()
        at = next(at for at, line in enumerate(page["lines"]) if line["act"] == "grant")
        return {**page, "lines": page["lines"][:at] + page["lines"][at + 1 :], "next": None}

    with between(live.system, hide_line) as place:
        me = live.hers.enter_at(place.url)
        with pytest.raises(NotProven):
            checked(live, me)
    told(
        ("leaving a grant out of her list", "it is not in the list; her log still has its line"),
        ("leaving the grant's line out of her log too", "nothing: a number is missing"),
    )


def checked(live: Live, me: SignedIn) -> list[str]:
    """Check her log as her client does, by the policy that she pinned; give its acts."""
    found = own_lines(me.remote)
    lines = [Line(row["index"], unb64(row["entry"]), row["proof"]) for row in found["lines"]]
    policy = parse_log_policy(live.stolen.policy)
    key = audit_tag_key(me.identity.root, me.uid)
    check_lines(lines, key, policy, now_seconds=int(now().timestamp()) + 5)
    return [str(row["act"]) for row in found["lines"]]


def test_a_worker_key_of_its_own_gets_nothing_sealed_to_it(live: Live, told: Told) -> None:
    """It gives the real key's certificate with one letter of the key changed."""

    def lie(answer: Answer) -> object:
        if answer.path != "/v1/worker-keys":
            return None
        said = answer.json()
        raw = unb64(said["worker_key"])
        at = raw.index(b'"payload":"') + 200
        return {**said, "worker_key": b64(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])}

    with between(live.system, lie) as place:
        me = live.hers.enter_at(place.url)
        with pytest.raises((NotAuthentic, Malformed)):
            worker_key(me, now())
        assert "/v1/grants" not in place.posts()
    told(("giving a worker key that it changed", "nothing: the certificate does not hold"))


def test_a_second_history_is_found_by_who_remembers_the_first(live: Live, told: Told) -> None:
    """Two running copies of one vault, with one log key and one witness key: two histories."""
    policy = parse_log_policy(live.stolen.policy)
    seconds = int(now().timestamp()) + 5
    one = parse_checkpoint(parse_note(live.stolen.remembered).text)
    with between(live.system, lambda _: None) as place:
        while True:
            me = live.hers.enter_at(place.url)
            other = check_checkpoint(
                me.remote.fetch("/v1/checkpoint").decode(), policy, now_seconds=seconds + 30
            ).checkpoint
            if other.size > one.size:
                break
        steps = me.remote.call("GET", f"/v1/log?limit=1&since={one.size}&until={other.size}")
        path = [unb64(step) for step in steps["consistency"]]
        with pytest.raises(NotProven):
            check_growth(one, other, path)
        checked(live, me)
    # Both are signed and cosigned as the policy wants, so who remembers neither is told nothing.
    assert check_checkpoint(live.stolen.remembered, policy, now_seconds=seconds).checkpoint == one
    told(
        ("showing another history of the log to who remembers the first", "nothing: it is found"),
        (
            "showing it to who remembers nothing, and whose only witness is the vault's own",
            "it is believed",
        ),
    )


def test_a_log_under_another_key_is_not_hers(live: Live, told: Told) -> None:
    policy = parse_log_policy(live.stolen.policy)
    other = LogKey.of_seed(policy.logs[0].name, bytes(32))
    note = parse_note(live.stolen.remembered)
    seconds = int(now().timestamp())
    forged = other.sign(parse_checkpoint(note.text), seconds=seconds)
    cosigned = Note(note.text, (*forged.signatures, *note.signatures[2:]))
    with pytest.raises(BadSignature):
        check_checkpoint(cosigned.marshal(), policy, now_seconds=seconds + 5)
    told(("showing a log under a key of its own", "nothing: the pinned policy names another"))


def test_who_gets_no_answer_loses_time_and_nothing_else(live: Live, told: Told) -> None:
    with between(live.system, lambda _: b"<html>") as place:
        with pytest.raises(ServerFault):
            live.hers.enter_at(place.url)
        assert place.posts() == ["/v1/sign-in/params"]
    assert open_extraction(live.hers.enter(live.system), live.hers.eid).catalogue.segments
    told(("answering nothing, or nonsense", "time: she cannot use it while that lasts"))
