"""Build each `verify.py`: a verifier's own modules in one file, for Python and `cryptography`.

Nothing is written anew: every definition is the module's, comments and all. One lies in the
package as data (extraction/alone) and goes into every release; the other (audit/alone) goes to a
court with entries of the log.
"""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.bundling import Bundle, Name  # noqa: E402 found by the path above
from scripts.bundling_reach import bundle  # noqa: E402 found by the path above

OUT = ROOT / "extraction" / "alone" / "verify.py.txt"
COURT_OUT = ROOT / "audit" / "alone" / "verify.py.txt"
PACKAGES = ("audit", "vault", "consent", "extraction", "scripts")
PARTS = "scripts.alone_parts"
COMMAND, COURT_COMMAND = "scripts.alone_command", "scripts.court_command"
STANDS_FOR: dict[Name, Name] = {
    ("orjson", ""): (PARTS, "StrictJson"),
    ("nacl.signing", "VerifyKey"): (PARTS, "VerifyKey"),
    ("nacl.exceptions", "BadSignatureError"): (PARTS, "BadSignatureError"),
    ("audit.timestamp", "check_token"): ("audit.timestamp", "check_token_alone"),
}
HEAD = '''\
#!/usr/bin/env python3
"""Checks a released package, step by step, offline: python3 verify.py FOLDER [--policy FILE]

Needs Python 3.11 or newer and the library `cryptography` 47 or newer, nothing else, and no
network. Every step is numbered and says what was checked; the last lines say it in plain
words. Exit 0: it holds; 1: it does not; 2: wrong usage.

Whoever gave you the package gave you this file with it. A file that came from somebody else,
such as the court or an independent office, is the better one to check it with.

Built by scripts/build_verifier.py of Safehold (Apache License 2.0) from the modules named
below; not edited.
"""
'''
COURT_HEAD = '''\
#!/usr/bin/env python3
"""Checks log entries that were given to a court: python3 verify.py [POLICY [AUTHORITY…]]

Needs Python 3.11 or newer and the library `cryptography` 47 or newer, nothing else, and no
network. Reads the folder that it lies in. Give your own policy file, from the people whom you
trust: the one in the folder only shows what whoever gave it to you trusts. Each file after it
holds the certificates (PEM) of a time-stamp authority, from that authority. Exit 0: every entry is
proven; 1: something does not hold; 3: a file is not what it should be.

Built by scripts/build_verifier.py of Safehold (Apache License 2.0) from the modules named
below; not edited.
"""
'''
TAIL = """

if __name__ == "__main__":
    sys.exit(main())
"""


def build(command: str = COMMAND, head: str = HEAD) -> bytes:
    """Give a file's bytes, the same for the same sources."""
    found = bundle((command, "main"), ROOT, PACKAGES, STANDS_FOR)
    # What the tail uses.
    found.outside.setdefault("sys", ("sys", ""))
    out = [head.encode(), b"\n".join(_imports(found)), b""]
    for module, texts in found.sections():
        path = f"{module.name.replace('.', '/')}.py"
        out += [b"", f"# {path}".encode().ljust(100, b" ").rstrip(), f"# {module.title}".encode()]
        out += [_spaced(text) for text in texts]
    data = b"\n".join(out) + TAIL.encode()
    compile(data, "verify.py", "exec")
    return data


def _spaced(text: bytes) -> bytes:
    """Give definitions the empty lines around them that a reader expects."""
    block = text.lstrip(b"#").startswith((b"def ", b"class ", b"@")) or b"\ndef " in text
    return b"\n\n" + text if block else b"\n" + text if b"\n" in text else text


def _imports(found: Bundle) -> Iterator[bytes]:
    """Give the imports, each module once, the library's own after Python's."""
    plain = sorted(name for name, (_, inner) in found.outside.items() if not inner)
    wanted = [(module, name, bound) for bound, (module, name) in found.outside.items() if name]
    for name in plain:
        yield f"import {name}".encode()
    own = "cryptography"
    wanted.sort(key=lambda each: (each[0].startswith(own), *each))
    for module, names in groupby(wanted, key=lambda each: each[0]):
        listed = [name if name == bound else f"{name} as {bound}" for _, name, bound in names]
        line = f"from {module} import {', '.join(listed)}"
        if len(line) > 100:  # noqa: PLR2004 the width of a line
            line = f"from {module} import (\n    " + ",\n    ".join(listed) + ",\n)"
        yield line.encode()


def main() -> int:
    """Write the files."""
    for out, data in ((OUT, build()), (COURT_OUT, build(COURT_COMMAND, COURT_HEAD))):
        out.parent.mkdir(exist_ok=True)
        out.write_bytes(data)
        print(f"verifier: {out.relative_to(ROOT)}, {len(data.splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
