"""The table of edge cases on which the products differ, row by row: what each documents is what its profile does.

Rows 10, 15, 21, 22, 27, 28 and 29 speak of what no clock can express (edited policies, feeds of holidays, longest
durations, due-date fields), or of no documented behaviour. Monday 2 March 2026; the office is open 09-17 in UTC.
"""

from __future__ import annotations

import pytest
from profile_cases import (
    FAR,
    FIX,
    agreement,
    at,
    cycles,
    desk,
    event,
    hours,
    only,
    reply,
    states,
    status,
)

from xlakit.facts.profiles import compare_profiles
from xlakit.model.profiles import profile


def test_row_1_servicenow_attaches_at_the_update_that_meets_the_start_and_not_the_stop() -> None:
    clock = {"start": {"team": "L2"}, "stop": {"status": "resolved"}, "within": "4h"}
    events = [
        event("2 09:00", "assigned", "L1"),
        event("2 11:00", "assigned", "L2"),
        status("2 12:00", "resolved"),
    ]
    row = only("servicenow", clock, events)
    assert (row["started_at"], row["elapsed"]) == (at("2 11:00"), hours(1))


def test_row_1_servicenow_does_not_attach_while_the_cancel_condition_holds() -> None:
    clock = {"start": {"team": "L2"}, "cancel": {"priority": "P1"}, "within": "4h"}
    events = [status("2 09:00", "open"), event("2 10:00", "assigned", "L2")]
    assert cycles("servicenow", clock, events, priority="P1") == []
    assert len(cycles("servicenow", clock, events, priority="P2")) == 1


def test_row_1_jira_takes_the_first_goal_that_matches_from_the_top() -> None:
    clock = {
        "limits": [
            {"when": {"priority": "P1"}, "within": "1h"},
            {"when": {"category": "mail"}, "within": "2h"},
            {"within": "9h"},
        ]
    }
    assert only("jira", clock, [], priority="P1", category="mail")["limit"] == hours(1)
    assert only("jira", clock, [], priority="P3", category="mail")["limit"] == hours(2)
    assert only("jira", clock, [], priority="P3", category="disk")["limit"] == hours(9)


def test_row_2_servicenow_runs_all_matching_definitions_side_by_side() -> None:
    found = compare_profiles(
        desk([status("2 12:00", "resolved")]),
        agreement(customer=FIX, supplier={**FIX, "within": "2h"}),
        ["servicenow"],
        as_of=FAR,
    )
    assert found.frame.select("clock", "servicenow").rows() == [("customer", "met"), ("supplier", "breached")]


def test_row_3_servicenow_never_attaches_where_start_and_stop_hold_together() -> None:
    clock = {"start": {"status": ["open", "resolved"]}, "stop": {"status": "open"}, "within": "4h"}
    assert cycles("servicenow", clock, [status("2 10:00", "open"), status("2 12:00", "pending")]) == []


def test_row_4_servicenow_cancels_where_start_and_pause_exclude_each_other() -> None:
    clock = {"start": {"status": ["new", "open"]}, "pause": ["on-hold"], "within": "4h"}
    events = [status("2 09:00", "open"), status("2 10:00", "on-hold")]
    assert states("servicenow", clock, events) == ["cancelled"]
    assert states("as_agreed", clock, events) == ["paused"]
    taken_up = [*events, status("2 15:00", "open"), status("2 16:00", "resolved")]
    assert states("servicenow", clock, taken_up) == ["cancelled", "met"]


@pytest.mark.parametrize("product", ["servicenow", "jira"])
def test_row_5_a_pause_moves_the_breach_by_the_open_time_it_held(product: str) -> None:
    events = [status("2 09:00", "open"), status("2 10:00", "pending"), status("3 10:00", "open")]
    clock = {**FIX, "pause": ["pending"]}
    running = only(product, {**clock, "calendar": "office"}, events, as_of=at("3 10:30"))
    assert (running["paused"], running["breach_at"]) == (hours(8), at("3 13:00"))
    by_the_wall = only(product, clock, events, as_of=at("3 10:30"))
    assert (by_the_wall["paused"], by_the_wall["breach_at"]) == (hours(24), at("3 13:00"))


def test_row_5_zendesk_does_not_count_the_statuses_that_the_metric_leaves_out() -> None:
    events = [
        status("2 09:00", "open"),
        status("2 10:00", "pending"),
        status("2 12:00", "on-hold"),
        status("2 15:00", "open"),
        status("2 16:00", "resolved"),
    ]
    assert only("zendesk", {**FIX, "pause": ["pending"]}, events)["elapsed"] == hours(5)
    assert only("zendesk", {**FIX, "pause": ["pending", "on-hold"]}, events)["elapsed"] == hours(2)


@pytest.mark.parametrize("product", ["servicenow", "zendesk"])
def test_row_6_a_pause_outside_open_hours_takes_nothing_off(product: str) -> None:
    clock = {**FIX, "calendar": "office", "pause": ["pending"]}
    events = [
        status("2 09:00", "open"),
        status("2 17:00", "pending"),
        status("3 09:00", "open"),
        status("3 10:00", "resolved"),
    ]
    row = only(product, clock, events)
    assert (row["elapsed"], row["paused"]) == (hours(9), hours(0))


REOPENED = [
    status("2 09:00", "open"),
    status("2 11:00", "resolved"),
    status("2 15:00", "open"),
    status("2 18:00", "resolved"),
]


@pytest.mark.parametrize("product", ["servicenow", "jira"])
def test_row_7_servicenow_and_jira_begin_anew_and_keep_the_past(product: str) -> None:
    found = cycles(product, FIX, REOPENED)
    assert [(row["cycle"], row["state"], row["elapsed"]) for row in found] == [
        (1, "met", hours(2)),
        (2, "met", hours(3)),
    ]


def test_row_7_servicenow_counts_the_new_one_from_the_opening_where_it_starts_retroactively() -> None:
    clock = {"start": {"status": ["new", "open"]}, "retroactive": True, "within": "4h"}
    found = cycles("servicenow", clock, REOPENED)
    assert [(row["state"], row["started_at"]) for row in found] == [
        ("met", at("2 09:00")),
        ("breached", at("2 09:00")),
    ]


def test_row_7_zendesk_goes_on_with_wait_and_work_without_the_solved_time() -> None:
    row = only("zendesk", {**FIX, "reopen": "new_cycle"}, REOPENED)
    assert (row["state"], row["elapsed"]) == ("breached", hours(5))


def test_row_7_zendesk_never_restarts_the_first_reply() -> None:
    clock = {"stop": "first-reply", "within": "1h"}
    events = [
        reply("2 09:30"),
        status("2 10:00", "resolved"),
        status("2 12:00", "open"),
        reply("2 16:00"),
    ]
    assert states("zendesk", clock, events) == ["met"]
    assert states("as_agreed", clock, events) == ["met", "breached"]


def test_row_7_zendesk_starts_the_next_reply_with_a_new_message() -> None:
    clock = {"stop": "next-reply", "within": "1h"}
    events = [
        reply("2 09:30"),
        status("2 10:00", "resolved"),
        reply("2 12:00", "requester"),
        status("2 12:00", "open"),
        reply("2 12:45"),
    ]
    row = only("zendesk", clock, events)
    assert (row["started_at"], row["state"], row["elapsed"]) == (at("2 12:00"), "met", hours(0.75))


RAISED = [
    event("2 09:00", "priority", "P3"),
    status("2 09:00", "open"),
    event("2 12:00", "priority", "P1"),
    status("2 14:30", "resolved"),
]
BY_PRIORITY = {"P1": "3h", "P3": "9h"}


def test_row_8_servicenow_cancels_the_old_one_and_attaches_a_new_one_at_the_change() -> None:
    found = cycles("servicenow", {"within": BY_PRIORITY}, RAISED)
    assert [(row["state"], row["started_at"], row["limit"]) for row in found] == [
        ("cancelled", at("2 09:00"), hours(9)),
        ("met", at("2 12:00"), hours(3)),
    ]


def test_row_8_servicenow_recovers_time_and_pauses_where_it_starts_retroactively() -> None:
    clock = {
        "start": {"status_not": ["resolved"]},
        "retroactive": True,
        "pause": ["pending"],
        "within": BY_PRIORITY,
    }
    row = only("servicenow", clock, RAISED)
    assert (row["state"], row["elapsed"], row["limit"]) == ("breached", hours(5.5), hours(3))
    paused = [*RAISED, status("2 10:00", "pending"), status("2 13:00", "open")]
    row = only("servicenow", clock, paused)
    assert (row["state"], row["elapsed"], row["paused"]) == ("met", hours(2.5), hours(3))


def test_row_8_servicenow_keeps_the_one_that_does_not_ask_for_the_priority() -> None:
    assert states("servicenow", {"within": "9h"}, RAISED) == ["met"]


def test_row_8_zendesk_switches_to_the_target_of_the_new_priority() -> None:
    row = only("zendesk", {"within": BY_PRIORITY}, RAISED)
    assert (row["limit"], row["state"]) == (hours(3), "breached")
    assert profile("zendesk").choices["time run before the priority changed"] == "unspecified"


def test_row_8_of_jira_is_unspecified_so_the_agreement_decides() -> None:
    assert profile("jira").choices["the priority changes"] == "unspecified"
    assert only("jira", {"within": BY_PRIORITY}, RAISED)["limit"] == hours(9)
    assert only("jira", {"within": BY_PRIORITY, "binding": "current"}, RAISED)["limit"] == hours(3)


def test_row_9_servicenow_may_breach_in_the_instant_it_attaches() -> None:
    clock = {"start": {"team": "L2"}, "retroactive": True, "within": "2h"}
    events = [event("2 09:00", "assigned", "L1"), event("2 12:00", "assigned", "L2")]
    row = only("servicenow", clock, events, as_of=at("2 12:00"))
    assert (row["state"], row["first_breach_at"]) == ("breached", at("2 11:00"))
