"""What must hold for every resampled interval and every weight, whatever the data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.stats import (
    block_indices,
    bootstrap,
    break_even_shift,
    design_effect,
    manski_bounds,
    multinomial_bootstrap,
    poisson_bootstrap,
    poststratify,
    promise_power,
    propensity_weights,
    proportion,
    rake,
    random_groups,
    unequal_freedom,
)

if TYPE_CHECKING:
    from random import Random

SEEDS = st.integers(0, 1000)
ROWS = st.lists(
    st.tuples(st.integers(-5, 30), st.integers(1, 6), st.sampled_from("abcdefgh")), min_size=1, max_size=30
)
STRATA = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(1, 5000), st.just(n), st.integers(0, n))),
    min_size=1,
    max_size=6,
)
SHARES = st.floats(0, 1)


@settings(max_examples=40, deadline=None)
@given(ROWS, SEEDS, st.sampled_from(["bca", "percentile"]), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_clusters_reach_a_bootstrap(
    rows: list[tuple[int, int, str]], seed: int, method: str, random: Random
) -> None:
    shuffled = [(top, bottom, f"new {name}") for top, bottom, name in random.sample(rows, len(rows))]
    first, second = (
        bootstrap(
            [row[0] / 7 for row in given],
            clusters=[row[2] for row in given],
            method=method,
            seed=seed,
            draws=100,
        )
        for given in (rows, shuffled)
    )
    assert first == second
    weighted, again = (
        poisson_bootstrap(
            [row[0] / 7 for row in given],
            [row[1] for row in given],
            clusters=[row[2] for row in given],
            seed=seed,
            draws=100,
        )
        for given in (rows, shuffled)
    )
    assert weighted == again


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-20, 20), min_size=1, max_size=25), SEEDS, st.integers(-50, 50))
def test_a_bootstrap_moves_with_its_values_and_holds_them(values: list[int], seed: int, shift: int) -> None:
    found = bootstrap(values, seed=seed, draws=100)
    moved = bootstrap([value + shift for value in values], seed=seed, draws=100)
    assert moved.exact == found.exact + shift
    if found.low is None:
        assert len(set(values)) == 1
    else:
        assert min(values) <= found.low <= found.value <= found.high <= max(values)
        # Ties of draws with the value are broken by rounding, so that BCa may take the next draw.
        assert moved.low == pytest.approx(found.low + shift, abs=2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(any), SEEDS)
def test_counts_in_any_order_give_one_interval_within_the_scale(counts: list[int], seed: int) -> None:
    found = multinomial_bootstrap(counts, [1, 0, -1], quantum=100, seed=seed, draws=200)
    turned = multinomial_bootstrap(counts[::-1], [-1, 0, 1], quantum=100, seed=seed, draws=200)
    assert found == turned
    assert (found.low is None) == (sum(map(bool, counts)) == 1)
    if found.low is not None:
        assert -100 <= found.low <= found.value <= found.high <= 100


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.data(), SEEDS, st.sampled_from(["stationary", "moving"]))
def test_blocks_draw_months_that_exist(months: int, data: st.DataObject, seed: int, scheme: str) -> None:
    length, horizon = data.draw(st.integers(1, months)), data.draw(st.integers(1, 30))
    picks = block_indices(months, length=length, horizon=horizon, scheme=scheme, draws=7, seed=seed)
    assert picks.shape == (7, horizon)
    assert ((picks >= 0) & (picks < months)).all()
    assert (
        picks == block_indices(months, length=length, horizon=horizon, scheme=scheme, draws=7, seed=seed)
    ).all()


@settings(max_examples=80, deadline=None)
@given(STRATA, st.randoms(use_true_random=False))
def test_a_weighted_share_lies_between_its_strata_and_in_its_interval(
    strata: list[tuple[int, int, int]], random: Random
) -> None:
    found = poststratify(strata)
    shares = [Fraction(hits, answers) for _, answers, hits in strata]
    assert min(shares) <= found.estimate.exact <= max(shares)
    assert 0 <= found.estimate.low <= found.value <= found.estimate.high <= 1
    assert found.deff >= 1
    shuffled = poststratify(random.sample(strata, len(strata)))
    assert shuffled.estimate.exact == found.estimate.exact
    assert shuffled.estimate.low == pytest.approx(found.estimate.low, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(STRATA, st.integers(1, 30))
def test_populations_in_proportion_to_the_answers_weigh_nothing(
    strata: list[tuple[int, int, int]], times: int
) -> None:
    found = poststratify([(answers * times, answers, hits) for _, answers, hits in strata])
    answers, hits = sum(row[1] for row in strata), sum(row[2] for row in strata)
    assert found.estimate.exact == proportion(hits, answers).exact
    assert found.raw == found.value
    assert found.deff == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_raked_table_has_its_margins_and_the_odds_of_the_answers(data: st.DataObject) -> None:
    shape = data.draw(st.tuples(st.integers(2, 4), st.integers(2, 4)))
    cells = st.lists(st.integers(1, 60), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    table = np.array(data.draw(cells)).reshape(shape)
    goal = np.array(data.draw(cells)).reshape(shape)
    found = rake(table, [goal.sum(axis=1), goal.sum(axis=0)])
    assert found.table.sum(axis=1) == pytest.approx(goal.sum(axis=1))
    assert found.table.sum(axis=0) == pytest.approx(goal.sum(axis=0))
    odds = found.weights[:-1, :-1] * found.weights[1:, 1:]
    assert odds == pytest.approx(found.weights[:-1, 1:] * found.weights[1:, :-1])
    again = rake(found.table, [goal.sum(axis=1), goal.sum(axis=0)])
    assert again.table == pytest.approx(found.table)
    cap = data.draw(st.floats(1, 4))
    held = rake(table, [goal.sum(axis=1), goal.sum(axis=0)], cap=cap)
    assert held.weights.max() <= cap * goal.sum() / table.sum() * (1 + 1e-9)
    assert held.table.sum() == pytest.approx(goal.sum())


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["P1", "P2", None]), st.integers(0, 9), st.booleans()),
        min_size=1,
        max_size=60,
    ).filter(lambda rows: any(row[2] for row in rows)),
    st.randoms(use_true_random=False),
)
def test_a_row_s_weight_does_not_depend_on_its_place(
    rows: list[tuple[str | None, int, bool]], random: Random
) -> None:
    order = random.sample(range(len(rows)), len(rows))

    def weigh(given: list[tuple[str | None, int, bool]]) -> np.ndarray:
        priority, hours, answered = zip(*given, strict=True)
        return propensity_weights({"priority": priority, "hours": hours}, answered).weights

    weights = weigh(rows)
    assert (weigh([rows[place] for place in order]) == weights[order]).all()
    assert ((weights > 0) == np.array([row[2] for row in rows])).all()


@settings(max_examples=100, deadline=None)
@given(SHARES, SHARES, st.floats(0, 0.99))
def test_the_break_even_shift_leads_to_the_target_or_off_the_scale(
    value: float, target: float, rate: float
) -> None:
    low, high = manski_bounds(value, rate)
    assert -1e-12 <= low <= value + 1e-12
    assert value - 1e-12 <= high <= 1 + 1e-12
    silent = value + break_even_shift(value, target, rate)
    assert rate * value + (1 - rate) * silent == pytest.approx(target, abs=1e-9)
    assert (0 <= silent <= 1) == (low <= target <= high) or min(
        abs(silent), abs(1 - silent), abs(target - low), abs(target - high)
    ) < 1e-9


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 3000), st.integers(0, 50))
def test_who_is_worse_misses_more_often(level: int, count: int, worse: int) -> None:
    goal = Fraction(level, 1000)
    gap = min(goal, Fraction(worse, 1000))
    found = promise_power(goal, count, worse=gap)
    assert 0 <= found.misses_at_level <= found.misses_when_worse + 1e-12
    assert found.attainable[1] >= goal
    assert found.attainable[0] is None or found.attainable[0] < goal


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 500), min_size=2, max_size=64), st.randoms(use_true_random=False))
def test_degrees_of_freedom_count_no_more_than_the_clusters(sizes: list[int], random: Random) -> None:
    found = unequal_freedom(sizes)
    assert 1 <= found <= len(sizes) - 1 + 1e-9
    assert found == unequal_freedom(random.sample(sizes, len(sizes)))
    assert found == pytest.approx(unequal_freedom([7 * size for size in sizes]))
    assert design_effect(sizes) <= len(sizes) + 1e-9


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 30)), min_size=2, max_size=64).filter(
        lambda groups: sum(bottom > 0 for _, bottom in groups) > 1
    ),
    st.randoms(use_true_random=False),
)
def test_the_jackknife_interval_holds_its_ratio_and_moves_with_it(
    groups: list[tuple[int, int]], random: Random
) -> None:
    tops, bottoms = zip(*groups, strict=True)
    found = random_groups(tops, bottoms, statistic="ratio")
    assert found.low <= found.value <= found.high
    moved = random_groups([top + 3 * bottom for top, bottom in groups], bottoms, statistic="ratio")
    assert moved.exact == found.exact + 3
    assert moved.high - moved.value == pytest.approx(found.high - found.value, abs=1e-6)
    shuffled = random.sample(groups, len(groups))
    assert found == random_groups(*zip(*shuffled, strict=True), statistic="ratio")
