"""What an account may add to its own vault: by whose key, how much, and what of it was given up.

docs/formats/addition.md 5. An addition is made in one go. One that was begun and not finished is
given up when the next one begins, and what came of it is removed.
"""

from collections.abc import Iterator

from api.problems import Forbidden, Invalid
from api.services import Services
from consent.asking import Caller
from consent.repository import Connection
from extraction.added import MAX_FILE, MAX_FILES, MAX_SEALED, MAX_TOTAL
from vault import accounts, holdings
from vault.ids import Uid
from vault.ingest import Ingest
from vault.pieces import fixed_name, piece_names
from vault.rows import ExtractionRow

MAX_ADDITIONS = 500
_MAX_SEALED_TOTAL = MAX_TOTAL + MAX_TOTAL // 8 + MAX_FILES * 4096
"""Padding adds an eighth at most, and the listing and the ledger are small."""
_MAX_PACKS = 8 * 1024 * 1024
_MAX_CATALOGUE = 1024 * 1024


def _check_limits(ingest: Ingest) -> None:
    """Check what the statement says that it brings, or raise Invalid with the reason."""
    lengths = [length for _, length in ingest.objects]
    if len(lengths) > MAX_FILES + 2 or ingest.tree_size > MAX_FILES:
        raise Invalid(f"more than {MAX_FILES} files were added at once; add them in turn")
    if any(length > MAX_SEALED for length in lengths):
        raise Invalid(f"a file is longer than {MAX_FILE:,} bytes")
    if sum(lengths) > _MAX_SEALED_TOTAL:
        raise Invalid(f"the files are longer than {MAX_TOTAL:,} bytes together")
    packs = sum(row.length for row in ingest.packs)
    if packs > _MAX_PACKS or ingest.catalogue_length > _MAX_CATALOGUE:
        raise Invalid("what is said of the files is longer than it can be")


def owner_of(connection: Connection, caller: Caller, ingest: Ingest) -> Uid:
    """Tell whose an addition is: the caller's, sealed by her own key and nobody else's.

    Raises:
        Forbidden: the statement is a guardian's, or is by another key.
        Invalid: it is more than may be added at once, or she has added as often as can be.
    """
    account = accounts.account_of(connection, Uid(caller.holder))
    if account is None or ingest.guardian is not None or ingest.survivor != account.fp:
        raise Forbidden("one adds to one's own vault alone, with one's own key")
    _check_limits(ingest)
    if len(_added(connection, account.uid, account.fp)) >= MAX_ADDITIONS:
        raise Invalid(f"{MAX_ADDITIONS} additions are here, and no more can be")
    return account.uid


def is_hers(connection: Connection, caller: Caller, row: ExtractionRow) -> bool:
    """Tell whether an upload is the caller's own addition."""
    account = accounts.account_of(connection, Uid(caller.holder))
    return account is not None and row.uid == account.uid and row.guardian == account.fp


def give_up_begun(connection: Connection, uid: Uid, ingest: Ingest) -> list[ExtractionRow]:
    """Give up every other addition that was begun and not finished; list them."""
    begun = [
        row
        for row in _added(connection, uid, ingest.survivor)
        if row.state == "uploading" and row.eid != ingest.eid
    ]
    for row in begun:
        holdings.give_up_upload(connection, row.eid)
    return begun


def remove_begun(services: Services, row: ExtractionRow, ingest: Ingest) -> None:
    """Remove what came of an addition that was given up."""
    for name in _names(row, ingest):
        services.stores.custody.delete(name)


def _added(connection: Connection, uid: Uid, fp: bytes) -> list[ExtractionRow]:
    return [row for row in holdings.extractions_of(connection, uid) if row.guardian == fp]


def _names(row: ExtractionRow, ingest: Ingest) -> Iterator[str]:
    from_statement = [(pack.pack, pack.length) for pack in ingest.packs]
    from_statement += [
        *ingest.objects,
        (fixed_name(row.eid, "catalogue"), ingest.catalogue_length),
        (fixed_name(row.eid, "leaves"), 32 * ingest.tree_size),
    ]
    for name, length in from_statement:
        yield f"x/{row.eid.hex()}/{name}"
        yield from piece_names(row.eid, name, length)
