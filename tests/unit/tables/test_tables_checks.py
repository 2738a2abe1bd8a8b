"""Rows that contradict themselves, each other, or another table."""

from __future__ import annotations

from itertools import permutations

import polars as pl

from xlakit.tables import Desk

AT = "2026-03-02T09:00Z"
LATER = "2026-03-02T10:00Z"
LATEST = "2026-03-02T11:00Z"


def ticket(name: str = "1", **more: object) -> dict[str, object]:
    return {"ticket_id": name, "opened_at": AT, **more}


def actions(desk: Desk) -> list[tuple[object, ...]]:
    return desk.problems.select("table", "row", "id", "column", "action").rows()


def test_of_identical_tickets_one_is_kept_and_the_other_set_aside() -> None:
    desk = Desk(tickets=[ticket(), ticket("2"), ticket()])
    assert sorted(desk.tickets["ticket_id"]) == ["1", "2"]
    assert actions(desk) == [("tickets", 2, "1", "ticket_id", "set_aside")]


def test_of_contradicting_tickets_the_latest_state_is_kept_in_any_order_of_rows() -> None:
    rows = [ticket(team="a"), ticket(team="b", resolved_at=LATER), ticket(team="c", resolved_at=None)]
    for order in permutations(rows):
        desk = Desk(tickets=list(order))
        assert desk.tickets["team"].to_list() == ["b"]
        assert desk.problems["action"].to_list() == ["set_aside"] * 2
        assert desk.problems["reason"].unique().to_list() == [
            "contradicts another row of the same id; the one with the latest instant is kept"
        ]


def test_ends_before_the_opening_are_nulled_and_the_ticket_stays() -> None:
    early = "2026-03-01T09:00Z"
    desk = Desk(tickets=[ticket(resolved_at=early, closed_at=early, first_response_at=early, floor=1)])
    assert desk.tickets.select("resolved_at", "closed_at", "first_response_at").row(0) == (None, None, None)
    assert sorted(desk.problems["column"]) == ["closed_at", "first_response_at", "resolved_at"]
    assert set(desk.problems["action"]) == {"nulled"}
    assert set(desk.problems["value"]) == {"2026-03-01T09:00:00+00:00"}


def test_a_resolution_at_the_instant_of_opening_is_fine() -> None:
    assert Desk(tickets=[ticket(resolved_at=AT)]).problems.height == 0


def test_a_closing_before_the_resolution_is_kept_and_counted() -> None:
    desk = Desk(tickets=[ticket(resolved_at=LATEST, closed_at=LATER)])
    assert desk.tickets["closed_at"].null_count() == 0
    assert actions(desk) == [("tickets", 0, "1", "closed_at", "kept")]


def test_events_and_surveys_of_unknown_tickets_are_set_aside() -> None:
    desk = Desk(
        tickets=[ticket()],
        events=[{"ticket_id": "1", "at": AT, "kind": "reply"}, {"ticket_id": "9", "at": AT, "kind": "reply"}],
        surveys=[{"ticket_id": "9", "csat": 5}],
    )
    assert (desk.events.height, desk.surveys.height) == (1, 0)
    assert actions(desk) == [
        ("events", 1, "9", "ticket_id", "set_aside"),
        ("surveys", 0, "9", "ticket_id", "set_aside"),
    ]


def test_events_of_a_ticket_that_was_set_aside_say_so() -> None:
    desk = Desk(
        tickets=[ticket(), {"ticket_id": "2", "opened_at": "soon"}],
        events=[{"ticket_id": "2", "at": AT, "kind": "reply"}],
    )
    assert desk.problems.filter(pl.col("table") == "events")["reason"].to_list() == [
        "names a ticket that was set aside"
    ]


def test_sessions_and_reliefs_of_unknown_tickets_are_kept_and_counted() -> None:
    desk = Desk(
        tickets=[ticket()],
        sessions=[
            {"session_id": "s", "started_at": AT, "ticket_id": "9"},
            {"session_id": "t", "started_at": AT},
        ],
        reliefs=[{"relief_id": "r", "ticket_id": "9"}],
    )
    assert (desk.sessions.height, desk.reliefs.height) == (2, 1)
    assert desk.problems["action"].to_list() == ["kept", "kept"]


def test_events_without_a_required_value_or_of_an_unknown_kind_are_set_aside() -> None:
    desk = Desk(
        tickets=[ticket()],
        events=[
            {"ticket_id": "1", "at": AT, "kind": "shouted"},
            {"ticket_id": None, "at": AT, "kind": "reply"},
            {"ticket_id": "1", "at": None, "kind": "reply"},
            {"ticket_id": "1", "at": AT, "kind": "Root Cause"},
        ],
    )
    assert desk.events["kind"].to_list() == ["root_cause"]
    assert desk.problems.filter(pl.col("action") == "set_aside")["row"].sort().to_list() == [0, 1, 2]
    assert desk.problems.filter(pl.col("action") == "nulled")["value"].to_list() == ["shouted"]


def test_identical_events_count_once_and_events_that_differ_in_anything_are_kept() -> None:
    reply = {"ticket_id": "1", "at": AT, "kind": "reply", "text": "hello", "seq": 1}
    desk = Desk(tickets=[ticket()], events=[reply, reply, {**reply, "seq": 2}])
    assert sorted(desk.events["seq"]) == [1, 2]
    assert actions(desk) == [("events", 1, "1", "ticket_id", "set_aside")]


def test_equal_answers_are_one_answer_only_where_something_tells_answers_apart() -> None:
    plain, dated = {"ticket_id": "1", "csat": 5}, {"ticket_id": "1", "csat": 5, "answered_at": LATER}
    assert Desk(tickets=[ticket()], surveys=[plain, plain]).surveys.height == 2
    assert Desk(tickets=[ticket()], surveys=[dated, dated]).surveys.height == 1
    assert Desk(tickets=[ticket()], surveys=[dated, {**dated, "csat": 1}]).surveys.height == 2


def test_equal_invoices_are_two_invoices() -> None:
    line = {"window_start": AT, "amount": "10.00"}
    assert Desk(tickets=[ticket()], invoices=[line, line]).invoices.height == 2


def test_events_before_the_opening_are_kept_and_counted() -> None:
    desk = Desk(tickets=[ticket()], events=[{"ticket_id": "1", "at": "2026-03-01T09:00Z", "kind": "note"}])
    assert desk.events.height == 1
    assert actions(desk) == [("events", 0, "1", "at", "kept")]


def test_statuses_of_events_are_spelt_canonically_and_others_are_kept_and_counted() -> None:
    events = [
        {"ticket_id": "1", "at": AT, "kind": "status", "value": value}
        for value in ("On Hold", "Parked", None)
    ]
    desk = Desk(tickets=[ticket()], events=events)
    assert desk.events["value"].to_list() == ["on-hold", "Parked", None]
    assert desk.problems.select("value", "reason", "action").rows() == [
        ("Parked", "is none of the canonical statuses", "kept"),
        (None, "has no value to change to", "kept"),
    ]


def test_an_empty_row_is_set_aside_not_forgotten() -> None:
    desk = Desk(tickets=[ticket(), {"ticket_id": None, "opened_at": ""}])
    assert actions(desk) == [("tickets", 1, None, None, "set_aside")]
    assert desk.counts[0].reason == "the row is empty (set aside)"


def test_problems_are_capped_and_counts_are_not() -> None:
    rows = [ticket(str(place), reopen_count="many") for place in range(1_500)]
    desk = Desk(tickets=rows)
    assert desk.problems.height == 1_000
    assert desk.problems["row"].to_list() == list(range(1_000))
    assert [(count.where, count.rows) for count in desk.counts] == [("tickets.reopen_count", 1_500)]
    assert desk.counts[0].example == "row 0 (0): 'many'"


def test_row_numbers_are_those_of_the_source_after_rows_were_set_aside() -> None:
    rows = [ticket("1"), {"ticket_id": None, "opened_at": AT}, ticket("3", reopen_count="x")]
    assert Desk(tickets=rows).problems.select("row", "id").rows() == [(1, None), (2, "3")]


def test_ten_damaged_rows_among_two_hundred_thousand_are_found_in_bulk() -> None:
    total, step = 200_000, 20_000
    frame = pl.DataFrame({"ticket_id": pl.int_range(total, eager=True)}).with_columns(
        pl.when(pl.col("ticket_id") % step == 7)
        .then(pl.lit("damaged"))
        .otherwise(pl.lit("2026-03-02 09:00:00"))
        .alias("opened_at"),
        pl.lit("2026-03-02T11:00:00+01:00").alias("resolved_at"),
        pl.lit("P1").alias("priority"),
    )
    desk = Desk(tickets=frame, timezone="Europe/Berlin")
    assert desk.tickets.height == total - 10
    assert desk.problems.filter(pl.col("action") == "set_aside")["row"].to_list() == list(
        range(7, total, step)
    )
