"""Drivers, contrasts, mix checks and rank tests beside literal loops, statsmodels and scipy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from xlakit.stats import drivers, lmg, matched_test, penalty_reward, rank_test, relative_weights, simpson


def related(rows: int, columns: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    table = draw.normal(size=(rows, columns)) + draw.normal(size=(rows, 1))
    return table, table @ draw.random(columns) + draw.normal(size=rows)


@pytest.mark.parametrize("columns", [1, 2, 3, 5])
def test_lmg_agrees_with_least_squares_over_all_orders(columns: int) -> None:
    table, outcome = related(80, columns, columns)

    def explained(subset: tuple[int, ...]) -> float:
        design = sm.add_constant(table[:, list(subset)]) if subset else np.ones((80, 1))
        return sm.OLS(outcome, design).fit().rsquared if subset else 0.0

    known = {
        subset: explained(subset)
        for size in range(columns + 1)
        for subset in itertools.combinations(range(columns), size)
    }
    parts = np.zeros(columns)
    orders = list(itertools.permutations(range(columns)))
    for order in orders:
        for place, attribute in enumerate(order):
            before = tuple(sorted(order[:place]))
            parts[attribute] += known[tuple(sorted((*before, attribute)))] - known[before]
    joint = np.corrcoef(table, outcome, rowvar=False)
    assert lmg(joint[:-1, :-1], joint[:-1, -1]) == pytest.approx(parts / len(orders))
    found = drivers(table, outcome, draws=0)
    assert [one.weight for one in found.drivers] == pytest.approx(parts / len(orders))


def test_relative_weights_agree_with_regressing_on_orthogonal_counterparts() -> None:
    table, outcome = related(120, 6, 3)
    z = (table - table.mean(axis=0)) / table.std(axis=0) / np.sqrt(120)
    y = (outcome - outcome.mean()) / outcome.std() / np.sqrt(120)
    left, _, right = np.linalg.svd(z, full_matrices=False)
    twin = left @ right  # the orthonormal columns nearest to the attributes
    weights = (twin.T @ z).T ** 2 @ (twin.T @ y) ** 2
    joint = np.corrcoef(table, outcome, rowvar=False)
    found = relative_weights(joint[:-1, :-1], joint[:-1, -1])
    assert found == pytest.approx(weights)
    assert np.corrcoef(found, lmg(joint[:-1, :-1], joint[:-1, -1]))[0, 1] > 0.99


def test_bars_agree_with_drawing_the_rows_of_clusters_one_by_one() -> None:
    table, outcome = related(150, 2, 8)
    people = np.repeat(np.arange(50), 3)
    found = drivers(table, outcome, clusters=people.tolist(), draws=2000, seed=1)
    draw = np.random.default_rng(2)
    weights = []
    for _ in range(1000):
        rows = np.concatenate([np.arange(3 * who, 3 * who + 3) for who in draw.integers(0, 50, 50)])
        joint = np.corrcoef(table[rows], outcome[rows], rowvar=False)
        weights.append(lmg(joint[:-1, :-1], joint[:-1, -1]))
    for one, low, high in zip(found.drivers, *np.quantile(weights, [0.025, 0.975], axis=0), strict=True):
        assert (one.low, one.high) == pytest.approx((low, high), abs=0.02)


def test_contrasts_agree_with_clustered_least_squares() -> None:
    draw = np.random.default_rng(5)
    ratings, people = draw.integers(1, 6, (300, 2)), draw.integers(0, 60, 300)
    outcome = ratings @ [0.5, 1.0] + draw.normal(size=60)[people] + draw.normal(size=300)
    design = np.column_stack(
        [np.ones(300), *(side for column in ratings.T for side in (column <= 1, column >= 5))]
    )
    groups = len(set(people.tolist()))
    fit = sm.OLS(outcome, design).fit(
        cov_type="cluster", cov_kwds={"groups": people, "use_correction": False}
    )
    half = fit.bse * (groups / (groups - 1)) ** 0.5 * stats.t.ppf(0.975, groups - 1)
    found = penalty_reward(ratings, outcome, low=1, high=5, clusters=people.tolist())
    for place, one in enumerate(found.contrasts):
        assert one.penalty == pytest.approx(fit.params[1 + 2 * place])
        assert one.reward_high == pytest.approx(fit.params[2 + 2 * place] + half[2 + 2 * place])
        assert one.penalty_low == pytest.approx(fit.params[1 + 2 * place] - half[1 + 2 * place])
    assert found.r2 == pytest.approx(fit.rsquared)


@pytest.mark.parametrize("seed", range(10))
def test_mix_checks_agree_with_statsmodels(seed: int) -> None:
    draw = np.random.default_rng(seed)
    counts = draw.integers(3, 200, (4, 2))
    good = draw.integers(1, counts)
    one = {f"s{place}": (int(good[place, 0]), int(counts[place, 0])) for place in range(4)}
    other = {f"s{place}": (int(good[place, 1]), int(counts[place, 1])) for place in range(4)}
    theirs = StratifiedTable(
        [np.array([[k, n - k] for k, n in (one[name], other[name])]) for name in sorted(one)]
    )
    found = simpson(one, other, level=0.9)
    assert found.odds_ratio == pytest.approx(theirs.oddsratio_pooled)
    assert (found.low, found.high) == pytest.approx(theirs.oddsratio_pooled_confint(0.1))
    assert found.p_value == pytest.approx(theirs.test_null_odds().pvalue)
    assert found.p_same == pytest.approx(theirs.test_equal_odds().pvalue)


@pytest.mark.parametrize("seed", range(6))
def test_rank_tests_agree_with_scipy_and_with_counting_pairs(seed: int) -> None:
    draw = np.random.default_rng(seed)
    one, other = draw.integers(1, 8, 20), draw.integers(2, 10, 20)
    found = rank_test(one, other)
    wins = sum((a > b) - (a < b) for a, b in itertools.product(one.tolist(), other.tolist()))
    assert found.delta == pytest.approx(wins / 400)
    assert found.p_value == pytest.approx(stats.mannwhitneyu(one, other, method="asymptotic").pvalue)
    assert found.p_shapes == pytest.approx(stats.brunnermunzel(one, other).pvalue)
    matched, theirs = matched_test(one, other), stats.wilcoxon(other, one)
    assert (matched.statistic, matched.p_value) == pytest.approx((theirs.statistic, theirs.pvalue))
