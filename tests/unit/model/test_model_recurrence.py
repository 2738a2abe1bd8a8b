"""Recurrence rules as text: what is one, what is none, and what a maintenance clause may say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from xlakit.model.clauses import Maintenance
from xlakit.model.recurrence import recurrence


@pytest.mark.parametrize(
    ("until", "means"),
    [
        ("20260630", date(2026, 6, 30)),
        ("20260630T020000", datetime(2026, 6, 30, 2)),  # noqa: DTZ001 - a time of the wall
        ("20260630T000000Z", datetime(2026, 6, 30, tzinfo=UTC)),
    ],
)
def test_a_rule_ends_on_a_day_at_a_wall_time_or_at_an_instant(until: str, means: object) -> None:
    assert recurrence(f"RRULE:FREQ=WEEKLY;UNTIL={until};WKST=SU").until == means
    assert recurrence(f"FREQ=WEEKLY;UNTIL={until}").rule == "FREQ=WEEKLY"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "a recurrence rule such as"),
        ("every second sunday", "a recurrence rule such as"),
        ("FREQ=WEEKLY;", "a recurrence rule such as"),
        ("BYDAY=2SU", "FREQ=DAILY"),
        ("FREQ=FORTNIGHTLY", "FREQ=DAILY"),
        ("FREQ=HOURLY", "a rule names days"),
        ("FREQ=SECONDLY;COUNT=3", "a rule names days"),
        ("FREQ=DAILY;BYHOUR=2,4", "a rule names days"),
        ("FREQ=DAILY;FREQ=WEEKLY", "stated twice"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL cannot be 0"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL cannot be -1"),
        ("FREQ=DAILY;COUNT=1.5", "COUNT cannot be 1.5"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260601", "not by both"),
        ("FREQ=DAILY;UNTIL=20260231", "UNTIL is a day"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL is a day"),
        ("FREQ=MONTHLY;BYDAY=2XX", "BYDAY cannot be 2XX"),
        ("FREQ=MONTHLY;BYDAY=0SU", "BYDAY cannot be 0SU"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY cannot be 32"),
        ("FREQ=MONTHLY;BYMONTH=-1", "BYMONTH cannot be -1"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS chooses among"),
        ("FREQ=WEEKLY;BYDAY=2SU", "only with FREQ=MONTHLY or YEARLY"),
        ("FREQ=YEARLY;BYEASTER=1", "BYEASTER is not a part"),
        ("FREQ=WEEKLY\nEXDATE:20260101", "FREQ=DAILY"),
    ],
)
def test_what_is_no_rule_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        recurrence(text)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"at": "2 o'clock"}, "a time of day such as 02:00"),
        ({"at": "24:00"}, "lies before 24:00"),
        ({"at": "02:61"}, "a time of day lies between"),
        ({"for": "0h"}, "some real time"),
        ({"for": "-4h"}, "some real time"),
        ({"for": "1bd"}, "some real time"),
        ({"for": "eod"}, "some real time"),
        ({"timezone": "Europe/Berln"}, "an IANA time zone"),
        ({"from": "2026-06-01", "until": "2026-05-31"}, "'until' lies before 'from'"),
        ({"effect": "ignore"}, "'stop_clock' or 'exclude'"),
    ],
)
def test_a_clause_that_means_no_window_is_refused(change: dict[str, Any], why: str) -> None:
    stated = {"rrule": "FREQ=MONTHLY;BYDAY=2SU", "at": "02:00", "for": "4h", **change}
    with pytest.raises(ValidationError, match=why):
        Maintenance.model_validate(stated)


def test_a_clause_is_written_back_as_it_was_stated() -> None:
    stated = {
        "rrule": "FREQ=MONTHLY;BYDAY=2SU",
        "at": "02:00",
        "for": "4h",
        "services": ["erp"],
        "timezone": "UTC",
        "from": "2026-02-01",
        "until": "2026-06-30",
    }
    clause = Maintenance.model_validate(stated)
    assert clause.model_dump(exclude_defaults=True) == {**stated, "services": ("erp",)}
    assert not clause.model_extra
