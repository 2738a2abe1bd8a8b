"""Points, framing, gradient, headroom, balance, indices: what a score makes worth doing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit import stats
from xlakit.agreement import parse
from xlakit.errors import DataError
from xlakit.facts import build_facts
from xlakit.metrics import count
from xlakit.model import Judgement, Level, Levels, Objective, Scoring, windows
from xlakit.scoring import (
    alignment_index,
    excellence,
    headroom,
    judge,
    negativity_ratio,
    points_events,
    points_plans,
    points_score,
    points_tasks,
    score,
    speed_only_share,
)

(MARCH,) = windows("month", date(2026, 3, 1), date(2026, 3, 1), "UTC")
(QUARTER,) = windows("quarter", date(2026, 3, 1), date(2026, 3, 1), "UTC")
OBJECTIVE: dict[str, Any] = {"name": "x", "metric": "csat", "expected": {"at_least": "90%"}}


def at(
    expected: str, minimum: str | None = None, stretch: str | None = None, side: str = "at_least"
) -> Levels:
    made = [
        None if text is None else Level.model_validate({side: text}) for text in (expected, minimum, stretch)
    ]
    assert made[0] is not None
    return Levels(expected=made[0], minimum=made[1], stretch=made[2])


LEVELS = at("90%", "80%", "95%")


def judgement(
    hits: int, whole: int = 100, *, levels: Levels = LEVELS, gate: str | None = None, **further: Any
) -> Judgement:
    estimate = stats.proportion(hits, whole)
    verdict = judge(Objective.model_validate({**OBJECTIVE, "gate": gate}), levels, estimate)
    described = {
        "objective": "a",
        "title": "a",
        "metric": "csat",
        "kind": "experience",
        "basis": "user_reported",
        "unit": "share",
        "direction": "higher" if levels.expected.higher_is_better else "lower",
        "window": MARCH,
    }
    return Judgement(estimate=estimate, levels=levels, outcome=verdict.outcome, **{**described, **further})


def points(*each: str, base: str | None = None, cap: str | None = None) -> Scoring:
    lines = [{"metric": "bounces", "each": item} for item in each]
    return Scoring.model_validate({"method": "points", "base": base, "cap": cap, "points": lines})


def test_a_stretch_that_is_the_expected_level_is_excelled_with_it() -> None:
    levels = at("90%", stretch="90%")
    assert [excellence(judgement(hits, levels=levels)) for hits in (89, 90, 99)] == [0, 1, 1]


def test_the_framing_gap_is_deduct_less_earn_on_the_same_history() -> None:
    found = score([judgement(85), judgement(95, objective="b")], "net")
    assert found.framing is not None
    assert (found.framing.deduct, found.framing.earn, found.framing.net) == (75, 50, 62.5)
    assert found.framing_gap == 25
    for method in ("deduct", "earn", "net"):
        assert score([judgement(85), judgement(95, objective="b")], method).value == getattr(
            found.framing, method
        )  # type: ignore[arg-type]


def test_a_saturated_score_gives_no_reason_to_excel() -> None:
    (up,) = score([judgement(100)], "deduct").gradient
    assert (up.success, up.failure) == (0.0, 0.0)
    (lost,) = score([judgement(10)], "net").gradient
    assert (lost.success, lost.failure) == (0.0, 0.0)


def test_one_more_success_and_one_more_failure_are_counted_as_one_more_record() -> None:
    (found,) = score([judgement(85)], "deduct").gradient
    assert found.success == pytest.approx(100 * (Fraction(86, 101) - Fraction(85, 100)) / Fraction(1, 10))
    assert found.failure == pytest.approx(100 * (Fraction(85, 101) - Fraction(85, 100)) / Fraction(1, 10))
    reopened = judgement(7, levels=at("5%", "10%", side="at_most"))
    (lower,) = score([reopened], "deduct").gradient
    assert lower.success is not None
    assert lower.failure is not None
    assert lower.success > 0 > lower.failure


def test_a_promise_that_its_gate_decides_has_no_gradient() -> None:
    (found,) = score([judgement(88, gate="miss_if_upper_below")], "net").gradient
    assert (found.success, found.failure) == (None, None)
    assert "gate" in found.reason


def test_headroom_is_the_distance_to_the_target_as_a_part_of_it() -> None:
    assert headroom(at("4h", side="at_most").expected, Fraction(3 * 3600)) == Fraction(1, 4)
    assert headroom(at("80%").expected, Fraction(9, 10)) == Fraction(1, 8)
    assert headroom(at("0%").expected, Fraction(1)) is None
    assert headroom(at("80%").expected, None) is None


def test_both_sides_are_balanced_on_their_attainment() -> None:
    fast = judgement(100, objective="fast", kind="efficiency")
    found = score([fast, judgement(80)], "net").balance
    assert (found.efficiency, found.experience, found.index, found.divergence) == (100, 0, 0, 100)
    assert score([fast], "net").balance.index is None


def test_a_quarterly_objective_keeps_its_weight_beside_monthly_ones() -> None:
    months = windows("month", date(2026, 1, 1), date(2026, 3, 31), "UTC")
    fast = [judgement(100, objective="fast", window=window, weight=Decimal(60)) for window in months]
    found = score([*fast, judgement(80, window=QUARTER, weight=Decimal(40))], "deduct")
    assert found.value == pytest.approx(60)
    assert score(fast, "deduct").value == 100


def test_points_start_at_the_base_and_stay_between_0_and_the_cap() -> None:
    assert points_score(points("-2"), [15], MARCH).value == 70
    assert points_score(points("-2"), [60], MARCH).value == 0
    assert points_score(points("1"), [40], MARCH).value == 40
    assert points_score(points("1"), [140], MARCH).value == 100
    assert points_score(points("1", cap="200"), [140], MARCH).value == 140
    both = points_score(points("-2", "1", base="100"), [15, 10], MARCH)
    assert (both.value, both.start, both.clamped) == (80, 100, 0)
    assert both.framing is not None
    assert (both.framing.deduct, both.framing.earn, both.framing.gap) == (70, 10, 60)


def test_nothing_counted_is_not_no_event() -> None:
    scoring = points("-2", "-1", "-1")
    assert points_score(scoring, [3, None, None], MARCH).value is None
    some = points_score(scoring, [3, 4, None], MARCH)
    assert (some.value, some.point_lines[2].points) == (90, None)
    assert some.measured_weight == pytest.approx(2 / 3)
    assert points_score(scoring, [0, 0, 0], MARCH).value == 100


def test_at_the_cap_one_more_good_deed_changes_nothing_and_a_mistake_costs() -> None:
    found = points_score(points("-2", "1", base="100"), [0, 0], MARCH).gradient
    assert [(item.success, item.failure) for item in found] == [(0, -2), (0, 0)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-9, 9).filter(bool), st.integers(0, 99) | st.none()), min_size=1, max_size=5
    ),
    st.integers(0, 100),
)
def test_the_ledger_of_points_adds_up(lines: list[tuple[int, int | None]], base: int) -> None:
    scoring = points(*(str(each) for each, _ in lines), base=str(base))
    found = points_score(scoring, [events for _, events in lines], MARCH)
    known = [line.points for line in found.point_lines if line.points is not None]
    if found.value is None:
        assert 2 * sum(events is not None for _, events in lines) < len(lines)
    else:
        assert 0 <= found.value <= 100
        assert found.value == pytest.approx(base + sum(known) + found.clamped)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=5), st.sampled_from(["deduct", "earn", "net"]))
def test_the_ledger_of_a_window_adds_up_and_a_success_never_costs(hits: list[int], method: Any) -> None:
    found = score([judgement(hit, objective=f"o{index}") for index, hit in enumerate(hits)], method)
    (window,) = found.by_window
    assert window.start is not None
    assert window.value == pytest.approx(window.start + sum(line.points for line in window.lines))
    for item in window.gradient:
        assert item.success is not None
        assert item.failure is not None
        assert item.failure <= 0 <= item.success


def test_a_penalty_counts_the_bad_records_and_a_reward_the_good_ones() -> None:
    text = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
objectives: [{name: back, metric: reopen_rate, expected: {at_most: 5%}}]
scoring:
  method: points
  base: 50
  points:
    - {metric: reopen_rate, each: -2}
    - {metric: reopen_rate, each: +1}
    - {metric: reopens_per_ticket, each: -1, where: {team: West}}
    - {metric: csat, each: +1}
"""
    agreement = parse(text)
    rows = [
        {
            "ticket_id": str(number),
            "opened_at": "2026-03-02T09:00Z",
            "resolved_at": "2026-03-02T11:00Z",
            "reopen_count": reopened,
            "team": team,
        }
        for number, (reopened, team) in enumerate(
            [(0, "West"), (3, "West"), (1, "East"), (0, "East"), (0, "East")]
        )
    ]
    answers = [{"ticket_id": "0", "csat": 5, "answered_at": "2026-03-03T11:00Z"}]
    desk = xk.Desk(tickets=rows, surveys=answers)
    facts = build_facts(desk, agreement, as_of=datetime(2026, 5, 1, tzinfo=UTC))
    tasks = points_tasks(agreement)
    cube = count(facts, points_plans(tasks, (MARCH,)))
    events = points_events(tasks, cube, (MARCH,), least=agreement.surveys.anonymity)
    assert events == {MARCH: (2, 3, 3, None)}
    found = score([], agreement.scoring, events)
    assert found.value == 46
    assert found.negativity_ratio == pytest.approx((4 + 3) / 2 / 3)
    assert score([], agreement.scoring).value is None


def test_the_speed_only_share_is_a_share_of_the_weight() -> None:
    assert speed_only_share([(1, True), (3, False)]) == Fraction(1, 4)
    assert speed_only_share([(0, True)]) is None


def test_the_negativity_ratio_needs_both_sides() -> None:
    assert negativity_ratio([-6, -2, 2]) == 2
    assert negativity_ratio([3]) is None


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 99)), st.integers(1, 9))
def test_the_alignment_index_is_1_for_proportional_weights_and_never_more(
    weights: dict[str, int], scale: int
) -> None:
    values = {name: scale * weight for name, weight in weights.items()}
    found = alignment_index(weights, values)
    assert found == (pytest.approx(1) if any(weights.values()) else None)
    other = alignment_index(weights, {"a": 1, "e": 2})
    assert other is None or 0 <= other <= 1


def test_alignment_refuses_what_is_no_number() -> None:
    with pytest.raises(DataError, match="finite"):
        alignment_index({"a": float("nan")}, {"a": 1})
