"""An explanation adds up to what it explains, whatever happened and wherever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.facts import build_facts
from xlakit.facts.explain import explain_clock
from xlakit.facts.explain.intervals import instant
from xlakit.model import Agreement
from xlakit.worktime import Calendar

Row = dict[str, Any]
INSTANT = pl.Datetime("us", "UTC")
OPENED = {"T1": 0, "T2": 20, "T3": 72}
PAUSES = ["pending", "on-hold"]
CLOCKS: dict[str, Row] = {
    "reply": {"calendar": "office", "stop": "first-reply", "within": "2h"},
    "next": {"calendar": "office", "stop": "next-reply", "within": "2h"},
    "always": {"stop": "resolved", "pause": PAUSES, "within": "20h"},
    "paused": {"calendar": "office", "stop": "resolved", "pause": PAUSES, "within": "8h"},
    "including": {"calendar": "office", "reopen": "continue_including", "pause": PAUSES, "within": "8h"},
    "cycles": {"calendar": "office", "reopen": "new_cycle", "pause": PAUSES, "within": "2bd"},
    "assigned": {"calendar": "office", "start": "first-assigned", "stop": "closed", "within": "8h"},
    "strictest": {
        "calendar": "office",
        "binding": "strictest",
        "limits": [
            {"when": {"priority": "L1"}, "within": "3h", "calendar": "always"},
            {"within": "5h"},
        ],
    },
    "group": {
        "calendar": "office",
        "start": {"team": "L2"},
        "stop": {"team_not": "L2"},
        "reopen": "new_cycle",
        "within": "4h",
    },
    "retroactive": {"calendar": "office", "start": {"priority": "L1"}, "retroactive": "true", "within": "4h"},
    "reset": {"calendar": "office", "reset": {"team": "L2"}, "pause": ["pending"], "within": "4h"},
    "resumed": {"pause": {"status": "pending"}, "resume": {"status": "open"}, "within": "4h"},
    "elsewhere": {
        "calendar": "office",
        "pause": {"team": "L2", "status_not": "new"},
        "cancel": {"priority": "L1"},
        "within": "4h",
    },
    "update": {"calendar": "office", "stop": "next-update", "pause": ["pending"], "within": "2h"},
    "current": {"calendar": "office", "binding": "current", "within": {"L1": "3h", "L2": "6h"}},
}
ZONES = {
    "Europe/Berlin": datetime(2026, 3, 27, 6, tzinfo=UTC),
    "America/New_York": datetime(2026, 10, 30, 6, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 4, 3, 6, tzinfo=UTC),
    "America/Sao_Paulo": datetime(2018, 11, 2, 6, tzinfo=UTC),
}
HOURS = [
    {"mon-fri": ["08:00-12:00", "13:00-17:00"], "sun": ["01:00-05:00"]},
    {"mon-sun": ["22:00-06:00"]},
    {"mon-sun": ["00:00-24:00"]},
    {"mon,thu": ["00:30-02:30"]},
]
instants = st.integers(0, 14 * 24 * 4).map(lambda quarter: quarter * 15)
events = st.fixed_dictionaries(
    {
        "ticket_id": st.sampled_from(list(OPENED)),
        "minutes": instants,
        "kind": st.sampled_from(["status", "status", "status", "reply", "assigned", "priority"]),
        "status": st.sampled_from(["new", "open", *PAUSES, "resolved", "resolved", "closed", "cancelled"]),
        "team": st.sampled_from(["L1", "L2"]),
        "role": st.sampled_from(["agent", "requester", "bot", None]),
        "seq": st.sampled_from([None, 1, 2]),
    }
)
cases = st.fixed_dictionaries(
    {
        "log": st.lists(events, min_size=1, max_size=16),
        "zone": st.sampled_from(list(ZONES)),
        "hours": st.sampled_from(HOURS),
        "holiday": st.integers(0, 12),
        "date": st.integers(0, 12),
        "cut": st.sampled_from([[], ["10:00-14:00"]]),
        "amended": st.sampled_from([None, None, 1, 5]),
        "until": instants,
        "ticket": st.sampled_from(list(OPENED)),
        "clock": st.sampled_from(list(CLOCKS)),
        "windows": st.lists(st.tuples(st.integers(0, 23), st.integers(1, 30), st.booleans()), max_size=2),
        "relief": st.none() | st.tuples(instants, instants),
    }
)


def agreement_of(case: Row, base: datetime) -> Agreement:
    days = [(base + timedelta(days=case[name])).date().isoformat() for name in ("holiday", "date")]
    office = {
        "timezone": case["zone"],
        "hours": case["hours"],
        "holidays": [days[0]],
        "dates": {days[1]: case["cut"]},
        "breaks": {days[0]: ["01:30-02:30"], days[1]: ["11:00-11:30"]},
    }
    later = []
    if case["amended"] is not None:
        effective = (base + timedelta(days=case["amended"])).date().isoformat()
        changes = {"clocks.cycles.within": "1h", "clocks.paused.pause": [], "clocks.group.stop": "closed"}
        later = [{"effective": effective, "set": changes}]
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "laws"},
            "term": {"start": "2018-01-01", "end": "2026-12-31"},
            "calendars": {"office": office},
            "clocks": CLOCKS,
            "amendments": later,
            "maintenance": [
                {"rrule": "FREQ=WEEKLY;BYDAY=FR,SU,TU", "at": f"{hour:02d}:30", "for": f"{length}h"}
                | ({"services": ["erp"]} if named else {"timezone": case["zone"]})
                for hour, length, named in case["windows"]
            ],
            "settlement": {"excused": "stop_clock"},
            "objectives": [
                {
                    "name": "o",
                    "metric": {"name": "within", "clock": "paused"},
                    "expected": {"at_least": "90%"},
                }
            ],
        }
    )


def desk_of(case: Row, base: datetime) -> Any:
    log = case["log"]
    rows = [
        {
            "ticket_id": row["ticket_id"],
            "at": base + timedelta(minutes=row["minutes"]),
            "kind": row["kind"],
            "value": row["status"] if row["kind"] == "status" else row["team"],
            "role": row["role"],
            "seq": row["seq"],
            "actor": None,
            "public": True,
        }
        for row in log
    ]
    kinds = {"at": INSTANT, "role": pl.String, "seq": pl.Int64, "actor": pl.String, "value": pl.String}
    opened = [base + timedelta(hours=hours) for hours in OPENED.values()]
    tickets = pl.DataFrame(
        {
            "ticket_id": list(OPENED),
            "opened_at": opened,
            "requester": ["ann"] * 3,
            "priority": ["L1", "L2", "L2"],
            "service": ["erp", "web", None],
        },
        schema_overrides={"opened_at": INSTANT},
    )
    return SimpleNamespace(
        tickets=tickets,
        events=pl.DataFrame(rows, schema_overrides=kinds),
        surveys=None,
        reliefs=None if case["relief"] is None else relief_of(case, base),
        data_until=max(opened),
    )


def relief_of(case: Row, base: datetime) -> pl.DataFrame:
    begin, end = (base + timedelta(minutes=minutes) for minutes in sorted(case["relief"]))
    return pl.DataFrame(
        {
            "relief_id": ["R1"],
            "ticket_id": [case["ticket"]],
            "decision": ["accepted"],
            "starts_at": [begin],
            "ends_at": [end],
        },
        schema_overrides={"starts_at": INSTANT, "ends_at": INSTANT},
    )


@settings(max_examples=70, deadline=None)
@given(cases)
def test_the_intervals_of_every_cycle_add_up_to_the_clock(case: Row) -> None:
    base = ZONES[case["zone"]]
    agreement, desk = agreement_of(case, base), desk_of(case, base)
    as_of = base + timedelta(minutes=case["until"])
    told = build_facts(desk, agreement, as_of=as_of, clocks=[case["clock"]], needed=()).cycles
    told = told.filter(ticket_id=case["ticket"])
    found = explain_clock(desk, agreement, case["ticket"], case["clock"], as_of=as_of)
    assert bool(found.not_run) == told.is_empty()
    assert [cycle.cycle for cycle in found.cycles] == told["cycle"].to_list()
    opened = base + timedelta(hours=OPENED[case["ticket"]])
    for cycle, row in zip(found.cycles, told.to_dicts(), strict=True):
        microsecond = timedelta(microseconds=1)
        assert cycle.elapsed_us * microsecond == row["elapsed"]
        assert cycle.paused_us * microsecond == row["paused"]
        assert cycle.limit_us * microsecond == row["limit"]
        assert (cycle.state, cycle.started_at, cycle.stopped_at) == (
            row["state"],
            row["started_at"],
            row["stopped_at"],
        )
        if row["first_breach_at"] is not None:
            assert cycle.used_up_at == row["first_breach_at"]
        assert cycle.due_at == (row["breach_at"] if row["state"] == "running" else None)
        every = cycle.intervals
        assert all(one.end == other.start for one, other in pairwise(every))
        assert all(interval.start < interval.end for interval in every)
        if every:
            assert every[0].start == (opened if cycle.cycle == 1 else row["started_at"])
            assert every[-1].end == (row["stopped_at"] or every[-1].end) <= as_of
            assert every[-1].total_us == cycle.elapsed_us
            if row["state"] in {"running", "paused"}:
                assert every[-1].end == as_of
        assert str(cycle.limit) in str(found)


@settings(max_examples=50, deadline=None)
@given(cases)
def test_what_is_counted_is_open_time_and_what_was_closed_is_not(case: Row) -> None:
    base = ZONES[case["zone"]]
    agreement, desk = agreement_of(case, base), desk_of(case, base)
    own = {name: Calendar.from_spec(spec) for name, spec in agreement.calendars.items()}
    calendars = own | {"always": Calendar.always()}
    found = explain_clock(desk, agreement, case["ticket"], case["clock"], as_of=base + timedelta(days=14))
    for cycle in found.cycles:
        hours = calendars[cycle.calendar]
        for interval in cycle.intervals:
            microseconds = (interval.end - interval.start) // timedelta(microseconds=1)
            opened = hours.elapsed(interval.start, interval.end) // timedelta(microseconds=1)
            if interval.counted:
                assert interval.counted_us == microseconds == opened
                assert interval.reason.startswith(("running", "retroactive"))
            elif interval.reason.startswith("paused"):
                assert interval.paused_us == opened
            elif interval.reason.startswith(("outside", "holiday", "closed date", "break")):
                assert opened == 0
            elif interval.reason in {"maintenance", "relief R1"}:
                assert interval.paused_us == 0
                assert opened == microseconds  # it takes off what would have counted, and nothing else
            else:
                assert interval.reason in {"solved", "cancelled", "stopped", "before the clock started"}


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_an_instant_is_what_its_microseconds_say(microseconds: int) -> None:
    assert (instant(microseconds) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    ) == microseconds
