"""Our resampling and weighting beside scipy, statsmodels and literal re-implementations."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from scipy.optimize import minimize

from xlakit.stats import (
    bootstrap,
    poststratify,
    promise_power,
    propensity_weights,
    rake,
    ratio,
    unequal_freedom,
)


@pytest.mark.parametrize("method", ["bca", "percentile"])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_bootstrapped_mean_agrees_with_scipy_draw_by_draw(method: str, level: float) -> None:
    values = np.random.default_rng(8).exponential(30, 80)
    found = bootstrap(values, method=method, seed=5, draws=3000, level=level)
    theirs = stats.bootstrap(
        (np.sort(values),),
        np.mean,
        n_resamples=3000,
        confidence_level=level,
        method="BCa" if method == "bca" else "percentile",
        rng=np.random.default_rng(5),
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


def test_any_statistic_agrees_with_scipy() -> None:
    values = np.random.default_rng(8).exponential(30, 60)
    found = bootstrap(values, statistic=np.std, seed=5, draws=1000)
    theirs = stats.bootstrap(
        (np.sort(values),), np.std, n_resamples=1000, method="BCa", rng=np.random.default_rng(5)
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


def test_drawn_clusters_agree_with_scipy_on_their_sums() -> None:
    draw = np.random.default_rng(4)
    people = np.sort(draw.integers(0, 40, 200))
    values = draw.integers(0, 11, 200) + people % 5
    found = bootstrap(values, clusters=people.tolist(), seed=5, draws=9000)
    tops, sizes = np.bincount(people, values), np.bincount(people)
    theirs = stats.bootstrap(
        (tops, sizes),
        lambda top, size, axis: top.sum(axis=axis) / size.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=9000,
        rng=np.random.default_rng(6),
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=0.1)


def test_propensities_agree_with_the_logistic_regression_of_statsmodels() -> None:
    draw = np.random.default_rng(2)
    hours, team = draw.exponential(4, 500), draw.choice(["a", "b", "c"], 500)
    answered = draw.random(500) < 1 / (1 + np.exp(0.3 * hours - (team == "b")))
    found = propensity_weights({"hours": hours, "team": team}, answered, trim=None)
    columns = np.column_stack([np.ones(500), hours, team == "b", team == "c"]).astype(float)
    fit = sm.Logit(answered.astype(float), columns).fit(disp=0, tol=1e-12)
    assert found.propensities == pytest.approx(fit.predict(), rel=1e-7)
    assert found.coefficients["team=b"] == pytest.approx(fit.params[2], rel=1e-7)
    assert found.coefficients["hours"] == pytest.approx(fit.params[1] * hours.std(), rel=1e-7)


def test_a_raked_table_is_the_one_nearest_to_the_answers() -> None:
    table = np.array([[40.0, 30, 12], [35, 45, 20]])
    rows, columns = np.array([90.0, 110]), np.array([80.0, 70, 50])
    found = rake(table, [rows, columns]).table

    def distance(cells: np.ndarray) -> float:
        return float((cells * np.log(cells / table.ravel()) - cells).sum())

    near = minimize(
        distance,
        np.outer(rows, columns).ravel() / 200,
        jac=lambda cells: np.log(cells / table.ravel()),
        bounds=[(1e-6, None)] * 6,
        constraints=[
            {"type": "eq", "fun": lambda cells: cells.reshape(2, 3).sum(axis=1) - rows},
            {"type": "eq", "fun": lambda cells: (cells.reshape(2, 3).sum(axis=0) - columns)[:2]},
        ],
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert found == pytest.approx(near.x.reshape(2, 3), abs=1e-3)


def test_a_weighted_mean_is_the_regression_on_weights() -> None:
    draw = np.random.default_rng(9)
    stratum = np.repeat([0, 1, 2], [30, 50, 20])
    values = draw.integers(1, 6, 100)
    populations, counts = np.array([400, 300, 300]), np.bincount(stratum)
    strata = [
        (
            int(size),
            int(count),
            int(values[stratum == place].sum()),
            int((values[stratum == place] ** 2).sum()),
        )
        for place, (size, count) in enumerate(zip(populations, counts, strict=True))
    ]
    found = poststratify(strata)
    weights = (populations / counts)[stratum]
    assert found.value == pytest.approx(np.average(values, weights=weights))
    variances = [values[stratum == place].var(ddof=1) for place in range(3)]
    assert found.standard_error == pytest.approx(
        np.sqrt(((populations / 1000) ** 2 * variances / counts).sum())
    )


@pytest.mark.parametrize("sizes", [(3, 8), (1, 2, 3), (40, 1, 1, 1, 1, 1), tuple(range(1, 65))])
def test_degrees_of_freedom_are_those_of_the_whole_matrix(sizes: tuple[int, ...]) -> None:
    x = np.array(sizes, dtype=float)
    residual = np.eye(len(x)) - np.outer(x, np.ones(len(x))) / x.sum()
    scale = np.diag(1 / (1 - x / x.sum()))
    form = scale @ residual @ np.diag(x**2) @ residual.T @ scale
    assert unequal_freedom(sizes) == pytest.approx(np.trace(form) ** 2 / np.trace(form @ form), rel=1e-9)


def test_the_jackknife_leaves_out_one_cluster_at_a_time() -> None:
    tops, bottoms = np.array([6, 2, 1, 16, 4, 0, 3, 8]), np.array([2, 1, 1, 3, 1, 1, 2, 1])
    without = np.array([np.delete(tops, place).sum() / np.delete(bottoms, place).sum() for place in range(8)])
    error = np.sqrt(7 / 8 * ((without - tops.sum() / bottoms.sum()) ** 2).sum())
    half = error * stats.t.ppf(0.975, unequal_freedom(bottoms))
    assert ratio(tops, bottoms, variance="jackknife").high == pytest.approx(40 / 12 + half)


@pytest.mark.parametrize(("level", "count"), [(0.8, 37), (0.95, 400), (0.999, 1000)])
def test_promises_agree_with_the_binomial_of_scipy(level: float, count: int) -> None:
    found = promise_power(level, count, worse=0.01)
    needed = int(np.ceil(round(level * count, 9)))
    assert found.misses_at_level == pytest.approx(stats.binom.cdf(needed - 1, count, level))
    assert found.misses_when_worse == pytest.approx(stats.binom.cdf(needed - 1, count, level - 0.01))
