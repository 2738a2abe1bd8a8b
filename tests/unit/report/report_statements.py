"""Scorecards with money, settled from results, for the tests of what people see of them."""

from __future__ import annotations

from datetime import UTC, datetime

from report_cards import MONTHS, card, happy, response, running

import xlakit as xk
from xlakit.model import Outcome, Scorecard, Statement

TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {{name: contoso-workplace, title: "{title}"}}
term: {{start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}}
objectives:
  - name: fast-response
    metric: {{name: supplied, series: response}}
    expected: {{at_least: 95%}}
    minimum: {{at_least: 90%}}
    stretch: {{at_least: 98%}}
    service_credit: {{allocation: 120%}}
    bonus: {{max: 1%}}
  - name: happy-users
    metric: csat
    expected: {{at_least: 85%}}
    service_credit: {{allocation: 60%}}
    improvement_plan: {{due: 30d, escalation: [service managers]}}
commercials:
  currency: EUR
  charges: {{amount: "250000.00", per: month}}
  at_risk: 10%
  pool: 200%
  earn_back: {{form: E2, months: 1, share: 50%}}
  triggers: [{{name: "{title}", of: capped, right: rectification}}]
  adjustments: [{{window: "2026-02", amount: "-100.00", reason: "{title}", approver: "{title}"}}]
settlement: {{close_after: 10d}}
"""


def statement(title: str = "Contoso workplace services") -> Statement:
    """Three months: one at the cap, one with a bonus and money earned back, one in progress; some failures disputed."""
    agreement = xk.load_agreement(TERMS.format(title=title))
    rows = [
        {"objective": "fast-response", "window": "2026-01", "good": 890, "total": 1000, "disputed": 20},
        {"objective": "happy-users", "window": "2026-01", "good": 222, "total": 300},
        {"objective": "fast-response", "window": "2026-02", "good": 985, "total": 1000},
        {"objective": "happy-users", "window": "2026-02", "good": 222, "total": 300},
        {"objective": "nobody", "window": "2026-02", "good": 1, "total": 2},
        {"objective": "fast-response", "window": "2026-03", "good": 1, "total": 2},
    ]
    return xk.settle(agreement, rows, as_of=datetime(2026, 3, 4, tzinfo=UTC))


def paid() -> Scorecard:
    """A scorecard with that statement."""
    january, february, march = MONTHS[:3]
    return card(
        response(january, Outcome.BELOW_MINIMUM),
        happy(january, Outcome.BELOW_EXPECTED),
        response(february, Outcome.EXCEEDED),
        happy(february, Outcome.BELOW_EXPECTED),
        running(response, march),
        statement=statement(),
    )
