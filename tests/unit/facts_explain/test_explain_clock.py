"""Worked explanations. Monday 2 March 2026; the office is open 08-12 and 13-17 in Berlin."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from xlakit.errors import DataError, MeasureError
from xlakit.facts.explain import explain_clock
from xlakit.model import Agreement
from xlakit.model.explanation import ExplainedCycle, Explanation
from xlakit.tables import Desk

Row = dict[str, Any]
HOUR = 3_600_000_000
FAR = datetime(2026, 3, 31, tzinfo=UTC)
OFFICE: Row = {
    "timezone": "Europe/Berlin",
    "hours": {"mon-fri": ["08:00-12:00", "13:00-17:00"]},
    "holidays": ["2026-03-04"],
    "dates": {"2026-03-05": [], "2026-03-06": ["10:00-11:00"]},
    "breaks": {"2026-03-09": ["09:00-09:30"]},
}


def at(text: str) -> datetime:
    """A Berlin winter time in March 2026: ``2 09:30`` is Monday the 2nd, half past nine."""
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=UTC) - timedelta(hours=1)


def event(when: str, value: str, kind: str = "status", **more: object) -> Row:
    return {"ticket_id": "T1", "at": at(when), "kind": kind, "value": value, **more}


def reply(when: str) -> Row:
    return {"ticket_id": "T1", "at": at(when), "kind": "reply", "role": "agent"}


def agreement(clock: Row, **more: object) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "worked"},
            "term": {"start": "2026-01-01", "end": "2026-12-31", "timezone": "Europe/Berlin"},
            "calendars": {"office": OFFICE},
            "clocks": {"fix": clock},
            "objectives": [
                {"name": "o", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
            ],
            **more,
        }
    )


def explained(
    clock: Row,
    events: list[Row] | None = None,
    *,
    as_of: datetime = FAR,
    terms: Row | None = None,
    **columns: object,
) -> Explanation:
    ticket: Row = {
        "ticket_id": "T1",
        "opened_at": at("2 09:00"),
        "priority": "P1",
        "site": "berlin",
        **columns,
    }
    desk = Desk(tickets=[ticket], events=events)
    return explain_clock(desk, agreement(clock, **(terms or {})), "T1", "fix", as_of=as_of)


def only(clock: Row, events: list[Row] | None = None, **more: Any) -> ExplainedCycle:
    (cycle,) = explained(clock, events, **more).cycles
    return cycle


def lines(cycle: ExplainedCycle) -> list[tuple[datetime, datetime, float, str]]:
    return [(each.start, each.end, each.counted_us / HOUR, each.reason) for each in cycle.intervals]


FIX: Row = {"calendar": "office", "stop": "resolved", "pause": ["pending", "on-hold"], "within": "4h"}
PLAIN: Row = {"calendar": "office", "stop": "resolved", "within": "40h"}


def test_time_outside_office_hours_is_listed_and_not_counted() -> None:
    cycle = only(PLAIN, [event("3 10:00", "resolved")])
    assert lines(cycle) == [
        (at("2 09:00"), at("2 12:00"), 3.0, "running, office open"),
        (at("2 12:00"), at("2 13:00"), 0.0, "outside office hours"),
        (at("2 13:00"), at("2 17:00"), 4.0, "running, office open"),
        (at("2 17:00"), at("3 08:00"), 0.0, "outside office hours"),
        (at("3 08:00"), at("3 10:00"), 2.0, "running, office open"),
    ]
    assert [each.total_us / HOUR for each in cycle.intervals] == [3.0, 3.0, 7.0, 7.0, 9.0]
    assert cycle.elapsed_us == 9 * HOUR


def test_holidays_closed_dates_short_dates_and_breaks_are_named() -> None:
    cycle = only(PLAIN, [event("9 10:00", "resolved")], opened_at=at("3 16:00"))
    assert lines(cycle)[1:] == [
        (at("3 17:00"), at("4 00:00"), 0.0, "outside office hours"),
        (at("4 00:00"), at("5 00:00"), 0.0, "holiday 2026-03-04"),
        (at("5 00:00"), at("6 00:00"), 0.0, "closed date 2026-03-05"),
        (at("6 00:00"), at("6 10:00"), 0.0, "outside the hours of 2026-03-06"),
        (at("6 10:00"), at("6 11:00"), 1.0, "running, office open"),
        (at("6 11:00"), at("7 00:00"), 0.0, "outside the hours of 2026-03-06"),
        (at("7 00:00"), at("9 08:00"), 0.0, "outside office hours"),
        (at("9 08:00"), at("9 09:00"), 1.0, "running, office open"),
        (at("9 09:00"), at("9 09:30"), 0.0, "break 2026-03-09"),
        (at("9 09:30"), at("9 10:00"), 0.5, "running, office open"),
    ]


def test_a_pause_says_in_which_status_and_how_much_open_time_it_took_off() -> None:
    log = [
        event("2 10:00", "pending"),
        event("2 11:00", "on-hold"),
        event("2 15:00", "open"),
        event("2 16:00", "resolved"),
    ]
    cycle = only(FIX, log)
    assert lines(cycle) == [
        (at("2 09:00"), at("2 10:00"), 1.0, "running, office open"),
        (at("2 10:00"), at("2 11:00"), 0.0, "paused: pending"),
        (at("2 11:00"), at("2 15:00"), 0.0, "paused: on-hold"),
        (at("2 15:00"), at("2 16:00"), 1.0, "running, office open"),
    ]
    assert [each.paused_us / HOUR for each in cycle.intervals] == [0.0, 1.0, 3.0, 0.0]
    assert cycle.paused_us == 4 * HOUR


def test_solved_time_is_not_counted_unless_the_clock_says_so() -> None:
    log = [event("2 10:00", "resolved"), event("2 11:00", "open"), event("2 14:00", "closed")]
    assert lines(only(PLAIN, log))[1] == (at("2 10:00"), at("2 11:00"), 0.0, "solved")
    including = only({**PLAIN, "reopen": "continue_including"}, log)
    assert lines(including)[1] == (at("2 10:00"), at("2 11:00"), 1.0, "running while solved, office open")


def test_cancelled_time_is_named() -> None:
    log = [event("2 10:00", "cancelled"), event("2 11:00", "open"), event("2 11:30", "resolved")]
    assert lines(only(PLAIN, log))[1] == (at("2 10:00"), at("2 11:00"), 0.0, "cancelled")


def test_time_before_a_retroactive_clock_attached_is_counted_and_named() -> None:
    clock = {**PLAIN, "start": {"team": "L2"}, "retroactive": "true"}
    log = [event("2 10:00", "L2", "assigned"), event("2 11:00", "resolved")]
    assert lines(only(clock, log)) == [
        (at("2 09:00"), at("2 10:00"), 1.0, "retroactive, office open"),
        (at("2 10:00"), at("2 11:00"), 1.0, "running, office open"),
    ]


def test_a_pause_that_is_a_condition_says_which_and_whether_it_waits_to_resume() -> None:
    by_team = {**PLAIN, "pause": {"team": ["vendor", "L3"], "status_not": "new"}}
    log = [event("2 10:00", "vendor", "assigned"), event("2 10:00", "open"), event("2 11:00", "resolved")]
    assert lines(only(by_team, log))[1][3] == "paused: team vendor or L3, status not new"
    until_open = {**PLAIN, "pause": ["pending"], "resume": {"status": "open"}}
    log = [event("2 10:00", "pending"), event("2 10:30", "new"), event("2 11:00", "open")]
    reasons = [line[3] for line in lines(only(until_open, log, as_of=at("2 12:00")))]
    assert reasons == [
        "running, office open",
        "paused: pending",
        "paused: not resumed, new",
        "running, office open",
    ]


def test_a_reset_begins_a_cycle_of_its_own() -> None:
    clock = {**PLAIN, "reset": {"team": "L2"}}
    log = [event("2 10:00", "L2", "assigned"), event("2 11:30", "resolved")]
    assert [cycle.elapsed_us / HOUR for cycle in explained(clock, log).cycles] == [1.0, 1.5]


def test_the_first_cycle_shows_the_time_before_its_start_and_later_ones_do_not() -> None:
    clock = {**PLAIN, "start": "first-assigned", "reopen": "new_cycle", "calendar": "always"}
    log = [
        event("2 10:00", "L1", "assigned"),
        event("2 11:00", "resolved"),
        event("2 13:00", "open"),
        event("2 14:00", "resolved"),
    ]
    first, second = explained(clock, log).cycles
    assert lines(first) == [
        (at("2 09:00"), at("2 10:00"), 0.0, "before the clock started"),
        (at("2 10:00"), at("2 11:00"), 1.0, "running"),
    ]
    assert lines(second) == [(at("2 13:00"), at("2 14:00"), 1.0, "running")]
    assert (second.cycle, second.limit, second.elapsed_us) == (2, "40h", HOUR)


def test_a_breach_says_when_the_limit_was_used_up_and_by_how_much_it_is_over() -> None:
    cycle = only(FIX, [event("2 17:00", "resolved")])
    assert (cycle.state, cycle.met, cycle.used_up_at, cycle.due_at) == (
        "breached",
        False,
        at("2 14:00"),
        None,
    )
    assert cycle.decision == (
        "breached: 7h of 4h used when it stopped at Mon 2026-03-02 17:00+01:00, 3h over"
    )
    assert cycle.decided_at == at("2 14:00")


def test_a_clock_that_uses_exactly_its_limit_is_met_and_used_up() -> None:
    cycle = only(FIX, [event("2 14:00", "resolved")])
    assert (cycle.met, cycle.used_up_at, cycle.decision) == (
        True,
        at("2 14:00"),
        "met: 4h of 4h used when it stopped at Mon 2026-03-02 14:00+01:00",
    )


def test_a_running_clock_says_when_it_is_due_and_a_paused_one_does_not() -> None:
    running = only(FIX, as_of=at("2 10:00"))
    assert (running.decision, running.due_at, running.used_up_at) == (
        "running: 1h of 4h used so far, 3h left",
        at("2 14:00"),
        None,
    )
    paused = only(FIX, [event("2 09:30", "pending")], as_of=at("2 10:00"))
    assert (paused.decision, paused.due_at) == ("paused: 30m of 4h used so far, 3h30m left", None)
    assert paused.intervals[-1].end == at("2 10:00")


def test_a_cancelled_clock_is_neither_met_nor_breached() -> None:
    cycle = only(FIX, [event("2 10:00", "cancelled")])
    assert (cycle.state, cycle.met) == ("cancelled", None)
    assert cycle.decision == "cancelled: 1h of 4h used until then; neither met nor breached"


@pytest.mark.parametrize(
    ("clock", "line", "why"),
    [
        ({"within": "4h"}, 1, "the only one"),
        ({"within": {"P2": "4h", "P1": "2h"}}, 2, "priority P1 of the ticket itself"),
        (
            {"within": {"P2": "4h", "default": "9h"}},
            2,
            "no line before it matches, priority P1 of the ticket itself",
        ),
        ({"limits": [{"when": {"site": "berlin"}, "within": "4h"}, {"within": "8h"}]}, 1, "site berlin"),
    ],
)
def test_the_line_of_the_limits_that_holds_is_named_with_its_reason(clock: Row, line: int, why: str) -> None:
    cycle = only({"stop": "resolved", **clock}, as_of=at("2 10:00"))
    assert (cycle.line, cycle.why_limit) == (line, why)


@pytest.mark.parametrize(
    ("binding", "line", "why"),
    [
        ("at_start", 2, "priority P2 in force at the start"),
        ("current", 1, "priority P1 in force at the end"),
        ("strictest", 1, "priority P1 the strictest of those in force"),
    ],
)
def test_a_changed_priority_says_which_one_was_taken(binding: str, line: int, why: str) -> None:
    clock = {"stop": "resolved", "binding": binding, "within": {"P1": "2h", "P2": "8h"}}
    log = [
        event("2 09:00", "P2", "priority"),
        event("2 10:00", "P1", "priority"),
        event("2 11:30", "resolved"),
    ]
    cycle = only(clock, log)
    assert (cycle.line, cycle.why_limit) == (line, why)


def test_a_cycle_is_explained_by_the_version_of_the_agreement_in_force_at_its_start() -> None:
    clock = {"stop": "resolved", "within": "4h", "reopen": "new_cycle"}
    terms = {"amendments": [{"effective": "2026-03-03", "set": {"clocks.fix.within": "1h"}}]}
    log = [event("2 10:00", "resolved"), event("3 10:00", "open"), event("3 12:00", "resolved")]
    first, second = explained(clock, log, terms=terms).cycles
    assert (first.cycle, first.limit, first.why_limit, first.met) == (1, "4h", "the only one", True)
    assert (second.cycle, second.limit, second.met) == (2, "1h", False)
    assert second.why_limit == "the only one, as amended 2026-03-03"


@pytest.mark.parametrize(
    ("clock", "columns", "terms", "why"),
    [
        ({"within": {"P1": "4h"}}, {"priority": "P9"}, {}, "no limit matches"),
        ({"within": "4h", "start": "first-assigned"}, {}, {}, "what starts or stops it needs events"),
        ({"within": "4h"}, {"status": "resolved"}, {}, "solved, and no instant is known"),
        ({"within": "4h"}, {}, {"scope": {"site": "oslo"}}, "the ticket is outside the agreement's scope"),
        (
            {"within": "4h", "calendar": {"by": "site", "oslo": "office"}},
            {},
            {},
            "no calendar is listed for it",
        ),
        (
            {"within": "4h"},
            {"opened_at": FAR + timedelta(days=1)},
            {},
            "the ticket was opened after this instant",
        ),
    ],
)
def test_a_clock_that_did_not_run_says_why(clock: Row, columns: Row, terms: Row, why: str) -> None:
    found = explained({"stop": "resolved", **clock}, terms=terms, **columns)
    assert (found.cycles, found.not_run) == ((), why)
    assert str(found).endswith(f"It did not run: {why}.")
    assert found.to_dicts() == []


def test_a_clock_whose_start_has_not_come_says_so() -> None:
    clock = {"stop": "resolved", "start": {"status": "on-hold"}, "within": "4h"}
    found = explained(clock, [event("2 10:00", "open")])
    assert found.not_run == "what starts it has not happened"


def test_what_is_not_known_of_the_ticket_is_a_doubt() -> None:
    found = explained(FIX, resolved_at=at("2 10:00"))
    assert found.doubts == ("pauses unknown without status events, none taken off",)
    assert "! pauses unknown" in str(found)


def test_an_unknown_ticket_or_clock_is_an_error_with_the_nearest_name() -> None:
    desk = Desk(tickets=[{"ticket_id": f"INC00{n}", "opened_at": at("2 09:00")} for n in range(10, 30)])
    with pytest.raises(
        DataError, match="ticket_id: there is no such ticket; got 'INC0O17'. Hint: did you mean 'INC0017'?"
    ):
        explain_clock(desk, agreement(FIX), "INC0O17", "fix", as_of=FAR)
    with pytest.raises(DataError, match="the desk has 20 tickets"):
        explain_clock(desk, agreement(FIX), "no such thing", "fix", as_of=FAR)
    with pytest.raises(MeasureError, match="did you mean 'fix'?"):
        explain_clock(desk, agreement(FIX), "INC0017", "fixx", as_of=FAR)


def test_it_reads_as_a_table_in_the_zone_of_the_calendar() -> None:
    log = [event("2 10:00", "pending"), event("2 14:00", "open"), event("3 08:30", "resolved")]
    assert str(explained(FIX, log)) == (
        "Clock fix of ticket T1, as of Tue 2026-03-31 02:00+02:00\n"
        "\n"
        "Cycle 1: breached: 4h30m of 4h used when it stopped at Tue 2026-03-03 08:30+01:00, 30m over\n"
        "Limit 4h (line 1): the only one; calendar office, times of Europe/Berlin\n"
        "The limit was used up at Mon 2026-03-02 17:00+01:00\n"
        "  from                        to                          counted  total  why\n"
        "  Mon 2026-03-02 09:00+01:00  Mon 2026-03-02 10:00+01:00  1h       1h     running, office open\n"
        "  Mon 2026-03-02 10:00+01:00  Mon 2026-03-02 14:00+01:00  -        1h     paused: pending (3h open)\n"
        "  Mon 2026-03-02 14:00+01:00  Mon 2026-03-02 17:00+01:00  3h       4h     running, office open\n"
        "  Mon 2026-03-02 17:00+01:00  Tue 2026-03-03 08:00+01:00  -        4h     outside office hours\n"
        "  Tue 2026-03-03 08:00+01:00  Tue 2026-03-03 08:30+01:00  30m      4h30m  running, office open"
    )


def test_a_very_long_one_is_folded_in_text_and_whole_as_data() -> None:
    found = explained(PLAIN, as_of=FAR + timedelta(days=60))
    text, rows = str(found), found.to_dicts()
    assert len(rows) > 100
    assert f"{len(rows) - 50} more intervals, in to_dicts()" in text
    assert len(text.splitlines()) < 60
    assert sum(row["counted_us"] for row in rows) == found.cycles[0].elapsed_us
    assert list(rows[0])[:3] == ["ticket_id", "clock", "cycle"]


def test_it_can_be_written_as_json_and_read_back() -> None:
    found = explained(FIX, [event("2 10:00", "resolved")])
    assert Explanation.model_validate_json(found.model_dump_json()) == found
    assert json.loads(found.model_dump_json())["cycles"][0]["state"] == "met"


def test_a_ticket_that_was_named_to_steer_a_terminal_does_not() -> None:
    desk = Desk(
        tickets=[{"ticket_id": "T\x1b[31m", "opened_at": at("2 09:00"), "resolved_at": at("2 09:00")}]
    )
    found = explain_clock(desk, agreement(FIX), "T\x1b[31m", "fix")
    assert "\x1b" not in str(found)
    assert found.cycles[0].intervals == ()


def test_microseconds_are_shown_where_there_are_any() -> None:
    late = at("2 09:30") + timedelta(microseconds=1)
    found = explained(FIX, [{**event("2 09:30", "resolved"), "at": late}])
    assert "Mon 2026-03-02 09:30:00.000001+01:00" in str(found)
    assert found.cycles[0].elapsed_us == HOUR // 2 + 1


def test_a_reply_clock_stops_at_the_reply() -> None:
    clock = {"calendar": "office", "stop": "first-reply", "within": "1h"}
    cycle = only(clock, [reply("2 09:20")])
    assert lines(cycle) == [(at("2 09:00"), at("2 09:20"), 1 / 3, "running, office open")]
