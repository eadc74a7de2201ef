"""The survivor's side over HTTP: enrol, sign in, decide, approve, withdraw.

docs/api.md 2 and 4. Her root never leaves this side: the vault gets an auth key, wraps
and signatures.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from api.problems import NotFound
from api.remote import HttpCustody, Remote
from api.remote_asker import Asker, check_asker, find_request
from consent.errors import InvalidScope, WrongState
from consent.notice_told import check_told
from consent.notice_words import REVIEWED
from consent.scope import Scope
from extraction.client import (
    Approved,
    OpenedExtraction,
    approve_draft,
    make_grant,
    open_own,
    preview_scope,
)
from extraction.grant_builder import Terms
from extraction.preview import Preview
from vault.account import (
    Manifest,
    audit_tag_key,
    auth_key,
    new_params,
    new_slots,
    open_root,
    parse_params,
    seal_manifest,
    stretch,
)
from vault.canonical import b64, marshal, unb64
from vault.certificate import find_chain, parse_certificate
from vault.custody import parse_certs
from vault.errors import NotAuthentic
from vault.identity import Bundle, Identity, Kind, identity_of, new_identity
from vault.ids import ID_SIZE, Eid, Fingerprint, Gid, Random, Uid, parse_fp, parse_uid
from vault.ingest import Receipt, parse_ingest, sign_receipt
from vault.revoking import gather_revoked
from vault.statement import check_signatures, digest
from vault.visit import USUAL
from vault.worker_key import parse_worker_key

EXCLUDED = "excluded-by-survivor"
CLOCKS_APART = timedelta(minutes=10)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new account: its identity, the printed login code, and the vault's pinned root."""

    uid: Uid
    identity: Identity = field(repr=False)
    login_code: str = field(repr=False)
    root: Fingerprint


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session of the survivor's, with her identity opened on this side.

    `revoked` are the revocation lists that she heeds, `gids` the grants that she made,
    `promised` the headers of receipts that signing in had.
    """

    remote: Remote
    token: str = field(repr=False)
    uid: Uid
    identity: Identity = field(repr=False)
    root: Fingerprint
    revoked: tuple[bytes, ...] = ()
    gids: frozenset[Gid] = frozenset()
    promised: tuple[str, ...] = ()


def enrol(
    url: str,
    code: str,
    passphrase: str,
    *,
    random: Random,
    verify: str | bool,
    keep: Callable[[Enrolled], None] = lambda _: None,
) -> Enrolled:
    """Make an account with a guardian's one-time code; `keep` hears of it before it is made.

    Raises:
        NotFound: the code is unknown, or was used.
    """
    remote = Remote(url, verify=verify)
    root = pinned_root(remote)
    uid = Uid(random(ID_SIZE))
    identity = new_identity(Kind.PERSON, random=random)
    params = new_params(random)
    slots = new_slots(passphrase, uid, params, identity.root, random=random)
    login_code = random(16).hex()
    manifest = seal_manifest(identity.root, uid, Manifest(1, (), "", ""), random=random)
    enrolled = Enrolled(uid, identity, login_code, root)
    keep(enrolled)
    remote.call(
        "POST",
        "/v1/accounts",
        {
            "code": code,
            "uid": uid.hex(),
            "bundle": b64(identity.bundle.marshal()),
            "params": b64(params.marshal()),
            "slots": [{"auth_hash": b64(slot.auth_hash), "wrap": b64(slot.wrap)} for slot in slots],
            "login_hash": b64(hashlib.sha256(bytes.fromhex(login_code)).digest()),
            "k_case": b64(audit_tag_key(identity.root, uid)),
            "manifest": b64(manifest),
        },
    )
    return enrolled


def pinned_root(remote: Remote) -> Fingerprint:
    """Learn the root that this vault's keys lead to, to be pinned from now on."""
    return parse_fp(remote.call("GET", "/v1/policy")["roots"][0])


def sign_in(
    url: str, login_code: str, passphrase: str, root: Fingerprint, *, verify: str | bool
) -> SignedIn:
    """Sign in with the printed login code and the passphrase.

    Raises:
        WeakParameters: the vault offers weaker protection than this client accepts.
        NotAuthentic: the passphrase opens neither slot.
    """
    promised: list[str] = []
    remote = Remote(url, verify=verify, keep=promised.append)
    given = remote.call("POST", "/v1/sign-in/params", {"login_code": login_code})
    uid, params = parse_uid(given["uid"]), parse_params(unb64(given["params"]))
    stretched = stretch(passphrase, params)
    answer = remote.call(
        "POST", "/v1/sign-in", {"uid": uid.hex(), "auth": b64(auth_key(stretched, uid))}
    )
    slots = [unb64(slot) for slot in answer["slots"]]
    identity = identity_of(open_root(stretched, uid, params, slots), Kind.PERSON)
    session = Remote(url, answer["token"], verify=verify)
    return SignedIn(session, answer["token"], uid, identity, root, promised=tuple(promised))


@dataclass(frozen=True, slots=True)
class Countersigned:
    """What was opened before it was signed for, and where the log has the receipt."""

    segments: int
    records: int
    objects: int
    log_index: int


def countersign(me: SignedIn, eid: Eid, progress: Progress) -> Countersigned:
    """Open every segment and object of one's extraction, then sign its receipt.

    Raises:
        NotAuthentic: something is not what was sealed; nothing is signed.
    """
    custody = HttpCustody(me.remote, eid)
    opened = open_own(custody, me.identity)
    segments, objects = len(opened.catalogue.segments), len(opened.catalogue.objects)
    records = 0
    for index in range(segments):
        records += len(opened.read_segment(index).records)
        progress("opening segments", index + 1, segments)
    for index in range(objects):
        for _ in opened.read_object(index):
            pass
        progress("opening files", index + 1, objects)
    raw = custody.ingest()
    ingest, _ = parse_ingest(raw)
    if ingest.guardian is None:
        raise WrongState("you added this yourself, so there is nothing to countersign")
    receipt = Receipt(opened.eid, ingest.root, ingest.guardian, digest(raw))
    signed = b64(sign_receipt(me.identity, receipt))
    answer = me.remote.call("POST", f"/v1/extractions/{eid.hex()}/receipt", {"receipt": signed})
    return Countersigned(segments, records, objects, int(answer["log_index"]))


@dataclass(frozen=True, slots=True)
class Decision:
    """What she agrees to for one request; she read the notice in `language`."""

    qid: str
    scope: Scope
    recipients: tuple[Bundle, ...]
    until: datetime
    approval: str
    excluded: dict[tuple[int, int], str]
    language: str = REVIEWED
    points: frozenset[str] = USUAL


def open_extraction(me: SignedIn, eid: Eid) -> OpenedExtraction:
    """Open one's extraction in the vault."""
    return open_own(HttpCustody(me.remote, eid), me.identity)


def decide(
    me: SignedIn,
    opened: OpenedExtraction,
    decision: Decision,
    *,
    now: datetime,
    random: Random,
    progress: Progress,
) -> tuple[Preview, dict[str, Any]]:
    """Preview, acknowledge the notice, and send a grant for what the preview found.

    Raises:
        NotAuthentic: a recipient is not the certified key of who asks; nothing was sealed.
        InvalidScope: somebody is named twice, or nobody; nothing was sealed.
    """
    if not decision.recipients or len(set(decision.recipients)) != len(decision.recipients):
        raise InvalidScope("want recipients, each once")
    row = _want_certified(me, decision, now)
    found = preview_scope(opened, decision.scope, excluded=decision.excluded, progress=progress)
    check_excluded(found, decision.excluded)
    notice = notice_for(me.remote, row, decision.language)
    me.remote.call(
        "POST",
        f"/v1/requests/{decision.qid}/notice",
        {
            "sha256": notice["sha256"],
            "points": [point["id"] for point in notice["points"]],
            "how": "read",
            # As it was read here, not as the vault says that it hashes.
            "document": digest(marshal(row["document"])).hex(),
        },
    )
    raw, worker = worker_key(me, now)
    key = parse_worker_key(raw)
    begin = now.replace(microsecond=0)
    terms = Terms(
        gid=key.gid,
        worker=worker,
        worker_cert=digest(raw),
        release_to=tuple(person.fp for person in decision.recipients),
        approval=decision.approval,
        created=begin,
        not_before=begin - CLOCKS_APART,  # the vault's clock may be behind hers
        expires=decision.until,
        request=decision.qid,
        consent=key.gid.hex(),
        policy=bytes.fromhex(notice["policy"]),
        notice=bytes.fromhex(notice["sha256"]),
        points=decision.points,
    )
    signed = make_grant(opened, found, terms, me.identity, random=random)
    body = {"statement": b64(signed.statement), "envelope": b64(signed.envelope)}
    stored: dict[str, Any] = me.remote.call("POST", "/v1/grants", body)
    # The vault names the grant as it likes; what was signed is what is remembered.
    return found, {**stored, "gid": key.gid.hex()}


def notice_for(remote: Remote, row: Mapping[str, Any], language: str = REVIEWED) -> dict[str, Any]:
    """Fetch the words that she must be shown for a request, by its route, and check them.

    Raises:
        StaleNotice: what came is no notice of the route, or a draft without its English.
    """
    route = row["document"]["route"]
    found: dict[str, Any] = remote.call("GET", f"/v1/notice?route={route}&language={language}")
    check_told(found, route)
    return found


def _want_certified(me: SignedIn, decision: Decision, now: datetime) -> dict[str, Any]:
    row = find_request(me.remote, decision.qid)
    asker = check_asker(row, me.root, now, me.revoked)
    for person in decision.recipients:
        if asker is None or person.fp != asker.bundle.fp:
            certified_person(me, person.fp, now)
    return row


def certified_person(me: SignedIn, fp: Fingerprint, now: datetime) -> tuple[Asker, str]:
    """Find somebody she may name besides who asks, by their key; give them and their role.

    Raises:
        NotAuthentic: nobody who can be named has this key, by the chain to the pinned root.
    """
    try:
        row = me.remote.call("GET", f"/v1/people/{fp.hex()}")
    except NotFound:
        row = {}
    found = check_asker(row, me.root, now, me.revoked)
    if found is None or found.bundle.fp != fp:
        raise NotAuthentic("a recipient's key is not the certified one of anybody to be named")
    return found, str(row["role"])


def check_excluded(found: Preview, excluded: Mapping[tuple[int, int], str]) -> None:
    """Want every excluded place to be a record of the scope, or raise InvalidScope.

    A mistyped place must not leave in what she meant to leave out.
    """
    if found.withheld.get(EXCLUDED, 0) != len(excluded):
        raise InvalidScope("an excluded place is none of this scope's records; see the preview")


def worker_key(me: SignedIn, now: datetime) -> tuple[bytes, Bundle]:
    """Get a one-time worker key, whose chain must lead to the pinned root.

    Raises:
        NotAuthentic: it does not, or the key was revoked, used before, or does not hold now.
    """
    answer = me.remote.call("POST", "/v1/worker-keys")
    raw = unb64(answer["worker_key"])
    key = parse_worker_key(raw)
    certificates = [parse_certificate(cert) for cert in parse_certs(unb64(answer["certs"]))]
    revoked = gather_revoked(me.revoked, certificates, {me.root})
    chain = find_chain(
        certificates, key.organisation, "worker", at=now, roots={me.root}, revoked=revoked
    )
    if key.gid in me.gids or revoked.at(key.bundle.fp, key.organisation, now):
        raise NotAuthentic("the worker key was used before, or was revoked")
    check_signatures(key.statement, chain[0].bundle)
    if not key.not_before <= now < key.not_after:
        raise NotAuthentic("the worker key does not hold now")
    return raw, key.bundle


def approve(me: SignedIn, rid: str, recipients: list[Bundle], now: datetime) -> Approved:
    """Fetch a draft, check it whole, and let it go to the named people."""
    data = me.remote.fetch(f"/v1/releases/{rid}/draft")

    def container() -> Iterator[bytes]:
        yield data

    approved = approve_draft(container, me.identity, recipients, now=now)
    me.remote.call(
        "POST",
        f"/v1/releases/{rid}/approval",
        {
            "approval": b64(approved.statement),
            "wraps": [[fp.hex(), b64(wrap)] for fp, wrap in approved.wraps],
        },
    )
    return approved


def own_lines(remote: Remote, since: int = 0) -> dict[str, Any]:
    """Fetch all of one's lines in the log, page by page: `{"lines","policy","consistency"}`.

    `consistency` leads from the log of size `since` to the checkpoint under the newest proof.

    Raises:
        NotAuthentic: the vault's pages do not follow each other.
    """
    found = _line_pages(remote, since)
    proven = [line["proof"] is not None for line in found["lines"]]
    # A checkpoint that came between two pages proves the later one's lines alone.
    torn = False in proven and True in proven[proven.index(False) :]
    return _line_pages(remote, since) if torn else found


def _line_pages(remote: Remote, since: int) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    steps: list[str] = []
    while True:
        page = remote.call("GET", f"/v1/log?start={len(lines)}&since={since}")
        lines += page["lines"]
        # Of a page that no checkpoint covers, it would lead to one that no line is under.
        if any(line["proof"] is not None for line in page["lines"]):
            steps = page["consistency"]
        if page["next"] is None:
            return {"lines": lines, "policy": page["policy"], "consistency": steps}
        if not page["lines"] or page["next"] != len(lines):
            raise NotAuthentic("the pages of the log do not follow each other")


def grant_state(me: SignedIn, gid: str) -> dict[str, Any]:
    """Find one's grant, or raise WrongState."""
    for grant in me.remote.call("GET", "/v1/grants"):
        if grant["gid"] == gid:
            found: dict[str, Any] = grant
            return found
    raise WrongState(f"no grant {gid}")
