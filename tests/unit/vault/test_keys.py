"""Keys of an extraction, against HMAC calls that are spelt out here."""

import hmac

from vault.ids import Eid
from vault.keys import ExtractionKeys, segment_keys

E = bytes(range(32))
EID = Eid(bytes(range(16)))


def spelt(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text + b"\x01", "sha256")


def test_every_key_is_bound_to_its_use_extraction_and_index() -> None:
    keys = ExtractionKeys(E, EID)
    assert keys.catalogue() == spelt(E, b"SHV1 catalogue\x00" + EID)
    assert keys.segment(258) == spelt(E, b"SHV1 segment\x00" + EID + b"\x00\x00\x01\x02")
    assert keys.object(258) == spelt(E, b"SHV1 object\x00" + EID + b"\x00\x00\x01\x02")
    assert keys.group_tag(b"{}") == spelt(E, b"SHV1 group\x00" + EID + b"{}")[:16]


def test_a_segment_key_derives_a_box_key_a_salt_key_and_four_field_salts() -> None:
    keys = segment_keys(E)
    assert keys.box == spelt(E, b"SHV1 box\x00")
    assert keys.salt == spelt(E, b"SHV1 salt\x00")
    assert keys.fields == tuple(spelt(E, b"SHV1 field\x00" + bytes([n])) for n in (1, 2, 3, 4))


def test_no_secret_is_shown() -> None:
    shown = repr(ExtractionKeys(E, EID)) + repr(segment_keys(E))
    assert repr(E) not in shown
    assert "box" not in shown
    assert "secret" not in shown
