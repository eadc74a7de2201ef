"""The XML of Cellebrite reports: mended as bytes, bounded, told where it breaks, flat in memory."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.errors import CorruptSource, ForbiddenXml, LimitExceeded, LockedSource
from extraction.readers import cellebrite_model
from extraction.readers.cellebrite_model import ModelRow
from extraction.readers.cellebrite_passwords import PASSWORDS
from extraction.readers.cellebrite_xml import report_rows
from extraction.xml_repair import RepairedXml
from tests.unit.extraction.reading import read
from tests.unit.extraction.reports import (
    chat,
    decoded,
    field,
    fields,
    message,
    model,
    report,
    value,
    written,
)

GONE = "\ufffd".encode()

PASSWORD = b'<model type="Password" id="1"><field name="Data">%b</field></model><b>&amp;</b>'


def password(value: bytes) -> bytes:
    return PASSWORD % (b'<value type="String">' + value + b"</value>\n")


CASES = {
    "a forbidden reference": (b"<a>&#x0;x&#31;</a>", b"<a>%bx%b</a>" % (GONE, GONE), 2),
    "a pair": (b"<a>&#55357;&#56832;</a>", "<a>\U0001f600</a>".encode(), 1),
    "a good reference": (b"<a>&#65;&#x41;&amp;</a>", b"<a>&#65;&#x41;&amp;</a>", 0),
    "text that looks like one": (
        b"<a><![CDATA[&#0; &#39; ]]></a>&#1;",
        b"<a><![CDATA[&#0; &#39; ]]></a>" + GONE,
        1,
    ),
    "raw control characters": (
        b"<a><![CDATA[a\x00b\x1f\t\n]]></a>",
        b"<a><![CDATA[a%bb%b\t\n]]></a>" % (GONE, GONE),
        2,
    ),
    "bytes that are not UTF-8": (b"<a>\xff\xfe\xc3</a>", b"<a>%b</a>" % (GONE * 3), 1),
    "characters that are none": (b"<a>\xef\xbf\xbf\xef\xbf\xbd</a>", b"<a>%b</a>" % (GONE * 2), 1),
    "good characters": ("<a>é 😀 中</a>".encode(), "<a>é 😀 中</a>".encode(), 0),
    "an unescaped password": (password(b'p<a&b]]>"'), password(b'p&lt;a&amp;b]]&gt;"'), 1),
    "a password that looks like an end": (
        password(b"a\n</value> b<\x01"),
        password(b"a\n&lt;/value&gt; b&lt;" + GONE),
        1,
    ),
    "a password that is escaped": (password(b"a&amp;b &#2;"), password(b"a&amp;b " + GONE), 1),
    "a password in a section": (password(b"<![CDATA[<&]]>"), password(b"<![CDATA[<&]]>"), 0),
}


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return iter([data[at : at + size] for at in range(0, len(data), size)])


def mended(data: bytes, size: int = 10**9) -> tuple[bytes, int]:
    stream = RepairedXml(pieces(data, size), PASSWORDS)
    return b"".join(stream.windows()), stream.repairs


@pytest.mark.parametrize("name", CASES)
def test_what_is_mended_is_counted(name: str) -> None:
    data, wanted, repairs = CASES[name]
    assert mended(data) == (wanted, repairs)


@pytest.mark.parametrize("name", CASES)
def test_mending_does_not_depend_on_how_bytes_arrive(name: str) -> None:
    data, wanted, _ = CASES[name]
    for size in range(1, len(data) + 1):
        assert mended(data, size)[0] == wanted


WORDS = st.lists(
    st.sampled_from(
        [
            *(b"&#55357;", b"&#56832;", b"&#10;", b"&#x1;", b"\x01", b"&", b";", b"<a>", b"</a>"),
            *(b"<![CDATA[", b"]]>", b"]", b"x", "é".encode(), b"\xff", b"words and more "),
        ]
    ),
    max_size=40,
).map(b"".join)


@given(data=WORDS, size=st.integers(1, 40))
def test_no_cut_changes_what_comes_out(data: bytes, size: int) -> None:
    assert mended(data, size)[0] == mended(data)[0]


@given(data=WORDS)
def test_positions_lead_back_to_the_file(data: bytes) -> None:
    marked = data.replace(b"x", b"X!")
    stream = RepairedXml(iter([marked]), PASSWORDS)
    out = b"".join(stream.windows())
    at = -1
    while (at := out.find(b"X!", at + 1)) >= 0:
        place = stream.position(at)
        assert marked[place : place + 2] == b"X!"


def test_a_report_with_all_of_it_is_read(tmp_path: Path) -> None:
    secret = '<field name="Data" type="String"><value type="String">a<b&c</value></field>'
    data = report(
        decoded(
            model("Password", fields(Label="wifi &#39;"), secret),
            chat(message("one \x07 two")),
            model("Note", '<field name="Body"><value type="String">x&#x1F;y</value></field>'),
        )
    )
    found = read(written(tmp_path, data))
    assert found.line("report").repairs == 3
    assert found.words == ["", "one \ufffd two", "", "x\ufffdy"]
    for record in found.records:
        offset = record.prov.offset
        assert offset is not None
        assert data[offset:].startswith(b'<model type="%b"' % record.prov.table.encode())


DOCTYPES = {
    "a document type": b"<!DOCTYPE project>",
    "an entity": b'<!DOCTYPE project [<!ENTITY a "b">]>',
    "an outside entity": b'<!DOCTYPE project [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an outside document type": b'<!DOCTYPE project SYSTEM "http://127.0.0.1/a.dtd">',
    "a parameter entity": b"<!DOCTYPE project [<!ENTITY % a 'b'> %a;]>",
}


@pytest.mark.parametrize("name", DOCTYPES)
def test_document_types_and_entities_are_refused(name: str, tmp_path: Path) -> None:
    data = report(decoded(message("a"))).replace(b"<project", DOCTYPES[name] + b"<project", 1)
    with pytest.raises(ForbiddenXml):
        read(written(tmp_path, data))


def test_an_entity_that_nobody_declared_is_damage(tmp_path: Path) -> None:
    note = model("Note", '<field name="Body"><value>&lol;</value></field>')
    with pytest.raises(CorruptSource, match="line 2"):
        read(written(tmp_path, report(decoded(note))))


def test_depth_is_bounded(tmp_path: Path) -> None:
    for deep in ("a", "model", "modelField", "c:a"):
        inner = f"<{deep}>" * 300 + f"</{deep}>" * 300
        with pytest.raises(LimitExceeded):
            read(written(tmp_path, report(decoded(model("Note", inner)))))
    nested = "<a>" * 300 + "</a>" * 300
    with pytest.raises(LimitExceeded):
        read(written(tmp_path, report(f"<images>{nested}</images>")))


def test_a_tag_is_bounded(tmp_path: Path) -> None:
    long = model("Note", "", label="x" * 3_000_000)
    with pytest.raises(LimitExceeded, match="a tag"):
        read(written(tmp_path, report(decoded(long))))


def test_the_elements_of_a_row_are_bounded(tmp_path: Path) -> None:
    many = model("Note", field("Tag", "x") * 210_000)
    with pytest.raises(LimitExceeded, match="elements"):
        read(written(tmp_path, report(decoded(many))))


def test_a_row_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cellebrite_model, "MAX_ROW", 2_000_000)
    data = report(decoded(model("Note", field("Body", "x" * 3_000_000))))
    with pytest.raises(LimitExceeded, match="a row"):
        read(written(tmp_path, data))
    monkeypatch.setattr(cellebrite_model, "MAX_ROW", 4_000_000)
    found = read(written(tmp_path, data))
    assert "truncated" in found.one.flags
    assert len(next(iter(found.blobs.values()))) == 3_000_000


def test_a_chat_of_any_length_passes_in_flat_memory() -> None:
    begun, ended = report(decoded(chat("MARK"))).split(b"MARK")
    said = message("some words that people say to each other").encode()
    count = 8_000

    def stream() -> Iterator[bytes]:
        yield begun
        for _ in range(count // 100):
            yield said * 100
        yield ended

    def broken(where: str, offset: int) -> None:
        raise AssertionError((where, offset))

    tracemalloc.start()
    rows = sum(
        isinstance(row, ModelRow) and row.chat is not None
        for row in report_rows(RepairedXml(stream(), PASSWORDS), broken)
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == count
    assert len(said) * count > 5_000_000
    assert peak < 4_000_000


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.999])
def test_a_report_cut_short_is_refused_or_says_how_much_is_unread(
    cut: float, tmp_path: Path
) -> None:
    data = report(decoded(chat(*[message(f"number {n}") for n in range(40)])))
    part = data[: int(len(data) * cut)]
    path = written(tmp_path, part)
    with pytest.raises(CorruptSource, match="breaks off"):
        read(path)
    found = read(path, accept_damaged=True)
    numbers = [words for words in found.words if words]
    assert numbers == [f"number {n}" for n in range(len(numbers))]
    (unread,) = found.ledger.unread
    assert isinstance(unread["offset"], int)
    assert isinstance(unread["bytes"], int)
    assert unread["offset"] + unread["bytes"] == len(part)
    # What is not read begins where the last whole message ended.
    assert part[unread["offset"] :].startswith((b"</model>", b"<project"))
    assert part[: unread["offset"]].count(b"number ") == len(numbers)


def test_a_protected_report_is_locked(tmp_path: Path) -> None:
    path = written(tmp_path, b"\x2d\x06\x52\x6d" + bytes(range(256)) * 8)
    with pytest.raises(LockedSource, match="export it again without protection"):
        read(path)


def test_values_outside_of_any_model_do_no_harm(tmp_path: Path) -> None:
    stray = value("words") + field("a", "b") + "<empty /><targetid>x</targetid>"
    data = report(
        f'<decodedData><modelType type="Note">{stray}{model("Note")}</modelType></decodedData>'
    )
    assert read(written(tmp_path, data)).one.extra == {}
