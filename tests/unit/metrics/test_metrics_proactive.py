from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics import Metric, csat, difference
from xlakit.metrics.families import knowledge, proactive

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = START + timedelta(days=60)


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def figure(metric: Metric, as_of: datetime = LATER, **tables: Any) -> tuple[Any, ...]:
    tables.setdefault("tickets", [{"ticket_id": "0", "opened_at": at(-1)}])
    frame = xk.measure(metric, xk.Desk(**tables), as_of=as_of)
    return frame.select("value", "numerator", "denominator").row(0)


def plan(
    name: str, sent: float, starts: float | None, affected: int | None, notified: int | None
) -> dict[str, Any]:
    return {
        "notice_id": name,
        "sent_at": at(sent),
        "kind": "maintenance",
        "service": name[0],
        "starts_at": None if starts is None else at(starts),
        "affected": affected,
        "notified": notified,
    }


PLANS = [
    plan("a", 0, 2, 100, 80),  # exactly two days before
    plan("b", 0, 1.9, 50, 50),  # too late
    plan("c", 0, 9, 10, 12),  # more told than affected
    plan("d", 0, 9, None, 12),
    plan("e", 0, 9, 30, None),
    plan("f", 5, 4, 20, 20),  # after the start
    plan("g", 0, None, 20, 20),
    plan("a reminder", 1, 2, 100, 100),
]


def test_maintenance_counts_users_told_early_enough() -> None:
    assert figure(proactive.maintenance_notice_coverage(), notices=PLANS) == (90 / 180, 90, 180)
    told = proactive.maintenance_notice_coverage(lead=timedelta(days=1))
    assert figure(told, notices=PLANS) == (140 / 180, 140, 180)


def test_lead_time_is_negative_for_a_notice_after_the_start() -> None:
    assert figure(proactive.notice_lead_time(), notices=PLANS[5:7]) == (-86_400.0, -86_400, 1)
    assert figure(proactive.notice_lead_time(), notices=PLANS[:2])[0] == pytest.approx(1.95 * 86_400)


def issue(
    name: str, sent: float, problem: str | None, kind: str = "known_issue", **told: Any
) -> dict[str, Any]:
    return {"notice_id": name, "sent_at": at(sent), "kind": kind, "problem_id": problem, **told}


REPORTS = [
    {"ticket_id": "1", "opened_at": at(1), "problem_id": "P1"},
    {"ticket_id": "2", "opened_at": at(2), "problem_id": "P1"},
    {"ticket_id": "3", "opened_at": at(3), "problem_id": "P2"},
]
ISSUES = [
    issue("a", 2, "P1"),  # one report before, one at the same instant
    issue("a2", 3, "P1"),
    issue("b", 2, "P2"),
    issue("c", 2, "P3"),  # nobody ever reported it
    issue("d", 2, None),  # nobody can know
    issue("e", 2, None, first_report_at=at(2)),  # at the same instant is not before
    issue("f", 2, "P2", "degradation"),
    issue("g", 5, "P1", "degradation"),
]


def test_alerts_are_held_against_the_first_report() -> None:
    tables = {"tickets": REPORTS, "notices": ISSUES}
    assert figure(proactive.known_issue_alert_first(), **tables) == (0.5, 2, 4)
    assert figure(proactive.degradation_acknowledged_first(), **tables) == (0.5, 1, 2)
    assert figure(proactive.reports_before_alert(), **tables) == pytest.approx((1 / 3, 1, 3))


def test_touchpoints_are_messages_unless_users_are_asked_for() -> None:
    notices = [issue("a", 2, None, notified=7), issue("b", 3, None)]
    tables = {"tickets": REPORTS, "notices": notices}
    assert figure(proactive.proactivity_ratio(), **tables) == (2 / 5, 2, 5)
    assert figure(proactive.proactivity_ratio(unit="users"), **tables) == (7 / 10, 7, 10)
    assert figure(proactive.proactivity_ratio(), tickets=REPORTS, notices=[]) == (0.0, 0, 3)
    assert figure(proactive.proactivity_ratio(), tickets=REPORTS) == (None, None, 0)


def test_the_experience_of_alerted_users_can_be_set_against_that_of_the_others() -> None:
    tickets = [
        {"ticket_id": f"{n}", "opened_at": at(1 if n < 12 else 3), "resolved_at": at(4), "problem_id": "P1"}
        for n in range(24)
    ]
    surveys = [{"ticket_id": f"{n}", "csat": 1 if n < 9 else 5} for n in range(24)]
    gap = difference(csat(), {"alerted": "true"}, {"alerted": "false"})
    assert figure(gap, tickets=tickets, surveys=surveys, notices=[issue("a", 2, "P1")])[0] == 0.75


CLOSED = [
    {"ticket_id": f"{n}", "opened_at": at(0), "resolved_at": at(1), "closed_at": at(6)} for n in range(4)
]
SAID = [
    {"ticket_id": "0", "at": at(2), "kind": "asked"},
    {"ticket_id": "0", "at": at(5), "kind": "confirmed"},
    {"ticket_id": "1", "at": at(3), "kind": "asked"},
    {"ticket_id": "2", "at": at(3.1), "kind": "asked"},
]


def test_a_word_and_silence_are_two_buckets() -> None:
    tables = {"tickets": [*CLOSED, {"ticket_id": "9", "opened_at": at(0)}], "events": SAID}
    rates = {
        bucket: figure(proactive.closure_confirmation_rate(bucket=bucket), **tables)  # type: ignore[arg-type]
        for bucket in ("explicit", "elapsed", "either")
    }
    assert rates == {"explicit": (0.25, 1, 4), "elapsed": (0.25, 1, 4), "either": (0.5, 2, 4)}
    patient = proactive.closure_confirmation_rate(bucket="elapsed", window=timedelta(days=2))
    assert figure(patient, **tables) == (0.5, 2, 4)


def test_a_desk_that_records_no_confirmation_has_no_rate() -> None:
    assert figure(proactive.closure_confirmation_rate(), tickets=CLOSED) == (None, None, 0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: proactive.closure_confirmation_rate(bucket="maybe"),  # type: ignore[arg-type]
        lambda: proactive.proactivity_ratio(unit="mails"),  # type: ignore[arg-type]
        lambda: knowledge.kb_freshness(weight="pages"),  # type: ignore[arg-type]
    ],
)
def test_a_choice_that_does_not_exist_is_refused(make: Any) -> None:
    with pytest.raises(MeasureError, match="is not one of"):
        make()


ARTICLES = [
    {"article_id": "a", "category": "vpn", "created_at": at(-900), "reviewed_at": at(-100), "views": 60},
    {"article_id": "b", "category": "vpn", "created_at": at(-900), "reviewed_at": None, "views": 30},
    {"article_id": "c", "category": "mail", "created_at": at(-10), "reviewed_at": None, "views": 10},
    {"article_id": "d", "category": "erp", "created_at": None, "reviewed_at": None, "views": 500},
    {"article_id": "e", "category": "erp", "created_at": at(-300), "reviewed_at": at(-200), "views": None},
]


def test_freshness_is_weighted_by_views_at_the_end_of_the_window() -> None:
    assert figure(knowledge.kb_freshness(), at(0), articles=ARTICLES) == (0.7, 70, 100)
    assert figure(knowledge.kb_freshness(weight="articles"), at(0), articles=ARTICLES) == (0.5, 2, 4)
    assert figure(knowledge.kb_freshness(), at(80), articles=ARTICLES) == (0.7, 70, 100)
    assert figure(knowledge.kb_freshness(), at(80.1), articles=ARTICLES)[0] == 0.1
    assert figure(knowledge.kb_freshness(max_age=timedelta(days=10)), at(0), articles=ARTICLES)[0] == 0.1


def test_a_later_review_hides_how_fresh_an_article_was() -> None:
    tables = {
        "tickets": [{"ticket_id": "0", "opened_at": at(-40)}],
        "articles": [ARTICLES[0] | {"reviewed_at": at(1)}],
    }
    months = xk.measure(knowledge.kb_freshness(), xk.Desk(**tables), as_of=at(30), every="month")
    assert months["value"].to_list() == [None, None, 1.0, 1.0]


def test_votes_are_added_up_over_articles() -> None:
    votes = [
        {"article_id": "a", "helpful_yes": 8, "helpful_no": 2},
        {"article_id": "b", "helpful_yes": 1, "helpful_no": 9},
        {"article_id": "c", "helpful_yes": 5, "helpful_no": None},
    ]
    assert figure(knowledge.kb_helpfulness(), articles=votes) == (9 / 20, 9, 20)
    nobody = [{"article_id": "a", "helpful_yes": 0, "helpful_no": 0}]
    assert figure(knowledge.kb_helpfulness(), articles=nobody)[0] is None


def test_coverage_counts_categories_and_not_tickets() -> None:
    categories = ["vpn", "vpn", "vpn", "mail", "erp", "chairs", None]
    tickets = [{"ticket_id": f"{n}", "opened_at": at(0), "category": one} for n, one in enumerate(categories)]
    assert figure(knowledge.kb_coverage(), tickets=tickets, articles=ARTICLES) == (0.5, 2, 4)
    young = knowledge.kb_coverage(max_age=timedelta(days=30))
    assert figure(young, tickets=tickets, articles=ARTICLES) == (0.25, 1, 4)
    assert figure(knowledge.kb_coverage(), tickets=tickets, articles=[])[0] == 0.0
    assert figure(knowledge.kb_coverage(), tickets=tickets)[0] is None


def test_link_rate_counts_resolved_tickets_and_search_counts_sessions() -> None:
    tickets = [
        {"ticket_id": "0", "opened_at": at(0), "resolved_at": at(1), "article_id": "a"},
        {"ticket_id": "1", "opened_at": at(0), "resolved_at": at(1), "article_id": None},
        {"ticket_id": "2", "opened_at": at(0), "resolved_at": None, "article_id": "a"},
    ]
    assert figure(knowledge.kb_link_rate(), tickets=tickets) == (0.5, 1, 2)
    sessions = [
        {"session_id": "a", "started_at": at(1), "article_id": "a"},
        {"session_id": "b", "started_at": at(1), "article_id": None},
        {"session_id": "c", "started_at": at(59.9), "article_id": None},
    ]
    assert figure(knowledge.kb_search_success(), sessions=sessions) == (0.5, 1, 2)
