"""Who it was: the names of staff, sealed to her and to the auditors beside each entry of theirs.

docs/formats/audit-entry.md 11. The log has a hash of them alone. What a member of staff is
called is in the vault's own register too; sealed, it stays with the entry as it was then, and
dies with her case.
"""

from audit import repository as log
from audit.entry import SealedFields
from audit.errors import NotProven
from audit.fields import make_fields, marshal_fields, root_of
from consent.asking import Caller
from consent.repository import Connection
from vault import accounts
from vault.fields_box import seal_for
from vault.identity import parse_bundle
from vault.ids import Random, Uid

NOBODYS = frozenset({"survivor", "worker", "system"})
"""Roles that are no member of staff's: there is no name to seal."""


def seal_names(
    connection: Connection, caller: Caller, uid: Uid | None, *, title: str = "", random: Random
) -> SealedFields | None:
    """Seal who calls, for her whose case it is and for every auditor with a key.

    None where no member of staff calls, or nobody is there to open it.
    """
    member = None if caller.role in NOBODYS else accounts.staff_of(connection, caller.holder)
    if member is None:
        return None
    keys = {each.bundle for each in accounts.staff_of_role(connection, "auditor")}
    if uid is not None:
        account = accounts.account_of(connection, uid)
        # Whose code reached nobody is answered as late as whose did: somebody is sealed to.
        keys.add(member.bundle if account is None else account.bundle)
    bundles = [parse_bundle(key) for key in keys if key is not None]
    if not bundles:
        return None
    values = {
        "actor": _pseudonym(connection, caller, uid),
        "name": member.name,
        "network": caller.network,
        "staff": member.sid.hex(),
        "title": title,
    }
    fields = make_fields(values, random=random)
    root = root_of(fields)
    return SealedFields(root, seal_for(bundles, root, marshal_fields(fields), random=random))


def _pseudonym(connection: Connection, caller: Caller, uid: Uid | None) -> str:
    """Give what stands for this person in this case, and for nobody in another."""
    if uid is None:
        return ""
    try:
        return log.tag_of_thing(connection, uid, caller.holder).hex()
    except NotProven:
        return ""
