"""A desk and the counts of its judgements are the same history: both doors of money say the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit.datasets import synthetic_desk
from xlakit.model import Outcome

if TYPE_CHECKING:
    from xlakit.model import Judgement

AGREEMENT = xk.load_agreement("""
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: doors}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
surveys: {anonymity: 5}
calendars: {office: {timezone: Europe/Berlin, hours: {mon-fri: ["08:00-18:00"]}}}
clocks:
  response: {calendar: office, stop: first-reply, within: {P1: 15m, P2: 1h, P3: 2h, P4: 4h}}
  restore: {calendar: office, stop: resolved, pause: [pending], within: {P1: 2h, P2: 4h, P3: 8h, P4: 16h}}
objectives:
  - name: response
    metric: {name: within, clock: response}
    expected: {at_least: 97%}
    minimum: {at_least: 90%}
    glide_path: {start: 80%, per_month: 7%}
    service_credit: {allocation: 60%, severity: linear}
  - name: restore
    each: priority
    metric: {name: within, clock: restore}
    expected: {at_least: 90%}
    levels: {P1: {expected: {at_least: 95%}, minimum: {at_least: 80%}}}
    low_volume: {allow: 1, below: 40}
    service_credit: {allocation: 80%}
  - name: reopened
    metric: reopen_rate
    expected: {at_most: 4%}
    compare_round: {places: 1}
    ratchet: {form: R1, months: 2, best: 1}
    service_credit: {allocation: 20%, multiplier: [1, 2]}
  - name: happy
    metric: csat
    gate: miss_if_upper_below
    min_count: 145
    not_measured: counts_as_miss
    expected: {at_least: 88%}
    service_credit: {allocation: 30%, severity: shortfall}
    bonus: {max: 2%, only_if: no_minimum_miss}
  - name: quarterly
    window: quarter
    metric: csat
    expected: {at_least: 80%}
    stretch: {at_least: 95%}
    bonus: {max: 3%}
    service_credit: {allocation: 40%}
commercials:
  currency: EUR
  charges: {amount: "250000.00", per: month}
  at_risk: 10%
  pool: 230%
  annual_cap: 7%
  earn_back: {form: E2, months: 2, share: 50%}
  triggers: [{name: often, of: miss, count: 2, in: 3}]
  persistent_failure: {failures: 5, in: 6, credit: 0.5%}
amendments:
  - effective: 2026-04-01
    set: {objectives.response.expected: {at_least: 98%}, commercials.charges: {amount: 260000, per: month}}
""")


def row_of(judgement: Judgement) -> dict[str, Any]:
    """What was counted, as somebody without the desk would have it."""
    estimate = judgement.estimate
    return {
        "objective": judgement.objective,
        "window": judgement.window.label,
        "good": estimate.numerator,
        "total": estimate.denominator,
        "low": estimate.low,
        "high": estimate.high,
    }


@pytest.mark.parametrize("story", ["healthy", "watermelon", "red", "inverse"])
def test_both_doors_pay_the_same(story: Any) -> None:
    desk = xk.Desk(**synthetic_desk(story, tickets=2_400, seed=3, start=date(2026, 1, 1), months=6).tables())
    card = xk.evaluate(AGREEMENT, desk)
    judged = [
        item
        for item in card.judgements
        if item.outcome is not Outcome.IN_PROGRESS and item.estimate.denominator
    ]
    statement = xk.settle(AGREEMENT, [row_of(item) for item in judged], as_of=card.statement.as_of)
    assert card.statement.lines
    assert statement.lines == card.statement.lines
    finished = [item for item in card.statement.windows if item.status != "in_progress"]
    assert [item for item in statement.windows if item.status != "in_progress"] == finished
    assert (statement.triggers, statement.obligations) == (
        card.statement.triggers,
        card.statement.obligations,
    )
    assert all(isinstance(item.estimate.exact, Fraction) for item in judged)
