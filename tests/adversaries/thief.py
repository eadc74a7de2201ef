"""A thief with a vault's whole data folder: tries every key, and every key from it, on everything.

Written against docs/formats alone where it guesses keys, so that it does not stop where the
product's own code would. What he could not know, where each segment lies in a pack, he is told.
"""

import base64
import copy
import hmac
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from vault.box import SALT, open_box
from vault.catalogue import Catalogue
from vault.envelope import MAGIC, open_file
from vault.errors import MalformedEnvelope, NoIdentityMatches, NotAuthentic
from vault.identity import Identity, Kind
from vault.ids import Eid
from vault.kdf import derive, label
from vault.wrap import open_from

Way = Callable[[bytes], bytes]
"""From a secret to the key that might open a box."""

_INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
_B64 = re.compile(rb"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
_HEX = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_WINDOWS = 256
LAYERS = {1: "wrap", 2: "envelope", 3: "release wrap"}


@dataclass
class Box:
    """A box, and the ways from a secret to its key; `tried` counts the secrets."""

    name: tuple[object, ...]
    kind: str
    context: bytes
    sealed: bytes
    ways: tuple[Way, ...]
    tried: int = 0

    def open(self, secret: bytes) -> bytes | None:
        for way in self.ways:
            key = way(secret)
            if self._committed(key):
                return open_box(key, self.kind, self.context, self.sealed)
        return None

    def _committed(self, key: bytes) -> bool:
        """Compare what the first block of HKDF says of the commitment; two hashes a key."""
        info = _INFO + self.sealed[:SALT] + label(self.kind, self.context)
        first = hmac.digest(key, info + b"\x01", "sha512")
        return first[44:64] == self.sealed[SALT : SALT + 20]


@dataclass
class Wrapped:
    """Something encrypted to a person's or an organisation's key; every secret is tried as a root.

    Only a sealed file names its recipients, so only there the kind of identity matters.
    """

    name: tuple[object, ...]
    kind: str
    context: bytes
    sealed: bytes
    tried: int = 0

    def open(self, secret: bytes) -> bytes | None:
        try:
            if self.sealed.startswith(MAGIC):
                worker = Identity(Kind.ORGANISATION, secret)
                return open_file(worker, self.kind, self.context, self.sealed)
            return open_from(_person(secret), self.kind, self.context, self.sealed)
        except (NotAuthentic, NoIdentityMatches, MalformedEnvelope):
            return None


@cache
def _person(secret: bytes) -> Identity:
    return Identity(Kind.PERSON, secret)


@dataclass
class Thief:
    """Opens what can be opened. `opened` maps a thing's name to what was in it."""

    folder: Path
    given: tuple[bytes, ...]
    maps: dict[Eid, Catalogue]
    secrets: list[bytes] = field(default_factory=list)
    closed: list[Box | Wrapped] = field(default_factory=list)
    opened: dict[tuple[object, ...], bytes] = field(default_factory=dict)
    _known: set[bytes] = field(default_factory=set)

    def work(self) -> "Thief":
        """Try every secret on every closed thing, and what came out of it, until nothing opens."""
        self._learn(self.given)
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix not in (".db", ".db-wal", ".db-shm"):
                self._learn(mine(path.read_bytes()))
        for row in self._rows():
            for cell in row.values():
                self._learn(mine(cell.encode() if isinstance(cell, str) else cell))
        self.closed = [*self._custody(), *self._database(), *self._worker_keys()]
        return self.also()

    def also(self, *secrets: bytes) -> "Thief":
        """Try some more secrets, and what comes out of that, on all that is still closed."""
        self._learn(secrets)
        while self._round():
            pass
        return self

    def another(self) -> "Thief":
        """Give one who got as far, and goes on alone."""
        return copy.deepcopy(self)

    def names(self, kind: str) -> set[tuple[object, ...]]:
        """Name what was opened of one kind, without the kind."""
        return {name[1:] for name in self.opened if name[0] == kind}

    def _round(self) -> bool:
        found = False
        for thing in list(self.closed):
            fresh, thing.tried = self.secrets[thing.tried :], len(self.secrets)
            for secret in fresh:
                plain = thing.open(secret)
                if plain is None:
                    continue
                found = True
                self.closed.remove(thing)
                self.opened[thing.name] = plain
                self._learn(mine(plain))
                self.closed += self._inside(thing, plain)
                break
        return found

    def _learn(self, secrets: Iterable[bytes]) -> None:
        for secret in secrets:
            if secret not in self._known:
                self._known.add(secret)
                self.secrets.append(secret)

    def _rows(self) -> Iterator[dict[str, bytes | str]]:
        for _, rows in self._tables():
            for row in rows:
                yield {name: cell for name, cell in row.items() if isinstance(cell, bytes | str)}

    def _tables(self) -> Iterator[tuple[str, list[dict[str, object]]]]:
        with closing(sqlite3.connect(self.folder / "vault.db")) as database:
            database.row_factory = sqlite3.Row
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in names.fetchall():
                rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 names of its own
                yield name, [dict(row) for row in rows]

    def _object(self, name: str) -> bytes:
        path = self.folder / "objects" / name
        return path.read_bytes() if path.exists() else b""

    def _custody(self) -> Iterator[Box]:
        """Give every sealed file of every extraction: catalogue, segments, objects."""
        tables = dict(self._tables())
        for row in tables["extraction"]:
            eid = Eid(bytes(row["eid"]))  # type: ignore[arg-type]  # a column of bytes
            at, known = f"x/{eid.hex()}/", self.maps[eid]
            catalogue = self._object(str(row["catalogue"]))
            yield Box(("catalogue", eid), "catalogue", eid, catalogue, _ways("catalogue", eid))
            for index, segment in enumerate(known.segments):
                place = eid + index.to_bytes(4)
                pack = self._object(at + known.packs[segment.pack])
                sealed = pack[segment.offset : segment.offset + segment.length]
                yield Box(
                    ("segment", eid, index), "segment", place, sealed, _ways("segment", place)
                )
            for index, each in enumerate(known.objects):
                place = eid + index.to_bytes(4)
                sealed = self._object(at + each.name)
                yield Box(("object", eid, index), "object", place, sealed, _ways("object", place))

    def _database(self) -> Iterator[Box]:
        """Give every sealed cell: what is under an erasure key, slots, manifests, release boxes."""
        tables = dict(self._tables())
        for table, kind, item in (
            ("extraction", 1, "eid"),
            ("envelope", 2, "gid"),
            ("release_wrap", 3, "rid"),
        ):
            releases = {row["rid"]: row["eid"] for row in tables["release"]}
            for row in tables[table]:
                eid = releases[row["rid"]] if kind == 3 else row["eid"]
                key, layer = row[item], row["layer"]
                assert isinstance(eid, bytes)
                assert isinstance(key, bytes)
                if isinstance(layer, bytes):
                    to = row.get("fp") or row.get("worker") or b""
                    name = ("layer", LAYERS[kind], eid, key, to, self._context(tables, kind, row))
                    yield Box(name, "erasure", eid + bytes([kind]) + key, layer, (_same,))
        params = {row["uid"]: row["params"] for row in tables["account"]}
        for row in tables["account_slot"]:
            uid, wrap = row["uid"], row["wrap"]
            context = _joined(uid, params[uid])
            yield Box(
                ("slot", uid, row["place"]), "root", context, _bytes(wrap), _ways("wrap", uid)
            )
        for row in tables["account"]:
            uid, version = row["uid"], row["manifest_version"]
            context = _joined(uid, int(str(version)).to_bytes(8))
            sealed = _bytes(row["manifest"])
            yield Box(("manifest", uid), "account", context, sealed, _ways("account", uid))
        for row in tables["release"]:
            context = _joined(row["rid"], row["eid"])
            box = self._object(str(row["box"]))
            if box:
                yield Box(("release", row["rid"]), "release", context, box, (_same,))

    @staticmethod
    def _context(
        tables: dict[str, list[dict[str, object]]], kind: int, row: dict[str, object]
    ) -> bytes:
        """Give the context that the wrap inside a layer is bound to."""
        if kind == 1:
            owner = {each["uid"]: each["fp"] for each in tables["account"]}[row["uid"]]
            return _joined(row["eid"], owner, row["guardian"])
        if kind == 2:
            return _joined(row["gid"], row["eid"])
        eid = {each["rid"]: each["eid"] for each in tables["release"]}[row["rid"]]
        return _joined(row["rid"], eid, row["fp"])

    def _worker_keys(self) -> Iterator[Box]:
        for path in (self.folder / "worker").iterdir():
            if re.fullmatch(r"[0-9a-f]{32}", path.name):
                data, gid = path.read_bytes(), bytes.fromhex(path.name)
                context = gid + data[:32]
                yield Box(("worker", gid), "grant key", context, data[32:], (_same, _store_key))

    def _inside(self, thing: Box | Wrapped, plain: bytes) -> Iterator[Wrapped]:
        """What was under an erasure key is a wrap or a sealed file itself."""
        if thing.name[0] == "layer":
            _, what, *who, _to, context = thing.name
            kind = {"wrap": "extraction", "envelope": "grant", "release wrap": "release key"}
            assert isinstance(context, bytes)
            yield Wrapped((what, *who, _to), kind[str(what)], context, plain)


def mine(data: bytes) -> set[bytes]:
    """Find everything in some bytes that could be a key."""
    found = {data} if len(data) == 32 else set()
    if len(data) <= _WINDOWS:
        found |= {data[at : at + 32] for at in range(len(data) - 31)}
    found |= {bytes.fromhex(text.decode()) for text in _HEX.findall(data)}
    found |= {base64.urlsafe_b64decode(text + b"=") for text in _B64.findall(data)}
    return found


def _same(secret: bytes) -> bytes:
    return secret


def _store_key(secret: bytes) -> bytes:
    return derive(secret, "grant key store")


def _ways(kind: str, context: object) -> tuple[Way, ...]:
    """Give every way from a secret to such a box's key: it, its child, and the child's own."""
    place = _bytes(context)
    return (
        _same,
        lambda secret: derive(secret, "box"),
        lambda secret: derive(secret, kind, place),
        lambda secret: derive(derive(secret, kind, place), "box"),
    )


def _bytes(value: object) -> bytes:
    assert isinstance(value, bytes)
    return value


def _joined(*parts: object) -> bytes:
    return b"".join(map(_bytes, parts))
