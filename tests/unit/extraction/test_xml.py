"""XML rows: mended as bytes, bounded, without document types, and flat in memory."""

import tracemalloc
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import xml_repair, xml_rows
from extraction.errors import CorruptSource, ForbiddenXml, LimitExceeded
from extraction.xml_repair import RepairedXml


def mended(data: bytes, cut: int = 10**9) -> tuple[bytes, int]:
    pieces = iter([data[at : at + cut] for at in range(0, len(data), cut)])
    stream = RepairedXml(pieces)
    out = b""
    while piece := stream.read(7):
        out += piece
    return out, stream.repairs


SMILE = "\U0001f600".encode()

CASES = {
    "a pair": (b"a&#55357;&#56832;b", b"a" + SMILE + b"b", 1),
    "a pair in hex": (b"&#xD83D;&#xde00;", SMILE, 1),
    "a pair with long zeros": (b"&#x00D83D;&#x00DE00;", SMILE, 1),
    "a pair after a line break": (b"a&#10;&#55357;&#56832;", b"a&#10;" + SMILE, 1),
    "two pairs": (b"&#55357;&#56832;&#55357;&#56832;", SMILE * 2, 2),
    "half a pair": (b"a&#55357;b", "a\ufffdb".encode(), 1),
    "the other half": (b"&#56832;", "\ufffd".encode(), 1),
    "halves in the wrong order": (b"&#56832;&#55357;", "\ufffd\ufffd".encode(), 2),
    "half a pair before a pair": (b"&#55357;&#55357;&#56832;", "\ufffd".encode() + SMILE, 1 + 1),
    "a forbidden reference": (b"&#0;&#x1F;", "\ufffd\ufffd".encode(), 2),
    "forbidden bytes": (b"a\x00b\x1fc\td\n", "a\ufffdb\ufffdc\td\n".encode(), 2),
    "text in a section": (
        b"<![CDATA[&#0;&#55357;]]>&#0;",
        b"<![CDATA[&#0;&#55357;]]>\xef\xbf\xbd",
        1,
    ),
    "bytes that are not UTF-8": (b"<a>\xff</a>", "<a>\ufffd</a>".encode(), 1),
    "an unescaped password that is none": (
        b'"Password"<value>a&b</value>',
        b'"Password"<value>a&b</value>',
        0,
    ),
    "another encoding": (
        b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9&#0;\x01</a>",
        b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9&#65533;&#65533;</a>",
        2,
    ),
    "beyond the last character": (b"&#x110000;", "\ufffd".encode(), 1),
    "what needs no mending": (
        b"&#65;&amp;&#x41;&lt; & &#; &#xZ;",
        b"&#65;&amp;&#x41;&lt; & &#; &#xZ;",
        0,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_mended_is_counted_wherever_the_pieces_are_cut(name: str) -> None:
    data, wanted, repairs = CASES[name]
    for cut in (*range(1, len(data) + 1), 10**9):
        assert mended(data, cut) == (wanted, repairs)


WORDS = st.lists(
    st.sampled_from(
        [b"&#55357;", b"&#56832;", b"&#10;", b"&amp;", b"x", b"&#x1;", b"\x01", b"&", b";"]
    ),
    max_size=30,
).map(b"".join)


@given(data=WORDS, cut=st.integers(1, 40))
def test_mending_does_not_depend_on_how_bytes_arrive(data: bytes, cut: int) -> None:
    assert mended(data, cut) == mended(data)


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_every_text_that_is_written_as_pairs_comes_back(text: str) -> None:
    units = text.encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2)]
    spelt = "".join(f"&#{code};" for code in codes).encode()
    out, _ = mended(b'<a b="' + spelt + b'"/>')
    # U+FFFE and U+FFFF are no characters of XML in any spelling.
    wanted = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert fromstring(out).get("b") == wanted  # noqa: S314 our own XML


def stop(where: str) -> None:
    raise CorruptSource(where)


def rows(data: bytes, damage: Callable[[str], None] = stop) -> Iterator[Element]:
    pieces = iter([data[at : at + 1000] for at in range(0, len(data), 1000)])
    return xml_rows.xml_rows(RepairedXml(pieces), damage)


def test_the_root_comes_first_and_then_each_child_whole() -> None:
    found = [
        (element.tag, element.get("n"))
        for element in rows(b'<r n="0"><a n="1"><b/><c/></a><a n="2"/>text<d/></r>')
    ]
    assert found == [("r", "0"), ("a", "1"), ("a", "2"), ("d", None)]


@pytest.mark.parametrize(
    ("data", "stray"),
    [
        (b"<r> <a/>\n<b/>\t</r>", 0),
        (b"<r>one<a/></r>", 3),
        (b"<r><a/>;a b='c'/><b/></r>", 10),
        (b"<r><a/><b/>end</r>", 3),
        (b"<r>only</r>", 4),
        (b"<r><!--row--><a/></r>", 3),
        (b"<!-- written by a phone --><r><a/></r>", 0),
        (b"<r><a><b/>inside</a></r>", 0),
        (b"<r><?pi row?><a/></r>", 6),
        (b"<r>" + b"<a/>x" * 20_000 + b"</r>", 20_000),
    ],
)
def test_what_stands_between_rows_is_counted(data: bytes, stray: int) -> None:
    stream = RepairedXml(iter([data[at : at + 1000] for at in range(0, len(data), 1000)]))
    list(xml_rows.xml_rows(stream, stop))
    assert stream.stray == stray


def test_each_child_is_whole_when_it_is_given() -> None:
    found = {
        element.get("n"): [child.tag for child in element]
        for element in rows(b'<r><a n="1"><b/><c/></a><a n="2"/></r>')
        if element.tag == "a"
    }
    assert found == {"1": ["b", "c"], "2": []}


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE r [<!ENTITY a "x">]>',
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd">',
        b"<!DOCTYPE r>",
    ],
)
def test_document_types_and_entities_are_refused(head: bytes) -> None:
    with pytest.raises(ForbiddenXml):
        list(rows(head + b"<r><a/></r>"))


@pytest.mark.parametrize(
    "data", [b"", b"<r><a/>", b"<r><a></r>", b"<r>&unknown;</r>", b"not XML", b"<r/><r/>"]
)
def test_damage_is_told_with_its_place(data: bytes) -> None:
    with pytest.raises(CorruptSource, match="line 1"):
        list(rows(data))


def test_what_came_before_damage_was_given_when_damage_is_accepted() -> None:
    heard: list[str] = []
    found = [element.tag for element in rows(b"<r><a/><b/><c", heard.append)]
    assert found == ["r", "a", "b"]
    assert len(heard) == 1


@pytest.mark.parametrize("name", [b"utf-7", b"shift_jis", b"made-up"])
def test_other_encodings_are_not_read(name: bytes) -> None:
    with pytest.raises(CorruptSource):
        list(rows(b'<?xml version="1.0" encoding="' + name + b'"?><r><a/></r>'))


def test_depth_and_elements_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list(rows(b"<r>" + b"<a>" * 255 + b"</a>" * 255 + b"</r>"))) == 2
    with pytest.raises(LimitExceeded):
        list(rows(b"<r>" + b"<a>" * 256 + b"</a>" * 256 + b"</r>"))
    monkeypatch.setattr(xml_rows, "MAX_ROW_ELEMENTS", 10)
    assert len(list(rows(b"<r>" + b"<a><b/></a>" * 50 + b"</r>"))) == 51
    with pytest.raises(LimitExceeded):
        list(rows(b"<r><a>" + b"<b/>" * 10 + b"</a></r>"))
    monkeypatch.setattr(xml_rows, "MAX_ELEMENTS", 60)
    with pytest.raises(LimitExceeded):
        list(rows(b"<r>" + b"<a><b/></a>" * 50 + b"</r>"))


def test_an_endless_attribute_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_repair, "MAX_QUIET", 100_000)
    data = b'<r><a b="' + b"x" * 50_000 + b'"/>' * 1
    assert len(list(rows(data + b"<c/></r>"))) == 3
    with pytest.raises(LimitExceeded):
        list(rows(b'<r><a b="' + b"x" * 500_000 + b'"/></r>'))


def test_memory_stays_flat_over_many_rows() -> None:
    def peak(count: int) -> int:
        body = (b'<a text="%s&#55357;&#56832;"/>' % (b"x" * 100) for _ in range(count))
        stream = RepairedXml(iter([b"<r>", *()]) if not count else chain(body))
        tracemalloc.start()
        for element in xml_rows.xml_rows(stream, stop):
            assert element.tag
        _, high = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return high

    def chain(body: Iterator[bytes]) -> Iterator[bytes]:
        yield b"<r>"
        yield from body
        yield b"</r>"

    assert peak(20_000) < 2 * peak(2_000)
