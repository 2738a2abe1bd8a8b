"""Metrics of empathy and communication on desks small enough to work out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.facts.families.promises import DOMAINS as PROMISED
from xlakit.facts.families.talk import DOMAINS as WRITTEN
from xlakit.metrics.families.communication import (
    communication_quality,
    explanation_rate,
    jargon_index,
    promise_accuracy,
    promise_bias,
    re_explain_rate,
)
from xlakit.metrics.families.empathy import (
    empathy_gap,
    empathy_markers_score,
    empathy_score,
    empathy_time_cost,
)
from xlakit.metrics.families.silence import longest_silence, silence_breaches, update_cadence
from xlakit.testing import check_metric, metric_laws, random_facts

if TYPE_CHECKING:
    from xlakit.metrics import Metric

WHY, SORRY, CURT = "Because the disk was full.", "I am so sorry.", "Done."
HOUR = 3600
EVERY = [
    empathy_score(),
    empathy_score(scale="1..7"),
    empathy_gap(),
    empathy_gap(technical="stayed_solved"),
    empathy_markers_score(),
    empathy_time_cost(),
    empathy_time_cost(statistic="mean", at_least="50%"),
    update_cadence(),
    update_cadence(since="first_reply"),
    longest_silence(),
    longest_silence(since="first_reply"),
    longest_silence().percentile("90%"),
    silence_breaches(),
    silence_breaches(max_gap=timedelta(seconds=1), since="first_reply"),
    explanation_rate(),
    jargon_index(),
    promise_accuracy(),
    promise_bias(),
    promise_bias(promise="last"),
    re_explain_rate(),
    re_explain_rate(by="factor"),
    communication_quality(),
    communication_quality(silence=2, promises=0),
]


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def event(ticket: str, hour: int, kind: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    row = {"ticket_id": ticket, "at": at(hour), "kind": kind, "value": value, "role": "agent", "public": True}
    return {**row, "text": None, **more}


def reply(ticket: str, hour: int, text: str | None = CURT) -> dict[str, Any]:
    return event(ticket, hour, "reply", text=text)


def desk(
    events: list[dict[str, Any]] | None = None,
    surveys: list[dict[str, Any]] | None = None,
    tickets: list[dict[str, Any]] | None = None,
) -> xk.Desk:
    made = tickets or [{"ticket_id": name} for name in "abcd"]
    rows = [{"opened_at": at(8), "resolved_at": at(16), "team": "West", **row} for row in made]
    # Twelve people give each answer: figures of fewer than ten stay hidden.
    said = [
        {**row, "respondent": f"u{place}-{n}"} for place, row in enumerate(surveys or ()) for n in range(12)
    ]
    return xk.Desk(tickets=rows, events=events, surveys=said or None)


def value(metric: Metric, on: xk.Desk, as_of: datetime | None = None) -> float | None:
    frame = xk.measure(metric, on, as_of=as_of or at(20))
    assert frame.height == 1
    return frame["value"].item()


def test_empathy_is_the_mean_answer_on_its_scale() -> None:
    said = [
        {"ticket_id": name, "empathy": mark} for name, mark in zip("abcd", (5, 4.5, None, 9), strict=True)
    ]
    assert value(empathy_score(), desk(surveys=said)) == 4.75
    assert value(empathy_score(scale="0..10"), desk(surveys=said)) == pytest.approx(18.5 / 3, abs=1e-9)
    assert value(empathy_score(), desk(surveys=[{"ticket_id": "a", "csat": 5}])) is None
    with pytest.raises(MeasureError, match="two ends"):
        empathy_score(scale="5..5")


def test_the_gap_is_technical_quality_less_empathy_of_the_same_users() -> None:
    said = [
        {"ticket_id": "a", "empathy": 1, "solved": "yes"},
        {"ticket_id": "b", "empathy": 3, "solved": "partly"},
        {"ticket_id": "c", "empathy": 5, "solved": "no"},
        {"ticket_id": "d", "empathy": None, "solved": "yes"},
        {"ticket_id": "d", "empathy": 2, "solved": None},
    ]
    assert value(empathy_gap(), desk(surveys=said)) == 0
    assert value(empathy_gap(), desk(surveys=said[:2])) == 0.5
    cold = [{"ticket_id": "a", "reopen_count": 0}, {"ticket_id": "b", "reopen_count": 2}]
    assert value(empathy_gap(technical="stayed_solved"), desk(surveys=said[:2], tickets=cold)) == 0.25


def test_markers_are_scored_per_ticket() -> None:
    on = desk([reply("a", 9, SORRY), reply("a", 10, WHY), reply("b", 9), reply("c", 9, None)])
    assert value(empathy_markers_score(), on) == 0.25
    assert value(empathy_markers_score(), desk([reply("c", 9, None)])) is None


def test_empathy_costs_the_difference_of_the_medians_of_handle_time() -> None:
    minutes = {"a": 30, "b": 50, "c": 10, "d": 11}
    tickets = [{"ticket_id": name, "handle_minutes": spent} for name, spent in minutes.items()]
    on = desk([reply("a", 9, SORRY), reply("b", 9, WHY), reply("c", 9), reply("d", 9)], tickets=tickets)
    assert value(empathy_time_cost(), on) == (40 - 10.5) * 60
    tickets.append({"ticket_id": "e", "handle_minutes": 39})
    on = desk(
        [*(reply(name, 9) for name in "cde"), reply("a", 9, SORRY), reply("b", 9, WHY)], tickets=tickets
    )
    assert value(empathy_time_cost(), on) == (40 - 11) * 60
    assert value(empathy_time_cost(statistic="mean"), on) == (40 - 20) * 60
    assert value(empathy_time_cost(at_least="50%"), on) is None
    with pytest.raises(MeasureError, match="above 0"):
        empathy_time_cost(at_least=Fraction(0))


def test_silence_is_measured_between_updates() -> None:
    on = desk([reply("a", 9), reply("a", 12)], tickets=[{"ticket_id": "a"}])  # silences of 1, 3 and 4 hours
    assert value(update_cadence(), on) == pytest.approx(8 / 3 * HOUR)
    assert value(update_cadence(since="first_reply"), on) == 3.5 * HOUR
    assert value(longest_silence(), on) == 4 * HOUR
    assert value(silence_breaches(max_gap=timedelta(hours=3)), on) == pytest.approx(1 / 3)
    assert value(silence_breaches(max_gap=timedelta(hours=3), since="first_reply"), on) == 0.5
    assert value(silence_breaches(max_gap=timedelta(hours=4)), on) == 0
    assert value(update_cadence(), desk()) is None


def test_a_silence_that_lasts_breaks_the_limit_once_it_is_passed() -> None:
    on = desk([reply("a", 9)], tickets=[{"ticket_id": "a", "resolved_at": None}])
    metric = silence_breaches(max_gap=timedelta(hours=6))
    assert value(metric, on, at(14)) == 0
    assert value(metric, on, at(15)) == 0
    assert value(metric, on, at(16)) == 0.5
    assert value(metric, on, at(19)) == 0.5
    assert value(update_cadence(), on, at(19)) == HOUR
    assert value(longest_silence(), on) is None


def test_explained_are_resolutions_with_a_reason() -> None:
    on = desk([reply("a", 9, WHY), reply("b", 9), reply("c", 9, None)])
    assert value(explanation_rate(), on) == pytest.approx(
        1 / 3
    )  # a yes, b no, c unknown, d without a reply no


def test_jargon_is_counted_over_all_words() -> None:
    on = desk([reply("a", 9, "Flush the DNS."), reply("b", 9, "We will call you at four.")])
    assert value(jargon_index(), on) == pytest.approx(100 / 9)


def test_promises_count_one_by_one() -> None:
    events = [
        event("a", 9, "promised", at(17).isoformat()),  # kept
        event("b", 9, "promised", at(12).isoformat()),  # broken by 4 hours
        event("b", 12, "promised", at(16).isoformat()),  # kept, on the instant
        event("c", 9, "promised", at(18).isoformat()),
    ]
    tickets = [{"ticket_id": "a"}, {"ticket_id": "b"}, {"ticket_id": "c", "resolved_at": None}]
    on = desk(events, tickets=tickets)
    assert value(promise_accuracy(), on, at(17)) == pytest.approx(2 / 3)
    assert value(promise_accuracy(), on, at(19)) == 0.5
    assert value(promise_bias(), on) == 1.5 * HOUR
    assert value(promise_bias(promise="last"), on) == -0.5 * HOUR
    assert value(promise_accuracy(), desk()) is None


def test_users_who_explain_again_are_seen_in_events_or_say_so() -> None:
    events = [event("a", 9, "asked", "name"), event("a", 11, "asked", "name"), event("b", 9, "asked", "name")]
    assert value(re_explain_rate(), desk(events)) == 0.25
    said = [
        {"ticket_id": "a", "factors": ["Re-explained", "speed"]},
        {"ticket_id": "b", "factors": ["speed"]},
        {"ticket_id": "c", "factors": None, "csat": 3},
    ]
    assert value(re_explain_rate(by="factor"), desk(surveys=said)) == 0.5


def test_the_quality_of_communication_weighs_the_parts_that_are_known() -> None:
    events = [
        reply("a", 9, WHY),
        reply("a", 12, "Flush the DNS."),
        event("a", 9, "promised", at(12).isoformat()),
    ]
    on = desk(events, tickets=[{"ticket_id": "a"}])
    silence, explained, plain, promised = 2 / 3, 1, 7 / 8, 0
    limit = timedelta(hours=3)
    expected = (silence + explained + plain + promised) / 4
    assert value(communication_quality(max_gap=limit), on) == pytest.approx(expected)
    heavy = communication_quality(silence=3, jargon=0, promises=0, max_gap=limit)
    assert value(heavy, on) == pytest.approx((3 * silence + explained) / 4)
    assert value(communication_quality(max_gap=limit), desk(events[2:], tickets=[{"ticket_id": "a"}])) == 0
    assert value(communication_quality(), desk()) is None
    with pytest.raises(MeasureError, match="weights"):
        communication_quality(silence=0, explanation=0, jargon=0, promises=0)


def test_silences_can_be_cut_by_the_ticket_and_narrowed_by_the_status() -> None:
    events = [
        reply("a", 9),
        event("a", 9, "status", "pending"),
        reply("a", 12),
        event("a", 12, "status", "open"),
        event("a", 13, "status", "resolved"),
    ]
    on = desk(events, tickets=[{"ticket_id": "a"}])
    assert value(update_cadence().where(status_then_not="pending", team="West"), on) == HOUR
    frame = xk.measure(update_cadence().by("team"), on, as_of=at(20))
    assert frame["team"].to_list() == ["West"]


@pytest.mark.parametrize("metric", EVERY, ids=lambda metric: metric.name)
def test_every_law_holds(metric: Metric) -> None:
    check_metric(metric, seeds=range(2))


@pytest.mark.parametrize("metric", EVERY, ids=lambda metric: metric.name)
def test_likely_facts_give_a_value_in_range(metric: Metric) -> None:
    said = {"factors": (["speed"], ["re_explained"])}
    found = []
    for seed in range(3):
        facts = random_facts(seed, 80, domains={**WRITTEN, **PROMISED, **said})
        metric_laws.figures_in_range(metric, facts)
        metric_laws.parts_add_up(metric, facts, seed)
        found += [metric.estimate(cell).value for cell in metric_laws.counted(metric, facts).cells.values()]
    assert any(one is not None for one in found)
