"""Drafts that a worker could make who changes a package and signs again."""

import copy
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extraction.container import Cover, marshal_head, read_head, seal_package, wrap_key
from extraction.errors import NotVerified
from extraction.package import read_package
from extraction.verify import verify_draft
from extraction.zip_stored import ByteStream, Entry, entry_of, write_zip, zip_length
from vault.box import seal_chunks
from vault.canonical import b64, marshal, unb64
from vault.identity_file import parse_identity
from vault.ids import Eid, Rid
from vault.padme import padme
from vault.segment import record_leaf
from vault.statement import parse_statement, sign


def lie(folder: Path) -> None:
    """Change the draft as a worker could who signs again; write each and its first failing step."""
    survivor = parse_identity((folder / "survivor.key").read_bytes(), passphrase=None)
    worker = parse_identity((folder / "worker.key").read_bytes(), passphrase=None)
    package = folder / "peeked"
    out = folder / "lies"
    out.mkdir()
    expected: dict[str, int] = {}
    for name, change in _LIES.items():
        files = {
            path.relative_to(package).as_posix(): path.read_bytes()
            for path in sorted(package.rglob("*"))
            if path.is_file() and path.name != "cover.json"
        }
        change(files)
        _sign_again(files, worker, keep=name in _UNSIGNED)
        expected[name] = _first_failure(folder / "lying" / name, files)
        (out / f"{name}.shv1r").write_bytes(_sealed_draft(folder, files, survivor.bundle))
    for name, padding in (("padded-otherwise", b"\x01"), ("padded-more", bytes(256))):
        (out / f"{name}.shv1r").write_bytes(_padded_draft(padding, survivor.bundle))
    (folder / "lies.json").write_text(json.dumps(expected), "utf-8")


def _sign_again(files: dict[str, bytes], worker: Any, *, keep: bool) -> None:  # noqa: ANN401
    if keep:
        return
    statement = parse_statement(files["release.dsse.json"], "release")
    body: dict[str, Any] = copy.deepcopy(statement.body)
    body |= json.loads(files.pop("changed", b"{}"))
    body["files"] = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != "release.dsse.json"
    }
    files["release.dsse.json"] = sign(worker, "release", body)


def _first_failure(path: Path, files: dict[str, bytes]) -> int:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    try:
        verify_draft(read_package(path))
    except NotVerified as error:
        return error.step
    return -1


def _sealed_draft(folder: Path, files: dict[str, bytes], bundle: Any) -> bytes:  # noqa: ANN401
    draft = next((folder / "draft").glob("*.shv1r")).read_bytes()
    kept = read_head(ByteStream([draft])).cover
    cover = Cover(kept.rid, kept.eid, None, {}, ())
    secret = os.urandom(32)
    entries = tuple(entry_of(name, files[name]) for name in sorted(files))
    box = seal_package(secret, cover, _Plan(entries), random=os.urandom)
    return marshal_head(cover, [wrap_key(secret, cover, bundle)]) + b"".join(box)


def _padded_draft(padding: bytes, bundle: Any) -> bytes:  # noqa: ANN401
    """Seal an empty package whose padding ends otherwise than it should."""
    cover = Cover(Rid(bytes(16)), Eid(bytes(16)), None, {}, ())
    secret = os.urandom(32)
    plan = _Plan(())
    plain = plan.length.to_bytes(8) + b"".join(plan.chunks())
    whole = plain.ljust(padme(len(plain)), b"\x00")
    body = whole + padding if len(padding) > 1 else whole[:-1] + padding
    box = seal_chunks(secret, "release", cover.rid + cover.eid, [body], random=os.urandom)
    return marshal_head(cover, [wrap_key(secret, cover, bundle)]) + b"".join(box)


class _Plan:
    """Entries that are ready to be written."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.length = zip_length(entries)

    def chunks(self) -> Iterator[bytes]:
        return write_zip(self.entries)


def _release_body(files: dict[str, bytes]) -> dict[str, Any]:
    return copy.deepcopy(parse_statement(files["release.dsse.json"], "release").body)


def _segments(files: dict[str, bytes]) -> tuple[list[Any], int, int]:
    """Give the segments, and where the first disclosed record is."""
    segments = json.loads(files["segments.json"])
    segment, place = next(
        (number, place)
        for number, body in enumerate(segments)
        for place, item in enumerate(body["records"])
        if "r" in item
    )
    return segments, segment, place


def _edit(files: dict[str, bytes]) -> None:
    segments, segment, place = _segments(files)
    record = json.loads(segments[segment]["records"][place]["r"])
    record["text"] = [{"field": "body", "value": "something else"}]
    segments[segment]["records"][place]["r"] = marshal(record).decode()
    files["segments.json"] = marshal(segments)


def _withhold(files: dict[str, bytes]) -> None:
    segments, segment, place = _segments(files)
    item = segments[segment]["records"][place]
    leaf = record_leaf(unb64(item["s"]), item["r"].encode())
    segments[segment]["records"][place] = {"h": b64(leaf), "w": "out-of-scope"}
    files["segments.json"] = marshal(segments)
    body = _release_body(files)
    withheld = dict(body["withheld"])
    withheld["out-of-scope"] = withheld.get("out-of-scope", 0) + 1
    selection = {**body["selection"], "records": body["selection"]["records"] - 1}
    changed = {"withheld": withheld, "disclosed": body["disclosed"] - 1, "selection": selection}
    files["changed"] = marshal(changed)


def _miscount(files: dict[str, bytes]) -> None:
    files["changed"] = marshal({"disclosed": _release_body(files)["disclosed"] + 1})


def _drop_segment(files: dict[str, bytes]) -> None:
    segments, _, _ = _segments(files)
    del segments[len(segments) // 2]
    files["segments.json"] = marshal(segments)


def _drop_boundary(files: dict[str, bytes]) -> None:
    files["boundary.json"] = marshal(json.loads(files["boundary.json"])[1:])


def _move_boundary(files: dict[str, bytes]) -> None:
    openings = json.loads(files["boundary.json"])
    openings[0]["i"] += 1
    files["boundary.json"] = marshal(openings)


def _drop_medium(files: dict[str, bytes]) -> None:
    del files[next(name for name in files if name.startswith("media/"))]
    files["changed"] = marshal({"objects": 0})


def _other_medium(files: dict[str, bytes]) -> None:
    files[next(name for name in files if name.startswith("media/"))] = b"another picture"


def _widen(files: dict[str, bytes]) -> None:
    envelope = json.loads(files["grant.dsse.json"])
    body = json.loads(unb64(envelope["payload"]))
    body["approval"] = "auto"
    envelope["payload"] = b64(marshal(body))
    files["grant.dsse.json"] = marshal(envelope)


def _unknown_file(files: dict[str, bytes]) -> None:
    files["notes.txt"] = b"hidden"


def _other_reason(files: dict[str, bytes]) -> None:
    files["changed"] = marshal({"eid": "00" * 16})


def _late(files: dict[str, bytes]) -> None:
    files["changed"] = marshal({"created": "2031-01-01T00:00:00Z"})


def _unsigned(files: dict[str, bytes]) -> None:
    files["README.txt"] += b"more"


def _no_mldsa(files: dict[str, bytes]) -> None:
    envelope = json.loads(files["ingest.dsse.json"])
    envelope["signatures"] = envelope["signatures"][:1]
    files["ingest.dsse.json"] = marshal(envelope)


_UNSIGNED = ("unsigned",)
_LIES = {
    "edit": _edit,
    "withhold": _withhold,
    "miscount": _miscount,
    "drop-segment": _drop_segment,
    "drop-boundary": _drop_boundary,
    "move-boundary": _move_boundary,
    "drop-medium": _drop_medium,
    "other-medium": _other_medium,
    "widen": _widen,
    "unknown-file": _unknown_file,
    "other-extraction": _other_reason,
    "late": _late,
    "unsigned": _unsigned,
    "no-mldsa": _no_mldsa,
}
