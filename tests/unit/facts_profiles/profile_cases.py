"""One ticket under one product. Monday 2 March 2026; the office is open 09-17 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from xlakit.facts import build_facts
from xlakit.model import Agreement
from xlakit.model.profiles import profile
from xlakit.tables import Desk

Row = dict[str, Any]
OFFICE = {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}
TOKYO = {"timezone": "Asia/Tokyo", "hours": {"mon-fri": "09:00-17:00"}}
FAR = datetime(2026, 3, 31, tzinfo=UTC)
FIX: Row = {"stop": "resolved", "within": "4h"}


def at(text: str) -> datetime:
    """``2 09:30`` is Monday the 2nd of March 2026, half past nine."""
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=UTC)


def event(when: str, kind: str, value: str | None = None, **more: object) -> Row:
    return {"ticket_id": "T1", "at": at(when), "kind": kind, "value": value, **more}


def status(when: str, value: str) -> Row:
    return event(when, "status", value)


def reply(when: str, role: str = "agent", **more: object) -> Row:
    return event(when, "reply", role=role, **more)


def agreement(**clocks: Row) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "rows"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "calendars": {"office": OFFICE, "tokyo": TOKYO},
            "clocks": clocks,
            "objectives": [
                {
                    "name": "o",
                    "metric": {"name": "within", "clock": next(iter(clocks))},
                    "expected": {"at_least": "90%"},
                }
            ],
        }
    )


def desk(events: list[Row], **columns: object) -> Desk:
    return Desk(
        tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1", **columns}], events=events
    )


def cycles(
    product: str, clock: Row, events: list[Row], *, as_of: datetime = FAR, **columns: object
) -> list[Row]:
    agreed = agreement(c=clock)
    theirs = profile(product).apply(agreed.clocks["c"])
    on_their_terms = agreed.model_copy(update={"clocks": {"c": theirs}})
    return build_facts(desk(events, **columns), on_their_terms, as_of=as_of).cycles.to_dicts()


def states(product: str, clock: Row, events: list[Row], **columns: Any) -> list[str]:
    return [row["state"] for row in cycles(product, clock, events, **columns)]


def only(product: str, clock: Row, events: list[Row], **columns: Any) -> Row:
    (row,) = cycles(product, clock, events, **columns)
    return row


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
