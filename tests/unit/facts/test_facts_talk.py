"""Facts of what was written to users, how long they heard nothing, and what they were promised."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from xlakit.facts import Facts, build_facts
from xlakit.tables import Desk

WHY = "The reason is that the disk was full."
SORRY = "I am sorry about the trouble."
CURT = "Done."


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def event(hour: int, kind: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    row = {"ticket_id": "1", "at": at(hour), "kind": kind, "value": value, "role": "agent", "public": True}
    return {**row, "text": None, "seq": None, **more}


def reply(hour: int, text: str | None = CURT, **more: Any) -> dict[str, Any]:
    return event(hour, "reply", text=text, **more)


def facts_of(events: list[dict[str, Any]], as_of: datetime | None = None, **ticket: Any) -> Facts:
    tickets = [{"ticket_id": "1", "opened_at": at(8), **ticket}, {"ticket_id": "2", "opened_at": at(8)}]
    return build_facts(Desk(tickets=tickets, events=events), as_of=as_of or at(20))


def ticket(facts: Facts, *columns: str) -> tuple[Any, ...]:
    return facts.tickets.filter(pl.col("ticket_id") == "1").select(columns).row(0)


def silences(facts: Facts) -> list[tuple[Any, ...]]:
    rows = facts.frames["silences"].filter(pl.col("ticket_id") == "1").sort("started_at")
    return rows.select(
        pl.col("started_at").dt.hour(), pl.col("ended_at").dt.hour(), "before_first_update", "ended_by"
    ).rows()


def test_the_replies_of_a_ticket_carry_markers_together() -> None:
    facts = facts_of([reply(9, SORRY), reply(10, WHY), reply(11)])
    assert ticket(facts, "empathy_thousandths", "explained", "jargon_mentions", "words_written") == (
        500,
        True,
        0,
        6 + 8 + 1,
    )


@pytest.mark.parametrize("more", [{"role": "bot"}, {"role": "requester"}, {"public": False}])
def test_only_public_replies_of_agents_are_read(more: dict[str, Any]) -> None:
    facts = facts_of([reply(9, CURT), reply(10, WHY, **more)])
    assert ticket(facts, "empathy_thousandths", "explained", "words_written") == (0, False, 1)


def test_a_ticket_without_a_reply_is_not_explained_and_has_no_empathy_to_score() -> None:
    facts = facts_of([reply(9, WHY, ticket_id="2")])
    assert ticket(facts, "empathy_thousandths", "explained", "jargon_mentions") == (None, False, None)


def test_replies_without_text_are_unknown() -> None:
    assert ticket(facts_of([reply(9, None)]), "explained", "empathy_thousandths") == (None, None)
    assert ticket(facts_of([reply(9, None), reply(9, WHY, ticket_id="2")]), "explained") == (None,)
    assert ticket(facts_of([event(9, "status", "resolved")]), "explained") == (None,)


def test_jargon_is_counted_over_all_replies() -> None:
    facts = facts_of([reply(9, "Flush the DNS."), reply(10, "DNS (the phone book) is slow, the VPN too.")])
    assert ticket(facts, "jargon_mentions", "words_written") == (2, 12)


@pytest.mark.parametrize(
    ("values", "again"),
    [
        ([], False),
        (["serial number"], False),
        (["serial number", "screenshot"], False),
        (["serial number", " Serial Number "], True),
        (["a", "a", "a"], True),
        ([None], False),
        ([None, None], None),
        ([None, "a"], None),
        ([None, "a", "a"], True),
        (["confirmation", "confirmation"], False),
    ],
)
def test_the_same_information_asked_for_twice(values: list[str | None], again: bool | None) -> None:
    other = event(9, "asked", "x", ticket_id="2")
    facts = facts_of([other, *(event(9 + place, "asked", value) for place, value in enumerate(values))])
    assert ticket(facts, "asked_again") == (again,)


def test_a_desk_that_records_no_asking_knows_nothing_of_it() -> None:
    assert ticket(facts_of([reply(9)]), "asked_again") == (None,)


def test_a_user_who_asks_is_not_asked() -> None:
    facts = facts_of([event(9, "asked", "a"), event(10, "asked", "a", role="requester")])
    assert ticket(facts, "asked_again") == (False,)


def test_silences_lie_between_the_opening_the_updates_and_the_resolution() -> None:
    facts = facts_of([reply(9), reply(12), reply(12, role="bot"), event(14, "status", "resolved"), reply(15)])
    assert silences(facts) == [
        (8, 9, True, "update"),
        (9, 12, False, "update"),
        (12, 14, False, "end"),
    ]
    assert ticket(facts, "updates", "longest_silence_seconds") == (3, 3 * 3600)


def test_an_update_in_the_instant_of_the_resolution_ends_the_silence() -> None:
    facts = facts_of([event(10, "status", "resolved"), reply(10), reply(10, "Twice.")])
    assert silences(facts) == [(8, 10, True, "update")]
    assert ticket(facts, "updates", "longest_silence_after_reply_seconds") == (1, None)


def test_a_silence_that_lasts_is_measured_to_the_instant_looked_from() -> None:
    facts = facts_of([reply(9)], as_of=at(19))
    assert silences(facts) == [(8, 9, True, "update"), (9, None, False, None)]
    assert ticket(facts, "longest_silence_seconds", "longest_silence_after_reply_seconds") == (36_000, 36_000)


def test_a_reopening_begins_a_silence_and_being_resolved_is_none() -> None:
    facts = facts_of(
        [
            reply(9),
            event(10, "status", "resolved"),
            event(11, "status", "closed"),
            event(16, "status", "open", role="requester"),
            event(17, "status", "pending"),
            reply(18),
            event(19, "status", "resolved"),
        ]
    )
    assert silences(facts) == [
        (8, 9, True, "update"),
        (9, 10, False, "end"),
        (16, 18, False, "update"),
        (18, 19, False, "end"),
    ]
    then = facts.frames["silences"].filter(pl.col("ticket_id") == "1")["status_then"].to_list()
    assert then == [None, None, "open", "pending"]


def test_columns_end_the_silences_of_a_ticket_whose_events_hold_no_status() -> None:
    facts = facts_of([reply(9)], resolved_at=at(11), team="West", floor="3rd")
    assert silences(facts) == [(8, 9, True, "update"), (9, 11, False, "end")]
    assert facts.frames["silences"]["team"].to_list()[:2] == ["West", "West"]
    assert facts.frames["silences"]["floor"].to_list()[:2] == ["3rd", "3rd"]


def test_a_ticket_that_was_never_answered_is_silent_from_its_opening() -> None:
    facts = facts_of([reply(9, ticket_id="2")], resolved_at=at(11))
    assert silences(facts) == [(8, 11, True, "end")]
    assert ticket(facts, "updates", "longest_silence_seconds") == (0, 3 * 3600)


def test_a_desk_without_replies_knows_no_silence() -> None:
    facts = facts_of([event(11, "status", "resolved")])
    assert facts.frames["silences"].height == 0
    assert ticket(facts, "updates", "longest_silence_seconds") == (None, None)


PROMISE = ("promises_made", "promises_decided", "promises_kept", "repromised")
ERRORS = ("promise_error_seconds", "last_promise_error_seconds", "promises_source")


def promised(hour: int, due: datetime, **more: Any) -> dict[str, Any]:
    return event(hour, "promised", due.isoformat(), **more)


def test_promises_are_kept_up_to_the_instant_itself() -> None:
    facts = facts_of([promised(9, at(12)), event(12, "status", "resolved")])
    assert ticket(facts, *PROMISE, *ERRORS) == (1, 1, 1, 0, 0, 0, "events")


def test_every_promise_counts_and_the_same_instant_is_the_same_promise() -> None:
    facts = facts_of(
        [promised(9, at(11)), promised(10, at(11)), promised(11, at(13)), event(12, "status", "resolved")]
    )
    assert ticket(facts, *PROMISE, *ERRORS) == (2, 2, 1, 1, 3600, -3600, "events")
    assert ticket(facts, "promise_decided_at") == (at(11),)


def test_a_promise_is_open_until_it_is_met_or_passed() -> None:
    events = [promised(9, at(12))]
    assert ticket(facts_of(events, as_of=at(12)), *PROMISE, "promise_decided_at") == (1, 0, 0, 0, None)
    assert ticket(facts_of(events, as_of=at(13)), *PROMISE, "promise_decided_at") == (1, 1, 0, 0, at(12))
    assert ticket(facts_of(events, as_of=at(13)), *ERRORS) == (None, None, "events")


def test_a_promise_made_after_the_first_resolution_is_met_by_the_last() -> None:
    facts = facts_of(
        [
            promised(9, at(11)),
            event(10, "status", "resolved"),
            event(12, "status", "open"),
            promised(13, at(14)),
            event(15, "status", "resolved"),
        ]
    )
    assert ticket(facts, *PROMISE, *ERRORS) == (2, 2, 1, 1, -3600, 3600, "events")


def test_the_column_stands_for_the_events_of_a_ticket_that_has_none() -> None:
    facts = facts_of([event(12, "status", "resolved")], promised_at=at(13))
    assert ticket(facts, *PROMISE, *ERRORS) == (1, 1, 1, 0, -3600, -3600, "column")
    facts = facts_of([promised(9, at(11)), event(12, "status", "resolved")], promised_at=at(13))
    assert ticket(facts, *PROMISE, *ERRORS) == (1, 1, 0, 0, 3600, 3600, "events")


def test_nothing_promised_is_unknown() -> None:
    assert ticket(facts_of([reply(9)]), *PROMISE, *ERRORS) == (None,) * 7


def test_the_order_of_events_changes_no_fact() -> None:
    events = [
        reply(9, SORRY),
        event(9, "asked", "a"),
        promised(9, at(12)),
        reply(10, WHY),
        event(10, "asked", "a"),
        promised(10, at(14)),
        event(11, "status", "resolved"),
        event(13, "status", "open"),
        event(15, "status", "resolved"),
    ]
    one, other = facts_of(events), facts_of(events[::-1])
    assert one.tickets.equals(other.tickets)
    assert one.frames["silences"].equals(other.frames["silences"])
