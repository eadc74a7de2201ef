"""What all records of one Cellebrite report share: where they come from, and its files.

docs/readers.md 17. A record is named by where its element begins in the report, which no
other has; the report's own id of it stands beside that.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from extraction.reader import ReadContext
from extraction.readers.cellebrite_files import FileIndex
from extraction.readers.cellebrite_model import Model
from extraction.record import Provenance, record_id

NAME = "cellebrite"
VERSION = "1"
TOOL = "Cellebrite Physical Analyzer"
MAX_NAME = 1000
"""Characters of an id or name that a record keeps."""

_APP_SIGNS = re.compile(r"[^a-z0-9.+]+")
_DELETED = {"intact": "intact", "deleted": "deleted", "trash": "deleted"}
_READ = {"read": "read", "unread": "unread"}


@dataclass(slots=True, eq=False)
class Report:
    """A report that is being read.

    `member` is its name in the source; `secrets` counts values that no record holds.
    """

    context: ReadContext
    member: str
    files: FileIndex
    tool_version: str = ""
    secrets: int = 0
    extractions: dict[str, str] = field(default_factory=dict)

    def record_id(self, offset: int) -> str:
        """Name the record of the element that begins there."""
        return record_id(self.context.source_id, f"{self.member}@{offset}")

    def provenance(self, model: Model, row: int | None) -> Provenance:
        """Give where a model's record comes from."""
        return Provenance(
            *(NAME, NAME, VERSION, self.member, model.type[:MAX_NAME], row),
            *(TOOL, self.tool_version, (), model.xml_id[:MAX_NAME], model.offset),
        )


@lru_cache(maxsize=4096)
def app_of(source: str) -> tuple[str | None, str]:
    """Give the id and name of the app that a report calls so; None and "" where it does not.

    Two names that differ in more than the size of their letters are two apps.
    """
    words = " ".join(source.lower().split())
    if not words:
        return None, ""
    plain = _APP_SIGNS.sub("-", words).strip("-")[:MAX_NAME]
    if plain.replace("-", " ") != words:
        plain += "#" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return plain, source.strip()[:MAX_NAME]


def state_of(model: Model) -> Mapping[str, str]:
    """Give what the tool says of a model: deleted, carved, how sure it is, its status."""
    attrs = model.attrs
    deleted = attrs.get("deleted_state", "").lower()
    state = {"deleted": _DELETED.get(deleted, "unknown")}
    if confidence := attrs.get("decoding_confidence"):
        state["confidence"] = confidence.lower()
    if attrs.get("iscarved", "").lower() == "true":
        state["carved"] = "yes"
    if status := model.fields.get("Status"):
        state["status"] = status.lower()
        if read := _READ.get(state["status"]):
            state["read"] = read
    return state
