"""Laws of profiles, whatever the clock and whatever happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from xlakit.facts import build_facts, clock_frame
from xlakit.facts.profiles import compare_profiles
from xlakit.model import Agreement, Clock
from xlakit.model.profiles import AS_AGREED, PROFILES
from xlakit.tables import Desk

Row = dict[str, Any]
BASE = datetime(2026, 3, 2, 9, tzinfo=UTC)
END = BASE + timedelta(days=3)
OFFICE = {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}
RANK = ("breached", "running", "paused", "met", "cancelled")
profiles = st.sampled_from(list(PROFILES.values()))
conditions = st.sampled_from([{"team": "L2"}, {"status": "open"}, {"status": "open", "team_not": "L1"}])


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    stop = draw(st.sampled_from(["first-reply", "next-reply", "next-update", "resolved", "closed"]))
    start = draw(st.one_of(st.sampled_from(["created", "first-assigned", "first-reply"]), conditions))
    data: Row = {
        "calendar": draw(st.sampled_from(["always", "office"])),
        "stop": stop,
        "start": start,
        "pause": draw(st.sampled_from([[], ["pending"], ["pending", "on-hold"]])),
        "binding": draw(st.sampled_from(["at_start", "current", "strictest"])),
        "within": draw(st.sampled_from(["4h", {"P1": "2h", "default": "6h"}])),
        "reopen": draw(st.sampled_from([None, "continue", "continue_including", "new_cycle", "ignore"])),
        "retroactive": draw(st.booleans()),
        "inclusive": draw(st.booleans()),
        "bots_count": draw(st.booleans()),
        "notes_count": draw(st.booleans()),
    }
    if isinstance(start, dict) and draw(st.booleans()):
        data["cancel"] = "start-not-met"
    if data["pause"] and draw(st.booleans()):
        data["resume"] = {"status": "open"}
    if draw(st.booleans()):
        data["reset"] = {"team": "L2"}
    return Clock.model_validate(data)


@st.composite
def events(draw: st.DrawFn) -> list[Row]:
    kinds = st.one_of(
        st.tuples(
            st.just("status"), st.sampled_from(["open", "pending", "on-hold", "resolved", "cancelled"])
        ),
        st.tuples(st.just("reply"), st.none()),
        st.tuples(st.just("note"), st.none()),
        st.tuples(st.just("assigned"), st.sampled_from(["L1", "L2"])),
        st.tuples(st.just("priority"), st.sampled_from(["P1", "P2"])),
    )
    happened = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["a", "b"]),
                st.integers(0, 48),
                kinds,
                st.sampled_from(["agent", "requester", "bot"]),
            ),
            max_size=14,
        )
    )
    return [
        {
            "ticket_id": ticket,
            "at": BASE + timedelta(hours=half / 2),
            "kind": kind,
            "value": value,
            "role": role,
            "seq": place,
        }
        for place, (ticket, half, (kind, value), role) in enumerate(happened)
    ]


def agreement(**named: Clock) -> Agreement:
    plain = Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "laws"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "calendars": {"office": OFFICE},
            "objectives": [{"name": "o", "metric": "csat", "expected": {"at_least": "90%"}}],
        }
    )
    return plain.model_copy(update={"clocks": named})


TICKETS = [{"ticket_id": name, "opened_at": BASE, "priority": "P1", "team": "L1"} for name in ("a", "b")]
SCHEMA: dict[str, Any] = {
    "ticket_id": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "kind": pl.String,
    "value": pl.String,
    "role": pl.String,
    "seq": pl.Int64,
}


def desk(happened: list[Row]) -> Desk:
    return Desk(tickets=TICKETS, events=pl.DataFrame(happened, schema=SCHEMA))


@settings(max_examples=200, deadline=None)
@given(profiles, clocks())
def test_a_profile_applied_twice_equals_once(item: Any, clock: Clock) -> None:
    once = item.apply(clock)
    assert item.apply(once) == once
    assert (once.calendar, once.within, once.limits) == (clock.calendar, clock.within, clock.limits)


@settings(max_examples=100, deadline=None)
@given(profiles, clocks())
def test_the_choices_one_by_one_make_the_whole(item: Any, clock: Clock) -> None:
    fields: Row = {}
    for choice in item.made:
        alone = item.only(choice.question).apply(clock)
        fields |= {
            name: getattr(alone, name)
            for name in Clock.model_fields
            if getattr(alone, name) != getattr(clock, name)
        }
    whole = item.apply(clock)
    assert fields == {
        name: getattr(whole, name)
        for name in Clock.model_fields
        if getattr(whole, name) != getattr(clock, name)
    }


@settings(max_examples=15, deadline=None)
@given(clocks(), events())
def test_as_agreed_gives_the_same_cycles(clock: Clock, happened: list[Row]) -> None:
    records = desk(happened)
    under = agreement(c=AS_AGREED.apply(clock))
    assert_frame_equal(
        clock_frame(records, agreement(c=clock), as_of=END), clock_frame(records, under, as_of=END)
    )


@settings(max_examples=12, deadline=None)
@given(clocks(), clocks(), events())
def test_every_verdict_is_that_of_the_clock_run_by_itself(
    one: Clock, other: Clock, happened: list[Row]
) -> None:
    records = desk(happened)
    found = compare_profiles(
        records, agreement(one=one, other=other), ["servicenow", "zendesk", "jira"], as_of=END
    )
    for name, clock in (("one", one), ("other", other)):
        own = {row["ticket_id"]: row for row in found.frame.filter(pl.col("clock") == name).to_dicts()}
        for item in PROFILES.values():
            alone = build_facts(records, agreement(c=item.apply(clock)), as_of=END).cycles.to_dicts()
            for ticket in ("a", "b"):
                states = [row["state"] for row in alone if row["ticket_id"] == ticket]
                expected = min(states, key=RANK.index) if states else None
                assert own.get(ticket, {}).get(item.name) == expected


@settings(max_examples=20, deadline=None)
@given(clocks(), events(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(clock: Clock, happened: list[Row], random: Any) -> None:
    shuffled = random.sample(happened, len(happened))
    names = ["servicenow", "zendesk", "jira"]
    straight = compare_profiles(desk(happened), agreement(c=clock), names, as_of=END)
    again = compare_profiles(
        Desk(tickets=TICKETS[::-1], events=pl.DataFrame(shuffled, schema=SCHEMA)),
        agreement(c=clock),
        names,
        as_of=END,
    )
    assert_frame_equal(straight.frame, again.frame)
    assert_frame_equal(straight.differing, again.differing)
    assert_frame_equal(straight.summary, again.summary)
    assert str(straight) == str(again)


@settings(max_examples=20, deadline=None)
@given(clocks(), events())
def test_what_differs_has_a_reason_and_the_counts_add_up(clock: Clock, happened: list[Row]) -> None:
    found = compare_profiles(desk(happened), agreement(c=clock), ["servicenow", "zendesk", "jira"], as_of=END)
    names = [item.name for item in found.profiles]
    for row in found.frame.iter_rows(named=True):
        assert row["differs"] == (len({row[name] for name in names}) > 1)
    assert found.differing.height == found.frame["differs"].sum()
    for row in found.differing.iter_rows(named=True):
        concerned = [item.title for item in found.profiles if row[item.name] != row["as_agreed"]]
        assert [part.split(": ")[0] for part in row["why"].split(" | ")] == concerned
    for row in found.summary.iter_rows(named=True):
        ran = found.frame[row["profile"]].drop_nulls().len()
        assert row["met"] + row["breached"] == row["decided"]
        assert row["decided"] + row["undecided"] + row["cancelled"] == ran
