"""Statistics of target-driven behaviour: worked figures, other implementations, and what they refuse."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from xlakit import stats
from xlakit.errors import DataError

SHARES = st.lists(st.tuples(st.integers(20, 400), st.floats(0.8, 1.0)), min_size=1, max_size=15)


def months(pairs: list[tuple[int, float]]) -> tuple[list[int], list[int]]:
    return [round(size * share) for size, share in pairs], [size for size, _ in pairs]


@given(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_stouffer_is_what_scipy_gives_and_needs_no_order(p_values: list[float]) -> None:
    weights = [1.0 + number for number in range(len(p_values))]
    expected = scipy_stats.combine_pvalues(p_values, method="stouffer", weights=weights).pvalue
    assert stats.stouffer(p_values, weights) == pytest.approx(expected, abs=1e-12)
    assert stats.stouffer(p_values[::-1], weights[::-1]) == pytest.approx(expected, abs=1e-12)


def test_stouffer_knows_nothing_of_nothing_and_refuses_nonsense() -> None:
    assert stats.stouffer([]) is None
    assert stats.stouffer([0.3], [0.0]) is None
    assert (stats.stouffer([0.0, 0.9]), stats.stouffer([0.0, 1.0])) == (0.0, 1.0)
    for p_values, weights in (([1.5], None), ([0.5, 0.5], [1.0]), ([0.5], [-1.0]), ([math.nan], None)):
        with pytest.raises(DataError):
            stats.stouffer(p_values, weights)


@given(SHARES)
@settings(max_examples=30, deadline=None)
def test_under_dispersion_is_the_lower_tail_of_the_test_of_homogeneity(
    pairs: list[tuple[int, float]],
) -> None:
    hits, counts = months(pairs)
    found = stats.under_dispersion(hits, counts)
    if len(hits) == 1 or sum(hits) == sum(counts):
        assert found.p_value is None
        return
    table = [hits, [n - k for k, n in zip(hits, counts, strict=True)]]
    statistic, p_value, freedom, _ = scipy_stats.chi2_contingency(table, correction=False)
    assert found.statistic == pytest.approx(statistic, abs=1e-9)
    assert found.freedom == freedom
    assert found.p_value == pytest.approx(1 - p_value, abs=1e-9)


@given(SHARES)
@settings(max_examples=8, deadline=None)
def test_scraping_counts_the_months_near_the_target_and_needs_no_order(
    pairs: list[tuple[int, float]],
) -> None:
    hits, counts = months(pairs)
    found = stats.scraping(hits, counts, 0.9, seed=3, draws=50)
    just = [
        (20 * k >= 18 * n, abs(k / n - 0.9) < math.sqrt(0.09 / n)) for k, n in zip(hits, counts, strict=True)
    ]
    assert found.just_met == sum(met and near for met, near in just)
    assert found.just_missed == sum(not met and near for met, near in just)
    assert found.statistic == found.just_met - found.just_missed
    assert found.p_value is not None
    assert 1 / 51 <= found.p_value <= 1
    again = stats.scraping(hits[::-1], counts[::-1], 0.9, seed=3, draws=50)
    assert again == found


def test_a_month_exactly_on_the_target_has_met_it() -> None:
    found = stats.scraping([19, 19], [20, 20], 0.95, seed=1)
    assert (found.just_met, found.met) == (2, 2)


def test_scraping_has_its_size_without_the_behaviour_and_power_with_it() -> None:
    draw = np.random.default_rng(11)
    target, size = 0.95, 400
    needed, error = math.ceil(target * size), math.sqrt(target * (1 - target) * size)

    def rejected(repaired: float) -> float:
        flags = 0
        for run in range(10):
            hits = draw.binomial(size, 0.948, 24)
            near = (hits < needed) & (hits > needed - error) & (draw.random(24) < repaired)
            found = stats.scraping(np.where(near, needed, hits).tolist(), [size] * 24, target, seed=run)
            flags += found.p_value is not None and found.p_value <= 0.05
        return flags / 10

    assert rejected(0.0) <= 0.2
    assert rejected(1.0) >= 0.80


def test_first_contact_resolution_with_chance_allowed_for() -> None:
    found = stats.chance_adjusted(1000, 740, 96, 22, solved=139, answers=180)
    assert found is not None
    assert found.claimed == 0.74
    assert found.verified == pytest.approx(0.644)
    assert found.adjusted == pytest.approx(0.666)
    assert found.inflation == pytest.approx(0.074)
    assert found.surveyed == pytest.approx(0.5714, abs=5e-5)


def test_no_more_repeats_come_by_chance_than_came() -> None:
    found = stats.chance_adjusted(100, 80, 5, 9.0)
    assert found is not None
    assert (found.adjusted, found.inflation) == (0.8, 0.0)
    for wrong in ((100, 120, 5, 1.0), (100, 80, 90, 1.0), (100, 80, 5, -1.0)):
        with pytest.raises(DataError):
            stats.chance_adjusted(*wrong)


def test_coincidences_add_up_the_chance_of_each_contact() -> None:
    rates = [0.0, 1 / 70, 1 / 7]
    found = stats.coincidences(2, rates, 7)
    expected = (1 - math.exp(-0.1)) + (1 - math.exp(-1))
    assert found.expected == pytest.approx(expected)
    assert found.z == pytest.approx((2 - expected) / math.sqrt(expected))
    assert found.p_value == pytest.approx(float(scipy_stats.poisson.sf(1, expected)))
    for observed, wrong in ((4, rates), (1, [-0.1]), (1, [None])):
        with pytest.raises(DataError):
            stats.coincidences(observed, wrong, 7)


def test_own_rates_hold_their_size_where_a_pooled_rate_flags_everyone() -> None:
    draw = np.random.default_rng(2)
    own, pooled, runs = 0, 0, 12
    for _ in range(runs):
        rates = draw.gamma(0.6, 5.0, 400) / 365
        times = [np.sort(draw.uniform(0, 365, draw.poisson(rate * 365))) for rate in rates]
        others = np.concatenate([np.full(len(each), len(each) - 1) for each in times])
        gaps = np.concatenate([np.diff(each, append=np.inf) for each in times])
        watched = np.concatenate(times) <= 358
        observed = int((gaps[watched] <= 7).sum())
        shrunk = stats.shrunk_rates(others[watched], np.full(int(watched.sum()), 365.0))
        own += stats.coincidences(observed, [rate or 0.0 for rate in shrunk], 7).p_value <= 0.05
        same = [sum(map(len, times)) / (365 * 400)] * len(shrunk)
        pooled += stats.coincidences(observed, same, 7).p_value <= 0.05
    assert own <= 2
    assert pooled == runs


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(1, 400)), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_shrunk_rates_lie_between_the_own_and_the_common_rate(rows: list[tuple[int, float]]) -> None:
    events, exposures = [k for k, _ in rows], [t for _, t in rows]
    common = sum(events) / sum(exposures)
    for k, t, rate in zip(events, exposures, stats.shrunk_rates(events, exposures), strict=True):
        assert rate is not None
        low, high = sorted((k / t, common))
        assert low - 1e-9 <= rate <= high + 1e-9


def test_the_geometric_mean_is_the_t_interval_of_the_logarithms() -> None:
    ratios = [1.2, 0.9, 1.6, 1.1, 1.3, 2.0]
    found = stats.geometric_mean(ratios)
    logs = np.log(ratios)
    low, high = scipy_stats.t.interval(0.95, 5, loc=logs.mean(), scale=scipy_stats.sem(logs))
    assert found.value == pytest.approx(math.exp(logs.mean()))
    assert (found.low, found.high) == pytest.approx((math.exp(low), math.exp(high)))
    test = scipy_stats.ttest_1samp(logs, 0.0, alternative="greater").pvalue
    assert stats.p_above_one(ratios) == pytest.approx(test)
    with pytest.raises(DataError):
        stats.geometric_mean([1.0, 0.0])


def test_a_rise_is_judged_against_every_order_of_few_months() -> None:
    values = [3.0, 1.0, 2.0, 5.0, 4.0]
    slopes = [np.polyfit(range(5), order, 1)[0] for order in itertools.permutations(values)]
    found = stats.trend_permutation(values, seed=0)
    assert found.slope == pytest.approx(slopes[0])
    assert found.p_value == pytest.approx(np.mean([slope >= slopes[0] - 1e-9 for slope in slopes]))


def test_drawn_orders_of_many_months_come_near_the_exact_share() -> None:
    values = [1.0, 1.2, 1.1, 1.3, 1.2, 1.4, 1.3, 1.5]
    found = stats.trend_permutation(values, seed=4)
    slopes = [np.dot(np.arange(8) - 3.5, order) for order in itertools.permutations(values)]
    exact = np.mean([slope >= slopes[0] - 1e-9 for slope in slopes])
    assert found.method == "drawn"
    assert found.p_value == pytest.approx(exact, abs=0.01)
    assert found == stats.trend_permutation(values, seed=4)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=14))
@settings(max_examples=60, deadline=None)
def test_one_group_is_kendall_as_scipy_has_it_with_ties(pairs: list[tuple[int, int]]) -> None:
    x, y = (np.array(column) for column in zip(*pairs, strict=True))
    found = stats.kendall_within([(x, y)])
    if found.z is None:
        return
    expected = scipy_stats.kendalltau(x, y, method="asymptotic").pvalue
    assert found.p_below is not None
    assert found.p_above is not None
    assert 2 * min(found.p_below, found.p_above) == pytest.approx(expected, abs=1e-9)


def test_sums_inside_groups_have_the_variance_of_shuffling_inside_groups() -> None:
    groups = [([3.0, 0.0, -1.0, -2.0], [4.0, 1.0, 2.0, 2.0]), ([1.0, -1.0, 0.0], [1.0, 5.0, 2.0])]
    sums = [
        sum(
            float(np.dot(np.array(x) - np.mean(x), order))
            for (x, _), order in zip(groups, orders, strict=True)
        )
        for orders in itertools.product(*(itertools.permutations(y) for _, y in groups))
    ]
    found = stats.permuted_sum(groups)
    assert found.statistic == pytest.approx(sums[0])
    assert np.mean(sums) == pytest.approx(0)
    assert found.variance == pytest.approx(np.var(sums))


def test_the_place_of_a_failure_has_the_odds_of_every_order() -> None:
    places = [sorted(chosen)[1] for chosen in itertools.combinations(range(1, 9), 3)]
    for place in range(2, 8):
        middle = np.mean([each < place for each in places]) + np.mean([each == place for each in places]) / 2
        score = stats.place_score(8, 3, 2, place)
        assert score == pytest.approx(float(scipy_stats.norm.ppf(middle)))
    with pytest.raises(DataError):
        stats.place_score(8, 3, 2, 8)
