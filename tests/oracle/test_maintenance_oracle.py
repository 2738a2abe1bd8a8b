"""Clocks with maintenance and reliefs against a walk minute by minute that shares no code with the source."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from xlakit.facts import build_facts
from xlakit.model import Agreement
from xlakit.tables import Desk

Row = dict[str, Any]
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
BASES = {"spring": datetime(2026, 3, 26, 5, tzinfo=UTC), "autumn": datetime(2026, 10, 22, 5, tzinfo=UTC)}
SPAN = timedelta(days=9)
LIMIT = 300
MAINTENANCE = [
    {"rrule": "FREQ=WEEKLY;BYDAY=SU,TH", "at": "01:30", "for": "3h"},
    {"rrule": "FREQ=MONTHLY;BYDAY=-1SU", "at": "02:30", "for": "5h", "services": ["erp"]},
    {"rrule": "FREQ=DAILY;INTERVAL=2", "at": "11:40", "for": "95m", "services": ["erp", "web"]},
    {"rrule": "FREQ=DAILY", "at": "22:10", "for": "2h", "services": ["web"], "timezone": "America/New_York"},
]
CLOCKS = {
    "always": {"pause": ["pending"], "within": "5h"},
    "office": {"calendar": "office", "pause": ["pending"], "within": "5h"},
}


def is_on(day: date, index: int) -> bool:
    """Whether the rule of a clause names a day; the term begins on 1 January 2026."""
    if index == 0:
        return day.weekday() in {3, 6}
    if index == 1:
        return day.weekday() == 6 and (day + timedelta(days=7)).month != day.month
    return index == 3 or (day - date(2026, 1, 1)).days % 2 == 0


def shown(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first minute at or after which the wall of a zone shows a time, found by looking at each."""
    moment = datetime.combine(day, time(), UTC) - timedelta(hours=16)
    wall = datetime.combine(day, at)
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += MINUTE
    return moment


def still(base: datetime, service: str | None, reliefs: list[tuple[datetime, datetime]]) -> set[datetime]:
    """Every minute in which clocks of a ticket of that service stand still."""
    found: set[datetime] = set()
    spans = list(reliefs)
    for index, clause in enumerate(MAINTENANCE):
        if "services" in clause and service not in clause["services"]:
            continue
        zone = ZoneInfo(clause.get("timezone", "Europe/Berlin"))
        hours = {"3h": 180, "5h": 300, "95m": 95, "2h": 120}[clause["for"]]
        for step in range(-2, SPAN.days + 3):
            day = base.date() + timedelta(days=step)
            if is_on(day, index):
                begin = shown(day, time.fromisoformat(clause["at"]), zone)
                spans.append((begin, begin + hours * MINUTE))
    for begin, end in spans:
        while begin < end:
            found.add(begin)
            begin += MINUTE  # noqa: PLW2901 - walking
    return found


def is_open(moment: datetime, clock: str) -> bool:
    local = moment.astimezone(BERLIN)
    return clock == "always" or local.weekday() == 6 or (local.weekday() < 5 and 8 <= local.hour < 17)


def random_case(seed: int) -> tuple[datetime, list[Row], list[Row], list[Row]]:
    dice = random.Random(seed)  # noqa: S311 - a seeded test desk
    base = BASES["spring" if seed % 2 else "autumn"]
    tickets, log, reliefs = [], [], []
    for number in range(12):
        name, at = f"T{number:02d}", base + dice.randrange(3 * 1440) * MINUTE
        tickets.append(
            {"ticket_id": name, "opened_at": at, "service": dice.choice(["erp", "web", "fax", None])}
        )
        log.append({"ticket_id": name, "at": at, "kind": "status", "value": "open"})
        for _ in range(dice.randrange(6)):
            at += dice.choice([7, 60, 400, 1500]) * MINUTE
            value = dice.choice(["open", "pending", "resolved"])
            log.append({"ticket_id": name, "at": at, "kind": "status", "value": value})
        for _ in range(dice.choice([0, 0, 1, 3])):
            begin = base + dice.randrange(6 * 1440) * MINUTE
            reliefs.append(
                {
                    "relief_id": f"R{len(reliefs)}",
                    "ticket_id": name,
                    "decision": dice.choice(["accepted", "accepted", "rejected"]),
                    "starts_at": begin,
                    "ends_at": begin + dice.choice([30, 200, 1000]) * MINUTE,
                }
            )
    return base, tickets, log, reliefs


@pytest.mark.parametrize("seed", range(6))
def test_elapsed_time_is_that_of_a_walk_minute_by_minute(seed: int) -> None:
    base, tickets, log, reliefs = random_case(seed)
    as_of = base + SPAN
    agreement = Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "oracle"},
            "term": {"start": "2026-01-01", "end": "2026-12-31", "timezone": "Europe/Berlin"},
            "calendars": {
                "office": {
                    "timezone": "Europe/Berlin",
                    "hours": {"mon-fri": "08:00-17:00", "sun": "00:00-24:00"},
                }
            },
            "maintenance": MAINTENANCE,
            "settlement": {"excused": "stop_clock"},
            "clocks": CLOCKS,
            "objectives": [
                {
                    "name": "o",
                    "metric": {"name": "within", "clock": "office"},
                    "expected": {"at_least": "90%"},
                }
            ],
        }
    )
    found = build_facts(Desk(tickets=tickets, events=log, reliefs=reliefs), agreement, as_of=as_of).cycles
    rows = {(row["ticket_id"], row["clock"]): row for row in found.to_dicts()}
    assert len(rows) == found.height == 24
    for ticket in tickets:
        own = [row for row in log if row["ticket_id"] == ticket["ticket_id"] and row["at"] <= as_of]
        accepted = [
            (row["starts_at"], row["ends_at"])
            for row in reliefs
            if row["ticket_id"] == ticket["ticket_id"] and row["decision"] == "accepted"
        ]
        stopped = still(base, ticket["service"], accepted)
        for clock in CLOCKS:
            ran, breach, status, moment = 0, None, "open", ticket["opened_at"]
            while moment < as_of:
                status = next((row["value"] for row in reversed(own) if row["at"] <= moment), status)
                if status == "open" and moment not in stopped and is_open(moment, clock):
                    ran += 1
                    breach = moment + MINUTE if ran == LIMIT else breach
                moment += MINUTE
            row = rows[ticket["ticket_id"], clock]
            assert row["elapsed"] == ran * MINUTE, (ticket, clock)
            assert row["first_breach_at"] == (breach if ran > LIMIT else None), (ticket, clock)
