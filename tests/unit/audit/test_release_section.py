"""A release's log section: any flipped byte of entry, opening, proof or document fails."""

from typing import Any

import pytest

from audit import repository
from audit.errors import AuditError
from audit.publisher import prove
from audit.section import check_section

World = Any


def test_every_flipped_byte_of_a_releases_log_section_fails(world: World) -> None:
    # With a third witness, a spoilt name would be an unknown one and the other two suffice.
    world.clients[2].away = True
    receipt = world.append(act="release.publish", doc=b"d" * 32)
    world.publisher.publish_once()
    r = world.database.read(lambda db: repository.read_opening(db, receipt.index))
    data = world.entries()[receipt.index]
    proof = prove(world.database, receipt.index).marshal()

    def check(entry: bytes, opening: bytes, text: str, document: bytes) -> int:
        return check_section(
            entry, opening, text, document, world.policy, world.now_s, act="release.publish"
        ).index

    assert check(data, r, proof, b"d" * 32) == receipt.index
    spoilt = [(flipped(data, at), r, proof, b"d" * 32) for at in range(0, len(data), 3)]
    spoilt += [(data, flipped(r, at), proof, b"d" * 32) for at in range(32)]
    spoilt += [(data, r, proof, flipped(b"d" * 32, at)) for at in range(32)]
    for at in range(0, len(proof.encode()), 7):
        text = flipped(proof.encode(), at).decode("utf-8", "replace")
        spoilt.append((data, r, text, b"d" * 32))
    for section in spoilt:
        with pytest.raises(AuditError):
            check(*section)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
