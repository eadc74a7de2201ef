"""A witness's memory: the newest note of each log, in one file, replaced as a whole.

docs/formats/witness.md 3. The file is durable before a cosignature leaves. A witness that
forgets could cosign a second history, so bytes that are not a state are refused and never
taken for an empty one.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from audit.checkpoint import parse_checkpoint
from audit.errors import MalformedNote
from audit.note import parse_note

STATE = "state.json"


def read_state(folder: Path) -> dict[str, str]:
    """Read what is remembered: origin to note; nothing before the first cosignature.

    Raises:
        MalformedNote: the file is not what write_state wrote.
        MalformedCheckpoint: a note of it is not a checkpoint's.
    """
    try:
        data = (folder / STATE).read_bytes()
    except FileNotFoundError:
        return {}
    try:
        listed = json.loads(data)
        state = {origin: note for origin, _size, note in listed}
    except (ValueError, TypeError):
        raise MalformedNote("the witness's state cannot be read") from None
    if marshal_state(state) != data:
        raise MalformedNote("the witness's state is not in canonical form")
    return state


def marshal_state(state: Mapping[str, str]) -> bytes:
    """Spell a state: a JSON array of [origin, size, note], sorted by origin.

    Raises:
        MalformedNote: a note is not a note, or of another origin.
        MalformedCheckpoint: its text is not a checkpoint.
    """
    listed: list[list[str | int]] = []
    for origin, note in sorted(state.items()):
        checkpoint = parse_checkpoint(parse_note(note).text)
        if checkpoint.origin != origin:
            raise MalformedNote("the witness's state mixes up two logs")
        listed.append([origin, checkpoint.size, note])
    return json.dumps(listed).encode()


def write_state(folder: Path, state: Mapping[str, str]) -> None:
    """Replace the file; return once that is durable."""
    fresh = folder / f"{STATE}.new"
    with fresh.open("wb") as file:
        file.write(marshal_state(state))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / STATE)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
