from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

import xlakit as xk
from xlakit.facts.families.support_model import EXPECTED_OF_MODEL, SupportModel, support_model_of

OPENED = "2026-03-02T09:00Z"


def ticket(name: str, **further: Any) -> dict[str, Any]:
    return {"ticket_id": name, "opened_at": OPENED, "resolved_at": None, **further}


def event(name: str, hour: int, kind: str, value: str | None = None, **further: Any) -> dict[str, Any]:
    return {"ticket_id": name, "at": f"2026-03-02T{hour:02}:00Z", "kind": kind, "value": value, **further}


def fact(
    tickets: list[dict[str, Any]], events: list[dict[str, Any]] | None, *names: str, **how: Any
) -> list[Any]:
    rows = xk.facts(xk.Desk(tickets=tickets, events=events), **how).sort("ticket_id").select(names).rows()
    return [row[0] if len(names) == 1 else row for row in rows]


def test_the_one_who_resolved_a_ticket_comes_before_the_one_it_is_with() -> None:
    tickets = [ticket("1", agent="bob"), ticket("2", agent="bob"), ticket("3")]
    events = [
        event("1", 10, "status", "resolved", actor="ann", role="agent"),
        event("3", 10, "status", "resolved", actor="sam", role="requester"),
    ]
    assert fact(tickets, events, "technician") == ["ann", "bob", None]


def test_a_machine_that_closes_what_an_agent_worked_on_automated_nothing() -> None:
    tickets = [ticket("1", agent="bob"), ticket("2", agent="bob"), ticket("3"), ticket("4")]
    events = [
        event("1", 9, "opened", actor="ann", role="agent"),
        event("1", 10, "status", "resolved", actor="robot", role="bot"),
        event("2", 10, "reply", actor="ann", role="agent"),
        event("2", 12, "status", "resolved", role="system"),
        event("3", 10, "status", "resolved"),
    ]
    found = fact(tickets, events, "automated", "technician")
    assert found == [(True, None), (False, "bob"), (None, None), (None, None)]


def test_first_and_resolving_team_are_those_of_the_assignments_up_to_the_resolution() -> None:
    tickets = [ticket("1"), ticket("2"), ticket("3")]
    events = [
        event("1", 9, "assigned", "L1"),
        event("1", 10, "assigned", "Network"),
        event("1", 11, "status", "resolved"),
        event("1", 12, "assigned", "Billing"),
        event("2", 9, "assigned", "L1"),
    ]
    assert fact(tickets, events, "first_team", "resolving_team") == [
        ("L1", "Network"),
        ("L1", None),
        (None, None),
    ]


def test_after_a_reopening_the_first_agent_who_works_is_compared_with_the_one_who_resolved() -> None:
    def reopened(name: str, *after: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            event(name, 10, "status", "resolved", actor="ann", role="agent"),
            event(name, 11, "status", "open", actor="sam", role="requester"),
            *after,
        ]

    tickets = [ticket(name) for name in "1234"]
    events = [
        *reopened("1", event("1", 12, "reply", actor="ann", role="agent")),
        *reopened(
            "2",
            event("2", 12, "note", actor="bob", role="agent"),
            event("2", 13, "reply", actor="ann", role="agent"),
        ),
        *reopened("3", event("3", 12, "assigned", "L2", actor="bob", role="agent")),
        event("4", 10, "status", "resolved", actor="ann", role="agent"),
    ]
    assert fact(tickets, events, "same_agent_after_reopen") == [True, False, None, None]


def test_a_ticket_ends_when_it_is_resolved_for_good() -> None:
    tickets = [
        ticket("1"),
        ticket("2", resolved_at="2026-03-02T10:00Z"),
        ticket("3", closed_at="2026-03-02T12:00Z"),
        ticket("4", status="cancelled"),
        ticket("5", merged_into="1"),
        ticket("6", status="open"),
        ticket("7"),
    ]
    events = [
        event("1", 10, "status", "resolved"),
        event("1", 11, "status", "open"),
        event("1", 12, "status", "resolved"),
        event("1", 13, "status", "closed"),
        event("7", 10, "status", "resolved"),
        event("7", 11, "status", "open"),
    ]
    found = [(at and at.hour, known) for at, known in fact(tickets, events, "ended_at", "end_known")]
    assert found == [
        (12, True),
        (10, True),
        (12, True),
        (None, False),
        (None, False),
        (None, True),
        (None, True),
    ]


def test_an_end_that_lies_in_the_future_leaves_the_ticket_open_today() -> None:
    tickets = [ticket("1", resolved_at="2026-03-05T10:00Z", status="closed")]
    early = datetime(2026, 3, 3, tzinfo=UTC)
    assert fact(tickets, None, "ended_at", "end_known", as_of=early) == [(None, True)]


def test_a_category_repeats_when_it_is_no_smaller_than_the_average_one() -> None:
    names = ["password"] * 4 + ["vpn"] * 2 + ["fire", None]
    tickets = [ticket(str(index), category=name) for index, name in enumerate(names)]
    found = fact(tickets, None, "category_tickets", "repeat_category")
    assert found == [(4, True)] * 4 + [(2, False)] * 2 + [(1, False), (None, None)]


def test_support_models_are_read_however_they_are_written() -> None:
    written = [
        "generalized_l1",
        "Generalised-L1",
        "SPECIALIZED",
        "Specialised teams",
        "dedicated",
        "AI routed",
        "?",
        None,
    ]
    expected = [
        "GENERALIZED_L1",
        "GENERALIZED_L1",
        "SPECIALIZED",
        "SPECIALIZED",
        "DEDICATED",
        "AI_ROUTED",
        None,
        None,
    ]
    assert support_model_of(pl.Series(written)).to_list() == expected
    assert set(EXPECTED_OF_MODEL) == set(SupportModel)


def test_later_effects_are_those_of_one_to_three_months_after() -> None:
    tickets = [
        ticket("1", requester="sam", resolved_at=OPENED),
        {**ticket("2", requester="sam"), "opened_at": "2026-04-15T09:00Z"},
        {**ticket("3", requester="kim", resolved_at=OPENED)},
        {
            **ticket("4", requester="kim"),
            "opened_at": "2026-03-20T09:00Z",
            "resolved_at": "2026-03-20T10:00Z",
        },
        ticket("5", resolved_at=OPENED),
    ]
    surveys = [
        {"ticket_id": "2", "csat": 2, "answered_at": "2026-04-20T09:00Z"},
        {"ticket_id": "4", "csat": 5, "answered_at": "2026-03-20T11:00Z"},
    ]
    desk = xk.Desk(tickets=tickets, surveys=surveys)
    late = xk.facts(desk, as_of=datetime(2026, 6, 10, tzinfo=UTC)).sort("ticket_id")
    assert late["contact_later"].to_list() == [True, None, False, None, None]
    assert late["csat_later"].to_list() == [2.0, None, None, None, None]
    soon = xk.facts(desk, as_of=datetime(2026, 5, 1, tzinfo=UTC)).sort("ticket_id")
    assert soon["contact_later"].to_list() == [None] * 5


def test_rows_in_another_order_give_the_same_facts() -> None:
    made = xk.datasets.synthetic_desk("watermelon", tickets=200, seed=3).tables()
    names = ["technician", "automated", "ended_at", "repeat_category", "approach", "speed_rank", "csat_later"]
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=1) for name, frame in made.items()}
    one, other = (xk.facts(xk.Desk(**tables)).sort("ticket_id").select(names) for tables in (made, shuffled))
    assert one.equals(other)
