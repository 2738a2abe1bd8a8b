"""The statistics behind gaming signals against statsmodels and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as reference
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.rates import confint_poisson_2indep

from xlakit import stats

LIMIT = 16


@pytest.mark.parametrize("seed", range(4))
def test_bunching_is_the_quasi_poisson_fit_of_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    counts = random.poisson(60 * np.exp(-0.05 * np.arange(40))) + random.integers(0, 20, 40)
    place = np.arange(40)
    window = (place >= LIMIT - 1) & (place < LIMIT + 4)
    fit_on = (place >= LIMIT - 12) & (place < LIMIT + 16) & ~window
    columns = np.vander((place - LIMIT) / 10, 3)
    fitted = GLM(counts[fit_on], columns[fit_on], family=families.Poisson()).fit(tol=1e-12)
    phi = max(1.0, fitted.pearson_chi2 / fitted.df_resid)
    looked = columns[LIMIT - 1]
    mean = float(np.exp(looked @ fitted.params))
    gradient = mean * looked
    error = np.sqrt(phi * mean + phi * gradient @ np.asarray(fitted.cov_params()) @ gradient)
    found = stats.bunching(counts, LIMIT)
    assert found is not None
    assert found.expected == pytest.approx(mean, rel=1e-6)
    assert found.dispersion == pytest.approx(phi, rel=1e-6)
    assert found.z == pytest.approx((counts[LIMIT - 1] - mean) / error, rel=1e-6)
    assert found.p_value == pytest.approx(reference.norm.sf(found.z))


@pytest.mark.parametrize("table", [(42, 310, 120, 2790), (7, 12, 9, 40), (30, 100, 31, 100)])
def test_the_score_interval_of_two_rates_is_that_of_statsmodels(table: tuple[int, int, int, int]) -> None:
    found = stats.rate_ratio(*table)
    assert found is not None
    expected = confint_poisson_2indep(*table, method="score-log", compare="ratio")
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("table", [(38, 240, 61, 1900), (3, 10, 1, 12), (0, 9, 4, 11)])
def test_the_score_interval_of_odds_holds_what_the_score_test_does_not_reject(
    table: tuple[int, int, int, int],
) -> None:
    a, one, c, other = table
    found = stats.odds_ratio(*table)
    assert found is not None
    assert found.p_value == pytest.approx(reference.fisher_exact([[a, one - a], [c, other - c]]).pvalue)
    for end in (found.low, found.high):
        if not end:
            continue
        cells = np.linspace(max(0, a + c - other) + 1e-6, min(one, a + c) - 1e-6, 200_001)
        odds = cells * (other - a - c + cells) / ((one - cells) * (a + c - cells))
        cell = float(np.interp(end, odds, cells))
        spread = 1 / cell + 1 / (one - cell) + 1 / (a + c - cell) + 1 / (other - a - c + cell)
        assert abs(a - cell) * np.sqrt(spread) == pytest.approx(1.959964, rel=1e-3)


def test_a_local_share_is_the_logistic_line_of_statsmodels() -> None:
    hits, sizes = [12, 15, 11, 40, 9, 14, 10], [100, 130, 90, 120, 80, 140, 100]
    others = [0, 1, 2, 4, 5, 6]
    columns = np.array([[1.0, place] for place in range(7)])
    told = np.array([[hits[place], sizes[place] - hits[place]] for place in others])
    fitted = GLM(told, columns[others], family=families.Binomial()).fit(tol=1e-12)
    expected = fitted.get_prediction(columns[[3]])
    found = stats.local_rate_at(hits, sizes, place=3)
    assert found is not None
    assert found.expected == pytest.approx(float(expected.predicted[0]), rel=1e-6)
    error = np.sqrt(found.expected * (1 - found.expected) / 120 + float(expected.se[0]) ** 2)
    assert found.z == pytest.approx((40 / 120 - found.expected) / error, rel=1e-5)
