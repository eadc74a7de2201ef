"""What the vault holds for people: extractions, envelopes, releases, and the keys over them.

docs/formats/shv1.md 5. Wraps, envelopes and release wraps lie under the layer of
vault/erasure.py, with one key for each thing, so that withdrawing one grant destroys
that grant's things and nothing else. Functions called `sealed_...` take the layer off:
only vault/handout.py may call them.
"""

from collections.abc import Collection, Sequence

from vault.erasure import Layer, open_layer, seal_layer
from vault.errors import Missing
from vault.ids import Eid, Fingerprint, Gid, Random, Rid, Uid
from vault.kdf import KEY_SIZE
from vault.repository import Connection, OneOf, rows
from vault.rows import (
    EnvelopeRow,
    ErasureKey,
    ExtractionRow,
    Part,
    ReleaseRow,
    ReleaseWrap,
    Ticket,
)


def begin_extraction(connection: Connection, extraction: ExtractionRow) -> None:
    """Add an extraction whose parts are still to come, or raise AlreadyStored."""
    rows.add(connection, extraction)


def extraction_of(connection: Connection, eid: Eid) -> ExtractionRow | None:
    """Find an extraction."""
    return rows.find(connection, ExtractionRow, eid=eid)


def extractions_of(connection: Connection, uid: Uid) -> list[ExtractionRow]:
    """List an account's extractions, oldest first."""
    return rows.find_all(connection, ExtractionRow, "created_at", uid=uid)


def give_up_upload(connection: Connection, eid: Eid) -> bool:
    """Mark an upload as one that will never be whole; False if it is not uploading.

    Such a row never had an entry in the log: that tells it from what was sealed and erased.
    """
    values = {"state": "erased"}
    return rows.change(connection, ExtractionRow, values, eid=eid, state="uploading") == 1


def is_given_up(extraction: ExtractionRow) -> bool:
    """Tell whether an upload was given up before it was whole."""
    return extraction.state == "erased" and extraction.log_index is None


def add_part(connection: Connection, part: Part) -> None:
    """Note a file that is durably stored, or raise AlreadyStored."""
    rows.add(connection, part)


def parts_of(connection: Connection, eid: Eid) -> list[Part]:
    """List what has arrived of an extraction."""
    return rows.find_all(connection, Part, "name", eid=eid)


def complete_extraction(
    connection: Connection,
    eid: Eid,
    *,
    catalogue: str,
    leaves: str,
    wrap: bytes,
    log_index: int,
    random: Random,
) -> bool:
    """Mark an upload as sealed and keep its wrap; False if it is not uploading."""
    found = extraction_of(connection, eid)
    if found is None or found.state != "uploading":
        return False
    values = {
        "state": "sealed",
        "catalogue": catalogue,
        "leaves": leaves,
        "layer": _cover(connection, eid, Layer.WRAP, eid, wrap, random),
        "log_index": log_index,
    }
    return rows.change(connection, ExtractionRow, values, eid=eid, state="uploading") == 1


def set_receipt(connection: Connection, eid: Eid, receipt: bytes) -> bool:
    """Keep the survivor's receipt once; False when there is one already."""
    return rows.change(connection, ExtractionRow, {"receipt": receipt}, eid=eid, receipt=None) == 1


def claim_extraction(connection: Connection, extraction: ExtractionRow) -> bool:
    """Keep others from changing a row until this transaction ends; False if one did already.

    A statement that changes nothing takes the row's lock in every database; whoever waits for
    it reads afterwards what the other one wrote.
    """
    same = {"root": extraction.root}
    changed = rows.change(
        connection, ExtractionRow, same, eid=extraction.eid, state=extraction.state
    )
    return changed == 1


def erase_extraction(connection: Connection, eid: Eid, now_ms: int) -> None:
    """Destroy every key that opens an extraction, its grants or its releases; objects follow."""
    rows.change(connection, ExtractionRow, {"state": "erased", "layer": None}, eid=eid)
    for release in rows.find_all(connection, ReleaseRow, "rid", eid=eid):
        end_release(connection, release.rid, now_ms)
    for envelope in rows.find_all(connection, EnvelopeRow, "gid", eid=eid):
        destroy_envelope(connection, envelope.gid, now_ms)
    _destroy(connection, Layer.WRAP, eid, now_ms)


def add_envelope(
    connection: Connection, envelope: EnvelopeRow, sealed: bytes, *, random: Random
) -> None:
    """Keep a grant's envelope, or raise AlreadyStored; the row's own layer is ignored."""
    layer = _cover(connection, envelope.eid, Layer.ENVELOPE, envelope.gid, sealed, random)
    rows.add(
        connection,
        EnvelopeRow(
            envelope.gid,
            envelope.eid,
            envelope.worker,
            envelope.sha256,
            layer,
            envelope.created_at,
        ),
    )


def envelopes_for(connection: Connection, fp: Fingerprint) -> list[EnvelopeRow]:
    """List the envelopes that are sealed to a key."""
    return rows.find_all(connection, EnvelopeRow, "gid", worker=fp)


def first_handed(connection: Connection, kind: str, item: bytes) -> int | None:
    """Tell when something was first handed out, None if it never was."""
    found = rows.find_all(connection, Ticket, "log_index", kind=kind, item=item)
    return min((each.used_at for each in found if each.used_at is not None), default=None)


def live_envelopes(connection: Connection) -> list[Gid]:
    """List the grants whose envelope is still there; no envelope is read for it."""
    kept = rows.find_all(
        connection, ErasureKey, "item", kind=int(Layer.ENVELOPE), destroyed_at=None
    )
    return [Gid(each.item) for each in kept]


def destroy_envelope(connection: Connection, gid: Gid, now_ms: int) -> bool:
    """Destroy an envelope and its key; False, and nothing happens, when it is gone."""
    rows.change(connection, EnvelopeRow, {"layer": None}, gid=gid)
    return _destroy(connection, Layer.ENVELOPE, gid, now_ms)


def add_release(
    connection: Connection,
    release: ReleaseRow,
    wraps: Sequence[tuple[Fingerprint, bytes]],
    *,
    random: Random,
) -> None:
    """Add a release with its first wraps, or raise AlreadyStored: a grant has one."""
    rows.add(connection, release)
    add_release_wraps(connection, release, wraps, random=random)


def add_release_wraps(
    connection: Connection,
    release: ReleaseRow,
    wraps: Sequence[tuple[Fingerprint, bytes]],
    *,
    random: Random,
) -> None:
    """Keep more wraps of a release, one for each person, or raise AlreadyStored."""
    for fp, wrap in wraps:
        layer = _cover(connection, release.eid, Layer.RELEASE_WRAP, release.rid, wrap, random)
        rows.add(connection, ReleaseWrap(release.rid, fp, layer))


def renew_release_wrap(
    connection: Connection, release: ReleaseRow, fp: Fingerprint, wrap: bytes, *, random: Random
) -> None:
    """Put a person's new wrap of a release in the place of her old one, or raise Missing."""
    layer = _cover(connection, release.eid, Layer.RELEASE_WRAP, release.rid, wrap, random)
    if rows.change(connection, ReleaseWrap, {"layer": layer}, rid=release.rid, fp=fp) != 1:
        raise Missing(f"release {release.rid.hex()} has no wrap to renew")


def release_of(connection: Connection, rid: Rid) -> ReleaseRow | None:
    """Find a release."""
    return rows.find(connection, ReleaseRow, rid=rid)


def release_of_grant(connection: Connection, gid: Gid) -> ReleaseRow | None:
    """Find the release of a grant."""
    return rows.find(connection, ReleaseRow, gid=gid)


def releases_of(connection: Connection, uid: Uid) -> list[ReleaseRow]:
    """List an account's releases, newest first."""
    return rows.find_all(connection, ReleaseRow, "published_at", newest_first=True, uid=uid)


def releases_ever_for(connection: Connection, fps: Collection[bytes]) -> list[ReleaseRow]:
    """List the releases that were let go to one of these keys, ended ones too, newest first."""
    theirs = {wrap.rid for wrap in rows.find_all(connection, ReleaseWrap, "rid", fp=OneOf(fps))}
    found = rows.find_all(
        connection, ReleaseRow, "published_at", newest_first=True, rid=OneOf(theirs)
    )
    return [release for release in found if release.approved_at is not None]


def approve_release(connection: Connection, rid: Rid, cover: bytes, now_ms: int) -> bool:
    """Turn a draft into a release under its approved cover; False if it is no draft."""
    values = {"state": "approved", "cover": cover, "approved_at": now_ms}
    return rows.change(connection, ReleaseRow, values, rid=rid, state="draft") == 1


def mark_collected(connection: Connection, rid: Rid, fp: Fingerprint, now_ms: int) -> None:
    """Note that a person received a release; the first time counts."""
    values = {"collected_at": now_ms}
    rows.change(connection, ReleaseWrap, values, rid=rid, fp=fp, collected_at=None)
    rows.change(connection, ReleaseRow, {"state": "collected"}, rid=rid, state="approved")


def collected_by(connection: Connection, rid: Rid) -> list[tuple[Fingerprint, int | None]]:
    """List whom a release is wrapped to, and when each received it."""
    found = rows.find_all(connection, ReleaseWrap, "fp", rid=rid)
    return [(wrap.fp, wrap.collected_at) for wrap in found]


def end_release(connection: Connection, rid: Rid, now_ms: int) -> None:
    """End a release: its wraps and their key are destroyed; its box is the caller's to delete."""
    live = OneOf(("draft", "approved", "collected"))
    values = {"state": "withdrawn", "ended_at": now_ms}
    rows.change(connection, ReleaseRow, values, rid=rid, state=live)
    rows.change(connection, ReleaseWrap, {"layer": None}, rid=rid)
    _destroy(connection, Layer.RELEASE_WRAP, rid, now_ms)


def sealed_wrap(connection: Connection, eid: Eid) -> bytes:
    """Give an extraction's wrap without its layer, or raise Missing."""
    found = extraction_of(connection, eid)
    return _uncover(connection, eid, Layer.WRAP, eid, None if found is None else found.layer)


def sealed_envelope(connection: Connection, gid: Gid) -> bytes:
    """Give an envelope without its layer, or raise Missing."""
    found = rows.find(connection, EnvelopeRow, gid=gid)
    if found is None:
        raise Missing(f"no envelope {gid.hex()}")
    return _uncover(connection, found.eid, Layer.ENVELOPE, gid, found.layer)


def sealed_release_wraps(
    connection: Connection, release: ReleaseRow
) -> tuple[tuple[Fingerprint, bytes], ...]:
    """Give the wraps of a release without their layer, in order of fingerprints."""
    found = rows.find_all(connection, ReleaseWrap, "fp", rid=release.rid)
    return tuple(
        (wrap.fp, _uncover(connection, release.eid, Layer.RELEASE_WRAP, release.rid, wrap.layer))
        for wrap in found
    )


def _cover(
    connection: Connection, eid: Eid, layer: Layer, item: bytes, data: bytes, random: Random
) -> bytes:
    found = rows.find(connection, ErasureKey, eid=eid, kind=int(layer), item=item)
    key = random(KEY_SIZE) if found is None else found.key
    if key is None:
        raise Missing(f"the erasure key of {item.hex()} was destroyed")
    if found is None:
        rows.add(connection, ErasureKey(eid, int(layer), item, key))
    return seal_layer(key, eid, layer, item, data, random=random)


def _uncover(
    connection: Connection, eid: Eid, layer: Layer, item: bytes, outer: bytes | None
) -> bytes:
    found = rows.find(connection, ErasureKey, eid=eid, kind=int(layer), item=item)
    if found is None or found.key is None or outer is None:
        raise Missing(f"what was stored for {item.hex()} was destroyed, or never was")
    return open_layer(found.key, eid, layer, item, outer)


def _destroy(connection: Connection, layer: Layer, item: bytes, now_ms: int) -> bool:
    values = {"key": None, "destroyed_at": now_ms}
    kind = int(layer)
    return rows.change(connection, ErasureKey, values, kind=kind, item=item, destroyed_at=None) == 1
