"""Which tickets no agreement covers and which several do, ticket by ticket and agreement by agreement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.agreement import versions
from xlakit.evaluate.coverage import coverage

TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: NAME}
term: {start: START, end: END, timezone: ZONE}
scope: SCOPE
objectives: [{name: good, metric: reopen_rate, expected: {at_most: 5%}}]
"""
SCOPES: dict[str, Any] = {
    "{}": lambda _, __: True,
    "{customer: a}": lambda customer, _: customer == "a",
    "{customer: [a, b], site: x}": lambda customer, site: customer in {"a", "b"} and site == "x",
    "{site_not: x}": lambda _, site: site is not None and site != "x",
}
DAYS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
TURN = date(2026, 2, 15)


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    start, end = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True)))
    amended = draw(st.sampled_from([None, *SCOPES])) if start < TURN < end else None
    return {
        "start": start,
        "end": end - timedelta(days=1),
        "zone": draw(st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"])),
        "scope": draw(st.sampled_from([*SCOPES])),
        "amended": amended,
    }


@st.composite
def tickets(draw: st.DrawFn) -> dict[str, Any]:
    day = draw(st.sampled_from([*DAYS, TURN]))
    hours = draw(st.integers(-7, 7))
    return {
        "opened_at": datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours),
        "customer": draw(st.sampled_from(["a", "b", None])),
        "site": draw(st.sampled_from(["x", "y", None])),
    }


def loaded(number: int, item: dict[str, Any]) -> xk.Agreement:
    text = TERMS.replace("NAME", f"n{number}").replace("SCOPE", item["scope"]).replace("ZONE", item["zone"])
    text = text.replace("START", str(item["start"])).replace("END", str(item["end"]))
    if item["amended"] is not None:
        text += f"amendments: [{{effective: {TURN}, set: {{scope: {item['amended']}}}}}]\n"
    return xk.load_agreement(text)


def covers(item: dict[str, Any], ticket: dict[str, Any]) -> bool:
    day = ticket["opened_at"].astimezone(ZoneInfo(item["zone"])).date()
    scope = item["amended"] if item["amended"] is not None and day >= TURN else item["scope"]
    return item["start"] <= day <= item["end"] and SCOPES[scope](ticket["customer"], ticket["site"])


@given(
    agreements=st.lists(terms(), min_size=1, max_size=3), rows=st.lists(tickets(), min_size=1, max_size=12)
)
@settings(max_examples=100, deadline=None)
def test_every_ticket_is_where_a_reader_would_put_it(
    agreements: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> None:
    named = [row | {"ticket_id": f"{number:02}", "resolved_at": None} for number, row in enumerate(rows)]
    held = [versions(loaded(number, item)) for number, item in enumerate(agreements)]
    found = coverage(held, xk.Desk(tickets=named), datetime(2027, 1, 1, tzinfo=UTC))
    by_ticket = {
        row["ticket_id"]: tuple(f"n{number}" for number, item in enumerate(agreements) if covers(item, row))
        for row in named
    }
    assert found.tickets == len(rows)
    assert found.uncovered_ids == tuple(name for name, by in by_ticket.items() if not by)
    assert found.overlapping_ids == tuple(name for name, by in by_ticket.items() if len(by) > 1)
    assert sum(item.tickets for item in found.uncovered) == len(found.uncovered_ids)
    counted = {item.agreements: item.tickets for item in found.overlaps}
    several = [by for by in by_ticket.values() if len(by) > 1]
    assert counted == {by: several.count(by) for by in several}
    for part in found.uncovered:
        row = next(row for row in named if row["ticket_id"] == part.example)
        assert {item.column: item.value for item in part.place} == {
            name: row[name] for name in ("customer", "site")
        }
