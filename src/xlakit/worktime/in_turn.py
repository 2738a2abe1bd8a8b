"""Opening hours that change: one calendar after another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xlakit.errors import CalendarError, message
from xlakit.worktime.calendar import Calendar
from xlakit.worktime.terms import Hours

if TYPE_CHECKING:
    from xlakit.worktime.terms import Terms


def in_turn(*calendars: Calendar) -> Calendar:
    """Return the calendar that follows each of `calendars` for the dates for which that one is valid.

    Hours belong to the date on which they start: a night shift that begins on the last day of one calendar
    ends when that calendar says, also beyond that day.

    Parameters
    ----------
    *calendars
        In the order of time, in one zone, without gaps: each is valid from the day after the
        ``valid_through`` of the one before it.

    Raises
    ------
    CalendarError
        There are none, they are combinations (``&``, ``|``), lie in several zones, or leave a gap or overlap.

    Examples
    --------
    >>> from datetime import datetime, UTC
    >>> before = Calendar(timezone="UTC", hours={"mon-fri": ["08:00-16:00"]}, valid_through="2026-06-30")
    >>> after = Calendar(timezone="UTC", hours={"mon-fri": ["07:00-19:00"]}, valid_from="2026-07-01")
    >>> both = in_turn(before, after)
    >>> both.elapsed(datetime(2026, 6, 30, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC))
    datetime.timedelta(seconds=72000)
    """
    nodes = [calendar._node for calendar in calendars]  # noqa: SLF001 - of the same package
    hours = [node for node in nodes if isinstance(node, Hours)]
    if not hours or len(hours) < len(nodes):
        what = "calendars are expected that are no combinations; combine the results instead"
        raise CalendarError(message("in_turn", what, got=repr(list(calendars))))
    names = sorted({each.timezone for each in hours})
    if len(names) > 1:
        raise CalendarError(message("in_turn", "the calendars lie in several zones", got=repr(names)))
    terms = tuple(part for each in hours for part in each.terms)
    for one, other in pairwise(terms):
        _check_seam(one, other)
    return Calendar._of(Hours(hours[0].timezone, terms))  # noqa: SLF001 - of the same package


def _check_seam(one: Terms, other: Terms) -> None:
    if one.last is None or other.first is None or other.first.day != one.last.day + 1:
        ends = [bound.why if bound else "no bound is stated" for bound in (one.last, other.first)]
        hint = "state valid_through of one, and valid_from of the next as the day after it"
        raise CalendarError(
            message("in_turn", "one calendar does not follow another", got=repr(ends), hint=hint)
        )
