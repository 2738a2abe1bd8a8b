"""B03: the floor below which a step is not worth working for, and the margin above it, against a numerical optimum."""

from __future__ import annotations

import math

import pytest
from scipy import optimize, stats

from xlakit.errors import DataError
from xlakit.stats import step_incentive

COST = 1_500


def sigma(count: int) -> float:
    return 100 * math.sqrt(0.95 * 0.05 / count)


@pytest.mark.parametrize(
    ("count", "width", "floor"), [(100, 2.179, 8195), (400, 1.090, 4097), (1600, 0.545, 2049)]
)
def test_the_floor_falls_with_the_root_of_the_volume(count: int, width: float, floor: int) -> None:
    found = step_incentive(10_000, sigma(count), cost=COST)
    assert found.sigma == pytest.approx(width, abs=5e-4)
    assert found.floor is not None
    assert round(found.floor) == floor
    assert found.break_even == pytest.approx(COST * 10_000 / found.floor)


@pytest.mark.parametrize(("count", "margin", "misses"), [(400, 1.456, 0.0908), (1600, 0.970, 0.0375)])
def test_more_volume_makes_the_margin_thinner(count: int, margin: float, misses: float) -> None:
    found = step_incentive(10_000, sigma(count), cost=COST)
    assert found.margin == pytest.approx(margin, abs=5e-4)
    assert found.misses == pytest.approx(misses, abs=5e-5)


@pytest.mark.parametrize("step", [4_200, 10_000, 60_000])
def test_the_margin_is_where_the_expected_cost_is_least(step: float) -> None:
    width = sigma(400)
    best = optimize.minimize_scalar(
        lambda aim: step * stats.norm.cdf(-aim / width) + COST * aim,
        bounds=(0, 8 * width),
        method="bounded",
        options={"xatol": 1e-10},
    )
    assert step_incentive(step, width, cost=COST).margin == pytest.approx(best.x, abs=1e-5)


def test_below_the_floor_no_aim_has_a_slope_of_nothing() -> None:
    width = sigma(100)
    found = step_incentive(8_000, width, cost=COST)
    assert (found.margin, found.misses) == (None, None)
    slopes = [-8_000 / width * stats.norm.pdf(aim / width) + COST for aim in (-3, -1, 0, 0.1, 1, 3)]
    assert min(slopes) > 0  # every point more costs more than it saves


@pytest.mark.parametrize(
    ("step", "width", "cost"), [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 1, -5), (1, math.inf, 1)]
)
def test_what_is_not_above_nothing_is_refused(step: float, width: float, cost: float) -> None:
    with pytest.raises(DataError, match="step_incentive"):
        step_incentive(step, width, cost=cost)
