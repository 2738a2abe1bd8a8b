from __future__ import annotations

import math

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.stats import change_point

STEP = [84, 86, 85, 83, 85, 86, 84, 79, 78, 80, 77, 79]


def test_a_step_is_dated_with_its_levels() -> None:
    for method in ("least_squares", "pettitt"):
        found = change_point(STEP, method=method, seed=3)
        assert found.index == 7
        assert found.p_value < 0.05
        assert found.count == 12
        assert found.note == ""
    assert (change_point(STEP).before, change_point(STEP).after) == (pytest.approx(593 / 7), 78.6)
    assert change_point(STEP, method="pettitt").after == 79.0


def test_pettitt_reproduces_his_own_formula() -> None:
    found = change_point(STEP, method="pettitt")
    assert found.statistic == 35  # every later value is below every earlier one: 7 x 5 pairs
    assert found.p_value == pytest.approx(2 * math.exp(-6 * 35**2 / (12**3 + 12**2)))


def test_a_gap_keeps_its_place_in_the_dating() -> None:
    found = change_point([None, *STEP[:5], None, math.nan, *STEP[5:]], seed=3)
    assert found.index == 10
    assert found.count == 12
    assert found.p_value == change_point(STEP, seed=3).p_value


def test_too_few_values_are_said_to_be_too_few() -> None:
    found = change_point(STEP[:11])
    assert (found.index, found.p_value, found.statistic) == (None, None, None)
    assert found.note == "no answer: 11 known values, fewer than 12"
    assert change_point([]).count == 0


def test_a_constant_series_has_no_change() -> None:
    for method in ("least_squares", "pettitt"):
        found = change_point([0.1] * 20, method=method)
        assert (found.index, found.p_value) == (None, 1.0)
        assert "all values are equal" in found.note


def test_the_seed_decides_and_nothing_else() -> None:
    values = np.random.default_rng(5).normal(0, 1, 30)
    assert change_point(values, seed=1) == change_point(list(values), seed=1)
    assert change_point(values, seed=1).p_value != change_point(values, seed=2).p_value


def test_a_p_value_is_never_zero() -> None:
    values = [0] * 20 + [100] * 20
    assert change_point(values, seed=1, permutations=99).p_value == 0.01


def test_nonsense_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="one of least_squares, pettitt"):
        change_point(STEP, method="cusum")
    with pytest.raises(DataError, match=r"change_point.permutations: must be at least 1"):
        change_point(STEP, permutations=0)
    with pytest.raises(DataError, match=r"change_point.values: must hold finite numbers"):
        change_point([*STEP, math.inf])
    with pytest.raises(DataError, match="one column of numbers"):
        change_point([STEP, STEP])
