"""The built pages: read once at the start, each with the headers of its kind.

docs/pages.md 2. A page may load script and styles of its own address and nothing else, and may
ask the witnesses that the log policy gives an address; a worker has a policy of its own, which
is the only one that lets WebAssembly run and the only one without any network. Files are named
by their content.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
_FEATURES = (
    *("accelerometer", "autoplay", "bluetooth", "camera", "display-capture"),
    *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid"),
    *("identity-credentials-get", "idle-detection", "local-fonts", "magnetometer"),
    *("microphone", "midi", "payment", "picture-in-picture"),
    *_PASSKEYS,
    *("screen-wake-lock", "serial", "storage-access", "usb", "web-share"),
    *("window-management", "xr-spatial-tracking"),
)


def _features(own: Sequence[str] = ()) -> str:
    """Give a Permissions-Policy that turns everything off but what this address may ask for."""
    return ", ".join(f"{name}=({'self' if name in own else ''})" for name in _FEATURES)


COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _features(),
    "Strict-Transport-Security": "max-age=31536000",
}
NO_STORE = "no-store"
IMMUTABLE = "public, max-age=31536000, immutable"
_WORKER_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'{map}; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'{beside}; worker-src 'self'; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types app-worker"
)
_POLICIES = {"assets": "default-src 'none'", "keys": _WORKER_POLICY}
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
_IMPORT_MAP = re.compile(rb'<script type="importmap">(.*?)</script>', re.DOTALL)
_ADDRESS = re.compile(r"(https?://[A-Za-z0-9.:\[\]-]+)(?:/.*)?")
_SMALL = 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file: its bytes, the same compressed if that is shorter, its type and headers."""

    body: bytes = field(repr=False)
    packed: bytes | None = field(repr=False)
    media_type: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """One role's pages: the document, and its files by folder and name."""

    page: File
    files: Mapping[tuple[str, str], File]


def read_built(folder: Path, witnesses: Iterable[str] = ()) -> Built | None:
    """Read a role's pages, or give None where they were not built.

    Args:
        folder: the built pages.
        witnesses: addresses that the page may ask besides its own.
    """
    page = folder / "index.html"
    if not page.is_file():
        return None
    files = {
        (kind, path.name): _file(path, policy)
        for kind, policy in _POLICIES.items()
        for path in sorted((folder / kind).glob("*"))
        if path.suffix in _TYPES
    }
    return Built(page_of(page.read_bytes(), witnesses), files)


def page_of(body: bytes, witnesses: Iterable[str] = ()) -> File:
    """Give a document with a page's policy; an import map in it is allowed by its hash."""
    # What is no plain address could be a word of the policy itself, and stays out.
    addresses = [match[1] for url in witnesses if (match := _ADDRESS.fullmatch(url))]
    beside = "".join(f" {address}" for address in dict.fromkeys(addresses))
    found = _IMPORT_MAP.search(body)
    allowed = ""
    if found is not None:
        digest = base64.b64encode(hashlib.sha256(found.group(1)).digest()).decode()
        allowed = f" 'sha256-{digest}'"
    policy = _PAGE_POLICY.format(map=allowed, beside=beside)
    headers = {
        "Content-Security-Policy": policy,
        # Her passkey is asked for by this document; nothing else may ask for anything.
        "Permissions-Policy": _features(_PASSKEYS),
        "Integrity-Policy": "blocked-destinations=(script)",
        "Cache-Control": NO_STORE,
    }
    return File(body, _packed(body), "text/html; charset=utf-8", headers)


def _file(path: Path, policy: str) -> File:
    body = path.read_bytes()
    headers = {"Content-Security-Policy": policy, "Cache-Control": IMMUTABLE}
    return File(body, _packed(body), _TYPES[path.suffix], headers)


def _packed(body: bytes) -> bytes | None:
    # What is packed here is public and the same for everybody, so its length tells nothing.
    if len(body) < _SMALL:
        return None
    packed = gzip.compress(body, 9, mtime=0)
    return packed if len(packed) < len(body) else None
