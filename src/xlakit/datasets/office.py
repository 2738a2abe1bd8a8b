"""The hours the desk of the stories works, and when tickets reach it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from xlakit.model import CalendarSpec, HolidayRule
from xlakit.model.window import add_months
from xlakit.worktime import Calendar

if TYPE_CHECKING:
    from numpy.typing import NDArray

ZONE = "Europe/Berlin"
SECOND = 1_000_000
HOUR = 3_600 * SECOND
BY_HOUR = (
    (0.03,) * 6
    + (0.15, 0.6, 1.6, 1.9, 1.7, 1.4, 0.9, 1.2, 1.3, 1.1, 0.9, 0.5, 0.25)
    + (0.12, 0.1, 0.08, 0.06, 0.04)
)
BY_WEEKDAY = (1.25, 1.1, 1.0, 0.95, 0.8, 0.1, 0.07)
ON_HOLIDAYS = 0.1


def office() -> Calendar:
    """Return the hours in which agents work: the calendar that the example agreement promises by."""
    return Calendar.from_spec(
        CalendarSpec(
            timezone=ZONE,
            hours={"mon-fri": ("08:00-12:00", "13:00-17:00")},
            holidays=HolidayRule(country="DE", subdivision="BE"),
        )
    )


def arrivals(
    count: int, start: date, months: int, calendar: Calendar, draw: np.random.Generator
) -> NDArray[np.int64]:
    """Return `count` rising instants, on whole seconds, in the months from the one of `start` on.

    Most lie in working hours, a few at night and at weekends.
    """
    first, last = midnight(start), midnight(add_months(start, months))
    hours = np.arange(first, last, HOUR, dtype=np.int64)
    local = pl.Series(hours).cast(pl.Datetime("us", "UTC")).dt.convert_time_zone(ZONE)
    weekday = local.dt.weekday().to_numpy() - 1
    day = np.unique(local.dt.date().to_numpy(), return_inverse=True)[1]
    open_us = calendar.open_before(hours + HOUR) - calendar.open_before(hours)
    closed = np.bincount(day, weights=open_us)[day] == 0
    weight = np.array(BY_HOUR)[local.dt.hour().to_numpy()] * np.array(BY_WEEKDAY)[weekday]
    edges = np.cumsum(np.where(closed & (weekday < 5), weight * ON_HOLIDAYS, weight))  # noqa: PLR2004 - Saturday
    place = np.searchsorted(edges / edges[-1], draw.random(count), side="right")
    return np.sort(hours[np.minimum(place, len(hours) - 1)] + draw.integers(0, 3600, count) * SECOND)


def midnight(day: date) -> int:
    """Return local midnight of `day` in microseconds since the epoch."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    return round(midnight.timestamp()) * SECOND
