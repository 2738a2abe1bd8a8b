"""What business clocks usually get wrong, one table a family; expectations are worked out by hand.

January 2026: Thursday the 1st, Monday the 5th, Friday the 9th. Times are UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from xlakit.worktime import Calendar

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def week(*hours: str, **stated: object) -> Calendar:
    return Calendar(timezone="UTC", hours={"mon-fri": list(hours)}, **stated)


OFFICE = week("09:00-17:00")
LUNCH = week("09:00-12:00", "13:00-17:00")
NIGHTS = week("22:00-06:00")
ROUND_THE_CLOCK = week("00:00-24:00")
NEW_YEAR = week("09:00-17:00", holidays=["--01-01"])
NIGHTS_WITH_HOLIDAY = week("22:00-06:00", holidays=["2026-01-06"], dates={"2026-01-07": ["20:00-02:00"]})
CHRISTMAS = week(
    "09:00-17:00",
    holidays=["2026-12-25"],
    dates={"2026-12-24": ["09:00-12:00"], "2026-12-31": ["09:00-12:00"], "2026-12-19": ["10:00-14:00"]},
)


def utc(text: str) -> datetime:
    """Read ``2026-01-05T09:00``; without a year in 2026."""
    return datetime.fromisoformat(text if text[4] == "-" else f"2026-{text}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        pytest.param(OFFICE, "01-05T09:00", "01-05T17:00", 8, id="a day from opening to closing"),
        pytest.param(OFFICE, "01-05T08:00", "01-05T18:00", 8, id="both ends outside of hours"),
        pytest.param(OFFICE, "01-05T10:30", "01-05T11:15", 0.75, id="inside of a day"),
        pytest.param(OFFICE, "01-05T06:00", "01-05T09:00", 0, id="up to the opening"),
        pytest.param(OFFICE, "01-05T17:00", "01-06T09:00", 0, id="from closing to opening"),
        pytest.param(OFFICE, "01-09T16:00", "01-12T10:00", 2, id="over a weekend"),
        pytest.param(OFFICE, "01-09T17:00", "01-12T09:00", 0, id="exactly the weekend"),
        pytest.param(OFFICE, "01-09T18:00", "01-12T18:00", 8, id="from closed to closed over a day"),
        pytest.param(OFFICE, "01-10T11:00", "01-11T11:00", 0, id="inside of a weekend"),
        pytest.param(OFFICE, "01-04T12:00", "01-11T12:00", 40, id="a week from a Sunday"),
        pytest.param(OFFICE, "01-05T10:00", "01-05T10:00", 0, id="nothing at all"),
        pytest.param(OFFICE, "01-06T10:00", "01-05T10:00", 0, id="the end before the start"),
        pytest.param(OFFICE, "2025-12-31T16:00", "2026-01-02T10:00", 10, id="over a year's end"),
        pytest.param(NEW_YEAR, "2025-12-31T16:00", "2026-01-02T10:00", 2, id="over New Year's Day"),
        pytest.param(OFFICE, "2024-02-28T16:00", "2024-03-01T10:00", 10, id="over a leap day"),
        pytest.param(OFFICE, "2023-02-28T16:00", "2023-03-01T10:00", 2, id="a February of 28 days"),
        pytest.param(OFFICE, "2000-02-28T09:00", "2000-03-01T09:00", 16, id="2000 is a leap year"),
        pytest.param(OFFICE, "2100-02-26T16:00", "2100-03-01T10:00", 2, id="2100 is none"),
        pytest.param(
            week("09:00-17:00", holidays=["--02-29"]),
            "2024-02-28T16:00",
            "2024-03-01T10:00",
            2,
            id="a leap day off",
        ),
        pytest.param(LUNCH, "01-05T11:30", "01-05T13:30", 1, id="over lunch"),
        pytest.param(LUNCH, "01-05T12:00", "01-05T13:00", 0, id="exactly lunch"),
        pytest.param(LUNCH, "01-05T12:15", "01-05T12:45", 0, id="inside of lunch"),
        pytest.param(LUNCH, "01-05T12:30", "01-06T12:30", 7, id="from lunch to lunch"),
        pytest.param(
            week("09:00-12:00", "12:00-17:00"), "01-05T08:00", "01-05T18:00", 8, id="hours that touch"
        ),
        pytest.param(week("09:00-13:00", "12:00-17:00"), "01-05T08:00", "01-05T18:00", 8, id="that overlap"),
        pytest.param(
            week("09:00-17:00", "10:00-11:00"), "01-05T08:00", "01-05T18:00", 8, id="one in another"
        ),
        pytest.param(week("10:00-11:00", "09:00-10:00"), "01-05T08:00", "01-05T18:00", 2, id="in no order"),
        pytest.param(ROUND_THE_CLOCK, "01-05T00:00", "01-12T00:00", 120, id="no minute lost at midnight"),
        pytest.param(ROUND_THE_CLOCK, "01-09T23:00", "01-12T01:00", 2, id="24:00 is the end of Friday"),
        pytest.param(week("22:00-24:00"), "01-05T21:00", "01-06T03:00", 2, id="until midnight"),
        pytest.param(NIGHTS, "01-06T01:00", "01-06T06:00", 5, id="asked in the small hours"),
        pytest.param(NIGHTS, "01-05T01:00", "01-05T06:00", 0, id="the small hours after a Sunday"),
        pytest.param(NIGHTS, "01-10T01:00", "01-10T12:00", 5, id="the small hours after a Friday"),
        pytest.param(NIGHTS, "01-09T22:00", "01-12T22:00", 8, id="one night over a weekend"),
        pytest.param(NIGHTS, "01-05T23:30", "01-06T00:30", 1, id="over midnight"),
        pytest.param(NIGHTS_WITH_HOLIDAY, "01-06T00:00", "01-06T06:00", 6, id="the eve runs into a holiday"),
        pytest.param(
            NIGHTS_WITH_HOLIDAY, "01-06T12:00", "01-07T12:00", 0, id="the holiday's own night is off"
        ),
        pytest.param(
            NIGHTS_WITH_HOLIDAY, "01-07T12:00", "01-08T12:00", 6, id="a night with hours of its own"
        ),
        pytest.param(CHRISTMAS, "12-23T16:00", "12-28T10:00", 5, id="a half day before a holiday"),
        pytest.param(CHRISTMAS, "12-31T11:00", "2027-01-01T10:00", 2, id="a half day at the year's end"),
        pytest.param(CHRISTMAS, "12-18T16:00", "12-21T10:00", 6, id="a Saturday with hours"),
    ],
)
def test_elapsed(calendar: Calendar, start: str, end: str, hours: float) -> None:
    assert calendar.elapsed(utc(start), utc(end)) / HOUR == hours


@pytest.mark.parametrize(
    ("calendar", "start", "length", "due", "opening"),
    [
        pytest.param(OFFICE, "01-05T09:00", "4h", "01-05T13:00", None, id="inside of a day"),
        pytest.param(OFFICE, "01-05T09:00", "8h", "01-05T17:00", "01-06T09:00", id="exactly a day"),
        pytest.param(OFFICE, "01-05T09:00", "40h", "01-09T17:00", "01-12T09:00", id="exactly a week"),
        pytest.param(OFFICE, "01-05T08:00", "1h", "01-05T10:00", None, id="before the opening"),
        pytest.param(OFFICE, "01-05T17:00", "1h", "01-06T10:00", None, id="at the closing"),
        pytest.param(OFFICE, "01-05T20:00", "8h", "01-06T17:00", "01-07T09:00", id="after the closing"),
        pytest.param(OFFICE, "01-09T16:00", "1h", "01-09T17:00", "01-12T09:00", id="up to the weekend"),
        pytest.param(OFFICE, "01-09T16:00", "2h", "01-12T10:00", None, id="over the weekend"),
        pytest.param(OFFICE, "01-10T12:00", "1h", "01-12T10:00", None, id="in the weekend"),
        pytest.param(OFFICE, "01-10T12:00", "0h", "01-10T12:00", "01-12T09:00", id="no time, closed"),
        pytest.param(OFFICE, "01-05T17:00", "0h", "01-05T17:00", "01-06T09:00", id="no time, at the closing"),
        pytest.param(OFFICE, "01-05T09:00", "0h", "01-05T09:00", None, id="no time, at the opening"),
        pytest.param(OFFICE, "2025-12-31T16:00", "2h", "2026-01-01T10:00", None, id="over a year's end"),
        pytest.param(NEW_YEAR, "2025-12-31T16:00", "2h", "2026-01-02T10:00", None, id="over New Year's Day"),
        pytest.param(OFFICE, "2024-02-28T16:00", "10h", "2024-03-01T10:00", None, id="over a leap day"),
        pytest.param(LUNCH, "01-05T11:00", "1h", "01-05T12:00", "01-05T13:00", id="up to lunch"),
        pytest.param(LUNCH, "01-05T11:00", "90m", "01-05T13:30", None, id="over lunch"),
        pytest.param(LUNCH, "01-05T12:30", "1h", "01-05T14:00", None, id="in lunch"),
        pytest.param(LUNCH, "01-05T12:30", "0h", "01-05T12:30", "01-05T13:00", id="no time, in lunch"),
        pytest.param(LUNCH, "01-05T09:00", "7h", "01-05T17:00", "01-06T09:00", id="a day with lunch"),
        pytest.param(
            week("09:00-12:00", "12:00-17:00"),
            "01-05T11:00",
            "1h",
            "01-05T12:00",
            None,
            id="hours that touch",
        ),
        pytest.param(ROUND_THE_CLOCK, "01-09T23:00", "1h", "01-10T00:00", "01-12T00:00", id="up to 24:00"),
        pytest.param(ROUND_THE_CLOCK, "01-08T23:00", "1h", "01-09T00:00", None, id="24:00 is 00:00"),
        pytest.param(ROUND_THE_CLOCK, "01-09T23:00", "2h", "01-12T01:00", None, id="over 24:00"),
        pytest.param(NIGHTS, "01-09T22:00", "8h", "01-10T06:00", "01-12T22:00", id="a night"),
        pytest.param(NIGHTS, "01-09T23:00", "8h", "01-12T23:00", None, id="a night and an hour"),
        pytest.param(NIGHTS, "01-06T02:00", "5h", "01-06T23:00", None, id="from the small hours on"),
        pytest.param(NIGHTS_WITH_HOLIDAY, "01-05T22:00", "9h", "01-07T21:00", None, id="over a night off"),
        pytest.param(
            CHRISTMAS, "12-23T16:00", "4h", "12-24T12:00", "12-28T09:00", id="up to a half day's end"
        ),
        pytest.param(CHRISTMAS, "12-23T16:00", "4h30m", "12-28T09:30", None, id="over a half day"),
        pytest.param(OFFICE, "01-12T10:00", "-1h", "01-12T09:00", None, id="back to the opening"),
        pytest.param(OFFICE, "01-12T10:00", "-2h", "01-09T16:00", None, id="back over the weekend"),
        pytest.param(OFFICE, "01-12T09:00", "-1h", "01-09T16:00", None, id="back from the opening"),
        pytest.param(OFFICE, "01-10T12:00", "-8h", "01-09T09:00", None, id="back from the weekend"),
        pytest.param(OFFICE, "01-06T09:00", "-8h", "01-05T09:00", None, id="back over a whole day"),
        pytest.param(OFFICE, "01-12T09:00", "-40h", "01-05T09:00", None, id="back over a whole week"),
        pytest.param(LUNCH, "01-05T13:00", "-1h", "01-05T11:00", None, id="back from lunch"),
        pytest.param(LUNCH, "01-05T13:30", "-30m", "01-05T13:00", None, id="back to the end of lunch"),
        pytest.param(LUNCH, "01-05T12:30", "-3h", "01-05T09:00", None, id="back over the morning"),
        pytest.param(NIGHTS, "01-13T02:00", "-5h", "01-10T05:00", None, id="back over nights off"),
    ],
)
def test_deadline(calendar: Calendar, start: str, length: str, due: str, opening: str | None) -> None:
    begin = utc(start)
    assert calendar.deadline(begin, length) == utc(due)
    assert calendar.deadline(begin, length, landing="next_opening") == utc(opening or due)


@pytest.mark.parametrize(
    ("breaks", "hours", "opens"),
    [
        pytest.param(["09:00-09:30"], 7.5, "09:30", id="at the opening"),
        pytest.param(["16:30-17:00"], 7.5, "09:00", id="at the closing"),
        pytest.param(["08:00-10:00", "16:00-18:00"], 6, "10:00", id="over both edges"),
        pytest.param(["07:00-09:00", "17:00-19:00"], 8, "09:00", id="touching from outside"),
        pytest.param(["10:00-12:00", "11:00-13:00"], 5, "09:00", id="two that overlap"),
        pytest.param(["10:00-11:00", "11:00-12:00"], 6, "09:00", id="two that touch"),
        pytest.param(["09:00-17:00"], 0, None, id="all of the day"),
        pytest.param(["00:00-24:00"], 0, None, id="more than all of it"),
        pytest.param(["22:00-10:00"], 8, "09:00", id="over the midnight after it"),
        pytest.param(["12:00:00-12:00:01"], 8 - 1 / 3600, "09:00", id="a second"),
    ],
)
def test_breaks_at_the_edges_of_a_day(breaks: list[str], hours: float, opens: str | None) -> None:
    calendar = week("09:00-17:00", breaks={"2026-01-05": breaks})
    midnight = utc("01-05T00:00")
    assert calendar.elapsed(midnight, midnight + 24 * HOUR) == timedelta(hours=hours)
    assert calendar.next_open(midnight) == utc(f"01-05T{opens}" if opens else "01-06T09:00")


def test_a_break_over_midnight_cuts_the_next_morning_too() -> None:
    calendar = week("09:00-17:00", breaks={"2026-01-05": ["16:00-10:00"]})
    assert calendar.elapsed(utc("01-05T00:00"), utc("01-06T00:00")) == 7 * HOUR
    assert calendar.elapsed(utc("01-06T00:00"), utc("01-07T00:00")) == 7 * HOUR


@pytest.mark.parametrize(
    ("calendar", "start", "duration", "due"),
    [
        pytest.param(OFFICE, "01-30T11:00", "1bd", "02-02T11:00", id="over a month's end"),
        pytest.param(OFFICE, "02-27T11:00", "1bd", "03-02T11:00", id="over a short month's end"),
        pytest.param(OFFICE, "2024-02-28T11:00", "1bd", "2024-02-29T11:00", id="on to a leap day"),
        pytest.param(OFFICE, "2024-02-28T11:00", "2bd", "2024-03-01T11:00", id="over a leap day"),
        pytest.param(NEW_YEAR, "2025-12-31T11:00", "1bd", "2026-01-02T11:00", id="over New Year"),
        pytest.param(NEW_YEAR, "2026-01-02T11:00", "-1bd", "2025-12-31T11:00", id="back over New Year"),
        pytest.param(NEW_YEAR, "2026-01-01T11:00", "1bd", "2026-01-02T11:00", id="from a holiday"),
        pytest.param(OFFICE, "01-05T11:00", "10bd", "01-19T11:00", id="ten are two weeks"),
        pytest.param(OFFICE, "01-05T11:00", "261bd", "2027-01-05T11:00", id="a year of them"),
        pytest.param(OFFICE, "01-10T13:00", "1bd", "01-12T13:00", id="from a Saturday"),
        pytest.param(OFFICE, "01-10T13:00", "-1bd", "01-09T13:00", id="back from a Saturday"),
        pytest.param(OFFICE, "01-05T07:00", "1bd", "01-06T09:00", id="before hours: the opening"),
        pytest.param(OFFICE, "01-05T20:00", "1bd", "01-06T17:00", id="after hours: the closing"),
        pytest.param(OFFICE, "01-05T17:00", "1bd", "01-06T17:00", id="at the closing"),
        pytest.param(LUNCH, "01-05T12:30", "1bd", "01-06T12:30", id="in lunch"),
        pytest.param(CHRISTMAS, "12-23T15:00", "1bd", "12-24T12:00", id="clipped to a half day"),
        pytest.param(CHRISTMAS, "12-23T15:00", "2bd", "12-28T15:00", id="over a half day and a holiday"),
        pytest.param(CHRISTMAS, "12-18T15:00", "1bd", "12-19T14:00", id="a Saturday with hours counts"),
        pytest.param(OFFICE, "01-05T10:00", "eod", "01-05T17:00", id="end of this day"),
        pytest.param(OFFICE, "01-05T06:00", "eod", "01-05T17:00", id="before the opening"),
        pytest.param(OFFICE, "01-05T17:00", "eod", "01-06T17:00", id="at the closing: the next one"),
        pytest.param(OFFICE, "01-09T17:00", "eod", "01-12T17:00", id="at the closing before a weekend"),
        pytest.param(OFFICE, "01-10T12:00", "eod", "01-12T17:00", id="in the weekend"),
        pytest.param(LUNCH, "01-05T11:00", "eod", "01-05T17:00", id="lunch is no end of a day"),
        pytest.param(CHRISTMAS, "12-24T10:00", "eod", "12-24T12:00", id="of a half day"),
        pytest.param(CHRISTMAS, "12-24T12:00", "eod", "12-28T17:00", id="after a half day"),
        pytest.param(CHRISTMAS, "12-23T10:00", "eod+1", "12-24T12:00", id="of the day after"),
        pytest.param(CHRISTMAS, "12-24T10:00", "eod+1", "12-28T17:00", id="of the business day after"),
        pytest.param(OFFICE, "01-30T10:00", "eod+1", "02-02T17:00", id="in the next month"),
        pytest.param(ROUND_THE_CLOCK, "01-05T10:00", "eod", "01-06T00:00", id="of a day until 24:00"),
        pytest.param(ROUND_THE_CLOCK, "01-09T10:00", "1bd", "01-12T10:00", id="of days of 24 hours"),
        pytest.param(NIGHTS, "01-09T23:00", "eod", "01-10T06:00", id="of a night"),
        pytest.param(NIGHTS, "01-10T02:00", "1bd", "01-12T22:00", id="from the small hours of a night"),
    ],
)
def test_business_days(calendar: Calendar, start: str, duration: str, due: str) -> None:
    assert calendar.deadline(utc(start), duration) == utc(due)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("01-05T08:59:59.999999", TICK, "01-05T09:00:00.000001"),
        ("01-05T09:00:00", TICK, "01-05T09:00:00.000001"),
        ("01-05T16:59:59.999999", TICK, "01-05T17:00:00"),
        ("01-05T16:59:59.999999", 2 * TICK, "01-06T09:00:00.000001"),
        ("01-05T17:00:00.000001", -TICK, "01-05T16:59:59.999999"),
        ("01-06T09:00:00", -TICK, "01-05T16:59:59.999999"),
        ("01-05T09:00:00.000001", 8 * HOUR - TICK, "01-05T17:00:00"),
        ("01-05T09:00:00.000001", 8 * HOUR, "01-06T09:00:00.000001"),
    ],
)
def test_not_a_microsecond_is_lost_or_rounded(start: str, length: timedelta, due: str) -> None:
    assert OFFICE.deadline(utc(start), length) == utc(due)
    first, last = sorted([utc(start), utc(due)])
    assert OFFICE.elapsed(first, last) == abs(length)


def test_business_days_are_those_of_numpy() -> None:
    """An independent count: midnights and mornings over 40 years, with holidays."""
    holidays = np.array(
        ["2001-01-01", "2004-02-29", "2012-12-25", "2020-02-29", "2024-02-29", "2026-01-06"], "M8[D]"
    )
    calendar = week("09:00-17:00", holidays=[str(day) for day in holidays])
    random = np.random.default_rng(11)
    days = np.datetime64("1990-01-01") + np.sort(random.integers(0, 40 * 365, (500, 2)), axis=1)
    counted = np.busday_count(days[:, 0], days[:, 1], holidays=holidays)
    assert (calendar.elapsed(days[:, 0], days[:, 1]) == counted * np.timedelta64(8, "h")).all()
    mornings = np.busday_offset(days[:, 0], 0, roll="forward", holidays=holidays)
    for count in (1, 2, 5, 21, 250, -1, -7):
        expected = np.busday_offset(mornings, count, holidays=holidays) + np.timedelta64(10, "h")
        assert (calendar.deadline(mornings + np.timedelta64(10, "h"), f"{count}bd") == expected).all()


def test_a_calendar_that_never_opens_has_its_origin_everywhere() -> None:
    never = Calendar(timezone="UTC", hours={"mon": ["08:00-09:00"]}) & Calendar(
        timezone="UTC", hours={"tue": ["08:00-09:00"]}
    )
    for count in (2, 1000):
        assert set(never.open_before(np.arange(count)).tolist()) == {0}
    first = never.instant_at(np.array([0]))
    assert first.tolist() == never.instant_at(never.open_before(first)).tolist()
    assert never.open_before(first).tolist() == [0]
