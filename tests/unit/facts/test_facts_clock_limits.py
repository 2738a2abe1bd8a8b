"""Which limit, calendar and priority hold; and what the frame of clocks is."""

from __future__ import annotations

from datetime import datetime

import pytest
from worked_clocks import (
    FAR,
    FIX,
    Row,
    agreement,
    at,
    facts,
    hours,
    only,
    reasons,
    status,
)

from xlakit.errors import DataError, MeasureError
from xlakit.facts import build_facts, clock_frame, facts_table
from xlakit.tables import Desk


def test_a_ticket_that_no_limit_matches_is_counted() -> None:
    built = facts({**FIX, "within": {"P2": "4h"}})
    assert built.cycles.is_empty()
    assert reasons(built)["does not run: no limit matches"] == 1
    assert only({**FIX, "within": {"P2": "4h", "default": "9h"}})["limit"] == hours(9)


def test_the_first_matching_line_holds_with_its_calendar() -> None:
    lines = [
        {"when": {"priority": "P1", "kind": "request"}, "within": "5h"},
        {"when": {"kind": "request"}, "within": "2bd"},
        {"when": {"priority": ["P1", "P2"]}, "within": "2h", "calendar": "always"},
    ]
    clock = {"calendar": "office", "stop": "resolved", "limits": lines}
    assert only(clock, as_of=at("2 17:00"), kind="request")["limit"] == hours(5)
    assert only(clock, as_of=at("2 17:00"), kind="request", priority="P3")["limit"] == hours(16)
    row = only(clock, [status("2 12:30", "resolved")], kind="incident")
    assert (row["limit"], row["elapsed"]) == (hours(2), hours(3.5))


def test_a_column_chooses_the_calendar_and_an_unlisted_value_is_counted() -> None:
    clock = {**FIX, "calendar": {"by": "site", "berlin": "office", "oslo": "late"}}
    assert only(clock, [status("2 14:00", "resolved")], site="berlin")["elapsed"] == hours(4)
    assert only(clock, [status("2 14:00", "resolved")], site="oslo")["elapsed"] == hours(2)
    for site in ("rome", None):
        built = facts(clock, site=site)
        assert built.cycles.is_empty()
        assert reasons(built)["does not run: no calendar is listed for it"] == 1


def test_a_column_that_the_tickets_do_not_have_is_named() -> None:
    built = facts({**FIX, "calendar": {"by": "site", "berlin": "office"}})
    assert reasons(built)["needs column 'site', which the tickets do not have"] == 1
    lines = [{"when": {"tier": "gold"}, "within": "1h"}, {"within": "2h"}]
    built = facts({"calendar": "office", "stop": "resolved", "limits": lines})
    assert reasons(built)["needs column 'tier', which the tickets do not have"] == 1
    assert built.cycles["limit"].to_list() == [hours(2)]


@pytest.mark.parametrize(("binding", "limit"), [("at_start", 8), ("current", 4), ("strictest", 1)])
def test_the_binding_says_which_priority_holds(binding: str, limit: int) -> None:
    clock = {**FIX, "within": {"P1": "1h", "P2": "4h", "P3": "8h"}, "binding": binding}
    changes = [("2 09:00", "P3"), ("2 10:00", "P1"), ("2 11:00", "P2"), ("4 11:00", "P1")]
    events: list[Row] = [
        {"ticket_id": "T1", "at": at(when), "kind": "priority", "value": value} for when, value in changes
    ]
    assert only(clock, [*events, status("2 14:00", "resolved")])["limit"] == hours(limit)


def test_a_later_priority_alone_leaves_the_tickets_own_and_is_counted() -> None:
    clock = {**FIX, "within": {"P1": "1h", "P2": "4h"}}
    built = facts(clock, [{"ticket_id": "T1", "at": at("2 10:00"), "kind": "priority", "value": "P2"}])
    assert built.cycles["limit"].to_list() == [hours(1)]
    assert reasons(built)["priority at its start not in the events, the ticket's own used"] == 1


def test_the_agreements_words_for_statuses_hold() -> None:
    words = agreement(FIX, statuses={"pending": ["Waiting for user"], "resolved": ["Done"]})
    events = [status("2 10:00", "Waiting for user"), status("2 14:00", "open"), status("2 15:00", "Done")]
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00"), "priority": "P1"}], events=events)
    (row,) = build_facts(desk, words).cycles.to_dicts()
    assert (row["elapsed"], row["paused"], row["stopped_at"]) == (hours(2), hours(3), at("2 15:00"))


def test_hours_that_the_zone_leaves_out_are_not_worked() -> None:
    nights = {"timezone": "Europe/Berlin", "hours": {"mon-sun": ["00:00-06:00"]}}
    desk = Desk(
        tickets=[{"ticket_id": "T1", "opened_at": at("28 22:00")}], events=[status("29 07:00", "resolved")]
    )
    built = build_facts(
        desk, agreement({"calendar": "nights", "within": "8h"}, calendars={"nights": nights}), as_of=FAR
    )
    assert built.cycles["elapsed"].to_list() == [hours(5)]


@pytest.mark.parametrize(("opened", "limit", "due"), [("2 15:00", 2, "2 17:00"), ("2 18:00", 8, "3 17:00")])
def test_an_end_of_day_is_open_time_from_the_start(opened: str, limit: int, due: str) -> None:
    row = only({**FIX, "within": "eod"}, [status("5 09:00", "resolved")], opened_at=at(opened))
    assert (row["limit"], row["breach_at"]) == (hours(limit), at(due))


def test_the_frame_of_clocks_has_the_documented_columns_and_only_covered_tickets() -> None:
    tickets = [
        {"ticket_id": name, "opened_at": at("2 09:00"), "site": site}
        for name, site in (("T2", "x"), ("T1", "x"), ("T3", None))
    ]
    frame = clock_frame(Desk(tickets=tickets), agreement(FIX, scope={"site": "x"}), as_of=at("2 10:00"))
    assert frame.columns == [
        *("ticket_id", "clock", "cycle", "state", "started_at", "stopped_at", "elapsed", "elapsed_calendar"),
        *("paused", "limit", "used", "left", "breach_at", "first_breach_at", "overrun"),
    ]
    assert frame["ticket_id"].to_list() == ["T1", "T2"]


def test_clocks_can_be_chosen_and_an_unknown_one_is_an_error() -> None:
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00")}])
    assert build_facts(desk, agreement(FIX), clocks=[]).cycles.is_empty()
    with pytest.raises(MeasureError, match="there is no such clock; got 'cc'. Hint: did you mean 'c'"):
        build_facts(desk, agreement(FIX), clocks=["cc"])


def test_a_table_that_does_not_exist_is_an_error() -> None:
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00")}])
    with pytest.raises(MeasureError, match="Hint: did you mean 'tickets'"):
        facts_table(desk, table="ticket")  # type: ignore[arg-type]
    assert facts_table(desk, agreement(FIX), table="cycles").height == 1


def test_the_instant_is_aware_and_by_default_the_last_one_known() -> None:
    desk = Desk(tickets=[{"ticket_id": "T1", "opened_at": at("2 09:00")}], events=[status("2 10:00", "open")])
    assert build_facts(desk, agreement(FIX)).as_of == at("2 10:00")
    with pytest.raises(DataError, match="an aware instant is expected"):
        build_facts(desk, as_of=datetime(2026, 3, 2))  # noqa: DTZ001 - the mistake under test
    empty = Desk(tickets=desk.tickets.clear())
    with pytest.raises(DataError, match="the records hold no instant"):
        build_facts(empty)
    assert build_facts(empty, agreement(FIX), as_of=FAR).cycles.is_empty()
