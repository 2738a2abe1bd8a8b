"""Supposed windows: who fails in full, who is at the best, parts without names, figures without an end, bad years."""

from __future__ import annotations

from decimal import Decimal

import pytest

import xlakit as xk
from xlakit.errors import AgreementError
from xlakit.settlement import supposed, unrounded

HEAD = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: made}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {stop: resolved, within: 4h}}
objectives:
"""


def agreement(
    *objectives: str, money: str = "", charges: str = '{amount: "300000.00", per: month}'
) -> xk.Agreement:
    listed = "".join(f"  - {{{item}}}\n" for item in objectives)
    return xk.load_agreement(
        f"{HEAD}{listed}commercials: {{currency: EUR, charges: {charges}, at_risk: 10%{money}}}\n"
    )


def test_failing_and_doing_best_go_as_far_as_the_metric_does() -> None:
    costs = "name: cost, metric: {name: supplied, series: c}, expected: {at_most: 1000}"
    scores = (
        "name: nps, metric: nps, expected: {at_least: 40}, minimum: {at_least: 0},"
        " service_credit: {allocation: 50%, severity: linear}, bonus: {max: 5%, shape: linear, full: 90}"
    )
    found = agreement(costs + ", service_credit: {allocation: 20%}", scores)
    for outcomes, credits_, bonuses in (
        ({}, 0, 0),
        ({"cost": "failed"}, 6000, 0),
        ({"cost": "failed", "nps": "failed"}, 21000, 0),
        ({"nps": "best"}, 0, 15000),
    ):
        (window,) = supposed(found, outcomes).windows  # type: ignore[arg-type]
        assert (window.raw_credits, window.bonuses, window.at_risk) == (credits_, bonuses, 30000)


@pytest.mark.parametrize("each", ["each: team", "each: priority"])
def test_parts_that_nobody_named_fail_together(each: str) -> None:
    parts = f"name: fix, metric: {{name: within, clock: fix}}, {each}, expected: {{at_least: 95%}}"
    (window,) = supposed(agreement(parts + ", service_credit: {allocation: 40%}"), {"fix": "failed"}).windows
    assert window.credits == 12000


def test_objectives_of_another_window_are_looked_at_by_themselves() -> None:
    monthly = "name: a, metric: reopen_rate, expected: {at_most: 5%}, service_credit: {allocation: 40%}"
    quarterly = monthly.replace("name: a", "name: b, window: quarter")
    both = agreement(monthly, quarterly)
    failed = {"a": "failed", "b": "failed"}
    (month,) = supposed(both, failed).windows  # type: ignore[arg-type]
    (quarter,) = supposed(both, failed, kind="quarter").windows  # type: ignore[arg-type]
    assert (month.credits, quarter.window.label, quarter.credits) == (12000, "2026-Q1", 36000)


def test_a_year_of_failures_meets_the_annual_cap_and_no_burn_in() -> None:
    promise = "name: a, metric: reopen_rate, expected: {at_most: 5%}, service_credit: {allocation: 100%}"
    line = '[{window: "2026-01", amount: 5, reason: r, approver: p}]'
    found = agreement(promise, money=f", annual_cap: 2%, burn_in: 3, adjustments: {line}")
    windows = supposed(found, {"a": "failed"}, windows=12).windows
    assert [int(item.total) for item in windows] == [30000, 30000, 12000, *[0] * 9]


def test_invoiced_charges_are_taken_as_round_ones_and_amounts_as_fine() -> None:
    promise = "name: a, metric: reopen_rate, expected: {at_most: 5%}, service_credit: {allocation: 33.3333%}"
    statement = supposed(agreement(promise, charges="{table: invoices}"), {"a": "failed"})
    assert statement.windows[0].charges == 1_000_000
    assert statement.total == Decimal("33333.3")
    assert statement.minor_unit == 18


def test_an_agreement_without_money_has_nothing_to_suppose() -> None:
    plain = xk.load_agreement(HEAD + "  - {name: a, metric: reopen_rate, expected: {at_most: 5%}}\n")
    with pytest.raises(AgreementError, match="commercials"):
        supposed(plain, {})
    from xlakit.agreement import versions

    (version,) = versions(plain)
    assert unrounded(version) is version
