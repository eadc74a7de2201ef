"""Approvals at the vault: hers, for this draft, for the people of her grant; nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api.problems import Invalid, NotFound
from api.remote_survivor import SignedIn
from extraction.client import Approved, approve_draft
from extraction.container import WRAP_SIZE, Cover, read_head
from extraction.release import Approval, parse_approval, sign_approval
from extraction.zip_stored import ByteStream
from tests.integration.conftest import System
from tests.integration.test_whole_path import (
    collect,
    grant,
    investigator_key,
    new_request,
    released,
    unpack,
)
from vault.canonical import b64
from vault.identity import Kind, new_identity
from vault.ids import Fingerprint
from vault.statement import digest

pytestmark = pytest.mark.integration

Change = Callable[[Approval], Approval]


def draft_of(system: System, me: SignedIn, now: datetime) -> tuple[str, bytes]:
    _, stored = grant(system, me, new_request(system, me, now), now)
    rid = released(me, stored["gid"], "draft")["rid"]
    return rid, me.remote.fetch(f"/v1/releases/{rid}/draft")


def send(me: SignedIn, rid: str, statement: bytes, wraps: list[tuple[Fingerprint, bytes]]) -> None:
    body = {
        "approval": b64(statement),
        "wraps": [[fp.hex(), b64(wrap)] for fp, wrap in wraps],
    }
    me.remote.call("POST", f"/v1/releases/{rid}/approval", body)


def approved(system: System, me: SignedIn, draft: bytes, now: datetime) -> Approved:
    recipients = [investigator_key(system).bundle]
    return approve_draft(lambda: iter([draft]), me.identity, recipients, now=now)


def test_an_approval_that_her_grant_does_not_cover_is_refused(
    system: System, now: datetime
) -> None:
    me = system.survivor()
    rid, draft = draft_of(system, me, now)
    good = approved(system, me, draft, now)
    approval, _ = parse_approval(good.statement)
    stranger = new_identity(Kind.PERSON, random=lambda size: b"\x07" * size)
    wrap = bytes(WRAP_SIZE)
    others = (*approval.wraps, (stranger.fp, digest(wrap)))
    changes: dict[str, Change] = {
        "box": lambda one: replace(one, head=bytes(32)),
        "end": lambda one: replace(one, expires=one.expires + timedelta(days=1)),
        "past": lambda one: replace(one, expires=one.created - timedelta(days=1)),
        "statement": lambda one: replace(one, release=bytes(32)),
    }
    for change in changes.values():
        with pytest.raises(Invalid):
            send(me, rid, sign_approval(me.identity, change(approval)), list(good.wraps))
    statement = sign_approval(me.identity, replace(approval, wraps=others))
    with pytest.raises(Invalid):
        send(me, rid, statement, [*good.wraps, (stranger.fp, wrap)])
    with pytest.raises(NotFound):
        collect(system.staff("investigator"), rid)
    # After all of that the right one is still taken.
    send(me, rid, good.statement, list(good.wraps))


def test_she_opens_her_own_release_after_she_approved_it(
    system: System, tmp_path: Path, now: datetime
) -> None:
    me = system.survivor()
    rid, draft = draft_of(system, me, now)
    good = approved(system, me, draft, now)
    send(me, rid, good.statement, list(good.wraps))
    again = me.remote.fetch(f"/v1/releases/{rid}/draft")
    cover: Cover = read_head(ByteStream([again])).cover
    assert cover.approval == good.statement
    unpack(again, me.identity, tmp_path / "package")
    assert (tmp_path / "package" / "segments.json").exists()
