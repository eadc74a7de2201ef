"""How the packages of the vectors are built, signed and logged; one argument, one fault."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from consent.grant import Grant, selection_digest, sign_grant
from consent.scope import parse_scope
from extraction.derived import Derived
from extraction.filter import FILTER
from extraction.package import Opened, Shown, marshal_boundary, marshal_segments
from extraction.release import Approval, Release, sign_approval, sign_release
from scripts.release_vectors.parts import (
    BEGIN,
    CHAT,
    DAY,
    EID,
    GUARDIAN,
    INVESTIGATOR,
    LOG_POLICY,
    OFFICE,
    OTHER,
    PICTURE,
    ROOT,
    SURVIVOR,
    TAGS,
    WORKER,
    LoggedDocument,
    Sealed,
    certificate,
    hide,
    log_sections,
    numbered,
    picture,
    record,
    seal,
)
from vault.canonical import marshal, parse_object
from vault.custody import marshal_certs
from vault.grant_envelope import Disclosed, Excerpt
from vault.identity import Identity
from vault.ids import Gid, Rid
from vault.ingest import Ingest, Receipt, Tool, sign_ingest, sign_receipt
from vault.revocation import issue_revocations
from vault.visit import CLOCK, POINTS, TIMES, USUAL, ShownVisit, Value, sign_visit
from vault.worker_key import issue_worker_key

Files = dict[str, bytes | None]
HOUR = timedelta(hours=1)
GRANTED = BEGIN + DAY
RELEASED = GRANTED + HOUR
NOW = int((BEGIN + 20 * DAY).timestamp())
MEDIUM = sha256(PICTURE).digest()
GID, RID = Gid(numbered("gid", 16)), Rid(numbered("rid", 16))
NONE: frozenset[int] = frozenset()
NOTHING = Derived((), ())
SAID: dict[str, Value] = {
    **{name: {"said": f"about {name}"} for name in POINTS},
    **{name: {"said": "2026-04-01T09:15:00Z"} for name in TIMES},
    CLOCK: {"said": {"offset_ms": -95_000, "reference": "station"}},
    "device.battery": {"unknown": "the display is broken"},
}


@dataclass(frozen=True)
class Made:
    """How one package is made; the defaults give the one that passes."""

    second: bytes = record(3, 3)
    third: bytes = record(4, 3)
    derived: Derived = NOTHING
    signed: bytes | None = None
    copies: int | None = None
    objects: int = 1
    categories: tuple[str, ...] = ("message",)
    narrowed: dict[str, Any] = field(default_factory=dict)
    guardian: Identity = GUARDIAN
    worker: Identity = WORKER
    certs: tuple[bytes, ...] = ()
    certified: bool = True
    created: datetime = RELEASED
    sealed_at: datetime = BEGIN
    ingest_logged: datetime = BEGIN + HOUR
    release_logged: datetime = RELEASED + timedelta(seconds=2)
    added: bool = False
    receipt: bool = True
    ingest_act: str = "ingest"
    release_act: str = "release.publish"
    release_out: str = "done"
    approval: str = "ask"
    reason: str = "excluded-by-survivor"
    said: bool = False
    edits: dict[str, bytes] = field(default_factory=dict)

    def files(self) -> dict[str, bytes]:
        """Build and sign everything."""
        sealed = self.sealed()
        shown = self.shown(sealed)
        given = [
            (of.index, place, item.leaf())
            for of in shown
            for place, item in enumerate(of.items)
            if isinstance(item, Disclosed)
        ]
        tree = sealed.tree
        ingest = sign_ingest(SURVIVOR if self.added else self.guardian, self.ingest(sealed))
        receipt = Receipt(EID, tree.root(), self.guardian.fp, sha256(ingest).digest())
        key = issue_worker_key(
            OFFICE,
            gid=GID,
            bundle=WORKER.bundle,
            not_before=BEGIN,
            not_after=BEGIN + 10 * DAY,
        )
        digest = selection_digest(EID, given)
        grant = self.grant(tree.root(), len(given), digest, key if self.certified else None)
        opened = [
            Opened(sealed.boundary(index, granted=granted), tuple(tree.path(index)))
            for index, granted in ((0, True), (3, False))
        ]
        files = {
            **marshal_segments([Shown(of, tuple(tree.path(of.index))) for of in shown]),
            "boundary.json": marshal_boundary(opened),
            "derived.json": self.derived.marshal(),
            "ingest.dsse.json": ingest,
            "grant.dsse.json": sign_grant(SURVIVOR, grant),
            "certs.json": marshal_certs(self.certs or self.own_certs()),
            "survivor.pub": SURVIVOR.bundle.marshal(),
            "README.txt": b"made for a test\n",
            f"media/{MEDIUM.hex()}": PICTURE,
        }
        if self.receipt:
            files["receipt.dsse.json"] = sign_receipt(SURVIVOR, receipt)
        if self.certified:
            files["workerkey.dsse.json"] = key
        if self.said:
            files["visit.json"] = self.visit(sealed).only(USUAL).marshal()
        files |= self.edits
        release = self.release(files, tree.root(), shown, digest, len(given))
        files["release.dsse.json"] = sign_release(self.worker, release)
        files["cover.json"] = self.cover(files)
        return files

    def own_certs(self) -> tuple[bytes, ...]:
        """Certify everybody as it should be; nobody vouches for what she added herself."""
        guardian = () if self.added else (certificate(ROOT, GUARDIAN, "guardian"),)
        return (certificate(ROOT, ROOT, "ca"), *guardian, certificate(ROOT, OFFICE, "ca", "worker"))

    def sealed(self) -> Sealed:
        """Seal four segments: three days of a chat, and a note."""
        first = record(2, 3, **picture(MEDIUM))
        return seal(
            [
                (CHAT, "2026-03-02", [record(1, 2)]),
                (CHAT, "2026-03-03", [first, self.second, self.third]),
                (CHAT, "2026-03-04", [record(5, 4)]),
                (OTHER, "2026-03-03", [b'{"not":"shown"}']),
            ]
        )

    def shown(self, sealed: Sealed) -> tuple[Excerpt, ...]:
        """Show the two days that were granted, one record of them withheld."""
        first = sealed.segments[1]
        items = (*first.items[:2], hide(first.items[2], self.reason))
        return replace(first, items=items), sealed.segments[2]

    def ingest(self, sealed: Sealed) -> Ingest:
        """Give the guardian's statement, or hers."""
        return Ingest(
            *(EID, SURVIVOR.fp, None if self.added else self.guardian.fp, self.sealed_at),
            *(Tool("vectors", "1", bytes(32)), len(sealed.leaves), sealed.tree.root()),
            *(numbered("catalogue"), 900, (), ()),
            *(numbered("original"), numbered("ledger"), numbered("wrap")),
            bundle=SURVIVOR.bundle if self.added else None,
            visit=self.visit(sealed).sha256 if self.said else None,
        )

    def visit(self, sealed: Sealed) -> ShownVisit:
        """Give the guardian's visit statement, every point open."""
        salts = iter(numbered(f"visit salt {number}") for number in range(len(POINTS)))
        return sign_visit(
            self.guardian,
            SAID,
            eid=EID,
            root=sealed.tree.root(),
            survivor=SURVIVOR.fp,
            created=self.sealed_at,
            corrects=None,
            random=lambda _: next(salts),
        )

    def grant(self, root: bytes, records: int, digest: bytes, key: bytes | None) -> Grant:
        """Give her grant: the chat, from 3 March on."""
        start, end = (int(datetime.fromisoformat(day).timestamp()) for day in _RANGE)
        scope = {"x": [EID.hex()], "c": list(self.categories), "d": [[start, end]], "u": False}
        scope |= self.narrowed
        return Grant(
            kind="release",
            gid=GID,
            request="",
            consent="",
            eid=EID,
            root=root,
            worker=self.worker.fp,
            worker_cert=None if key is None else sha256(key).digest(),
            scope=parse_scope(scope),
            groups=(TAGS[CHAT],),
            segments=2,
            objects=self.objects,
            selection_records=records,
            selection=digest,
            derived_records=self.derived_records(),
            derived=self.signed or sha256(self.derived.marshal()).digest(),
            filter=FILTER,
            release_to=(INVESTIGATOR.fp,),
            approval=self.approval,
            created=GRANTED,
            not_before=GRANTED,
            expires=GRANTED + 3 * DAY,
            policy=None,
            notice=None,
            envelope=numbered("envelope"),
        )

    def release(
        self,
        files: dict[str, bytes],
        root: bytes,
        shown: tuple[Excerpt, ...],
        digest: bytes,
        given: int,
    ) -> Release:
        """Give the worker's statement."""
        del shown
        return Release(
            rid=RID,
            gid=GID,
            eid=EID,
            root=root,
            created=self.created,
            disclosed=given,
            withheld={self.reason: 1},
            objects=self.objects,
            selection_records=given,
            selection=digest,
            derived_records=self.derived_records(),
            derived=sha256(self.derived.marshal()).digest(),
            filter=FILTER,
            files={name: sha256(data).digest() for name, data in files.items()},
        )

    def derived_records(self) -> int:
        """Count the changed copies, as the statements do."""
        return len(self.derived.records) if self.copies is None else self.copies

    def cover(self, files: dict[str, bytes]) -> bytes:
        """Give the cover: her approval and the log's proofs."""
        approval = Approval(
            *(RID, GID, EID, sha256(files["release.dsse.json"]).digest(), numbered("head")),
            *(((INVESTIGATOR.fp, numbered("his wrap")),), RELEASED + HOUR, GRANTED + 3 * DAY),
        )
        signed = parse_object(sign_approval(SURVIVOR, approval))
        logged = (
            LoggedDocument(
                "ingest", self.ingest_act, self.ingest_logged, files["ingest.dsse.json"]
            ),
            LoggedDocument("grant", "grant", GRANTED, files["grant.dsse.json"]),
            LoggedDocument(
                *("release", self.release_act, self.release_logged, files["release.dsse.json"]),
                out=self.release_out,
            ),
        )
        last = max(self.release_logged, RELEASED)
        body = {
            "v": 1,
            "rid": RID.hex(),
            "eid": EID.hex(),
            "approval": signed if self.approval == "ask" else None,
            "log": log_sections(logged, last + timedelta(seconds=1)),
            "time": [],
        }
        return marshal(body)


_RANGE = ("2026-03-03T00:00:00+00:00", "2026-04-01T00:00:00+00:00")


def policy(**more: Any) -> dict[str, Any]:  # noqa: ANN401 JSON
    """Give the verify policy that pins the root and the log."""
    return {"roots": [ROOT.fp.hex()], "log": LOG_POLICY, "require": [1, 3, 16]} | more


def revoked(issuer: Identity, subject: Identity, since: datetime, seq: int = 1) -> Any:  # noqa: ANN401 JSON
    """Sign a list of one key."""
    raw = issue_revocations(
        issuer, seq=seq, issued=BEGIN + 5 * DAY, revoked=[(subject.fp, since, "compromised")]
    )
    return parse_object(raw)


@dataclass(frozen=True)
class Case:
    """One case: which steps do not pass, and how."""

    about: str
    files: Files
    fails: frozenset[int] | set[int] = NONE
    absent: frozenset[int] | set[int] = NONE
    unpinned: frozenset[int] | set[int] = NONE
    policy: dict[str, Any] | None = field(default_factory=policy)
    stamped: bool = False

    def document(self, base: dict[str, bytes]) -> dict[str, Any]:
        """Spell the case against the base."""
        steps = dict.fromkeys(range(19), "pass") | {17: "pass" if self.stamped else "absent"}
        steps |= dict.fromkeys(self.absent, "absent") | dict.fromkeys(self.unpinned, "not pinned")
        steps |= dict.fromkeys(self.fails, "fail")
        if self.fails:
            steps[18] = "fail"
        if 0 in self.fails:
            steps = {0: "fail", 18: "fail"}
        gone = {name: None for name in base if name not in self.files}
        differ = {name: data for name, data in self.files.items() if base.get(name) != data}
        return {
            "about": self.about,
            "files": {name: spelt(data) for name, data in sorted((gone | differ).items())},
            "policy": self.policy,
            "now": NOW,
            "steps": {str(number): status for number, status in steps.items()},
        }


def spelt(data: bytes | None) -> Any:  # noqa: ANN401 JSON
    """Spell a file: text as it is, other bytes in hex."""
    if data is None:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"hex": data.hex()}


def made(about: str, how: Made, **case: Any) -> Case:  # noqa: ANN401 a case's fields
    """Give the case of a package that is made otherwise."""
    return Case(about, dict(how.files()), **case)
