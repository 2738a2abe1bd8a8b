"""Laws that facts keep whatever happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from xlakit.facts import Facts, build_facts
from xlakit.model import Agreement
from xlakit.worktime import Calendar

Row = dict[str, Any]
INSTANT = pl.Datetime("us", "UTC")
BASE = datetime(2026, 3, 27, 6, tzinfo=UTC)  # the clocks of Berlin change two days later
OFFICE = {
    "timezone": "Europe/Berlin",
    "hours": {"mon-fri": ["08:00-12:00", "13:00-17:00"], "sun": ["01:00-05:00"]},
}
END = BASE + timedelta(days=14)
PAUSES = ["pending", "on-hold"]
RAISED: Row = {
    "start": {"priority": "L2"},
    "stop": "resolved",
    "cancel": "start-not-met",
    "reopen": "ignore",
    "within": "30h",
}
CLOCKS: dict[str, Row] = {
    "reply": {"calendar": "office", "stop": "first-reply", "within": "2h"},
    "next": {"calendar": "always", "stop": "next-reply", "within": "2h"},
    "plain": {"calendar": "office", "stop": "resolved", "within": "8h"},
    "paused": {"calendar": "office", "stop": "resolved", "pause": PAUSES, "within": "8h"},
    "including": {"calendar": "always", "stop": "resolved", "reopen": "continue_including", "within": "20h"},
    "cycles": {
        "calendar": "office",
        "stop": "resolved",
        "pause": PAUSES,
        "reopen": "new_cycle",
        "within": "8h",
    },
    "once": {"calendar": "office", "stop": "resolved", "pause": PAUSES, "reopen": "ignore", "within": "8h"},
    "group": {
        "calendar": "office",
        "start": {"team": "L2"},
        "stop": {"team_not": "L2"},
        "reopen": "new_cycle",
        "within": "4h",
    },
    "reset": {"calendar": "always", "stop": "resolved", "reset": {"team": "L2"}, "within": "20h"},
    "reset_cancels": {
        "calendar": "always",
        "stop": "resolved",
        "reset": {"team": "L2"},
        "reset_action": "cancel",
        "within": "20h",
    },
    "from_now": {"calendar": "always", **RAISED},
    "from_opening": {"calendar": "always", **RAISED, "retroactive": "true"},
    "from_opening_paused": {
        "calendar": "always",
        **RAISED,
        "retroactive": "true",
        "pause": {"team": "L1"},
        "resume": {"status": "open"},
    },
    "update": {"calendar": "office", "stop": "next-update", "within": "4h"},
    "pausable": {"calendar": "office", "stop": "next-update", "pause": PAUSES, "within": "4h"},
}
AGREEMENT = Agreement.model_validate(
    {
        "apiVersion": "xlakit/v1",
        "kind": "Agreement",
        "metadata": {"name": "laws"},
        "term": {"start": "2026-01-01", "end": "2026-12-31"},
        "calendars": {"office": OFFICE},
        "clocks": CLOCKS,
        "objectives": [
            {"name": "o", "metric": {"name": "within", "clock": "plain"}, "expected": {"at_least": "90%"}}
        ],
    }
)
OFFICE_HOURS = Calendar.from_spec(AGREEMENT.calendars["office"])

statuses = st.sampled_from(
    ["new", "open", "pending", "on-hold", "resolved", "resolved", "closed", "cancelled"]
)
instants = st.integers(0, 14 * 24 * 2).map(lambda half: BASE + timedelta(minutes=30 * half))
events = st.fixed_dictionaries(
    {
        "ticket_id": st.sampled_from(["T1", "T2", "T3"]),
        "at": instants,
        "kind": st.sampled_from(["status", "status", "status", "reply", "assigned", "priority", "escalated"]),
        "word": statuses,
        "team": st.sampled_from(["L1", "L2"]),
        "role": st.sampled_from(["agent", "requester", "bot", None]),
        "public": st.sampled_from([True, None, False]),
        "seq": st.sampled_from([None, 1, 2, 3]),
    }
)
logs = st.lists(events, min_size=1, max_size=16)


def frame_of(log: list[Row]) -> pl.DataFrame:
    rows = [
        {key: value for key, value in row.items() if key not in {"word", "team"}}
        | {
            "value": {"status": row["word"], "assigned": row["team"], "priority": row["team"]}.get(
                row["kind"]
            )
        }
        for row in log
    ]
    kinds = {"at": INSTANT, "value": pl.String, "role": pl.String, "public": pl.Boolean, "seq": pl.Int64}
    return pl.DataFrame(rows, schema_overrides=kinds).with_columns(actor=pl.lit(None, pl.String))


def facts_of(log: pl.DataFrame, as_of: datetime = END) -> Facts:
    opened = {"T1": BASE, "T2": BASE + timedelta(hours=20), "T3": BASE + timedelta(days=3)}
    tickets = pl.DataFrame(
        {"ticket_id": list(opened), "opened_at": list(opened.values()), "requester": ["ann"] * 3},
        schema_overrides={"opened_at": INSTANT},
    )
    desk: Any = SimpleNamespace(
        tickets=tickets, events=log, surveys=None, data_until=END, **dict.fromkeys(TABLES)
    )
    return build_facts(desk, AGREEMENT, as_of=as_of)


TABLES = ("sessions", "articles", "notices", "staff", "measurements")


def same(one: Facts, other: Facts) -> None:
    assert_frame_equal(one.tickets, other.tickets)
    assert_frame_equal(one.cycles, other.cycles)
    assert one.notes == other.notes


@settings(max_examples=15, deadline=None)
@given(logs, instants)
def test_the_facts_as_of_an_instant_are_the_facts_of_the_events_up_to_it(
    log: list[Row], until: datetime
) -> None:
    every = frame_of(log)
    same(facts_of(every, until), facts_of(every.filter(pl.col("at") <= until), until))


@settings(max_examples=15, deadline=None)
@given(logs, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(log: list[Row], dice: Any) -> None:
    shuffled = [*log]
    dice.shuffle(shuffled)
    same(facts_of(frame_of(log)), facts_of(frame_of(shuffled)))


@settings(max_examples=15, deadline=None)
@given(logs)
def test_pausing_never_makes_a_clock_run_longer(log: list[Row]) -> None:
    cycles = facts_of(frame_of(log)).cycles
    for names in (("plain", "paused"), ("update", "pausable"), ("from_opening", "from_opening_paused")):
        plain, paused = (cycles.filter(pl.col("clock") == name) for name in names)
        both = plain.join(paused, on=["ticket_id", "cycle"], suffix="_paused")
        assert both.height == plain.height == paused.height
        assert (both["elapsed_paused"] <= both["elapsed"]).all()
        assert (both["elapsed_paused"] + both["paused_paused"] == both["elapsed"]).all()


@settings(max_examples=15, deadline=None)
@given(logs)
def test_what_a_reset_does_with_the_cycle_it_ends_changes_neither_its_time_nor_the_next(
    log: list[Row],
) -> None:
    cycles = facts_of(frame_of(log)).cycles
    times = ["ticket_id", "cycle", "started_at", "elapsed", "paused", "limit"]
    kept, dropped = (
        cycles.filter(pl.col("clock") == name).select(times) for name in ("reset", "reset_cancels")
    )
    assert_frame_equal(kept, dropped)


@settings(max_examples=15, deadline=None)
@given(logs)
def test_counting_from_the_opening_adds_what_lies_before_the_clock_attached(log: list[Row]) -> None:
    cycles = facts_of(frame_of(log)).cycles
    now, opening = (cycles.filter(pl.col("clock") == name) for name in ("from_now", "from_opening"))
    both = now.join(opening, on=["ticket_id", "cycle"], suffix="_opening")
    assert both.height == now.height == opening.height
    added = both["started_at"] - both["started_at_opening"]
    assert (both["elapsed_opening"] - both["elapsed"] == added).all()


@settings(max_examples=15, deadline=None)
@given(logs)
def test_the_cycles_of_a_group_never_overlap(log: list[Row]) -> None:
    rows = facts_of(frame_of(log)).cycles.filter(pl.col("clock") == "group").to_dicts()
    for one, other in pairwise(rows):
        if one["ticket_id"] == other["ticket_id"]:
            assert other["cycle"] == one["cycle"] + 1
            assert one["state"] == "cancelled" or (one["stopped_at"] or END) <= other["started_at"]


@settings(max_examples=15, deadline=None)
@given(logs, instants)
def test_what_was_run_paused_and_closed_adds_up_to_the_wall_time(log: list[Row], until: datetime) -> None:
    revived = {row["ticket_id"] for row in log if row["kind"] == "status" and row["word"] == "cancelled"}
    rows = facts_of(frame_of(log), until).cycles.filter(pl.col("clock").is_in(["once", "cycles"]))
    for row in rows.filter(~pl.col("ticket_id").is_in(list(revived))).to_dicts():
        end = row["stopped_at"] or until
        assert row["elapsed"] + row["paused"] == OFFICE_HOURS.elapsed(row["started_at"], end)
        assert row["elapsed"] <= row["elapsed_calendar"] <= end - row["started_at"]


@settings(max_examples=15, deadline=None)
@given(logs, instants)
def test_states_verdicts_and_instants_never_contradict_each_other(log: list[Row], until: datetime) -> None:
    for row in facts_of(frame_of(log), until).cycles.to_dicts():
        state, over = row["state"], row["elapsed"] > row["limit"]
        assert row["met"] == {"met": True, "breached": False}.get(state)
        assert (row["decided_at"] is not None) == (row["met"] is not None)
        assert over == (state == "breached") or state == "cancelled"
        assert row["first_breach_at"] == (row["breach_at"] if state == "breached" else None)
        assert (row["breach_at"] is not None) == (state in {"breached", "running"})
        assert (row["stopped_at"] is not None) or state != "met"
        assert row["decided_at"] is None or row["started_at"] <= row["decided_at"] <= until
        assert row["used"] == row["elapsed"] / row["limit"]
        assert (row["overrun"] is not None) == (state == "breached")
        if state != "cancelled":
            assert row["left"] == row["limit"] - row["elapsed"]


def _never_cancels(clock: Any) -> bool:
    return clock.cancel == "never" and clock.reset_action == "complete"


@settings(max_examples=15, deadline=None)
@given(logs, instants, instants)
def test_a_first_cycle_once_breached_stays_breached_at_the_same_instant(
    log: list[Row], one: datetime, other: datetime
) -> None:
    gone = [row["ticket_id"] for row in log if row["kind"] == "status" and row["word"] == "cancelled"]
    # A cycle that the clock's own terms cancel no longer counts, however far over its limit it was.
    lasting = [name for name, clock in AGREEMENT.clocks.items() if _never_cancels(clock)]
    key = ["ticket_id", "clock", "cycle"]
    early, late = (facts_of(frame_of(log), when).cycles for when in sorted([one, other]))
    kept = ~pl.col("ticket_id").is_in(gone) & pl.col("clock").is_in(lasting)
    breached = early.filter((pl.col("state") == "breached") & kept)
    both = breached.join(late, on=key, suffix="_late")
    assert both.height == breached.height
    assert (both["state_late"] == "breached").all()
    assert (both["first_breach_at_late"] == both["first_breach_at"]).all()


@settings(max_examples=15, deadline=None)
@given(logs)
def test_counts_are_consistent(log: list[Row]) -> None:
    for row in facts_of(frame_of(log)).tickets.to_dicts():
        assert (row["resolutions"] > 0) == (row["first_resolved_at"] is not None)
        if row["reopens"] is not None:
            assert 0 <= row["resolutions"] - row["reopens"] <= 1
        assert (row["first_reopened_at"] is None) == (not row["reopens"])
        if row["resolved_replayed"] is not None:
            assert row["first_resolved_at"] <= row["resolved_replayed"]
