"""What stops clocks, whatever happened: it never adds, it is one however it is written, and it is foreseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from xlakit.facts import build_facts
from xlakit.facts.clocks.stoppages import joined, places
from xlakit.model import Agreement
from xlakit.tables import Desk

Row = dict[str, Any]
BASE = datetime(2026, 3, 27, 6, tzinfo=UTC)  # the clocks of Berlin go forward on the 29th
FIRST, DAYS = BASE.date(), 12
CLOCKS: dict[str, Row] = {
    "always": {"pause": ["pending"], "within": "20h"},
    "office": {"calendar": "office", "pause": ["pending"], "within": "8h"},
    "cycles": {"calendar": "office", "reopen": "new_cycle", "within": "2bd"},
    "including": {"reopen": "continue_including", "within": "30h"},
    "strictest": {"binding": "strictest", "limits": [{"calendar": "office", "within": "3h"}]},
    "back": {"start": {"status": "open"}, "retroactive": "true", "pause": ["pending"], "within": "9h"},
    "update": {"calendar": "office", "stop": "next-update", "within": "2h"},
}
minutes = st.integers(0, DAYS * 24 * 4).map(lambda quarter: 15 * quarter)
events = st.fixed_dictionaries(
    {
        "ticket_id": st.sampled_from(["a", "b", "c"]),
        "minutes": minutes,
        "kind": st.sampled_from(["status", "status", "reply"]),
        "value": st.sampled_from(["open", "pending", "resolved", "closed"]),
    }
)
windows = st.tuples(
    st.integers(0, DAYS - 1), st.integers(0, 95), st.integers(1, 160), st.sampled_from(["all", "erp", "web"])
)
reliefs = st.tuples(st.sampled_from(["a", "b", "c"]), minutes, minutes)
cases = st.fixed_dictionaries(
    {
        "log": st.lists(events, max_size=14),
        "windows": st.lists(windows, min_size=1, max_size=5),
        "reliefs": st.lists(reliefs, max_size=4),
        "until": minutes,
    }
)


def clause(day: int, quarter: int, length: int, service: str) -> Row:
    date = (FIRST + timedelta(days=day)).isoformat()
    stated: Row = {
        "rrule": "FREQ=DAILY",
        "at": f"{quarter // 4:02d}:{quarter % 4 * 15:02d}",
        "for": f"{15 * length}m",
        "from": date,
        "until": date,
    }
    return stated if service == "all" else stated | {"services": [service]}


def agreement_of(maintenance: list[Row], excused: str = "stop_clock") -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "laws"},
            "term": {"start": "2026-01-01", "end": "2026-12-31", "timezone": "Europe/Berlin"},
            "calendars": {
                "office": {
                    "timezone": "Europe/Berlin",
                    "hours": {"mon-fri": ["08:00-12:00", "13:00-17:00"], "sun": "00:30-04:00"},
                }
            },
            "clocks": CLOCKS,
            "maintenance": maintenance,
            "settlement": {"excused": excused},
            "objectives": [
                {
                    "name": "o",
                    "metric": {"name": "within", "clock": "always"},
                    "expected": {"at_least": "90%"},
                }
            ],
        }
    )


def desk_of(case: Row) -> Desk:
    def at(minute: int) -> datetime:
        return BASE + timedelta(minutes=minute)

    opened = [
        {"ticket_id": name, "opened_at": at(hour * 60), "service": service, "priority": "P1"}
        for name, hour, service in (("a", 0, "erp"), ("b", 20, "web"), ("c", 50, None))
    ]
    log = [
        {
            **{name: row[name] for name in ("ticket_id", "kind", "value")},
            "at": at(row["minutes"]),
            "role": "agent",
        }
        for row in case["log"]
    ]
    stops = [
        {
            "relief_id": f"R{place}",
            "ticket_id": ticket,
            "decision": "accepted",
            "claimed_at": BASE,
            "starts_at": at(min(edges)),
            "ends_at": at(max(edges)),
        }
        for place, (ticket, *edges) in enumerate(case["reliefs"])
    ]
    return Desk(tickets=opened, events=log or None, reliefs=stops or None)


def cycles_of(desk: Desk, agreement: Agreement, as_of: datetime) -> pl.DataFrame:
    return build_facts(desk, agreement, as_of=as_of, needed=()).cycles


@settings(max_examples=60, deadline=None)
@given(cases)
def test_what_stops_a_clock_never_adds_to_it_and_changes_nothing_else(case: Row) -> None:
    desk, as_of = desk_of(case), BASE + timedelta(days=1, minutes=case["until"])
    stopping = [clause(*window) for window in case["windows"]]
    plain = cycles_of(desk, agreement_of([], "exclude"), as_of)
    less = cycles_of(desk, agreement_of(stopping[1:], "exclude"), as_of)
    more = cycles_of(desk, agreement_of(stopping), as_of)
    same = ["ticket_id", "clock", "cycle", "started_at", "paused", "limit", "source", "priority"]
    assert_frame_equal(plain.select(same), more.select(same))
    for one, other in ((plain, less), (less, more)):
        assert (other["elapsed"] <= one["elapsed"]).all()
        assert (other["elapsed_calendar"] <= one["elapsed_calendar"]).all()
        assert (other["used"] <= one["used"]).all()
        # What was met stays met; what is breached is breached no earlier.
        assert not ((one["met"] == True) & (other["met"] == False)).any()  # noqa: E712 - nulls are neither
        both = pl.DataFrame({"one": one["breach_at"], "other": other["breach_at"]}).drop_nulls()
        assert (both["other"] >= both["one"]).all()


@settings(max_examples=40, deadline=None)
@given(cases, st.randoms(use_true_random=False))
def test_two_ways_to_write_the_same_maintenance_agree(case: Row, dice: Any) -> None:
    desk, as_of = desk_of(case), BASE + timedelta(days=1, minutes=case["until"])
    once = [clause(*window) for window in case["windows"]]
    pieces = []
    for day, quarter, length, service in case["windows"]:
        # The same time in windows of a quarter of an hour, written in UTC, overlapping and in any order.
        begin = clause(day, quarter, 1, service)
        wall = datetime.fromisoformat(f"{begin['from']}T{begin['at']}")
        start = _first_shown(wall)
        for step in range(length):
            at = start + timedelta(minutes=15 * step)
            date = at.date().isoformat()
            pieces.append(
                begin
                | {"from": date, "until": date, "at": f"{at:%H:%M}", "timezone": "UTC"}
                | {"for": dice.choice(["15m", "15m", "30m"]) if step + 1 < length else "15m"}
            )
    dice.shuffle(pieces)
    assert_frame_equal(
        cycles_of(desk, agreement_of(once), as_of), cycles_of(desk, agreement_of(pieces), as_of)
    )


def _first_shown(wall: datetime) -> datetime:
    """The instant at which Berlin first shows a wall time of these days, in UTC."""
    gap = datetime(2026, 3, 29, 2), datetime(2026, 3, 29, 3)  # noqa: DTZ001 - wall times
    if gap[0] <= wall < gap[1]:
        return datetime(2026, 3, 29, 1, tzinfo=UTC)
    return (wall - timedelta(hours=2 if wall >= gap[1] else 1)).replace(tzinfo=UTC)


@settings(max_examples=20, deadline=None)
@given(cases)
def test_a_running_clock_is_used_up_when_it_said_it_would_be(case: Row) -> None:
    as_of = BASE + timedelta(days=1, minutes=case["until"])
    known = {**case, "log": [row for row in case["log"] if BASE + timedelta(minutes=row["minutes"]) <= as_of]}
    desk, agreement = desk_of(known), agreement_of([clause(*window) for window in case["windows"]])
    running = cycles_of(desk, agreement, as_of).filter(pl.col("state") == "running")
    keys = ["ticket_id", "clock", "cycle"]
    for due in running["breach_at"].unique():
        just_after = cycles_of(desk, agreement, due + timedelta(days=10)).select(
            *keys, "first_breach_at", "limit"
        )
        told = running.filter(pl.col("breach_at") == due).join(just_after, on=keys, how="left")
        assert (told["first_breach_at_right"] == due).all()
        at_due = cycles_of(desk, agreement, due).join(told.select(keys), on=keys, how="semi")
        assert (at_due["elapsed"] == at_due["limit"]).all()


spans = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(1, 12)), min_size=1, max_size=20
)


@given(spans, st.integers(0, 3), st.integers(-1, 60))
def test_joined_spans_hold_the_same_moments_and_places_count_them(
    found: list[tuple[int, int, int]], whose: int, moment: int
) -> None:
    owner, begin, length = (np.array(column, np.int64) for column in zip(*found, strict=True))
    owners, begins, ends = joined(owner, begin, begin + length)
    for place in range(4):
        stated = {at for o, b, n in found if o == place for at in range(b, b + n)}
        mine = owners == place
        merged = [at for b, e in zip(begins[mine], ends[mine], strict=True) for at in range(b, e)]
        assert sorted(stated) == merged
        assert (begins[mine][1:] > ends[mine][:-1]).all()
    for side in ("left", "right"):
        (counted,) = places(owners, begins, np.array([whose]), np.array([moment]), side=side)
        before = sum(
            o < whose or (o == whose and (b < moment or (side == "right" and b == moment)))
            for o, b in zip(owners, begins, strict=True)
        )
        assert counted == before
