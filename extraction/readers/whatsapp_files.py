"""Where the text and media of a WhatsApp export lie: beside nothing, or in a ZIP file.

docs/readers.md 3. A phone exports a conversation as text alone, or as a ZIP file with the
text and the media that were sent. Members are read only after the pre-flight
(extraction/preflight.py). Which message a medium belongs to is told by Folder.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.archive import Archive, note_oddities
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

    def cite(self, name: str) -> None:
        """Count a message that names a medium."""

    def unclear(self, name: str) -> bool:
        """Tell whether whose a medium is cannot be told; there is none."""
        del name
        return False

    def take(self, name: str, context: ReadContext) -> Blob | None:
        """Give a medium; there is none."""
        del name, context
        return None


@dataclass(slots=True)
class Folder:
    """The media that lie together, and what the conversations beside them name.

    A name says nothing about who sent a file: anybody in a conversation can type one. So a
    medium belongs to a message only where one conversation lies beside it and one message
    of that names it.
    """

    archive: Archive
    media: dict[str, list[Entry]] = field(default_factory=dict)
    chats: int = 0
    cited: Counter[str] = field(default_factory=Counter)
    _taken: dict[int, Blob | None] = field(default_factory=dict)

    def clear(self, name: str) -> bool:
        """Tell whether it can be one message's alone."""
        return self.chats == 1 and self.cited[name] == 1 and len(self.media[name]) == 1

    def left(self) -> list[tuple[str, int, Entry]]:
        """Give the media that belong to no message: name, which of that name, member."""
        return [
            (name, number, entry)
            for name, entries in sorted(self.media.items())
            if not self.clear(name)
            for number, entry in enumerate(entries, start=1)
        ]

    def take(self, entry: Entry, context: ReadContext) -> Blob | None:
        """Take a medium in, once; None when it is damaged."""
        if id(entry) not in self._taken:
            self._taken[id(entry)] = _blob(self.archive, entry, context)
        return self._taken[id(entry)]


@dataclass(slots=True)
class TextInArchive:
    """A text and the media of its folder in one ZIP file."""

    archive: Archive
    chat: Entry
    folder: Folder
    name: str

    @property
    def length(self) -> int:
        """The text's length in bytes."""
        return self.chat.size

    def lines(self) -> Iterator[str]:
        """Give the lines, each time from the first."""
        return lines_of(self.archive.read(self.chat))

    def holds(self, name: str) -> bool:
        """Tell whether a medium of this name is beside the text."""
        return name in self.folder.media

    def cite(self, name: str) -> None:
        """Count a message that names a medium."""
        self.folder.cited[name] += 1

    def unclear(self, name: str) -> bool:
        """Tell whether whose a medium is cannot be told."""
        return self.holds(name) and not self.folder.clear(name)

    def take(self, name: str, context: ReadContext) -> Blob | None:
        """Take a medium in, once; None when it is absent or damaged."""
        entries = self.folder.media.get(name)
        return None if entries is None else self.folder.take(entries[0], context)


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
        LimitExceeded: there are more than any phone has.
    """
    archive = Archive(checked)
    found: list[TextInArchive] = []
    folders: dict[str, Folder] = {}
    names: Counter[str] = Counter()
    for entry in filter(is_chat, checked.entries):
        folder = folders.setdefault(_folder(entry), Folder(archive))
        folder.chats += 1
        names[entry.name] += 1
        # Two members of one name are two conversations.
        again = names[entry.name]
        name = entry.name if again == 1 else f"{entry.name}#{again}"
        found.append(TextInArchive(archive, entry, folder, name))
        if len(found) > MAX_CHATS:
            raise LimitExceeded(f"the archive has more than {MAX_CHATS} conversations")
    if not found:
        raise CorruptSource("the archive holds no conversation's text")
    for entry in checked.entries:
        beside = folders.get(_folder(entry))
        if beside is not None and entry.kind == "file" and not is_chat(entry):
            beside.media.setdefault(entry.plain.rsplit("/", 1)[-1], []).append(entry)
    return found


def _folder(entry: Entry) -> str:
    return entry.plain.rpartition("/")[0]


def note_archive(checked: Checked, chats: list[TextInArchive], ledger: Ledger) -> None:
    """Put into the ledger what is odd about the archive, and what nobody looks into."""
    name = checked.path.name.encode("utf-8", "backslashreplace").decode("utf-8")
    note_oddities(checked, name, ledger)
    known = {id(chat.chat) for chat in chats}
    known |= {id(entry) for chat in chats for held in chat.folder.media.values() for entry in held}
    for entry in checked.entries:
        if id(entry) not in known and entry.kind != "folder":
            ledger.leave_unread(
                entry.plain[:1000], offset=entry.start, size=entry.packed, reason=entry.kind
            )
