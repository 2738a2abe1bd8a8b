"""The value of a calendar in one zone: its specification as sorted numbers, so that equal means equal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from xlakit.model.calendar_spec import HolidayRule
from xlakit.model.hours import DAYS, day, span, weekdays
from xlakit.worktime.holiday_set import HolidaySet, country_holidays, holiday_set, number
from xlakit.worktime.spans import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.model.calendar_spec import CalendarSpec
    from xlakit.worktime.holiday_set import Opaque, PublicHolidays

Seconds = tuple[tuple[int, int], ...]
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Bound:
    """The first or last local day that is known, and what bounds it."""

    day: int
    why: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds from one local day to another.

    `week` has seconds from midnight for each weekday, `dates` for a day, `breaks` from 1970-01-01; all are
    sorted, and overlapping or touching intervals are joined.
    """

    week: tuple[Seconds, ...]
    dates: tuple[tuple[int, Seconds], ...]
    breaks: Seconds
    holidays: HolidaySet
    first: Bound | None
    last: Bound | None


@dataclass(frozen=True, slots=True)
class Hours:
    """Calendar terms in one zone, one after another in time."""

    timezone: str
    terms: tuple[Terms, ...]


def hours_of(
    spec: CalendarSpec, *, public: PublicHolidays | None = None, opaque: Opaque | None = None
) -> Hours:
    """Return the value of a specification, with holidays that no text can state.

    Raises
    ------
    CalendarError
        The country of the holidays is not known.
    """
    texts: Iterable[str]
    source = "the 'holidays' object"
    if isinstance(spec.holidays, HolidayRule):
        rule = spec.holidays
        texts, public = rule.dates, country_holidays(rule.country, rule.subdivision)
        source = f"the public holidays of {rule.country}"
    else:
        texts = spec.holidays
    first = _bound(spec.valid_from, "valid_from")
    last = _bound(spec.valid_through, "valid_through")
    if public is not None:
        why = f"{source} are known from {public.first_year} through {public.last_year}"
        first = max((first, Bound(number(date(public.first_year, 1, 1)), why)), key=_day_or_least)
        last = min((last, Bound(number(date(public.last_year, 12, 31)), why)), key=_day_or_most)
    terms = Terms(
        week=_week(spec.hours),
        dates=tuple(
            sorted((number(day(text)), joined(map(span, spans))) for text, spans in spec.dates.items())
        ),
        breaks=_breaks(spec.breaks),
        holidays=holiday_set(texts, public.dates if public else (), opaque),
        first=first,
        last=last,
    )
    return Hours(spec.timezone, (terms,))


def _bound(stated: date | None, name: str) -> Bound | None:
    return None if stated is None else Bound(number(stated), f"{name} is {stated}")


def _day_or_least(bound: Bound | None) -> float:
    return float("-inf") if bound is None else bound.day


def _day_or_most(bound: Bound | None) -> float:
    return float("inf") if bound is None else bound.day


def _week(hours: Mapping[str, Iterable[str]]) -> tuple[Seconds, ...]:
    found: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for key, spans in hours.items():
        for weekday in weekdays(key):
            found[weekday].extend(map(span, spans))
    return tuple(map(joined, found))


def _breaks(breaks: Mapping[str, Iterable[str]]) -> Seconds:
    starts = ((number(day(text)) * DAY_SECONDS, spans) for text, spans in breaks.items())
    return joined((zero + begin, zero + end) for zero, spans in starts for begin, end in map(span, spans))
