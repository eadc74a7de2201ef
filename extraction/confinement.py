"""What a process that parses a stranger's bytes gives up before it looks at them.

docs/readers.md 7. Limits on memory, time and files; no network; no file but the source, the
program and its own scratch folder; no other program. Each measure is asked of the system, and
what the system does not give is told, never assumed. The interpreter's own hook stands behind
them all: it stops our mistakes, and nobody who has taken over the process.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.landlock import restrict_files

try:
    import resource
except ImportError:  # pragma: no cover a system without limits is told below
    resource = None  # type: ignore[assignment]

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

_REFUSED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.kill", "os.putenv", "os.link", "os.symlink", "os.chmod", "os.chown", "os.mknod"),
    *("pty.", "ctypes.dlopen", "ctypes.dlsym", "ctypes.call_function", "sys.setprofile"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of address space, seconds of processor time, bytes of one written file, open files."""

    memory: int = 4 * 1024**3
    seconds: int = 3600
    file: int = 8 * 1024**3
    files: int = 256


@dataclass(frozen=True, slots=True)
class Rooms:
    """Absolute paths: what may be read, and the one folder that may be written to."""

    readable: tuple[str, ...]
    scratch: str


def confine(limits: Limits, rooms: Rooms) -> list[str]:
    """Give up everything that reading a source does not need; name what could not be given up."""
    missing = [*_limit(limits)]
    libc = _libc()
    if libc is None or not _drop_network(libc):
        missing.append("network")
    if libc is None or not restrict_files(libc, rooms.readable, rooms.scratch):
        missing.append("files")
    if libc is not None:
        # After the namespaces: a change of credentials would undo the first of them.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _refuse_events(rooms)
    return missing


def program_paths() -> tuple[str, ...]:
    """Give what the interpreter and its libraries are read from."""
    found = [*sys.path, *(f"{prefix}/lib" for prefix in {sys.prefix, sys.base_prefix})]
    found += ["/lib", "/lib64", "/usr/lib", "/usr/share/zoneinfo", "/dev/urandom"]
    return tuple(path for path in dict.fromkeys(found) if Path(path).is_absolute())


def _limit(limits: Limits) -> Iterator[str]:
    if resource is None:
        yield from ("memory", "time", "written files")
        return
    for name, limit, value in (
        ("memory", resource.RLIMIT_AS, limits.memory),
        ("time", resource.RLIMIT_CPU, limits.seconds),
        ("written files", resource.RLIMIT_FSIZE, limits.file),
        ("open files", resource.RLIMIT_NOFILE, limits.files),
        ("core files", resource.RLIMIT_CORE, 0),
        ("processes", resource.RLIMIT_NPROC, 0),
    ):
        _, hard = resource.getrlimit(limit)
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # At the soft limit of time the system says why it ends the process; at the hard one not.
        most = hard if name == "time" else wanted
        try:
            resource.setrlimit(limit, (wanted, most))
        except (ValueError, OSError):
            yield name


def _libc() -> "ctypes.CDLL | None":
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    # Without this an unprivileged process may not narrow what it can do.
    return libc if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 else None


def _drop_network(libc: "ctypes.CDLL") -> bool:
    """Move into a network of nothing; an unprivileged process needs its own user space for it."""
    wanted = (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    return any(libc.unshare(flags) == 0 for flags in wanted)


def _refuse_events(rooms: Rooms) -> None:
    """Refuse network, programs and strange files also where the system would not."""
    allowed = (*rooms.readable, rooms.scratch)
    inside = tuple(f"{path.rstrip('/')}/" for path in allowed)

    def hook(event: str, arguments: Sequence[object]) -> None:
        if event == "open":
            path = arguments[0]
            if isinstance(path, bytes):
                path = os.fsdecode(path)
            # Descriptors that are open already come as numbers.
            if isinstance(path, str) and not _may_open(path, allowed, inside):
                raise PermissionError("a file outside the source")
        elif event.startswith(_REFUSED):
            raise PermissionError(f"{event} is not for a reader")

    sys.addaudithook(hook)


def _may_open(path: str, allowed: tuple[str, ...], inside: tuple[str, ...]) -> bool:
    if "/../" in path:
        return False
    return path in allowed or path.startswith(inside)
