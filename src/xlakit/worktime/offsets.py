"""The offsets of one IANA zone, and which instants its wall times are.

Wall times are microseconds of the zone's own clock since 1970-01-01 00:00 on that clock; instants are
microseconds since 1970-01-01 00:00 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from xlakit.worktime.spans import Spans

if TYPE_CHECKING:
    from xlakit.worktime.spans import Ints

SECOND = 1_000_000
FOREVER = 2**62
# In the whole tz database no zone changes its offset twice within three days, so none is stepped over.
_STEP = 2 * 86_400
_BLOCK = 1461 * 2 * 86_400  # eight years: a whole number of steps, so that no block depends on another
_FIRST_SECOND, _LAST_SECOND = -719_158 * 86_400, 2_932_890 * 86_400  # inside Python's years 1 to 9999
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - ZoneInfo.fromutc takes UTC fields under its own name


@dataclass(frozen=True, slots=True)
class Offsets:
    """When each offset from UTC begins to hold (the first: always), and what it is; microseconds."""

    begins: Ints
    offset: Ints

    @property
    def ends(self) -> Ints:
        """When each offset ceases to hold."""
        return np.append(self.begins[1:], FOREVER)

    def wall(self, instants: Ints) -> Ints:
        """Return the wall time of each instant."""
        return instants + self.offset[np.searchsorted(self.begins, instants, side="right") - 1]

    def first(self, walls: Ints) -> Ints:
        """Return the first instant at which the zone's clocks show each wall time.

        A wall time that no clock shows moves forward to the instant at which the clocks jump over it.
        """
        shown_until = np.maximum.accumulate(self.ends + self.offset)
        at = np.searchsorted(shown_until, walls, side="right")
        found: Ints = np.maximum(walls - self.offset[at], self.begins[at])
        return found

    def last(self, walls: Ints) -> Ints:
        """Return the last instant at which the zone's clocks show each wall time; gaps as in `first`."""
        shown_from = np.minimum.accumulate((self.begins + self.offset)[::-1])[::-1]
        at = np.searchsorted(shown_from, walls, side="right") - 1
        found: Ints = np.minimum(walls - self.offset[at], self.ends[at])
        return found

    def while_shown(self, starts: Ints, ends: Ints) -> Spans:
        """Return the real time during which the clocks show a time in one of ``[start, end)``."""
        begin = np.maximum(starts[:, None] - self.offset, self.begins).ravel()
        end = np.minimum(ends[:, None] - self.offset, self.ends).ravel()
        kept = begin < end
        return Spans(begin[kept], end[kept])


def offsets_of(timezone: str, start: int, end: int) -> Offsets:
    """Return the offsets of a zone that hold between two instants."""
    fixed = ZoneInfo(timezone).utcoffset(None)
    if fixed is not None:
        return Offsets(np.array([-FOREVER]), np.array([fixed // timedelta(microseconds=1)]))
    begins, offset = [-FOREVER], list[int]()
    for block in range(start // (_BLOCK * SECOND), end // (_BLOCK * SECOND) + 1):
        first, changes = _changes(timezone, block)
        offset = offset or [first]
        begins += [second * SECOND for second, _ in changes]
        offset += [seconds for _, seconds in changes]
    return Offsets(np.array(begins, np.int64), np.array(offset, np.int64) * SECOND)


# zoneinfo does not hand out its table of changes, so they are searched for; many calendars share a zone.
@lru_cache(maxsize=4096)
def _changes(timezone: str, block: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return the offset at the start of a block of time, and after it up to the next: (second, offset)."""
    zone = ZoneInfo(timezone)
    start, end = max(block * _BLOCK, _FIRST_SECOND), min((block + 1) * _BLOCK, _LAST_SECOND)
    at, step = (_EPOCH + timedelta(seconds=start)).replace(tzinfo=zone), timedelta(seconds=_STEP)
    old = first = zone.fromutc(at).utcoffset()
    found = []
    for second in range(start, end, _STEP):
        at += step
        new = zone.fromutc(at).utcoffset()
        if new != old:
            change = _change(zone, second, second + _STEP)
            if change <= end:
                found.append((change, _seconds(new)))
            old = new
    return _seconds(first), tuple(found)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """Return the first second at which the offset differs from that at `before`."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, second: int) -> timedelta | None:
    return zone.fromutc((_EPOCH + timedelta(seconds=second)).replace(tzinfo=zone)).utcoffset()


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else offset // timedelta(seconds=1)
