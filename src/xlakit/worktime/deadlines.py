"""When a duration is used up, for arrays of starts in microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from xlakit.errors import CalendarError, message
from xlakit.model.calendar_spec import zone
from xlakit.worktime.algebra import zones
from xlakit.worktime.business_days import resolve

if TYPE_CHECKING:
    from xlakit.model.quantity import Duration
    from xlakit.worktime.spans import Ints
    from xlakit.worktime.timetable import Timetable

Landing = Literal["earliest", "next_opening"]


def used_up(timetable: Timetable, starts: Ints, lengths: Ints, landing: Landing) -> Ints:
    """Return when so much open time has passed since each start; the start itself for none."""
    target = timetable.before(starts)
    target += lengths
    if landing == "next_opening":
        return timetable.latest(target)
    if (lengths > 0).all():
        return timetable.earliest(target)
    found = starts.copy()
    for chosen, inverse in ((lengths > 0, timetable.earliest), (lengths < 0, timetable.latest)):
        found[chosen] = inverse(target[chosen])
    return found


def on_business_days(
    timetable: Timetable, starts: Ints, duration: Duration, timezone: str, landing: Landing
) -> Ints:
    """Return the instants that business days or ends of day mean, inside what is known."""
    found = resolve(timetable, starts, duration, timezone)
    before = timetable.before(found)
    return timetable.latest(before) if landing == "next_opening" else found


def open_time_of(timetable: Timetable, starts: Ints, duration: Duration, timezone: str | None) -> Ints:
    """Return a duration as open microseconds from each start."""
    if duration.microseconds is not None:
        return np.full(starts.shape, duration.microseconds, np.int64)
    until = resolve(timetable, starts, duration, zone_of_dates(timetable, timezone))
    return timetable.before(until) - timetable.before(starts)


def zone_of_dates(timetable: Timetable, timezone: str | None) -> str:
    """Return the zone whose dates business days are.

    Raises
    ------
    CalendarError
        None is stated, and the calendar combines several; or the stated one does not exist.
    """
    if timezone is not None:
        try:
            return zone(timezone)
        except ValueError as error:
            raise CalendarError(message("timezone", str(error), got=timezone)) from None
    own = zones(timetable.node)
    if len(own) > 1:
        what = "business days of a combination need a stated zone"
        raise CalendarError(message("timezone", what, got=repr(list(own)), hint=f"timezone={own[0]!r}"))
    return own[0]
