"""Changes by a worker that also forges, or replays, what others signed, and lists all of it."""

import copy
import json
import os
from random import Random
from typing import Any

from extraction.package import (
    BOUNDARY,
    COVER,
    GRANT,
    INGEST,
    RECEIPT,
    RELEASE,
    SEGMENTS,
    SURVIVOR,
    WORKER_KEY,
)
from tests.tamper.change import Change, Changed, steps
from tests.tamper.packages import Base
from tests.tamper.worker import Worker
from vault.canonical import b64, marshal, parse_object
from vault.identity import Kind, new_identity
from vault.statement import parse_statement, sign

STRANGER = new_identity(Kind.ORGANISATION, random=os.urandom)
PERSON = new_identity(Kind.PERSON, random=os.urandom)
KINDS = {INGEST: "ingest", RECEIPT: "receipt", GRANT: "grant", WORKER_KEY: "workerkey"}
STEP = {INGEST: 2, RECEIPT: 3, GRANT: 4, WORKER_KEY: 5}


def another_signer(base: Base, dice: Random) -> Changed:
    """Sign the release with a key that is not the grant's, or with half of it."""
    worker = Worker(base)
    match dice.randrange(3):
        case 0:
            return Changed(worker.sign(STRANGER), steps(6))
        case 1:
            return Changed(worker.sign(PERSON), steps(6))
        case _:
            files = worker.sign()
            value: Any = parse_object(files[RELEASE])
            del value["signatures"][dice.randrange(2)]
            return Changed({**files, RELEASE: marshal(value)}, steps(6), shape=True)


def forge(base: Base, dice: Random) -> Changed | None:
    """Sign a changed statement of somebody else with a key of one's own."""
    name = dice.choice([name for name in KINDS if name in base.files])
    worker = Worker(base)
    body: dict[str, Any] = copy.deepcopy(parse_statement(base.files[name], KINDS[name]).body)
    moved = {INGEST: "created", GRANT: "expires", WORKER_KEY: "not_after"}
    if name in moved:
        body[moved[name]] = body[moved[name]][:17] + "59Z"
    signer = dice.choice((base.worker, STRANGER, PERSON))
    worker.files[name] = sign(signer, KINDS[name], body)
    # A receipt is of the very bytes of the intake.
    return worker.found(STEP[name], earlier=(1, 2, 3, 4, 5))


def keep_signature(base: Base, dice: Random) -> Changed:
    """Change what a statement says and keep its signatures."""
    name = dice.choice([name for name in KINDS if name in base.files])
    value: Any = parse_object(base.files[name])
    statement = parse_statement(base.files[name], KINDS[name])
    body: dict[str, Any] = copy.deepcopy(statement.body)
    field = dice.choice([field for field, said in body.items() if isinstance(said, str) and said])
    said = body[field]
    at = dice.randrange(len(said))
    body[field] = said[:at] + dice.choice("0123456789abcdef") + said[at + 1 :]
    if body[field] == said:
        body[field] = said[:at] + ("0" if said[at] != "0" else "1") + said[at + 1 :]
    value["payload"] = b64(marshal(body))
    worker = Worker(base)
    worker.files[name] = marshal(value)
    return worker.found(STEP[name], earlier=(1, 2, 3, 4, 5), shape=True)


def replay(base: Base, dice: Random) -> Changed | None:
    """List a file of another release as one's own."""
    other = dice.choice(base.others)
    names = (INGEST, RECEIPT, GRANT, WORKER_KEY, SURVIVOR, SEGMENTS, BOUNDARY)
    name = dice.choice([name for name in names if name in other and name in base.files])
    if other[name] == base.files[name]:
        return None
    worker = Worker(base)
    if name in (SEGMENTS, BOUNDARY):
        if name == SEGMENTS:
            worker.segments = json.loads(other[name])
            return worker.found(13, earlier=(9, 10, 11, 12))
        worker.boundary = json.loads(other[name])
        return worker.found(12)
    worker.files[name] = other[name]
    must, earlier = _replayed(name)
    return worker.found(*must, earlier=earlier)


def _replayed(name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Say where a statement of another release is found: it was signed by who it should be."""
    if name == INGEST:
        return (7,), (1, 2, 3, 4, 5)
    if name == RECEIPT:
        return (3,), ()
    if name == SURVIVOR:
        return (4,), (3,)
    if name == WORKER_KEY:
        return (5,), (1,)
    # Her other grant: of other records, for another worker, or of another phone.
    return (7,), (1, 4, 5, 6)


def approval(base: Base, dice: Random) -> Changed | None:
    """Change her approval, or the log's proofs, or put others' in their places."""
    cover: Any = parse_object(base.files[COVER])
    other: Any = parse_object(dice.choice(base.others)[COVER])
    name = dice.choice(("approval", "log"))
    if not other[name] or not cover[name]:
        return None
    if name == "log":
        which = dice.choice(("ingest", "grant", "release"))
        if dice.randrange(2):
            cover["log"][which] = other["log"][which]
        else:
            two = dice.choice([one for one in cover["log"] if one != which])
            cover["log"][which], cover["log"][two] = cover["log"][two], cover["log"][which]
        if marshal(cover) == base.files[COVER]:
            return None
        return Changed({**base.files, COVER: marshal(cover)}, steps(16))
    cover["approval"] = other["approval"]
    return Changed({**base.files, COVER: marshal(cover)}, steps(15))


CHANGES: dict[str, Change] = {
    "worker: another signer": another_signer,
    "worker: a statement forged": forge,
    "worker: a statement edited": keep_signature,
    "worker: a replay, listed": replay,
    "another approval or proof": approval,
}
