from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics import Metric, build
from xlakit.metrics.families import reaching
from xlakit.metrics.families.savings import deflection_savings, lost_session_time
from xlakit.metrics.families.self_service import (
    deflection_rate,
    self_service_failure,
    self_service_preference,
    silent_abandonment,
    verified_deflection,
)
from xlakit.model import MetricRef

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = START + timedelta(days=9)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


TICKETS = [
    {"ticket_id": "0", "opened_at": at(-1), "requester": "zoe", "category": "mail", "cost": "10"},
    {"ticket_id": "1", "opened_at": at(24), "requester": "ann", "category": "vpn", "cost": "20.25"},
    {"ticket_id": "2", "opened_at": at(24.1), "requester": "bob", "category": "mail", "cost": None},
    {"ticket_id": "3", "opened_at": at(3), "requester": "cid", "category": "mail", "cost": None},
]
VISIT = {"started_at": START, "ended_at": at(0.5), "topic": "vpn"}
SESSIONS = [
    {"session_id": "a", **VISIT, "requester": "ann", "helpful": True},  # a ticket exactly 24 h later
    {"session_id": "b", **VISIT, "requester": "bob", "helpful": True},  # a ticket later than that
    {"session_id": "c", **VISIT, "requester": "cid", "helpful": False},  # a ticket on something else
    {"session_id": "d", **VISIT, "requester": "dan", "helpful": None},
    {"session_id": "e", **VISIT, "requester": "eve", "helpful": False},
    {"session_id": "f", **VISIT, "requester": None, "helpful": True},  # nobody knows what came of it
    {"session_id": "g", **VISIT, "requester": "gil", "helpful": None, "ended_at": None},
]


def desk(*sessions: dict[str, Any], tickets: list[dict[str, Any]] | None = None) -> xk.Desk:
    return xk.Desk(tickets=tickets or TICKETS, sessions=list(sessions or SESSIONS))


def figure(metric: Metric, of: xk.Desk, as_of: datetime = LATER) -> tuple[Any, ...]:
    return (
        xk.measure(metric, of, as_of=as_of).select("value", "numerator", "denominator", "not_mature").row(0)
    )


WORKED = [
    (deflection_rate(), (4 / 6, 4, 6, 0)),
    (self_service_failure(), (2 / 6, 2, 6, 0)),
    (deflection_rate(window=timedelta(hours=25)), (3 / 6, 3, 6, 0)),
    (deflection_rate(match="topic"), (5 / 6, 5, 6, 0)),
    (verified_deflection(), (1 / 6, 1, 6, 0)),
    (verified_deflection(match="topic"), (1 / 6, 1, 6, 0)),
    (silent_abandonment(), (2 / 6, 2, 6, 0)),
    (lost_session_time(window=timedelta(days=1), match="requester"), (3 * 1800.0, 5400, 5, 0)),
]


@pytest.mark.parametrize(("metric", "expected"), WORKED, ids=lambda item: getattr(item, "name", ""))
def test_worked_figures_of_self_service(metric: Metric, expected: tuple[Any, ...]) -> None:
    assert figure(metric, desk()) == pytest.approx(expected)


def test_every_known_session_is_a_success_a_failure_a_silence_or_a_refusal() -> None:
    refused = xk.measure(deflection_rate().where(helpful="false"), desk(), as_of=LATER)["numerator"].item()
    parts = [
        figure(metric(), desk())[1]
        for metric in (verified_deflection, self_service_failure, silent_abandonment)
    ]
    assert sum(parts) + refused == figure(deflection_rate(), desk())[2]


def test_a_session_counts_once_it_has_been_watched_for_the_window() -> None:
    assert figure(self_service_failure(), desk(), as_of=at(23.9)) == (None, None, 0, 6)
    assert figure(self_service_failure(), desk(), as_of=at(24)) == pytest.approx((2 / 6, 2, 6, 0))


def test_savings_are_deflected_sessions_at_the_mean_cost_of_a_ticket() -> None:
    assert figure(deflection_savings(), desk())[0] == pytest.approx(4 * 15.125)
    assert figure(deflection_savings(cost_per_ticket="15.50"), desk())[0] == 62.0
    assert figure(deflection_savings(cost_per_ticket=0.1), desk())[0] == 0.4
    free = [{"ticket_id": "0", "opened_at": at(-1), "requester": "zoe"}]
    assert figure(deflection_savings(), desk(tickets=free))[0] is None


def test_where_every_session_became_a_ticket_nothing_is_saved_which_is_not_unknown() -> None:
    failed = {"session_id": "c", **VISIT, "requester": "cid"}
    assert figure(deflection_savings(cost_per_ticket=9), desk(failed))[0] == 0.0
    assert figure(deflection_savings(cost_per_ticket=9), xk.Desk(tickets=TICKETS))[0] is None


@pytest.mark.parametrize("cost", [-1, "much", float("nan"), "inf"])
def test_a_cost_that_is_no_amount_is_refused(cost: Any) -> None:
    with pytest.raises(MeasureError, match="no amount of 0 or more"):
        deflection_savings(cost_per_ticket=cost)


def test_a_ticket_is_matched_by_requester_or_topic_and_nothing_else() -> None:
    with pytest.raises(MeasureError, match="got 'category'. Hint: requester, topic"):
        deflection_rate(match="category")  # type: ignore[arg-type]


def test_a_desk_that_does_not_ask_whether_it_helped_has_no_verified_deflection() -> None:
    bare = {"session_id": "a", **VISIT, "requester": "ann"}
    for metric in (verified_deflection(), silent_abandonment()):
        assert figure(metric, desk(bare)) == (None, None, 0, 0)
    never = desk(bare | {"helpful": None})
    assert figure(verified_deflection(), never) == (0.0, 0, 1, 0)


HUMAN = [
    {
        "session_id": "a",
        **VISIT,
        "human_offered": True,
        "human_asked_at": at(0.1),
        "human_reached_at": at(0.35),
    },
    {
        "session_id": "b",
        **VISIT,
        "human_offered": True,
        "human_asked_at": at(0.1),
        "human_reached_at": at(0.4),
    },
    {"session_id": "c", **VISIT, "human_offered": True, "human_asked_at": at(0.1), "human_reached_at": None},
    {"session_id": "d", **VISIT, "human_offered": True, "human_asked_at": None, "human_reached_at": None},
    {"session_id": "e", **VISIT, "human_offered": False, "human_asked_at": None, "human_reached_at": None},
    {"session_id": "f", **VISIT, "human_offered": None, "human_asked_at": None, "human_reached_at": None},
]
REACHED = [
    (reaching.human_reachability(), (1 / 3, 1, 3, 0)),
    (reaching.human_reachability(within=timedelta(minutes=18)), (2 / 3, 2, 3, 0)),
    (reaching.abandonment_rate(), (1 / 3, 1, 3, 0)),
    (reaching.blocked_share(), (2 / 5, 2, 5, 0)),
    (reaching.speed_of_answer(), (990.0, 1980, 2, 0)),
    (self_service_preference(), (1 / 4, 1, 4, 0)),
]


@pytest.mark.parametrize(("metric", "expected"), REACHED, ids=lambda item: getattr(item, "name", ""))
def test_worked_figures_of_getting_through(metric: Metric, expected: tuple[Any, ...]) -> None:
    assert figure(metric, desk(*HUMAN)) == pytest.approx(expected)


def test_a_request_that_still_waits_is_neither_reached_nor_given_up() -> None:
    assert figure(reaching.abandonment_rate(), desk(HUMAN[2]), as_of=at(0.2)) == (None, None, 0, 0)
    assert figure(reaching.human_reachability(), desk(HUMAN[2]), as_of=at(0.2)) == (None, None, 0, 1)
    assert figure(reaching.human_reachability(), desk(HUMAN[2]), as_of=at(0.36)) == (0.0, 0, 1, 0)


def test_a_desk_that_does_not_record_who_was_reached_knows_nothing_of_it() -> None:
    asked = {"session_id": "a", **VISIT, "human_asked_at": at(0.1)}
    for metric in (reaching.human_reachability(), reaching.abandonment_rate(), reaching.blocked_share()):
        assert figure(metric, desk(asked))[0] is None


def test_one_figure_by_channel() -> None:
    rows = [one | {"channel": "chat" if one["session_id"] < "c" else "bot"} for one in HUMAN]
    frame = xk.measure(reaching.human_reachability().by("channel"), desk(*rows), as_of=LATER).sort("channel")
    assert frame.select("channel", "denominator").rows() == [("bot", 1), ("chat", 2)]


def test_parameters_come_as_an_agreement_writes_them() -> None:
    params = {"window": "2d", "match": "topic", "cost_per_ticket": "12.5"}
    metric = build(MetricRef(name="deflection_savings", params=params))
    assert metric.ref is not None
    assert metric.ref.params == params
    assert figure(metric, desk())[0] == float(5 * Decimal("12.5"))
