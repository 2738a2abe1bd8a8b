"""Figures that are not what their level speaks of, and answers too few to say anything."""

from __future__ import annotations

import pytest

import xlakit as xk

TEXT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: a}
term: {start: 2026-01-01, end: 2026-12-31}
surveys: {anonymity: 12}
objectives:
  - {name: happy, metric: csat, expected: {at_least: 80%}, service_credit: {allocation: 100%}}
  - {name: nps, metric: nps, expected: {at_least: 30}, service_credit: {allocation: 100%}}
  - {name: fix, each: priority, metric: {name: supplied, series: x}, levels: {P1: {expected: {at_least: 90%}}}}
  - {name: cost, metric: {name: supplied, series: y, unit: ratio}, expected: {at_most: 110%}}
commercials: {currency: EUR, charges: {amount: 1000, per: month}, at_risk: 10%}
"""
AGREEMENT = xk.load_agreement(TEXT)


def settled(name: str, **figures: object) -> xk.Statement:
    return xk.settle(AGREEMENT, [{"objective": name, "window": "2026-01", **figures}])


@pytest.mark.parametrize(("total", "paid"), [(11, "0.00"), (12, "100.00")])
def test_answers_below_the_anonymity_threshold_decide_nothing(total: int, paid: str) -> None:
    assert str(settled("happy", good=1, total=total).total) == paid


@pytest.mark.parametrize(
    ("name", "figures", "said"),
    [
        ("nps", {"good": 80, "total": 100}, "counts are a share, and the level of the objective is none"),
        ("happy", {"value": "42"}, "a share lies between 0% and 100%"),
        ("happy", {"value": "-0.1"}, "a share lies between 0% and 100%"),
        ("happy/P1", {"good": 1, "total": 20}, "the objective is judged as a whole"),
        ("fix/P9", {"good": 1, "total": 20}, "no levels are agreed for this priority"),
        ("fix", {"good": 1, "total": 20}, "the objective is judged by priority"),
    ],
)
def test_a_figure_that_cannot_be_meant_is_a_problem_and_no_money(
    name: str, figures: dict[str, object], said: str
) -> None:
    statement = settled(name, **figures)
    assert statement.lines == ()
    assert len(statement.problems) == 1
    assert said in statement.problems[0]


def test_what_can_be_meant_is_judged() -> None:
    assert str(settled("nps", value="20").total) == "100.00"
    assert settled("cost", value="115%").problems == ()
    assert settled("fix/P1", good=19, total=20).problems == ()


@pytest.mark.parametrize(
    ("level", "baseline", "figure", "paid"),
    [
        ("at_least: 80%", "80%", "83.9%", "-270.00"),
        ("at_least: 30", "30", "31.9", "-90.00"),
        ("at_most: 8h", "8h", str(5 * 3600 + 1), "-180.00"),
    ],
)
def test_a_step_that_is_not_stated_is_a_point(level: str, baseline: str, figure: str, paid: str) -> None:
    clause = f"improvement: {{rate: 90, baseline: {baseline}}}"
    objective = f"{{name: o, metric: {{name: supplied, series: o, unit: seconds, better: lower}}, expected: {{{level}}}"
    if "at_least" in level:
        objective = objective.replace(
            ", unit: seconds, better: lower", ", unit: score" if "%" not in level else ""
        )
    text = (
        TEXT[: TEXT.index("objectives:")]
        + f"objectives:\n  - {objective}, {clause}}}\n"
        + TEXT[TEXT.index("commercials") :]
    )
    statement = xk.settle(xk.load_agreement(text), [{"objective": "o", "window": "2026-01", "value": figure}])
    assert str(statement.total) == paid
