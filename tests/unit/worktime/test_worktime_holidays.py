from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import numpy as np
import pytest

from xlakit.errors import CalendarError
from xlakit.model import CalendarSpec, HolidayRule
from xlakit.worktime import Calendar

HOURS = {"mon-sun": ["08:00-16:00"]}


def closed(calendar: Calendar, first: date, last: date) -> set[date]:
    """Return the dates of a span on which the calendar does not open."""
    noons = {
        first + timedelta(days=i): datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
        + timedelta(days=i)
        for i in range((last - first).days + 1)
    }
    return {day for day, noon in noons.items() if not calendar.is_open(noon)}


def test_lists_ranges_and_yearly_days_close_the_calendar() -> None:
    calendar = Calendar(
        timezone="UTC",
        hours=HOURS,
        holidays=["2027-05-01", "2027-05-03/2027-05-04", "--02-29", "--12-30/--01-02"],
    )
    year = closed(calendar, date(2027, 1, 1), date(2028, 3, 1))
    expected = {date(2027, 5, 1), date(2027, 5, 3), date(2027, 5, 4), date(2028, 2, 29)}
    expected |= {date(2027, 1, 1), date(2027, 1, 2), date(2028, 1, 1), date(2028, 1, 2)}
    assert year == expected | {date(2027, 12, 30), date(2027, 12, 31)}


class FridaysThe13th:
    def __contains__(self, day: date) -> bool:
        return (day.day, day.weekday()) == (13, 4)


def test_any_container_of_dates_will_do() -> None:
    day = date(2026, 12, 25)
    dates = [day, date(2026, 12, 26)]
    expected = Calendar(timezone="UTC", hours=HOURS, holidays=["2026-12-25/2026-12-26"])
    for container in (
        dates,
        set(dates),
        frozenset(dates),
        dict.fromkeys(dates, "Christmas"),
        [datetime(2026, 12, 25), "2026-12-26"],  # noqa: DTZ001 - a date with a midnight
        np.array(dates, "datetime64[D]"),
        dict.fromkeys(dates).keys(),
    ):
        assert Calendar(timezone="UTC", hours=HOURS, holidays=container) == expected
    rule = FridaysThe13th()
    odd = Calendar(timezone="UTC", hours=HOURS, holidays=rule)
    assert closed(odd, date(2026, 1, 1), date(2026, 12, 31)) == {
        date(2026, 2, 13),
        date(2026, 3, 13),
        date(2026, 11, 13),
    }
    assert odd == Calendar(timezone="UTC", hours=HOURS, holidays=rule)
    assert odd != Calendar(timezone="UTC", hours=HOURS, holidays=FridaysThe13th())


def test_country_holidays_come_from_the_package_and_own_dates_are_added() -> None:
    rule = {"country": "DE", "subdivision": "BE", "dates": ["--12-24", date(2026, 12, 31)]}
    calendar = Calendar(timezone="UTC", hours=HOURS, holidays=rule)
    expected = set(holidays.country_holidays("DE", subdiv="BE", years=2026))
    assert date(2026, 3, 8) in expected  # a holiday in Berlin only
    found = closed(calendar, date(2026, 1, 1), date(2026, 12, 31))
    assert found == expected | {date(2026, 12, 24), date(2026, 12, 31)}
    spec = CalendarSpec(
        timezone="UTC",
        hours={"mon-sun": ("08:00-16:00",)},
        holidays=HolidayRule(country="DE", subdivision="BE", dates=("--12-24", "2026-12-31")),
    )
    assert Calendar.from_spec(spec) == calendar
    assert Calendar(timezone="UTC", hours=HOURS, holidays=spec.holidays) == calendar


def test_an_object_of_the_holidays_package_is_read_once_and_left_alone() -> None:
    source = holidays.country_holidays("DE", subdiv="BE")
    calendar = Calendar(timezone="UTC", hours=HOURS, holidays=source)
    assert not source.years
    assert calendar == Calendar(timezone="UTC", hours=HOURS, holidays={"country": "DE", "subdivision": "BE"})
    source.update({date(2026, 6, 1): "ours"})
    assert closed(calendar, date(2026, 6, 1), date(2026, 6, 1)) == set()
    assert closed(
        Calendar(timezone="UTC", hours=HOURS, holidays=source), date(2026, 6, 1), date(2026, 6, 1)
    ) == {date(2026, 6, 1)}


def test_country_holidays_end_and_beyond_them_is_an_error() -> None:
    calendar = Calendar(timezone="UTC", hours=HOURS, holidays={"country": "DE"})
    for year in (1990, 2101):
        with pytest.raises(CalendarError, match="public holidays of DE are known from 1991 through 2100"):
            calendar.is_open(datetime(year, 6, 1, tzinfo=UTC))
    assert calendar.is_open(datetime(2100, 12, 31, 15, tzinfo=UTC))
    source = holidays.country_holidays("DE")
    with pytest.raises(CalendarError, match="known from 1991 through 2100"):
        Calendar(timezone="UTC", hours=HOURS, holidays=source).is_open(datetime(2101, 6, 1, tzinfo=UTC))


def test_years_that_the_package_knows_in_part_are_not_known() -> None:
    calendar = Calendar(timezone="UTC", hours=HOURS, holidays={"country": "IN"})
    with pytest.raises(CalendarError, match="public holidays of IN are known from 2001 through 2035"):
        calendar.is_open(datetime(2036, 6, 1, tzinfo=UTC))


def test_the_narrower_of_validity_and_country_holidays_bounds_a_calendar() -> None:
    calendar = Calendar(
        timezone="UTC",
        hours=HOURS,
        holidays={"country": "DE"},
        valid_from="1950-01-01",
        valid_through="2026-12-31",
    )
    with pytest.raises(CalendarError, match="valid_through is 2026-12-31"):
        calendar.is_open(datetime(2027, 1, 1, 9, tzinfo=UTC))
    with pytest.raises(CalendarError, match="known from 1991"):
        calendar.is_open(datetime(1990, 1, 1, 9, tzinfo=UTC))


def test_explicit_lists_are_complete_for_ever() -> None:
    calendar = Calendar(timezone="UTC", hours=HOURS, holidays=["2026-12-25"])
    assert calendar.is_open(datetime(3000, 12, 25, 9, tzinfo=UTC))


def test_unknown_countries_and_subdivisions_are_told_with_a_hint() -> None:
    with pytest.raises(CalendarError, match=r"holidays.country: .* got 'XX'. Hint: an ISO 3166 code"):
        Calendar(timezone="UTC", hours=HOURS, holidays={"country": "XX"})
    with pytest.raises(
        CalendarError, match=r"holidays.subdivision: .* got 'BX'. Hint: known are .*BB, BE, BW"
    ):
        Calendar(timezone="UTC", hours=HOURS, holidays={"country": "DE", "subdivision": "BX"})
    with pytest.raises(CalendarError, match=r"holidays\['country'\]"):
        Calendar(timezone="UTC", hours=HOURS, holidays={"country": "germany"})
    with pytest.raises(CalendarError, match=r"holidays\['dates'\]\[0\]"):
        Calendar(timezone="UTC", hours=HOURS, holidays={"country": "DE", "dates": ["soon"]})
    with pytest.raises(CalendarError, match="holidays"):
        Calendar(timezone="UTC", hours=HOURS, holidays=25)  # type: ignore[arg-type]
