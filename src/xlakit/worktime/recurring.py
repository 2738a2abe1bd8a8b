"""Recurring windows: the days of a rule, at a time of the wall, as spans of real time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import CalendarError, message
from xlakit.model.hours import time_of_day
from xlakit.model.recurrence import recurrence
from xlakit.worktime.holiday_set import number
from xlakit.worktime.offsets import SECOND, offsets_of
from xlakit.worktime.spans import Spans, no_spans
from xlakit.worktime.terms import DAY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model import Term
    from xlakit.model.clauses import Maintenance

MOST_WINDOWS = 10_000
_CYCLE_YEARS = 400  # the Gregorian calendar repeats after so many, weekdays and numbers of weeks included
_LAST_YEAR = 9999
_TWO_DAYS = 2 * DAY_SECONDS * SECOND


def windows_of(clause: Maintenance, term: Term) -> Spans:
    """Return the windows of a clause, in order; those that are long may overlap.

    A window begins on the days of the rule, from the first to the last day of the clause or else of the term,
    and lasts so much real time. Of two equal wall times it begins at the first; one that does not exist moves
    forward to the instant at which the clocks jump over it.

    Raises
    ------
    CalendarError
        More windows than anybody means: the rule has no end, or the term is far too long.

    Examples
    --------
    >>> from xlakit.model import Term
    >>> from xlakit.model.clauses import Maintenance
    >>> clause = Maintenance.model_validate({"rrule": "FREQ=MONTHLY;BYDAY=-1SU", "at": "02:00", "for": "4h"})
    >>> term = Term.model_validate({"start": "2026-03-01", "end": "2026-04-30", "timezone": "Europe/Berlin"})
    >>> windows_of(clause, term).starts.astype("M8[us]").astype("M8[m]").astype(str).tolist()
    ['2026-03-29T01:00', '2026-04-26T00:00']
    """
    return _windows(
        clause.rrule,
        time_of_day(clause.at),
        clause.for_.microseconds or 0,
        clause.from_ or term.start,
        clause.until or term.end,
        clause.timezone or term.timezone,
    )


@lru_cache(maxsize=256)
def _windows(rrule: str, at: int, length: int, first: date, last: date, timezone: str) -> Spans:
    _, until = recurrence(rrule)
    if until is not None:
        # An instant is compared below; elsewhere its date may be the next one.
        within = until.toordinal() + isinstance(until, datetime)
        last = date.fromordinal(min(last.toordinal(), within))
    found: list[int] = []
    for day in _days(rrule, first, last):
        found.append(number(day) * DAY_SECONDS + at)
        if len(found) > MOST_WINDOWS:
            what = f"begins more than {MOST_WINDOWS:,} times from {first} to {last}"
            raise CalendarError(
                message("maintenance", what, got=rrule, hint="state a rarer rule, or 'until'")
            )
    if not found:
        return no_spans()
    walls = np.array(found, np.int64) * SECOND
    if isinstance(until, datetime) and until.tzinfo is None:
        walls = walls[walls <= _wall(until)]
    offsets = offsets_of(
        timezone, int(walls.min(initial=0)) - _TWO_DAYS, int(walls.max(initial=0)) + _TWO_DAYS
    )
    begins = offsets.first(walls)
    if isinstance(until, datetime) and until.tzinfo is not None:
        begins = begins[begins <= _wall(until.replace(tzinfo=None))]
    return Spans(begins, begins + length)


def _days(rrule: str, first: date, last: date) -> Iterator[date]:
    """Yield the days of a rule that begins on `first`, up to `last`."""
    from dateutil.rrule import rrulestr  # lazily: most agreements have no maintenance

    if last < first:
        return
    # dateutil looks for the next day to the end of time, the year 9999. The same days, whole cycles later, are
    # near to it, so that a rule which no day fits (31 February) is soon done.
    later = (_LAST_YEAR - last.year) // _CYCLE_YEARS * _CYCLE_YEARS
    start = datetime.combine(first.replace(year=first.year + later), time())
    for found in rrulestr(recurrence(rrule).rule, dtstart=start):
        day = found.date().replace(year=found.year - later)
        if day > last:
            return
        yield day


def _wall(at: datetime) -> int:
    return (at - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001 - a wall time
