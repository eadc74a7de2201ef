"""Media of a WhatsApp export: which a message names, and those that belong to no message.

docs/readers.md 3. The text says only a file's name, and anybody can type one.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from extraction.parties import MAX_ID
from extraction.reader import Found, Item, Quarantined, ReadContext
from extraction.readers.whatsapp_files import Folder
from extraction.readers.whatsapp_lines import MARKS
from extraction.record import Party, Provenance, Record, Time, record_id
from extraction.time import utc_time

NAME = "whatsapp-text"
VERSION = "2"

_WORDS = (
    *("attached", "Anhang", "adjunto", "anexado", "bijgevoegd", "pièce jointe", "allegato"),
    *("file attached", "Datei angehängt", "archivo adjunto", "arquivo anexado"),
    *("fichier joint", "bestand bijgevoegd", "file allegato"),
)
_IPHONE = re.compile(
    rf"<(?P<word>[^<>:\n]{{1,40}}?)\s?: (?P<file>[^<>/\\\n]{{1,255}})>[{MARKS}\s]*\Z"
)
_ANDROID = re.compile(
    r"\A(?P<file>[^/\\\n]{1,250}\.\w{2,5}) \((?P<word>[^()\n]{1,40})\)[ \t]*(?:\n|\Z)"
)
_OMITTED = re.compile(
    r"\A(?:<Media omitted>|(?:image|video|audio|sticker|GIF|document|Contact card) omitted)\Z"
)


def named_medium(text: str, holds: Callable[[str], bool]) -> str | None:
    """Give the name of the medium that a message says it brought."""
    for pattern in (_IPHONE, _ANDROID):
        match = pattern.search(text)
        if match is None:
            continue
        name = match["file"].strip(MARKS)
        # In an archive the file itself tells; alone, the words of some languages do.
        if holds(name) or match["word"].strip(MARKS) in _WORDS:
            return name
    return None


def left_out(text: str) -> bool:
    """Tell whether a message says that its medium was left out of the export."""
    return _OMITTED.match(text.strip(MARKS)) is not None


def loose_media(
    folder: Folder, beside: str, talks: Sequence[str], context: ReadContext
) -> Iterator[Item]:
    """Give a record for each medium that belongs to no message, so that none is lost.

    It is in no conversation: a conversation's text does not say that the media beside it
    are its own. But whoever the conversations there are with may be in it.
    """
    left = folder.left()
    if not left:
        return
    line = context.ledger.line("media", member=beside, reader=NAME, version=VERSION)
    if line.over:
        return
    unclear = sum(folder.cited[name] > 0 for name, _, _ in left)
    if unclear:
        context.ledger.warn(
            f"{unclear} media are named by messages that may not have brought them; they belong "
            "to none of them"
        )
    for name, number, entry in left:
        line.seen += 1
        blob = folder.take(entry, context)
        if blob is None:
            yield Quarantined(line, line.seen, "a medium is damaged", entry.plain.encode())
            continue
        times: tuple[Time, ...] = ()
        if entry.modified_s is not None:
            # When the archive's maker last wrote the file is not when anything happened.
            times = (utc_time(entry.modified_s, "s", kind="file_mtime"),)
        yield Found(
            line,
            Record(
                record_id(context.source_id, f"{beside}/media/{name}#{number}"),
                "media",
                Provenance(NAME, NAME, VERSION, member=entry.plain[:1000]),
                app_id="whatsapp",
                app_name="WhatsApp",
                parties=tuple(
                    Party("participant", name=talk[:MAX_ID], is_owner=None) for talk in talks
                ),
                times=times,
                blobs=(blob,),
                flags=("party_unknown", "media_unclear")
                if folder.cited[name]
                else ("party_unknown",),
            ),
        )
