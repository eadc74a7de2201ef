"""Paths that rows cite, and which file of a source one means: the whole path, or none.

docs/readers.md 11. The last parts of a path do not tell whose file it is: cameras and apps
number their files alike, and a sender chooses names. So every part below a root of the phone
must be the same, and what stands before it must be such a root, of the database's own phone
and user. A path that does not begin at a root is taken from the database's own folder.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_ROOT = re.compile(
    r"(?:file://)?(?:(?P<ios>~/|(?:/private)?/var/mobile/)"
    r"|(?P<data>/data/data/|/data/user(?:_de)?/(?P<user>[0-9]+)/)"
    r"|(?P<card>/sdcard/|/storage/emulated/(?P<owner>[0-9]+)/)|(?P<top>/))"
)
_NUMBERED = {"data": ("user", "user_de"), "card": ("media", "emulated", "shared")}
_CARDS = ("sdcard", "sdcard0")
_NEEDED = 2
"""How many parts must be the same where a source begins below the phone's root."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A path on the phone: the root that it begins at ("" for none), its user, its parts."""

    root: str
    user: str
    parts: tuple[str, ...]


def parts_of(path: str) -> tuple[str, ...]:
    """Take a path apart, in lower case: cards and backups differ in that."""
    return tuple(part for part in path.replace("\\", "/").lower().split("/") if part)


def cited(path: str, below: str = "") -> Cited:
    """Read a path that a row cites; one without a root is taken as below a folder, if given."""
    text = path.replace("\\", "/")
    match = _ROOT.match(text)
    if match is None and below:
        text = f"{below}/{text}"
        match = _ROOT.match(text)
    if match is None:
        return Cited("", "", parts_of(text))
    root = next(name for name in ("ios", "data", "card", "top") if match[name])
    user = match["user"] or match["owner"] or ("0" if match["data"] else "")
    return Cited(root, user, parts_of(text[match.end() :]))


def means(wanted: Cited, found: Sequence[str], near: Sequence[str]) -> bool:
    """Tell whether a cited path means a file.

    Args:
        wanted: the cited path.
        found: the parts of the file's name in the source.
        near: the parts of the name of the database whose row cites it.
    """
    known = len(wanted.parts)
    if known < _NEEDED or ".." in wanted.parts:
        # A name alone, or a path with steps upwards, may be a sender's own word.
        return False
    if len(found) < known:
        # Only a source that begins below the phone's root gives less than the whole.
        whole = len(found) >= _NEEDED and tuple(found) == wanted.parts[-len(found) :]
        return whole and not any(map(_is_top, near))
    split = len(found) - known
    if tuple(found[split:]) != wanted.parts:
        return False
    before, folder = tuple(found[:split]), tuple(near[:-1])
    users = {user for user in (wanted.user, _user(near), _user(found)) if user}
    if len(users) > 1:
        return False
    if not wanted.root:
        # An app keeps its files beside its database, in a folder there, or beside that folder.
        return before in (folder, folder[:-1]) or (bool(before) and before[:-1] == folder)
    if folder[:split] == before:
        return True
    return _is_root(wanted.root, before) and _phone(before) == _phone(folder)


def _user(parts: Sequence[str]) -> str:
    """Give the number of the phone's user whose file it is; "" where the name does not tell."""
    for part, following in pairwise(parts):
        if part in (*_NUMBERED["data"], *_NUMBERED["card"]) and following.isdecimal():
            return following
        if (part, following) == ("data", "data"):
            return "0"
    return ""


def _is_root(root: str, before: tuple[str, ...]) -> bool:
    """Tell whether what stands before the known path is a root of the cited kind."""
    if root == "ios":
        return before[-1] == "mobile" or (len(before) == 1 and "domain" in before[0])
    if root in _NUMBERED:
        numbered = before[-1].isdecimal() and before[-2:-1] and before[-2] in _NUMBERED[root]
        return bool(numbered) or (
            before[-2:] == ("data", "data") if root == "data" else before[-1] in _CARDS
        )
    return False


def _phone(folder: tuple[str, ...]) -> tuple[str, ...]:
    """Give what stands before a phone's own folders."""
    for at, part in enumerate(folder):
        if _is_top(part):
            return folder[:at]
    return folder


def _is_top(part: str) -> bool:
    return part in _TOPS or "domain" in part


_TOPS = frozenset(
    (*("data", "storage", "sdcard", "sdcard0", "mnt", "apps", "shared", "private", "var"), "mobile")
)
