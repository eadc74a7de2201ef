"""Opening what says who it was: sealed fields of entries, by a key that they are sealed to.

docs/formats/audit-entry.md 11. Used by her command line and by an auditor's; never by a server.
"""

from audit.entry import Entry
from audit.errors import MalformedEntry, NotProven
from audit.fields import Field, check_fields, parse_fields
from vault.errors import NoIdentityMatches
from vault.fields_box import open_for
from vault.identity import Identity


def open_fields(identity: Identity, entry: Entry, box: bytes | None) -> tuple[Field, ...] | None:
    """Open the fields of an entry; None where it has none, or they are sealed to others.

    Raises:
        NotProven: they are not those of the entry, or the entry has some and none were given.
        VaultError: the box was changed.
    """
    if not entry.x:
        if box is not None:
            raise NotProven("fields came with an entry that has none")
        return None
    if box is None:
        raise NotProven("the entry has sealed fields, and they were not given")
    try:
        plain = open_for(identity, bytes.fromhex(entry.x), box)
    except NoIdentityMatches:
        return None
    fields = parse_fields(plain)
    if any(field.r is None for field in fields):
        raise MalformedEntry("a sealed field is closed to whom it is sealed to")
    check_fields(fields, entry.x)
    return fields


def values_of(fields: tuple[Field, ...] | None) -> dict[str, str]:
    """Give opened fields by name."""
    return {} if fields is None else {field.name: field.value for field in fields}
