"""The cases of the vectors of releases about what the survivor added herself (addition.md 2, 6)."""

from dataclasses import replace
from hashlib import sha256

from scripts.release_vectors.build import EID, Case, Made, made, policy
from scripts.release_vectors.parts import GUARDIAN, OFFICE, ROOT, SURVIVOR, certificate
from vault.ingest import Receipt, sign_ingest, sign_receipt

ADDED = Made(added=True, receipt=False, ingest_act="ingest.added")


def added_cases() -> dict[str, Case]:
    """Packages of her own things, and what would make one pass for a guardian's."""
    pinned = policy(require=[1, 16])
    sealed = ADDED.sealed()
    statement = sign_ingest(SURVIVOR, ADDED.ingest(sealed))
    receipt = Receipt(EID, sealed.tree.root(), SURVIVOR.fp, sha256(statement).digest())
    signed = {"receipt.dsse.json": sign_receipt(SURVIVOR, receipt)}
    beside = (
        certificate(ROOT, ROOT, "ca"),
        certificate(ROOT, GUARDIAN, "guardian"),
        certificate(ROOT, OFFICE, "ca", "worker"),
    )
    return {
        "added": made("the survivor added it herself", ADDED, absent={3}, policy=pinned),
        "added-no-policy": made(
            "the same, and no policy is given", ADDED, absent={3}, unpinned={1, 16}, policy=None
        ),
        "added-guardian-beside": made(
            "a guardian's certificate lies beside it, and she signed nothing",
            replace(ADDED, certs=beside),
            absent={3},
            policy=pinned,
        ),
        "added-receipt": made(
            "a receipt for what she added herself", replace(ADDED, edits=signed), fails={3}
        ),
        "added-logged-as-intake": made(
            "the log calls it a guardian's intake",
            replace(ADDED, ingest_act="ingest"),
            absent={3},
            fails={16},
            policy=pinned,
        ),
        "intake-logged-as-added": made(
            "the log says of a guardian's intake that she added it",
            Made(ingest_act="ingest.added"),
            fails={16},
        ),
    }
