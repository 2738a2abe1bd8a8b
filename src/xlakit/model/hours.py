"""How hours, days of the week and holidays are written, and what the words mean.

Everything is plain integers and dates here: seconds of wall time, weekdays from Monday = 0. What they
come to in real time is the business of ``worktime``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 86_400

DAY_PATTERN = r"^(mon|tue|wed|thu|fri|sat|sun)([-,](mon|tue|wed|thu|fri|sat|sun))*$"
SPAN_PATTERN = r"^\d{2}:\d{2}(:\d{2})?-\d{2}:\d{2}(:\d{2})?$"
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
TIME_PATTERN = r"^\d{2}:\d{2}(:\d{2})?$"
HOLIDAY_PATTERN = r"^(\d{4}-|--)\d{2}-\d{2}(/(\d{4}-|--)\d{2}-\d{2})?$"

_LEAP_YEAR = 2000
_CLOCK = r"(\d{2}):(\d{2})(?::(\d{2}))?"


class DateRange(NamedTuple):
    """Dates, first and last included."""

    first: date
    last: date


class YearlyRange(NamedTuple):
    """Month and day, first and last included, in every year; it may run over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]


def weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays that a key of ``hours`` names, Monday = 0, in the order of the week.

    Raises
    ------
    ValueError
        `text` names no days.

    Examples
    --------
    >>> weekdays("mon-fri"), weekdays("fri-mon"), weekdays("sat,sun"), weekdays("mon,wed-thu")
    ((0, 1, 2, 3, 4), (0, 4, 5, 6), (5, 6), (0, 2, 3))
    """
    found: set[int] = set()
    for part in text.strip().split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        if first not in DAYS or (dash and last not in DAYS):
            msg = "days such as mon, mon-fri or sat,sun are expected"
            raise ValueError(msg)
        begin = DAYS.index(first)
        length = (DAYS.index(last) - begin) % len(DAYS) if dash else 0
        found.update((begin + step) % len(DAYS) for step in range(length + 1))
    return tuple(sorted(found))


def span(text: str) -> tuple[int, int]:
    """Return the seconds from midnight at which an interval starts and ends.

    The end lies after the start: an interval that crosses midnight ends beyond 86,400.

    Raises
    ------
    ValueError
        `text` is no interval, a time does not exist, or start and end are the same.

    Examples
    --------
    >>> span("08:00-12:00"), span("22:00-06:00"), span("00:00-24:00")
    ((28800, 43200), (79200, 108000), (0, 86400))
    >>> span("08:00:30-08:00:31 ")
    (28830, 28831)
    """
    found = re.fullmatch(rf"{_CLOCK}\s*-\s*{_CLOCK}", text.strip())
    if not found:
        msg = "hours such as 08:00-17:00 or 22:00-06:00 are expected"
        raise ValueError(msg)
    start, end = _seconds(found.groups()[:3]), _seconds(found.groups()[3:])
    if start == DAY_SECONDS:
        msg = "hours start before 24:00; the next day starts at 00:00"
        raise ValueError(msg)
    if start == end:
        msg = "hours have a length; a whole day is 00:00-24:00"
        raise ValueError(msg)
    return start, end if end > start else end + DAY_SECONDS


def time_of_day(text: str) -> int:
    """Return the seconds from midnight that a time of day states.

    Raises
    ------
    ValueError
        `text` is no time, or one that no clock shows: a day begins at 00:00, and 24:00 is the next.

    Examples
    --------
    >>> time_of_day("02:00"), time_of_day("23:59:59")
    (7200, 86399)
    """
    found = re.fullmatch(_CLOCK, text.strip())
    if not found:
        msg = "a time of day such as 02:00 or 22:30 is expected"
        raise ValueError(msg)
    seconds = _seconds(found.groups())
    if seconds == DAY_SECONDS:
        msg = "a time of day lies before 24:00; the next day starts at 00:00"
        raise ValueError(msg)
    return seconds


def _seconds(clock: tuple[str | None, ...]) -> int:
    hour, minute, second = (int(part or 0) for part in clock)
    seconds = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > DAY_SECONDS:  # noqa: PLR2004 - what a clock shows
        msg = "a time of day lies between 00:00 and 24:00"
        raise ValueError(msg)
    return seconds


def day(text: str) -> date:
    """Return the date that `text` states.

    Raises
    ------
    ValueError
        `text` is no date ``YYYY-MM-DD``, or the date does not exist.

    Examples
    --------
    >>> day("2028-02-29")
    datetime.date(2028, 2, 29)
    """
    text = text.strip()
    if not re.fullmatch(DATE_PATTERN, text):
        msg = "a date YYYY-MM-DD is expected"
        raise ValueError(msg)
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = "this date does not exist"
        raise ValueError(msg) from None


def holiday(text: str) -> DateRange | YearlyRange:
    """Return the dates that one line of ``holidays`` names.

    A date ``2026-12-25``, a range ``2026-12-28/2026-12-31``, a day of every year ``--01-01`` (``--02-29`` in
    leap years only), or a range of every year ``--12-24/--01-02``.

    Raises
    ------
    ValueError
        `text` is none of them, or a range of dates ends before it starts.

    Examples
    --------
    >>> holiday("--12-24/--01-02")
    YearlyRange(first=(12, 24), last=(1, 2))
    >>> holiday("2026-12-25").first == holiday("2026-12-25").last
    True
    """
    first, slash, last = (part.strip() for part in text.partition("/"))
    if not re.fullmatch(HOLIDAY_PATTERN, f"{first}{slash}{last}"):
        msg = "a date 2026-12-25, a range 2026-12-28/2026-12-31 or a day of every year --01-01 is expected"
        raise ValueError(msg)
    ends = (first, last or first)
    if all(end.startswith("--") for end in ends):
        begin, until = (day(f"{_LEAP_YEAR}-{end[2:]}") for end in ends)
        return YearlyRange((begin.month, begin.day), (until.month, until.day))
    if any(end.startswith("--") for end in ends):
        msg = "a range lies between two dates or between two days of every year"
        raise ValueError(msg)
    dates = DateRange(day(ends[0]), day(ends[1]))
    if dates.last < dates.first:
        msg = "the range ends before it starts"
        raise ValueError(msg)
    return dates
