"""Long records: under the limit, and every character of them in a medium."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from extraction.errors import LimitExceeded
from extraction.long_record import fit_record, may_be_long
from extraction.record import Blob, Party, Provenance, Record, Text, marshal_record
from tests.unit.extraction.reading import KeptBlobs
from vault.segment import MAX_RECORD

RECORD = Record("r", "message", Provenance("f", "p", "1"), flags=("zone_unknown",))


class Taker(KeptBlobs):
    def __call__(self, chunks: Iterable[bytes], name: str, mime: str, role: str) -> Blob:
        sha256, size = self.take(chunks, mime)
        return Blob(sha256, size, name, mime, role=role)


def test_a_short_record_stays_as_it_is() -> None:
    record = replace(RECORD, text=(Text("body", "hello"),))
    assert not may_be_long(record)
    assert fit_record(record, Taker()) is record


def test_the_whole_of_a_long_text_is_in_a_medium() -> None:
    words = "é\x01" * 400_000
    taker = Taker()
    record = replace(RECORD, text=(Text("body", words), Text("subject", "short")))
    assert may_be_long(record)
    fitted = fit_record(record, taker)
    (blob,) = fitted.blobs
    assert taker.kept[blob.sha256].decode() == words
    assert (blob.role, blob.name, blob.present) == ("text", "body", True)
    assert words.startswith(fitted.text[0].value)
    assert fitted.text[1] == Text("subject", "short")
    assert fitted.flags == ("zone_unknown", "truncated")
    assert len(marshal_record(fitted)) <= MAX_RECORD


def test_long_unmapped_fields_go_into_media_too() -> None:
    taker = Taker()
    fitted = fit_record(replace(RECORD, extra={"column": "x" * 2_000_000}), taker)
    assert [(blob.role, blob.name) for blob in fitted.blobs] == [("extra", "column")]
    assert taker.kept[fitted.blobs[0].sha256] == b"x" * 2_000_000


def test_a_thousand_long_columns_still_fit() -> None:
    extra = {f"column {number}": "\x02" * 5000 for number in range(1000)}
    taker = Taker()
    fitted = fit_record(replace(RECORD, extra=extra), taker)
    assert len(marshal_record(fitted)) <= MAX_RECORD
    assert set(fitted.extra) == set(extra)


def test_people_are_never_cut_off() -> None:
    crowd = tuple(Party("to", f"+4477009{number:05}", "phone") for number in range(20_000))
    record = replace(RECORD, parties=crowd)
    assert may_be_long(record)
    with pytest.raises(LimitExceeded):
        fit_record(record, Taker())
