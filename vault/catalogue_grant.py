"""The audit grant's envelope: the key of one catalogue, for an expert whom a court appoints.

docs/formats/grant.md 7. It opens the list of what an extraction holds and proves that list
against the guardian's signature. It opens no segment and no object.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vault.canonical import Json, b64, marshal, parse_object, unb64
from vault.catalogue import Catalogue, check_leaf, rows_in_order
from vault.document import Document
from vault.envelope import open_file, seal_file
from vault.errors import Malformed, MalformedCatalogue, MalformedEnvelope, NotAuthentic
from vault.identity import Bundle, Identity
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Gid, Random
from vault.keys import ExtractionKeys, segment_keys

KIND = "catalogue grant"
SALTS = 3
MAX_ENVELOPE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CatalogueGrant:
    """The key of a catalogue, and each segment's first three field salts, 96 bytes in all.

    The fourth salt stays behind: it would let a guess about a segment's records be tested.
    """

    gid: Gid
    eid: Eid
    key: bytes
    salts: tuple[bytes, ...]

    def marshal(self) -> bytes:
        """Give the canonical bytes, or raise MalformedEnvelope when they pass 64 MiB."""
        salts: list[Json] = [b64(salt) for salt in self.salts]
        data = marshal(
            {
                "v": 1,
                "gid": self.gid.hex(),
                "eid": self.eid.hex(),
                "k": b64(self.key),
                "fs": salts,
            }
        )
        if len(data) > MAX_ENVELOPE:
            raise MalformedEnvelope("the extraction has more segments than an audit grant holds")
        return data


def catalogue_grant_of(keys: ExtractionKeys, gid: Gid, segments: int) -> CatalogueGrant:
    """Take what an expert gets from the extraction's keys."""
    salts = (segment_keys(keys.segment(index)).fields[:SALTS] for index in range(segments))
    return CatalogueGrant(gid, keys.eid, keys.catalogue(), tuple(map(b"".join, salts)))


def seal_catalogue_grant(grant: CatalogueGrant, expert: Bundle, *, random: Random) -> bytes:
    """Seal it to the expert."""
    return seal_file(KIND, grant.gid + grant.eid, grant.marshal(), [expert], random=random)


def open_catalogue_grant(data: bytes, expert: Identity, gid: Gid, eid: Eid) -> CatalogueGrant:
    """Open it as the expert.

    Raises:
        MalformedEnvelope: it is no audit grant.
        NoIdentityMatches: it is sealed to somebody else.
        NotAuthentic: changed, or of another grant.
    """
    plain = open_file(expert, KIND, gid + eid, data)
    try:
        body = Document(parse_object(plain), {"v", "gid", "eid", "k", "fs"})
        body.version()
        grant = CatalogueGrant(
            Gid(body.hex("gid", ID_SIZE)),
            Eid(body.hex("eid", ID_SIZE)),
            body.b64("k", HASH_SIZE),
            tuple(unb64(salt, SALTS * HASH_SIZE) for salt in body.items("fs")),
        )
    except Malformed as error:
        raise MalformedEnvelope(f"audit grant: {error}") from None
    if (grant.gid, grant.eid) != (gid, eid):
        raise NotAuthentic("the envelope is of another grant")
    return grant


def check_rows(catalogue: Catalogue, salts: Sequence[bytes], leaves: bytes) -> None:
    """Prove a catalogue's order, groups and days against the leaves that the guardian signed.

    How many records a segment holds stays the guardian's claim: field 4 is taken as it is.

    Raises:
        MalformedCatalogue: out of order, or two groups say the same.
        NotAuthentic: a row does not give its leaf.
    """
    count = len(catalogue.segments)
    if len(salts) != count or len(leaves) != HASH_SIZE * count:
        raise MalformedCatalogue("catalogue, salts and leaves differ in number")
    if len(set(catalogue.groups.values())) != len(catalogue.groups):
        raise MalformedCatalogue("two groups have one descriptor: a conversation was split")
    for index, row, desc in rows_in_order(catalogue):
        mine = salts[index]
        split = [mine[at : at + HASH_SIZE] for at in range(0, len(mine), HASH_SIZE)]
        check_leaf(catalogue.eid, index, row, desc, split, leaves)
