"""Which of several time stamps counts: the earliest that a pinned authority signed."""

from collections.abc import Iterable, Sequence

from audit.errors import BadSignature
from audit.timestamp import Authority, Stamp, check_token


def earliest_stamp(
    tokens: Iterable[bytes], text: str, authorities: Sequence[Authority]
) -> Stamp | None:
    """Give the stamp that says the earliest, of those that pinned authorities signed, if any.

    Others may be there: by an authority that is not pinned, or by nobody. Raises as `check_token`
    where one is no time stamp of this text.
    """
    found = []
    for token in tokens:
        try:
            found.append(check_token(token, text, authorities))
        except BadSignature:
            continue
    return min(found, key=lambda each: each.at + each.slack, default=None)
