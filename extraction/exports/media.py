"""Copies of a package's media beside its pages: under names that start nothing, checked again.

docs/exports.md 4. A medium was hashed when the package was verified and is read a second time
here, so its hash is compared a second time.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from extraction.errors import NotVerified
from extraction.exports.html_pages import media_name
from extraction.exports.rows import Row
from extraction.package import package_files

_PREFIXES = ("media/", "derived/")


def copy_media(
    package: Path, folder: Path, rows: Sequence[Row], progress: Callable[[int, int], None]
) -> int:
    """Copy what the rows cite into `folder`; give the number of files.

    Raises:
        NotVerified: step 14, where a medium is not what its name says.
    """
    names = {blob.sha256: media_name(blob) for row in rows for blob in row.media if blob.present}
    count, total = 0, len(names)
    for name, _, chunks in package_files(package):
        _, _, sha256 = name.partition("/")
        if not name.startswith(_PREFIXES) or sha256 not in names:
            for _ in chunks:
                pass
            continue
        # A picture and the copy of another may be the same file.
        target = folder / names.pop(sha256)
        target.parent.mkdir(exist_ok=True)
        _copy(chunks, target, sha256)
        count += 1
        progress(count, total)
    return count


def _copy(chunks: Iterable[bytes], target: Path, sha256: str) -> None:
    hashed = hashlib.sha256()
    with target.open("xb") as file:
        for chunk in chunks:
            hashed.update(chunk)
            file.write(chunk)
    if hashed.hexdigest() != sha256:
        raise NotVerified(14, "a medium has another hash than its name")
