"""Worked clocks, one ticket at a time. Monday 2 March 2026; the office is open 08-12 and 13-17 in Berlin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from xlakit.facts import Facts, build_facts
from xlakit.model import Agreement
from xlakit.tables import Desk

OFFICE = {"timezone": "Europe/Berlin", "hours": {"mon-fri": ["08:00-12:00", "13:00-17:00"]}}
FAR = datetime(2026, 3, 31, tzinfo=UTC)
Row = dict[str, Any]


def at(text: str) -> datetime:
    """A Berlin winter time in March 2026: ``2 09:30`` is Monday the 2nd, half past nine."""
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=UTC) - timedelta(hours=1)


def status(when: str, value: str, seq: int | None = None, ticket: str = "T1") -> Row:
    return {"ticket_id": ticket, "at": at(when), "kind": "status", "value": value, "seq": seq}


def reply(when: str, role: str | None = "agent", **more: object) -> Row:
    return {"ticket_id": "T1", "at": at(when), "kind": "reply", "role": role, **more}


def agreement(clock: Row, **more: object) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "worked"},
            "term": {"start": "2026-01-01", "end": "2026-12-31", "timezone": "Europe/Berlin"},
            "calendars": {
                "office": OFFICE,
                "late": {"timezone": "Europe/Berlin", "hours": {"mon-fri": ["12:00-20:00"]}},
            },
            "clocks": {"c": clock},
            "objectives": [
                {"name": "o", "metric": {"name": "within", "clock": "c"}, "expected": {"at_least": "90%"}}
            ],
            **more,
        }
    )


def facts(clock: Row, events: list[Row] | None = None, *, as_of: datetime = FAR, **columns: object) -> Facts:
    ticket: Row = {"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1"}
    ticket |= columns
    return build_facts(Desk(tickets=[ticket], events=events), agreement(clock), as_of=as_of)


def cycles(
    clock: Row, events: list[Row] | None = None, *, as_of: datetime = FAR, **columns: object
) -> list[Row]:
    return facts(clock, events, as_of=as_of, **columns).cycles.to_dicts()


def only(clock: Row, events: list[Row] | None = None, *, as_of: datetime = FAR, **columns: object) -> Row:
    (row,) = cycles(clock, events, as_of=as_of, **columns)
    return row


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def reasons(built: Facts) -> dict[str, int]:
    return {note.reason: note.rows for note in built.notes}


FIX: Row = {"calendar": "office", "stop": "resolved", "pause": ["pending", "on-hold"], "within": "4h"}
REPLY: Row = {"calendar": "office", "stop": "first-reply", "within": "1h"}
