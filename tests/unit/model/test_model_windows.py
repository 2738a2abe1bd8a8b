from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlakit.model import Period, windows

KINDS = st.sampled_from(["month", "quarter", "week", "contract-year"])
DATES = st.dates(date(1980, 1, 1), date(2035, 12, 31))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe"])


@given(KINDS, DATES, st.integers(0, 1500), ZONES)
def test_windows_follow_each_other_without_gap_or_overlap(
    kind: str, first: date, days: int, zone: str
) -> None:
    last = first + timedelta(days=days)
    found = windows(kind, first, last, zone, anchor=first)  # type: ignore[arg-type]
    assert all(one.end == other.start for one, other in pairwise(found))
    assert found[0].start.date() <= first
    assert found[-1].end.date() > last
    assert len({window.label for window in found}) == len(found)


def test_a_window_holds_its_start_and_not_its_end() -> None:
    (march,) = windows("month", date(2026, 3, 5), date(2026, 3, 5), "Europe/Berlin")
    assert march.contains(march.start)
    assert not march.contains(march.end)
    assert march.end - march.start == timedelta(days=31)  # wall time; in instants an hour less
    assert march.end.astimezone(UTC) - march.start.astimezone(UTC) == timedelta(days=31, hours=-1)


def test_rolling_windows_begin_once_three_months_exist() -> None:
    found = windows("rolling-3-months", date(2026, 1, 1), date(2026, 5, 1), "UTC", anchor=date(2026, 1, 1))
    assert [window.label for window in found] == ["2026-01…2026-03", "2026-02…2026-04", "2026-03…2026-05"]


def test_contract_years_count_from_the_first_day_even_on_29_february() -> None:
    found = windows("contract-year", date(2024, 2, 29), date(2026, 3, 1), "UTC", anchor=date(2024, 2, 29))
    assert [window.start.date().isoformat() for window in found] == ["2024-02-29", "2025-03-01", "2026-03-01"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-03-15", date(2026, 3, 15), date(2026, 3, 15)),
        ("2026-01-15/2026-02-14", date(2026, 1, 15), date(2026, 2, 14)),
    ],
)
def test_a_period_is_read_from_its_text(text: str, first: date, last: date) -> None:
    assert (Period.parse(text).first, Period.parse(text).last) == (first, last)


@pytest.mark.parametrize(
    "bad", ["", "March", "2026-13", "2026-Q5", "2026-W54", "2026-02-30", "2026-02-02/2026-02-01"]
)
def test_what_is_no_period_is_refused_with_the_ways_to_write_one(bad: str) -> None:
    with pytest.raises(ValueError, match="is not a period of time; got .* Hint: write 2026"):
        Period.parse(bad)


def test_windows_are_aware_instants_at_local_midnight() -> None:
    (window,) = windows("month", date(2026, 7, 1), date(2026, 7, 1), "America/New_York")
    assert window.start.astimezone(UTC) == datetime(2026, 7, 1, 4, tzinfo=UTC)
