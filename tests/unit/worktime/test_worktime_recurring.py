"""Recurring windows: on which days they begin, and how long they really last."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from xlakit.errors import CalendarError
from xlakit.model import Term
from xlakit.model.clauses import Maintenance
from xlakit.worktime import windows_of

BERLIN = ZoneInfo("Europe/Berlin")


def windows(rrule: str, first: str, last: str, *, zone: str = "Europe/Berlin", **more: Any) -> list[str]:
    """The windows as their local begin and their real hours: ``2026-03-29 03:00 4.0h``."""
    clause = Maintenance.model_validate({"rrule": rrule, "at": "02:00", "for": "4h", **more})
    spans = windows_of(clause, Term.model_validate({"start": first, "end": last, "timezone": zone}))
    return [
        f"{datetime.fromtimestamp(begin / 1e6, UTC).astimezone(BERLIN):%Y-%m-%d %H:%M} {(end - begin) / 3.6e9}h"
        for begin, end in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)
    ]


def test_the_second_sunday_of_each_month_of_the_term() -> None:
    assert windows("FREQ=MONTHLY;BYDAY=2SU", "2026-01-01", "2026-04-11") == [
        "2026-01-11 02:00 4.0h",
        "2026-02-08 02:00 4.0h",
        "2026-03-08 02:00 4.0h",
    ]


def test_a_window_lasts_its_real_hours_on_nights_in_which_clocks_change() -> None:
    # 02:00 does not exist on 29 March, and is first shown before the clocks go back on 25 October.
    assert windows("FREQ=MONTHLY;BYDAY=-1SU;BYMONTH=3,10", "2026-01-01", "2026-12-31") == [
        "2026-03-29 03:00 4.0h",
        "2026-10-25 02:00 4.0h",
    ]
    clause = Maintenance.model_validate({"rrule": "FREQ=DAILY", "at": "02:30", "for": "1h"})
    night = Term.model_validate({"start": "2026-10-25", "end": "2026-10-25", "timezone": "Europe/Berlin"})
    (begin,) = windows_of(clause, night).starts.tolist()
    assert datetime.fromtimestamp(begin / 1e6, UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_clause_may_have_a_zone_and_days_of_its_own() -> None:
    assert windows(
        "FREQ=DAILY", "2026-03-01", "2026-03-31", timezone="UTC", **{"from": "2026-02-28"}, until="2026-03-01"
    ) == ["2026-02-28 03:00 4.0h", "2026-03-01 03:00 4.0h"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=2", ["01", "02"]),
        ("FREQ=DAILY;UNTIL=20260303", ["01", "02", "03"]),
        ("FREQ=DAILY;UNTIL=20260303T020000", ["01", "02", "03"]),
        ("FREQ=DAILY;UNTIL=20260303T015959", ["01", "02"]),
        ("FREQ=DAILY;UNTIL=20260303T010000Z", ["01", "02", "03"]),  # 02:00 in Berlin
        ("FREQ=DAILY;UNTIL=20260303T005959Z", ["01", "02"]),
        ("FREQ=DAILY;UNTIL=20260228", []),
        ("FREQ=DAILY;UNTIL=99991231T235959Z;INTERVAL=4", ["01", "05"]),
        ("FREQ=WEEKLY", ["01", "08"]),  # the weekday of the first day of the term
        ("FREQ=WEEKLY;BYDAY=TU", ["03"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2", ["03"]),
    ],
)
def test_counts_ends_and_intervals_of_a_rule_are_heeded(rule: str, days: list[str]) -> None:
    found = windows(rule, "2026-03-01", "2026-03-08")
    assert [text[8:10] for text in found] == days


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1"])
def test_a_rule_that_no_day_fits_has_no_window_and_takes_no_time(rule: str) -> None:
    assert windows(rule, "2026-01-01", "2026-12-31") == []


def test_days_far_ahead_are_the_days_of_their_own_year() -> None:
    found = windows("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-01-01", "9999-12-31", at="12:00")
    assert found[0] == "2028-02-29 12:00 4.0h"
    assert len(found) == sum(
        year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) for year in range(2026, 10_000)
    )


def test_more_windows_than_anybody_means_are_refused() -> None:
    with pytest.raises(CalendarError, match=r"maintenance: begins more than 10,000 times.*got 'FREQ=DAILY'"):
        windows("FREQ=DAILY", "2026-01-01", "2076-12-31")
    assert len(windows("FREQ=DAILY;COUNT=10000", "2026-01-01", "2076-12-31")) == 10_000


def test_the_days_a_calendar_knows_are_told() -> None:
    from xlakit.worktime import Calendar

    office = Calendar(
        timezone="UTC", hours={"mon": "08:00-17:00"}, valid_from="2026-01-01", valid_through="2026-12-31"
    )
    first, last = (np.datetime64(edge, "us") for edge in office.known_us())
    assert (first, last) == (np.datetime64("2026-01-01"), np.datetime64("2027-01-01"))
