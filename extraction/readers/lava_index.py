"""The LAVA index: which artefacts a LEAPP run wrote, and how to read each.

docs/readers.md 1. `_lava_data.lava` is JSON; the tables are in `_lava_artifacts.db`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extraction.errors import CorruptSource, LimitExceeded

INDEX = "_lava_data.lava"
DATABASE = "_lava_artifacts.db"
MAX_INDEX = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class View:
    """How a conversation reads: column names, and the value that means sent."""

    thread: str
    label: str
    text: str
    direction: str
    sent: str
    time: str
    sender: str
    media: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """One table of a LEAPP run. `types` maps a column to datetime, date, media or phonenumber."""

    key: str
    title: str
    table: str
    module: str
    declared: int
    source_path: str
    types: Mapping[str, str]
    view: View | None


@dataclass(frozen=True, slots=True)
class Index:
    """The whole index: the tool and its artefacts."""

    tool: str
    tool_version: str
    artifacts: tuple[Artifact, ...]


def parse_index(pieces: Iterable[bytes]) -> Index:
    """Read the index.

    Raises:
        CorruptSource: it is damaged, or of another schema.
        LimitExceeded: it is larger than any run writes.
    """
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > MAX_INDEX:
            raise LimitExceeded(f"{INDEX} is longer than {MAX_INDEX} bytes")
    try:
        body = json.loads(bytes(data))
        tool = body.get("parser_info", {})
        return Index(
            _text(tool.get("leapp_name")),
            _text(tool.get("leapp_version")),
            tuple(_artifacts(body["artifacts"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CorruptSource(f"{INDEX} is damaged or of another schema") from None


def _text(value: object) -> str:
    """Give a value as text; half a surrogate pair, which JSON can spell, is replaced."""
    return "" if value is None else str(value).encode("utf-8", "replace").decode("utf-8")


def _artifacts(listed: Mapping[str, list[Mapping[str, object]]]) -> Iterator[Artifact]:
    for entries in listed.values():
        for entry in entries:
            columns = entry.get("object_columns") or []
            if not isinstance(columns, list):
                raise TypeError
            yield Artifact(
                key=_text(entry["artifact_key"]),
                title=_text(entry.get("name")),
                table=_text(entry["tablename"]),
                module=_text(entry.get("module")),
                declared=int(str(entry.get("record_count", 0))),
                source_path=_text(entry.get("source_path")),
                types={_text(column["name"]): _text(column["type"]) for column in columns},
                view=_view(entry.get("data_views")),
            )


def _view(value: object) -> View | None:
    found = value.get("conversation") if isinstance(value, dict) else None
    if not isinstance(found, dict):
        return None
    names = (
        *("conversationDiscriminatorColumn", "conversationLabelColumn", "textColumn"),
        *("directionColumn", "directionSentValue", "timeColumn", "senderColumn", "mediaColumn"),
    )
    return View(*(_text(found.get(name)) for name in names))
