"""The statements of what the survivor added herself, and of what would pass for one."""

from typing import Any

from vault.canonical import b64
from vault.identity import Bundle, Identity
from vault.statement import sign

Case = dict[str, Any]
MALFORMED, CHANGED = "malformed", "not authentic"


def addition_cases(
    ingest: dict[str, Any], survivor: Identity, guardian: Identity, organisation: Bundle
) -> dict[str, Case]:
    """Give each case, out of the body of a guardian's statement."""
    body = {key: value for key, value in ingest.items() if key != "guardian"}
    body |= {"survivor": survivor.fp.hex(), "bundle": b64(survivor.bundle.marshal())}
    hers = survivor.bundle.marshal().hex()

    def case(kind: str, signer: Identity, found: dict[str, Any], expect: str, about: str) -> Case:
        dsse = sign(signer, kind, found).decode()
        return {"of": "ingest", "bundle": hers, "dsse": dsse, "expect": expect, "about": about}

    theirs = {"survivor": organisation.fp.hex(), "bundle": b64(organisation.marshal())}
    return {
        "addition-plain": case("addition", survivor, body, "success", "she added it herself"),
        "addition-as-ingest": case(
            "ingest", survivor, body, MALFORMED, "her body under a guardian's type"
        ),
        "ingest-as-addition": case(
            "addition", survivor, ingest, MALFORMED, "a guardian's body under her type"
        ),
        "addition-guardian": case(
            "addition",
            survivor,
            body | {"guardian": ingest["guardian"]},
            MALFORMED,
            "it names a guardian too",
        ),
        "addition-other-key": case(
            "addition",
            survivor,
            body | {"bundle": b64(guardian.bundle.marshal())},
            MALFORMED,
            "the key in it is another person's",
        ),
        "addition-organisation": case(
            "addition", survivor, body | theirs, MALFORMED, "the key in it is an organisation's"
        ),
        "addition-other-signer": case(
            "addition", guardian, body, CHANGED, "signed by another key than the one in it"
        ),
    }
