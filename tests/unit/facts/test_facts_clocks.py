"""Worked clocks, one ticket at a time. Monday 2 March 2026; the office is open 08-12 and 13-17 in Berlin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from xlakit.errors import DataError, MeasureError
from xlakit.facts import Facts, build_facts, clock_frame, facts_table
from xlakit.model import Agreement
from xlakit.tables import Desk

OFFICE = {"timezone": "Europe/Berlin", "hours": {"mon-fri": ["08:00-12:00", "13:00-17:00"]}}
FAR = datetime(2026, 3, 31, tzinfo=UTC)
Row = dict[str, Any]


def at(text: str) -> datetime:
    """A Berlin winter time in March 2026: ``2 09:30`` is Monday the 2nd, half past nine."""
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=UTC) - timedelta(hours=1)


def status(when: str, value: str, seq: int | None = None, ticket: str = "T1") -> Row:
    return {"ticket_id": ticket, "at": at(when), "kind": "status", "value": value, "seq": seq}


def reply(when: str, role: str | None = "agent", **more: object) -> Row:
    return {"ticket_id": "T1", "at": at(when), "kind": "reply", "role": role, **more}


def agreement(clock: Row, **more: object) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "worked"},
            "term": {"start": "2026-01-01", "end": "2026-12-31", "timezone": "Europe/Berlin"},
            "calendars": {
                "office": OFFICE,
                "late": {"timezone": "Europe/Berlin", "hours": {"mon-fri": ["12:00-20:00"]}},
            },
            "clocks": {"c": clock},
            "objectives": [
                {"name": "o", "metric": {"name": "within", "clock": "c"}, "expected": {"at_least": "90%"}}
            ],
            **more,
        }
    )


def facts(clock: Row, events: list[Row] | None = None, *, as_of: datetime = FAR, **columns: object) -> Facts:
    ticket: Row = {"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1"}
    ticket |= columns
    return build_facts(Desk(tickets=[ticket], events=events), agreement(clock), as_of=as_of)


def cycles(
    clock: Row, events: list[Row] | None = None, *, as_of: datetime = FAR, **columns: object
) -> list[Row]:
    return facts(clock, events, as_of=as_of, **columns).cycles.to_dicts()


def only(clock: Row, events: list[Row] | None = None, *, as_of: datetime = FAR, **columns: object) -> Row:
    (row,) = cycles(clock, events, as_of=as_of, **columns)
    return row


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def reasons(built: Facts) -> dict[str, int]:
    return {note.reason: note.rows for note in built.notes}


FIX: Row = {"calendar": "office", "stop": "resolved", "pause": ["pending", "on-hold"], "within": "4h"}
REPLY: Row = {"calendar": "office", "stop": "first-reply", "within": "1h"}


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


def test_a_ticket_that_no_limit_matches_is_counted() -> None:
    built = facts({**FIX, "within": {"P2": "4h"}})
    assert built.cycles.is_empty()
    assert reasons(built)["does not run: no limit matches"] == 1
    assert only({**FIX, "within": {"P2": "4h", "default": "9h"}})["limit"] == hours(9)


def test_the_first_matching_line_holds_with_its_calendar() -> None:
    lines = [
        {"when": {"priority": "P1", "kind": "request"}, "within": "5h"},
        {"when": {"kind": "request"}, "within": "2bd"},
        {"when": {"priority": ["P1", "P2"]}, "within": "2h", "calendar": "always"},
    ]
    clock = {"calendar": "office", "stop": "resolved", "limits": lines}
    assert only(clock, as_of=at("2 17:00"), kind="request")["limit"] == hours(5)
    assert only(clock, as_of=at("2 17:00"), kind="request", priority="P3")["limit"] == hours(16)
    row = only(clock, [status("2 12:30", "resolved")], kind="incident")
    assert (row["limit"], row["elapsed"]) == (hours(2), hours(3.5))


def test_a_column_chooses_the_calendar_and_an_unlisted_value_is_counted() -> None:
    clock = {**FIX, "calendar": {"by": "site", "berlin": "office", "oslo": "late"}}
    assert only(clock, [status("2 14:00", "resolved")], site="berlin")["elapsed"] == hours(4)
    assert only(clock, [status("2 14:00", "resolved")], site="oslo")["elapsed"] == hours(2)
    for site in ("rome", None):
        built = facts(clock, site=site)
        assert built.cycles.is_empty()
        assert reasons(built)["does not run: no calendar is listed for it"] == 1


def test_a_column_that_the_tickets_do_not_have_is_named() -> None:
    built = facts({**FIX, "calendar": {"by": "site", "berlin": "office"}})
    assert reasons(built)["needs column 'site', which the tickets do not have"] == 1
    lines = [{"when": {"tier": "gold"}, "within": "1h"}, {"within": "2h"}]
    built = facts({"calendar": "office", "stop": "resolved", "limits": lines})
    assert reasons(built)["needs column 'tier', which the tickets do not have"] == 1
    assert built.cycles["limit"].to_list() == [hours(2)]


@pytest.mark.parametrize(("binding", "limit"), [("at_start", 8), ("current", 4), ("strictest", 1)])
def test_the_binding_says_which_priority_holds(binding: str, limit: int) -> None:
    clock = {**FIX, "within": {"P1": "1h", "P2": "4h", "P3": "8h"}, "binding": binding}
    changes = [("2 09:00", "P3"), ("2 10:00", "P1"), ("2 11:00", "P2"), ("4 11:00", "P1")]
    events: list[Row] = [
        {"ticket_id": "T1", "at": at(when), "kind": "priority", "value": value} for when, value in changes
    ]
    assert only(clock, [*events, status("2 14:00", "resolved")])["limit"] == hours(limit)


def test_a_later_priority_alone_leaves_the_tickets_own_and_is_counted() -> None:
    clock = {**FIX, "within": {"P1": "1h", "P2": "4h"}}
    built = facts(clock, [{"ticket_id": "T1", "at": at("2 10:00"), "kind": "priority", "value": "P2"}])
    assert built.cycles["limit"].to_list() == [hours(1)]
    assert reasons(built)["priority at its start not in the events, the ticket's own used"] == 1


def test_the_agreements_words_for_statuses_hold() -> None:
    words = agreement(FIX, statuses={"pending": ["Waiting for user"], "resolved": ["Done"]})
    events = [status("2 10:00", "Waiting for user"), status("2 14:00", "open"), status("2 15:00", "Done")]
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1"}], events=events)
    (row,) = build_facts(desk, words).cycles.to_dicts()
    assert (row["elapsed"], row["paused"], row["stopped_at"]) == (hours(2), hours(3), at("2 15:00"))


def test_hours_that_the_zone_leaves_out_are_not_worked() -> None:
    nights = {"timezone": "Europe/Berlin", "hours": {"mon-sun": ["00:00-06:00"]}}
    desk = Desk(
        tickets=[{"ticket_id": "T1", "opened_at": at("28 22:00")}], events=[status("29 07:00", "resolved")]
    )
    built = build_facts(
        desk, agreement({"calendar": "nights", "within": "8h"}, calendars={"nights": nights}), as_of=FAR
    )
    assert built.cycles["elapsed"].to_list() == [hours(5)]


@pytest.mark.parametrize(("opened", "limit", "due"), [("2 15:00", 2, "2 17:00"), ("2 18:00", 8, "3 17:00")])
def test_an_end_of_day_is_open_time_from_the_start(opened: str, limit: int, due: str) -> None:
    row = only({**FIX, "within": "eod"}, [status("5 09:00", "resolved")], opened_at=at(opened))
    assert (row["limit"], row["breach_at"]) == (hours(limit), at(due))


def test_the_frame_of_clocks_has_the_documented_columns_and_only_covered_tickets() -> None:
    tickets = [
        {"ticket_id": name, "opened_at": at("2 09:00"), "site": site}
        for name, site in (("T2", "x"), ("T1", "x"), ("T3", None))
    ]
    frame = clock_frame(Desk(tickets=tickets), agreement(FIX, scope={"site": "x"}), as_of=at("2 10:00"))
    assert frame.columns == [
        *("ticket_id", "clock", "cycle", "state", "started_at", "stopped_at", "elapsed", "elapsed_calendar"),
        *("paused", "limit", "used", "left", "breach_at", "first_breach_at", "overrun"),
    ]
    assert frame["ticket_id"].to_list() == ["T1", "T2"]


def test_clocks_can_be_chosen_and_an_unknown_one_is_an_error() -> None:
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00")}])
    assert build_facts(desk, agreement(FIX), clocks=[]).cycles.is_empty()
    with pytest.raises(MeasureError, match="there is no such clock; got 'cc'. Hint: did you mean 'c'"):
        build_facts(desk, agreement(FIX), clocks=["cc"])


def test_a_table_that_does_not_exist_is_an_error() -> None:
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00")}])
    with pytest.raises(MeasureError, match="Hint: did you mean 'tickets'"):
        facts_table(desk, table="ticket")  # type: ignore[arg-type]
    assert facts_table(desk, agreement(FIX), table="cycles").height == 1


def test_the_instant_is_aware_and_by_default_the_last_one_known() -> None:
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00")}], events=[status("2 10:00", "open")])
    assert build_facts(desk, agreement(FIX)).as_of == at("2 10:00")
    with pytest.raises(DataError, match="an aware instant is expected"):
        build_facts(desk, as_of=datetime(2026, 3, 2))  # noqa: DTZ001 - the mistake under test
    empty = Desk(tickets=desk.tickets.clear())
    with pytest.raises(DataError, match="the records hold no instant"):
        build_facts(empty)
    assert build_facts(empty, agreement(FIX), as_of=FAR).cycles.is_empty()
