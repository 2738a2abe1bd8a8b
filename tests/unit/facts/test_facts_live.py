"""Live use: what breaches next, in order."""

from __future__ import annotations

from datetime import UTC, datetime

from polars.testing import assert_frame_equal

import xlakit as xk
from xlakit.facts import build_facts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: live}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {stop: resolved, pause: [pending], within: {P1: 4h, P2: 8h}}}
objectives: [{name: fix, metric: {name: within, clock: fix}, expected: {at_least: 90%}}]
"""


def test_what_breaches_next_stands_first_then_the_paused_then_the_decided() -> None:
    tickets = [
        {"ticket_id": name, "opened_at": f"2026-03-02T{opened}Z", "priority": priority}
        for name, opened, priority in [
            ("decided", "01:00", "P1"),
            ("late", "11:00", "P2"),
            ("soon", "09:00", "P1"),
            ("waiting-long", "07:00", "P2"),
            ("waiting", "08:00", "P1"),
        ]
    ]
    events = [
        {"ticket_id": "decided", "at": "2026-03-02T02:00Z", "kind": "status", "value": "resolved"},
        {"ticket_id": "waiting", "at": "2026-03-02T10:00Z", "kind": "status", "value": "pending"},
        {"ticket_id": "waiting-long", "at": "2026-03-02T08:00Z", "kind": "status", "value": "pending"},
    ]
    live = xk.clocks(xk.Desk(tickets=tickets, events=events), xk.load_agreement(AGREEMENT), as_of=NOON)
    assert live.select("ticket_id", "state").rows() == [
        ("soon", "running"),
        ("late", "running"),
        ("waiting", "paused"),
        ("waiting-long", "paused"),
        ("decided", "met"),
    ]
    assert live["breach_at"].to_list()[0] == datetime(2026, 3, 2, 13, tzinfo=UTC)


def test_the_live_clocks_are_the_cycles_of_the_facts() -> None:
    made = xk.datasets.synthetic_desk("red", tickets=300, seed=5)
    desk, agreement = xk.Desk(**made.tables()), xk.load_agreement(xk.datasets.example_agreement())
    live = xk.clocks(desk, agreement, as_of=made.until)
    facts = build_facts(desk, agreement, as_of=made.until).cycles.select(live.columns)
    key = ["ticket_id", "clock", "cycle"]
    assert_frame_equal(live.sort(key), facts.sort(key))
