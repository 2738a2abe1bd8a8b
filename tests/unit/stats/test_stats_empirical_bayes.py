from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.stats import Selection, empirical_bayes, empirical_bayes_normal, posterior_fdr, proportion

WINS, ANSWERS = [45, 9, 30, 80, 0, 61, 22, 18, 70], [50, 10, 50, 100, 0, 90, 24, 20, 75]


def test_few_answers_are_shrunk_more_than_many() -> None:
    found = empirical_bayes([8, 80], [10, 100])
    assert found.estimates[0].value == pytest.approx(0.8)
    found = empirical_bayes([*WINS, 1, 10], [*ANSWERS, 2, 20])
    few, many = found.estimates[-2].value, found.estimates[-1].value
    assert 0.5 < many < few < found.prior_mean


def test_the_posterior_is_the_prior_and_the_answers_together() -> None:
    found = empirical_bayes(WINS, ANSWERS)
    a, b = found.prior_mean * found.prior_size, (1 - found.prior_mean) * found.prior_size
    for k, n, shape in zip(WINS, ANSWERS, found.shapes, strict=True):
        assert shape is None if n == 0 else shape == pytest.approx((a + k, b + n - k))
    assert found.prior_sd == pytest.approx(math.sqrt(a * b / (a + b) ** 2 / (a + b + 1)))


def test_a_segment_without_answers_has_no_value_and_is_never_called() -> None:
    found = empirical_bayes(WINS, ANSWERS)
    assert (found.estimates[4].value, found.prob_below(0.9)[4]) == (None, None)
    assert 4 not in found.select(1).segments
    nothing = empirical_bayes([0, 0], [0, 0])
    assert (nothing.prior_mean, nothing.prob_above(0.5), nothing.select(0.5)) == (
        None,
        (None, None),
        Selection((), None),
    )
    assert empirical_bayes([], []).estimates == ()


def test_segments_that_differ_by_chance_alone_get_the_common_mean() -> None:
    found = empirical_bayes([40, 41, 39, 40, 42, 38, 40, 40], [50] * 8)
    assert {each.value for each in found.estimates} == {0.8}
    assert math.isinf(found.prior_size)
    assert found.prior_sd == 0
    assert found.notes == ("the segments differ no more than by chance: all get the common mean",)
    pooled = proportion(320, 400, method="jeffreys")
    assert found.estimates[0].low == pytest.approx(pooled.low)
    assert found.estimates[0].high == pytest.approx(pooled.high)


def test_all_content_stays_all_content_with_a_doubt() -> None:
    found = empirical_bayes([10, 20], [10, 20])
    assert [each.value for each in found.estimates] == [1.0, 1.0]
    assert found.estimates[0].low < 1 == found.estimates[0].high


def test_few_segments_are_said() -> None:
    assert empirical_bayes(WINS, ANSWERS).notes == ()
    assert "7 segments are few" in empirical_bayes(WINS[:8], ANSWERS[:8]).notes[0]
    assert "1 segment is few" in empirical_bayes([8], [10]).notes[0]


def test_all_or_nothing_segments_are_fitted_by_moments() -> None:
    found = empirical_bayes([0, 20, 0, 30, 25], [20, 20, 30, 30, 25])
    assert found.method == "moments"
    assert found.notes[-1] == "the likelihood has no maximum: the prior was fitted by moments"


def test_single_answers_tell_nothing_of_segments() -> None:
    found = empirical_bayes([1, 0, 1, 1, 0, 1, 1, 1], [1] * 8)
    assert {each.value for each in found.estimates} == {0.75}


def test_columns_of_any_kind_and_order_are_read_alike() -> None:
    lists = empirical_bayes(WINS, ANSWERS)
    assert empirical_bayes(np.array(WINS), pl.Series(ANSWERS)) == lists
    back = empirical_bayes(WINS[::-1], ANSWERS[::-1])
    assert back.estimates == lists.estimates[::-1]
    assert (back.prior_mean, back.prior_size) == (lists.prior_mean, lists.prior_size)
    assert back.prob_below(0.8, prior="both") == lists.prob_below(0.8, prior="both")[::-1]


def test_below_and_above_share_certainty() -> None:
    found = empirical_bayes(WINS, ANSWERS)
    for prior in ("fitted", "free"):
        pairs = zip(
            found.prob_below(Fraction(4, 5), prior=prior), found.prob_above(0.8, prior=prior), strict=True
        )
        assert all(below is None or below + above == pytest.approx(1) for below, above in pairs)
    assert found.prob_below(0)[0] == 0 < found.prob_below(1)[0] == 1


def test_the_longest_list_within_the_rate_is_called() -> None:
    chances = [0.99, 0.5, 0.97, 0.9, 0.8, 0.3]
    assert posterior_fdr(chances, rate=0.1) == Selection((0, 2, 3, 4), 0.085)
    assert posterior_fdr(chances, rate=0.01).segments == (0,)
    assert posterior_fdr(chances, rate=0.001).segments == ()
    assert posterior_fdr(chances, rate=1).segments == (0, 2, 3, 4, 1, 5)
    assert posterior_fdr([]) == Selection((), None)


def test_equals_are_called_together_or_not_at_all() -> None:
    assert posterior_fdr([0.95, 0.84, 0.84], rate=0.11).segments == (0,)  # one of the two would still fit
    assert set(posterior_fdr([0.84, 0.95, 0.84], rate=0.13).segments) == {0, 1, 2}


def test_both_priors_call_no_more_than_either() -> None:
    draw = np.random.default_rng(3)
    counts = draw.integers(40, 200, 120)
    wins = draw.binomial(counts, np.where(np.arange(120) < 24, 0.82, 0.93))
    found = empirical_bayes(wins, counts)
    alone, both = found.select(0.9), found.select(0.9, prior="both")
    wrong = [len([index for index in each.segments if index >= 24]) for each in (alone, both)]
    assert set(both.segments) < set(alone.segments)
    assert wrong[1] < wrong[0]
    assert len(both.segments) - wrong[1] >= 20


def test_scores_are_shrunk_by_their_errors() -> None:
    values, errors = [7.9, 6.1, 8.3, 7.0, 7.7, 6.8, 7.4, 8.8], [0.2, 0.5, 0.3, 0.9, 0.2, 0.4, 0.3, 0.6]
    found = empirical_bayes_normal(values, errors, counts=range(10, 18))
    assert (found.notes, found.prior_size, found.estimates[3].count) == ((), None, 13)
    for value, error, each in zip(values, errors, found.estimates, strict=True):
        weight = found.prior_sd**2 / (found.prior_sd**2 + error**2)
        assert each.value == pytest.approx(weight * value + (1 - weight) * found.prior_mean)
        assert each.low < each.value < each.high
    assert found.prob_below(7.5)[1] > 0.9
    assert found.select(7.5, rate=0.15).segments[0] == 1
    assert found.prob_above(7.5, prior="free")[0] > 0.9


def test_scores_that_differ_by_their_errors_alone_get_the_common_mean() -> None:
    found = empirical_bayes_normal([7.0, 7.1, 6.9], [0.5, 0.5, 0.5])
    assert found.prior_sd == 0
    assert [each.value for each in found.estimates] == [pytest.approx(7.0)] * 3
    half = found.estimates[0].high - found.estimates[0].value
    assert half == pytest.approx(1.96 * 0.5 / math.sqrt(3), rel=1e-3)
    assert empirical_bayes_normal([7.0, 7.0], [1, 1]).prob_below(7, prior="both") == (0.5, 0.5)
    assert empirical_bayes_normal([], []).prior_mean is None


def test_nonsense_is_refused() -> None:
    with pytest.raises(DataError, match="successes: are impossible among 3 answers; got '4'"):
        empirical_bayes([4], [3])
    with pytest.raises(DataError, match="columns of one length"):
        empirical_bayes([4], [5, 6])
    with pytest.raises(DataError, match="must be a whole number"):
        empirical_bayes([0.5], [5])
    with pytest.raises(DataError, match="target: of shares must lie between 0 and 1; got '90'"):
        empirical_bayes(WINS, ANSWERS).prob_below(90)
    with pytest.raises(DataError, match="rate: must lie between 0 and 1"):
        empirical_bayes(WINS, ANSWERS).select(0.9, rate=10)
    with pytest.raises(DataError, match="prior: is not known"):
        empirical_bayes(WINS, ANSWERS).select(0.9, prior="flat")
    with pytest.raises(DataError, match="probabilities: must lie between 0 and 1"):
        posterior_fdr([1.2])
    with pytest.raises(DataError, match="positive standard errors"):
        empirical_bayes_normal([7.0], [0.0])
    with pytest.raises(DataError, match="columns of one length"):
        empirical_bayes_normal([7.0], [0.1, 0.2])
