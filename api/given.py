"""What a caller sent: when it is not of its form, the fault is theirs and not the vault's.

docs/errors.md. Inside, malformed bytes mean that something stored is damaged (500). Around what
came with a request the same errors are told as what they are there (422, 409).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from api.problems import Invalid
from consent.errors import WrongState
from vault.errors import AlreadyStored, Malformed, NotAuthentic

_SHORT = ("eid", "gid", "qid", "rid", "hid", "mark_id", "uid", "pid", "sid", "lid")
_SIZES = {**dict.fromkeys(_SHORT, 32), "fp": 64}
_HEX = re.compile(r"[0-9a-f]*")


@contextmanager
def given() -> Iterator[None]:
    """Read what was sent inside.

    Raises:
        Invalid: it is malformed, or not signed by whom it should be.
        WrongState: something else is stored under its id.
    """
    try:
        yield
    except (Malformed, NotAuthentic) as error:
        raise Invalid(str(error)) from None
    except AlreadyStored as error:
        raise WrongState(str(error)) from None


def check_ids(path: Mapping[str, object]) -> None:
    """Want every id in a path to be spelled as ids are, or raise Invalid."""
    for name, value in path.items():
        size = _SIZES.get(name)
        text = str(value)
        if size is not None and (len(text) != size or _HEX.fullmatch(text) is None):
            raise Invalid(f"{name}: want {size} lower-case hex digits")
