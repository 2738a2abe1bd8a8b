"""Clocks to the resolution: limits, pauses, reopenings, cancellations, live states."""

from __future__ import annotations

from datetime import timedelta

import pytest
from worked_clocks import (
    FIX,
    OFFICE,
    agreement,
    at,
    cycles,
    hours,
    only,
    status,
)

from xlakit.facts import clock_frame
from xlakit.tables import Desk


def test_exactly_on_the_limit_is_met() -> None:
    row = only(FIX, [status("2 14:00", "resolved")])
    assert (row["state"], row["met"], row["elapsed"], row["left"], row["used"]) == (
        "met",
        True,
        hours(4),
        hours(0),
        1.0,
    )
    assert row["decided_at"] == row["stopped_at"] == at("2 14:00")
    assert row["breach_at"] is None
    assert row["overrun"] is None


def test_exactly_on_an_exclusive_limit_is_breached() -> None:
    row = only({**FIX, "inclusive": "false"}, [status("2 14:00", "resolved")])
    assert (row["state"], row["met"], row["decided_at"], row["overrun"]) == (
        "breached",
        False,
        at("2 14:00"),
        hours(0),
    )


def test_a_microsecond_over_the_limit_is_breached_at_the_instant_it_was_used_up() -> None:
    late = {**status("2 14:00", "resolved"), "at": at("2 14:00") + timedelta(microseconds=1)}
    row = only(FIX, [late])
    assert (row["state"], row["breach_at"], row["first_breach_at"]) == (
        "breached",
        at("2 14:00"),
        at("2 14:00"),
    )
    assert row["overrun"] == timedelta(microseconds=1)
    assert row["stopped_at"] == at("2 14:00") + timedelta(microseconds=1)


def test_a_limit_used_up_at_closing_time_is_due_then_and_not_at_the_next_opening() -> None:
    row = only({**FIX, "within": "7h"}, [status("3 08:00", "resolved")])
    assert (row["state"], row["elapsed"]) == ("met", hours(7))
    assert only({**FIX, "within": "7h"}, [status("3 08:01", "resolved")])["breach_at"] == at("2 17:00")


def test_open_calendar_and_paused_time_are_told_apart() -> None:
    row = only(FIX, [status("2 10:00", "pending"), status("3 10:00", "open"), status("3 11:00", "resolved")])
    assert row["elapsed"] == hours(2)
    assert row["elapsed_calendar"] == hours(2)
    assert row["paused"] == hours(8)
    row = only(FIX, [status("3 09:00", "resolved")])
    assert (row["elapsed"], row["elapsed_calendar"]) == (hours(8), hours(24))


def test_a_ticket_resolved_while_paused_keeps_its_pause() -> None:
    row = only(FIX, [status("2 10:00", "pending"), status("2 16:00", "resolved")])
    assert (row["state"], row["elapsed"], row["paused"]) == ("met", hours(1), hours(5))


def test_a_pause_outside_open_hours_takes_nothing_off() -> None:
    quiet = only(
        FIX, [status("2 17:00", "pending"), status("3 08:00", "open"), status("3 09:00", "resolved")]
    )
    plain = only(FIX, [status("3 09:00", "resolved")])
    assert (quiet["elapsed"], quiet["paused"]) == (plain["elapsed"], hours(0))


def test_one_pause_after_another_is_one_pause() -> None:
    row = only(
        FIX,
        [
            status("2 10:00", "pending"),
            status("2 11:00", "on-hold"),
            status("2 14:00", "open"),
            status("2 15:00", "resolved"),
        ],
    )
    assert (row["elapsed"], row["paused"]) == (hours(2), hours(3))


@pytest.mark.parametrize(
    ("mode", "elapsed", "stopped"),
    [
        ("continue", 3, "3 11:00"),
        ("continue_including", 3 + 7, "3 11:00"),
        ("ignore", 2, "2 11:00"),
    ],
)
def test_a_reopening_goes_on_as_the_mode_says(mode: str, elapsed: int, stopped: str) -> None:
    events = [status("2 11:00", "resolved"), status("3 10:00", "open"), status("3 11:00", "resolved")]
    row = only({**FIX, "reopen": mode}, events)
    assert (row["elapsed"], row["stopped_at"], row["cycle"]) == (hours(elapsed), at(stopped), 1)
    assert row["state"] == ("breached" if elapsed > 4 else "met")


def test_a_new_cycle_keeps_the_completed_one() -> None:
    events = [status("2 11:00", "resolved"), status("3 10:00", "open"), status("4 11:00", "resolved")]
    first, second = cycles({**FIX, "reopen": "new_cycle"}, events)
    assert (first["cycle"], first["state"], first["elapsed"]) == (1, "met", hours(2))
    assert (second["cycle"], second["state"], second["started_at"]) == (2, "breached", at("3 10:00"))
    assert second["breach_at"] == at("3 15:00")


def test_a_reopening_into_a_pause_stands_still() -> None:
    row = only(FIX, [status("2 11:00", "resolved"), status("3 10:00", "pending")])
    assert (row["state"], row["elapsed"], row["breach_at"], row["met"]) == ("paused", hours(2), None, None)
    assert row["left"] == hours(2)


def test_a_closing_after_the_resolution_leaves_the_stop_where_it_was() -> None:
    row = only(FIX, [status("2 11:00", "resolved"), status("5 11:00", "closed")])
    assert (row["stopped_at"], row["elapsed"]) == (at("2 11:00"), hours(2))


def test_a_closing_without_a_resolution_is_the_resolution() -> None:
    assert only(FIX, [status("2 11:00", "closed")])["stopped_at"] == at("2 11:00")


def test_a_clock_to_the_closing_runs_on_after_the_resolution() -> None:
    row = only({**FIX, "stop": "closed"}, [status("2 11:00", "resolved"), status("2 16:00", "closed")])
    assert (row["elapsed"], row["state"]) == (hours(6), "breached")


def test_a_cancelled_ticket_does_not_breach() -> None:
    row = only(FIX, [status("5 11:00", "cancelled")])
    assert (row["state"], row["met"], row["decided_at"], row["breach_at"], row["stopped_at"]) == (
        "cancelled",
        None,
        None,
        None,
        None,
    )


def test_a_ticket_taken_back_from_cancelled_goes_on_without_that_time() -> None:
    row = only(
        FIX, [status("2 10:00", "cancelled"), status("3 10:00", "open"), status("3 11:00", "resolved")]
    )
    assert (row["state"], row["elapsed"]) == ("met", hours(2))


def test_a_cancellation_after_the_resolution_changes_nothing() -> None:
    assert only(FIX, [status("2 11:00", "resolved"), status("2 12:00", "cancelled")])["state"] == "met"


def test_a_merged_ticket_does_not_breach() -> None:
    row = only(FIX, [status("9 11:00", "closed")], merged_into="T0")
    assert (row["state"], row["met"]) == ("cancelled", None)


def test_a_running_clock_tells_when_it_would_breach() -> None:
    row = only(FIX, [status("2 09:30", "open")], as_of=at("2 10:00"))
    assert (row["state"], row["elapsed"], row["left"], row["breach_at"]) == (
        "running",
        hours(1),
        hours(3),
        at("2 14:00"),
    )
    assert (row["first_breach_at"], row["decided_at"], row["met"]) == (None, None, None)


def test_a_running_clock_past_its_limit_is_breached() -> None:
    row = only(FIX, [status("2 09:30", "open")], as_of=at("2 15:00"))
    assert (row["state"], row["met"], row["decided_at"], row["overrun"]) == (
        "breached",
        False,
        at("2 14:00"),
        hours(1),
    )
    assert row["stopped_at"] is None


def test_a_clock_that_has_just_used_up_its_limit_is_not_yet_breached() -> None:
    row = only(FIX, [status("2 09:30", "open")], as_of=at("2 14:00"))
    assert (row["state"], row["breach_at"], row["left"]) == ("running", at("2 14:00"), hours(0))


def test_a_breach_before_a_pause_stays_one() -> None:
    row = only(FIX, [status("2 15:00", "pending")])
    assert (row["state"], row["breach_at"]) == ("breached", at("2 14:00"))


def test_a_projected_breach_beyond_what_the_calendar_knows_is_null() -> None:
    short = {**OFFICE, "valid_through": "2026-03-31"}
    desk = Desk(
        tickets=[
            {"ticket_id": "T1", "opened_at": at("30 15:00")},
            {"ticket_id": "T2", "opened_at": at("2 09:00")},
        ]
    )
    frame = clock_frame(
        desk, agreement({**FIX, "within": "200h"}, calendars={"office": short}), as_of=at("30 16:00")
    )
    assert frame["state"].to_list() == ["running", "running"]
    assert frame["breach_at"].to_list() == [None, None]
    frame = clock_frame(
        desk, agreement({**FIX, "within": "165h"}, calendars={"office": short}), as_of=at("30 16:00")
    )
    assert frame["breach_at"].is_not_null().to_list() == [False, True]
