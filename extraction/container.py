"""The sealed container of a release: who may open it, and the package inside.

docs/formats/release.md 3:

    "SHV1R" u32(|A|) A u8(n) n x (fp[32] wrap[1168]) BOX(G, ...)

A is the cover: the approval, log proofs and time stamps. They are renewed over the years,
so they lie outside the box and prove themselves.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from extraction.errors import NotVerified
from extraction.zip_stored import ByteStream
from vault.box import HEADER, open_chunks, seal_chunks
from vault.canonical import Json, b64, marshal, parse_object, unb64
from vault.document import Document, text_of
from vault.errors import Malformed, MalformedEnvelope, NoIdentityMatches, NotAuthentic
from vault.identity import Bundle, Identity
from vault.ids import ID_SIZE, Eid, Fingerprint, Random, Rid
from vault.padme import padme
from vault.wrap import OVERHEAD, open_from, seal_to

MAGIC = b"SHV1R"
MAX_COVER = 4 * 1024 * 1024
MAX_RECIPIENTS = 64
KEY_SIZE = 32
WRAP_SIZE = KEY_SIZE + OVERHEAD
LOGGED = ("ingest", "grant", "release")
_ZEROS = bytes(64 * 1024)

Wrap = tuple[Fingerprint, bytes]


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands outside the box. `log` maps ingest, grant and release to their proofs."""

    rid: Rid
    eid: Eid
    approval: bytes | None
    log: Mapping[str, Mapping[str, str]]
    time: tuple[Mapping[str, str], ...]

    def marshal(self) -> bytes:
        """Give the canonical bytes."""
        approval: Json = None if self.approval is None else parse_object(self.approval)
        return marshal(
            {
                "v": 1,
                "rid": self.rid.hex(),
                "eid": self.eid.hex(),
                "approval": approval,
                "log": {name: dict(section) for name, section in self.log.items()},
                "time": [dict(stamp) for stamp in self.time],
            }
        )


@dataclass(frozen=True, slots=True)
class Head:
    """Everything before the box: the cover, the wraps, and how long it is."""

    cover: Cover
    wraps: tuple[Wrap, ...]
    length: int


class ZipPlan(Protocol):
    """A package that is ready to be written: its length and its bytes."""

    @property
    def length(self) -> int:
        """How many bytes it has."""

    def chunks(self) -> Iterable[bytes]:
        """Give the ZIP's bytes."""


def parse_cover(data: bytes) -> Cover:
    """Read a cover, or raise MalformedEnvelope."""
    if len(data) > MAX_COVER:
        raise MalformedEnvelope("cover is too long")
    try:
        body = Document(parse_object(data), {"v", "rid", "eid", "approval", "log", "time"})
        body.version()
        approval = body.raw("approval")
        if approval is not None and not isinstance(approval, dict):
            raise MalformedEnvelope("approval: want an object")
        log = {name: _texts(value, ("entry", "r", "proof")) for name, value in _log(body)}
        return Cover(
            Rid(body.hex("rid", ID_SIZE)),
            Eid(body.hex("eid", ID_SIZE)),
            None if approval is None else marshal(approval),
            log,
            tuple(_texts(value, ("note", "token")) for value in body.items("time")),
        )
    except MalformedEnvelope:
        raise
    except Malformed as error:
        raise MalformedEnvelope(f"cover: {error}") from None


def marshal_head(cover: Cover, wraps: Sequence[Wrap]) -> bytes:
    """Spell what stands before the box, or raise MalformedEnvelope."""
    if not 1 <= len(wraps) <= MAX_RECIPIENTS or len({fp for fp, _ in wraps}) != len(wraps):
        raise MalformedEnvelope(f"want 1 to {MAX_RECIPIENTS} distinct recipients")
    data = cover.marshal()
    if len(data) > MAX_COVER:
        raise MalformedEnvelope("cover is too long")
    slots = b"".join(fp + wrap for fp, wrap in wraps)
    return MAGIC + len(data).to_bytes(4) + data + bytes([len(wraps)]) + slots


def read_head(stream: ByteStream) -> Head:
    """Read what stands before the box; the stream is left at the box.

    Raises:
        MalformedEnvelope: not a container.
    """
    try:
        if stream.take(len(MAGIC)) != MAGIC:
            raise MalformedEnvelope(
                "not a sealed release; give the .shv1r file that select, approve or collect wrote"
            )
        size = int.from_bytes(stream.take(4))
        if size > MAX_COVER:
            raise MalformedEnvelope("cover is too long")
        cover = parse_cover(stream.take(size))
        count = stream.take(1)[0]
        if not 1 <= count <= MAX_RECIPIENTS:
            raise MalformedEnvelope("the release names nobody")
        wraps = tuple(
            (Fingerprint(stream.take(KEY_SIZE)), stream.take(WRAP_SIZE)) for _ in range(count)
        )
    except NotVerified:
        raise MalformedEnvelope("the release is cut short") from None
    if len({fp for fp, _ in wraps}) != count:
        raise MalformedEnvelope("the release names somebody twice")
    return Head(cover, wraps, len(MAGIC) + 4 + size + 1 + count * (KEY_SIZE + WRAP_SIZE))


def wrap_key(secret: bytes, cover: Cover, recipient: Bundle) -> Wrap:
    """Wrap a release's key to one person."""
    context = cover.rid + cover.eid + recipient.fp
    return recipient.fp, seal_to(recipient, "release key", context, secret)


def unwrap_key(head: Head, identity: Identity) -> bytes:
    """Take the release's key out of one's own wrap.

    Raises:
        NoIdentityMatches: it is wrapped to others.
        NotAuthentic: the wrap was changed.
    """
    wrap = dict(head.wraps).get(identity.fp)
    if wrap is None:
        raise NoIdentityMatches(
            "the release is sealed to other keys than this one; only whom she named opens it"
        )
    context = head.cover.rid + head.cover.eid + identity.fp
    return open_from(identity, "release key", context, wrap)


def seal_package(secret: bytes, cover: Cover, plan: ZipPlan, *, random: Random) -> Iterator[bytes]:
    """Seal a package's ZIP; give the box in pieces."""
    context = cover.rid + cover.eid
    return seal_chunks(secret, "release", context, _padded(plan), random=random)


def open_package(secret: bytes, cover: Cover, box: Iterable[bytes]) -> tuple[ByteStream, int]:
    """Open the box; give the ZIP as a stream, and its length.

    The stream's end checks the padding too: `finish` of the caller must read `padding`.

    Raises:
        NotAuthentic: changed, cut short, or another key.
    """
    context = cover.rid + cover.eid
    stream = ByteStream(open_chunks(secret, "release", context, box))
    length = int.from_bytes(_take(stream, 8))
    return stream, length


def check_padding(stream: ByteStream, length: int) -> None:
    """Check that nothing but the right number of zeros follows the ZIP, or raise NotAuthentic."""
    left = padme(8 + length) - 8 - length
    for piece in stream.rest():
        left -= len(piece)
        if left < 0 or piece.count(0) != len(piece):
            raise NotAuthentic("something other than padding follows the package")
    if left:
        raise NotAuthentic("the padding is cut short")


def box_head(box: bytes) -> bytes:
    """Hash a box's salt and commitment: what an approval names it by."""
    return hashlib.sha256(box[:HEADER]).digest()


def _take(stream: ByteStream, size: int) -> bytes:
    try:
        return stream.take(size)
    except NotVerified:
        raise NotAuthentic("the package is cut short") from None


def _padded(plan: ZipPlan) -> Iterator[bytes]:
    yield plan.length.to_bytes(8)
    yield from plan.chunks()
    left = padme(8 + plan.length) - 8 - plan.length
    while left:
        zeros = _ZEROS[:left]
        left -= len(zeros)
        yield zeros


def _log(body: Document) -> list[tuple[str, Json]]:
    sections = body.mapping("log")
    if not set(sections) <= set(LOGGED):
        raise MalformedEnvelope("log: want ingest, grant and release")
    return list(sections.items())


def _texts(value: Json, keys: tuple[str, ...]) -> dict[str, str]:
    part = Document(value, keys)
    return {key: text_of(part.raw(key), key) for key in keys}


def log_section(entry: bytes, r: bytes, proof: str) -> dict[str, str]:
    """Spell one log proof as the cover has it."""
    return {"entry": b64(entry), "r": b64(r), "proof": proof}


def time_section(note: str, token: bytes) -> dict[str, str]:
    """Spell one time stamp as the cover has it: the checkpoint's note, and what was signed."""
    return {"note": note, "token": b64(token)}


def parse_time_section(section: Mapping[str, str]) -> tuple[str, bytes]:
    """Read one time stamp: the note, and the authority's answer; or raise Malformed."""
    return section["note"], unb64(section["token"])


def parse_log_section(section: Mapping[str, str]) -> tuple[bytes, bytes, str]:
    """Read one log proof: entry bytes, r, proof text; or raise Malformed."""
    return unb64(section["entry"]), unb64(section["r"], KEY_SIZE), section["proof"]
