"""`safehold keys revoke` and `keys heed`: take a key back, and refuse keys that were.

docs/formats/shv1.md 3. A list is signed by a root or an organisation; each names everything
that is revoked so far, under a higher number than the one before.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from api.cli_io import Shell, UsageError, read_bytes, read_identity, want_free, whole_file
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import read_session, write_session
from vault.canonical import b64, unb64
from vault.errors import Malformed, NotAuthentic
from vault.ids import Fingerprint, parse_fp
from vault.revocation import REASONS, check_revocations, issue_revocations, parse_revocations
from vault.statement import parse_time

Row = tuple[Fingerprint, datetime, str]


def register(keys: Commands) -> None:
    """Add the commands under `keys`."""
    revoke = keys.command("revoke", _revoke, "sign a list of keys that no longer count")
    revoke.add_argument("fp", nargs="+", metavar="FINGERPRINT", help="a key's fingerprint, in full")
    revoke.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    revoke.add_argument("--since", metavar="TIME", help="from when, YYYY-MM-DDTHH:MM:SSZ (now)")
    revoke.add_argument("--reason", choices=REASONS, required=True)
    revoke.add_argument("--after", type=path_option, metavar="LIST", help="the list before this")
    revoke.add_argument("--out", type=path_option, required=True, metavar="FILE")
    passphrase_options(revoke)
    heed = keys.command("heed", _heed, "refuse the keys of a list from now on, in one session")
    heed.add_argument("list", type=path_option, metavar="LIST", help="a signed list")
    heed.add_argument("--session", type=path_option, required=True)


def _revoke(shell: Shell) -> int:
    options = shell.options
    want_free(options.out)
    identity = read_identity(shell, options.identity)
    now = shell.clock().replace(microsecond=0)
    since = now if options.since is None else _since(options.since)
    seq, rows = 1, dict[Fingerprint, Row]()
    if options.after is not None:
        before = _read_list(options.after)
        check_revocations(parse_revocations(before), identity.bundle)
        seq, rows = _carried(before)
    for text in options.fp:
        try:
            fp = parse_fp(text)
        except Malformed:
            raise UsageError(f"{text} is not a fingerprint of 64 hex digits") from None
        rows[fp] = (fp, since, options.reason)
    raw = issue_revocations(identity, seq=seq, issued=now, revoked=rows.values())
    with whole_file(options.out, shell.random) as file:
        file.write(raw)
    shell.say(
        {"seq": seq, "revoked": len(rows), "file": str(options.out)},
        f"list {seq} of {len(rows)} revoked keys in {options.out}\n"
        "give it to whoever checks: `revoked` of a verify policy, or safehold keys heed",
    )
    return 0


def _since(text: str) -> datetime:
    try:
        return parse_time(text)
    except Malformed:
        raise UsageError("--since: want YYYY-MM-DDTHH:MM:SSZ") from None


def _carried(raw: bytes) -> tuple[int, dict[Fingerprint, Row]]:
    """Give the next number, and what the list before says: a key once revoked stays so."""
    found = parse_revocations(raw)
    reasons = {row["fp"]: row["reason"] for row in found.statement.body["list"]}  # type: ignore[union-attr, index, call-overload] # it was parsed
    rows = {fp: (fp, since, str(reasons[fp.hex()])) for fp, since in found.revoked.items()}
    return found.seq + 1, rows


def _heed(shell: Shell) -> int:
    session = read_session(shell)
    raw = _read_list(shell.options.list)
    found = parse_revocations(raw)
    kept = []
    for text in session.revoked:
        older = parse_revocations(unb64(text))
        if older.issuer != found.issuer:
            kept.append(text)
        elif older.seq > found.seq:
            raise NotAuthentic(f"list {found.seq} is older than list {older.seq}, which is heeded")
    write_session(shell.options.session, replace(session, revoked=(*kept, b64(raw))))
    shell.say(
        {"seq": found.seq, "issuer": found.issuer.hex(), "revoked": len(found.revoked)},
        f"list {found.seq} with {len(found.revoked)} keys is heeded in this session",
    )
    return 0


def _read_list(path: Path) -> bytes:
    raw = read_bytes(path, "the list")
    try:
        parse_revocations(raw)
    except Malformed as error:
        raise UsageError(f"{path} is not a list of revoked keys: {error}") from None
    return raw
