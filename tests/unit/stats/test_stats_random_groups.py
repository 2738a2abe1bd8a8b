from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from scipy.special import expit

from xlakit.errors import DataError
from xlakit.stats import mean_from_sums, net_promoter, proportion, random_groups

ONES = [1] * 64


def test_answers_that_all_agree_keep_a_width() -> None:
    share = random_groups([3] * 64, [3] * 64, statistic="share")
    assert (share.value, share.high) == (1.0, 1.0)
    assert share.low < 0.99
    net = random_groups([-1] * 64, ONES, statistic="net_share", squares=64)
    assert (net.value, net.low) == (-100.0, -100.0)
    assert net.high > -99


def test_one_answer_a_group_is_nearly_the_interval_of_independent_answers() -> None:
    tops = [1] * 40 + [0] * 24
    grouped, single = random_groups(tops, ONES, statistic="share"), proportion(40, 64)
    assert (grouped.exact, grouped.count) == (Fraction(5, 8), 64)
    assert grouped.low == pytest.approx(single.low, abs=0.005)
    nets = [1] * 40 + [-1] * 10 + [0] * 14
    grouped, single = random_groups(nets, ONES, statistic="net_share", squares=50), net_promoter(40, 14, 10)
    assert (grouped.value, grouped.exact, grouped.quantum) == (single.value, single.exact, Decimal(100))
    assert grouped.high == pytest.approx(single.high, abs=0.6)


def test_a_ratio_of_one_answer_a_group_is_the_t_interval() -> None:
    scores = [5, 4, 4, 1] * 16
    grouped = random_groups(scores, ONES, statistic="ratio")
    single = mean_from_sums(64, sum(scores), sum(score * score for score in scores))
    assert grouped.low == pytest.approx(single.low)
    assert grouped.high == pytest.approx(single.high)


def test_people_who_repeat_themselves_widen_the_interval() -> None:
    # 16 groups of 25 answers that all say yes, 48 groups of one no each.
    tops, bottoms = [25] * 16 + [0] * 48, [25] * 16 + [1] * 48
    grouped, naive = random_groups(tops, bottoms, statistic="share"), proportion(400, 448)
    assert grouped.value == naive.value
    assert grouped.low < naive.low - 0.03


def test_a_single_group_counts_as_one_answer() -> None:
    found = random_groups([90], [100], statistic="share")
    assert found.low < 0.1
    assert random_groups([90], [100], statistic="ratio").low is None


def test_empty_groups_and_the_order_of_groups_change_nothing() -> None:
    tops, bottoms = [3, 0, 5, 2], [4, 2, 6, 2]
    found = random_groups(tops, bottoms, statistic="ratio", quantum=Decimal("0.001"))
    assert found == random_groups(
        [0, *reversed(tops)], [0, *reversed(bottoms)], statistic="ratio", quantum=Decimal("0.001")
    )


def test_no_answer_has_no_value() -> None:
    found = random_groups([0] * 64, [0] * 64, statistic="net_share", squares=0)
    assert (found.value, found.low) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([0.5], [1], "share", None), "numerators: must be a whole number"),
        (([1, 1], [1], "share", None), "one numerator and one denominator"),
        (([2], [1], "share", None), "impossible among 1 answers"),
        (([-2], [1], "net_share", 2), "impossible among 1 answers"),
        (([1], [-1], "ratio", None), "must not be negative"),
        (([1], [2], "net_share", None), "is needed for a net share"),
        (([1], [2], "net_share", 2), "cannot be promoters plus detractors"),
        (([1], [2], "mode", None), "one of share, net_share, ratio"),
    ],
)
def test_impossible_sums_are_refused(
    arguments: tuple[list[int], list[int], str, int | None], said: str
) -> None:
    tops, bottoms, statistic, squares = arguments
    with pytest.raises(DataError, match=said):
        random_groups(tops, bottoms, statistic=statistic, squares=squares)


@pytest.mark.parametrize("people", [40, 150])
def test_the_interval_covers_although_people_answer_more_than_once(people: int) -> None:
    # 400 desks; requesters differ (sd 1.2 on the logit scale) and answer 1 + NegBin times.
    draw = np.random.default_rng(20260101)
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    truth = float((weights * expit(1.5 + 1.2 * nodes)).sum() / weights.sum())
    runs, covered, naive = 400, {"share": 0, "net_share": 0, "ratio": 0}, 0
    for _ in range(runs):
        answers = 1 + draw.negative_binomial(0.8, 0.25, people)
        happy = draw.binomial(answers, expit(1.5 + 1.2 * draw.standard_normal(people)))
        group = draw.integers(0, 64, people)
        bottoms = np.bincount(group, answers, 64).astype(int).tolist()
        tops = np.bincount(group, happy, 64).astype(int).tolist()
        nets = [2 * top - bottom for top, bottom in zip(tops, bottoms, strict=True)]
        total = sum(bottoms)
        for statistic, sums in (("share", tops), ("net_share", nets), ("ratio", tops)):
            found = random_groups(sums, bottoms, statistic=statistic, squares=total)
            goal = 100 * (2 * truth - 1) if statistic == "net_share" else truth
            covered[statistic] += found.low <= goal <= found.high
        alone = proportion(sum(tops), total)
        naive += alone.low <= truth <= alone.high
    errors = 2 * (0.95 * 0.05 / runs) ** 0.5
    assert min(covered.values()) / runs >= 0.91 - errors
    assert naive / runs < min(covered.values()) / runs
