"""Target-driven behaviour planted into whole desks, and the same desks without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

import xlakit as xk

AS_OF = datetime(2027, 1, 20, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: planted}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {stop: resolved, within: 4h}}
objectives:
  - {name: fix, metric: {name: within, clock: fix}, expected: {at_least: 90%}}
segments: [team]
"""
Desk = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def judged(code: str, desk: Desk, *, backwards: bool = False) -> Any:
    tickets, events = (rows[::-1] if backwards else rows for rows in desk)
    tables = {"tickets": tickets} | ({"events": events} if events else {})
    return xk.evaluate(xk.load_agreement(AGREEMENT), xk.Desk(**tables), as_of=AS_OF, rules=[code])


def month(number: int) -> datetime:
    return datetime(2026, number, 1, 8, tzinfo=UTC)


def ticket(number: int, opened: datetime, resolved: datetime, **more: Any) -> dict[str, Any]:
    return {
        "ticket_id": f"t{number:05d}",
        "opened_at": opened,
        "resolved_at": resolved,
        "team": "West",
    } | more


def promises(failures: dict[int, set[int]], count: int) -> Desk:
    """`count` tickets a month in a row; those at the places named are fixed too late, just after their limit."""
    rows = []
    for number, places in failures.items():
        for place in range(1, count + 1):
            opened = month(number) + place * timedelta(minutes=25 * 24 * 60 // count)
            took = 4.01 if place in places else 3.99
            rows.append(ticket(len(rows), opened, opened + took * HOUR))
    return rows, []


def scraping(*, planted: bool) -> Desk:
    draw = np.random.default_rng(6)
    missed = [4, 4, 3, 4, 4, 10, 4, 4, 4, 0, 4, 4] if planted else draw.binomial(40, 0.1, 12).tolist()
    return promises({number: set(range(1, each + 1)) for number, each in enumerate(missed, 1)}, 40)


def giving_up(*, planted: bool) -> Desk:
    draw = np.random.default_rng(7)
    failures = {}
    for number in range(1, 9):
        missed: set[int] = set()
        for place in range(1, 201):
            rate = 0.55 if planted and len(missed) > 20 else 0.25
            missed |= {place} if draw.random() < rate else set()
        failures[number] = missed
    return promises(failures, 200)


def coming_back(*, planted: bool) -> Desk:
    draw = np.random.default_rng(8)
    rows = []
    for who in range(400):
        for day in draw.uniform(0, 350, draw.poisson(3)):
            opened = NEW_YEAR + float(day) * DAY
            mine = {"requester": f"u{who}", "category": "mail", "resolved_first_contact": True}
            rows.append(ticket(len(rows), opened, opened + HOUR, **mine))
            if planted and draw.random() < 0.06:
                rows.append(ticket(len(rows), opened + 2 * DAY, opened + 2 * DAY + HOUR, **mine))
    return rows, []


def hurrying(*, planted: bool) -> Desk:
    draw = np.random.default_rng(9)
    rows: list[dict[str, Any]] = []
    for number in range(1, 9):
        days = [month(number) + each * DAY for each in range(31)]
        working = [day for day in days if day.month == number and day.weekday() < 5]
        for day in working:
            busy = planted and day in working[-3:]
            for _ in range(int(draw.poisson(24 if busy else 12))):
                rows.append(
                    ticket(len(rows), day - HOUR, day + HOUR, reopen_count=int(busy and len(rows) % 3 == 0))
                )
    return rows, []


def splitting(*, planted: bool) -> Desk:
    draw = np.random.default_rng(10)
    rows: list[dict[str, Any]] = []
    for number in range(1, 9):
        for episode in range(60):
            opened = month(number) + float(draw.uniform(0, 27)) * DAY
            more = planted and number > 4 and episode % 2 == 0
            for part in range(1 + int(more or draw.random() < 0.1)):
                who = {"requester": f"u{number}-{episode}", "category": "laptop"}
                rows.append(ticket(len(rows), opened + part * HOUR, opened + part * HOUR + HOUR, **who))
    return rows, []


def picking(*, planted: bool) -> Desk:
    draw = np.random.default_rng(11)
    rows: list[dict[str, Any]] = []
    events = []
    for day in range(40):
        for place in range(8):
            hard = bool(draw.random() < 0.4)
            opened = month(1) + day * DAY + place * timedelta(minutes=10)
            waits = 20 * HOUR if hard and planted else 2 * HOUR
            name = ticket(
                len(rows),
                opened,
                opened + waits + (5 if hard else 1) * HOUR,
                category="outage" if hard else "password",
                handle_minutes=90 if hard else 5,
            )
            rows.append(name)
            reply = {"kind": "reply", "role": "agent", "public": True}
            events.append({"ticket_id": name["ticket_id"], "at": opened + waits} | reply)
    return rows, events


PLANTS = {
    "XLA404": scraping,
    "XLA405": coming_back,
    "XLA408": hurrying,
    "XLA410": splitting,
    "XLA412": picking,
    "XLA418": giving_up,
}


@pytest.mark.parametrize("code", PLANTS)
def test_planted_behaviour_is_raised_with_its_counterfactual_and_its_innocent_causes(code: str) -> None:
    card = judged(code, PLANTS[code](planted=True))
    assert card.rules[0].section == "raised"
    for finding in card.findings:
        assert "onsistent with" in finding.message
        assert "also" in f"{finding.message} {finding.advice}"
        assert {"assumption"} <= {item.what for item in finding.evidence}
        assert any(
            "p, adjusted" in item.what or item.what.endswith("adjusted") or "adjusted for" in item.what
            for item in finding.evidence
        )


@pytest.mark.parametrize("code", PLANTS)
def test_the_same_desk_without_the_behaviour_is_clear(code: str) -> None:
    card = judged(code, PLANTS[code](planted=False))
    assert (card.rules[0].section, card.findings) == ("clear", ())


@pytest.mark.parametrize("code", PLANTS)
def test_the_order_of_the_records_plays_no_part(code: str) -> None:
    desk = PLANTS[code](planted=True)
    assert judged(code, desk).findings == judged(code, desk, backwards=True).findings


def test_the_repeats_found_are_those_planted() -> None:
    tickets, _ = coming_back(planted=True)
    without, _ = coming_back(planted=False)
    (finding, *_) = [item for item in judged("XLA405", (tickets, [])).findings if not item.segment]
    assert finding.tickets_affected == pytest.approx(0.06 * len(without), rel=0.3)
    assert len(finding.examples) == 10


def test_the_skipped_are_the_hard_ones_and_waited() -> None:
    tickets, events = picking(planted=True)
    hard = {row["ticket_id"] for row in tickets if row["category"] == "outage"}
    finding = judged("XLA412", (tickets, events)).findings[0]
    assert set(finding.examples) <= hard
    waits = {item.what: item.value for item in finding.evidence}
    assert waits["wait of skipped tickets, 90th percentile"] == pytest.approx(20)
    assert waits["wait of the others, 90th percentile"] < 20.5


def test_the_reopen_rate_of_the_last_days_stands_beside_the_hurry() -> None:
    finding = judged("XLA408", hurrying(planted=True)).findings[0]
    assert "were reopened, of the others 0.0%" in finding.message
    assert finding.examples


@pytest.mark.parametrize("code", PLANTS)
def test_a_desk_of_one_ticket_is_legal(code: str) -> None:
    card = judged(code, ([ticket(1, month(1), month(1) + HOUR)], []))
    assert card.rules[0].section == "not_applicable"
    assert card.rules[0].reason.startswith("needs ")


def test_assignments_stand_in_for_replies_where_there_are_none() -> None:
    tickets, events = picking(planted=True)
    taken = [row | {"kind": "assigned", "value": "West", "public": None} for row in events]
    assert judged("XLA412", (tickets, taken)).rules[0].section == "raised"
