"""Satisfaction, quality, wishes and feedback: figures counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics import Metric, build
from xlakit.metrics.families.excellence import (
    excellence_gap,
    exceptional_rate,
    mediocrity_index,
    non_negative_rate,
)
from xlakit.metrics.families.listening import recognition_balance
from xlakit.metrics.families.satisfaction import satisfaction_per_ticket, satisfied_tickets
from xlakit.metrics.families.solved import completeness, resolution_quality
from xlakit.metrics.families.surveys import ces
from xlakit.metrics.families.wishes import wish_shortfall
from xlakit.model import Agreement, MetricRef

if TYPE_CHECKING:
    import polars as pl

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
AS_OF = datetime(2026, 4, 30, tzinfo=UTC)
AGREEMENT = Agreement.model_validate(
    {
        "apiVersion": "xlakit/v1",
        "kind": "Agreement",
        "metadata": {"name": "small"},
        "term": {"start": "2026-01-01", "end": "2026-12-31"},
        "surveys": {"anonymity": 5},
        "clocks": {"fix": {"calendar": "always", "stop": "resolved", "within": "4h"}},
        "objectives": [
            {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
        ],
    }
)


def desk_of(
    answers: list[dict[str, Any] | None], tickets: list[dict[str, Any]] | None = None, **tables: Any
) -> xk.Desk:
    """One ticket an answer, resolved after two hours; None stays silent."""
    more = tickets or [{}] * len(answers)
    rows = [
        {
            "ticket_id": f"t{n}",
            "requester": f"u{n}",
            "opened_at": OPENED,
            "resolved_at": OPENED + timedelta(hours=2),
            **own,
        }
        for n, own in enumerate(more)
    ]
    surveys = [
        {"ticket_id": f"t{n}", "answered_at": OPENED + timedelta(days=1), **answer}
        for n, answer in enumerate(answers)
        if answer is not None
    ]
    return xk.Desk(tickets=rows, surveys=surveys or None, **tables)


def measured(metric: Metric | str, desk: xk.Desk, **params: str) -> dict[str, Any]:
    wanted = build(MetricRef(name=metric, params=params), AGREEMENT) if isinstance(metric, str) else metric
    frame: pl.DataFrame = xk.measure(wanted, desk, agreement=AGREEMENT, as_of=AS_OF)
    return frame.row(0, named=True)


def value(metric: Metric | str, desk: xk.Desk, **params: str) -> Any:
    return measured(metric, desk, **params)["value"]


def scores(*given: float, **more: Any) -> list[dict[str, Any] | None]:
    return [{"csat": score, **more} for score in given]


# Satisfaction


def test_satisfaction_is_the_mean_of_scaled_answers_and_the_silent_are_left_out() -> None:
    desk = desk_of([*scores(5, 5, 3, 1, 1), *[None] * 5])
    assert value("satisfaction_per_ticket", desk) == 0.5
    assert measured("satisfaction_per_ticket", desk)["denominator"] == 5


def test_the_silent_as_neutral_pull_towards_the_middle() -> None:
    desk = desk_of([*scores(5, 5, 5, 5, 5, 5), *[None] * 4])
    assert value("satisfaction_per_ticket", desk, nonresponse="neutral") == 0.8
    assert value("satisfaction_per_ticket", desk_of([None] * 9), nonresponse="neutral") is None


def test_the_bounds_are_all_silent_at_worst_and_all_silent_at_best() -> None:
    # Worked figure S16: 82 % satisfied of those who answered, 21 % answered: 0.1722 ... 0.9622.
    answers: list[dict[str, Any] | None] = [{"happiness": 8.2}] * 21
    found = measured("satisfaction_per_ticket", desk_of([*answers, *[None] * 79]), nonresponse="bounds")
    assert found["value"] == pytest.approx(0.82)
    assert (found["low"], found["high"]) == (pytest.approx(0.1722), pytest.approx(0.9622))


def test_post_stratification_weighs_each_stratum_by_its_resolved_tickets() -> None:
    # Worked figure S14: 500 and 500 tickets, 30 answers at 0.60 and 170 at 0.90: raw 0.855, weighted 0.75.
    few = [*scores(*[5] * 18, *[1] * 12), *[None] * 470]
    many = [*scores(*[5] * 153, *[1] * 17), *[None] * 330]
    desk = desk_of([*few, *many], [{"channel": "phone"}] * 500 + [{"channel": "portal"}] * 500)
    assert value("satisfaction_per_ticket", desk) == 0.855
    found = measured("satisfaction_per_ticket", desk, nonresponse="post_stratified", strata="channel")
    assert found["value"] == 0.75
    assert (found["high"] - found["low"]) / 2 / 2 == pytest.approx(0.046177, rel=0.25)
    assert value("satisfied_tickets", desk) == 855
    assert value("satisfied_tickets", desk, strata="channel") == 750


def test_a_silent_stratum_has_no_weight_and_its_tickets_take_the_share_of_the_others() -> None:
    desk = desk_of(
        [*scores(5, 5, 5, 1, 1), *[None] * 5], [{"channel": "phone"}] * 5 + [{"channel": "mail"}] * 5
    )
    assert value("satisfaction_per_ticket", desk, nonresponse="post_stratified", strata="channel") == 0.6
    assert value("satisfied_tickets", desk, strata="channel") == 6


def test_satisfied_tickets_stay_within_the_tickets_there_are() -> None:
    found = measured("satisfied_tickets", desk_of([*scores(*[5] * 9), *[None] * 21]))
    assert found["value"] == 30
    assert 0 < found["low"] < found["high"] <= 30


def test_strata_and_their_way_go_together() -> None:
    with pytest.raises(MeasureError, match="strata"):
        satisfaction_per_ticket(nonresponse="post_stratified")
    with pytest.raises(MeasureError, match="strata"):
        satisfaction_per_ticket(strata="channel")
    with pytest.raises(MeasureError, match="nonresponse"):
        satisfaction_per_ticket(nonresponse="ignore")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="no such column.*planet"):
        measured(satisfied_tickets(strata="planet"), desk_of(scores(*[5] * 9)))


def test_too_few_answers_are_withheld_whatever_stands_for_the_silent() -> None:
    desk = desk_of([*scores(5, 1), *[None] * 40])
    for params in ({}, {"nonresponse": "neutral"}, {"nonresponse": "bounds"}):
        assert measured("satisfaction_per_ticket", desk, **params)["suppressed"]
    assert measured("satisfied_tickets", desk)["suppressed"]


# Variants of the questions


def test_the_boxes_of_satisfaction_never_mix() -> None:
    desk = desk_of(scores(1, 3, 4, 4.5, 5, 5))
    assert value("csat", desk) == pytest.approx(4 / 6)
    assert value("csat", desk, variant="top_box") == pytest.approx(2 / 6)
    assert value("csat", desk, variant="mean") == 3.75


def test_net_effort_is_the_easiest_two_less_the_hard_three() -> None:
    desk = desk_of([{"effort": score} for score in (7, 6, 5.5, 5, 4, 3.5, 3, 1, 7, 7)])
    assert value("ces", desk, variant="net") == pytest.approx(100 * (4 - 3) / 10)
    assert value(ces(variant="net", high_is="hard"), desk) == pytest.approx(100 * (1 - 6) / 10)
    with pytest.raises(MeasureError, match="at least 5 points"):
        ces(variant="net", scale="1..4")


def test_not_failing_is_not_succeeding() -> None:
    desk = desk_of(scores(1, 2, 3, 3, 3.5, 4, 4, 5, 5, 5))
    assert value(non_negative_rate(), desk) == 0.8
    assert value(exceptional_rate(), desk) == 0.3
    assert value(mediocrity_index(), desk) == 0.3
    assert value(excellence_gap(), desk) == 0.5


# Solved


def test_completeness_counts_partly_as_half_and_strictly_as_nothing() -> None:
    desk = desk_of([{"solved": word} for word in ("yes", "yes", "partly", "no", "yes")] + [{"csat": 5}])
    assert value("completeness", desk) == 0.7
    assert value("completeness", desk, strict="true") == 0.6
    assert value(completeness(strict=True), desk) == 0.6


def test_a_false_closure_is_a_closed_ticket_whose_user_says_no() -> None:
    words = ("no", "yes", "partly", "no", "yes", "yes")
    tickets: list[dict[str, Any]] = [{}] * 5 + [{"resolved_at": None}]
    assert value("false_closure_rate", desk_of([{"solved": word} for word in words], tickets)) == 0.4


def test_suppressed_recurrence_counts_only_those_who_were_asked() -> None:
    desk = desk_of(
        [{"recurred_unreported": said} for said in (True, False, False, False, True)] + [{"csat": 1}]
    )
    assert value("suppressed_recurrence", desk) == 0.4


def test_resolution_quality_is_the_mean_of_the_parts_it_can_measure_and_names_the_others() -> None:
    desk = desk_of(
        [{"solved": word} for word in ("yes", "yes", "yes", "no", "partly")],
        [{"reopen_count": count} for count in (0, 0, 0, 0, 1)],
    )
    # 1 - reopens 0.8, no repeats beyond chance 1, completeness 0.7; nothing tells of first contacts
    found = measured("resolution_quality", desk)
    assert found["value"] == pytest.approx(100 * (0.8 + 1 + 0.7) / 3)
    assert "without verified_fcr" in found["method"]
    assert value("resolution_quality", desk, reopen="2", repeat="0") == pytest.approx(
        100 * (2 * 0.8 + 0.7) / 3
    )


def test_fewer_repeats_than_by_chance_are_no_more_than_none() -> None:
    often = [
        {
            "requester": "ann",
            "opened_at": OPENED + timedelta(days=9 * n),
            "resolved_at": OPENED + timedelta(days=9 * n, hours=1),
        }
        for n in range(5)
    ]
    desk = desk_of([{"solved": "yes"}] * 5, often)
    assert value("excess_repeat_rate", desk) < 0
    assert value("resolution_quality", desk) == 100


def test_weights_of_quality_are_not_negative_and_not_all_zero() -> None:
    with pytest.raises(MeasureError, match="weights"):
        resolution_quality(reopen=-1)
    with pytest.raises(MeasureError, match="weights"):
        resolution_quality(reopen=0, repeat=0, completeness=0, verified_fcr=0)
    assert resolution_quality(reopen=Fraction(1, 2)).unit == "points"


# Wishes


def test_the_wish_gap_asks_only_where_the_clock_was_kept() -> None:
    wishes = [{"wished_hours": hours} for hours in (1, 2, 2.5, 1.9, 0.5)] + [{"wished_hours": 1}, {"csat": 5}]
    late = {"resolved_at": OPENED + timedelta(hours=9)}
    desk = desk_of(wishes, [{}] * 5 + [late, {}])
    found = measured("wish_gap", desk)
    assert (found["value"], found["denominator"]) == (0.6, 5)


def test_the_shortfall_is_the_limit_less_the_wish() -> None:
    desk = desk_of([{"wished_hours": hours} for hours in (1, 2, 3, 6, 8)])
    assert value(wish_shortfall("fix"), desk) == 0
    assert measured(wish_shortfall("fix"), desk)["denominator"] == 5


# Feedback


def test_latency_runs_from_the_resolution_to_the_answer() -> None:
    late = [OPENED + timedelta(hours=hours) for hours in (3, 4, 5, 6, 7)]
    before = {"csat": 5, "answered_at": OPENED + timedelta(hours=1)}
    desk = desk_of([*({"csat": 5, "answered_at": at} for at in late), before])
    found = measured("feedback_latency", desk)
    assert (found["value"], found["denominator"]) == (3 * 3600, 5)


def test_cadence_is_answers_a_user_and_month() -> None:
    march, april = {}, {"opened_at": OPENED + timedelta(days=31), "resolved_at": OPENED + timedelta(days=32)}
    people = [{"requester": f"u{n % 3}", **(march if n < 6 else april)} for n in range(9)]
    desk = desk_of([{"csat": 5}] * 4 + [None] * 5, people)
    assert value("feedback_cadence", desk) == pytest.approx(4 / 6)
    assert value("feedback_cadence", desk_of([None] * 9)) is None


def test_the_loop_is_closed_where_the_unhappy_are_answered_back() -> None:
    back = OPENED + timedelta(days=2)
    answers: list[dict[str, Any] | None] = [
        *scores(1, 2, 2, answered_back_at=back),
        *scores(1, 1),
        *scores(5, answered_back_at=back),
    ]
    assert value("loop_closure_rate", desk_of(answers)) == 0.6
    assert value("loop_closure_rate", desk_of(scores(1, 1, 1, 1, 1))) is None


def test_feedback_is_seen_where_the_analyst_opened_it() -> None:
    seen = OPENED + timedelta(days=2)
    answers = [*scores(5, 4, 3, seen_by_agent_at=seen), *scores(1, 1)]
    assert value("feedback_seen_rate", desk_of(answers)) == 0.6
    assert value("feedback_seen_rate", desk_of(scores(5, 5, 5, 5, 5))) is None


def test_two_ways_are_a_reply_from_each_side() -> None:
    def reply(number: int, role: str, minutes: int) -> dict[str, Any]:
        at = OPENED + timedelta(minutes=minutes)
        return {"ticket_id": f"t{number}", "at": at, "kind": "reply", "role": role, "public": True}

    events = [reply(0, "agent", 5), reply(0, "requester", 9), reply(1, "agent", 5), reply(2, "requester", 5)]
    assert value("two_way_rate", desk_of([None] * 4, events=events)) == 0.25


def test_praise_is_counted_per_resolved_ticket_and_against_complaints() -> None:
    answers = [*scores(5, 5, 4, praise=True), *scores(1, 2, 3, praise=False), *[None] * 6]
    desk = desk_of(answers)
    assert value("recognition_rate", desk) == pytest.approx(3 / 12)
    assert value("recognition_balance", desk) == 1.5
    assert value("recognition_balance", desk_of(scores(5, 5, 5, 5, 4, praise=True))) is None
    assert value("recognition_rate", desk_of(scores(5, 5, 5, 5, 4))) is None


def test_older_praise_and_older_complaints_weigh_less() -> None:
    def at(days: int) -> dict[str, Any]:
        return {"opened_at": OPENED + timedelta(days=days), "resolved_at": OPENED + timedelta(days=days)}

    desk = desk_of([*scores(5, 5, 5, praise=True), *scores(1, 1, praise=False)], [at(0)] * 3 + [at(10)] * 2)
    assert value("recognition_balance", desk) == 1.5
    assert value(recognition_balance(half_life=timedelta(days=10)), desk) == pytest.approx(0.75)


# Watermelons


def test_a_watermelon_is_counted_among_rated_tickets_and_slowness_among_kept_ones() -> None:
    late = {"resolved_at": OPENED + timedelta(hours=9)}
    answers = [
        *scores(1, 2, factors=["Slow"]),
        *scores(5, 4, 5, factors=["speed"]),
        *scores(1, factors=["slowness"]),
        {"comment": "?"},
    ]
    desk = desk_of(answers, [{}] * 5 + [late, {}])
    assert value("watermelon_rate", desk) == pytest.approx(2 / 6)
    assert value("perceived_slow_when_met", desk) == 0.4
