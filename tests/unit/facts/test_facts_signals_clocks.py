"""Signals about clocks, counted by hand on a few tickets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from xlakit.agreement import parse
from xlakit.facts import build_facts
from xlakit.facts.signals import SIGNALS, SignalSources, bins
from xlakit.model import Window
from xlakit.tables import Desk

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MARCH = Window(start=datetime(2026, 3, 1, tzinfo=UTC), end=datetime(2026, 4, 1, tzinfo=UTC), label="2026-03")
AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {{name: small}}
term: {{start: 2026-01-01, end: 2026-12-31}}
calendars: {{day: {{timezone: UTC, hours: {{mon-fri: "00:00-10:00"}}}}}}
clocks:
  fix: {{calendar: day, stop: resolved, pause: [pending], {more} within: {{P1: 4h, P2: 8h}}}}
objectives: [{{name: fast, metric: {{name: within, clock: fix}}, expected: {{at_least: "80%"}}}}]
"""


def rows(
    name: str,
    tickets: list[dict[str, Any]],
    events: list[tuple[Any, ...]] | None,
    *,
    more: str = "",
    windows: tuple[Window, ...] = (MARCH,),
) -> list[Any]:
    told = None
    if events is not None:
        told = [
            {
                "ticket_id": ticket,
                "at": MONDAY + timedelta(minutes=minute),
                "kind": kind,
                "value": value,
                "role": "agent" if kind == "reply" else None,
                "public": True if kind == "reply" else None,
            }
            for ticket, minute, kind, value in events
        ]
    desk = Desk(tickets=tickets, events=told)
    agreement = parse(AGREEMENT.format(more=more))
    facts = build_facts(desk, agreement, as_of=datetime(2026, 4, 10, tzinfo=UTC))
    found = SIGNALS[name].make(SignalSources(desk, agreement, facts, windows, ("team", "priority")))
    assert found is not None
    return list(found)


def ticket(name: str, **more: Any) -> dict[str, Any]:
    return {"ticket_id": name, "opened_at": MONDAY, "priority": "P1", "team": "North"} | more


def whole(found: list[Any]) -> Any:
    (row,) = (row for row in found if row["segment"] == ())
    return row


def test_pauses_and_hours_are_split_at_nine_tenths_of_the_limit_and_closed_hours_count_in_neither() -> None:
    events = [
        ("1", 0, "status", "open"),
        ("1", 60, "status", "pending"),  # at 1 h of 4 h: early
        ("1", 120, "status", "open"),
        ("1", 290, "status", "pending"),  # at 3 h 50 min of 4 h: late, no message
        ("1", 350, "status", "open"),
        ("1", 355, "status", "resolved"),  # at 3 h 55 min
        ("2", 0, "status", "open"),
        ("2", 230, "status", "pending"),  # late, but the user is asked
        ("2", 235, "reply", None),
        ("2", 1440, "status", "open"),  # the next day
        ("2", 1455, "status", "resolved"),  # at 4 h 5 min: missed
    ]
    found = whole(rows("pauses", [ticket("1"), ticket("2")], events))
    assert (found["late_pauses"], found["early_pauses"], found["silent"]) == (2, 1, 1)
    # 14 minutes and 5 of the one; 14 before the pause and 10 after it, up to the limit, of the other.
    assert found["late_hours"] == pytest.approx((19 + 24) / 60)
    assert found["early_hours"] == pytest.approx(2 * 3.6)
    assert (found["decided"], found["met"], found["kept_by_pause"]) == (2, 1, 1)
    assert found["examples"] == ("1",)


def test_without_messages_on_record_every_late_pause_is_ignored() -> None:
    events = [
        ("1", 0, "status", "open"),
        ("1", 230, "status", "pending"),
        ("1", 300, "status", "open"),
        ("1", 305, "status", "resolved"),
    ]
    found = whole(rows("pauses", [ticket("1")], events))
    assert (found["silent"], found["kept_by_pause"]) == (None, 1)


def test_a_pause_shorter_than_the_time_left_kept_nothing() -> None:
    events = [
        ("1", 0, "status", "open"),
        ("1", 220, "status", "pending"),
        ("1", 225, "status", "open"),
        ("1", 230, "status", "resolved"),
    ]
    assert whole(rows("pauses", [ticket("1")], events))["kept_by_pause"] == 0


def test_first_changes_of_priority_are_early_late_down_or_up() -> None:
    names = ("early", "late", "up", "none", "again")
    events: list[tuple[Any, ...]] = [
        *((name, 0, "status", "open") for name in names),
        *((name, 0, "priority", "P2" if name == "up" else "P1") for name in names),
        ("early", 30, "priority", "P2"),
        ("late", 200, "priority", "P2"),  # 83 % of 4 h
        ("up", 30, "priority", "P1"),
        ("again", 30, "priority", "P2"),
        ("again", 40, "priority", "P1"),
        ("early", 100, "status", "resolved"),
        ("late", 300, "status", "resolved"),  # 5 h: kept by P2 only
        ("up", 300, "status", "resolved"),  # 5 h: kept by P2 only
        ("none", 300, "status", "resolved"),
        ("again", 100, "status", "resolved"),
    ]
    found = whole(rows("priorities", [ticket(name) for name in names], events, more="binding: current,"))
    assert (found["down"], found["up"]) == (3, 1)
    assert (found["late_downgrades"], found["late_cycles"]) == (1, 2)
    assert (found["early_downgrades"], found["early_cycles"]) == (2, 4)
    assert (found["decided"], found["met_initial"], found["met_final"]) == (5, 3, 3)
    assert found["examples"] == ("late",)


def test_closures_near_the_limit_and_with_time_to_spare_are_followed_for_two_days() -> None:
    events = [
        ("near", 0, "status", "open"),
        ("near", 230, "status", "resolved"),
        ("near", 300, "status", "open"),
        ("near", 310, "status", "resolved"),
        ("spare", 0, "status", "open"),
        ("spare", 100, "status", "resolved"),
        ("spare", 5_000, "status", "open"),  # after two days
        ("spare", 5_010, "status", "resolved"),
        ("late", 0, "status", "open"),
        ("late", 300, "status", "resolved"),
        ("anew", 0, "status", "open"),
        ("anew", 235, "status", "resolved"),
    ]
    tickets = [
        *(ticket(name, requester=name) for name in ("near", "spare", "late", "anew")),
        ticket("next", requester="anew", opened_at=MONDAY + timedelta(hours=5)),
    ]
    found = whole(rows("early_closures", tickets, events, more="reopen: ignore,"))
    assert (found["near"], found["near_reopened"], found["near_anew"]) == (2, 1, 1)
    assert (found["spare"], found["spare_reopened"], found["spare_anew"]) == (1, 0, 0)
    assert (found["near_reopened_met"], found["near_anew_met"]) == (1, 1)
    assert (found["examples_reopened"], found["examples_anew"]) == (("near",), ("anew",))


def test_bins_end_at_the_limit_and_hold_what_just_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bins, "FEWEST", 1)
    used = {"a": 240, "b": 226, "c": 225, "d": 241, "e": 5}
    tickets = [
        ticket(name, resolved_at=MONDAY + timedelta(minutes=minutes), reopen_count=int(name == "a"))
        for name, minutes in used.items()
    ]
    tickets.append(ticket("other", priority="P2", resolved_at=MONDAY + timedelta(minutes=230)))
    found = [row for row in rows("bins", tickets, None) if row["limit_us"] == 4 * 3_600_000_000]
    row = whole(found)
    assert row["limit_bin"] == 16
    places = {place: count for place, count in enumerate(row["counts"]) if count}
    assert places == {15: 2, 14: 1, 16: 1, 0: 1}
    assert (row["decided"], row["met"]) == (5, 4)
    assert sum(row["others"]) == row["others"][15] == 1
    assert (sum(row["resolved"]), row["reopened"][15], sum(row["reopened"])) == (5, 1, 1)
    assert {item["segment"] for item in found} == {(), (("team", "North"),), (("priority", "P1"),)}


def test_an_exclusive_clock_puts_what_uses_the_limit_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bins, "FEWEST", 1)
    tickets = [ticket("a", resolved_at=MONDAY + timedelta(minutes=240))]
    row = whole(rows("bins", tickets, None, more="inclusive: false,"))
    assert row["counts"][16] == 1


@pytest.mark.parametrize("name", ["bins", "early_closures"])
def test_a_desk_without_a_finished_window_has_no_rows(name: str) -> None:
    assert rows(name, [ticket("a", requester="a")], None, windows=()) == []
