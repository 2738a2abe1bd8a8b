from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest

from xlakit.errors import DataError
from xlakit.model import Estimate
from xlakit.stats import (
    at_level,
    mean_from_sums,
    net_promoter,
    one_sided,
    p_below,
    p_beyond,
    percentile,
    proportion,
    random_groups,
)

TOPS, BOTTOMS = [2, 3, 1, 4] * 16, [3, 3, 2, 5] * 16
INTERVALS = {
    "wilson": lambda level: proportion(171, 200, level=level),
    "jeffreys": lambda level: proportion(171, 200, level=level, method="jeffreys"),
    "clopper_pearson": lambda level: proportion(171, 200, level=level, method="clopper_pearson"),
    "finite": lambda level: proportion(171, 200, level=level, population=900),
    "all": lambda level: proportion(20, 20, level=level),
    "t": lambda level: mean_from_sums(6, 25, 111, level=level),
    "share of groups": lambda level: random_groups(TOPS, BOTTOMS, statistic="share", level=level),
    "ratio of groups": lambda level: random_groups(TOPS, [5] * 64, statistic="ratio", level=level),
}


@pytest.mark.parametrize("name", INTERVALS)
def test_an_estimate_moves_to_another_level_by_itself(name: str) -> None:
    interval = INTERVALS[name]
    for level in (0.5, 0.9, 0.99):
        moved, asked = at_level(interval(0.95), level), interval(level)
        assert moved.low == pytest.approx(asked.low, abs=1e-9)
        assert moved.high == pytest.approx(asked.high, abs=1e-9)
        assert (moved.level, moved.value, moved.exact) == (level, asked.value, asked.exact)


def test_a_net_share_moves_closely_and_stays_on_its_scale() -> None:
    moved, asked = at_level(net_promoter(60, 25, 15), 0.9), net_promoter(60, 25, 15, level=0.9)
    assert moved.low == pytest.approx(asked.low, abs=0.5)
    assert at_level(net_promoter(9, 1, 0), 0.999).high <= 100


def test_an_estimate_without_an_interval_stays_without_one() -> None:
    assert at_level(mean_from_sums(1, 4, 16), 0.9).low is None
    with pytest.raises(DataError, match="ask percentile"):
        at_level(percentile(range(50), 50), 0.9)


@pytest.mark.parametrize("name", INTERVALS)
def test_the_p_value_says_what_the_one_sided_bound_says(name: str) -> None:
    interval = INTERVALS[name]
    bound = interval(one_sided(0.95))
    below = partial(p_beyond, interval, where="below")
    assert below(bound.high + 1e-4) < 0.05
    if bound.high > bound.value:
        assert below(bound.high - 1e-4) > 0.05
    above = partial(p_beyond, interval, where="above")
    assert above(bound.low - 1e-4) < 0.05
    assert above(bound.low + 1e-4) > 0.05


def test_the_two_sides_share_one_doubt() -> None:
    below = p_beyond(INTERVALS["wilson"], Fraction(9, 10), where="below")
    assert below == pytest.approx(0.0169, abs=5e-5)  # 1 - Phi((0.9 - 0.855) / sqrt(0.9 * 0.1 / 200))
    assert p_beyond(INTERVALS["wilson"], Fraction(9, 10), where="above") == pytest.approx(1 - below)
    assert p_beyond(INTERVALS["wilson"], Fraction(171, 200), where="above") == 0.5


def test_nothing_measured_has_no_p_value() -> None:
    assert p_beyond(lambda level: proportion(0, 0, level=level), 0.5, where="below") is None
    assert p_beyond(lambda level: mean_from_sums(1, 4, 16, level=level), 0.5, where="below") is None
    assert p_below(0, 0, Fraction(1, 2)) is None


def test_an_unbounded_interval_is_never_beyond_on_its_open_side() -> None:
    open_above = Estimate(value=5.0, count=3, low=1.0, high=None)
    assert p_beyond(lambda _: open_above, 6, where="below") == 0.5


def test_the_exact_binomial_chance_is_reproduced() -> None:
    assert p_below(379, 400, Fraction(95, 100)) == pytest.approx(0.4409, abs=5e-5)


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(DataError, match="one-sided"):
        one_sided(0.4)
    with pytest.raises(DataError, match="one of below, above"):
        p_beyond(INTERVALS["wilson"], 0.9, where="beside")
    with pytest.raises(DataError, match="between 0 and 1; got '95'"):
        p_below(3, 4, 95)
    with pytest.raises(DataError, match="must not be more"):
        p_below(5, 4, 0.5)
