from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.stats import mean, mean_from_sums, ratio

TOPS, BOTTOMS = (3, 1, 0.5, 8, 2, 0, 1.5, 4), (2, 1, 1, 3, 1, 1, 2, 1)
T_OF_7 = 2.3646242510


def test_rows_and_sums_give_the_same_mean() -> None:
    answers = [4, 5, 3, 5, None, 1]
    rows = mean(answers)
    sums = mean_from_sums(5, 18, 76)
    assert rows == sums
    assert rows.exact == Fraction(18, 5)


def test_a_quantum_scales_value_and_interval_and_stays_exact() -> None:
    plain, scaled = mean_from_sums(3, 12, 50), mean_from_sums(3, 12_000, 50_000_000, quantum=Decimal("0.001"))
    assert (scaled.value, scaled.exact) == (plain.value, plain.exact)
    assert scaled.low == pytest.approx(plain.low)


def test_large_sums_lose_no_digits() -> None:
    base = 10**9
    values = [base + step for step in (0, 1, 2, 3)]
    found = mean_from_sums(4, sum(values), sum(value * value for value in values))
    assert found.high - found.value == pytest.approx(mean([0, 1, 2, 3]).high - 1.5)


def test_one_value_has_no_interval_and_none_no_value() -> None:
    assert mean_from_sums(1, 4, 16).low is None
    assert mean([None]).value is None
    assert mean([Decimal("4.5")]).value == 4.5


def test_half_points_are_averaged_without_an_exact_sum() -> None:
    found = mean([4.5, 3.5, Decimal(4)])
    assert (found.value, found.exact, found.count) == (4.0, None, 3)


def test_the_order_of_rows_does_not_change_a_float_mean() -> None:
    values = [0.1, 1e9, 0.2, -1e9, 0.3]
    assert mean(values) == mean(values[::-1])


def test_impossible_means_are_refused() -> None:
    with pytest.raises(DataError, match="must be finite"):
        mean([1.0, math.nan])
    with pytest.raises(DataError, match="smaller than any values"):
        mean_from_sums(2, 10, 49)
    with pytest.raises(DataError, match="smaller than any values"):
        mean_from_sums(0, 0, 4)
    with pytest.raises(DataError, match=r"mean_from_sums.total: must be a whole number"):
        mean_from_sums(2, 1.5, 4)


def test_the_cluster_delta_of_the_reference_is_reproduced() -> None:
    found = ratio(TOPS, BOTTOMS)
    assert found.value == pytest.approx(5 / 3)
    assert (found.high - found.value) / T_OF_7 == pytest.approx(0.423619, abs=1e-6)
    assert (found.count, found.exact) == (8, None)


def test_integer_rows_keep_the_exact_ratio() -> None:
    found = ratio([int(2 * top) for top in TOPS], BOTTOMS, quantum=Decimal("0.5"))
    assert found.exact == Fraction(5, 3)
    assert found.low == pytest.approx(ratio(TOPS, BOTTOMS).low)


def test_rows_of_one_requester_are_summed_before_they_are_compared() -> None:
    tops, bottoms = [2, 1, 1, 0.5, 8, 2, 0, 1.5, 4], [1, 1, 1, 1, 3, 1, 1, 2, 1]
    names = ["a", "a", "b", "c", "d", "e", "f", "g", "h"]
    found = ratio(tops, bottoms, clusters=names)
    assert found.low == pytest.approx(ratio(TOPS, BOTTOMS).low)
    assert found.count == 9


def test_a_ratio_without_rows_or_with_one_cluster_says_so() -> None:
    assert ratio([], []).value is None
    assert ratio([1, 2], [0, 0]).value is None
    assert ratio([5], [2]).value == 2.5
    assert ratio([5], [2]).high is None


def test_impossible_ratios_are_refused() -> None:
    with pytest.raises(DataError, match="columns of one length"):
        ratio([1], [1, 2])
    with pytest.raises(DataError, match="columns of one length"):
        ratio([1, 2], [1, 2], clusters=["a"])
    with pytest.raises(DataError, match="must not be negative"):
        ratio([1, 1], [1, -1])
    with pytest.raises(DataError, match="must be finite"):
        ratio(np.array([1.0, np.nan]), [1, 1])
