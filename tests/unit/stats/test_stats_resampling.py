from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.stats import (
    block_bootstrap,
    block_indices,
    bootstrap,
    mean,
    multinomial_bootstrap,
    net_promoter,
    poisson_bootstrap,
    ratio,
)

LOST = [5, 0, 10, 5, 240, 15, 0, 20, 30, 5, 0, 45, 10, 60, 0, 25]


def test_a_bootstrapped_mean_is_the_mean_with_an_interval_that_leans_to_the_long_tail() -> None:
    found = bootstrap([*LOST, None], seed=4, draws=2000)
    plain = mean(LOST)
    assert (found.value, found.exact, found.count) == (plain.value, plain.exact, 16)
    assert found.high - found.value > 1.5 * (found.value - found.low)
    assert found.low > 0 > plain.low
    assert found.method == "bca_bootstrap"


def test_whole_clusters_are_drawn_so_that_repeated_answers_widen_the_interval() -> None:
    scores = [5, 1, 4, 2] * 5
    rows, names = scores * 4, list(range(20)) * 4
    alone = bootstrap(rows, seed=1, draws=1000, method="percentile")
    clustered = bootstrap(rows, clusters=names, seed=1, draws=1000, method="percentile")
    assert clustered.value == alone.value == 3.0
    assert clustered.high - clustered.low == pytest.approx(2 * (alone.high - alone.low), rel=0.15)
    assert clustered.method == "percentile_cluster_bootstrap"


def test_clusters_of_one_row_are_rows() -> None:
    alone = bootstrap(LOST, seed=9, draws=500)
    each = bootstrap(LOST, clusters=[f"r{place}" for place in range(16)], seed=9, draws=500)
    assert (each.low, each.high) == (alone.low, alone.high)


def test_any_statistic_of_the_values_has_an_interval() -> None:
    found = bootstrap(LOST, statistic=np.median, seed=2, draws=500)
    assert found.value == 10.0
    assert found.low in {0.0, 2.5, 5.0}
    assert found.exact is None
    grouped = bootstrap(LOST, statistic=np.median, clusters=["a", "b", "c", "d"] * 4, seed=2, draws=500)
    assert grouped.low <= grouped.value <= grouped.high


def test_values_that_are_no_integers_have_no_exact_sum() -> None:
    found = bootstrap([4.5, Decimal("3.5"), 4], seed=2, draws=200)
    assert (found.value, found.exact) == (4.0, None)


@pytest.mark.parametrize(
    ("values", "clusters"),
    [([7, 7, 7], None), ([7], None), ([1, 9], ["ann", "ann"]), ([None, 3], ["a", "b"])],
)
def test_what_shows_no_spread_has_no_interval(values: list[int], clusters: list[str] | None) -> None:
    found = bootstrap(values, clusters=clusters, seed=1, draws=100)
    assert found.value is not None
    assert (found.low, found.high) == (None, None)


def test_no_value_has_no_bootstrap() -> None:
    assert bootstrap([None], seed=1).value is None
    assert poisson_bootstrap([1, 2], [0, 0], seed=1).value is None
    assert block_bootstrap([], seed=1).value is None
    assert block_bootstrap([[1, 0], [2, 0], [0, 0]], statistic="ratio", seed=1).value is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"draws": 99}, "draws: must be at least 100"),
        ({"seed": -1}, "seed: must not be negative"),
        ({"seed": 1.5}, "seed: must be a whole number"),
        ({"method": "basic"}, "one of bca, percentile"),
        ({"statistic": "median"}, "statistic: is not known"),
        ({"clusters": ["a"]}, "must name one cluster for 3 values"),
        ({"level": 1}, "strictly between 0 and 1"),
        ({"statistic": lambda _: math.nan}, "must give a finite number"),
    ],
)
def test_impossible_bootstraps_are_refused(changed: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        bootstrap([1, 2, 3], **({"seed": 1, "draws": 100} | changed))


def test_a_value_that_is_not_finite_is_refused() -> None:
    with pytest.raises(DataError, match=r"bootstrap.values: must be finite"):
        bootstrap([1, math.inf], seed=1)


def test_poisson_weights_agree_with_the_delta_method_on_many_clusters() -> None:
    draw = np.random.default_rng(5)
    people = draw.integers(0, 300, 900)
    bottoms = draw.integers(1, 4, 900)
    tops = bottoms + draw.poisson(2 + people % 3)
    found = poisson_bootstrap(tops, bottoms, clusters=people.tolist(), seed=1, draws=2000)
    delta = ratio(tops, bottoms, clusters=people.tolist())
    assert (found.value, found.exact, found.count) == (delta.value, delta.exact, 900)
    assert found.low == pytest.approx(delta.low, abs=0.1 * (delta.value - delta.low))
    assert found.high == pytest.approx(delta.high, abs=0.1 * (delta.value - delta.low))


def test_a_net_share_is_bootstrapped_in_points() -> None:
    rows = [1] * 60 + [0] * 25 + [-1] * 15
    found = poisson_bootstrap(rows, [1] * 100, quantum=Decimal(100), seed=3)
    assert (found.value, found.exact) == (45.0, 45)
    assert found.low == pytest.approx(30.5, abs=2)


def test_a_draw_without_a_denominator_is_drawn_again() -> None:
    # Two clusters, of which one has no denominator: a draw in seven or so leaves nothing to divide by.
    found = poisson_bootstrap([4, 1], [2, 0], seed=1, draws=400)
    assert found.value == 2.5
    assert 2.0 <= found.low < found.high < math.inf


def test_rows_of_a_cluster_are_summed_first() -> None:
    rows = poisson_bootstrap([1, 2, 0.5, 3], [1, 1, 1, 2], clusters=["a", "a", "b", "c"], seed=2)
    sums = poisson_bootstrap([3, 0.5, 3], [2, 1, 2], seed=2)
    assert (rows.low, rows.high) == (sums.low, sums.high)
    assert (rows.count, rows.exact) == (4, None)


def test_impossible_ratios_are_refused() -> None:
    with pytest.raises(DataError, match="columns of one length"):
        poisson_bootstrap([1], [1, 2], seed=1)
    with pytest.raises(DataError, match="must not be negative"):
        poisson_bootstrap([1, 1], [1, -1], seed=1)
    with pytest.raises(DataError, match=r"numerators: must be finite"):
        poisson_bootstrap([math.nan, 1], [1, 1], seed=1)


def test_counts_bootstrap_the_published_net_share() -> None:
    found = multinomial_bootstrap([60, 25, 15], [1, 0, -1], quantum=Decimal(100), seed=11)
    wald = net_promoter(60, 25, 15, method="wald")
    assert (found.value, found.exact, found.count) == (45.0, 45, 100)
    assert (found.low, found.high) == pytest.approx((wald.low, wald.high), abs=1.5)


def test_counts_and_rows_bootstrap_alike() -> None:
    counts, scores = [3, 5, 12, 40, 20], [1, 2, 3, 4, 5]
    rows = [score for score, count in zip(scores, counts, strict=True) for _ in range(count)]
    found = multinomial_bootstrap(counts, scores, seed=1)
    single = bootstrap(rows, method="percentile", seed=1)
    assert found.exact == single.exact == Fraction(309, 80)
    assert (found.low, found.high) == pytest.approx((single.low, single.high), abs=0.03)
    assert multinomial_bootstrap([1, 1], [0.5, 1], seed=1).exact is None


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(DataError, match="needs one score a count"):
        multinomial_bootstrap([1, 2], [1], seed=1)
    with pytest.raises(DataError, match="must not be negative"):
        multinomial_bootstrap([1, -2], [1, 0], seed=1)


def test_stationary_blocks_have_the_mean_length_and_wrap_around() -> None:
    picks = block_indices(24, length=4, draws=3000, seed=1)
    assert picks.shape == (3000, 24)
    assert (picks.min(), picks.max()) == (0, 23)
    on = (np.diff(picks, axis=1) % 24) == 1
    # A block goes on with 3 in 4, and a new one goes on by chance with 1 in 24.
    assert on.mean() == pytest.approx(0.75 + 0.25 / 24, abs=0.01)
    assert ((picks[:, :-1] == 23) & (picks[:, 1:] == 0)).any()
    assert np.bincount(picks.ravel()).std() / 3000 < 0.03


def test_moving_blocks_have_one_length_and_do_not_wrap() -> None:
    picks = block_indices(10, length=4, horizon=12, draws=200, seed=1, scheme="moving")
    blocks = picks.reshape(200, 3, 4)
    assert (np.diff(blocks, axis=2) == 1).all()
    assert block_indices(10, length=4, horizon=6, draws=5, seed=1, scheme="moving").shape == (5, 6)


def test_blocks_of_one_month_are_the_plain_bootstrap() -> None:
    history = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    for scheme in ("stationary", "moving"):
        found = block_bootstrap(history, length=1, seed=1, scheme=scheme)
        plain = bootstrap(history, method="percentile", seed=1)
        assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=0.15)


def test_months_that_follow_each_other_need_blocks() -> None:
    history = [0] * 12 + [10] * 12
    single, blocks = (block_bootstrap(history, length=length, seed=1) for length in (1, 6))
    assert blocks.high - blocks.low > 1.5 * (single.high - single.low)
    assert single.value == blocks.value == 5.0


def test_totals_and_functions_of_whole_months_can_be_asked() -> None:
    history = [3.0, 1.0, 4.0, 1.5]
    assert block_bootstrap(history, statistic="total", seed=1).value == 9.5
    table = [[3, 10, 1], [1, 12, 0], [4, 9, 2], [2, 11, 0]]
    own = block_bootstrap(table, statistic=lambda rows: rows[:, 0].sum() / rows[:, 1].sum(), seed=2)
    named = block_bootstrap([row[:2] for row in table], statistic="ratio", seed=2)
    assert (own.value, own.low, own.high) == (named.value, named.low, named.high)
    assert block_bootstrap([5, 5, 5], seed=2).low is None


@pytest.mark.parametrize(
    ("months", "changed", "said"),
    [
        ([1, None, 3], {}, "all known"),
        ([[1, 2], [3]], {}, "one row of numbers"),
        ([1, 2], {}, "between 1 and the 2 months"),
        ([1, 2, 3], {"length": 0}, "between 1 and the 3 months"),
        ([1, 2, 3], {"statistic": "ratio"}, "two columns for a ratio"),
        ([[1, 2]] * 3, {"statistic": "mean"}, "two columns for a ratio"),
        ([1, 2, 3], {"statistic": "mode"}, "one of mean, total, ratio"),
        ([1, 2, 3], {"scheme": "jumping"}, "one of stationary, moving"),
        ([1, 2, 3], {"statistic": lambda _: math.inf}, "must give a finite number"),
    ],
)
def test_impossible_histories_are_refused(
    months: list[object], changed: dict[str, object], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        block_bootstrap(months, **({"seed": 1, "draws": 100} | changed))
