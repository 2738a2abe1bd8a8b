from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

import xlakit as xk

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = START + timedelta(days=90)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def facts(table: str, *, as_of: datetime = LATER, **tables: Any) -> pl.DataFrame:
    tables.setdefault("tickets", [{"ticket_id": "0", "opened_at": at(-1)}])
    return xk.facts(xk.Desk(**tables), table=table, as_of=as_of)


def reported(name: str, hours: float, problem: str | None = "P1") -> dict[str, Any]:
    return {"ticket_id": name, "opened_at": at(hours), "problem_id": problem}


def notice(name: str, hours: float, **told: Any) -> dict[str, Any]:
    return {"notice_id": name, "sent_at": at(hours), "kind": "known_issue", "problem_id": "P1", **told}


def test_a_notice_knows_the_reports_before_it_and_the_first_of_them() -> None:
    tickets = [reported("1", 1), reported("2", 2), reported("3", 3), reported("4", 1, "P2")]
    rows = facts("notices", tickets=tickets, notices=[notice("a", 3), notice("b", 4), notice("c", 0)])
    assert rows.select("notice_id", "reports_before", "reported_at", "reminder").rows() == [
        ("c", 0, at(1), False),
        ("a", 2, at(1), True),
        ("b", 3, at(1), True),
    ]


def test_the_earlier_of_the_stated_and_the_seen_report_is_the_first() -> None:
    stated = {"first_report_at": at(0.5)}
    row = facts("notices", tickets=[reported("1", 1)], notices=[notice("a", 3, **stated)]).row(0, named=True)
    assert (row["reported_at"], row["report_known"]) == (at(0.5), True)
    row = facts("notices", notices=[notice("a", 3, **stated, problem_id=None)]).row(0, named=True)
    assert (row["reported_at"], row["report_known"], row["reports_before"]) == (at(0.5), True, None)


def test_a_desk_whose_tickets_name_no_problem_knows_no_report() -> None:
    row = facts("notices", notices=[notice("a", 3)]).row(0, named=True)
    assert (row["report_known"], row["reports_before"], row["reported_at"]) == (False, None, None)


def test_a_start_may_lie_after_as_of_and_a_report_may_not() -> None:
    told = {"starts_at": at(48), "first_report_at": at(40)}
    row = facts("notices", as_of=at(24), notices=[notice("a", 0, **told)]).row(0, named=True)
    assert (row["starts_at"], row["first_report_at"], row["lead_seconds"]) == (at(48), None, 48 * 3600)
    assert facts("notices", as_of=at(-0.5), notices=[notice("a", 0)]).is_empty()


def test_a_later_notice_of_the_same_maintenance_is_a_reminder() -> None:
    plan = {"kind": "maintenance", "problem_id": None, "service": "erp"}
    rows = facts(
        "notices",
        notices=[
            notice("late", 20, **plan, starts_at=at(48)),
            notice("early", 0, **plan, starts_at=at(48)),
            notice("other", 21, **plan, starts_at=at(72)),
            notice("no start", 22, **plan),
            notice("no start either", 23, **plan),
        ],
    )
    assert rows.filter(pl.col("reminder"))["notice_id"].to_list() == ["late"]


def test_touchpoints_are_the_notices_and_the_tickets() -> None:
    rows = facts("touchpoints", notices=[notice("a", 0, notified=40), notice("b", 1)])
    assert rows.select("proactive", "users").rows() == [(True, 40), (True, None), (False, 1)]
    assert facts("touchpoints").is_empty()


def test_a_ticket_is_alerted_when_a_notice_of_its_problem_came_before_it() -> None:
    tickets = [reported("1", 1), reported("2", 3), reported("3", 3, "P9"), reported("4", 3, None)]
    rows = facts("tickets", tickets=tickets, notices=[notice("a", 2), notice("b", 3)])
    assert rows["alerted"].to_list() == [False, True, False, None]
    assert facts("tickets", tickets=tickets)["alerted"].to_list() == [None] * 4


def test_measurements_are_whole_numbers_in_the_coarsest_step_that_holds_them() -> None:
    day = {"window_start": at(0), "window_end": at(24)}
    rows = facts(
        "measurements",
        measurements=[
            {"name": "a", **day, "good": "719.25", "total": "720"},
            {"name": "b", **day, "good": "1", "total": "3.5"},
            {"name": "b", "window_start": at(24), "window_end": at(48), "good": "1", "total": "0.25"},
            {"name": "b", "window_start": at(48), "window_end": at(72), "value": "0.5"},
            {"name": "c", **day, "value": "12.000001"},
        ],
    )
    assert rows.select("name", "above", "below").rows() == [
        ("a", 719_250_000, 720),
        ("b", 100_000_000, 350),
        ("b", 100_000_000, 25),
        ("b", None, None),
        ("c", 12_000_001, 1),
    ]


def test_a_number_too_large_to_add_up_is_unknown_and_not_another_number() -> None:
    day = {"window_start": at(0), "good": "99999999999999", "total": "99999999999999"}
    assert facts("measurements", measurements=[{"name": "a", **day}])["above"].to_list() == [None]


def test_a_result_is_known_once_its_own_window_has_ended() -> None:
    rows = [
        {"name": "a", "window_start": at(0), "window_end": at(24), "value": "1"},
        {"name": "b", "window_start": at(0), "window_end": None, "value": "1"},
    ]
    assert facts("measurements", as_of=at(23), measurements=rows)["name"].to_list() == ["b"]
    assert facts("measurements", as_of=at(24), measurements=rows)["name"].to_list() == ["a", "b"]


def test_segments_speak_for_the_whole_only_where_nothing_else_does() -> None:
    day, next_day = {"window_start": at(0)}, {"window_start": at(24)}
    rows = facts(
        "measurements",
        measurements=[
            {"name": "a", **day, "value": "1", "segment": None},
            {"name": "a", **day, "value": "1", "segment": "oslo"},
            {"name": "a", **next_day, "value": "1", "segment": "oslo"},
        ],
    ).sort("window_start", "segment")
    assert rows["whole"].to_list() == [True, False, True]


EVENTS = {
    "reopened in between": (
        [("status", "resolved", 1), ("confirmed", None, 2), ("status", "open", 3), ("status", "resolved", 4)],
        None,
        None,
    ),
    "confirmed before it is set to resolved": ([("confirmed", None, 1), ("status", "resolved", 2)], 1, None),
    "asked after the resolution": (
        [("status", "resolved", 1), ("asked", None, 2), ("asked", None, 3)],
        None,
        2,
    ),
    "a question on the way": ([("asked", None, 1), ("status", "resolved", 2)], None, None),
    "asked for confirmation by name": ([("asked", "confirmation", 1), ("status", "resolved", 2)], None, 1),
    "after the closing": (
        [("status", "resolved", 1), ("confirmed", None, 11), ("asked", None, 12)],
        None,
        None,
    ),
}


@pytest.mark.parametrize(("events", "confirmed", "asked"), EVENTS.values(), ids=EVENTS)
def test_the_way_a_ticket_was_closed(
    events: list[tuple[str, str | None, float]], confirmed: float | None, asked: float | None
) -> None:
    row = facts(
        "tickets",
        tickets=[{"ticket_id": "0", "opened_at": at(0), "closed_at": at(10)}],
        events=[
            {"ticket_id": "0", "at": at(hours), "kind": kind, "value": value} for kind, value, hours in events
        ],
    ).row(0, named=True)
    assert row["closing_at"] == at(10)
    assert row["closing_confirmed_at"] == (None if confirmed is None else at(confirmed))
    assert row["closing_asked_at"] == (None if asked is None else at(asked))


def test_the_last_status_closes_a_ticket_that_has_no_closing_of_its_own() -> None:
    steps = [("resolved", 1), ("closed", 2)]

    def closing(*more: tuple[str, float]) -> Any:
        events = [
            {"ticket_id": "0", "at": at(hours), "kind": "status", "value": value}
            for value, hours in [*steps, *more]
        ]
        return facts("tickets", events=events)["closing_at"].item()

    assert closing() == at(2)
    assert closing(("open", 3)) is None
    assert facts("tickets")["closing_recorded"].item() is False


def test_a_ticket_uses_an_article_by_its_column_or_by_an_event() -> None:
    tickets = [
        {"ticket_id": "0", "opened_at": at(0), "article_id": "k1"},
        {"ticket_id": "1", "opened_at": at(0), "article_id": None},
        {"ticket_id": "2", "opened_at": at(0), "article_id": None},
    ]
    event = {"ticket_id": "1", "at": at(1), "kind": "article", "value": "k2"}
    rows = facts("tickets", tickets=tickets, events=[event])
    assert rows["article_linked"].to_list() == [True, True, False]
    assert facts("tickets", tickets=tickets, events=[event], as_of=at(0.5))["article_linked"].to_list() == [
        True,
        False,
        False,
    ]
    assert facts("tickets")["article_linked"].to_list() == [None]


def test_a_category_is_dated_by_the_last_work_on_its_articles_before_the_ticket() -> None:
    tickets = [
        {"ticket_id": "0", "opened_at": at(0), "category": "vpn"},
        {"ticket_id": "1", "opened_at": at(48), "category": "vpn"},
        {"ticket_id": "2", "opened_at": at(48), "category": "mail"},
        {"ticket_id": "3", "opened_at": at(48), "category": None},
    ]
    articles = [
        {"article_id": "a", "category": "vpn", "created_at": at(-100), "reviewed_at": at(24)},
        {"article_id": "b", "category": "vpn", "created_at": at(-50), "reviewed_at": None},
    ]
    rows = facts("tickets", tickets=tickets, articles=articles)
    columns = ("category_article_at", "category_reviewed_at", "articles_known")
    assert rows.select(columns).rows() == [
        (at(-50), at(24), True),
        (at(24), at(24), True),
        (None, None, True),
        (None, None, False),
    ]
    assert facts("tickets", tickets=tickets)["articles_known"].null_count() == 4
