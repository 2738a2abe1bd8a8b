from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from xlakit.errors import DataError
from xlakit.stats import apart, mean_from_sums, proportion, weighted_trend

FIGURES = st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 5)), min_size=3, max_size=20)


@settings(max_examples=50, deadline=None)
@given(FIGURES)
def test_the_line_is_that_of_weighted_least_squares(figures: list[tuple[float, float]]) -> None:
    values, errors = (np.array(side) for side in zip(*figures, strict=True))
    found = weighted_trend(values, errors)
    fit = sm.WLS(values, sm.add_constant(np.arange(len(values))), weights=1 / errors**2).fit()
    assert found.slope == pytest.approx(fit.params[1], abs=1e-8)
    dispersion = max(1.0, fit.scale)
    assert found.dispersion == pytest.approx(dispersion, rel=1e-6)
    half = fit.bse[1] * math.sqrt(dispersion / fit.scale) if fit.scale > 1e-12 else None
    if half is not None:
        assert found.high - found.slope == pytest.approx(  # type: ignore[operator]
            half * _t(len(values) - 2), rel=1e-5, abs=1e-8
        )


def _t(freedom: int) -> float:
    from scipy import stats

    return float(stats.t.ppf(0.975, freedom))


@settings(max_examples=50, deadline=None)
@given(FIGURES)
def test_turning_the_figures_round_turns_the_trend_round(figures: list[tuple[float, float]]) -> None:
    values, errors = (list(side) for side in zip(*figures, strict=True))
    up, down = weighted_trend(values, errors), weighted_trend([-value for value in values], errors)
    assert up.slope == pytest.approx(-down.slope, abs=1e-9)  # type: ignore[operator]
    assert up.p_falling == pytest.approx(down.p_rising, abs=1e-9)
    assert up.p_falling + up.p_rising == pytest.approx(1.0)  # type: ignore[operator]


def test_two_figures_have_no_trend_and_gaps_are_kept_as_gaps() -> None:
    assert weighted_trend([1, 2], [1, 1]).slope is None
    assert weighted_trend([0, 2, 6], [1, 1, 1], at=[0, 1, 3]).slope == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("values", "errors", "at"),
    [
        ([1, 2, 3], [1, 1], None),
        ([1, 2, 3], [1, 0, 1], None),
        ([1, None, 3], [1, 1, 1], None),
        ([1, 2, 3], [1, 1, 1], [4, 4, 4]),
    ],
)
def test_a_trend_refuses_what_has_none(
    values: list[float], errors: list[float], at: list[int] | None
) -> None:
    with pytest.raises(DataError, match="weighted_trend"):
        weighted_trend(values, errors, at=at)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_two_shares_lie_apart_as_newcombe_says(m: int, n: int, data: st.DataObject) -> None:
    j, k = data.draw(st.integers(0, m)), data.draw(st.integers(0, n))
    found = apart(proportion(j, m), proportion(k, n))
    low, high = confint_proportions_2indep(j, m, k, n, method="newcomb")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
    assert found.low <= found.value <= found.high  # type: ignore[operator]


def test_two_means_lie_apart_by_the_root_of_both_squares() -> None:
    one, other = mean_from_sums(10, 40, 170), mean_from_sums(12, 36, 130)
    found = apart(one, other)
    half = math.hypot(one.high - one.value, other.high - other.value)  # type: ignore[operator]
    assert found.value == 1.0
    assert found.high - found.value == pytest.approx(half)  # type: ignore[operator]


def test_without_a_side_there_is_no_difference_and_levels_must_agree() -> None:
    assert apart(proportion(1, 2), proportion(0, 0)).value is None
    with pytest.raises(DataError, match="one level"):
        apart(proportion(1, 2), proportion(1, 2, level=0.9))
