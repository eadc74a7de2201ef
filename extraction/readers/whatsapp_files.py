"""Where the text and media of a WhatsApp export lie: beside nothing, or in a ZIP file.

docs/readers.md 3. A phone exports a conversation as text alone, or as a ZIP file with the
text and the media that were sent. Members are read only after the pre-flight
(extraction/preflight.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.archive import Archive
from extraction.errors import CorruptSource, LimitExceeded
from extraction.ledger import Ledger
from extraction.preflight import Checked, Entry
from extraction.reader import ReadContext
from extraction.record import Blob
from extraction.source import Member, read_member

IPHONE_CHAT = "_chat.txt"
ANDROID_CHAT = "WhatsApp Chat"
MAX_LINE = 16 * 1024 * 1024
MAX_CHATS = 1000


def lines_of(pieces: Iterator[bytes]) -> Iterator[str]:
    """Give the lines of a text; bytes that are not UTF-8 are replaced.

    Raises:
        LimitExceeded: a line is longer than any chat's.
    """
    held = b""
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
        if len(held) > MAX_LINE:
            raise LimitExceeded(f"a line is longer than {MAX_LINE} bytes")
    if held:
        yield held.decode("utf-8", "replace")


def is_chat(entry: Entry) -> bool:
    """Tell by its name whether a member is a conversation's text."""
    base = entry.plain.rsplit("/", 1)[-1]
    named = base == IPHONE_CHAT or (base.startswith(ANDROID_CHAT) and base.endswith(".txt"))
    return entry.kind == "file" and named


@dataclass(slots=True)
class TextAlone:
    """A text without media."""

    member: Member

    @property
    def name(self) -> str:
        """The text's name in the source."""
        return self.member.name

    @property
    def length(self) -> int:
        """The text's length in bytes."""
        return self.member.length

    def lines(self) -> Iterator[str]:
        """Give the lines, each time from the first."""
        return lines_of(read_member(self.member))

    def holds(self, name: str) -> bool:
        """Tell whether a medium of this name is beside the text."""
        del name
        return False

    def take(self, name: str, context: ReadContext) -> Blob | None:
        """Give a medium; there is none."""
        del name, context
        return None


@dataclass(slots=True)
class TextInArchive:
    """A text and its media in one ZIP file. `cited` are the media that messages name."""

    archive: Archive
    chat: Entry
    media: dict[str, Entry]
    name: str
    cited: set[str] = field(default_factory=set)
    _taken: dict[str, Blob | None] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """The text's length in bytes."""
        return self.chat.size

    def lines(self) -> Iterator[str]:
        """Give the lines, each time from the first."""
        return lines_of(self.archive.read(self.chat))

    def holds(self, name: str) -> bool:
        """Tell whether a medium of this name is beside the text."""
        return name in self.media

    def take(self, name: str, context: ReadContext) -> Blob | None:
        """Take a medium in, once; None when it is absent or damaged."""
        self.cited.add(name)
        if name not in self._taken:
            entry = self.media.get(name)
            self._taken[name] = None if entry is None else _blob(self.archive, entry, context)
        return self._taken[name]


def _blob(archive: Archive, entry: Entry, context: ReadContext) -> Blob | None:
    # Read once before it is handed on: what a sink has taken cannot be given back.
    if not archive.good(entry):
        context.ledger.warn("a medium of the archive is damaged and was not taken in")
        return None
    base = entry.plain.rsplit("/", 1)[-1]
    return context.take_blob(archive.read(entry), base, "")


def chats_of(checked: Checked) -> list[TextInArchive]:
    """Find the conversations of an archive, each with the media of its own folder.

    Raises:
        CorruptSource: there is none.
    """
    archive = Archive(checked)
    found: list[TextInArchive] = []
    names: dict[str, int] = {}
    for entry in filter(is_chat, checked.entries):
        folder = entry.plain.rpartition("/")[0]
        media = {
            other.plain.rsplit("/", 1)[-1]: other
            for other in reversed(checked.entries)
            if other.kind == "file"
            and other.plain.rpartition("/")[0] == folder
            and not is_chat(other)
        }
        # Two members of one name are two conversations.
        again = names[entry.name] = names.get(entry.name, 0) + 1
        name = entry.name if again == 1 else f"{entry.name}#{again}"
        found.append(TextInArchive(archive, entry, media, name))
        if len(found) > MAX_CHATS:
            raise LimitExceeded(f"the archive has more than {MAX_CHATS} conversations")
    if not found:
        raise CorruptSource("the archive holds no conversation's text")
    return found


def note_archive(checked: Checked, chats: list[TextInArchive], ledger: Ledger) -> None:
    """Put into the ledger what is odd about the archive, and what nobody looks into."""
    for warning in checked.warnings:
        ledger.warn(warning)
    name = checked.path.name.encode("utf-8", "backslashreplace").decode("utf-8")
    for hidden in checked.hidden:
        ledger.leave_unread(
            name,
            offset=hidden.offset,
            size=hidden.length,
            reason=hidden.what,
            sha256=hidden.sha256,
        )
    known = {id(entry) for chat in chats for entry in (chat.chat, *chat.media.values())}
    for entry in checked.entries:
        if id(entry) not in known and entry.kind != "folder":
            ledger.leave_unread(
                entry.plain[:1000], offset=entry.start, size=entry.packed, reason=entry.kind
            )
