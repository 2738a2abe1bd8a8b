"""The vectorised replay against a literal one: ticket by ticket, event by event, with datetimes."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from literal_clocks import CLOCKS, ORDER, judged
from literal_hours import CALENDARS, Event

from xlakit.facts import build_facts
from xlakit.model import Agreement


def random_desk(seed: int, tickets: int) -> tuple[list[Event], list[Event]]:
    dice = random.Random(seed)  # noqa: S311 - a seeded test desk
    base = datetime(2026, 3, 20, tzinfo=UTC)
    rows, events = [], []
    for number in range(tickets):
        ticket_id = f"T{number:04d}"
        opened = base + timedelta(minutes=30 * dice.randrange(48 * 20))
        rows.append(
            {
                "ticket_id": ticket_id,
                "opened_at": opened,
                "priority": dice.choice(["P1", "P2", "P3", None]),
                "team": dice.choice(["L1", "L2", "L3", None]),
                "kind": dice.choice(["incident", "request", None]),
                "merged_into": "T9999" if dice.random() < 0.03 else None,
            }
        )
        at, own = opened, list[tuple[str, str | None, str | None, datetime]]()
        with_seq = dice.random() < 0.5
        if dice.random() < 0.5:
            own.append(("opened", None, dice.choice(["agent", "requester", None]), opened))
        for _ in range(dice.choice([1, 3, 6, 12])):
            at += timedelta(minutes=dice.choice([0, 0, 7, 30, 60, 240, 24 * 60, 72 * 60]))
            kind = dice.choice(["status", "status", "status", "reply", "reply", "assigned", "note"])
            value = (
                dice.choice(ORDER)
                if kind == "status"
                else dice.choice(["L1", "L2", "L3"])
                if kind == "assigned"
                else None
            )
            role = dice.choice(["agent", "agent", "requester", "bot", "system", None])
            own.append((kind, value, role, at))
        own.append(("status", dice.choice(ORDER), "agent", at + timedelta(minutes=30)))
        if dice.random() < 0.3:
            own.append(("priority", dice.choice(["P1", "P2", "P3"]), "agent", opened))
        if dice.random() < 0.3:
            own.append(("priority", dice.choice(["P1", "P2"]), "agent", opened + timedelta(minutes=61)))
        if dice.random() < 0.3:
            own.append(("priority", dice.choice(["P1", "P3"]), "agent", at))
        for seq, (kind, value, role, when) in enumerate(own):
            events.append(
                {
                    "ticket_id": ticket_id,
                    "at": when - timedelta(minutes=5) * (dice.random() < 0.02),
                    "kind": kind,
                    "value": value,
                    "actor": dice.choice(["ann", "bob", None]),
                    "role": role,
                    "public": dice.choice([True, True, False, None]),
                    "seq": seq // dice.choice([1, 2]) if with_seq else None,
                }
            )
    dice.shuffle(events)
    return rows, events


def desk_of(rows: list[Event], events: list[Event]) -> Any:
    instant = pl.Datetime("us", "UTC")
    return SimpleNamespace(
        tickets=pl.DataFrame(rows, schema_overrides={"opened_at": instant, "merged_into": pl.String}),
        events=pl.DataFrame(
            events, schema_overrides={"at": instant, "seq": pl.Int64}, infer_schema_length=None
        ),
        surveys=None,
        data_until=max(event["at"] for event in events),
    )


def agreement_of() -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "oracle"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "calendars": CALENDARS,
            "clocks": CLOCKS,
            "objectives": [
                {"name": "fix", "metric": {"name": "within", "clock": "fix"},
                 "expected": {"at_least": "90%"}}
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_vectorised_clocks_are_the_literal_clocks(seed: int) -> None:
    rows, events = random_desk(seed, 250)
    for days in (12, 60):
        as_of = datetime(2026, 3, 20, 9, 30, tzinfo=UTC) + timedelta(days=days)
        facts = build_facts(desk_of(rows, events), agreement_of(), as_of=as_of, needed=())
        found = {(row["ticket_id"], row["clock"], row["cycle"]): row for row in facts.cycles.to_dicts()}
        by_ticket: dict[str, list[Event]] = {}
        for event in events:
            by_ticket.setdefault(event["ticket_id"], []).append(event)
        wanted = [
            row
            for ticket in rows
            if ticket["opened_at"] <= as_of
            for name in CLOCKS
            for row in judged(name, ticket, by_ticket[ticket["ticket_id"]], as_of)
        ]
        keys = {(row["ticket_id"], row["clock"], row["cycle"]) for row in wanted}
        assert found.keys() == keys
        for row in wanted:
            mine = found[row["ticket_id"], row["clock"], row["cycle"]]
            assert {key: mine[key] for key in row} == row
