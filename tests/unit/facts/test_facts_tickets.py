"""What is known of each ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.facts import Facts, build_facts
from xlakit.model import Agreement
from xlakit.tables import Desk

Row = dict[str, Any]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAR = NOON + timedelta(days=60)


def hour(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def event(number: float, kind: str, value: str | None = None, ticket: str = "T1", **more: object) -> Row:
    return {"ticket_id": ticket, "at": hour(number), "kind": kind, "value": value, **more}


def ticket(name: str = "T1", opened: float = 0, **more: object) -> Row:
    return {"ticket_id": name, "opened_at": hour(opened), **more}


def terms(**more: object) -> Agreement:
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "tickets"},
            "term": {"start": "2026-01-01", "end": "2026-12-31"},
            "objectives": [{"name": "o", "metric": "csat", "expected": {"at_least": "85%"}, "min_count": 20}],
            **more,
        }
    )


def built(
    tickets: list[Row],
    events: list[Row] | None = None,
    agreement: Agreement | None = None,
    *,
    as_of: datetime = FAR,
) -> Facts:
    return build_facts(Desk(tickets=tickets, events=events), agreement, as_of=as_of)


def one(events: list[Row] | None = None, **columns: object) -> Row:
    return built([ticket(**columns)], events).tickets.row(0, named=True)


def test_resolutions_and_reopenings_are_read_off_the_events() -> None:
    row = one([event(1, "status", "resolved"), event(5, "status", "open"), event(9, "status", "closed")])
    assert (row["first_resolved_at"], row["first_resolved_source"]) == (hour(1), "events")
    assert (row["resolutions"], row["resolved_replayed"], row["first_reopened_at"]) == (2, hour(9), hour(5))
    assert (row["reopens"], row["reopens_source"]) == (1, "events")


def test_a_closing_after_the_resolution_is_no_second_one() -> None:
    row = one([event(1, "status", "resolved"), event(5, "status", "closed")])
    assert (row["resolutions"], row["resolved_replayed"], row["reopens"]) == (1, hour(1), 0)


def test_a_reopened_ticket_is_not_resolved_and_keeps_its_first_resolution() -> None:
    row = one([event(1, "status", "resolved"), event(5, "status", "open")], resolved_at=hour(1))
    assert (row["resolved_replayed"], row["first_resolved_at"]) == (None, hour(1))


def test_a_cancellation_neither_resolves_nor_reopens() -> None:
    row = one([event(1, "status", "cancelled"), event(2, "status", "closed")])
    assert (row["resolutions"], row["first_resolved_at"], row["reopens"]) == (0, None, 0)
    row = one([event(1, "status", "cancelled"), event(2, "status", "closed"), event(3, "status", "open")])
    assert (row["resolutions"], row["reopens"]) == (0, 0)
    row = one([event(1, "status", "resolved"), event(2, "status", "cancelled"), event(3, "status", "open")])
    assert (row["resolutions"], row["reopens"], row["first_reopened_at"]) == (1, 1, hour(3))


def test_without_status_events_the_columns_tell_and_say_so() -> None:
    row = one(None, resolved_at=hour(2), closed_at=hour(9), reopen_count=3, reassignment_count=2)
    assert (row["first_resolved_at"], row["first_resolved_source"], row["resolutions"]) == (
        hour(2),
        "column",
        1,
    )
    assert (row["resolved_replayed"], row["first_reopened_at"]) == (None, None)
    assert (row["reopens"], row["reopens_source"]) == (3, "column")
    assert (row["bounces"], row["bounces_source"]) == (2, "column")


def test_what_no_record_tells_is_null_and_not_zero() -> None:
    row = one(None)
    for name in ("reopens", "bounces", "agent_contacts", "customer_replies", "escalations", "denied"):
        assert row[name] is None, name
    assert (row["reopens_source"], row["bounces_source"], row["first_resolved_source"]) == (None, None, None)


def test_a_ticket_without_events_on_a_desk_that_has_them_was_not_reopened_nor_handed_on() -> None:
    events = [
        event(1, "status", "open", "T2"),
        event(1, "assigned", "L1", "T2"),
        event(1, "reply", ticket="T2", role="agent"),
    ]
    row = built([ticket(), ticket("T2")], events).tickets.row(0, named=True)
    assert (row["reopens"], row["bounces"], row["agent_contacts"], row["escalations"]) == (0, 0, 0, 0)


def test_the_first_assignment_is_no_bounce_and_the_same_team_again_is_none() -> None:
    teams = ["L1", "L1", "L2", "L1", "L1"]
    row = one([event(place, "assigned", team) for place, team in enumerate(teams)])
    assert (row["bounces"], row["bounces_source"]) == (2, "events")


def test_the_counter_of_the_source_holds_at_the_end_of_the_data_and_events_before_it() -> None:
    events = [event(place, "assigned", team) for place, team in enumerate(["L1", "L2", "L1"])]
    late = built([ticket(reassignment_count=9)], events, as_of=hour(2)).tickets.row(0, named=True)
    assert (late["bounces"], late["bounces_source"], late["bounces_replayed"]) == (9, "column", 2)
    early = built([ticket(reassignment_count=9)], events, as_of=hour(1)).tickets.row(0, named=True)
    assert (early["bounces"], early["bounces_source"]) == (1, "events")


def test_messages_are_counted_up_to_the_first_resolution() -> None:
    events = [
        event(0, "opened", role="requester", actor="u"),
        event(0, "reply", role="requester", actor="u"),
        event(1, "reply", role="agent"),
        event(1.5, "reply", role="agent", public=False),
        event(2, "reply", role="requester"),
        event(3, "reply", role="agent"),
        event(3, "status", "resolved"),
        event(4, "reply", role="agent"),
        event(5, "reply", role="requester"),
        event(6, "escalated", "L3"),
    ]
    row = one(events)
    assert (row["agent_contacts"], row["customer_replies"], row["escalations"]) == (2, 1, 1)
    assert row["first_response_replayed"] == hour(1)


def test_messages_of_an_unresolved_ticket_all_count() -> None:
    row = one(
        [
            event(1, "reply", role="agent"),
            event(2, "reply", role="requester"),
            event(3, "reply", role="agent"),
        ]
    )
    assert (row["agent_contacts"], row["customer_replies"]) == (2, 1)


def test_seconds_come_from_the_column_first_and_say_where_from() -> None:
    events = [event(1, "reply", role="agent"), event(3, "status", "resolved")]
    row = one(events)
    assert (row["response_seconds"], row["response_seconds_source"]) == (3600, "events")
    assert (row["resolution_seconds"], row["resolution_seconds_source"]) == (3 * 3600, "events")
    row = one(events, first_response_at=hour(0.5) + timedelta(microseconds=999_999), resolved_at=hour(3))
    assert (row["response_seconds"], row["response_seconds_source"]) == (1800, "column")
    assert row["first_response_replayed"] == hour(1)
    assert row["resolution_seconds_source"] == "column"


def test_a_difference_of_more_than_a_minute_is_counted() -> None:
    def differing(minutes: int) -> bool:
        resolved = [ticket(resolved_at=hour(1) + timedelta(minutes=minutes))]
        notes = built(resolved, [event(1, "status", "resolved")]).notes
        return any(note.where == "tickets.resolved_at" for note in notes)

    assert (differing(0), differing(1), differing(2)) == (False, False, True)


def test_times_later_than_the_instant_are_null_and_promises_stay() -> None:
    later = ticket(resolved_at=hour(9), closed_at=hour(9), promised_at=hour(99))
    known = build_facts(Desk(tickets=[later, ticket("T2", 8)]), as_of=hour(5))
    row = known.tickets.row(0, named=True)
    assert (row["resolved_at"], row["closed_at"], row["first_resolved_at"]) == (None, None, None)
    assert row["promised_at"] == hour(99)
    assert known.tickets.height == 1
    assert [(note.reason, note.rows) for note in known.notes] == [("opened after as_of, left out", 1)]


def test_the_next_contact_is_of_the_same_requester_and_category() -> None:
    rows = [
        ticket("T1", 0, requester="ann", category="vpn", resolved_at=hour(2)),
        ticket("T2", 1, requester="ann", category="vpn"),
        ticket("T3", 3, requester="ann", category="mail"),
        ticket("T4", 4, requester="bob", category="vpn"),
        ticket("T5", 5, requester="ann", category="vpn", resolved_at=hour(6)),
        ticket("T6", 6, requester="ann", category=None),
        ticket("T7", 7, requester=None, category="vpn", resolved_at=hour(8)),
    ]
    found = built(rows).tickets
    assert found["next_contact_at"].to_list() == [hour(5), *[None] * 6]
    assert found["contact_known"].to_list() == [True, True, True, True, True, False, False]
    without = built([{key: value for key, value in row.items() if key != "category"} for row in rows]).tickets
    assert without["next_contact_at"].to_list()[0] == hour(3)
    assert without["contact_known"].to_list() == [True] * 6 + [False]


def test_a_ticket_opened_at_the_very_resolution_is_no_return() -> None:
    rows = [ticket("T1", 0, requester="ann", resolved_at=hour(2)), ticket("T2", 2, requester="ann")]
    assert built(rows).tickets["next_contact_at"].to_list() == [None, None]


def test_an_open_ticket_has_no_next_contact() -> None:
    rows = [ticket("T1", 0, requester="ann"), ticket("T2", 3, requester="ann")]
    assert built(rows).tickets["next_contact_at"].to_list() == [None, None]


def test_priorities_are_read_in_the_agreements_words_and_strange_ones_counted() -> None:
    rows = [
        ticket(f"T{place}", priority=word)
        for place, word in enumerate(["1 - Critical", "P2", "9", None, "9"])
    ]
    known = built(rows, None, terms(priorities={"P1": ["1 - Critical"], "P2": ["high"]}))
    assert known.tickets["priority"].to_list() == ["P1", "P2", "9", None, "9"]
    assert known.tickets["priority_stated"].to_list() == ["1 - Critical", "P2", "9", None, "9"]
    counted = {(note.reason, note.example): note.rows for note in known.notes}
    assert counted == {("in no list of the agreement's priorities", "9"): 2, ("unknown", ""): 1}


def test_what_is_out_of_scope_is_kept_and_counted() -> None:
    rows = [ticket(f"T{place}", site=site) for place, site in enumerate(["berlin", "rome", None])]
    known = built(rows, None, terms(scope={"site": ["berlin", "oslo"]}))
    assert known.tickets["in_scope"].to_list() == [True, False, False]
    assert [(note.reason, note.rows) for note in known.notes] == [("outside the agreement's scope", 2)]


def test_a_scope_over_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(
        DataError, match="scope: column 'sit' is missing from tickets. Hint: did you mean 'site'"
    ):
        built([ticket(site="x")], None, terms(scope={"sit": "x"}))


def test_statuses_that_nothing_maps_are_listed() -> None:
    events = [
        event(1, "status", "Escalated"),
        event(2, "status", "Escalated"),
        event(3, "status", "resolved"),
    ]
    notes = [note for note in built([ticket()], events).notes if note.where == "events.status"]
    assert [(note.example, note.rows) for note in notes] == [("Escalated", 2)]


def test_what_is_dated_before_the_opening_counts_as_at_the_opening() -> None:
    row = one([event(-2, "status", "open"), event(-1, "status", "resolved")])
    assert (row["first_resolved_at"], row["resolution_seconds"]) == (hour(0), 0)


def test_facts_of_a_desk_without_tickets_are_empty_with_the_same_columns() -> None:
    full = built([ticket(priority="P1")], [event(1, "status", "open")]).tickets
    desk = Desk(tickets=[ticket(priority="P1")])
    empty = build_facts(desk, as_of=hour(-9)).tickets
    assert empty.height == 0
    assert empty.schema == full.schema


def test_tickets_come_in_the_order_of_their_ids() -> None:
    rows = [ticket("T2"), ticket("T10"), ticket("T1")]
    assert built(rows).tickets["ticket_id"].to_list() == ["T1", "T10", "T2"]
    assert built(rows).tickets.schema["opened_at"] == pl.Datetime("us", "UTC")
