"""An entry with holes: what only the database knows when it takes the entry's place.

docs/formats/audit-entry.md 4. PostgreSQL appends with one statement, so it fills in the
case's tags, the time and the padding itself (`append` in api/migrations); the bytes that
come of it are those that `Entry.marshal` gives.
"""

from dataclasses import dataclass

from audit.entry import Entry

HOLES = ("con", "obj", "org", "pad", "t", "tag")
"""What the database fills in, in the order in which it stands in the bytes."""


@dataclass(frozen=True, slots=True)
class Template:
    """Canonical bytes without the values of `places`: by name, where each value belongs.

    A place counts the bytes before it, the values that are left out not among them.
    """

    data: bytes
    places: dict[str, int]


def template_of(entry: Entry) -> Template:
    """Take out of an entry what the database fills in, or raise MalformedEntry."""
    data = entry.marshal()
    places = {}
    for name in HOLES:
        quote = b"" if name == "t" else b'"'
        # No value holds a quotation mark, so this is the field's name and nothing else.
        before, found, after = data.partition(b'"%b":%b' % (name.encode(), quote))
        if found:
            ending = b"," if name == "t" else b'"'
            _, end, rest = after.partition(ending)
            places[name] = len(before) + len(found)
            data = before + found + end + rest
    return Template(data, places)
