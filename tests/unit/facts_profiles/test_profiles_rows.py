"""The table of edge cases on which the products differ, row by row: what each documents is what its profile does.

Rows 10, 15, 21, 22, 27, 28 and 29 speak of what no clock can express (edited policies, feeds of holidays, longest
durations, due-date fields), or of no documented behaviour. Monday 2 March 2026; the office is open 09-17 in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from xlakit.facts import build_facts
from xlakit.facts.profiles import compare_profiles
from xlakit.model import Agreement, Clock
from xlakit.model.profiles import PROFILES, profile
from xlakit.tables import Desk

Row = dict[str, Any]
OFFICE = {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}
TOKYO = {"timezone": "Asia/Tokyo", "hours": {"mon-fri": "09:00-17:00"}}
FAR = datetime(2026, 3, 31, tzinfo=UTC)
FIX: Row = {"stop": "resolved", "within": "4h"}


def at(text: str) -> datetime:
    """``2 09:30`` is Monday the 2nd of March 2026, half past nine."""
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=UTC)


def event(when: str, kind: str, value: str | None = None, **more: object) -> Row:
    return {"ticket_id": "T1", "at": at(when), "kind": kind, "value": value, **more}


def status(when: str, value: str) -> Row:
    return event(when, "status", value)


def reply(when: str, role: str = "agent", **more: object) -> Row:
    return event(when, "reply", role=role, **more)


def agreement(**clocks: Row) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "rows"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "calendars": {"office": OFFICE, "tokyo": TOKYO},
            "clocks": clocks,
            "objectives": [
                {
                    "name": "o",
                    "metric": {"name": "within", "clock": next(iter(clocks))},
                    "expected": {"at_least": "90%"},
                }
            ],
        }
    )


def desk(events: list[Row], **columns: object) -> Desk:
    return Desk(
        tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1", **columns}], events=events
    )


def cycles(
    product: str, clock: Row, events: list[Row], *, as_of: datetime = FAR, **columns: object
) -> list[Row]:
    agreed = agreement(c=clock)
    theirs = profile(product).apply(agreed.clocks["c"])
    on_their_terms = agreed.model_copy(update={"clocks": {"c": theirs}})
    return build_facts(desk(events, **columns), on_their_terms, as_of=as_of).cycles.to_dicts()


def states(product: str, clock: Row, events: list[Row], **columns: Any) -> list[str]:
    return [row["state"] for row in cycles(product, clock, events, **columns)]


def only(product: str, clock: Row, events: list[Row], **columns: Any) -> Row:
    (row,) = cycles(product, clock, events, **columns)
    return row


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


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
