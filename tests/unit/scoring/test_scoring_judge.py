from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlakit import stats
from xlakit.model import Estimate, Level, Levels, MetricRef, Objective, Outcome
from xlakit.scoring import judge


def level(**text: str) -> Level:
    return Level.model_validate(text)


def objective(**more: object) -> Objective:
    return Objective.model_validate({"name": "x", "metric": "csat", "expected": {"at_least": "85%"}} | more)


LEVELS = Levels(expected=level(at_least="85%"), minimum=level(at_least="78%"), stretch=level(at_least="92%"))


@pytest.mark.parametrize(
    ("hits", "outcome", "to_spare"),
    [
        (92, Outcome.EXCEEDED, 7),
        (91, Outcome.MET, 6),
        (85, Outcome.MET, 0),
        (84, Outcome.BELOW_EXPECTED, -1),
        (78, Outcome.BELOW_EXPECTED, -7),
        (77, Outcome.BELOW_MINIMUM, -8),
    ],
)
def test_every_level_is_kept_exactly_on_it(hits: int, outcome: Outcome, to_spare: int) -> None:
    verdict = judge(objective(), LEVELS, stats.proportion(hits, 100))
    assert (verdict.outcome, verdict.to_spare) == (outcome, to_spare)
    assert verdict.margin == pytest.approx((hits - 85) / 100)


def test_where_lower_is_better_the_margin_turns_round() -> None:
    levels = Levels(expected=level(at_most="5%"), minimum=level(at_most="10%"))
    verdict = judge(objective(), levels, stats.proportion(7, 100))
    assert (verdict.outcome, verdict.to_spare) == (Outcome.BELOW_EXPECTED, -2)
    assert verdict.margin == pytest.approx(-0.02)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 9999))
def test_to_spare_is_the_number_of_further_failures_the_level_would_bear(
    case: tuple[int, int], permyriad: int
) -> None:
    hits, count = case
    promised = Levels(expected=level(at_least=f"{permyriad / 100:.2f}%"))
    spare = judge(objective(), promised, stats.proportion(hits, count)).to_spare
    assert spare is not None
    kept = [hits - spare - step for step in (0, 1)]
    assert kept[0] * 10_000 >= permyriad * count > kept[1] * 10_000


def test_a_net_score_has_no_failures_to_spare() -> None:
    levels = Levels(expected=level(at_least="30"))
    verdict = judge(objective(), levels, stats.net_promoter(60, 25, 15))
    assert (verdict.outcome, verdict.to_spare) == (Outcome.MET, None)


def test_too_few_is_not_measured_and_says_how_many_are_needed() -> None:
    verdict = judge(objective(), LEVELS, stats.proportion(20, 20), needed=200)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_MEASURED, "20 counted, 200 are needed")


def test_nothing_is_not_zero() -> None:
    verdict = judge(objective(), LEVELS, Estimate.nothing(), empty="needs surveys")
    assert (verdict.outcome, verdict.margin, verdict.reason) == (Outcome.NOT_MEASURED, None, "needs surveys")


@pytest.mark.parametrize(
    ("clause", "outcome"), [("counts_as_miss", Outcome.BELOW_EXPECTED), ("counts_as_met", Outcome.MET)]
)
def test_an_agreement_may_count_a_missing_measurement_and_the_reason_says_so(
    clause: str, outcome: Outcome
) -> None:
    verdict = judge(objective(not_measured=clause), LEVELS, Estimate.nothing())
    assert verdict.outcome is outcome
    assert "the agreement counts that" in verdict.reason


def test_the_gate_misses_only_when_the_whole_interval_does() -> None:
    # 171 of 200 is 85.5 %, Wilson 79.95 to 89.71: the worked figures of a statistical gate
    levels = Levels(expected=level(at_least="86%"))
    sample = stats.proportion(171, 200)
    assert judge(objective(), levels, sample).outcome is Outcome.BELOW_EXPECTED
    assert judge(objective(gate="miss_if_upper_below"), levels, sample).outcome is Outcome.MET
    hopeless = stats.proportion(150, 200)
    assert judge(objective(gate="miss_if_upper_below"), levels, hopeless).outcome is Outcome.BELOW_EXPECTED


def test_the_bonus_gate_exceeds_only_when_the_whole_interval_does() -> None:
    levels = Levels(expected=level(at_least="80%"), stretch=level(at_least="84%"))
    sample = stats.proportion(171, 200)
    assert judge(objective(), levels, sample).outcome is Outcome.EXCEEDED
    assert judge(objective(gate="bonus_if_lower_above"), levels, sample).outcome is Outcome.MET


def test_the_objective_of_a_duration_is_judged_in_seconds() -> None:
    levels = Levels(expected=level(at_most="4h"))
    mean = Estimate(value=14_400.0, count=2, numerator=28_800, denominator=2)
    assert judge(objective(), levels, mean).outcome is Outcome.MET
    assert Objective(name="x", metric=MetricRef(name="csat"), expected=level(at_most="4h")).weight == 1
