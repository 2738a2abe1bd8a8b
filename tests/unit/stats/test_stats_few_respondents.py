from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from xlakit.errors import DataError
from xlakit.stats import random_groups, ratio, unequal_freedom


def test_equal_clusters_keep_their_degrees_of_freedom() -> None:
    for count in (2, 8, 64):
        assert unequal_freedom([7] * count) == pytest.approx(count - 1)


def test_one_large_cluster_leaves_little_more_than_one_degree() -> None:
    assert unequal_freedom([1000, *[1] * 63]) == pytest.approx(1, abs=0.05)
    assert 1 < unequal_freedom([10, *[1] * 63]) < 63


def test_sizes_that_are_no_sizes_are_refused() -> None:
    for sizes in ([5], [], [1, 0], [1, -2], [1, float("nan")]):
        with pytest.raises(DataError, match="two or more positive numbers"):
            unequal_freedom(sizes)


def test_the_jackknife_of_rows_and_of_groups_agree() -> None:
    tops, bottoms = [6, 2, 1, 16, 4, 0, 3, 8], [2, 1, 1, 3, 1, 1, 2, 1]
    groups = random_groups(tops, bottoms, statistic="ratio")
    rows = ratio(tops, bottoms, variance="jackknife")
    assert (rows.low, rows.high) == pytest.approx((groups.low, groups.high))
    assert (rows.method, groups.method) == ("jackknife", "jackknife_random_groups")
    delta = ratio(tops, bottoms)
    assert delta.low > rows.low
    assert delta.method == "delta"


def test_clusters_of_one_size_have_one_interval() -> None:
    scores = [5, 4, 4, 1, 3, 2, 5, 5]
    delta, jackknife = (ratio(scores, [2] * 8, variance=variance) for variance in ("delta", "jackknife"))
    assert (delta.low, delta.high) == pytest.approx((jackknife.low, jackknife.high))


def test_clusters_without_a_denominator_tell_the_jackknife_nothing() -> None:
    found = ratio([6, 2, 1, 16, 0], [2, 1, 1, 3, 0], variance="jackknife")
    assert found.low == pytest.approx(ratio([6, 2, 1, 16], [2, 1, 1, 3], variance="jackknife").low)
    assert ratio([6, 1], [2, 0], variance="jackknife").low is None
    with pytest.raises(DataError, match="one of delta, jackknife"):
        ratio([6, 1], [2, 1], variance="bootstrap")


@pytest.mark.parametrize(("people", "centre"), [(10, 1.0), (20, 1.0), (20, 0.0), (60, 1.0)])
def test_a_mean_rating_from_few_respondents_is_covered(people: int, centre: float) -> None:
    # Scores of 1 to 5; people differ (sd 1.2 on the logit scale) and answer 1 + NegBin times.
    draw = np.random.default_rng(20260102)
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    truth = 1 + 4 * float((weights * expit(centre + 1.2 * nodes)).sum() / weights.sum())
    runs, covered, before = 600, 0, 0
    for _ in range(runs):
        answers = 1 + draw.negative_binomial(0.8, 0.25, people)
        points = answers + draw.binomial(4 * answers, expit(centre + 1.2 * draw.standard_normal(people)))
        group = draw.integers(0, 64, people)
        bottoms = np.bincount(group, answers, 64).astype(int).tolist()
        tops = np.bincount(group, points, 64).astype(int).tolist()
        found = random_groups(tops, bottoms, statistic="ratio")
        covered += found.low <= truth <= found.high
        used = [place for place, bottom in enumerate(bottoms) if bottom]
        delta = ratio([tops[place] for place in used], [bottoms[place] for place in used])
        before += delta.low <= truth <= delta.high
    assert covered / runs >= 0.91 - 2 * (0.95 * 0.05 / runs) ** 0.5
    assert covered > before
