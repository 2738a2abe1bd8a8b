"""Times: what is read, what is refused, what is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.tables import Desk


def opened(*values: object, **keywords: object) -> Desk:
    rows = [{"ticket_id": str(place), "opened_at": value} for place, value in enumerate(values)]
    return Desk(tickets=rows, **keywords)


def instants(desk: Desk) -> list[str]:
    return desk.tickets["opened_at"].dt.strftime("%Y-%m-%dT%H:%M:%S%.f").to_list()


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T09:00:00Z",
        "2026-03-02t09:00:00z",
        "2026-03-02 09:00:00+00:00",
        "2026-03-02T10:00+01:00",
        "2026-03-02T10:00:00.000+0100",
        "2026-03-02 10:00:00,0 +01",
        "2026-03-02T03:30:00.000000000-05:30",
        "  2026-03-02T09:00Z ",
        "2026-03-02 09:00:00 UTC",
    ],
)
def test_iso_text_with_a_zone_needs_nothing_stated(text: str) -> None:
    assert instants(opened(text)) == ["2026-03-02T09:00:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T09:00:00", "2026-03-02T08:00:00"),
        ("2026-03-02 09:00", "2026-03-02T08:00:00"),
        ("2026-07-02 09:00:00.25", "2026-07-02T07:00:00.250"),
        ("2026-03-02", "2026-03-01T23:00:00"),
    ],
)
def test_iso_text_without_a_zone_is_read_in_the_stated_one(text: str, expected: object) -> None:
    assert instants(opened(text, timezone="Europe/Berlin")) == [expected]


def test_times_without_a_zone_are_refused_when_none_is_stated() -> None:
    with pytest.raises(DataError, match=r"tickets: column 'opened_at' holds times without a zone.*timezone="):
        opened("2026-03-02 09:00")
    with pytest.raises(DataError, match="without a zone"):
        opened(datetime(2026, 3, 2, 9))  # noqa: DTZ001 - the naive one is what is tested
    with pytest.raises(DataError, match="without a zone"):
        opened(date(2026, 3, 2))


def test_aware_values_stay_what_they_are_whatever_zone_is_stated() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    desk = opened(
        datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 14, 30, tzinfo=east), timezone="Asia/Tokyo"
    )
    assert instants(desk) == ["2026-03-02T09:00:00"] * 2


def test_naive_and_aware_values_of_one_list_are_each_read_as_they_are() -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - the naive one is what is tested
    desk = opened(naive, datetime(2026, 3, 2, 9, tzinfo=UTC), timezone="Europe/Berlin")
    assert instants(desk) == ["2026-03-02T08:00:00", "2026-03-02T09:00:00"]


def test_several_offsets_in_one_text_column_are_fine() -> None:
    desk = opened("2026-03-02T09:00+01:00", "2026-03-02T09:00-05:00", "2026-03-02 09:00", timezone="UTC")
    assert instants(desk) == ["2026-03-02T08:00:00", "2026-03-02T14:00:00", "2026-03-02T09:00:00"]


def test_a_wall_time_that_happens_twice_is_the_earlier_and_is_counted() -> None:
    desk = opened("2026-10-25 02:30", timezone="Europe/Berlin")
    assert instants(desk) == ["2026-10-25T00:30:00"]
    assert desk.problems.select("value", "action").rows() == [("2026-10-25 02:30", "kept")]
    assert "happens twice" in desk.problems["reason"][0]


def test_a_wall_time_that_never_happens_moves_to_the_end_of_the_gap_and_is_counted() -> None:
    desk = opened("2026-03-29 02:30", "2026-03-29 02:00", timezone="Europe/Berlin")
    assert instants(desk) == ["2026-03-29T01:00:00"] * 2
    assert desk.counts[0].rows == 2
    assert "does not exist" in desk.counts[0].reason


def test_a_gap_of_half_an_hour_ends_after_half_an_hour() -> None:
    desk = opened("2026-10-04 02:10", timezone="Australia/Lord_Howe")
    assert instants(desk) == ["2026-10-03T15:30:00"]


@pytest.mark.parametrize(
    "value",
    [
        "1/2/2026 09:00",
        "29.2.2024",
        "Mar 3, 2026 4:05 PM",
        "2026/03/02 09:00",
        "20260302",
        "2026-03-02 09:00 CET",
    ],
)
def test_other_forms_are_refused_and_the_message_shows_values(value: object) -> None:
    with pytest.raises(
        DataError, match=r"column 'opened_at' holds times whose form was not stated; got \['"
    ) as error:
        opened(value, timezone="UTC")
    assert value in str(error.value)
    assert "datetime_format" in str(error.value)


def test_the_hint_offers_both_orders_of_day_and_month() -> None:
    with pytest.raises(DataError, match=r'"%d/%m/%Y %H:%M" where the day.*"%m/%d/%Y %H:%M" where the month'):
        opened("29/2/2016 01:16", "1/2/2016 04:40", timezone="UTC")


def test_one_odd_form_in_a_column_of_iso_text_is_damage_not_another_form() -> None:
    good = [f"2026-03-{day:02d}T09:00Z" for day in range(1, 29)]
    desk = opened(*good, "31/12/2026", timezone="UTC")
    assert desk.tickets.height == 28
    assert desk.problems["value"].to_list() == ["31/12/2026", None]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("%d/%m/%Y %H:%M", "2/3/2026 09:00"),
        ("%m/%d/%Y %I:%M %p", "03/02/2026 9:00 AM"),
        ("%d.%m.%y %H:%M:%S", "02.03.26 09:00:00"),
        ("%d %b %Y %H:%M:%S.%f", "02 Mar 2026 09:00:00.000"),
        ("%Y%m%d%H%M", "202603020900"),
        ("%Y-%m-%d %H:%M %z", "2026-03-02 10:00 +0100"),
    ],
)
def test_a_stated_pattern_is_used(form: str, value: object) -> None:
    assert instants(opened(value, timezone="UTC", datetime_format=form)) == ["2026-03-02T09:00:00"]


def test_fractions_of_a_pattern_are_digits_after_the_dot_not_a_count() -> None:
    desk = opened("02.03.2026 09:00:00.5", timezone="UTC", datetime_format="%d.%m.%Y %H:%M:%S.%f")
    assert instants(desk) == ["2026-03-02T09:00:00.500"]


def test_a_pattern_may_be_stated_for_one_column_by_either_of_its_names() -> None:
    rows = [{"ticket_id": "1", "Created": "2/3/2026", "closed_at": "3/2/2026"}]
    desk = Desk(
        tickets=rows,
        columns={"Created": "opened_at"},
        timezone="UTC",
        datetime_format={"Created": "%d/%m/%Y", "closed_at": "%m/%d/%Y"},
    )
    assert desk.tickets.select("opened_at", "closed_at").rows() == [(datetime(2026, 3, 2, tzinfo=UTC),) * 2]


def test_iso_text_is_read_beside_a_stated_pattern() -> None:
    desk = opened("2/3/2026 09:00", "2026-03-02T09:00Z", timezone="UTC", datetime_format="%d/%m/%Y %H:%M")
    assert instants(desk) == ["2026-03-02T09:00:00"] * 2


def test_a_pattern_that_looks_like_iso_with_day_and_month_exchanged_is_obeyed() -> None:
    desk = opened("2026-02-03", "2026-13-03", timezone="UTC", datetime_format="%Y-%d-%m")
    assert instants(desk) == ["2026-03-02T00:00:00", "2026-03-13T00:00:00"]


def test_several_patterns_are_fine_until_they_disagree_about_a_value() -> None:
    forms = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]
    assert (
        instants(opened("2/3/2026", "2/3/2026 00:00", timezone="UTC", datetime_format=forms))
        == ["2026-03-02T00:00:00"] * 2
    )
    with pytest.raises(DataError, match=r"is read differently by %d/%m/%Y and %m/%d/%Y; got \['2/3/2026'\]"):
        opened("2/3/2026", timezone="UTC", datetime_format=["%d/%m/%Y", "%m/%d/%Y"])


def test_reading_the_month_first_where_the_day_is_first_is_an_error() -> None:
    values = [f"{day}/3/2026" for day in range(1, 29)]
    with pytest.raises(DataError, match="the other way round"):
        opened(*values, timezone="UTC", datetime_format="%m/%d/%Y")


def test_a_two_digit_year_is_not_read_as_antiquity() -> None:
    desk = opened("2/3/2026", "2/3/26", timezone="UTC", datetime_format=["%d/%m/%Y", "%d/%m/%y"])
    assert instants(desk) == ["2026-03-02T00:00:00"] * 2


@pytest.mark.parametrize("value", [46083.375, 1772442000, "46083.375", "1772442000"])
def test_numbers_are_refused_unless_they_are_stated_to_count_from_1970(value: object) -> None:
    with pytest.raises(DataError, match=r'"epoch_s" or "epoch_ms".*serial numbers of a spreadsheet'):
        opened(value, timezone="UTC")


@pytest.mark.parametrize(
    ("value", "form"), [(1772442000, "epoch_s"), ("1772442000.0", "epoch_s"), (1772442000000, "epoch_ms")]
)
def test_stated_counts_are_read_in_utc(value: object, form: str) -> None:
    assert instants(opened(value, timezone="Asia/Tokyo", datetime_format=form)) == ["2026-03-02T09:00:00"]


def test_a_number_column_of_nothing_is_a_column_of_no_times() -> None:
    frame = pl.DataFrame(
        {"ticket_id": ["1"], "opened_at": ["2026-03-02T09:00Z"], "closed_at": [float("nan")]}
    )
    assert Desk(tickets=frame).tickets["closed_at"].to_list() == [None]


def test_a_value_that_is_no_time_is_nulled_and_the_ticket_stays_unless_it_was_required() -> None:
    rows = [
        {"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": "tomorrow"},
        {"ticket_id": "2", "opened_at": "2026-02-30T09:00Z", "resolved_at": None},
    ]
    desk = Desk(tickets=rows)
    assert desk.tickets.select("ticket_id", "resolved_at").rows() == [("1", None)]
    assert desk.problems.select("row", "id", "column", "value", "action").rows() == [
        (0, "1", "resolved_at", "tomorrow", "nulled"),
        (1, "2", "opened_at", "2026-02-30T09:00Z", "nulled"),
        (1, "2", "opened_at", None, "set_aside"),
    ]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("%d/%m/%Y %Z", "names of zones"),
        ("%D", "directive %D is not known"),
        ("dd/mm/yyyy", "is no strptime pattern"),
        ("%H:%M %f", "a fraction follows the seconds"),
    ],
)
def test_a_form_that_is_no_pattern_is_refused(form: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        opened("2026-03-02T09:00Z", datetime_format=form)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(DataError, match=r"timezone: is not known; got 'Mars/Olympus'"):
        opened("2026-03-02T09:00Z", timezone="Mars/Olympus")


def test_nanoseconds_and_milliseconds_become_microseconds() -> None:
    for unit in ("ns", "ms"):
        frame = pl.DataFrame({"ticket_id": ["1"], "opened_at": [datetime(2026, 3, 2, 9, tzinfo=UTC)]})
        frame = frame.with_columns(pl.col("opened_at").dt.cast_time_unit(unit))
        assert Desk(tickets=frame).tickets.schema["opened_at"] == pl.Datetime("us", "UTC")


def test_promised_times_in_events_are_written_in_one_way() -> None:
    events = [
        {"ticket_id": "0", "at": "2026-03-02 09:00", "kind": "promised", "value": "4/3/2026 17:00"},
        {"ticket_id": "0", "at": "2026-03-02 09:00", "kind": "promised", "value": "whenever"},
        {"ticket_id": "0", "at": "2026-03-02 09:00", "kind": "note", "value": "4/3/2026"},
    ]
    desk = opened(
        "2026-03-02 09:00", events=events, timezone="Europe/Berlin", datetime_format="%d/%m/%Y %H:%M"
    )
    assert desk.events["value"].to_list() == ["2026-03-04T16:00:00Z", None, "4/3/2026"]
    assert desk.problems.select("table", "column", "value", "action").rows() == [
        ("events", "value", "whenever", "nulled")
    ]
