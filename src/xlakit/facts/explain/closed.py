"""Why a calendar is closed: a holiday, a date with hours of its own, a break, or simply no hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from xlakit.worktime.algebra import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.worktime import Calendar
    from xlakit.worktime.terms import Hours, Terms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_ZERO = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall time, of whichever zone
DAY_SECONDS = 86_400


class Stretch(NamedTuple):
    """Microseconds from and to, and what held in them."""

    begin: int
    end: int
    reason: str


def closed_stretches(calendar: Calendar, name: str, begin: int, end: int) -> list[Stretch]:
    """Return why `calendar` is closed from `begin` to `end`, in order and without a gap.

    Dates belong to the zone of the calendar. A break goes before a holiday, a date with hours of its own before
    both of the usual kind; a combination of calendars has no reasons of its own.
    """
    usual = f"outside {name} hours"
    parts = leaves(calendar._node)  # noqa: SLF001 - a calendar shows its answers, not its terms
    marks = list(_marks(parts[0], begin, end)) if len(parts) == 1 else []
    inside = {edge for mark in marks for edge in mark[:2] if begin < edge < end}
    edges = sorted({begin, end} | inside)
    found: list[Stretch] = []
    for low, high in pairwise(edges):
        reason = next((mark.reason for mark in reversed(marks) if mark.begin <= low < mark.end), usual)
        if found and found[-1].reason == reason:
            low = found.pop().begin  # noqa: PLW2901 - the stretch goes on
        found.append(Stretch(low, high, reason))
    return found


def _marks(hours: Hours, begin: int, end: int) -> Iterator[Stretch]:
    """Yield what the terms say of the dates from `begin` to `end`; a later one goes before an earlier."""
    zone = ZoneInfo(hours.timezone)
    first, last = _local_day(begin, zone), _local_day(end - 1, zone)
    for terms in hours.terms:
        low = first if terms.first is None else max(first, terms.first.day)
        high = last if terms.last is None else min(last, terms.last.day)
        for day, reason in sorted(_named(terms, low, high).items()):
            yield Stretch(_instant(day * DAY_SECONDS, zone), _instant((day + 1) * DAY_SECONDS, zone), reason)
    for terms in hours.terms:
        for start, stop in terms.breaks:
            if first * DAY_SECONDS < stop and start < (last + 1) * DAY_SECONDS:
                reason = f"break {_date(start // DAY_SECONDS)}"
                yield Stretch(_instant(start, zone), _instant(stop, zone), reason)


def _named(terms: Terms, low: int, high: int) -> dict[int, str]:
    """Return the days from `low` to `high` on which the weekly hours do not hold, and why."""
    days = np.arange(low, high + 1)
    named = {day: f"holiday {_date(day)}" for day in days[terms.holidays.holds(days)].tolist()}
    for day, spans in terms.dates:
        if low <= day <= high:
            named[day] = f"outside the hours of {_date(day)}" if spans else f"closed date {_date(day)}"
    return named


def _local_day(instant: int, zone: ZoneInfo) -> int:
    local = (EPOCH + timedelta(microseconds=instant)).astimezone(zone)
    return local.toordinal() - DAY_ZERO.toordinal()


def _instant(wall: int, zone: ZoneInfo) -> int:
    """Return the first instant at which the clocks of `zone` show so many seconds from 1970-01-01."""
    shown = (DAY_ZERO + timedelta(seconds=wall)).replace(tzinfo=zone)
    return (shown.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def _date(day: int) -> str:
    return (DAY_ZERO + timedelta(days=day)).date().isoformat()
