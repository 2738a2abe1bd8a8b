"""Nights over changes of clocks, days of 23 and 25 hours, and offices in several zones, worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from xlakit.worktime import Calendar

HOUR = timedelta(hours=1)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


# Clocks jump or fall back in the night that begins on the date.
@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        pytest.param("Europe/Berlin", "2026-03-21", 8, id="Berlin, a plain night"),
        pytest.param("Europe/Berlin", "2026-03-28", 7, id="Berlin, 02:00 to 03:00"),
        pytest.param("Europe/Berlin", "2026-10-24", 9, id="Berlin, 03:00 to 02:00"),
        pytest.param("Europe/Dublin", "2026-03-28", 7, id="Dublin, whose winter time is the exception"),
        pytest.param("Europe/Dublin", "2026-10-24", 9, id="Dublin, back"),
        pytest.param("America/New_York", "2026-03-07", 7, id="New York, two weeks before Europe"),
        pytest.param("America/New_York", "2026-10-31", 9, id="New York, a week after Europe"),
        pytest.param("America/New_York", "2006-04-01", 7, id="New York, by the rules of before 2007"),
        pytest.param("America/New_York", "2006-03-11", 8, id="New York, no change yet in March 2006"),
        pytest.param("Australia/Lord_Howe", "2026-10-03", 7.5, id="Lord Howe, half an hour"),
        pytest.param("Australia/Lord_Howe", "2026-04-04", 8.5, id="Lord Howe, half an hour back"),
        pytest.param("Antarctica/Troll", "2026-03-28", 6, id="Troll, two hours"),
        pytest.param("Antarctica/Troll", "2026-10-24", 10, id="Troll, two hours back"),
        pytest.param("America/Sao_Paulo", "2018-11-03", 7, id="Sao Paulo, a day that begins at 01:00"),
        pytest.param("America/Sao_Paulo", "2018-02-17", 9, id="Sao Paulo, 23:00 comes twice"),
        pytest.param("America/Havana", "2026-03-07", 7, id="Havana, 00:00 to 01:00"),
        pytest.param("America/Havana", "2026-10-31", 9, id="Havana, 01:00 to 00:00"),
        pytest.param("Africa/Cairo", "2023-04-27", 7, id="Cairo, into a Friday"),
        pytest.param("Africa/Cairo", "2023-10-26", 9, id="Cairo, midnight to 23:00"),
        pytest.param("Africa/Casablanca", "2024-03-09", 9, id="Casablanca, Ramadan begins"),
        pytest.param("Africa/Casablanca", "2024-04-13", 7, id="Casablanca, Ramadan is over"),
        pytest.param("Pacific/Apia", "2011-12-29", 2, id="Apia, the next date is left out"),
        pytest.param("Asia/Pyongyang", "2015-08-14", 8.5, id="Pyongyang, a new standard time"),
        pytest.param("America/Caracas", "2016-04-30", 7.5, id="Caracas, back to its old standard time"),
        pytest.param("Asia/Kolkata", "2026-03-28", 8, id="Kolkata, no change at all"),
    ],
)
def test_a_night_shift_is_as_long_as_it_really_is(zone: str, evening: str, hours: float) -> None:
    nights = Calendar(timezone=zone, hours={}, dates={evening: ["22:00-06:00"]})
    start = local(zone, f"{evening}T22:00")
    noon = local(zone, f"{evening}T12:00")
    assert nights.elapsed(noon, start + timedelta(days=5)) == hours * HOUR
    opens = start.astimezone(UTC)
    assert nights.next_open(noon) == opens
    assert nights.deadline(noon, hours * HOUR) == opens + hours * HOUR
    assert nights.deadline(noon, f"{int(hours * 60)}m", landing="earliest") == nights.deadline(noon, "eod")
    assert nights.deadline(opens + 30 * HOUR, -hours * HOUR) == opens


@pytest.mark.parametrize(
    ("hours", "start", "length", "due", "fold"),
    [
        pytest.param(
            "22:00-06:00", "2026-03-28T22:00", "7h", "2026-03-29T06:00", 0, id="all of a short night"
        ),
        pytest.param("22:00-06:00", "2026-03-28T22:00", "3h", "2026-03-29T01:00", 0, id="before the gap"),
        pytest.param("22:00-06:00", "2026-03-28T22:00", "4h", "2026-03-29T03:00", 0, id="at the gap"),
        pytest.param("22:00-06:00", "2026-03-29T03:30", "-1h", "2026-03-29T01:30", 0, id="back over the gap"),
        pytest.param("22:00-06:00", "2026-10-24T22:00", "4h", "2026-10-25T02:00", 0, id="the first 02:00"),
        pytest.param("22:00-06:00", "2026-10-24T22:00", "5h", "2026-10-25T02:00", 1, id="the second 02:00"),
        pytest.param(
            "22:00-06:00", "2026-10-24T22:00", "9h", "2026-10-25T06:00", 0, id="all of a long night"
        ),
        pytest.param(
            "02:30-10:00", "2026-03-29T00:00", "7h", "2026-03-29T10:00", 0, id="an opening in the gap"
        ),
        pytest.param(
            "02:30-10:00", "2026-03-29T00:00", "1h", "2026-03-29T04:00", 0, id="and an hour after it"
        ),
        pytest.param(
            "02:30-10:00", "2026-10-25T00:00", "1h", "2026-10-25T02:30", 1, id="opens at the first 02:30"
        ),
        pytest.param(
            "00:00-02:30", "2026-10-25T00:00", "3h30m", "2026-10-25T02:30", 1, id="closes at the second"
        ),
        pytest.param(
            "00:00-02:30", "2026-03-29T00:00", "2h", "2026-03-29T03:00", 0, id="a closing in the gap"
        ),
    ],
)
def test_deadlines_in_the_nights_in_which_clocks_change(
    hours: str, start: str, length: str, due: str, fold: int
) -> None:
    days = {"sat,sun": [hours]}
    found = Calendar(timezone="Europe/Berlin", hours=days).deadline(local("Europe/Berlin", start), length)
    assert (found.replace(tzinfo=None).isoformat(), found.fold) == (f"{due}:00", fold)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-28T12:00", "2026-03-29T12:00", 23),
        ("2026-10-24T12:00", "2026-10-25T12:00", 25),
        ("2026-03-01T00:00", "2026-04-01T00:00", 31 * 24 - 1),
        ("2026-10-01T00:00", "2026-11-01T00:00", 31 * 24 + 1),
        ("2026-01-01T00:00", "2027-01-01T00:00", 365 * 24),
        ("2024-01-01T00:00", "2025-01-01T00:00", 366 * 24),
    ],
)
def test_what_never_closes_counts_the_hours_that_really_pass(start: str, end: str, hours: int) -> None:
    weekly = {"mon-sun": ["00:00-24:00"]}
    daily = {"mon-fri": ["00:00-24:00"], "sat": ["00:00-12:00", "12:00-24:00"], "sun": ["00:00-24:00"]}
    for calendar in (
        Calendar.always("Europe/Berlin"),
        Calendar(timezone="Europe/Berlin", hours=weekly),
        Calendar(timezone="Europe/Berlin", hours=daily),
        Calendar.always("Asia/Tokyo"),
    ):
        first, last = local("Europe/Berlin", start), local("Europe/Berlin", end)
        assert calendar.elapsed(first, last) == hours * HOUR
        assert calendar.deadline(first, hours * HOUR) == last


def _office(zone: str, hours: str = "09:00-17:00") -> Calendar:
    return Calendar(timezone=zone, hours={"mon-fri": [hours]})


@pytest.mark.parametrize(
    ("left", "right", "monday", "shared", "either"),
    [
        pytest.param("Europe/Berlin", "America/New_York", "2026-01-05", 10, 70, id="winter: 14 to 16 UTC"),
        pytest.param(
            "Europe/Berlin", "America/New_York", "2026-03-16", 15, 65, id="only New York has changed"
        ),
        pytest.param("Europe/Berlin", "America/New_York", "2026-07-06", 10, 70, id="summer: both have"),
        pytest.param("Europe/London", "Asia/Kolkata", "2026-01-05", 12.5, 67.5, id="09:00 to 11:30 UTC"),
        pytest.param("Europe/London", "Asia/Kolkata", "2026-07-06", 17.5, 62.5, id="08:00 to 11:30 UTC"),
        pytest.param("Asia/Tokyo", "America/Los_Angeles", "2026-01-05", 4, 76, id="four mornings in Tokyo"),
        pytest.param("Europe/Berlin", "Australia/Sydney", "2026-01-05", 0, 80, id="never together"),
    ],
)
def test_offices_in_two_zones(left: str, right: str, monday: str, shared: float, either: float) -> None:
    one, other = _office(left), _office(right)
    # From Sunday 10:00 UTC on: Monday has begun nowhere.
    start = local("UTC", f"{monday}T00:00") - 14 * HOUR
    assert (one & other).elapsed(start, start + 7 * 24 * HOUR) == shared * HOUR
    assert (one | other).elapsed(start, start + 7 * 24 * HOUR) == either * HOUR


def test_deadlines_in_the_hours_that_two_zones_share() -> None:
    shared = _office("Europe/Berlin") & _office("America/New_York")
    berlin = lambda text: local("Europe/Berlin", f"2026-01-{text}")  # noqa: E731 - local
    assert shared.next_open(berlin("05T09:00")) == berlin("05T15:00")
    assert shared.deadline(berlin("05T09:00"), "2h") == berlin("05T17:00")
    assert shared.deadline(berlin("05T09:00"), "2h", landing="next_opening") == berlin("06T15:00")
    assert shared.deadline(berlin("05T09:00"), "3h") == berlin("06T16:00")
    assert shared.deadline(berlin("12T09:00"), "-1h") == berlin("09T16:00")
    assert shared.deadline(berlin("05T09:00"), "1bd", timezone="Europe/Berlin") == berlin("06T15:00")
    assert shared.deadline(berlin("05T09:00"), "eod", timezone="America/New_York") == berlin("05T17:00")


def test_a_desk_that_follows_the_sun() -> None:
    sun = _office("Asia/Tokyo") | _office("Europe/London") | _office("America/New_York")
    # In winter Tokyo has 00 to 08, London 09 to 17, New York 14 to 22 hours UTC.
    monday = local("UTC", "2026-01-05T00:00")
    assert sun.elapsed(monday, monday + 24 * HOUR) == 21 * HOUR
    assert sun.elapsed(monday, monday + 7 * 24 * HOUR) == 105 * HOUR
    assert sun.deadline(monday, "8h", landing="next_opening") == monday + 9 * HOUR
    assert sun.deadline(monday, "21h", landing="next_opening") == monday + 24 * HOUR


def test_the_zone_in_which_an_instant_is_written_does_not_matter() -> None:
    office = _office("Europe/Berlin")
    start, end = local("Europe/Berlin", "2026-03-27T16:00"), local("Europe/Berlin", "2026-03-30T10:00")
    for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham"):
        first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
        assert office.elapsed(first, last) == office.elapsed(start, end) == 2 * HOUR
        assert office.deadline(first, "2h") == end
        assert office.deadline(first, "2h").tzinfo == ZoneInfo(zone)
