from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from xlakit.errors import CalendarError
from xlakit.model import Duration
from xlakit.worktime import Calendar

OFFICE = Calendar(
    timezone="Europe/Berlin",
    hours={"mon-thu": ["08:00-12:00", "13:00-17:00"], "fri": ["08:00-14:00"]},
    holidays=["2026-01-06"],
)
NIGHTS = Calendar(timezone="Europe/Berlin", hours={"mon-fri": ["22:00-06:00"]})


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo("Europe/Berlin"))


# January 2026: Friday the 2nd, Monday the 5th, a holiday on Tuesday the 6th.
@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("01-02T10:00", "1bd", "01-05T10:00"),
        ("01-02T10:00", "2bd", "01-07T10:00"),
        ("01-03T10:00", "1bd", "01-05T10:00"),
        ("01-05T07:00", "1bd", "01-07T08:00"),
        ("01-05T20:00", "1bd", "01-07T17:00"),
        ("01-08T16:00", "1bd", "01-09T14:00"),
        ("01-05T12:30", "1bd", "01-07T12:30"),
        ("01-05T10:00", "0bd", "01-05T10:00"),
        ("01-03T10:00", "0bd", "01-03T10:00"),
        ("01-07T10:00", "-1bd", "01-05T10:00"),
        ("01-07T10:00", "-2bd", "01-02T10:00"),
        ("01-04T10:00", "-1bd", "01-02T10:00"),
        ("01-05T10:00", "eod", "01-05T17:00"),
        ("01-05T17:00", "eod", "01-07T17:00"),
        ("01-05T20:00", "eod", "01-07T17:00"),
        ("01-03T10:00", "eod", "01-05T17:00"),
        ("01-02T10:00", "eod+1", "01-05T17:00"),
        ("01-05T20:00", "eod+1", "01-07T17:00"),
        ("01-03T10:00", "eod+1", "01-05T17:00"),
        ("01-08T10:00", "eod+1", "01-09T14:00"),
        ("01-02T10:00", "eod+3", "01-08T17:00"),
    ],
)
def test_business_days_and_ends_of_day(start: str, duration: str, due: str) -> None:
    assert OFFICE.deadline(berlin(start), duration) == berlin(due)


@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("01-01T23:00", "1bd", "01-02T23:00"),
        ("01-02T23:00", "1bd", "01-05T23:00"),
        ("01-02T23:00", "eod", "01-03T06:00"),
        ("01-03T02:00", "eod", "01-03T06:00"),
        ("01-03T02:00", "1bd", "01-05T22:00"),
        ("01-05T12:00", "eod+1", "01-07T06:00"),
    ],
)
def test_a_night_shift_is_the_business_day_on_which_it_starts(start: str, duration: str, due: str) -> None:
    assert NIGHTS.deadline(berlin(start), duration) == berlin(due)


def test_breaks_shorten_a_business_day_and_may_cancel_it() -> None:
    cut = Calendar(
        timezone="UTC",
        hours={"mon-fri": ["08:00-12:00", "13:00-17:00"]},
        breaks={"2026-01-06": ["00:00-09:30", "16:00-17:00"], "2026-01-07": ["07:00-18:00"]},
    )
    monday = datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert cut.deadline(monday, "1bd") == datetime(2026, 1, 6, 9, 30, tzinfo=UTC)
    assert cut.deadline(monday, "eod+1") == datetime(2026, 1, 6, 16, tzinfo=UTC)
    assert cut.deadline(monday, "2bd") == datetime(2026, 1, 8, 8, tzinfo=UTC)


def test_the_same_wall_time_is_kept_when_the_clocks_change() -> None:
    always = Calendar.always("Europe/Berlin")
    assert always.deadline(berlin("03-28T10:00"), "1bd") == berlin("03-29T10:00")
    assert always.deadline(berlin("03-28T02:30"), "1bd") == berlin("03-29T03:00")
    assert always.deadline(berlin("10-24T02:30"), "1bd").isoformat() == "2026-10-25T02:30:00+02:00"
    assert always.deadline(berlin("10-25T12:00"), "eod") == berlin("10-26T00:00")


def test_a_landing_may_be_moved_to_the_next_opening() -> None:
    assert OFFICE.deadline(berlin("01-05T10:00"), "eod", landing="next_opening") == berlin("01-07T08:00")


def test_as_a_limit_they_are_the_open_time_from_the_start() -> None:
    starts = [berlin(text) for text in ("01-02T10:00", "01-03T10:00", "01-05T07:00", "01-05T20:00")]
    us = np.array([at.astimezone(UTC).replace(tzinfo=None) for at in starts], "datetime64[us]").view(np.int64)
    hours = lambda text: (OFFICE.limit_us(us, Duration.parse(text)) / 3.6e9).tolist()  # noqa: E731 - local
    assert hours("1bd") == [4 + 2, 2, 8, 8]
    assert hours("eod") == [4, 8, 8, 8]
    assert hours("eod+1") == [4 + 8, 8, 16, 8]
    assert hours("90m") == [1.5, 1.5, 1.5, 1.5]
    assert OFFICE.limit_us(us.reshape(2, 2), Duration.parse("1bd")).shape == (2, 2)
    assert OFFICE.limit_us(us[:0], Duration.parse("1bd")).tolist() == []


def test_a_combination_of_zones_needs_a_stated_zone() -> None:
    both = OFFICE | Calendar(timezone="Asia/Tokyo", hours={"mon-fri": ["09:00-17:00"]})
    start = berlin("01-02T10:00")
    hint = "need a stated zone; got \\['Asia/Tokyo', 'Europe/Berlin'\\]. Hint: timezone='Asia/Tokyo'"
    with pytest.raises(CalendarError, match=hint):
        both.deadline(start, "1bd")
    with pytest.raises(CalendarError, match="need a stated zone"):
        both.limit_us(np.array([0]), Duration.parse("eod"))
    with pytest.raises(CalendarError, match="timezone: an IANA time zone .* got 'Mars/Olympus'"):
        both.deadline(start, "1bd", timezone="Mars/Olympus")
    assert both.deadline(start, "1h") == berlin("01-02T11:00")
    # Tokyo's Monday is 01:00 to 09:00 in Berlin, whose own hours follow without a gap.
    assert both.deadline(start, "1bd", timezone="Europe/Berlin") == berlin("01-05T10:00")
    assert both.deadline(start, "eod+1", timezone="Europe/Berlin") == berlin("01-05T17:00")
    assert both.deadline(start, "eod+1", timezone="Asia/Tokyo") == berlin("01-05T16:00")


def test_in_a_combination_the_hours_of_a_date_lie_between_its_midnights() -> None:
    combined = NIGHTS | Calendar(timezone="Europe/Berlin", hours={"mon": ["08:00-09:00"]})
    assert combined.deadline(berlin("01-02T23:00"), "eod") == berlin("01-03T00:00")
    assert combined.deadline(berlin("01-02T23:00"), "eod+1") == berlin("01-03T06:00")
    assert combined.deadline(berlin("01-05T08:30"), "-1bd") == berlin("01-03T06:00")


def test_too_many_business_days_are_an_error() -> None:
    once = Calendar(timezone="UTC", hours={}, dates={"2026-01-07": ["08:00-12:00"]})
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert once.deadline(start, "1bd") == start + timedelta(days=2)
    for duration, where in (("2bd", "following"), ("-1bd", "preceding"), ("eod+2", "following")):
        with pytest.raises(CalendarError, match=f"not that many {where} business days"):
            once.deadline(start, duration)
