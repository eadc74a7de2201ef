"""What the expert of an audit grant is sent: everything that an examination reads, in one answer.

docs/api.md 10. Four bytes of length, a canonical JSON object of what stands before the sealed
catalogue, then the catalogue to the end. It is how the answer travels, and is kept by nobody: the
expert's client puts the parts into files of their usual formats.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from vault.canonical import Json, b64, marshal, parse_object
from vault.document import Document
from vault.errors import MalformedCatalogue

_LENGTH = 4


@dataclass(frozen=True, slots=True)
class CatalogueHead:
    """The grant and its envelope, her public key, and what proves the catalogue."""

    statement: bytes
    envelope: bytes
    survivor: bytes
    ingest: bytes
    certs: bytes
    leaves: bytes

    def marshal(self) -> bytes:
        """Give the bytes before the catalogue."""
        body: dict[str, Json] = {"v": 1}
        body |= {part.name: b64(getattr(self, part.name)) for part in fields(self)}
        data = marshal(body)
        return len(data).to_bytes(_LENGTH) + data


def read_handout(pieces: Iterator[bytes]) -> tuple[CatalogueHead, bytes]:
    """Read a whole answer: the head, and the sealed catalogue; or raise MalformedCatalogue."""
    data = b"".join(pieces)
    length = int.from_bytes(data[:_LENGTH])
    head, catalogue = data[_LENGTH : _LENGTH + length], data[_LENGTH + length :]
    if len(data) < _LENGTH or len(head) != length or not catalogue:
        raise MalformedCatalogue("the audit grant was cut off")
    names = [part.name for part in fields(CatalogueHead)]
    body = Document(parse_object(head), {"v", *names})
    body.version()
    return CatalogueHead(*(body.b64(name) for name in names)), catalogue
