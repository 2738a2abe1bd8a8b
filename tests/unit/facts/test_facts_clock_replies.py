"""Clocks to a reply or to a status, equal instants, and what the columns tell where events are silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from worked_clocks import (
    FIX,
    REPLY,
    Row,
    at,
    cycles,
    facts,
    hours,
    only,
    reasons,
    reply,
    status,
)


def test_only_a_public_message_by_an_agent_is_a_reply() -> None:
    silent = [
        reply("2 09:05", "bot"),
        reply("2 09:06", "system"),
        reply("2 09:07", "requester"),
        reply("2 09:08", public=False),
        reply("2 09:09", role=None),
        {**reply("2 09:10"), "kind": "note"},
    ]
    assert only(REPLY, silent)["state"] == "breached"
    row = only(REPLY, [*silent, reply("2 09:30")])
    assert (row["state"], row["elapsed"], row["source"]) == ("met", hours(0.5), "events")


def test_bots_count_where_the_clock_says_so() -> None:
    row = only({**REPLY, "bots_count": "true"}, [reply("2 09:05", "bot")])
    assert row["elapsed"] == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("opener", "minutes"),
    [
        ({"role": "agent", "actor": "ann"}, 20),
        ({"role": "agent"}, 20),
        (None, 20),
        ({"role": "agent", "actor": "bob"}, 0),
        ({"role": "requester"}, 0),
    ],
)
def test_the_message_a_ticket_was_opened_with_does_not_answer_it(opener: Row | None, minutes: int) -> None:
    events = [reply("2 09:00", actor="ann"), reply("2 09:20", actor="ann")]
    if opener is not None:
        events.append({"ticket_id": "T1", "at": at("2 09:00"), "kind": "opened", **opener})
    assert only(REPLY, events)["elapsed"] == timedelta(minutes=minutes)


def test_a_ticket_resolved_without_a_reply_stops_the_reply_clock() -> None:
    row = only(REPLY, [reply("2 09:10", "requester"), status("2 09:40", "resolved")])
    assert (row["state"], row["stopped_at"]) == ("met", at("2 09:40"))


def test_a_reopening_asks_for_a_new_reply() -> None:
    events = [reply("2 09:30"), status("2 10:00", "resolved"), status("3 10:00", "open"), reply("3 11:30")]
    first, second = cycles(REPLY, events)
    assert (first["state"], second["state"], second["elapsed"]) == ("met", "breached", hours(1.5))


def test_the_next_reply_is_due_from_the_oldest_unanswered_message() -> None:
    events = [
        reply("2 09:30"),
        reply("2 10:00", "requester"),
        reply("2 10:30", "requester"),
        reply("2 11:00"),
    ]
    first, second = cycles({**REPLY, "stop": "next-reply"}, events)
    assert (first["elapsed"], second["elapsed"]) == (hours(0.5), hours(1))


def test_a_condition_stops_at_the_first_other_status() -> None:
    clock = {"calendar": "office", "stop": {"status_not": "new"}, "within": "1h"}
    row = only(clock, [status("2 09:00", "new"), status("2 09:45", "open"), status("2 09:50", "pending")])
    assert (row["stopped_at"], row["state"]) == (at("2 09:45"), "met")


def test_a_reopening_that_meets_the_stop_itself_changes_nothing() -> None:
    clock = {"calendar": "office", "stop": {"status_not": "new"}, "within": "1h"}
    row = only(clock, [status("2 09:45", "open"), status("2 10:00", "resolved"), status("4 10:00", "open")])
    assert row["stopped_at"] == at("2 09:45")


def test_a_clock_may_start_on_a_status_or_on_the_first_assignment() -> None:
    assigned = {"ticket_id": "T1", "at": at("2 10:00"), "kind": "assigned", "value": "L2"}
    events = [assigned, status("2 11:00", "open"), status("2 14:00", "resolved")]
    assert only({**FIX, "start": "first-assigned"}, events)["started_at"] == at("2 10:00")
    assert only({**FIX, "start": {"status": "open"}}, events)["elapsed"] == hours(2)
    assert cycles({**FIX, "start": {"status": "on-hold"}}, events) == []


def test_a_clock_starts_on_the_status_new_at_the_opening() -> None:
    assert only({**FIX, "start": {"status": "new"}}, [status("2 10:00", "resolved")])["started_at"] == at(
        "2 09:00"
    )
    assert cycles({**FIX, "start": {"status": "new"}}, [status("2 09:00", "open")]) == []


def test_a_stop_wins_over_a_pause_at_the_same_instant() -> None:
    row = only(FIX, [status("2 10:00", "pending"), status("2 10:00", "resolved")])
    assert (row["state"], row["stopped_at"]) == ("met", at("2 10:00"))


def test_distinct_numbers_order_what_happened_at_one_instant() -> None:
    same = [status("2 10:00", "resolved", 1), status("2 10:00", "pending", 2)]
    assert only(FIX, same)["state"] == "paused"
    assert only(FIX, [*same[:1], {**same[1], "seq": 1}])["state"] == "met"
    assert only(FIX, [*same[:1], {**same[1], "seq": None}])["state"] == "met"


def test_what_happened_later_is_not_known() -> None:
    row = only(FIX, [status("2 10:00", "resolved")], as_of=at("2 09:59"), resolved_at=at("2 10:00"))
    assert (row["state"], row["stopped_at"]) == ("running", None)


@pytest.mark.parametrize("events", [None, [reply("2 09:10", "requester")]])
def test_without_events_of_the_kind_the_columns_tell(events: list[Row] | None) -> None:
    built = facts(
        FIX, events, resolved_at=at("2 11:00"), closed_at=at("3 11:00"), first_response_at=at("2 09:05")
    )
    (row,) = built.cycles.to_dicts()
    assert (row["stopped_at"], row["source"]) == (at("2 11:00"), "column")
    assert reasons(built)["pauses unknown without status events, none taken off"] == 1


def test_a_first_response_in_a_column_stops_the_reply_clock() -> None:
    row = only(REPLY, [status("2 10:30", "resolved")], first_response_at=at("2 09:05"))
    assert (row["elapsed"], row["source"]) == (timedelta(minutes=5), "column")


def test_events_win_over_columns() -> None:
    built = facts(FIX, [status("2 10:00", "resolved")], resolved_at=at("2 11:00"))
    assert built.cycles["stopped_at"].to_list() == [at("2 10:00")]
    assert reasons(built)["the events show another instant"] == 1


def test_a_ticket_solved_at_an_unknown_instant_is_counted_and_not_judged() -> None:
    built = facts(FIX, status="resolved")
    assert built.cycles.is_empty()
    assert reasons(built)["does not run: solved, and no instant is known"] == 1
    assert only(FIX, as_of=at("2 10:00"), status="resolved", resolved_at=at("2 11:00"))["state"] == "running"


def test_a_ticket_cancelled_in_its_column_does_not_breach() -> None:
    assert only(FIX, status="cancelled", closed_at=at("9 11:00"))["state"] == "cancelled"


def test_a_condition_on_status_needs_status_events() -> None:
    built = facts({**FIX, "stop": {"status_not": "new"}}, resolved_at=at("2 11:00"))
    assert built.cycles.is_empty()
    assert reasons(built)["does not run: what starts or stops it needs events"] == 1
    assert (
        only({**FIX, "stop": {"status": ["resolved", "closed"]}}, resolved_at=at("2 11:00"))["state"] == "met"
    )
