"""Clocks on more than status, one ticket at a time: each kind of clock that service desks know, by its name.

Monday 2 March 2026; all clocks here run around the clock, so that lengths are read off the times of day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from xlakit.agreement import parse
from xlakit.facts import Facts, build_facts
from xlakit.facts.clocks import in_force
from xlakit.model import Agreement, Clock
from xlakit.tables import Desk

Row = dict[str, Any]
FAR = datetime(2026, 3, 31, tzinfo=UTC)
OPENED = {"ticket_id": "T1", "opened_at": datetime(2026, 3, 2, 9, tzinfo=UTC), "priority": "P1"}


def at(text: str) -> datetime:
    day, _, clock = text.rpartition(" ")
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(2026, 3, int(day or 2), hour, minute, tzinfo=UTC)


def event(when: str, kind: str, value: str | None = None, **more: object) -> Row:
    return {"ticket_id": "T1", "at": at(when), "kind": kind, "value": value, **more}


def status(when: str, value: str) -> Row:
    return event(when, "status", value)


def team(when: str, value: str) -> Row:
    return event(when, "assigned", value)


def priority(when: str, value: str) -> Row:
    return event(when, "priority", value)


def reply(when: str, role: str = "agent", *, public: bool = True) -> Row:
    return event(when, "reply", role=role, public=public)


def agreement(clock: Row, **more: object) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "kinds"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "clocks": {"c": {"within": "4h", **clock}},
            "objectives": [
                {"name": "o", "metric": {"name": "within", "clock": "c"}, "expected": {"at_least": "90%"}}
            ],
            **more,
        }
    )


def facts(clock: Row, events: list[Row], *, as_of: datetime = FAR, **columns: object) -> Facts:
    return build_facts(Desk(tickets=[{**OPENED, **columns}], events=events), agreement(clock), as_of=as_of)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def ran(
    clock: Row, events: list[Row], *, as_of: datetime = FAR, **columns: object
) -> list[tuple[str, float]]:
    """Every cycle's state and the hours it ran."""
    rows = facts(clock, events, as_of=as_of, **columns).cycles
    return [(state, elapsed / hours(1)) for state, elapsed in rows.select("state", "elapsed").rows()]


L2: Row = {"start": {"team": "L2"}, "stop": {"team_not": "L2"}, "reopen": "new_cycle"}


def test_a_groups_ownership_is_a_cycle_for_each_time_it_owns_the_ticket() -> None:
    events = [team("9:00", "L1"), team("10:00", "L2"), team("11:00", "L1"), team("12:00", "L2")]
    assert ran(L2, [*events, team("17:00", "L3")]) == [("met", 1), ("breached", 5)]
    assert ran(L2, [*events, team("12:30", "L2"), team("13:00", "L3")]) == [("met", 1), ("met", 1)]
    assert ran({**L2, "reopen": "continue"}, [*events, team("13:00", "L3")]) == [("met", 2)]


def test_ownership_ends_with_the_resolution_and_goes_on_with_a_reopening() -> None:
    events = [
        status("9:00", "open"),
        team("10:00", "L2"),
        status("11:00", "resolved"),
        status("15:00", "open"),
    ]
    assert ran(L2, events, as_of=at("17:00")) == [("met", 1), ("running", 2)]


def test_a_ticket_without_assignments_has_the_team_of_its_column_from_the_opening() -> None:
    events = [status("9:30", "open"), status("11:00", "resolved")]
    assert ran(L2, events, team="L2") == [("met", 2)]
    assert ran(L2, events, team="L1") == []
    assert ran(L2, events, team=None) == []
    built = facts(L2, events)
    assert built.cycles.is_empty()
    assert "needs column 'team', which the tickets do not have" in {note.reason for note in built.notes}


def test_all_columns_of_a_condition_must_match() -> None:
    clock: Row = {"start": {"status": "open", "team_not": "L1"}, "stop": "resolved"}
    events = [team("9:00", "L1"), status("9:30", "open"), team("10:00", "L2"), status("12:00", "resolved")]
    assert ran(clock, events) == [("met", 2)]


def test_a_column_that_no_event_speaks_of_is_that_of_the_ticket() -> None:
    clock: Row = {"start": {"kind": "incident"}, "stop": "resolved"}
    events = [status("10:00", "resolved")]
    assert ran(clock, events, kind="incident") == [("met", 1)]
    assert ran(clock, events, kind="request") == []
    assert ran({"start": {"kind_not": "request"}, "stop": "resolved"}, events, kind=None) == []


def test_a_pause_may_be_a_condition() -> None:
    events = [team("9:00", "L1"), team("10:00", "vendor"), team("13:00", "L1"), status("14:00", "resolved")]
    assert ran({"pause": {"team": "vendor"}}, events) == [("met", 2)]


def test_a_stated_resume_holds_the_clock_until_then() -> None:
    events = [status("10:00", "pending"), status("11:00", "on-hold"), status("12:00", "open")]
    clock: Row = {"pause": ["pending"], "resume": {"status": "open"}}
    assert ran(clock, events, as_of=at("13:00")) == [("running", 2)]
    assert ran({"pause": ["pending"]}, events, as_of=at("13:00")) == [("running", 3)]


def test_requester_wait_leaves_out_the_time_in_pending() -> None:
    events = [
        status("9:00", "new"),
        status("10:00", "pending"),
        status("12:00", "on-hold"),
        status("13:00", "open"),
    ]
    assert ran({"pause": ["pending"]}, [*events, status("14:00", "resolved")]) == [("met", 3)]


def test_agent_work_leaves_out_pending_and_on_hold() -> None:
    events = [
        status("9:00", "new"),
        status("10:00", "pending"),
        status("12:00", "on-hold"),
        status("13:00", "open"),
    ]
    assert ran({"pause": ["pending", "on-hold"]}, [*events, status("14:00", "resolved")]) == [("met", 2)]


UPDATE: Row = {"stop": "next-update", "within": "2h"}


def test_a_periodic_update_completes_a_cycle_with_each_public_message_of_an_agent() -> None:
    events = [
        reply("10:00"),
        reply("10:30", "requester"),
        reply("11:00", public=False),
        reply("13:00"),
        status("14:00", "resolved"),
        reply("15:00"),
    ]
    assert ran(UPDATE, events) == [("met", 1), ("breached", 3), ("met", 1)]


def test_a_periodic_update_starts_anew_when_the_ticket_is_reopened() -> None:
    events = [status("10:00", "resolved"), status("3 9:00", "open"), reply("3 9:30")]
    assert ran(UPDATE, events, as_of=at("3 10:00")) == [("met", 1), ("met", 0.5), ("running", 0.5)]


def test_a_pausable_update_stands_still_in_pending_and_a_periodic_one_does_not() -> None:
    events = [reply("10:00"), status("10:30", "pending"), status("13:00", "open"), reply("13:30")]
    assert ran(UPDATE, events, as_of=at("13:30"))[1] == ("breached", 3.5)
    assert ran({**UPDATE, "pause": ["pending"]}, events, as_of=at("13:30"))[1] == ("met", 1)


def test_an_update_clock_may_begin_with_the_first_reply() -> None:
    assert ran({**UPDATE, "start": "first-reply"}, [reply("12:00"), reply("13:00")], as_of=at("14:00")) == [
        ("met", 1),
        ("running", 1),
    ]
    assert ran({**UPDATE, "start": "first-reply"}, [reply("12:00", "requester")]) == []


def test_an_update_clock_does_not_run_without_message_events() -> None:
    built = facts(UPDATE, [status("10:00", "open")])
    assert built.cycles.is_empty()
    assert {note.reason for note in built.notes} >= {"does not run: what starts or stops it needs events"}


def test_the_next_reply_after_the_first_is_due_from_the_oldest_unanswered_message() -> None:
    clock: Row = {"start": "first-reply", "stop": "next-reply"}
    events = [
        reply("9:30", "requester"),
        reply("10:00"),
        reply("11:00", "requester"),
        reply("11:30", "requester"),
        reply("13:00"),
    ]
    assert ran(clock, events) == [("met", 2)]


def test_a_message_on_a_solved_ticket_asks_for_nothing_until_it_is_reopened() -> None:
    events = [reply("10:00"), status("11:00", "resolved"), reply("12:00", "requester")]
    assert ran({"stop": "next-reply"}, events) == [("met", 1)]
    reopened = [*events, status("13:00", "open"), reply("15:00")]
    assert ran({"stop": "next-reply"}, reopened) == [("met", 1), ("met", 2)]


def test_internal_notes_are_replies_where_the_clock_says_so() -> None:
    events = [event("10:00", "note", role="agent"), reply("12:00")]
    assert ran({"stop": "first-reply"}, events) == [("met", 3)]
    assert ran({"stop": "first-reply", "notes_count": "true"}, events) == [("met", 1)]


def test_a_reset_completes_the_cycle_and_starts_the_next_at_that_instant() -> None:
    clock: Row = {"stop": "resolved", "reset": {"team": ["L2", "L3"]}}
    events = [team("9:00", "L1"), team("10:00", "L2"), team("12:00", "L3"), team("12:30", "L1")]
    assert ran(clock, [*events, status("15:00", "resolved")]) == [("met", 1), ("met", 2), ("met", 3)]
    assert ran(clock, [*events[:2], team("11:00", "L2"), status("12:00", "resolved")]) == [
        ("met", 1),
        ("met", 2),
    ]


def test_what_a_ticket_is_opened_with_resets_nothing_and_a_first_team_later_does() -> None:
    clock: Row = {"stop": "resolved", "reset": {"team": "L2"}}
    assert ran(clock, [team("9:00", "L2"), status("10:00", "resolved")]) == [("met", 1)]
    assert ran(clock, [team("9:30", "L2"), status("10:00", "resolved")]) == [("met", 0.5), ("met", 0.5)]


def test_a_reset_may_cancel_the_cycle_it_ends() -> None:
    clock: Row = {"stop": "resolved", "reset": {"team": "L2"}, "reset_action": "cancel"}
    events = [team("9:00", "L1"), team("14:00", "L2"), status("15:00", "resolved")]
    assert ran(clock, events) == [("cancelled", 5), ("met", 1)]


def test_a_stop_wins_over_a_reset_and_a_reset_over_a_pause() -> None:
    clock: Row = {"stop": "resolved", "reset": {"team": "L2"}, "pause": ["pending"]}
    events = [team("9:00", "L1"), team("10:00", "L2")]
    assert ran(clock, [*events, status("10:00", "resolved")]) == [("met", 1)]
    assert ran(clock, [*events, status("10:00", "pending")]) == [("met", 1), ("paused", 0)]


def test_a_clock_is_cancelled_once_its_start_is_not_met_and_never_pauses() -> None:
    clock: Row = {"start": {"status": "open"}, "pause": ["pending"], "stop": "resolved"}
    events = [status("9:00", "open"), status("10:00", "pending"), status("11:00", "open")]
    assert ran(clock, events, as_of=at("12:00")) == [("running", 2)]
    assert ran({**clock, "cancel": "start-not-met"}, events, as_of=at("12:00")) == [
        ("cancelled", 1),
        ("running", 1),
    ]


def test_a_clock_does_not_attach_while_its_cancellation_holds() -> None:
    clock: Row = {"start": {"status_not": "resolved"}, "stop": "resolved", "cancel": {"priority": "P4"}}
    events = [
        priority("9:00", "P4"),
        status("9:00", "open"),
        priority("10:00", "P2"),
        priority("11:00", "P4"),
    ]
    assert ran(clock, events) == [("cancelled", 1)]


def test_a_clock_whose_start_and_stop_hold_together_never_attaches() -> None:
    clock: Row = {"start": {"team": "L2"}, "stop": {"status": ["pending", "resolved"]}}
    events = [status("9:30", "pending"), team("10:00", "L2"), status("11:00", "resolved")]
    assert ran(clock, events) == []
    assert ran({"start": {"team": "L2"}, "stop": {"team": "L2"}}, events) == []


URGENT: Row = {
    "start": {"priority": "P1"},
    "cancel": "start-not-met",
    "stop": "resolved",
    "pause": ["pending"],
}
RAISED = [
    priority("9:00", "P3"),
    status("9:00", "open"),
    status("10:00", "pending"),
    status("11:00", "open"),
    priority("12:00", "P1"),
    status("13:00", "resolved"),
]


def test_a_priority_that_is_raised_attaches_the_clock_now_or_from_the_opening_less_pauses() -> None:
    assert ran(URGENT, RAISED) == [("met", 1)]
    (row,) = facts({**URGENT, "retroactive": "true"}, RAISED).cycles.to_dicts()
    assert (row["started_at"], row["elapsed"], row["paused"]) == (at("9:00"), hours(3), hours(1))


def test_a_retroactive_clock_may_be_breached_the_moment_it_attaches() -> None:
    clock = {**URGENT, "retroactive": "true", "within": "90m"}
    assert facts(clock, RAISED, as_of=at("11:59")).cycles.is_empty()
    (row,) = facts(clock, RAISED, as_of=at("12:00")).cycles.to_dicts()
    assert (row["state"], row["elapsed"], row["first_breach_at"]) == ("breached", hours(2), at("11:30"))


def test_a_retroactive_clock_is_judged_by_the_priority_at_which_it_attached() -> None:
    clock = {**URGENT, "retroactive": "true", "within": {"P1": "2h", "P3": "30h"}}
    (row,) = facts(clock, RAISED).cycles.to_dicts()
    assert (row["priority"], row["limit"]) == ("P1", hours(2))


def test_a_first_assignment_may_count_from_the_opening() -> None:
    clock: Row = {"start": "first-assigned", "retroactive": "true", "stop": "resolved"}
    assert ran(clock, [team("10:00", "L1"), status("12:00", "resolved")]) == [("met", 3)]


def test_changes_of_priority_are_read_in_the_agreements_words() -> None:
    desk = Desk(tickets=[OPENED], events=[priority("10:00", "1 - Critical"), status("11:00", "resolved")])
    words = agreement(URGENT, priorities={"P1": ["1 - Critical"]})
    assert build_facts(desk, words, as_of=FAR).cycles["elapsed"].to_list() == [hours(1)]


@pytest.mark.parametrize(
    ("clock", "what"),
    [
        ({"cancel": "start-not-met"}, "needs a start condition"),
        ({"reset": {}}, "'reset' names no column"),
        ({"pause": {}}, "'pause' names no column"),
        ({"resume": {"status": "open"}}, "'resume' without 'pause'"),
    ],
)
def test_a_clock_that_contradicts_itself_is_refused(clock: Row, what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Clock.model_validate({"within": "4h", **clock})


TEXT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: changing}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
clocks: {c: {stop: resolved, pause: [pending], within: 4h}}
objectives: [{name: o, metric: {name: within, clock: c}, expected: {at_least: 90%}}]
amendments:
"""


def changing(*amendments: str) -> Agreement:
    return parse(TEXT + "\n".join(f"  - {text}" for text in amendments))


def limits(changed: Agreement) -> list[float]:
    opened = [at("9 22:00"), at("9 23:30")]  # the second lies after midnight in Berlin
    desk = Desk(
        tickets=[{"ticket_id": f"T{n}", "opened_at": when} for n, when in enumerate(opened)],
        events=[
            {"ticket_id": f"T{n}", "at": at(when), "kind": "status", "value": value}
            for n in range(2)
            for when, value in [("10 1:00", "pending"), ("10 3:00", "resolved")]
        ],
    )
    rows = build_facts(desk, changed, as_of=FAR).cycles
    return [value / hours(1) for row in rows.select("limit", "elapsed").rows() for value in row]


def test_a_cycle_runs_under_the_version_in_force_at_its_start() -> None:
    assert limits(changing("{effective: 2026-03-10, set: {clocks.c.within: 1h}}")) == [4, 3, 1, 1.5]
    assert limits(changing("{effective: 2026-03-10, set: {clocks.c.pause: on-hold}}")) == [4, 3, 4, 3.5]
    later = "{effective: 2026-03-11, set: {clocks.c.within: 1h}}"
    assert limits(changing(later)) == [4, 3, 4, 1.5]


def test_where_cycles_begin_or_end_otherwise_the_version_at_the_opening_holds() -> None:
    changed = changing("{effective: 2026-03-10, set: {clocks.c.start: {status: pending}}}")
    assert limits(changed) == [4, 3, 4, 0]


def test_of_two_amendments_of_one_day_both_hold() -> None:
    changed = changing(
        "{effective: 2026-03-10, set: {clocks.c.within: 1h}}",
        "{effective: 2026-03-10, set: {clocks.c.pause: on-hold}}",
    )
    first, second = in_force(changed, ["c"])
    assert (first.clock, first.since, first.until) == (changed.clocks["c"], None, second.since)
    assert (str(second.clock.within), second.clock.pause) == ("1h", ("on-hold",))
    assert second.since == datetime(2026, 3, 9, 23, tzinfo=UTC)


def test_an_amendment_of_a_calendar_changes_the_clocks_that_use_it_and_of_anything_else_none() -> None:
    hours = "calendars: {office: {timezone: UTC, hours: {mon-sun: ['08:00-16:00']}}}\nclocks"
    text = TEXT.replace("clocks", hours, 1).replace("within: 4h", "calendar: office, within: 4h")
    shorter = "  - {effective: 2026-03-10, set: {calendars.office.hours: {mon-sun: ['10:00-16:00']}}}"
    assert [part.by_opening for part in in_force(parse(text + shorter), ["c"])] == [False, False]
    assert len(in_force(parse(text + "  - {effective: 2026-03-10, set: {window: week}}"), ["c"])) == 1
