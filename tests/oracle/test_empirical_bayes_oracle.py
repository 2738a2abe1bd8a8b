"""The fitted priors beside the likelihoods of scipy, maximised without our slopes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize, stats

from xlakit.stats import empirical_bayes, empirical_bayes_normal


@pytest.mark.parametrize("seed", range(8))
def test_no_beta_prior_is_more_likely(seed: int) -> None:
    draw = np.random.default_rng(seed)
    size, mean = draw.choice([2.0, 10.0, 50.0, 1e4]), draw.uniform(0.2, 0.95)
    n = draw.integers(1, draw.choice([10, 60, 300]), 40)
    k = draw.binomial(n, draw.beta(mean * size, (1 - mean) * size, 40))
    found = empirical_bayes(k, n)
    if math.isinf(found.prior_size):
        ours = stats.binom.logpmf(k, n, found.prior_mean).sum()
    else:
        a, b = found.prior_mean * found.prior_size, (1 - found.prior_mean) * found.prior_size
        ours = stats.betabinom.logpmf(k, n, a, b).sum()
        lows = stats.beta.ppf(0.025, a + k, b + n - k)
        assert [each.low for each in found.estimates] == pytest.approx(lows)
        assert found.prob_below(0.8) == pytest.approx(stats.beta.cdf(0.8, a + k, b + n - k))
    theirs = optimize.minimize(
        lambda at: -stats.betabinom.logpmf(k, n, *np.exp(at)).sum(),
        [1.0, 0.0],
        method="Nelder-Mead",
        bounds=[(-5, 12)] * 2,
    )
    assert ours >= -theirs.fun - 1e-4


@pytest.mark.parametrize("seed", range(6))
def test_no_normal_prior_is_more_likely(seed: int) -> None:
    draw = np.random.default_rng(seed)
    errors = draw.uniform(0.1, 1.0, 15)
    values = draw.normal(7, np.hypot(draw.choice([0.0, 0.3, 1.0]), errors))

    def likelihood(mean: float, spread: float) -> float:
        return float(stats.norm.logpdf(values, mean, np.hypot(spread, errors)).sum())

    found = empirical_bayes_normal(values, errors)
    theirs = optimize.minimize(
        lambda at: -likelihood(at[0], math.exp(at[1])), [7.0, -1.0], method="Nelder-Mead"
    )
    assert likelihood(found.prior_mean, found.prior_sd) >= -theirs.fun - 1e-6
