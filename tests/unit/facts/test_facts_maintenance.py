"""Maintenance windows: what they take off a clock, and which tickets they leave out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from polars.testing import assert_frame_equal
from worked_clocks import FAR, FIX, Row, agreement, at, hours, reasons, status

import xlakit as xk
from xlakit.facts import build_facts
from xlakit.facts.explain import explain_clock
from xlakit.model import Agreement
from xlakit.tables import Desk

ALWAYS: Row = {"stop": "resolved", "pause": ["pending"], "within": "4h"}


def window(day: str, start: str, length: str, **more: object) -> Row:
    """A window on one day of March 2026."""
    date = f"2026-03-{day}"
    return {"rrule": "FREQ=DAILY", "at": start, "for": length, "from": date, "until": date, **more}


def desk(events: list[Row] | None = None, **columns: object) -> Desk:
    ticket: Row = {"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1", "service": "erp"}
    return Desk(tickets=[ticket | columns], events=events)


def ran(
    clock: Row,
    maintenance: list[Row],
    events: list[Row] | None = None,
    *,
    as_of: datetime = FAR,
    **columns: object,
) -> Row:
    """The only cycle, which the explanation adds up to."""
    terms = agreement(clock, maintenance=maintenance)
    (row,) = build_facts(desk(events, **columns), terms, as_of=as_of).cycles.to_dicts()
    (cycle,) = explain_clock(desk(events, **columns), terms, "T1", "c", as_of=as_of).cycles
    microsecond = timedelta(microseconds=1)
    assert cycle.elapsed_us * microsecond == row["elapsed"]
    assert cycle.paused_us * microsecond == row["paused"]
    assert cycle.used_up_at == row["first_breach_at"] or row["met"] is not False
    row["why"] = [interval.reason for interval in cycle.intervals]
    return row


SOLVED = [status("2 09:00", "open"), status("2 16:00", "resolved")]


def test_open_time_inside_a_window_is_not_counted_and_listed_with_its_reason() -> None:
    row = ran(FIX, [window("02", "11:00", "3h")], SOLVED)
    # 09-11 and 14-16; the window holds the break of the office, which is closed in any case.
    assert (row["elapsed"], row["elapsed_calendar"]) == (hours(4), hours(4))
    assert (row["met"], row["paused"], row["decided_at"]) == (True, hours(0), at("2 16:00"))
    assert row["why"] == [
        "running, office open",
        "maintenance",
        "outside office hours",
        "maintenance",
        "running, office open",
    ]


def test_a_breach_moves_by_the_open_time_the_window_takes_off() -> None:
    late = [status("2 09:00", "open"), status("3 16:00", "resolved")]
    assert ran(FIX, [], late)["first_breach_at"] == at("2 14:00")
    row = ran(FIX, [window("02", "10:00", "1h"), window("02", "13:30", "30m")], late)
    assert (row["state"], row["first_breach_at"], row["decided_at"]) == (
        "breached",
        at("2 15:30"),
        at("2 15:30"),
    )
    assert row["overrun"] == hours(1.5 + 7)


def test_a_limit_used_up_as_a_window_begins_is_used_up_then() -> None:
    late = [status("2 09:00", "open"), status("2 16:30", "resolved")]
    assert ran(FIX, [window("02", "14:00", "2h")], late)["first_breach_at"] == at("2 14:00")


@pytest.mark.parametrize(
    "written",
    [
        [window("02", "10:00", "2h"), window("02", "11:00", "2h")],
        [window("02", "11:00", "2h"), window("02", "10:00", "2h")],
        [window("02", "10:00", "90m"), window("02", "11:30", "90m"), window("02", "11:00", "15m")],
        [window("02", "09:00", "3h", timezone="UTC")],
    ],
)
def test_overlapping_and_touching_windows_are_one(written: list[Row]) -> None:
    assert ran(ALWAYS, written, SOLVED) == ran(ALWAYS, [window("02", "10:00", "3h")], SOLVED)


def test_only_the_services_of_a_clause_are_concerned() -> None:
    maintenance = [window("02", "10:00", "1h", services=["erp", "mail"]), window("02", "12:00", "1h")]
    for service, taken in (("erp", 2), ("mail", 2), ("web", 1), (None, 1)):
        assert ran(ALWAYS, maintenance, SOLVED, service=service)["elapsed"] == hours(7 - taken)
    rows = [{"ticket_id": "T1", "opened_at": at("2 09:00"), "resolved_at": at("2 16:00")}]
    facts = build_facts(Desk(tickets=rows), agreement(ALWAYS, maintenance=maintenance), as_of=FAR)
    assert facts.cycles["elapsed"].to_list() == [hours(6)]
    assert reasons(facts)["needs column 'service', which the tickets do not have"] == 1


def test_a_pause_inside_a_window_stays_a_pause() -> None:
    log = [
        status("2 09:00", "open"),
        status("2 10:00", "pending"),
        status("2 12:00", "open"),
        status("2 16:00", "resolved"),
    ]
    row = ran(ALWAYS, [window("02", "11:00", "2h")], log)
    assert (row["elapsed"], row["paused"]) == (hours(4), hours(2))
    assert row["why"] == ["running", "paused: pending", "maintenance", "running"]
    # Wholly inside the pause, it takes nothing off.
    assert ran(ALWAYS, [window("02", "10:30", "1h")], log)["elapsed"] == hours(5)


def test_a_clock_that_starts_and_stops_inside_a_window_used_nothing() -> None:
    row = ran(ALWAYS, [window("02", "08:00", "10h")], SOLVED)
    assert (row["elapsed"], row["state"], row["used"]) == (hours(0), "met", 0.0)
    assert (row["started_at"], row["stopped_at"]) == (at("2 09:00"), at("2 16:00"))
    assert row["why"] == ["maintenance"]


def test_solved_time_that_counts_stops_in_a_window_too() -> None:
    log = [
        status("2 09:00", "open"),
        status("2 10:00", "resolved"),
        status("2 14:00", "open"),
        status("2 15:00", "resolved"),
    ]
    including = ALWAYS | {"reopen": "continue_including"}
    assert ran(including, [window("02", "11:00", "2h")], log)["elapsed"] == hours(4)
    assert ran(ALWAYS, [window("02", "11:00", "2h")], log)["elapsed"] == hours(2)
    again = agreement(ALWAYS | {"reopen": "new_cycle"}, maintenance=[window("02", "09:30", "5h")])
    cycles = build_facts(desk(log), again, as_of=FAR).cycles
    assert cycles["elapsed"].to_list() == [hours(0.5), hours(0.5)]
    assert cycles["started_at"].to_list() == [at("2 09:00"), at("2 14:00")]


def test_a_business_day_is_worth_the_same_and_is_used_up_later() -> None:
    row = ran(FIX | {"within": "1bd"}, [window("02", "10:00", "1h")], as_of=at("2 16:00"))
    assert (row["limit"], row["elapsed"]) == (hours(8), hours(5))
    assert row["breach_at"] == at("3 10:00")


def test_a_night_in_which_the_clocks_change_takes_off_real_hours() -> None:
    opened = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30 in Berlin; at 02:00 it is 03:00
    solved = {"opened_at": opened, "resolved_at": opened + hours(7), "status": "resolved"}
    night = [window("29", "02:00", "4h")]
    assert ran(ALWAYS, night, **solved)["elapsed"] == hours(3)
    autumn = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    solved = {"opened_at": autumn, "resolved_at": autumn + hours(7), "status": "resolved"}
    night = [
        {"rrule": "FREQ=MONTHLY;BYDAY=-1SU;BYMONTH=10", "at": "02:30", "for": "1h"},
    ]
    row = ran(ALWAYS | {"within": "90m"}, night, as_of=autumn + hours(8), **solved)
    # 02:30 comes twice; the window begins at the first.
    assert (row["elapsed"], row["first_breach_at"]) == (hours(6), autumn + hours(2.5))


def test_the_live_view_sees_the_window_ahead() -> None:
    terms = agreement(ALWAYS | {"within": "3h"}, maintenance=[window("02", "11:00", "4h")])
    for when, elapsed in (("2 10:00", 1), ("2 11:00", 2), ("2 13:00", 2), ("2 15:30", 2.5)):
        (row,) = xk.clocks(desk(), terms, as_of=at(when)).to_dicts()
        assert (row["state"], row["elapsed"], row["left"]) == ("running", hours(elapsed), hours(3 - elapsed))
        assert row["breach_at"] == at("2 16:00")
    (row,) = xk.clocks(desk(), terms, as_of=at("2 17:00")).to_dicts()
    assert (row["state"], row["first_breach_at"]) == ("breached", at("2 16:00"))


def test_windows_beyond_what_a_calendar_knows_are_no_question_to_it() -> None:
    office: Row = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "08:00-17:00"}}
    until = office | {"valid_from": "2026-03-01", "valid_through": "2026-03-05"}
    daily = [{"rrule": "FREQ=DAILY", "at": "09:00", "for": "1h"}]
    terms = agreement(FIX | {"calendar": "short", "within": "9h"}, maintenance=daily).model_dump()
    terms["calendars"] = {"short": until}
    short = Agreement.model_validate(terms)
    (row,) = build_facts(desk(), short, as_of=at("2 12:00")).cycles.to_dicts()
    assert (row["elapsed"], row["breach_at"]) == (hours(2), at("3 11:00"))


def test_a_clock_runs_under_the_maintenance_in_force_at_its_start() -> None:
    later = [{"effective": "2026-03-03", "set": {"maintenance": [window("03", "10:00", "3h")]}}]
    terms = agreement(ALWAYS, maintenance=[window("03", "10:00", "1h")], amendments=later)
    rows = [
        {"ticket_id": name, "opened_at": at(opened), "resolved_at": at("3 15:00")}
        for name, opened in (("before", "2 23:00"), ("after", "3 09:00"))
    ]
    cycles = build_facts(Desk(tickets=rows), terms, as_of=FAR).cycles
    assert dict(cycles.select("ticket_id", "elapsed").rows()) == {"before": hours(15), "after": hours(3)}
    told = explain_clock(Desk(tickets=rows), terms, "after", "c", as_of=FAR)
    assert [str(cycle.elapsed_us) for cycle in told.cycles] == ["10800000000"]


def excluding(**more: object) -> Agreement:
    return agreement(ALWAYS, maintenance=[window("02", "08:00", "2h", effect="exclude", **more)])


def test_a_ticket_opened_inside_an_excluded_window_is_not_covered_and_counted() -> None:
    rows = [
        {"ticket_id": name, "opened_at": at(opened), "resolved_at": at("2 17:00"), "service": service}
        for name, opened, service in [
            ("a", "2 07:59", "erp"),
            ("b", "2 08:00", "erp"),
            ("c", "2 09:59", "web"),
            ("d", "2 10:00", "erp"),
        ]
    ]
    facts = build_facts(Desk(tickets=rows), excluding(), as_of=FAR)
    assert facts.tickets.filter("in_scope")["ticket_id"].to_list() == ["a", "d"]
    # A window that excludes stops no clock: what was opened before it runs on inside.
    assert dict(facts.cycles.select("ticket_id", "elapsed").rows())["a"] == at("2 17:00") - at("2 07:59")
    (note,) = [note for note in facts.notes if "maintenance" in note.reason]
    assert (note.where, note.rows, note.example) == ("tickets.opened_at", 2, "b")
    named = build_facts(Desk(tickets=rows), excluding(services=["erp"]), as_of=FAR)
    assert named.tickets.filter("in_scope")["ticket_id"].to_list() == ["a", "c", "d"]
    told = explain_clock(Desk(tickets=rows), excluding(), "b", "c", as_of=FAR)
    assert told.not_run == "the ticket was opened inside a maintenance window that the agreement excludes"


def test_what_is_excluded_is_said_by_the_version_in_force_at_the_opening() -> None:
    later = [{"effective": "2026-03-03", "set": {"maintenance": []}}]
    daily = [{"rrule": "FREQ=DAILY", "at": "08:00", "for": "2h", "effect": "exclude"}]
    terms = agreement(ALWAYS, maintenance=daily, amendments=later)
    rows = [{"ticket_id": day, "opened_at": at(f"{day} 09:00"), "resolved_at": None} for day in "1234"]
    facts = build_facts(Desk(tickets=rows), terms, as_of=FAR)
    assert facts.tickets["in_scope"].to_list() == [False, False, True, True]


def test_an_excluded_ticket_is_in_no_objective_and_in_the_problems_of_the_card() -> None:
    rows = [
        {
            "ticket_id": f"{number}",
            "opened_at": at("2 09:00"),
            "resolved_at": at("2 17:00"),
            "service": service,
        }
        for number, service in enumerate(["erp", "web", "web"])
    ]
    card = xk.evaluate(
        excluding(services=["erp"]), Desk(tickets=rows), period="2026-03", as_of=FAR + hours(48)
    )
    (judged,) = card["o"]
    assert judged.estimate.count == 2
    assert any(
        "opened inside a maintenance window" in note.reason and note.rows == 1 for note in card.problems
    )


def test_an_agreement_whose_windows_touch_no_ticket_changes_nothing() -> None:
    made = xk.datasets.synthetic_desk("red", tickets=300, seed=5)
    records, plain = xk.Desk(**made.tables()), xk.load_agreement(xk.datasets.example_agreement())
    away = {"rrule": "FREQ=DAILY", "at": "02:00", "for": "4h", "services": ["nobody's"]}
    with_away = type(plain).model_validate({**plain.model_dump(), "maintenance": [away]})
    assert_frame_equal(
        build_facts(records, plain, as_of=made.until, needed=()).cycles,
        build_facts(records, with_away, as_of=made.until, needed=()).cycles,
    )
