"""The cases of the vectors of releases: each differs from the base in one thing."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scripts.release_vectors.added_cases import added_cases
from scripts.release_vectors.build import (
    HOUR,
    MEDIUM,
    RELEASED,
    Case,
    Made,
    made,
    policy,
    revoked,
)
from scripts.release_vectors.derived_cases import derived_cases
from scripts.release_vectors.mask_cases import mask_cases
from scripts.release_vectors.parts import (
    BEGIN,
    DAY,
    GUARDIAN,
    OFFICE,
    ROOT,
    WORKER,
    certificate,
    identity,
    record,
)
from scripts.release_vectors.stamp_cases import stamp_cases
from scripts.release_vectors.visit_cases import visit_cases
from vault.canonical import marshal, parse_object
from vault.identity import Kind

BASE = Made()
STRANGER, MIDDLE, LOWER = map(identity, ("stranger", "middle", "lower"))
PERSON = identity("person", Kind.PERSON)
FIRST = datetime(1, 1, 1, tzinfo=UTC)
HALF_TIME = {"kind": "sent", "lo_us": 1, "raw": "1", "unit": "us", "zone": "explicit"}


def cases() -> dict[str, Case]:
    """Give every case."""
    return {
        **plain_cases(),
        **time_cases(),
        **log_cases(),
        **key_cases(),
        **revocation_cases(),
        **record_cases(),
        **derived_cases(),
        **mask_cases(),
        **added_cases(),
        **stamp_cases(),
        **visit_cases(),
        **shape_cases(),
    }


def plain_cases() -> dict[str, Case]:
    """Packages that hold."""
    alone = policy(require=[1, 3], log=None)
    del alone["log"]
    return {
        "plain": made("everything is as it should be", BASE),
        "no-policy": made("no policy is given", BASE, policy=None, unpinned={1, 16}),
        "no-log-policy": made("no log policy is given", BASE, policy=alone, unpinned={16}),
        "automatic": made("the grant asks for no second yes", Made(approval="auto")),
    }


def time_cases() -> dict[str, Case]:
    """What counts is when the log had it, not what its signer wrote."""
    late = Made(approval="auto", release_logged=BEGIN + 6 * DAY)
    ended = (
        certificate(ROOT, ROOT, "ca"),
        certificate(ROOT, GUARDIAN, "guardian"),
        certificate(ROOT, OFFICE, "ca", "worker", ends=RELEASED + HOUR),
    )
    dated = replace(BASE, certs=ended, release_logged=RELEASED + 2 * HOUR)
    lapsed = (
        certificate(ROOT, ROOT, "ca"),
        certificate(ROOT, GUARDIAN, "guardian", ends=BEGIN + HOUR),
        certificate(ROOT, OFFICE, "ca", "worker"),
    )
    earlier = (
        certificate(ROOT, ROOT, "ca"),
        certificate(ROOT, GUARDIAN, "guardian", begins=BEGIN + HOUR),
        certificate(ROOT, OFFICE, "ca", "worker"),
    )
    return {
        "back-dated": made("dated into the grant's time, logged after it", late, fails={8}),
        "back-dated-no-policy": made(
            "the same without a policy: nothing but the signer's word tells when",
            late,
            policy=None,
            unpinned={1, 16},
        ),
        "worker-ended": made(
            "the worker's office had ended when it was logged", dated, fails={1, 5}
        ),
        "guardian-ended": made(
            "the guardian's certificate had ended when the intake was logged",
            replace(BASE, certs=lapsed, ingest_logged=BEGIN + HOUR),
            fails={1, 8},
        ),
        "guardian-later": made(
            "the guardian's certificate began after what she wrote, before it was logged",
            replace(BASE, certs=earlier, ingest_logged=BEGIN + 2 * HOUR),
        ),
    }


def log_cases() -> dict[str, Case]:
    """Proofs of something else."""
    no_log = replace(BASE)
    files = no_log.files()
    cover = parse_object(files["cover.json"])
    without = dict(files) | {"cover.json": marshal(cover | {"log": {}})}
    return {
        "log-other-act": made(
            "the release's entry is of another act", Made(release_act="grant"), fails={16}
        ),
        "log-denied": made(
            "the release's entry says that it was denied", Made(release_out="denied"), fails={16}
        ),
        "log-absent": Case(
            "the cover has no proofs, and the policy asks for none",
            dict(without),
            absent={16},
            policy=policy(require=[1]),
        ),
    }


def key_cases() -> dict[str, Case]:
    """Whose keys they are."""
    person_guardian = (
        *BASE.own_certs(),
        certificate(PERSON, PERSON, "guardian"),
    )
    person_worker = (*BASE.own_certs(), certificate(PERSON, PERSON, "worker"))
    unpinned: dict[str, Any] = {"policy": None, "unpinned": {1, 16}}
    root, guardian, office = BASE.own_certs()
    again = certificate(ROOT, GUARDIAN, "guardian", ends=BEGIN - DAY)
    several = (again, certificate(STRANGER, GUARDIAN, "guardian"), root, guardian, office)
    through = (root, office, certificate(ROOT, MIDDLE, "ca"))
    three = (*through, certificate(MIDDLE, GUARDIAN, "guardian"))
    four = (*through, certificate(MIDDLE, LOWER, "ca"), certificate(LOWER, GUARDIAN, "guardian"))
    circle = (
        *(root, office, certificate(MIDDLE, LOWER, "ca"), certificate(LOWER, MIDDLE, "ca")),
        certificate(LOWER, GUARDIAN, "guardian"),
    )
    own = (root, office, certificate(GUARDIAN, GUARDIAN, "guardian"))
    return {
        "person-guardian": made(
            "a person's key signed the intake",
            Made(guardian=PERSON, certs=person_guardian),
            fails={2},
            **unpinned,
        ),
        "person-worker": made(
            "a person's key signed the release",
            Made(worker=PERSON, certs=person_worker, certified=False),
            fails={6},
            **unpinned,
        ),
        "offline-worker": made(
            "no organisation vouches for the worker; the policy lists its key",
            Made(certs=(root, guardian, certificate(WORKER, WORKER, "worker")), certified=False),
            policy=policy(workers=[WORKER.fp.hex()]),
        ),
        "worker-not-listed": made(
            "no organisation vouches for the worker, nor does the policy",
            Made(certs=(root, guardian, certificate(WORKER, WORKER, "worker")), certified=False),
            fails={1},
        ),
        "several-certificates": made(
            "the guardian has several certificates; the last leads to the root", Made(certs=several)
        ),
        "from-the-year-1": made(
            "a certificate that holds from the first year there is",
            Made(certs=(root, certificate(ROOT, GUARDIAN, "guardian", begins=FIRST), office)),
        ),
        "three-keys": made("a chain of three keys", Made(certs=three)),
        "four-keys": made("a chain of four keys", Made(certs=four), fails={1}),
        "circle": made("two keys that certify each other", Made(certs=circle), fails={1}),
        "self-certified": made("a guardian who certified herself", Made(certs=own), fails={1}),
        "office-no-role": made(
            "the worker's organisation is not certified as a worker",
            Made(certs=(root, guardian, certificate(ROOT, OFFICE, "ca"))),
            fails={1, 5},
        ),
    }


def revocation_cases() -> dict[str, Case]:
    """Lists of revoked keys that the policy carries."""
    before, after = BEGIN, BEGIN + 2 * DAY
    ca = BASE.own_certs()[2]
    stranger = parse_object(certificate(STRANGER, STRANGER, "ca"))

    def case(about: str, *lists: Any, fails: bool = True, **more: Any) -> Case:  # noqa: ANN401 JSON
        return made(
            about, BASE, fails={1} if fails else set(), policy=policy(revoked=[*lists], **more)
        )

    return {
        "revoked-guardian": case("before the intake", revoked(ROOT, GUARDIAN, before)),
        "revoked-later": case("after the intake", revoked(ROOT, GUARDIAN, after), fails=False),
        "revoked-office": case("before the release", revoked(ROOT, OFFICE, before)),
        "revoked-root": case("the root took itself back", revoked(ROOT, ROOT, before)),
        "revoked-worker-key": case(
            "the office took the grant's key back", revoked(OFFICE, WORKER, before)
        ),
        "revoked-by-another": case(
            "an organisation takes back what it did not certify",
            revoked(OFFICE, GUARDIAN, before),
            fails=False,
        ),
        "revoked-by-stranger": case(
            "by somebody without a chain",
            revoked(STRANGER, GUARDIAN, after),
            certs=[stranger],
        ),
        "revoked-by-unknown": case("by an unknown issuer", revoked(STRANGER, GUARDIAN, after)),
        "revoked-newest": case(
            "of two lists the newest counts",
            revoked(ROOT, GUARDIAN, before),
            revoked(ROOT, STRANGER, before, seq=2),
            fails=False,
        ),
        "revoked-two-of-one-number": case(
            "two lists of one number",
            revoked(ROOT, GUARDIAN, after),
            revoked(ROOT, STRANGER, before),
        ),
        "revoked-certs-given": case(
            "the issuer's certificate comes with the policy",
            revoked(OFFICE, WORKER, BEGIN + 9 * DAY),
            certs=[parse_object(ca)],
            fails=False,
        ),
    }


def record_cases() -> dict[str, Case]:
    """A dishonest guardian's records, which two readers could read as two things."""
    front = record(3, 3)[1:]
    third = record(3, 3)

    def case(about: str, data: bytes) -> Case:
        return made(about, Made(second=data), fails={9, 11, 14})

    return {
        "record-unknown-field": case("a field nobody knows", b'{"aaa":"x",' + front),
        "record-twice": case("a field twice", b'{"app":{"id":"a","name":"b"},' + front),
        "record-fraction": case("a number that is not whole", b'{"aaa":1.5,' + front),
        "record-space": case("a space", b"{ " + front),
        "record-category": case("no category", third.replace(b'"message"', b'"gossip"', 1)),
        "record-empty-text": case("an empty text", record(3, 3, subtype="")),
        "record-empty-list": case("an empty list", record(3, 3, flags=[])),
        "record-half-interval": case("an interval with one end", record(3, 3, time=HALF_TIME)),
        "record-medium-without-hash": case(
            "a medium that is there, without a hash", record(3, 3, blobs=[{"present": True}])
        ),
        "record-number-as-truth": case(
            "a number where true or false belongs",
            third.replace(b'"is_owner":false', b'"is_owner":0', 1),
        ),
        "record-big-number": case(
            "a number beyond 2^53-1", record(3, 3).replace(b'"hi_us":', b'"hi_us":9', 1)
        ),
        "record-not-json": case("no JSON", b"not a record"),
        "record-cites-twice": made(
            "two records cite one medium",
            Made(second=record(3, 3, blobs=[_medium(), _medium() | {"name": "a.jpg"}])),
        ),
        "record-unfair-party": made(
            "a party without a normal form, in a scope that names no party",
            Made(second=record(3, 3, parties=[{"role": "from", "is_owner": None}])),
        ),
        "record-outside": made("a record of another day", Made(second=record(3, 2)), fails={11}),
    }


def _medium() -> dict[str, Any]:
    return {"present": True, "sha256": MEDIUM.hex()}


def shape_cases() -> dict[str, Case]:
    """Files that are not what they should be."""
    files = BASE.files()

    def case(about: str, fails: set[int], **change: bytes | None) -> Case:
        names = {name.replace("_", "."): data for name, data in change.items()}
        return Case(about, {**files, **names}, fails=fails)

    cover = parse_object(files["cover.json"])
    return {
        "cover-unknown-field": case(
            "a cover with a field nobody knows", {0}, cover_json=marshal(cover | {"more": 1})
        ),
        "cover-of-another": case(
            "a cover of another release", {15}, cover_json=marshal(cover | {"rid": "00" * 16})
        ),
        "cover-time": Case(
            "a time stamp, and nobody pinned to check it by",
            {**files, "cover.json": marshal(cover | {"time": [{"note": "", "token": ""}]})},
            unpinned={17},
        ),
        "not-approved": case(
            "nobody approved", {15}, cover_json=marshal(cover | {"approval": None})
        ),
        "readme-changed": case("a file was changed", {6}, README_txt=b"made for another test\n"),
        "readme-no-text": case("a text that is not UTF-8", {0}, README_txt=b"\xff"),
        "no-readme": case("a file is missing", {0}, README_txt=None),
        "unknown-file": case("a file nobody knows", {0}, notes_txt=b"hidden"),
    }
