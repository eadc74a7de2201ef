"""Checks log entries that were given to a court, without anything of the vault's own.

    python3 verify.py [policy]

Needs Python 3.11 and the package `cryptography`. Reads the folder that it lies in: entries,
a proof for each, and a log policy. Give your own policy file, from the people whom you
trust: the one in the folder only shows what whoever gave it to you trusts.

It prints a line for each entry and ends with 0 when every one of them is proven, with 1
when something does not hold, and with 3 when a file is not what it should be.
"""

import base64
import hashlib
import json
import struct
import sys
import time
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

ED25519, COSIGNED = 1, 4
HASH, STEP, FUTURE = 32, 512, 300
Key = tuple[str, int, bytes]
"""A name, an algorithm byte, and a public key."""
Policy = tuple[list[Key], dict[str, Key], dict[str, tuple[int, list[str]]], str]
"""Logs, witnesses by name, groups by name, and whose word makes the quorum."""


class Wrong(Exception):
    """Something does not hold."""


def unb64(text: str) -> bytes:
    """Read base64 in its one spelling."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Wrong("base64 in another spelling")
    return data


def parse_key(text: str) -> Key:
    """Read a vkey, whose id must be its key's own."""
    name, number, body = text.split("+", 2)
    data = unb64(body)
    if hashlib.sha256(name.encode() + b"\n" + data).digest()[:4].hex() != number:
        raise Wrong("a key's id is not its own")
    return name, data[0], data[1:]


def key_id(key: Key) -> bytes:
    """Give the four bytes that a key's signature lines begin with."""
    return hashlib.sha256(key[0].encode() + b"\n" + bytes([key[1]]) + key[2]).digest()[:4]


def parse_policy(text: str) -> Policy:
    """Read a policy: whose keys count, and how many witnesses are enough."""
    logs: list[Key] = []
    witnesses: dict[str, Key] = {}
    groups: dict[str, tuple[int, list[str]]] = {}
    quorum = None
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "log":
            logs.append(parse_key(words[1]))
        elif words[0] == "witness":
            name, kind, public = parse_key(words[2])
            witnesses[words[1]] = (name, COSIGNED if kind == ED25519 else kind, public)
        elif words[0] == "group":
            members = words[3:]
            counted = {"all": len(members), "any": 1}
            needed = counted[words[2]] if words[2] in counted else int(words[2])
            groups[words[1]] = (needed, members)
        elif words[0] == "quorum" and quorum is None:
            quorum = words[1]
        else:
            raise Wrong("the policy has a line that is not known")
    if quorum is None or not logs:
        raise Wrong("the policy names no log or no quorum")
    return logs, witnesses, groups, quorum


def check_line(key: Key, value: bytes, text: str) -> int:
    """Check one signature; give its time, 0 where it has none."""
    name, kind, public = key
    try:
        if kind == ED25519:
            Ed25519PublicKey.from_public_bytes(public).verify(value, text.encode())
            return 0
        seconds = int.from_bytes(value[:8])
        if kind == COSIGNED:
            message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
            Ed25519PublicKey.from_public_bytes(public).verify(value[8:], message)
        else:
            origin, size, root, _ = text.split("\n")
            message = b"subtree/v1\n\x00" + bytes([len(name.encode())]) + name.encode()
            message += struct.pack(">QB", seconds, len(origin.encode())) + origin.encode()
            message += struct.pack(">QQ", 0, int(size)) + unb64(root)
            MLDSA44PublicKey.from_public_bytes(public).verify(value[8:], message)
    except InvalidSignature:
        raise Wrong(f"the signature of {name} does not hold") from None
    if seconds > time.time() + FUTURE:
        raise Wrong(f"the signature of {name} lies in the future")
    return seconds


def check_note(note: str, policy: Policy) -> tuple[int, bytes, list[str]]:
    """Check a checkpoint's signatures; give its size, its root and who saw it when."""
    logs, witnesses, groups, quorum = policy
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    origin, size, root, empty = text.split("\n")
    if empty or str(int(size)) != size or not lines.endswith("\n"):
        raise Wrong("not a checkpoint")
    known = {(key[0], key_id(key)): key for key in [*logs, *witnesses.values()]}
    signed, seen = set(), []
    for line in lines.splitlines():
        _dash, name, body = line.split(" ")
        data = unb64(body)
        key = known.get((name, data[:4]))
        if key is None:
            continue
        seconds = check_line(key, data[4:], text)
        signed.add(key)
        if key not in logs:
            seen.append(f"{name} at {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(seconds))} UTC")
    own = [key for key in logs if key[0] == origin]
    if not own or not signed.issuperset(own):
        raise Wrong("the log did not sign the checkpoint with every key of the policy")

    def holds(name: str) -> bool:
        if name in witnesses:
            return witnesses[name] in signed
        needed, members = groups[name]
        return sum(map(holds, members)) >= needed

    if quorum != "none" and not holds(quorum):
        raise Wrong("too few witnesses saw the checkpoint")
    return int(size), unb64(root), seen


def check_path(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> None:
    """Check that a leaf is in the tree (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size or any(len(step) != HASH for step in [root, *path]):
        raise Wrong("the proof is not one")
    at, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise Wrong("the proof is too long")
        if at & 1 or at == last:
            value = hashlib.sha256(b"\x01" + step + value).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = hashlib.sha256(b"\x01" + value + step).digest()
        at, last = at >> 1, last >> 1
    if last != 0 or value != root:
        raise Wrong("the entry is not in the log that was signed")


def check_proof(path: Path, index: int, leaf: bytes, policy: Policy) -> tuple[str, list[str]]:
    """Check that an entry is in the log; give the checkpoint's text and who saw it when."""
    head, _, note = path.read_bytes().decode().partition("\n\n")
    first, second, *path_lines = head.split("\n")
    if first != "c2sp.org/tlog-proof@v1" or second != f"index {index}":
        raise Wrong("the proof is not this entry's")
    size, root, seen = check_note(note, policy)
    check_path(leaf, index, size, [unb64(line) for line in path_lines], root)
    return note.rpartition("\n\n")[0] + "\n", seen


def check_stamped(folder: Path, index: int, leaf: bytes, policy: Policy) -> str:
    """Check that what was stamped is a log that holds the entry; openssl checks the stamps."""
    tokens = sorted(folder.glob(f"{index}.*.tsr"))
    if not tokens and not (folder / f"{index}.checkpoint").exists():
        return ""
    # When it was there is the authority's word here, so the log's own signature is enough.
    logs, witnesses, groups, _ = policy
    own = (logs, witnesses, groups, "none")
    text, _ = check_proof(folder / f"{index}.tlog-proof", index, leaf, own)
    if (folder / f"{index}.checkpoint").read_bytes() != text.encode():
        raise Wrong("what was stamped is not what the proof leads to")
    return f"; in a log that {len(tokens)} time stamps are over, which openssl checks"


def check_fields(path: Path, wanted: str) -> str:
    """Check opened fields against the entry's hash of them; give them for people."""
    if not path.exists():
        return ""
    rows = json.loads(path.read_bytes())["fields"]
    parts, open_ones = b"", []
    for name, r, *value in rows:
        known = bytes.fromhex(r)
        if value:
            text = name.encode() + b"\x00" + known + value[0].encode()
            known = hashlib.sha256(b"safehold-audit-commit-v1\x00" + text).digest()
            open_ones.append(f"{name} {value[0]}")
        if len(known) != HASH or len(bytes.fromhex(r)) != HASH or len(value) > 1:
            raise Wrong("the fields are not fields")
        parts += name.encode() + b"\x00" + known
    if hashlib.sha256(b"safehold-audit-fields-v1\x00" + parts).hexdigest() != wanted:
        raise Wrong("the fields are not those that the entry commits to")
    return f" ({', '.join(open_ones)})" if open_ones else ""


def check_entry(folder: Path, path: Path, policy: Policy) -> str:
    """Check one entry; give a line for people."""
    data = path.read_bytes()
    entry = json.loads(data)
    again = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if again.encode() != data or len(data) % STEP:
        raise Wrong("the entry is in another spelling than its own")
    leaf = hashlib.sha256(b"\x00" + data).digest()
    _, seen = check_proof(folder / f"{path.stem}.tlog-proof", int(path.stem), leaf, policy)
    stamped = check_stamped(folder / "time", int(path.stem), leaf, policy)
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(entry["t"] / 1000))
    who = check_fields(folder / f"{path.stem}.fields", entry.get("x", ""))
    told = f"{entry['act']} {entry['out']} by {entry['role']}{who} on {when} UTC"
    return f"{path.stem}: {told}; seen by {', '.join(seen) or 'no witness'}{stamped}"


def say(words: str) -> None:
    """Write a line."""
    sys.stdout.write(words + "\n")


def main() -> int:
    """Check every entry of the folder."""
    folder = Path(__file__).resolve().parent
    given = len(sys.argv) > 1
    try:
        policy = parse_policy(
            (Path(sys.argv[1]) if given else folder / "policy").read_text("utf-8")
        )
        paths = sorted((folder / "entries").glob("*.json"), key=lambda path: int(path.stem))
    except (OSError, ValueError, KeyError, IndexError, Wrong) as error:
        say(f"cannot be read: {error}")
        return 3
    wrong = 0 if paths else 1
    for path in paths:
        try:
            say(f"proven  {check_entry(folder, path, policy)}")
        except (OSError, ValueError, KeyError, IndexError, Wrong) as error:
            say(f"WRONG   {path.stem}: {error}")
            wrong += 1
    say("every entry is proven" if not wrong else f"{wrong} not proven")
    if not given:
        say("by the policy in the folder: compare its keys with those that you know")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
