"""Rows 11 to 26 of the same table: replies, business time, the last instant, and what comes after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from profile_cases import (
    FAR,
    FIX,
    agreement,
    at,
    desk,
    event,
    hours,
    only,
    reply,
    states,
    status,
)

from xlakit.facts.profiles import compare_profiles
from xlakit.model import Clock
from xlakit.model.profiles import PROFILES, profile

FIRST = {"stop": "first-reply", "within": "2h", "bots_count": "true", "notes_count": "true"}


def test_row_11_zendesk_takes_the_first_public_message_by_an_agent() -> None:
    events = [
        reply("2 09:10", "bot"),
        reply("2 09:20", public=False),
        reply("2 09:30", "requester"),
        reply("2 10:00"),
    ]
    assert only("zendesk", FIRST, events)["elapsed"] == hours(1)


def test_row_11_zendesk_waits_for_the_next_message_where_an_agent_opened_the_ticket() -> None:
    opened = event("2 09:00", "opened", actor="ann", role="agent")
    events = [opened, reply("2 09:00", actor="ann"), reply("2 10:30", actor="ann")]
    assert only("zendesk", FIRST, events)["elapsed"] == hours(1.5)


@pytest.mark.parametrize("product", ["servicenow", "jira"])
def test_row_11_servicenow_and_jira_leave_the_first_reply_to_the_definition(product: str) -> None:
    assert only(product, FIRST, [reply("2 09:10", "bot"), reply("2 10:00")])["elapsed"] == hours(1 / 6)


def test_row_12_an_internal_note_answers_nothing_in_zendesk_and_what_was_agreed_elsewhere() -> None:
    events = [event("2 09:30", "note", role="agent"), reply("2 10:00")]
    assert only("zendesk", FIRST, events)["elapsed"] == hours(1)
    assert only("servicenow", FIRST, events)["elapsed"] == hours(0.5)
    assert only("jira", FIRST, events)["elapsed"] == hours(0.5)


def test_row_13_zendesk_counts_the_next_reply_from_the_oldest_unanswered_message() -> None:
    clock = {"stop": "next-reply", "within": "2h"}
    events = [
        reply("2 09:30"),
        reply("2 10:00", "requester"),
        reply("2 11:30", "requester"),
        reply("2 12:30"),
    ]
    row = only("zendesk", clock, events)
    assert (row["started_at"], row["elapsed"], row["state"]) == (at("2 10:00"), hours(2.5), "breached")


def test_row_13_zendesk_leaves_the_opening_to_the_first_reply() -> None:
    clock = {"stop": "next-reply", "within": "2h"}
    late = [reply("2 12:00")]
    assert states("as_agreed", clock, late) == ["breached"]
    assert states("zendesk", clock, late) == []


@pytest.mark.parametrize("product", ["servicenow", "zendesk"])
def test_row_14_a_solution_without_a_reply_completes_the_first_reply(product: str) -> None:
    events = [status("2 09:00", "open"), status("2 10:00", "resolved")]
    row = only(product, {"stop": "first-reply", "within": "2h"}, events)
    assert (row["state"], row["elapsed"]) == ("met", hours(1))


@pytest.mark.parametrize("product", ["servicenow", "zendesk"])
def test_row_16_open_time_and_wall_time_are_both_there_and_equal_without_a_schedule(product: str) -> None:
    events = [status("2 09:00", "open"), status("3 10:00", "resolved")]
    row = only(product, {**FIX, "calendar": "office"}, events)
    assert (row["elapsed"], row["elapsed_calendar"]) == (hours(9), hours(25))
    row = only(product, FIX, events)
    assert row["elapsed"] == row["elapsed_calendar"] == hours(25)


def test_row_17_a_day_is_24_hours_of_schedule_in_servicenow_and_a_day_of_the_calendar_in_jira() -> None:
    running = at("2 10:00")
    day = only("servicenow", {"calendar": "office", "within": "1d"}, [], as_of=running)
    assert day["breach_at"] == at("4 17:00")
    day = only("jira", {"calendar": "office", "within": "1bd"}, [], as_of=running)
    assert (day["limit"], day["breach_at"]) == (hours(8), at("2 17:00"))
    assert profile("zendesk").choices["a day of a duration"] == "unspecified"


def test_row_18_servicenow_takes_the_zone_from_a_field_of_the_ticket() -> None:
    clock = {**FIX, "calendar": {"by": "site", "tokyo": "tokyo", "london": "office"}}
    events = [status("2 09:00", "open"), status("3 01:00", "resolved")]
    assert only("servicenow", clock, events, site="tokyo")["elapsed"] == hours(1)
    assert only("servicenow", clock, events, site="london")["elapsed"] == hours(8)


@pytest.mark.parametrize("name", list(PROFILES))
def test_rows_19_to_22_calendars_and_limits_stay_as_agreed(name: str) -> None:
    clock = Clock.model_validate(
        {"calendar": {"by": "site", "x": "office"}, "limits": [{"within": "2bd", "calendar": "tokyo"}]}
    )
    theirs = profile(name).apply(clock)
    assert (theirs.calendar, theirs.within, theirs.limits) == (clock.calendar, clock.within, clock.limits)


@pytest.mark.parametrize("product", ["zendesk", "servicenow", "jira"])
def test_row_20_round_the_clock_loses_no_minute_at_midnight(product: str) -> None:
    events = [status("2 09:00", "open"), status("9 09:00", "resolved")]
    assert only(product, FIX, events)["elapsed"] == hours(7 * 24)


def test_row_23_servicenow_breaches_at_exactly_100_percent_and_the_others_do_not_say() -> None:
    events = [status("2 09:00", "open"), status("2 13:00", "resolved")]
    assert states("servicenow", FIX, events) == ["breached"]
    for product in ("zendesk", "jira"):
        assert profile(product).choices["exactly the limit"] == "unspecified"
        assert states(product, FIX, events) == ["met"]
        assert states(product, {**FIX, "inclusive": "false"}, events) == ["breached"]


def test_row_23_the_rounding_of_servicenow_is_said_and_not_imitated() -> None:
    (rounding,) = profile("servicenow").only("rounding before it is compared").made
    assert rounding.kind == "not expressed"
    just_before = {"ticket_id": "T1", "at": at("2 13:00") - timedelta(milliseconds=1), "kind": "status"}
    assert states("servicenow", FIX, [status("2 09:00", "open"), {**just_before, "value": "resolved"}]) == [
        "met"
    ]


def test_row_24_time_goes_on_after_the_breach_and_what_is_left_turns_negative() -> None:
    events = [status("2 09:00", "open"), status("2 19:00", "resolved")]
    row = only("servicenow", FIX, events)
    assert (row["used"], row["overrun"]) == (2.5, hours(6))
    assert only("jira", FIX, events)["left"] == hours(-6)


def test_row_24_a_jira_ticket_that_was_ever_breached_is_breached_in_the_comparison() -> None:
    events = [
        status("2 09:00", "open"),
        status("2 15:00", "resolved"),
        status("3 09:00", "open"),
        status("3 10:00", "resolved"),
    ]
    assert states("jira", FIX, events) == ["breached", "met"]
    found = compare_profiles(desk(events), agreement(c=FIX), ["jira"], as_of=FAR)
    assert found.frame["jira"].to_list() == ["breached"]
    assert profile("jira").only("several cycles of one ticket").made[0].kind == "not expressed"


def test_row_25_merged_tickets_are_left_to_a_condition_or_unspecified() -> None:
    assert profile("servicenow").only("merged tickets").made[0].kind == "as agreed"
    assert profile("zendesk").choices["merged tickets"] == "unspecified"
    assert profile("jira").choices["merged tickets"] == "unspecified"


@pytest.mark.parametrize(("pause", "states_then"), [([], "breached"), (["pending"], "met")])
def test_row_26_a_periodic_update_of_zendesk_runs_on_in_pending_and_a_pausable_one_stops(
    pause: list[str], states_then: str
) -> None:
    clock = {"stop": "next-update", "pause": pause, "within": "2h"}
    events = [
        reply("2 10:00"),
        status("2 10:00", "pending"),
        status("2 14:00", "open"),
        reply("2 15:00"),
        status("2 15:30", "resolved"),
    ]
    assert states("zendesk", clock, events) == ["met", states_then, "met"]
