"""Made Cellebrite reports for tests: models, files and sections, as its tool writes them."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

from tests.unit.extraction.reading import DATA
from tests.unit.extraction.zips import Member, make_zip

WHOLE = DATA / "cellebrite" / "report.xml"
"""A made report with every kind of model that is read, one of another kind, and files."""

NAMESPACE = "http://pa.cellebrite.com/report/2.0"
JPEG = b"\xff\xd8\xff\xe0 a made picture"
NOON = "2024-05-01T12:00:00.000+00:00"
NOON_US = 1_714_564_800_000_000

_ids = count(1)


def value(text: str, kind: str = "String", **attrs: str) -> str:
    more = "".join(f' {name}="{said}"' for name, said in attrs.items())
    words = text if kind == "TimeStamp" else f"<![CDATA[{text}]]>"
    return f'<value type="{kind}"{more}>{words}</value>'


def field(name: str, text: str, kind: str = "String") -> str:
    inner = value(text, kind) if text else "<empty />"
    return f'<field name="{name}" type="{kind}">{inner}</field>'


def stamp(name: str, text: str) -> str:
    return field(name, text, "TimeStamp")


def fields(**named: str) -> str:
    """Give fields; a name that ends with Time, Date or Stamp is a time."""
    return "".join(
        field(name, text, "TimeStamp" if name.endswith(("Time", "Date", "Stamp")) else "String")
        for name, text in named.items()
    )


def multi(name: str, *texts: str) -> str:
    return f'<multiField name="{name}" type="String">{"".join(map(value, texts))}</multiField>'


def model(kind: str, *inside: str, xml_id: str = "", **attrs: str) -> str:
    given = {
        "type": kind,
        "id": xml_id or f"{next(_ids):08x}-0000-4000-8000-000000000000",
        "deleted_state": "Intact",
        "decoding_confidence": "High",
        **attrs,
    }
    named = "".join(f' {name}="{said}"' for name, said in given.items())
    return f"<model{named}>{''.join(inside)}</model>"


def holds(name: str, *models: str, kind: str = "Party") -> str:
    return f'<multiModelField name="{name}" type="{kind}">{"".join(models)}</multiModelField>'


def party(raw: str, name: str = "", *, role: str = "", owner: str = "False") -> str:
    return model("Party", fields(Identifier=raw, Role=role, Name=name, IsPhoneOwner=owner))


ALEX = party("447700900101@s.whatsapp.net", "Alex")
OWNER = party("447700900001@s.whatsapp.net", "Bea", owner="True")


def message(body: str, *inside: str, sender: str = ALEX, at: str = NOON, **attrs: str) -> str:
    said = fields(Source="WhatsApp", Body=body, TimeStamp=at)
    return model("InstantMessage", holds("From", sender), said, *inside, **attrs)


def chat(*messages: str, source: str = "WhatsApp", own: str = "447700900101@s.whatsapp.net") -> str:
    return model(
        "Chat",
        fields(Source=source, Id=own, Name="", StartTime=NOON, LastActivity=NOON),
        holds("Participants", ALEX, OWNER),
        holds("Messages", *messages, kind="InstantMessage"),
    )


def decoded(*models: str) -> str:
    """Put models under the modelType of their own kind."""
    out = ""
    for made in models:
        kind = made.split('type="', 1)[1].split('"', 1)[0]
        out += f'<modelType type="{kind}">{made}</modelType>'
    return f"<decodedData>{out}</decodedData>"


def tagged(
    xml_id: str, tag: str, items: Mapping[str, str], times: str = "", *, path: str = "/a/b.jpg"
) -> str:
    listed = {"Tags": tag, **items}
    said = "".join(
        f'<item name="{name}" systemtype="System.String"><![CDATA[{text}]]></item>'
        for name, text in listed.items()
    )
    return (
        f'<file fs="Phone" path="{path}" size="12" id="{xml_id}" extractionId="0" '
        f'deleted="Intact"><accessInfo>{times}</accessInfo>'
        f'<metadata section="File">{said}</metadata></file>'
    )


def report(*sections: str, attrs: str = 'reportVersion="8.5"') -> bytes:
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<project id="x" name="made" {attrs} xmlns="{NAMESPACE}">{"".join(sections)}</project>'
    )
    return text.encode("utf-8")


def ufdr(data: bytes, *members: Member, name: bytes = b"report.xml") -> bytes:
    """Pack a report and its files."""
    return make_zip(Member(name, data, method=8), *members)


def written(folder: Path, data: bytes, name: str = "report.xml") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
