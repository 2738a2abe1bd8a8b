from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.stats import proportion

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("successes", "count", "method", "low", "high"),
    [
        (171, 200, "wilson", 0.799513, 0.897106),
        (171, 200, "jeffreys", 0.801244, 0.898573),
        (171, 200, "clopper_pearson", 0.798439, 0.900691),
        (48, 50, "wilson", 0.865399, 0.988961),
        (48, 50, "clopper_pearson", 0.862862, 0.995119),
        (0, 7, "wilson", 0.0, 0.354330),
        (0, 7, "clopper_pearson", 0.0, 0.409616),
        (3, 10, "wilson", 0.107791, 0.603222),
    ],
)
def test_the_published_intervals_are_reproduced(
    successes: int, count: int, method: str, low: float, high: float
) -> None:
    found = proportion(successes, count, method=method)
    assert (round(found.low, 6), round(found.high, 6)) == (low, high)
    assert (found.exact, found.count, found.method) == (Fraction(successes, count), count, method)


def test_jeffreys_reaches_the_ends_when_all_or_none_succeed() -> None:
    assert proportion(0, 7, method="jeffreys").low == 0.0
    assert proportion(50, 50, method="jeffreys").high == 1.0


def test_nothing_counted_has_no_value() -> None:
    found = proportion(0, 0)
    assert (found.value, found.low, found.high, found.exact) == (None, None, None, None)


def test_a_census_leaves_no_doubt_and_a_large_population_changes_nothing() -> None:
    census = proportion(150, 200, population=200)
    assert (census.low, census.high) == (0.75, 0.75)
    assert census.method == "wilson_finite_population"
    assert proportion(150, 200, population=10**12).low == pytest.approx(proportion(150, 200).low, abs=1e-9)


def test_a_finite_population_narrows_to_the_effective_count() -> None:
    # n_eff = 100 * 299 / 200 = 149.5
    found = proportion(80, 100, population=300)
    assert (round(found.low, 6), round(found.high, 6)) == (0.728729, 0.856240)


def test_integers_of_numpy_are_integers() -> None:
    assert proportion(np.int64(3), np.int32(10)) == proportion(3, 10)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: proportion(0.5, 10), r"proportion.successes: must be a whole number.*got '0.5'"),
        (lambda: proportion(3.0, 10), "must be a whole number"),
        (lambda: proportion(-1, 10), "must not be negative"),
        (lambda: proportion(11, 10), "must not be more than the count 10; got '11'"),
        (lambda: proportion(1, 10, population=9), "must not be smaller than the count"),
        (lambda: proportion(1, 10, population=20, method="jeffreys"), "Wilson's interval only"),
        (lambda: proportion(1, 10, method="wald"), "one of wilson, jeffreys, clopper_pearson"),
        (lambda: proportion(1, 10, level=95), "strictly between 0 and 1.*write 0.95"),
    ],
)
def test_what_is_no_share_is_refused_in_words(call: Callable[[], object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        call()
