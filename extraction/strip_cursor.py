"""Reading a file's structure from front to back, never past its end.

docs/formats/stripping.md. Shared by the strippers of each kind of file. Whatever is not as
the format says raises Malformed, and the file then does not go at all.
"""

from vault.errors import Malformed


class Cursor:
    """A place in some bytes. Numbers are unsigned."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, count: int) -> bytes:
        """Give the next bytes, or raise Malformed where there are fewer."""
        end = self.at + count
        if end > len(self.data):
            raise Malformed("the file ends too early")
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def big(self, size: int) -> int:
        """Give the next number, its high byte first."""
        return int.from_bytes(self.take(size), "big")

    def little(self, size: int) -> int:
        """Give the next number, its low byte first."""
        return int.from_bytes(self.take(size), "little")

    def done(self) -> bool:
        """Tell whether nothing is left."""
        return self.at == len(self.data)


def want(holds: object) -> None:
    """Raise Malformed unless something is as the format says."""
    if not holds:
        raise Malformed("the file is not as its format says")
