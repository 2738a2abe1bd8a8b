from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from xlakit.errors import CalendarError
from xlakit.model import CalendarSpec, Duration
from xlakit.worktime import Calendar, in_turn

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def hours_in(calendar: Calendar, start: str, end: str) -> float:
    return calendar.elapsed(berlin(start), berlin(end)) / HOUR


@pytest.fixture
def office() -> Calendar:
    return Calendar(
        timezone="Europe/Berlin",
        hours={"mon-fri": ["08:00-12:00", "13:00-17:00"], "sat": ["22:00-02:00"]},
        holidays=["2026-12-25", "2026-12-28/2026-12-31", "--01-01"],  # a date, a range, every year
        dates={"2026-12-24": ["08:00-12:00"], "2026-12-19": []},  # instead of the weekly hours
        breaks={"2026-07-01": ["10:00-11:00"]},  # cut out of a date
    )


def test_the_hours_of_a_documented_calendar_are_counted_as_they_are_written(office: Calendar) -> None:
    assert hours_in(office, "2026-06-29", "2026-06-30") == 8
    assert hours_in(office, "2026-07-01", "2026-07-02") == 7
    assert hours_in(office, "2026-12-12T20:00", "2026-12-13T20:00") == 4
    assert hours_in(office, "2026-12-19", "2026-12-21") == 0
    assert hours_in(office, "2026-12-24", "2026-12-25") == 4
    # Saturday the 26th is no holiday; the range and New Year are; then Saturday 2 January at 22:00.
    assert hours_in(office, "2026-12-25", "2027-01-02T22:00") == 4


def test_intervals_come_in_the_zone_of_the_calendar(office: Calendar) -> None:
    found = office.intervals(datetime(2026, 12, 24, 8, tzinfo=UTC), datetime(2026, 12, 26, 22, tzinfo=UTC))
    assert found == [
        (berlin("2026-12-24T09:00"), berlin("2026-12-24T12:00")),
        (berlin("2026-12-26T22:00"), berlin("2026-12-26T23:00")),
    ]
    assert all(edge.tzinfo == BERLIN for pair in found for edge in pair)
    assert office.intervals(berlin("2026-12-26"), berlin("2026-12-24")) == []


def test_a_deadline_lands_at_the_closing_or_at_the_next_opening(office: Calendar) -> None:
    start = berlin("2026-12-23T16:00")
    assert office.deadline(start, "1h") == berlin("2026-12-23T17:00")
    assert office.deadline(start, "1h", landing="next_opening") == berlin("2026-12-24T08:00")
    assert office.deadline(start, timedelta(hours=6)) == berlin("2026-12-26T23:00")
    assert office.deadline(start, Duration.parse("-1h30m")) == berlin("2026-12-23T14:30")
    assert office.deadline(berlin("2026-12-23T08:00"), "-1h") == berlin("2026-12-22T16:00")
    assert office.deadline(berlin("2026-12-23T09:00"), "-1h") == berlin("2026-12-23T08:00")


def test_a_deadline_without_length_is_the_start_even_when_closed(office: Calendar) -> None:
    night = berlin("2026-12-23T03:00")
    assert office.deadline(night, "0h") == night
    assert office.deadline(night, "0h", landing="next_opening") == berlin("2026-12-23T08:00")


def test_a_deadline_has_the_zone_of_its_start(office: Calendar) -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    due = office.deadline(datetime(2026, 6, 29, 20, tzinfo=india), "2h")
    assert (due.tzinfo, due.isoformat()) == (india, "2026-06-30T13:00:00+05:30")


def test_a_day_is_twenty_four_hours_of_open_time_unless_it_is_a_business_day() -> None:
    office = Calendar(timezone="UTC", hours={"mon-fri": ["09:00-17:00"]})
    monday = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert office.deadline(monday, "1d") == datetime(2026, 1, 7, 17, tzinfo=UTC)
    assert office.deadline(monday, "1bd") == datetime(2026, 1, 6, 9, tzinfo=UTC)


def test_open_is_half_open_to_the_microsecond(office: Calendar) -> None:
    tick = timedelta(microseconds=1)
    opening, closing = berlin("2026-06-29T08:00"), berlin("2026-06-29T12:00")
    assert [office.is_open(at) for at in (opening - tick, opening, closing - tick, closing)] == [
        False,
        True,
        True,
        False,
    ]
    assert office.next_open(closing) == berlin("2026-06-29T13:00")
    assert office.next_open(closing - tick) == closing - tick


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [
        # 29 March 2026: 02:00 jumps to 03:00. 25 October: 03:00 falls back to 02:00.
        ("00:00-24:00", "2026-03-29", 23),
        ("00:00-24:00", "2026-10-25", 25),
        ("01:00-05:00", "2026-03-29", 3),
        ("01:00-05:00", "2026-10-25", 5),
        ("02:30-04:00", "2026-03-29", 1),
        ("01:00-02:30", "2026-03-29", 1),
        ("02:10-02:50", "2026-03-29", 0),
        ("02:30-04:00", "2026-10-25", 2.5),
        ("01:00-02:30", "2026-10-25", 2.5),
        ("02:15-02:45", "2026-10-25", 1.5),
        ("01:00-02:00", "2026-10-25", 2),
        ("02:00-03:00", "2026-10-25", 2),
    ],
)
def test_hours_on_the_days_of_23_and_25_hours(hours: str, day: str, expected: float) -> None:
    calendar = Calendar(timezone="Europe/Berlin", hours={"sun": [hours]})
    start = berlin(day)
    assert calendar.elapsed(start, start + timedelta(days=1)) / HOUR == expected


def test_a_night_shift_over_the_change_is_as_long_as_it_really_is() -> None:
    nights = Calendar(timezone="Europe/Berlin", hours={"sat": ["22:00-06:00"]})
    assert hours_in(nights, "2026-03-28T12:00", "2026-03-29T12:00") == 7
    assert hours_in(nights, "2026-10-24T12:00", "2026-10-25T12:00") == 9


def test_a_change_at_midnight_neither_loses_nor_doubles_an_hour() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    always = Calendar(timezone="America/Sao_Paulo", hours={"mon-sun": ["00:00-24:00"]})
    start, end = datetime(2017, 10, 1, tzinfo=zone), datetime(2018, 3, 1, tzinfo=zone)
    assert always.elapsed(start, end) == end.astimezone(UTC) - start.astimezone(UTC)
    assert len(always.intervals(start, end)) == 1


def test_a_date_that_a_zone_left_out_has_no_office_hours() -> None:
    apia = ZoneInfo("Pacific/Apia")
    office = Calendar(timezone="Pacific/Apia", hours={"mon-sun": ["09:00-17:00"]})
    found = office.intervals(datetime(2011, 12, 29, tzinfo=apia), datetime(2012, 1, 1, tzinfo=apia))
    assert [opens.day for opens, _ in found] == [29, 31]


def test_the_second_of_two_equal_wall_times_is_an_instant_of_its_own() -> None:
    always = Calendar.always("Europe/Berlin")
    first, second = berlin("2026-10-25T02:30"), berlin("2026-10-25T02:30").replace(fold=1)
    assert always.elapsed(first, second) == HOUR
    assert always.deadline(first, "1h").fold == 1
    assert always.deadline(second, "30m") == berlin("2026-10-25T03:00")


def test_hours_belong_to_the_date_on_which_they_start() -> None:
    nights = Calendar(
        timezone="UTC",
        hours={"mon-sun": ["22:00-06:00"]},
        holidays=["2026-01-07"],
        dates={"2026-01-10": []},
        breaks={"2026-01-09": ["00:00-02:00"]},
    )

    def night(day: int) -> float:
        noon = datetime(2026, 1, day, 12, tzinfo=UTC)
        return nights.elapsed(noon, noon + timedelta(days=1)) / HOUR

    assert [night(day) for day in (6, 7, 8, 9, 10)] == [8, 0, 6, 8, 0]


def test_dates_win_over_holidays_and_breaks_win_over_both() -> None:
    calendar = Calendar(
        timezone="UTC",
        hours={"mon-fri": ["08:00-17:00"]},
        holidays=["2026-12-24/2026-12-31"],
        dates={"2026-12-28": ["10:00-14:00", "12:00-15:00"]},
        breaks={"2026-12-28": ["11:00-11:30"], "2026-12-29": ["08:00-10:00"]},
    )
    start, end = datetime(2026, 12, 23, 20, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert calendar.elapsed(start, end) == timedelta(hours=4, minutes=30)


def test_a_break_cuts_every_instant_at_which_the_clock_shows_its_time() -> None:
    calendar = Calendar(
        timezone="Europe/Berlin",
        hours={"sun": ["00:00-06:00"]},
        breaks={"2026-10-25": ["02:15-02:45"], "2026-03-29": ["02:15-02:45"], "2026-10-31": ["23:00-01:00"]},
    )
    assert hours_in(calendar, "2026-10-25", "2026-10-26") == 7 - 2 * 0.5
    assert hours_in(calendar, "2026-03-29", "2026-03-30") == 5
    assert hours_in(calendar, "2026-11-01", "2026-11-02") == 5


def test_equal_calendars_say_the_same_in_other_words() -> None:
    one = Calendar(timezone="UTC", hours={"mon-fri": ["08:00-12:00", "12:00-17:00"]}, holidays=["2026-12-25"])
    other = Calendar(
        timezone="UTC",
        hours={"mon,tue,wed": ["08:00-17:00"], "thu-fri": ["10:00-17:00", "08:00-11:00"], "sat": []},
        holidays={datetime(2026, 12, 25).date()},  # noqa: DTZ001 - a plain date
    )
    assert one == other
    assert hash(one) == hash(other)
    assert one != Calendar(timezone="Europe/London", hours={"mon-fri": ["08:00-17:00"]})
    assert one != "08:00-17:00"
    assert Calendar.always() == Calendar(timezone="UTC", hours={"mon-sun": ["00:00-24:00"]})


def test_a_calendar_is_immutable_and_can_be_pickled(office: Calendar) -> None:
    with pytest.raises(AttributeError):
        office.timezone = "UTC"  # type: ignore[attr-defined]
    combined = office & Calendar.always("Asia/Tokyo")
    assert pickle.loads(pickle.dumps(combined)) == combined  # noqa: S301 - our own bytes


def test_a_calendar_shows_what_it_says(office: Calendar) -> None:
    assert repr(office) == (
        "Calendar(timezone='Europe/Berlin', hours={'mon-fri': ['08:00-12:00', '13:00-17:00'], "
        "'sat': ['22:00-02:00']}, holidays=<6>, dates=<2>, breaks=<1>)"
    )
    assert repr(Calendar.always() | office).startswith("(Calendar(timezone='Europe/Berlin'")


def test_the_specification_of_an_agreement_makes_the_same_calendar(office: Calendar) -> None:
    spec = CalendarSpec.model_validate(
        {
            "timezone": "Europe/Berlin",
            "hours": {"mon-fri": ["08:00-12:00", "13:00-17:00"], "sat": ["22:00-02:00"]},
            "holidays": ["2026-12-25", "2026-12-28/2026-12-31", "--01-01"],
            "dates": {"2026-12-24": ["08:00-12:00"], "2026-12-19": []},
            "breaks": {"2026-07-01": ["10:00-11:00"]},
        }
    )
    assert Calendar.from_spec(spec) == office


def test_all_mistakes_are_told_at_once_with_their_place_and_value() -> None:
    with pytest.raises(CalendarError) as caught:
        Calendar(
            timezone="Europe/Berln",
            hours={"monday": ["08:00-17:00"], "tue": ["25:00-26:00"]},
            holidays=["2026-13-01", 7],
            breaks={"2026-01-01": ["08:00-08:00"]},
        )
    zone, key, *others = str(caught.value).splitlines()
    assert zone.startswith(
        "timezone: an IANA time zone such as Europe/Berlin is expected; got 'Europe/Berln'. "
    )
    assert "Hint: did you mean 'Europe/Berlin'?" in zone
    assert key.startswith(
        "hours['monday']: days such as mon, mon-fri or sat,sun are expected; got 'monday'. "
    )
    assert "Hint: did you mean 'mon'?" in key
    assert others == [
        "hours['tue'][0]: a time of day lies between 00:00 and 24:00; got '25:00-26:00'.",
        "holidays[0]: this date does not exist; got '2026-13-01'.",
        "breaks['2026-01-01'][0]: hours have a length; a whole day is 00:00-24:00; got '08:00-08:00'.",
        "holidays: a date or a text is expected; got '7'.",
    ]


def test_a_naive_datetime_is_refused_with_a_hint(office: Calendar) -> None:
    naive = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - the mistake under test
    for ask in (
        office.is_open,
        office.next_open,
        lambda at: office.elapsed(at, at),
        lambda at: office.deadline(at, "1h"),
        lambda at: office.intervals(at, at),
    ):
        with pytest.raises(CalendarError, match=r"no time zone; got '2026-01-05T09:00:00'. Hint: .*tzinfo="):
            ask(naive)


@pytest.mark.parametrize("duration", ["4", "4 hours", "", 4, 2.5, None, "95%"])
def test_what_is_no_duration_is_refused(office: Calendar, duration: object) -> None:
    with pytest.raises(CalendarError, match="this is no duration"):
        office.deadline(berlin("2026-01-05T09:00"), duration)  # type: ignore[call-overload]


def test_an_unknown_landing_is_refused(office: Calendar) -> None:
    with pytest.raises(CalendarError, match="'earliest' or 'next_opening'"):
        office.deadline(berlin("2026-01-05T09:00"), "1h", landing="soon")  # type: ignore[call-overload]


def test_outside_of_its_validity_a_calendar_answers_nothing() -> None:
    calendar = Calendar(
        timezone="Europe/Berlin",
        hours={"mon-sun": ["22:00-06:00"]},
        valid_from="2026-01-01",
        valid_through="2026-12-31",
    )
    first, end = berlin("2026-01-01"), berlin("2027-01-01")
    # No shift that began in 2025 is known, and the last one is known up to midnight.
    assert calendar.elapsed(first, end) == timedelta(hours=364 * 8 + 2)
    assert calendar.deadline(end - 2 * HOUR, "2h") == end
    for ask in (
        lambda: calendar.is_open(first - HOUR),
        lambda: calendar.elapsed(first, end + HOUR),
        lambda: calendar.elapsed(end + HOUR, first),
        lambda: calendar.deadline(end - HOUR, "2h"),
        lambda: calendar.next_open(end),
        lambda: calendar.deadline(first, "-1h"),
        lambda: calendar.deadline(end - HOUR, "1bd"),
        lambda: calendar.deadline(end - HOUR, "eod"),
    ):
        with pytest.raises(CalendarError, match="valid_"):
            ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar, at: calendar.deadline(at, "1m"),
        lambda calendar, at: calendar.next_open(at),
        lambda calendar, at: calendar.deadline(at, "0h", landing="next_opening"),
    ],
)
def test_a_calendar_that_does_not_open_again_says_so(ask: object) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    shut = Calendar(timezone="UTC", hours={"mon": ["08:00-09:00"]}) & Calendar(
        timezone="UTC", hours={"tue": ["08:00-09:00"]}
    )
    with pytest.raises(CalendarError, match="never opens"):
        ask(shut, at)  # type: ignore[operator]
    once = Calendar(timezone="UTC", hours={}, dates={"2025-01-01": ["08:00-09:00"]})
    with pytest.raises(CalendarError, match=r"does not open again .* got '2025-01-01T09:00:00\+00:00'"):
        ask(once, at)  # type: ignore[operator]


def test_a_calendar_of_dates_alone_is_found_however_far_they_lie() -> None:
    calendar = Calendar(timezone="UTC", hours={}, dates={"2150-06-01": ["08:00-12:00"]})
    assert calendar.next_open(datetime(1990, 1, 1, tzinfo=UTC)) == datetime(2150, 6, 1, 8, tzinfo=UTC)
    assert calendar.deadline(datetime(1990, 1, 1, tzinfo=UTC), "4h") == datetime(2150, 6, 1, 12, tzinfo=UTC)
    with pytest.raises(CalendarError, match="has not been open for so long before"):
        calendar.deadline(datetime(1990, 1, 1, tzinfo=UTC), "-1m")


def test_a_duration_beyond_all_time_is_an_error_and_not_an_overflow() -> None:
    for duration in (timedelta.max, "999999w", "-999999w", timedelta.min):
        with pytest.raises(CalendarError):
            Calendar.always().deadline(datetime(2026, 1, 1, tzinfo=UTC), duration)


def test_zones_combine_in_real_time() -> None:
    berlin_office = Calendar(timezone="Europe/Berlin", hours={"mon-fri": ["09:00-17:00"]})
    new_york = Calendar(timezone="America/New_York", hours={"mon-fri": ["09:00-17:00"]})
    day = datetime(2026, 1, 5, tzinfo=UTC)
    assert (berlin_office & new_york).elapsed(day, day + 24 * HOUR) == 2 * HOUR
    assert (berlin_office | new_york).elapsed(day, day + 24 * HOUR) == 14 * HOUR
    # In the weeks between the two changes of clocks the offices share an hour more.
    day = datetime(2026, 3, 16, tzinfo=UTC)
    assert (berlin_office & new_york).elapsed(day, day + 24 * HOUR) == 3 * HOUR
    assert [edge.tzname() for edge in (berlin_office & new_york).intervals(day, day + 24 * HOUR)[0]] == [
        "UTC",
        "UTC",
    ]
    with pytest.raises(TypeError):
        berlin_office & "new york"  # type: ignore[operator]


def test_a_combination_is_known_where_all_its_parts_are() -> None:
    old = Calendar(timezone="UTC", hours={"mon": ["08:00-09:00"]}, valid_through="2025-12-31")
    new = Calendar(timezone="UTC", hours={"mon": ["08:00-09:00"]}, valid_from="2026-02-01")
    with pytest.raises(CalendarError, match="valid_through is 2025-12-31"):
        (old | Calendar.always()).is_open(datetime(2026, 1, 2, tzinfo=UTC))
    with pytest.raises(CalendarError, match="never known at the same time"):
        old | new


def test_hours_change_over_time_in_turn() -> None:
    nights = Calendar(timezone="UTC", hours={"mon-sun": ["22:00-06:00"]}, valid_through="2026-06-30")
    days = Calendar(timezone="UTC", hours={"mon-sun": ["08:00-10:00"]}, valid_from="2026-07-01")
    both = in_turn(nights, days)
    start = datetime(2026, 6, 30, 12, tzinfo=UTC)
    assert both.elapsed(start, start + timedelta(days=1)) == timedelta(hours=10)
    assert both.elapsed(start, start + timedelta(days=2)) == timedelta(hours=12)
    assert both != nights


def test_calendars_that_do_not_follow_each_other_are_refused() -> None:
    first = Calendar(timezone="UTC", hours={"mon": ["08:00-09:00"]}, valid_through="2026-06-30")
    late = Calendar(timezone="UTC", hours={"mon": ["08:00-09:00"]}, valid_from="2026-07-02")
    with pytest.raises(CalendarError, match="does not follow"):
        in_turn(first, late)
    with pytest.raises(CalendarError, match="does not follow"):
        in_turn(first, Calendar.always())
    with pytest.raises(CalendarError, match="several zones"):
        in_turn(first, Calendar.always("Europe/Berlin"))
    for none in ((), (first | Calendar.always(), late)):
        with pytest.raises(CalendarError, match="no combinations"):
            in_turn(*none)
