"""Reliefs that stop a ticket's clocks: which act, from when to when, and what is told of the others."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from worked_clocks import FAR, Row, agreement, at, hours, reasons, status

import xlakit as xk
from xlakit.facts import Facts, build_facts
from xlakit.facts.explain import explain_clock
from xlakit.facts.explain.prepared import prepare
from xlakit.facts.signals.clock_history import history_of
from xlakit.tables import Desk

FIX: Row = {"stop": "resolved", "pause": ["pending"], "within": "4h"}
SOLVED = [status("2 09:00", "open"), status("2 16:00", "resolved")]
STOPS: Row = {"excused": "stop_clock"}


def relief(start: str | None, end: str | None, decision: str | None = "accepted", **more: object) -> Row:
    times = {
        name: None if when is None else at(when) for name, when in (("starts_at", start), ("ends_at", end))
    }
    return {"relief_id": "R1", "ticket_id": "T1", "decision": decision, **times, **more}


def desk(*reliefs: Row, events: list[Row] = SOLVED) -> Desk:
    tickets = [{"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1", "service": "erp"}]
    return Desk(tickets=tickets, events=events, reliefs=list(reliefs))


def judged(*reliefs: Row, settlement: Row = STOPS, **more: object) -> Facts:
    return build_facts(desk(*reliefs), agreement(FIX, settlement=settlement, **more), as_of=FAR)


def test_an_accepted_relief_with_both_instants_stops_the_clocks_of_its_ticket() -> None:
    (row,) = judged(relief("2 10:00", "2 13:30")).cycles.to_dicts()
    assert (row["elapsed"], row["met"], row["decided_at"]) == (hours(3.5), True, at("2 16:00"))
    terms = agreement(FIX, settlement=STOPS)
    (cycle,) = explain_clock(desk(relief("2 10:00", "2 13:30")), terms, "T1", "c", as_of=FAR).cycles
    assert [interval.reason for interval in cycle.intervals] == ["running", "relief R1", "running"]
    assert cycle.elapsed_us * timedelta(microseconds=1) == row["elapsed"]


@pytest.mark.parametrize("decision", ["rejected", "disputed", None])
def test_what_was_not_accepted_does_not_act_and_is_no_doubt(decision: str | None) -> None:
    found = judged(relief("2 10:00", "2 13:30", decision))
    assert found.cycles["elapsed"].to_list() == [hours(7)]
    assert not [note for note in found.notes if note.where.startswith("reliefs")]


@pytest.mark.parametrize("excused", ["exclude", "treat_as_met"])
def test_no_clock_stops_where_the_agreement_excuses_otherwise(excused: str) -> None:
    found = judged(relief("2 10:00", "2 13:30"), relief(None, None), settlement={"excused": excused})
    assert found.cycles["elapsed"].to_list() == [hours(7)]
    assert not [note for note in found.notes if note.where.startswith("reliefs")]


def test_what_cannot_be_used_is_counted() -> None:
    found = judged(
        relief(None, None, relief_id="R1"),
        relief("2 10:00", None, relief_id="R2"),
        relief("2 13:00", "2 10:00", relief_id="R3"),
        relief("2 10:00", "2 13:00", relief_id="R4", ticket_id=None),
        relief("2 10:00", "2 13:00", "Accepted", relief_id="R5"),
        relief("2 10:00", "2 13:00", relief_id="R6", claimed_at=FAR + hours(1)),
    )
    assert found.cycles["elapsed"].to_list() == [hours(7)]
    assert {reason: rows for reason, rows in reasons(found).items() if "no limit" not in reason} == {
        "accepted, but no 'starts_at' and 'ends_at' say when clocks stood still: none stops": 3,
        "accepted for no ticket that is known: no clock stops": 1,
        "is none of accepted, rejected, disputed: does not act": 1,
        "claimed after as_of, left out": 1,
    }
    assert [note.example for note in found.notes if note.where == "reliefs"] == ["", "R1", "R4"]


def test_reliefs_and_maintenance_that_overlap_are_taken_off_once() -> None:
    window = {"rrule": "FREQ=DAILY", "at": "10:00", "for": "2h", "services": ["erp"]}
    reliefs = (relief("2 11:00", "2 13:00"), relief("2 12:30", "2 14:00", relief_id="R2"))
    found = judged(*reliefs, maintenance=[window])
    assert found.cycles["elapsed"].to_list() == [hours(3)]
    terms = agreement(FIX, settlement=STOPS, maintenance=[window])
    (cycle,) = explain_clock(desk(*reliefs), terms, "T1", "c", as_of=FAR).cycles
    assert [(interval.reason, interval.counted_us // 3_600_000_000) for interval in cycle.intervals] == [
        ("running", 1),
        ("maintenance", 0),
        ("relief R1", 0),
        ("relief R2", 0),
        ("running", 2),
    ]


def test_only_its_own_ticket_is_relieved() -> None:
    rows = [
        {"ticket_id": f"T{number}", "opened_at": at("2 09:00"), "resolved_at": at("2 16:00")}
        for number in range(4)
    ]
    stops = [
        relief("2 10:00", "2 11:00", ticket_id="T2"),
        relief("2 12:00", "2 14:00", ticket_id="T2", relief_id="R2"),
        relief("2 08:00", "2 09:30", ticket_id="T0", relief_id="R3"),
    ]
    window = {"rrule": "FREQ=DAILY", "at": "15:00", "for": "30m"}
    terms = agreement(FIX, settlement=STOPS, maintenance=[window])
    found = build_facts(Desk(tickets=rows, reliefs=stops), terms, as_of=FAR).cycles
    assert dict(found.select("ticket_id", "elapsed").rows()) == {
        "T0": hours(6),
        "T1": hours(6.5),
        "T2": hours(3.5),
        "T3": hours(6.5),
    }


def test_a_relief_acts_under_the_version_that_says_so() -> None:
    later = [{"effective": "2026-03-03", "set": {"settlement.excused": "stop_clock"}}]
    rows = [
        {"ticket_id": name, "opened_at": at(opened), "resolved_at": at("3 12:00")}
        for name, opened in (("before", "2 23:00"), ("after", "3 09:00"))
    ]
    stops = [relief("3 10:00", "3 11:00", ticket_id=name, relief_id=name) for name in ("before", "after")]
    found = build_facts(Desk(tickets=rows, reliefs=stops), agreement(FIX, amendments=later), as_of=FAR).cycles
    assert dict(found.select("ticket_id", "elapsed").rows()) == {"before": hours(13), "after": hours(2)}


def test_the_live_view_and_the_scorecard_see_reliefs() -> None:
    terms = agreement(FIX, settlement=STOPS)
    open_desk = desk(relief("2 10:00", "2 12:00"), events=[status("2 09:00", "open")])
    (row,) = xk.clocks(open_desk, terms, as_of=at("2 11:00")).to_dicts()
    assert (row["state"], row["elapsed"], row["breach_at"]) == ("running", hours(1), at("2 15:00"))
    # Before it begins nobody can know of a relief whose claim is not dated.
    (row,) = xk.clocks(open_desk, terms, as_of=at("2 09:30")).to_dicts()
    assert row["breach_at"] == at("2 13:00")
    for reliefs, met in (([relief("2 10:00", "2 14:00")], 1), ([relief(None, None)], 0)):
        card = xk.evaluate(terms, desk(*reliefs), period="2026-03", as_of=FAR + hours(48))
        assert (card["o"][0].estimate.value, card["o"][0].estimate.count) == (met, 1)
        assert any("say when clocks stood still" in note.reason for note in card.problems) == (met == 0)


def test_the_history_behind_the_signals_leaves_out_what_is_stopped() -> None:
    window = {"rrule": "FREQ=DAILY", "at": "10:00", "for": "2h", "services": ["erp"]}
    terms = agreement(FIX, settlement=STOPS, maintenance=[window])
    records = desk(relief("2 13:00", "2 14:00"))
    cycles = build_facts(records, terms, as_of=FAR).cycles
    prepared = prepare(records, terms, ["c"], FAR)
    history = history_of(prepared, prepared.parts[0], cycles)
    assert history.spans["opened"].sum() == cycles["elapsed"].item() // timedelta(microseconds=1)
    asked = [at(when) for when in ("2 09:30", "2 11:00", "2 13:30", "2 15:00")]
    moments = pl.DataFrame({"row": [0] * 4, "at": asked}).with_columns(pl.col("at").dt.epoch("us"))
    ran = history.used_at(moments)["ran"] / 3_600_000_000
    assert ran.to_list() == [0.5, 1.0, 2.0, 3.0]
