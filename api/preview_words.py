"""A preview in plain words: what would leave, in which form, and what would not.

Read by a person before she signs, so every file says what becomes of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from api.cli_io import printable, show_micros
from extraction.masking import STEP as MASK
from extraction.placeless import STEP as PLACE
from extraction.placeless import TRANSFORMED, grid_of
from extraction.preview import Preview

_WHOLE = "it goes as it is"
_STRIPPED = "goes without the place and time hidden in the "
_STAYS = "does not go: we cannot take the place out of it"
_MASKED = (
    "who takes part in a conversation stays named; so do names that somebody only wrote, and"
    " what pictures, recordings and films show or say"
)
_NOT_ASKED = "does not go: its kind was not asked for"


def counts_of(found: Preview) -> Iterator[str]:
    """Give the counts in lines."""
    yield f"{found.leaving:,} records would leave"
    for category, count in found.categories.items():
        yield f"{count:>9,}  {category}"
    steps = [copy.step.split(" ") for copy in found.derived.records]
    if copies := sum(PLACE in each for each in steps):
        place = "place" if grid_of(found.scope) is None else "exact place"
        yield f"{copies:>9,}  of them without their {place}, as changed copies"
    if copies := sum(MASK in each for each in steps):
        yield f"{copies:>9,}  of them with others as pseudonyms, as changed copies"
    if found.scope.h:
        yield f"{'':>9}  {_MASKED}"
    for reason, count in found.withheld.items():
        if reason != TRANSFORMED:
            yield f"{count:>9,}  stay: {reason}"
    stripped, stay, unasked = media_counts(found)
    if stripped:
        yield f"{stripped:>9,}  pictures and recordings: {_STRIPPED}file"
    if stay:
        yield f"{stay:>9,}  files: {_STAYS}"
    if unasked:
        yield f"{unasked:>9,}  files: {_NOT_ASKED}"


def media_counts(found: Preview) -> tuple[int, int, int]:
    """Count the media that go stripped, that do not go, and whose kind was not asked for."""
    stripped = sum(medium.copy is not None for medium in found.derived.media)
    unasked = len(found.derived.unasked())
    return stripped, len(found.derived.media) - stripped - unasked, unasked


def lines_of(records: Sequence[Mapping[str, object]], found: Preview) -> Iterator[str]:
    """Give each record in lines, with who, where and which files; a file says how it goes."""
    stay = {
        medium.original.hex(): None if not medium.asked else medium.copy is None
        for medium in found.derived.media
    }
    for row in records:
        record = row["record"]
        assert isinstance(record, dict)
        texts = record.get("text", [])
        said = printable(" ".join(str(text.get("value", "")) for text in texts)[:100])
        when = show_micros(record.get("time", {}).get("lo_us")) or "at no known time"
        yield f"{row['segment']}/{row['place']}  {record['category']}  {when}  {said}"
        who = [_person(party) for party in record.get("parties", [])]
        if who:
            yield f"    who: {printable(', '.join(who))}"
        if thread := record.get("thread"):
            named = f"{printable(thread['id'])} {printable(thread['name'])}"
            yield f"    conversation: {named.rstrip()}"
        for blob in record.get("blobs", []):
            size = f"{blob.get('size', 0):,} bytes" if blob["present"] else "not there"
            kind = blob.get("mime_sniffed") or blob.get("mime_declared") or "of unknown kind"
            name = printable(blob.get("name", ""))
            yield f"    file: {name} {printable(kind)}, {size}{_fate(blob, stay)}"


def _person(party: dict[str, object]) -> str:
    if party["is_owner"] is True:
        return f"{party['role']} you"
    words = (party.get("name"), party.get("id_norm") or party.get("id_raw"))
    return f"{party['role']} " + (
        " ".join(str(word) for word in words if word) or "somebody unknown"
    )


def _fate(blob: Mapping[str, object], stay: Mapping[str, bool | None]) -> str:
    if blob["present"] is not True:
        return ""
    sha256 = str(blob.get("sha256"))
    held = stay.get(sha256)
    if sha256 in stay and held is None:
        return f"; {_NOT_ASKED}"
    if held is not None and not held:
        sound = str(blob.get("mime_sniffed")).startswith("audio/")
        return f"; {_STRIPPED}{'recording' if sound else 'picture'}"
    return f"; {_STAYS if held else _WHOLE}"
