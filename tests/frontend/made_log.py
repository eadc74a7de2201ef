"""A made log of two cases with witnessed checkpoints, and the lines of hers."""

import os
from typing import Any

from audit.checkpoint import Checkpoint
from audit.entry import Entry, case_tag, object_tag, organisation_tag
from audit.fields import make_fields, marshal_fields, root_of
from audit.merkle import Tree, leaf_hash
from audit.proof import LogProof
from scripts.vectors import audit
from vault.fields_box import seal_for
from vault.identity import Bundle

NAMED = 4


def made_log(k_case: bytes, her: Bundle) -> dict[str, Any]:
    """Make a log of two cases, two witnessed checkpoints of it, and her lines.

    Entry 4 says who it was, sealed to her; a witness saw less, the same, more, or another log.
    """
    fields = make_fields({"name": "R. Evans", "staff": "00" * 16}, random=os.urandom)
    root = root_of(fields)
    box = seal_for([her], root, marshal_fields(fields), random=os.urandom)
    things = [bytes([at]) * 16 for at in range(9)]
    entries = []
    for at, thing in enumerate(things):
        key, number = (k_case, at - at // 3) if at % 3 < 2 else (b"\x07" * 32, at // 3)
        entry = Entry(
            id=os.urandom(16).hex(),
            t=audit.NOW * 1000 + at,
            act="own.open",
            out="granted" if at % 2 else "denied",
            role="survivor",
            tag=case_tag(key, number).hex(),
            obj=object_tag(key, thing).hex(),
            con=object_tag(key, b"\x55" * 16).hex(),
            org=organisation_tag(key, "a caring organisation").hex(),
            n=at,
            x=root.hex() if at == NAMED else "",
        )
        entries.append(entry.marshal())
    leaves = [leaf_hash(entry) for entry in entries]
    notes = {}
    for size in (5, 8):
        checkpoint = Checkpoint(audit.BOTH.origin, size, Tree(leaves[:size]).root())
        notes[size] = audit.note("body", "ngo", checkpoint=checkpoint, log=audit.BOTH)
    tree = Tree(leaves[:8])
    whole = Checkpoint(audit.BOTH.origin, 9, Tree(leaves).root())
    forked = Checkpoint(audit.BOTH.origin, 8, bytes(32))
    seen = {
        "same": audit.note("ngo", checkpoint=checkpoint, log=audit.BOTH),
        "more": audit.note("ngo", checkpoint=whole, log=audit.BOTH),
        "forked": audit.note("ngo", checkpoint=forked, log=audit.BOTH),
        "anothers": audit.note("net", checkpoint=checkpoint, log=audit.BOTH),
    }
    hers = [at for at in range(9) if at % 3 < 2]
    return {
        "policy": audit.policy(audit.BOTH),
        "now": audit.NOW + 60,
        "lines": [
            {
                "index": at,
                "entry": entries[at].hex(),
                "proof": LogProof(at, tuple(tree.path(at)), notes[8]).marshal() if at < 8 else None,
                "fields": box.hex() if at == NAMED else None,
            }
            for at in hers
        ],
        "thing": things[4].hex(),
        "leaf": leaves[4].hex(),
        "remembered": notes[5],
        "newest": notes[8],
        "seen": seen,
        "more": [step.hex() for step in Tree(leaves).consistency(8)],
        "consistency": [step.hex() for step in tree.consistency(5)],
        "forked": audit.note(
            *("body", "ngo"),
            checkpoint=Checkpoint(audit.BOTH.origin, 5, bytes(32)),
            log=audit.BOTH,
        ),
        "alone": audit.note("ngo", checkpoint=checkpoint, log=audit.BOTH),
    }
