from __future__ import annotations

import pickle

import pytest

import xlakit as xk

TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: tiny}
term: {start: 2026-01-01, end: 2026-12-31}
objectives:
  - {name: up, metric: {name: supplied, series: up}, expected: {at_least: 99%},
     service_credit: {allocation: 30%, severity: step}}
commercials: {currency: EUR, charges: {amount: "1000.00", per: month}, at_risk: 10%}
"""


def test_statements_that_say_the_same_are_equal_and_can_be_sent_to_another_process() -> None:
    agreement = xk.load_agreement(TERMS)
    rows = [{"objective": "up", "window": "2026-01", "value": "98%"}]
    one, two = xk.settle(agreement, rows), xk.settle(agreement, rows)
    assert one == two
    assert hash(one) == hash(two)
    assert one != xk.settle(agreement, [rows[0] | {"value": "99%"}])
    assert one != "a statement"
    sent = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes
    assert sent == one
    assert one.steps()
    with pytest.raises(RuntimeError, match="settle again"):
        sent.steps()
