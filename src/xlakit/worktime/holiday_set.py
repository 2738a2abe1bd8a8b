"""Which dates are holidays, from every way in which they can be stated. Days count from 1970-01-01."""

from __future__ import annotations

import copy
import warnings
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xlakit.errors import CalendarError, message, near_miss
from xlakit.model.hours import YearlyRange, holiday
from xlakit.worktime.spans import joined

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable

    from xlakit.worktime.spans import Ints

DAY_ZERO = date(1970, 1, 1)
_LEAP_YEAR = 2000


class Opaque:
    """A container that can only be asked ``date in container``; equal to itself alone."""

    __slots__ = ("container",)

    def __init__(self, container: Container[date]) -> None:
        self.container = container

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opaque) and other.container is self.container

    def __hash__(self) -> int:
        return id(self.container)


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """Holidays by content: half-open ranges of days, month and day of every year, at most one container."""

    ranges: tuple[tuple[int, int], ...] = ()
    yearly: frozenset[tuple[int, int]] = frozenset()
    opaque: Opaque | None = None

    def holds(self, days: Ints) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return for each day whether it is a holiday."""
        found = np.zeros(days.shape, bool)
        if self.ranges:
            starts, ends = np.array(self.ranges, np.int64).T
            at = np.searchsorted(starts, days, side="right") - 1
            found |= (at >= 0) & (days < ends[at])
        if self.yearly:
            months = days.astype("datetime64[D]").astype("datetime64[M]")
            in_month = days - months.astype("datetime64[D]").astype(np.int64) + 1
            wanted = [month * 100 + day for month, day in self.yearly]
            found |= np.isin((months.astype(np.int64) % 12 + 1) * 100 + in_month, wanted)
        if self.opaque is not None:
            dates = (DAY_ZERO + timedelta(days=day) for day in days.tolist())
            found |= np.fromiter((day in self.opaque.container for day in dates), bool, len(days))
        return found


class PublicHolidays(NamedTuple):
    """The holidays of a ``holidays`` object and the years for which that package knows them."""

    dates: frozenset[date]
    first_year: int
    last_year: int


def number(day: date) -> int:
    """Return the days from 1970-01-01 to `day`."""
    return day.toordinal() - DAY_ZERO.toordinal()


def holiday_set(texts: Iterable[str], dates: Iterable[date] = (), opaque: Opaque | None = None) -> HolidaySet:
    """Return the holidays that texts and dates name together."""
    ranges = [(number(day), number(day) + 1) for day in dates]
    yearly: set[tuple[int, int]] = set()
    for text in texts:
        found = holiday(text)
        if isinstance(found, YearlyRange):
            yearly |= _days_of_year(found)
        else:
            ranges.append((number(found.first), number(found.last) + 1))
    return HolidaySet(joined(ranges), frozenset(yearly), opaque)


def _days_of_year(span: YearlyRange) -> set[tuple[int, int]]:
    first = date(_LEAP_YEAR, *span.first)
    last = date(_LEAP_YEAR + (span.last < span.first), *span.last)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return {(day.month, day.day) for day in days}


def country_holidays(country: str, subdivision: str | None) -> PublicHolidays:
    """Return the public holidays of a country or of one of its subdivisions.

    Raises
    ------
    CalendarError
        The ``holidays`` package does not know the country or the subdivision.
    """
    import holidays

    try:
        rule = holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        known = holidays.list_supported_countries(include_aliases=True)
        what = "the package 'holidays' does not know it"
        if country not in known:
            hint = "an ISO 3166 code such as DE"
            raise CalendarError(message("holidays.country", what, got=country, hint=hint)) from None
        hint = near_miss(str(subdivision), known[country]) or f"{country} has no subdivisions"
        raise CalendarError(message("holidays.subdivision", what, got=subdivision, hint=hint)) from None
    return public_holidays(rule)


def grows(container: object) -> bool:
    """Whether `container` is an object of the ``holidays`` package that fills in years when asked."""
    return bool(getattr(container, "expand", False)) and hasattr(container, "end_year")


def public_holidays(rule: Any) -> PublicHolidays:  # noqa: ANN401 - `holidays` is not imported for its type
    """Return what an object of the ``holidays`` package knows; the object itself is left as it is."""
    own = copy.deepcopy(rule)
    parts = getattr(own, "holidays", None) or [own]
    known: list[int] = []
    first, last = max(part.start_year for part in parts), min(part.end_year for part in parts)
    for year in range(first, last + 1):
        with warnings.catch_warnings(record=True) as doubts:
            warnings.simplefilter("always")
            date(year, 1, 1) in own  # noqa: B015 - asking fills the year in
        if not doubts:  # some countries warn that for this year they know only a part
            known.append(year)
    runs = np.split(np.array(known), np.flatnonzero(np.diff(known) != 1) + 1)
    longest = max(runs, key=len)
    return PublicHolidays(frozenset(own), int(longest[0]), int(longest[-1]))


def dates_in(container: Collection[object]) -> tuple[list[str], list[object]]:
    """Return the items of a plain collection as texts of holidays, and the items that are no dates."""
    texts: list[str] = []
    wrong: list[object] = []
    for item in container:
        value = item.item() if isinstance(item, np.datetime64) else item
        if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
            value = value.date()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, date) and not isinstance(value, datetime):
            texts.append(value.isoformat())
        else:
            wrong.append(item)
    return texts, wrong
