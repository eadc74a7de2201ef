"""`safehold shares`: the shares that an office holds for survivors who may lose a passphrase.

docs/cli.md 3, docs/formats/recovery.md 5.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.cli_io import Shell, UsageError, read_identity, read_if_there
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_private import write_private
from api.cli_session import read_session
from api.remote import Remote
from api.remote_holder import checked, hand_over, opened, tell_held
from consent.recovering import HOLDER_ROLES
from vault.canonical import unb64
from vault.errors import VaultError


def register(commands: Commands) -> None:
    """Add the commands."""
    group = commands.group("shares", "as an office that holds shares: show and hand over")
    held = group.command("held", _held, "open every share, and say so under your key")
    asked = group.command("asked", _asked, "see who asks; the wait begins when you first look")
    hand = group.command("hand-over", _hand_over, "hand a share over, after the wait")
    hand.add_argument("recovery")
    hand.add_argument("--met", action="store_true", help="you met her, and know that it is her")
    for parser in (held, asked, hand):
        parser.add_argument("--session", type=path_option, required=True)
        parser.add_argument("--identity", type=path_option, required=True)
        passphrase_options(parser)
    for parser in (asked, hand):
        parser.add_argument(
            "--notes", type=path_option, required=True, help="when you first saw which recovery"
        )


def _remote(shell: Shell) -> Remote:
    session = read_session(shell)
    if session.role not in HOLDER_ROLES:
        raise UsageError("this needs the session of a guardian, an advocate or an auditor")
    return session.remote()


def _held(shell: Shell) -> int:
    remote, key = _remote(shell), read_identity(shell, shell.options.identity)
    shown, broken = [], []
    for row in remote.call("GET", "/v1/recovery-shares"):
        try:
            tell_held(remote, key, row, shell.clock())
        except VaultError:
            broken.append(row["set"])
        else:
            shown.append(row["set"])
    lines = [f"{each}  opens" for each in shown] + [f"{each}  DOES NOT OPEN" for each in broken]
    shell.say({"held": shown, "broken": broken}, "\n".join(lines) or "you hold no share")
    return 1 if broken else 0


def _asked(shell: Shell) -> int:
    remote, key = _remote(shell), read_identity(shell, shell.options.identity)
    notes = _read_notes(shell.options.notes)
    found, broken = [], []
    for row in remote.call("GET", "/v1/recovery-shares"):
        if row["going_on"] is None or row["going_on"]["state"] not in ("asked", "ready"):
            continue
        try:
            share, _ = opened(remote, key, row)
            checked(share, row)
        except VaultError:
            # One that is not right must not hide the others.
            broken.append(row["set"])
            continue
        seen = notes.setdefault(_name(row), _spelt(shell.clock()))
        until = datetime.fromisoformat(seen).timestamp() + share.wait
        place = {"recovery": row["going_on"]["recovery"], "set": row["set"], "seen": seen}
        found.append({**place, "ready_here": _spelt(datetime.fromtimestamp(until, UTC))})
    write_private(shell.options.notes, json.dumps(notes, indent=1).encode())
    lines = [f"{each['recovery']}  can be handed over from {each['ready_here']}" for each in found]
    lines += [f"{each}  NOT BY ITS CARD, or does not open: keep it" for each in broken]
    shell.say({"asked": found, "broken": broken}, "\n".join(lines) or "nobody asks")
    return 1 if broken else 0


def _hand_over(shell: Shell) -> int:
    options = shell.options
    if not options.met:
        raise UsageError("hand over only to somebody whom you met and know; say so with --met")
    remote, key = _remote(shell), read_identity(shell, options.identity)
    notes = _read_notes(options.notes)
    rows = [
        row
        for row in remote.call("GET", "/v1/recovery-shares")
        if row["going_on"] is not None and row["going_on"]["recovery"] == options.recovery
    ]
    if not rows or _name(rows[0]) not in notes:
        raise UsageError("no such recovery was seen here; look first with: shares asked")
    seen = datetime.fromisoformat(notes[_name(rows[0])])
    hand_over(remote, key, rows[0], seen, now=shell.clock(), random=shell.random)
    shell.say({"recovery": options.recovery}, "handed over; she is told, and it is in her log")
    return 0


def _name(row: Mapping[str, Any]) -> str:
    """Name what was asked by its hash: an id could be given to something else."""
    return hashlib.sha256(unb64(row["asked"])).hexdigest()


def _spelt(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _read_notes(path: Path) -> dict[str, str]:
    data = read_if_there(path)
    if data is None:
        return {}
    try:
        notes = json.loads(data)
        if not isinstance(notes, dict):
            raise TypeError("want an object")
        for seen in notes.values():
            if datetime.fromisoformat(seen).tzinfo is None:
                raise ValueError("want a time with its zone")
    except (ValueError, TypeError):
        raise UsageError(f"{path} does not hold notes of recoveries") from None
    return {str(name): str(seen) for name, seen in notes.items()}
