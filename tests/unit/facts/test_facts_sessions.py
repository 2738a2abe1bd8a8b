from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.facts import build_facts

if TYPE_CHECKING:
    import polars as pl

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = START + timedelta(days=9)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def ticket(
    name: str, hours: float, requester: str | None = "ann", category: str | None = None
) -> dict[str, Any]:
    return {"ticket_id": name, "opened_at": at(hours), "requester": requester, "category": category}


def session(name: str = "s", **told: Any) -> dict[str, Any]:
    return {"session_id": name, "started_at": START, "requester": "ann", "ended_at": at(0.2), **told}


def facts(tickets: list[dict[str, Any]], *sessions: dict[str, Any], as_of: datetime = LATER) -> pl.DataFrame:
    desk = xk.Desk(tickets=tickets, sessions=list(sessions))
    return build_facts(desk, as_of=as_of, needed=("sessions",)).frames["sessions"]


def test_the_first_ticket_of_the_requester_from_the_start_on_follows() -> None:
    tickets = [ticket("1", -1), ticket("2", 5), ticket("3", 3), ticket("4", 1, requester="bob")]
    row = facts(tickets, session()).row(0, named=True)
    assert (row["ticket_opened_at"], row["ticket_known"]) == (at(3), True)
    assert facts([ticket("1", 0)], session())["ticket_opened_at"].item() == START


def test_a_stated_ticket_follows_whoever_opened_it_and_not_before_the_start() -> None:
    tickets = [ticket("1", -1, requester="bob"), ticket("2", 4)]
    rows = facts(tickets, session("a", ticket_id="1"), session("b", ticket_id="2", requester=None))
    assert rows.select("ticket_opened_at", "ticket_known").rows() == [(START, True), (at(4), True)]


def test_of_a_ticket_that_the_desk_does_not_hold_nothing_is_known() -> None:
    assert facts([ticket("1", 4)], session(ticket_id="77"))["ticket_known"].to_list() == [False]


def test_without_a_requester_a_ticket_is_known_only_where_the_table_states_tickets() -> None:
    rows = facts([ticket("1", 4)], session("a"), session("b", requester=None))
    assert rows["ticket_known"].to_list() == [True, False]
    rows = facts([ticket("1", 4)], session("a", ticket_id="1"), session("b", requester=None, ticket_id=None))
    assert rows["ticket_known"].to_list() == [True, True]
    assert facts([ticket("1", 4, requester=None)], session())["ticket_known"].item() is False


def test_a_ticket_of_the_topic_has_its_category() -> None:
    tickets = [ticket("1", 2, category="mail"), ticket("2", 6, category="vpn")]
    rows = facts(tickets, session("a", topic="vpn"), session("b", topic="chairs"), session("c", topic=None))
    assert rows["topic_ticket_opened_at"].to_list() == [at(6), None, None]
    assert rows["topic_ticket_known"].to_list() == [True, True, False]
    assert rows["ticket_opened_at"].to_list() == [at(2)] * 3


def test_what_comes_after_as_of_is_not_known() -> None:
    tickets = [ticket("0", -9, requester="zoe"), ticket("1", 3)]
    visits = [
        session("a", ended_at=at(2), helpful=True, human_asked_at=at(1.5), human_reached_at=at(2)),
        session("b", started_at=at(1.2)),
    ]
    (row,) = facts(tickets, *visits, as_of=at(1)).rows(named=True)
    assert row["session_id"] == "a"
    assert [row[name] for name in ("ticket_opened_at", "ended_at", "helpful", "human_asked_at")] == [None] * 4
    assert (row["over"], row["human_asked"], row["confirmed"]) == (False, None, False)


def test_a_session_without_an_end_is_over_after_a_day() -> None:
    tickets = [ticket("1", -1)]
    assert facts(tickets, session(ended_at=None), as_of=at(23))["over"].item() is False
    assert facts(tickets, session(ended_at=None), as_of=at(24))["over"].item() is True


def test_a_request_that_reached_nobody_is_known_once_the_session_is_over() -> None:
    asked = session(human_asked_at=at(0.1), human_reached_at=None)
    columns = ("human_asked", "human_reached")
    assert facts([ticket("1", -1)], asked, as_of=at(0.15)).select(columns).row(0) == (True, None)
    assert facts([ticket("1", -1)], asked).select(columns).row(0) == (True, False)
    assert facts([ticket("1", -1)], session(human_asked_at=at(0.1))).select(columns).row(0) == (True, None)
    reached = session(human_asked_at=at(0.1), human_reached_at=at(0.1))
    assert facts([ticket("1", -1)], reached, as_of=at(0.15)).select(columns).row(0) == (True, True)


def test_what_the_table_does_not_record_is_unknown_and_not_false() -> None:
    row = facts([ticket("1", -1)], session()).row(0, named=True)
    for name in ("confirmed", "article_found", "human_asked", "human_reached"):
        assert row[name] is None
    assert row["human_tracked"] is False


def test_a_desk_without_sessions_has_an_empty_frame_with_all_columns() -> None:
    frame = xk.facts(xk.Desk(tickets=[ticket("1", 0)]), table="sessions")
    assert frame.is_empty()
    assert {"started_at", "ticket_opened_at", "ticket_known", "over"} <= set(frame.columns)


@given(
    opened=st.lists(
        st.tuples(st.integers(-30, 60), st.sampled_from(["ann", "bob", None])), min_size=1, max_size=8
    ),
    started=st.lists(
        st.tuples(st.integers(-30, 60), st.sampled_from(["ann", "bob", None])), min_size=1, max_size=8
    ),
    seed=st.randoms(),
)
@settings(max_examples=15, deadline=None)
def test_the_ticket_that_follows_is_the_one_a_loop_finds_whatever_the_order(
    opened: list[tuple[int, str | None]], started: list[tuple[int, str | None]], seed: Any
) -> None:
    tickets = [ticket(f"t{n}", hours, who) for n, (hours, who) in enumerate(opened)]
    sessions = [
        session(f"s{n}", started_at=at(hours), requester=who, ended_at=None)
        for n, (hours, who) in enumerate(started)
    ]
    found = facts(tickets, *sessions)
    expected = {
        one["session_id"]: min(
            (
                other["opened_at"]
                for other in tickets
                if other["requester"] == one["requester"] is not None
                and other["opened_at"] >= one["started_at"]
            ),
            default=None,
        )
        for one in sessions
    }
    assert dict(found.select("session_id", "ticket_opened_at").iter_rows()) == expected
    seed.shuffle(tickets)
    seed.shuffle(sessions)
    assert facts(tickets, *sessions).equals(found)
