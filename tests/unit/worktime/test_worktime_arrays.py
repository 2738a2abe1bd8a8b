from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from xlakit.errors import CalendarError
from xlakit.worktime import Calendar
from xlakit.worktime.spans import Spans
from xlakit.worktime.table import Table

OFFICE = Calendar(timezone="UTC", hours={"mon-fri": ["08:00-12:00", "13:00-17:00"]})
MONDAY = np.datetime64("2026-01-05T09:00")
HOUR = np.timedelta64(1, "h")
NAT = np.datetime64("NaT")


def test_missing_times_stay_missing() -> None:
    starts = np.array([MONDAY, NAT, MONDAY])
    ends = np.array([NAT, MONDAY, MONDAY + HOUR])
    found = OFFICE.elapsed(starts, ends)
    assert found.dtype == "timedelta64[us]"
    assert np.isnat(found).tolist() == [True, True, False]
    assert found[2] == HOUR
    assert np.isnat(OFFICE.deadline(starts, "1h")).tolist() == [False, True, False]
    assert np.isnat(OFFICE.next_open(starts)).tolist() == [False, True, False]
    assert np.isnat(OFFICE.elapsed(NAT, MONDAY))
    assert np.isnat(OFFICE.deadline(MONDAY, np.timedelta64("NaT")))
    with pytest.raises(CalendarError, match="NaT is no instant"):
        OFFICE.is_open(starts)
    with pytest.raises(CalendarError, match="no arrays and no NaT"):
        OFFICE.intervals(MONDAY, NAT)


def test_nothing_in_gives_nothing_out() -> None:
    none = np.array([], "datetime64[us]")
    assert OFFICE.elapsed(none, none).shape == (0,)
    for duration in ("1h", "-1h", "1bd", "eod"):
        assert OFFICE.deadline(none, duration).shape == (0,)
        assert OFFICE.deadline(none, duration, landing="next_opening").shape == (0,)
    assert OFFICE.is_open(none).shape == OFFICE.next_open(none).shape == (0,)
    assert OFFICE.instant_at(np.array([], np.int64)).shape == (0,)


def test_shapes_and_kinds_mix() -> None:
    starts = MONDAY + np.arange(6).reshape(2, 3) * HOUR
    ends = datetime(2026, 1, 5, 17, tzinfo=UTC)
    expected = [[7, 6, 5], [4, 4, 3]]
    assert (OFFICE.elapsed(starts, ends) / HOUR).tolist() == expected
    assert (OFFICE.elapsed(starts, np.datetime64("2026-01-05T17", "ns")) / HOUR).tolist() == expected
    assert OFFICE.elapsed(MONDAY, MONDAY + HOUR) == HOUR
    assert OFFICE.deadline(starts, np.arange(3) * HOUR).shape == (2, 3)
    assert OFFICE.deadline(datetime(2026, 1, 5, 9, tzinfo=UTC), np.array([1, 2]) * HOUR).tolist() == [
        datetime(2026, 1, 5, 10),  # noqa: DTZ001 - numpy's own, in UTC
        datetime(2026, 1, 5, 11),  # noqa: DTZ001
    ]
    assert OFFICE.deadline(MONDAY, timedelta(hours=-2)) == np.datetime64("2026-01-02T16:00")
    assert OFFICE.is_open(MONDAY) is True


def test_arguments_are_never_changed() -> None:
    starts, lengths = np.array([MONDAY, NAT], "M8[us]"), np.array([1, -1], "m8[h]")
    before = starts.copy(), lengths.copy()
    OFFICE.deadline(starts, lengths)
    OFFICE.elapsed(starts, starts)
    assert np.array_equal(starts, before[0], equal_nan=True)
    assert (lengths == before[1]).all()


def test_digits_below_a_microsecond_are_refused_and_not_rounded() -> None:
    exact = np.array(["2026-01-05T09:00:00.000001000"], "datetime64[ns]")
    assert OFFICE.next_open(exact).dtype == "datetime64[us]"
    with pytest.raises(CalendarError, match="a microsecond is the smallest unit"):
        OFFICE.next_open(exact + np.timedelta64(1, "ns"))
    with pytest.raises(CalendarError, match="a microsecond is the smallest unit"):
        OFFICE.deadline(MONDAY, np.timedelta64(1, "ns"))


@pytest.mark.parametrize("value", ["2026-01-05", 0, np.array([1, 2]), [MONDAY], None])
def test_what_is_no_instant_is_refused(value: object) -> None:
    with pytest.raises(CalendarError, match="this is no instant"):
        OFFICE.next_open(value)  # type: ignore[call-overload]


def test_open_time_counts_from_a_fixed_origin() -> None:
    origin = np.datetime64("2020-01-01", "us").view(np.int64)
    times = origin + np.array([0, 24, 40, -24]) * 3_600_000_000
    # 1 January 2020 is a Wednesday, 31 December 2019 a Tuesday.
    assert (OFFICE.open_before(times) / 3.6e9).tolist() == [0, 8, 15, -8]
    first = np.array([8, 9]) * 3_600_000_000
    assert ((OFFICE.instant_at(first) - origin) / 3.6e9).tolist() == [17, 24 + 9]
    later = Calendar(timezone="UTC", hours={"mon-fri": ["08:00-17:00"]}, valid_from="2026-01-05")
    assert later.open_before(np.array([MONDAY], "M8[us]").view(np.int64)).tolist() == [3_600_000_000]
    assert later.instant_at(np.array([0])).view("M8[us]") == np.datetime64("2026-01-05")


def test_a_date_with_very_many_intervals_is_counted_by_search() -> None:
    crowded = Calendar(
        timezone="UTC",
        hours={"mon-fri": ["08:00-17:00"]},
        dates={"2026-01-06": [f"{hour:02d}:00-{hour:02d}:30" for hour in range(20)]},
    )
    start = np.datetime64("2026-01-05T16:00")
    ends = start + np.array([1, 8, 9, 18, 31, 32, 40]) * HOUR
    assert (crowded.elapsed(start, ends) / HOUR).tolist() == [1, 1, 1.5, 6, 11, 11, 11]
    assert crowded.deadline(start, "90m") == np.datetime64("2026-01-06T00:30")


def test_both_ways_of_looking_up_agree() -> None:
    random = np.random.default_rng(3)
    edges = np.unique(random.integers(-10 * 86_400_000_000, 10 * 86_400_000_000, 60))[:50]
    table = Table(Spans(edges[::2], edges[1::2]), -10 * 86_400_000_000, 10 * 86_400_000_000, 0)
    assert table._day is not None
    times = np.concatenate([edges, random.integers(table.start, table.end, 1000), [table.start, table.end]])
    assert (table._by_day(times) == table._by_search(times)).all()
    assert table.before(np.array([0]))[0] == 0


def test_many_pairs_need_no_loop_of_their_own() -> None:
    starts = MONDAY + np.arange(200_000) * np.timedelta64(7, "m")
    ends = starts + np.arange(200_000) % 5_000 * np.timedelta64(1, "m")
    found = OFFICE.elapsed(starts, ends)
    for index in (0, 1, 16_383, 16_384, 77_777, 199_999):
        assert found[index] == OFFICE.elapsed(starts[index], ends[index])
