"""Our intervals beside those of statsmodels and scipy."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from xlakit.stats import benjamini_hochberg, holm, mean, p_below, p_beyond, percentile, proportion, ratio

SHARES = [(k, n) for n in (1, 7, 20, 200, 5000) for k in sorted({0, 1, n // 3, n // 2, n - 1, n})]


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
@pytest.mark.parametrize(("k", "n"), SHARES)
def test_shares_agree_with_statsmodels_and_scipy(k: int, n: int, level: float) -> None:
    for ours, theirs in (("wilson", "wilson"), ("clopper_pearson", "beta"), ("jeffreys", "jeffreys")):
        found = proportion(k, n, method=ours, level=level)
        low, high = proportion_confint(k, n, alpha=1 - level, method=theirs)
        if not (ours == "jeffreys" and k == 0):
            assert found.low == pytest.approx(low, abs=1e-9)
        if not (ours == "jeffreys" and k == n):
            assert found.high == pytest.approx(high, abs=1e-9)
    scipy = stats.binomtest(k, n).proportion_ci(level, "wilson")
    assert proportion(k, n, level=level).low == pytest.approx(scipy.low, abs=1e-9)


def test_p_values_agree_with_the_binomial_and_the_score_test() -> None:
    for k, n, target in ((171, 200, 0.9), (3, 10, 0.5), (0, 7, 0.2)):
        exact = stats.binomtest(k, n, target, alternative="less").pvalue
        assert p_below(k, n, target) == pytest.approx(exact, rel=1e-9)
        z = (k / n - target) / (target * (1 - target) / n) ** 0.5
        found = p_beyond(lambda level, k=k, n=n: proportion(k, n, level=level), target, where="below")
        assert found == pytest.approx(stats.norm.cdf(z), rel=1e-6)


def test_means_agree_with_the_t_interval_of_scipy() -> None:
    values = np.random.default_rng(3).integers(1, 6, 57)
    theirs = stats.ttest_1samp(values, 0).confidence_interval(0.9)
    found = mean(values.tolist(), level=0.9)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_the_cluster_delta_agrees_with_clustered_least_squares() -> None:
    draw = np.random.default_rng(8)
    cluster = draw.integers(0, 40, 300)
    bottoms = draw.integers(1, 6, 300)
    tops = bottoms * draw.normal(2, 0.5, 40)[cluster] + draw.normal(0, 1, 300)
    fit = sm.WLS(tops / bottoms, np.ones(300), weights=bottoms).fit(
        cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
    )
    found = ratio(tops, bottoms, clusters=cluster.tolist())
    half = fit.bse[0] * (40 / 39) ** 0.5 * stats.t.ppf(0.975, 39)
    assert found.value == pytest.approx(fit.params[0])
    assert found.high - found.value == pytest.approx(half)


def test_adjusted_p_values_agree_with_statsmodels() -> None:
    for size in (1, 2, 17):
        values = np.random.default_rng(size).random(size) ** 3
        assert holm(values) == pytest.approx(multipletests(values, method="holm")[1])
        assert benjamini_hochberg(values) == pytest.approx(multipletests(values, method="fdr_bh")[1])


@pytest.mark.parametrize("percent", [10, 50, 90])
def test_percentile_intervals_agree_with_the_quantile_test(percent: int) -> None:
    values = np.random.default_rng(percent).exponential(5, 120)
    found = percentile(values, percent)
    theirs = stats.quantile_test(values, q=found.value, p=percent / 100).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))
    assert found.value == pytest.approx(np.quantile(values, percent / 100))
