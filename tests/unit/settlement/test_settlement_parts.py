"""The small parts of the pipeline by themselves: severity, escalation, incidents, triggers, marks, books, trace."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from xlakit.model import Objective, Outcome, windows
from xlakit.model.commercial_terms import EarnBack, ServicePoints, Trigger
from xlakit.model.credit_terms import Multiplier, RepeatedMiss
from xlakit.scoring import Ratio, bars
from xlakit.settlement.books import Books
from xlakit.settlement.earn_back import Claim, Claims
from xlakit.settlement.earning import between
from xlakit.settlement.entry import Entry
from xlakit.settlement.escalation import Record, factor, is_default
from xlakit.settlement.incidents import same_incident
from xlakit.settlement.mark import Mark, Promise, Span, span_of
from xlakit.settlement.service_points import points_credit
from xlakit.settlement.severity import form_of, points_of, severity
from xlakit.settlement.trace import Trace
from xlakit.settlement.triggers import Period, fired, persistent_steps

START = date(2026, 1, 1)
MONTHS = windows("month", START, date(2026, 12, 1), "UTC")
MET, MISS, FLOOR, NONE = Outcome.MET, Outcome.BELOW_EXPECTED, Outcome.BELOW_MINIMUM, Outcome.NOT_MEASURED


def mark(outcome: Outcome, value: str | None = None, month: int = 0, name: str = "fix", **more: Any) -> Mark:
    stated = {"name": name, "metric": "csat", "expected": {"at_least": "95%"}, "minimum": {"at_least": "90%"}}
    objective = Objective.model_validate(stated | more)
    exact = None if value is None else Fraction(value)
    return Mark(
        promise=Promise(0, objective, 0),
        name=name,
        part=None,
        parts=1,
        window=MONTHS[month],
        kind="month",
        span=span_of(MONTHS[month], "month"),
        outcome=outcome,
        levels=bars(objective.levels_for(None)),
        value=None if exact is None else Ratio(exact.numerator, exact.denominator),
    )


def credit(**severity: Any) -> dict[str, Any]:
    return {"service_credit": {"severity": severity}}


@pytest.mark.parametrize(
    ("terms", "outcome", "value", "found"),
    [
        ({}, MISS, "0.94", "1/2"),
        ({}, FLOOR, "0.89", "1"),
        ({"minimum": None}, MISS, "0.89", "1"),
        ({"minimum": None} | credit(form="two-step"), MISS, "0.89", "1"),
        (credit(form="two-step", expected_miss="20%"), MISS, "0.94", "1/5"),
        (credit(form="linear"), MISS, "0.94", "1/5"),
        (credit(form="linear"), MISS, None, "1"),
        (credit(form="shortfall"), FLOOR, "0.75", "1/5"),
        ({"expected": {"at_least": 4}, "minimum": None} | credit(form="shortfall"), MISS, "2.5", "1"),
        (credit(form="bands", bands=[{"below": "94%", "credit": "5%"}]), MISS, "0.94", "0"),
        (credit(form="bands", bands=[{"below": "94%", "credit": "5%"}]), MISS, None, "1"),
        (credit(form="linear"), MET, "0.96", "0"),
        (credit(form="linear"), NONE, None, "0"),
    ],
)
def test_severity_is_a_part_of_the_allocation(
    terms: dict[str, Any], outcome: Outcome, value: str | None, found: str
) -> None:
    assert str(severity(mark(outcome, value, **terms))) == found


def test_a_form_is_stated_or_follows_from_the_levels() -> None:
    forms = [
        mark(MISS, "0.94"),
        mark(MISS, "0.94", minimum=None),
        mark(MISS, "0.94", **credit(form="linear")),
    ]
    assert [form_of(item) for item in forms] == ["two-step", "step", "linear"]


def test_a_missing_measurement_costs_the_most_points() -> None:
    terms = credit(points=[{"below": "95%", "points": 1}, {"below": "80%", "points": 7}], repeat=3)
    assert points_of(mark(MISS, "0.94", **terms), Fraction(0)) == 1
    assert points_of(mark(MISS, None, **terms), Fraction(0)) == 7
    assert points_of(mark(MISS, "0.94", **terms), Fraction(1)) == 3
    assert points_of(mark(MET, "0.96", **terms), Fraction(1)) == 0


def test_a_run_and_a_count_of_misses() -> None:
    record, steps = Record(), Multiplier.model_validate(["1", "2", "3"])
    rolling = Multiplier.model_validate({"steps": ["1", "2", "3"], "count": "rolling", "in": 3})
    seen = []
    for outcome in (MISS, FLOOR, NONE, MISS, MET, MISS):
        record.add(mark(outcome), steps)
        seen.append((record.run, record.among(3), factor(steps, record), factor(rolling, record)))
    assert seen == [(1, 1, 1, 1), (2, 2, 2, 2), (2, 2, 2, 2), (3, 2, 3, 2), (0, 1, 1, 1), (1, 2, 1, 2)]


def test_a_default_by_count_needs_a_miss_in_the_window_itself() -> None:
    clause, record = RepeatedMiss.model_validate({"misses": 2, "in": 3}), Record()
    found = []
    for outcome in (MISS, MET, MISS, MET, FLOOR):
        record.add(mark(outcome), None)
        found.append(is_default(clause, mark(outcome), record))
    assert found == [False, False, True, False, True]


def test_of_equal_credits_of_one_incident_the_first_stays() -> None:
    entries = []
    for name, exact in (("a", 5), ("b", 5), ("c", 4)):
        one = mark(MISS, "0.94", name=name)
        one.incident = "PRB1"
        entries.append(Entry(name, "credit", Fraction(exact), "", one))
    entries.append(Entry("", "credit", Fraction(9), ""))
    assert [entry.name for entry in same_incident(entries, "max")] == ["a", ""]
    assert [entry.name for entry in same_incident(entries, "sum")] == ["a", "b", "c", ""]


def periods(*raw: int) -> list[Period]:
    return [
        Period(
            window,
            [mark(MISS if amount else MET, month=index)],
            Fraction(amount),
            Fraction(10),
            Fraction(100),
        )
        for index, (window, amount) in enumerate(zip(MONTHS, raw, strict=False))
    ]


@pytest.mark.parametrize(
    ("terms", "month"),
    [
        ({"of": "credit"}, 1),
        ({"of": "credit", "count": 2}, 2),
        ({"of": "credit", "count": 3}, None),
        ({"of": "credit", "count": 3, "in": 4}, 4),
        ({"of": "miss", "objective": "fix"}, 1),
        ({"of": "miss", "objective": "talk"}, None),
        ({"of": "minimum_miss"}, None),
        ({"of": "capped"}, 2),
        ({"of": "credits_of", "share": "5%"}, 1),
        ({"of": "credits_of", "share": "11%"}, 4),
        ({"of": "points", "points": 1}, None),
    ],
)
def test_a_trigger_fires_in_the_first_window_in_which_it_holds(
    terms: dict[str, Any], month: int | None
) -> None:
    trigger = Trigger.model_validate({"name": "t"} | terms)
    found = fired([trigger], periods(0, 5, 10, 0, 11))
    assert [item.window.label for item in found] == ([] if month is None else [MONTHS[month].label])


def test_full_tens_are_paid_once_while_they_can_be_seen() -> None:
    assert [persistent_steps(count, 10, [1]) for count in (9, 19, 20, 35)] == [0, 0, 1, 2]


def test_points_below_every_threshold_cost_nothing_and_a_cap_holds() -> None:
    bands = ServicePoints.model_validate({"point_value": 10, "bands": [{"above": 3}], "cap": "5%"})
    assert [points_credit(bands, Fraction(n), Fraction(1000)) for n in (0, 3, 4, 99)] == [0, 0, 10, 50]


def test_between_two_figures_either_way() -> None:
    found = [between(Fraction(value), Fraction(10), Fraction(0)) for value in (12, 10, 5, 0, -3)]
    assert found == [0, 0, Fraction(1, 2), 1, 1]
    assert [between(Fraction(value), Fraction(5), Fraction(5)) for value in (4, 5)] == [0, 1]


def test_a_claim_is_ended_by_a_miss_and_waits_through_silence() -> None:
    clause = EarnBack.model_validate({"form": "E2", "months": 2})
    for story, back in (
        ((MET, MET), [300]),
        ((MET, NONE, MET), [300]),
        ((MET, MISS, MET, MET), []),
        ((NONE, NONE), []),
    ):
        claims = Claims({"fix": [Claim("fix", "", MONTHS[0], Fraction(300), 300)]})
        found = [
            units
            for month, outcome in enumerate(story, 1)
            for _, units in claims.after(mark(outcome, "0.96", month), clause, "half_up")
        ]
        assert found == back
    other = Claims({"fix": [Claim("fix", "", MONTHS[0], Fraction(300), 300)]})
    assert [other.after(mark(MET, "0.96", month, name="talk"), clause, "half_up") for month in (1, 2)] == [
        [],
        [],
    ]


def test_conditions_look_at_the_window_and_at_what_lies_in_it() -> None:
    january, quarter = Span(START, date(2026, 2, 1)), Span(START, date(2026, 4, 1))
    april = Span(date(2026, 4, 1), date(2026, 5, 1))
    books = Books(failures=[(january, False)], watermelons=frozenset({april}))
    assert [books.holds(("no_miss",), span) for span in (january, quarter, april)] == [False, False, True]
    assert books.holds(("no_minimum_miss",), january)
    assert [books.holds(("no_minimum_miss", "no_watermelon"), span) for span in (quarter, april)] == [
        True,
        False,
    ]
    books.paid = [(january, 70), (april, 5), (quarter, 9)]
    assert books.within(quarter) == 70


def test_figures_are_told_with_the_level_that_held() -> None:
    one = mark(MISS, "0.94")
    assert one.figures() == "94%, at least 95% expected"
    one.counted = Ratio(94, 100)
    moved = bars(
        Objective.model_validate(
            {"name": "x", "metric": "csat", "expected": {"at_least": "96.5%"}}
        ).levels_for(None)
    )
    one.levels = moved
    assert one.figures() == "94 of 100, at least 96.5% expected"
    assert mark(MISS).figures() == "not measured, at least 95% expected"


def test_evidence_is_of_the_figures_and_nothing_else() -> None:
    one, same, other = mark(MISS, "0.94"), mark(MISS, "0.94"), mark(MISS, "0.93")
    same.reason = "told in other words"
    assert one.evidence() == same.evidence() != other.evidence()
    same.excused = 1
    assert one.evidence() != same.evidence()


def test_nothing_is_traced_unless_somebody_wants_to_read_it() -> None:
    off, on = Trace(), Trace(on=True)
    for trace in (off, on):
        trace.note(10, "2026-01", "", Fraction(1, 3), 5, "cap")
        trace.judged(mark(MISS, "0.94"))
    assert off.steps == []
    assert [(step.number, step.name) for step in on.steps][:2] == [(10, "cap of the window"), (0, "window")]
    assert (on.steps[0].given, on.steps[0].found) == ("1/3", "5")
    assert len(on.steps) == 7
