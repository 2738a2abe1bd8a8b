"""Rules on both sides and on fairness, from records to finding: planted, and absent."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

import xlakit as xk

AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: planted}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
clocks:
  fix: {stop: resolved, within: 4h}
objectives:
  - {name: fix, metric: {name: within, clock: fix}, expected: {at_least: 90%}}
  - {name: happy, metric: csat, expected: {at_least: 60%}}
segments: [team]
"""
STORIES = ("XLA104", "XLA105", "XLA111", "XLA112", "XLA114", "XLA301")


@cache
def told(story: Any, rules: tuple[str, ...] = STORIES) -> xk.Scorecard:
    desk = xk.Desk(**xk.datasets.synthetic_desk(story).tables())
    return xk.evaluate(xk.load_agreement(xk.datasets.example_agreement()), desk, rules=rules)


def places(card: xk.Scorecard, code: str) -> set[tuple[tuple[str, str], ...]]:
    return {finding.segment for finding in card.findings if finding.code == code}


def section(card: xk.Scorecard, code: str) -> str:
    return next(report.section for report in card.rules if report.code == code)


@pytest.mark.parametrize("code", ["XLA105", "XLA111", "XLA112", "XLA114", "XLA301"])
def test_the_team_that_closes_early_is_named_in_the_watermelon_and_nothing_is_in_the_healthy_desk(
    code: str,
) -> None:
    assert (("team", "Field West"),) in places(told("watermelon"), code)
    assert section(told("healthy"), code) == "clear"


def test_the_inverse_desk_is_named_and_the_healthy_one_is_not() -> None:
    assert () in places(told("inverse", ("XLA104",)), "XLA104")
    assert section(told("healthy"), "XLA104") == "clear"


def test_users_who_are_rushed_are_heard() -> None:
    quick = [
        ticket(number, 1, "West", handle_minutes=6) | {"requester": f"u{number}"} for number in range(80)
    ]
    unhappy = [answer(number, 1 if number % 2 else 5) for number in range(80)]
    content = [answer(number, 5) for number in range(80)]
    agreement = xk.load_agreement(AGREEMENT)
    for surveys, expected in ((unhappy, "raised"), (content, "clear")):
        card = xk.evaluate(
            agreement, xk.Desk(tickets=quick, surveys=surveys), rules=["XLA113"], as_of=_after(3)
        )
        assert section(card, "XLA113") == expected
    without = [{key: value for key, value in row.items() if key != "handle_minutes"} for row in quick]
    card = xk.evaluate(
        agreement, xk.Desk(tickets=without, surveys=unhappy), rules=["XLA113"], as_of=_after(3)
    )
    assert section(card, "XLA113") == "not_applicable"


def ticket(number: int, month: int, team: str, **more: Any) -> dict[str, Any]:
    """A ticket resolved after two hours, unless stated."""
    day = 1 + number % 25
    row = {
        "ticket_id": f"t{number:05d}",
        "opened_at": f"2026-{month:02d}-{day:02d}T09:00Z",
        "resolved_at": f"2026-{month:02d}-{day:02d}T11:00Z",
        "reopen_count": 0,
        "team": team,
        "requester": f"u{number}",
    }
    return row | more


def answer(number: int, csat: int) -> dict[str, Any]:
    return {"survey_id": f"s{number:05d}", "ticket_id": f"t{number:05d}", "csat": csat}


def _after(month: int) -> datetime:
    return datetime(2026, month, 28, tzinfo=UTC)


def months(content: list[int], of: int = 80) -> xk.Desk:
    """A desk that is always in time, with so many content of 80 in each month."""
    tickets, surveys = [], []
    for month, hits in enumerate(content, 1):
        for place in range(of):
            number = 1000 * month + place
            tickets.append(ticket(number, month, "West"))
            surveys.append(answer(number, 5 if place < hits else 3))
    return xk.Desk(tickets=tickets, surveys=surveys)


@pytest.mark.parametrize(
    ("content", "expected"), [([76, 72, 70, 66, 62, 57], "raised"), ([70, 71, 69, 70, 71, 70], "clear")]
)
def test_experience_that_falls_month_by_month_while_the_clock_is_kept(
    content: list[int], expected: str
) -> None:
    card = xk.evaluate(xk.load_agreement(AGREEMENT), months(content), rules=["XLA103"], as_of=_after(9))
    assert section(card, "XLA103") == expected


def work(late: dict[tuple[str, str], tuple[int, int]]) -> xk.Desk:
    """A desk of teams and priorities with so many late of so many tickets."""
    tickets = []
    number = 0
    for (team, priority), (missed, count) in late.items():
        for place in range(count):
            number += 1
            row = ticket(number, 3, team, priority=priority)
            if place < missed:
                row["resolved_at"] = row["opened_at"].replace("T09", "T15")
            tickets.append(row)
    return xk.Desk(tickets=tickets)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (
            {
                ("A", "low"): (10, 190),
                ("A", "high"): (8, 20),
                ("B", "low"): (0, 20),
                ("B", "high"): (60, 180),
            },
            "raised",
        ),
        (
            {
                ("A", "low"): (5, 100),
                ("A", "high"): (20, 100),
                ("B", "low"): (20, 100),
                ("B", "high"): (40, 100),
            },
            "clear",
        ),
    ],
)
def test_a_team_that_only_has_the_easy_work_is_not_the_better_one(
    late: dict[tuple[str, str], tuple[int, int]], expected: str
) -> None:
    card = xk.evaluate(xk.load_agreement(AGREEMENT), work(late), rules=["XLA302"], as_of=_after(9))
    assert section(card, "XLA302") == expected
    if expected == "raised":
        (finding,) = card.findings
        assert "team A looks better than B" in finding.message
        assert "at the same mix of priority it is no better" in finding.message


def test_one_open_ticket_gives_reasons_and_no_errors() -> None:
    mine = [
        "XLA101",
        "XLA103",
        "XLA104",
        "XLA105",
        "XLA111",
        "XLA112",
        "XLA113",
        "XLA114",
        "XLA301",
        "XLA302",
    ]
    card = xk.evaluate(
        xk.load_agreement(AGREEMENT),
        xk.Desk(tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": None}]),
        period="2026-03",
        as_of=_after(9),
        rules=mine,
    )
    assert {report.section for report in card.rules} == {"not_applicable"}
    assert all(report.reason.startswith("needs ") for report in card.rules)
