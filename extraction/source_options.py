"""What a guardian says about a source before it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What the guardian says about a source (extraction/reader.py says what each does).

    With `keep_original` the source itself is sealed beside what was read from it. `now_us` is
    the time of reading: a record from long after it has a clock that was wrong.
    """

    zone: ZoneInfo | None = None
    region: str | None = None
    password: str | None = field(default=None, repr=False)
    sensitive: Mapping[str, str] = field(default_factory=dict)
    keep_original: bool = True
    accept_damaged: bool = False
    now_us: int | None = None
