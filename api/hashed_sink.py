"""A sealed folder whose objects are hashed while they are sealed.

docs/cli.md 4. The guardian's statement has the lengths of objects alone, so what they were when
they were sealed is noted beside the outbox, for the upload to compare.
"""

from collections.abc import Iterable
from pathlib import Path

from vault.custody import FolderSink
from vault.hashing import Hashing


class HashedSink:
    """Passes everything on to a folder; `objects` maps each object's name to its SHA-256."""

    def __init__(self, sink: FolderSink) -> None:
        self._sink = sink
        self.objects: dict[str, bytes] = {}

    @property
    def folder(self) -> Path:
        """Where it is being written."""
        return self._sink.folder

    def write_pack(self, pack: str, parts: Iterable[bytes]) -> None:
        """Keep a pack, and read it back."""
        self._sink.write_pack(pack, parts)

    def write_object(self, name: str, chunks: Iterable[bytes]) -> int:
        """Keep an object, and read it back; give its length."""
        hashing = Hashing(chunks)
        length = self._sink.write_object(name, hashing)
        self.objects[name] = hashing.sha256
        return length

    def drop_object(self, name: str) -> None:
        """Let go of an object."""
        self._sink.drop_object(name)
        self.objects.pop(name, None)

    def write_file(self, name: str, data: bytes) -> None:
        """Keep a file, and read it back."""
        self._sink.write_file(name, data)

    def commit(self) -> None:
        """Make it durable, then visible under its final name."""
        self._sink.commit()

    def abandon(self) -> None:
        """Remove what was written, unless it was committed."""
        self._sink.abandon()
