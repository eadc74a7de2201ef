"""Times in words: as exact as the phone was, and no more.

docs/exports.md 3. A record's time is an interval (docs/formats/record.md 3); its words show
the interval, in the zone that was asked for, always with the offset from UTC.
"""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from extraction.record_parts import Time

UNKNOWN = "time not known"
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTES = {
    "device_assumed": "zone taken from the phone",
    "operator_assumed": "zone given by whoever sealed it",
}


def time_words(time: Time | None, zone: tzinfo) -> str:
    """Say when, in `zone`: one moment to the second or minute, or the two ends of an interval."""
    if time is None or time.lo_us is None or time.hi_us is None:
        return UNKNOWN
    width = time.hi_us - time.lo_us
    if width < _SECOND:
        words = _spell(time.lo_us, zone, "%Y-%m-%d %H:%M:%S")
    elif width < _MINUTE and time.lo_us % _MINUTE == 0:
        words = _spell(time.lo_us, zone, "%Y-%m-%d %H:%M")
    else:
        ends = (_spell(end, zone, "%Y-%m-%d %H:%M:%S") for end in (time.lo_us, time.hi_us))
        words = " to ".join(ends)
    note = _NOTES.get(time.zone)
    return f"{words} ({note})" if note else words


def day_words(time: Time | None, zone: tzinfo) -> str:
    """Say the day on which it began."""
    if time is None or time.lo_us is None:
        return UNKNOWN
    return _spell(time.lo_us, zone, "%Y-%m-%d", offset=False)


def iso_time(micros: int | None) -> str:
    """Spell UTC microseconds for a machine, "" when they are not known."""
    if micros is None:
        return ""
    moment = _EPOCH + timedelta(microseconds=micros)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _spell(micros: int, zone: tzinfo, form: str, *, offset: bool = True) -> str:
    moment = _EPOCH + timedelta(microseconds=micros)
    try:
        local = moment.astimezone(zone)
    except (OverflowError, ValueError):
        # The first and the last day that a calendar has stay in UTC.
        local = moment
    words = local.strftime(form)
    return f"{words} {_offset(local)}" if offset else words


def _offset(moment: datetime) -> str:
    shift = moment.utcoffset() or timedelta(0)
    if not shift:
        return "UTC"
    return timezone(shift).tzname(moment)
