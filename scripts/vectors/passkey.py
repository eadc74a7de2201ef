"""The vectors of a passkey's slot (docs/formats/shv1.md 5): one fault in each that must fail."""

import json
from pathlib import Path

from vault.account import (
    Params,
    auth_key_prf,
    passkey_input,
    seal_root,
    seal_root_prf,
)
from vault.box import seal_box
from vault.ids import Uid
from vault.kdf import derive

UID = Uid(bytes.fromhex("10" * 16))
OTHER = Uid(bytes.fromhex("20" * 16))
PRF = bytes(range(32))
CREDENTIAL = bytes(range(100, 132))
ROOT = bytes(range(200, 232))


def _random(size: int) -> bytes:
    return bytes(size)


def _wrap(credential: bytes) -> bytes:
    return seal_root_prf(PRF, UID, credential, ROOT, random=_random)


def _row(name: str, expect: str, **change: str | bytes) -> dict[str, str]:
    """Give a case: the plain one with something of it changed after it was sealed."""
    row: dict[str, str | bytes] = {"name": name, "expect": expect, "prf": PRF, "uid": UID}
    row |= {"credential": CREDENTIAL, "wrap": _wrap(CREDENTIAL)} | change
    return {key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()}


def _good(name: str, credential: bytes) -> dict[str, str]:
    auth = auth_key_prf(PRF, UID, credential)
    wrap = _wrap(credential)
    return _row(name, "success", credential=credential, wrap=wrap, auth=auth, root=ROOT)


def rows() -> list[dict[str, str]]:
    """Give every case."""
    wrap = _wrap(CREDENTIAL)
    context = UID + CREDENTIAL
    short = seal_box(derive(PRF, "wrap prf", context), "root", context, ROOT[:31], random=_random)
    passphrases = seal_root(PRF, UID, Params(3, 65_536, bytes(16)), ROOT, random=_random)
    return [
        _good("plain", CREDENTIAL),
        _good("the shortest id", CREDENTIAL[:16]),
        _good("the longest id", bytes(1023)),
        _row("another secret", "not authentic", prf=PRF[::-1]),
        _row("another account", "not authentic", uid=OTHER),
        _row("another id", "not authentic", credential=CREDENTIAL[::-1]),
        _row("a changed byte", "not authentic", wrap=wrap[:-1] + bytes([wrap[-1] ^ 1])),
        _row("cut short", "not authentic", wrap=wrap[:-1]),
        _row("a passphrase's slot", "not authentic", wrap=passphrases),
        _row("a root of 31 bytes", "not authentic", wrap=short),
        _row("an id of 15 bytes", "malformed", credential=CREDENTIAL[:15]),
        _row("an id of 1024 bytes", "malformed", credential=bytes(1024)),
        _row("a secret of 31 bytes", "malformed", prf=PRF[:31]),
    ]


def write(folder: Path) -> None:
    """Write them."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {"input": passkey_input().hex(), "rows": rows()}
    (folder / "passkeys.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
