"""Of what stands beside tickets, too, a desk measures exactly what it is said to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import xlakit as xk
from xlakit.metrics import build
from xlakit.model import MetricRef
from xlakit.tables.requirements.self_service import REQUIREMENTS

AS_OF = datetime(2026, 4, 1, tzinfo=UTC)
PROBLEM = {"problem_id": "P1"}
FULL: dict[str, list[dict[str, Any]]] = {
    "tickets": [
        {
            "ticket_id": "1",
            "opened_at": "2026-03-02T08:00Z",
            "resolved_at": "2026-03-02T12:00Z",
            "closed_at": "2026-03-04T12:00Z",
            "requester": "ann",
            "category": "vpn",
            "cost": "9",
            "article_id": "k",
            **PROBLEM,
        }
    ],
    "events": [
        {"ticket_id": "1", "at": "2026-03-03T08:00Z", "kind": "asked"},
        {"ticket_id": "1", "at": "2026-03-03T09:00Z", "kind": "confirmed"},
        {"ticket_id": "1", "at": "2026-03-02T12:00Z", "kind": "article", "value": "k"},
    ],
    "sessions": [
        {
            "session_id": "s",
            "started_at": "2026-03-03T08:00Z",
            "requester": "bob",
            "topic": "vpn",
            "article_id": "k",
            "human_offered": True,
            "human_asked_at": "2026-03-03T08:01Z",
            "human_reached_at": "2026-03-03T08:02Z",
            "helpful": True,
            "ticket_id": "1",
        },
        {"session_id": "z", "started_at": "2026-03-03T08:00Z", "human_offered": False},
    ],
    "articles": [
        {
            "article_id": "k",
            "category": "vpn",
            "created_at": "2026-01-01T00:00Z",
            "reviewed_at": "2026-02-01T00:00Z",
            "views": 3,
            "helpful_yes": 2,
            "helpful_no": 1,
        }
    ],
    "notices": [
        {
            "notice_id": kind,
            "sent_at": "2026-03-03T08:00Z",
            "kind": kind,
            "starts_at": "2026-03-09T08:00Z",
            "affected": 9,
            "notified": 8,
            "first_report_at": "2026-03-05T08:00Z",
            **PROBLEM,
        }
        for kind in ("maintenance", "known_issue", "degradation")
    ],
    "measurements": [
        {"name": "up", "window_start": "2026-03-03T00:00Z", "good": "9", "total": "10"},
    ],
}
REQUIRED = {
    "ticket_id",
    "opened_at",
    "session_id",
    "started_at",
    "at",
    "kind",
    "notice_id",
    "sent_at",
    "name",
}
KEPT = {
    "ticket_id",
    "session_id",
    "notice_id",
    "opened_at",
    "started_at",
    "sent_at",
    "at",
    "name",
    "window_start",
}
LESS = [
    *((table, column) for table, rows in FULL.items() for column in sorted(set(rows[0]) - KEPT)),
    ("sessions", "ticket_id"),
]
LESS = [
    pair
    for pair in LESS
    # A closing without a resolution is one; events need their kind, articles their id.
    if pair not in {("tickets", "resolved_at"), ("events", "kind"), ("articles", "article_id")}
]


METRICS = [
    build(MetricRef(name=name, params={"series": "up"} if name == "supplied" else {}))
    for name in REQUIREMENTS
]


def agree(tables: dict[str, list[dict[str, Any]]]) -> None:
    desk = xk.Desk(**tables)  # type: ignore[arg-type]
    values = xk.measure(METRICS, desk, as_of=AS_OF)["value"].to_list()
    able = desk.measurable(REQUIREMENTS)["measurable"].to_list()
    assert {name: value is not None for name, value in zip(REQUIREMENTS, values, strict=True)} == dict(
        zip(REQUIREMENTS, able, strict=True)
    )


def test_a_full_desk_measures_all_of_it() -> None:
    desk = xk.Desk(**FULL)  # type: ignore[arg-type]
    assert desk.measurable(REQUIREMENTS)["measurable"].all()
    agree(FULL)


@pytest.mark.parametrize("table", [table for table in FULL if table != "tickets"])
def test_without_one_table(table: str) -> None:
    agree({name: rows for name, rows in FULL.items() if name != table})


@pytest.mark.parametrize(("table", "column"), LESS)
def test_without_one_column(table: str, column: str) -> None:
    rows = [{name: value for name, value in row.items() if name != column} for row in FULL[table]]
    agree({**FULL, table: rows})
