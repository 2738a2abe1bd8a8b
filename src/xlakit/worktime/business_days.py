"""Business days: the local dates with opening hours, and the deadlines that are counted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xlakit.errors import CalendarError, message
from xlakit.worktime.expand import DAY, break_spans, dated_spans, offsets_around
from xlakit.worktime.instants import text_of
from xlakit.worktime.terms import Hours

if TYPE_CHECKING:
    from xlakit.model.quantity import Duration
    from xlakit.worktime.offsets import Offsets
    from xlakit.worktime.spans import Ints
    from xlakit.worktime.timetable import Timetable

_FIRST_REACH = 31
_LAST_REACH = 400 * 366


class BusinessDays(NamedTuple):
    """Local days with open time, in order, and the first opening and last closing of each as instants."""

    days: Ints
    opens: Ints
    closes: Ints


def resolve(timetable: Timetable, starts: Ints, duration: Duration, zone: str) -> Ints:
    """Return the instant that a number of business days or an end of day means from each start.

    ``Nbd``: the Nth following business day at the same wall time, or at its opening or closing where that
    lies outside of its hours; ``0bd`` is the start itself. ``eod``: the first end of a business day that lies
    after the start. ``eod+N``: the end of the Nth following business day.

    Raises
    ------
    CalendarError
        The calendar is not known that far, or has no such business day.
    """
    count = duration.business_days if duration.business_days is not None else duration.end_of_day or 0
    if not len(starts) or duration.business_days == 0:
        return starts.copy()
    timetable.check(starts)
    reach = _FIRST_REACH + 2 * abs(count)
    while True:
        low, high = int(starts.min()) - (reach + 4) * DAY, int(starts.max()) + (reach + 4) * DAY
        low, high = max(low, timetable.known.start), min(high, timetable.known.end)
        offsets = offsets_around(zone, low, high)
        business = _business_days(timetable, offsets, zone, low, high)
        walls = offsets.wall(starts)
        today = walls // DAY
        at = _position(business, starts, today, count)
        if ((at >= 0) & (at < len(business.days))).all():
            break
        if reach > _LAST_REACH or (low == timetable.known.start and high == timetable.known.end):
            _raise_unknown(timetable, forward=count >= 0)
        reach *= 4
    if duration.business_days is None:
        return business.closes[at]
    same_wall_time = offsets.first(walls + (business.days[at] - today) * DAY)
    return np.minimum(np.maximum(same_wall_time, business.opens[at]), business.closes[at])


def _position(business: BusinessDays, starts: Ints, today: Ints, count: int) -> Ints:
    """Return at which place among the business days each answer stands."""
    if count > 0:
        return np.searchsorted(business.days, today, side="right") + count - 1
    if count < 0:
        return np.searchsorted(business.days, today, side="left") + count
    # Closings need not be in order: hours of one day may run past the closing of the next.
    return np.searchsorted(np.maximum.accumulate(business.closes), starts, side="right")


def _raise_unknown(timetable: Timetable, *, forward: bool) -> None:
    where = "following" if forward else "preceding"
    edge = timetable.known.end if forward else timetable.known.start
    why = timetable.known.why_end if forward else timetable.known.why_start
    what = f"has not that many {where} business days in the time for which it is known"
    raise CalendarError(message("calendar", what, got=text_of(edge), hint=why))


def _business_days(timetable: Timetable, offsets: Offsets, zone: str, low: int, high: int) -> BusinessDays:
    """Return the business days between two instants, both near the edges of complete days."""
    node = timetable.node
    if isinstance(node, Hours) and node.timezone == zone:
        return _days_of_hours(node, offsets, low, high)
    return _days_of_instants(timetable, offsets, low, high)


def _days_of_hours(hours: Hours, offsets: Offsets, low: int, high: int) -> BusinessDays:
    """Return the days on which hours start; a night shift belongs to the evening."""
    first, last = low // DAY - 2, high // DAY + 2
    days, (starts, ends) = dated_spans(hours, offsets, first, last)
    shut = break_spans(hours, offsets, first, last)
    if len(shut.starts):
        at = np.searchsorted(shut.starts, starts, side="right") - 1
        starts = np.where(at < 0, starts, np.maximum(starts, np.minimum(shut.ends[at], ends)))
        at = np.searchsorted(shut.starts, ends, side="left") - 1
        ends = np.where((at < 0) | (shut.ends[at] < ends), ends, shut.starts[at])
    kept = starts < ends
    days, starts, ends = days[kept], starts[kept], ends[kept]
    found, day = np.unique(days, return_inverse=True)
    opens, closes = np.full(len(found), high + DAY), np.full(len(found), low - 3 * DAY)
    np.minimum.at(opens, day, starts)
    np.maximum.at(closes, day, ends)
    return BusinessDays(found, opens, closes)


def _days_of_instants(timetable: Timetable, offsets: Offsets, low: int, high: int) -> BusinessDays:
    """Return the days of a zone between whose midnights there is open time, as far as they are complete."""
    first, last = (offsets.wall(np.array([low, high])) // DAY).tolist()
    if low > timetable.known.start:
        first += 1
    days = np.arange(first, last)
    midnights = np.maximum(offsets.first(np.arange(first, last + 1) * DAY), low)
    opened = timetable.before(midnights)
    has_hours = opened[1:] > opened[:-1]
    before, after = opened[:-1][has_hours], opened[1:][has_hours]
    return BusinessDays(days[has_hours], timetable.latest(before), timetable.earliest(after))
