"""Judging results: as money sees them, whatever the order of rows, and as a desk with the same counts is judged."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.agreement import versions
from xlakit.model import Outcome
from xlakit.settlement import Around, marks_of_judgements, settle_marks

AGREEMENT = xk.load_agreement("""
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: laws}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
objectives:
  - {name: fix, metric: {name: supplied, series: a}, expected: {at_least: 95%}, minimum: {at_least: 92%},
     gate: miss_if_upper_below, service_credit: {allocation: 60%, severity: two-step}, weight: 3}
  - {name: parts, each: priority, metric: {name: supplied, series: b}, weight: 2,
     levels: {P1: {expected: {at_least: 95%}}, P2: {expected: {at_least: 80%}, minimum: {at_least: 70%}}},
     service_credit: {allocation: 40%, severity: step}}
  - {name: path, metric: {name: supplied, series: c}, window: quarter, expected: {at_least: 85%}, min_count: 10,
     glide_path: {start: 70%, per_month: 5%}, service_credit: {allocation: 20%, severity: step}}
  - {name: ratchet, metric: reopen_rate, expected: {at_most: 50%}, ratchet: {form: R1, months: 2, best: 1},
     low_volume: {carry_until: 12}, service_credit: {allocation: 20%, severity: step}}
commercials: {currency: EUR, charges: {amount: "33333.33", per: month}, at_risk: 12%}
""")
NAMES = ("fix", "parts/P1", "parts/P2", "path", "ratchet")


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    name, month = draw(st.sampled_from(NAMES)), draw(st.integers(1, 6))
    label = f"2026-Q{(month + 2) // 3}" if name == "path" else f"2026-{month:02}"
    total = draw(st.integers(0, 20))
    good = draw(st.integers(0, total))
    failures = good if name == "ratchet" else total - good
    excused = draw(st.integers(0, failures))
    return {"objective": name, "window": label, "good": good, "total": total, "excused": excused}


HISTORIES = st.lists(rows(), min_size=1, max_size=25)


@given(history=HISTORIES)
@settings(max_examples=60, deadline=None)
def test_the_statement_is_that_of_the_judgements(history: list[dict[str, Any]]) -> None:
    card = xk.evaluate(AGREEMENT, xk.load_results(history))
    assert card.statement == xk.settle(AGREEMENT, history)
    held = versions(AGREEMENT)
    again = settle_marks(held, marks_of_judgements(card.judgements, held, {}), Around(card.subject.as_of))
    assert [(line.window, line.objective, line.amount) for line in again.lines] == [
        (line.window, line.objective, line.amount) for line in card.statement.lines
    ]


@given(history=HISTORIES, order=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_neither_the_order_of_rows_nor_how_they_are_cut_up_changes_a_card(
    history: list[dict[str, Any]], order: Any
) -> None:
    ones = [
        part
        for row in history
        for part in (
            row | {"good": 0, "total": 0, "excused": 0},
            row | {"good": row["good"], "total": row["total"]},
        )
    ]
    order.shuffle(ones)
    one, other = (xk.evaluate(AGREEMENT, xk.load_results(found)) for found in (history, ones))
    assert (one.judgements, one.score, one.statement) == (other.judgements, other.score, other.statement)


@given(history=HISTORIES)
@settings(max_examples=40, deadline=None)
def test_a_figure_is_the_share_it_states_and_decides_alone(history: list[dict[str, Any]]) -> None:
    for item in xk.evaluate(AGREEMENT, xk.load_results(history)).judgements:
        value = item.estimate.exact
        if item.outcome.kept is None or item.reason:
            continue
        assert value is not None
        assert item.levels.expected.holds(value) is item.outcome.kept
        assert item.outcome is not Outcome.BELOW_MINIMUM or not item.levels.minimum.holds(value)  # type: ignore[union-attr]
        assert (item.to_spare or 0) < 0 or item.outcome.kept
        assert Fraction(item.estimate.numerator or 0, item.estimate.denominator or 1) == value
