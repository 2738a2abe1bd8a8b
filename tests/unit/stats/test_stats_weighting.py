from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.stats import (
    Stratum,
    break_even_shift,
    design_effect,
    manski_bounds,
    mean_from_sums,
    poststratify,
    proportion,
    rake,
)

FAST, SLOW = (500, 30, 18), (500, 170, 153)


@pytest.mark.parametrize(
    "strata",
    [
        [FAST, SLOW],
        {"fast": FAST, "slow": SLOW},
        [(500, 30, 0.6), (500, 170, 0.9)],
        [Stratum(500, 30, total=18), Stratum(500, 170, total=153)],
        [{"population": 500, "answers": 30, "share": 0.6}, {"population": 500, "answers": 170, "share": 0.9}],
        np.array([FAST, SLOW]),
    ],
)
def test_the_published_strata_are_reproduced_however_they_are_written(strata: object) -> None:
    found = poststratify(strata)
    assert found.value == pytest.approx(0.75, abs=1e-12)
    assert found.raw == pytest.approx(0.855, abs=1e-12)
    assert found.standard_error == pytest.approx(0.046177, abs=1e-6)
    assert found.deff == pytest.approx(1.960784, abs=1e-6)
    assert (found.left_out, found.left_out_share, found.estimate.count) == ((), 0.0, 200)


def test_whole_sums_give_the_weighted_share_to_the_last_digit() -> None:
    assert poststratify([FAST, SLOW]).estimate.exact == Fraction(3, 4)
    assert poststratify([(1, 3, 1), (2, 7, 2)]).estimate.exact == Fraction(1, 3) * Fraction(1, 3) + Fraction(
        4, 21
    )
    assert poststratify([(500, 30, 0.6)]).estimate.exact is None


def test_a_single_stratum_is_the_plain_estimate() -> None:
    share, plain = poststratify([(900, 200, 171)]).estimate, proportion(171, 200)
    assert (share.value, share.low, share.high) == pytest.approx((plain.value, plain.low, plain.high))
    rating, sums = poststratify([(900, 5, 18, 76)]).estimate, mean_from_sums(5, 18, 76)
    assert (rating.low, rating.high) == pytest.approx((sums.low, sums.high))
    assert rating.exact == sums.exact


def test_strata_whose_answers_all_agree_keep_a_width() -> None:
    found = poststratify([(500, 3, 3), (500, 40, 40)]).estimate
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.5 < found.low < 0.95


def test_means_are_weighted_from_sums_and_squares() -> None:
    # Scores 4, 5, 3 and 1, 2 of 20 and 80 tickets.
    found = poststratify([(20, 3, 12, 50), (80, 2, 3, 5)])
    assert found.estimate.exact == Fraction(20 * 4 + 80 * Fraction(3, 2)) / 100 == 2
    assert found.raw == 3.0
    assert found.standard_error == pytest.approx(math.sqrt(0.04 * 1 / 3 + 0.64 * 0.5 / 2))
    given = poststratify([(20, 3, 4.0, 1.0), (80, 2, 1.5, 0.5)])
    assert (given.estimate.low, given.estimate.high) == pytest.approx(
        (found.estimate.low, found.estimate.high)
    )


def test_a_quantum_scales_value_error_and_interval() -> None:
    plain = poststratify([(20, 3, 12, 50), (80, 2, 3, 5)])
    scaled = poststratify([(20, 3, 12, 50), (80, 2, 3, 5)], quantum=Decimal(100))
    assert scaled.estimate.exact == 200
    assert scaled.standard_error == pytest.approx(100 * plain.standard_error)
    assert scaled.estimate.low == pytest.approx(100 * plain.estimate.low)
    assert scaled.raw == 300.0


def test_a_stratum_without_answers_is_left_out_and_named_or_refused() -> None:
    strata = {"P1": (100, 0, 0), "P2": (300, 30, 18), "P3": (600, 60, 54), "P4": (0, 0, 0)}
    found = poststratify(strata)
    assert found.estimate.exact == Fraction(18, 30) / 3 + Fraction(54, 60) * 2 / 3
    assert (found.left_out, found.left_out_share) == (("P1",), 0.1)
    with pytest.raises(DataError, match=r"without an answer; got \['P1'\]"):
        poststratify(strata, without_answers="refuse")
    named = poststratify([Stratum(100, 0, name="night"), Stratum(300, 30, total=18)])
    assert named.left_out == ("night",)


def test_nobody_at_all_has_no_weighted_value() -> None:
    for strata in ([], [(0, 0, 0)], [(10, 0, 0)]):
        found = poststratify(strata)
        assert (found.value, found.raw, found.deff, found.standard_error) == (None, None, None, None)
    assert poststratify([(10, 0, 0)]).left_out_share == 1.0


def test_a_single_answer_says_nothing_of_its_stratum_s_spread() -> None:
    found = poststratify([(20, 1, 4, 16), (80, 2, 3, 5)])
    assert found.value == 2.0
    assert (found.standard_error, found.estimate.low) == (None, None)
    unknown = poststratify([{"population": 20, "answers": 5, "mean": 4.2}])
    assert (unknown.value, unknown.standard_error) == (4.2, None)


@pytest.mark.parametrize(
    ("strata", "said"),
    [
        ([(500, 30, 31)], "cannot be the hits of 30 answers"),
        ([(0, 30, 18)], "has answers but no population"),
        ([(500, 30, 1.2)], "must lie in 0 … 1"),
        ([(500, 30, 18), (500, 170, 0.9)], "mixes whole sums with shares"),
        ([(500, 30, 18), (500, 170, 600, 2500)], "mixes shares with means"),
        ([(500, 30, 90, 10)], "smaller than any answers"),
        ([(500, 30)], "needs one of total, share, mean"),
        ([(500, 30, 90, 300, 1)], "is no stratum"),
        ([7], "is no stratum"),
        ([{"tickets": 500, "answers": 30}], "is no stratum"),
        ([(0.5, 30, 18)], r"population: must be a whole number"),
        ([(500, 30, 4.0, -1.0)], "finite mean and variance"),
        ([(500, 30, math.nan, 1.0)], "finite mean and variance"),
    ],
)
def test_impossible_strata_are_refused(strata: list[object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        poststratify(strata)


def test_the_published_table_is_raked() -> None:
    found = rake([[40, 30], [35, 45]], [[90, 110], [120, 80]])
    expected = [[60.324609, 29.675391], [59.675391, 50.324609]]
    assert found.table == pytest.approx(np.array(expected), abs=1e-6)
    assert found.iterations == 9
    assert found.gap < 1e-12
    assert found.weights * [[40, 30], [35, 45]] == pytest.approx(found.table)
    counts, weights = np.array([40, 30, 35, 45]), found.weights.ravel()
    assert found.deff == pytest.approx(150 * (counts * weights**2).sum() / 200**2)
    assert (found.capped_cells, found.capped_share) == (0, 0.0)


def test_a_table_of_three_axes_meets_margins_of_one_and_two_axes() -> None:
    table = np.random.default_rng(1).integers(1, 20, (2, 3, 4))
    goal = np.random.default_rng(2).integers(50, 90, (2, 3, 4)).astype(float)
    found = rake(table, {0: goal.sum(axis=(1, 2)), (1, 2): goal.sum(axis=0)})
    assert found.table.sum(axis=(1, 2)) == pytest.approx(goal.sum(axis=(1, 2)))
    assert found.table.sum(axis=0) == pytest.approx(goal.sum(axis=0))
    by_axis = rake(table, [goal.sum(axis=(1, 2)), None, goal.sum(axis=(0, 1))])
    assert by_axis.table.sum(axis=(0, 1)) == pytest.approx(goal.sum(axis=(0, 1)))


def test_margins_of_a_large_population_converge_as_well() -> None:
    found = rake([[40, 30], [35, 45]], [[90e6, 110e6], [120e6, 80e6]])
    assert found.table.sum(axis=1) == pytest.approx([90e6, 110e6], rel=1e-12)


def test_capped_weights_stay_below_the_cap_and_the_gap_is_told() -> None:
    table, margins = [[95, 5], [60, 40]], [[100, 100], [60, 140]]
    free, held = rake(table, margins), rake(table, margins, cap=2.0)
    assert free.weights.max() > 4
    assert held.weights.max() == pytest.approx(2.0)
    assert held.table.sum() == pytest.approx(200)
    assert held.deff < free.deff
    assert held.gap > 1
    assert held.gap == pytest.approx(np.abs(held.table.sum(axis=0) - margins[1]).max())
    assert (held.capped_cells, held.capped_share) == (2, 45 / 200)
    even = rake(table, margins, cap=1)
    assert even.weights == pytest.approx(np.ones((2, 2)))


def test_what_a_cap_takes_can_lift_others_to_the_cap() -> None:
    held = rake([10, 10, 80], [[60, 19, 21]], cap=2.0)
    assert held.weights.max() <= 2.0 + 1e-9
    assert held.capped_cells == 2
    assert held.table.sum() == pytest.approx(100)


@pytest.mark.parametrize(
    ("table", "margins", "said"),
    [
        ([[0, 0], [35, 45]], [[90, 110], [120, 80]], r"margins\[0\]: has population where nobody answered"),
        ([[40, 0], [35, 0]], {1: [120, 80]}, "got 'category 1'"),
        ([[40, 30], [35, 45]], [[90, 110], [120, 81]], "have one total"),
        ([[40, 30], [35, 45]], [[90, 110]], "one for each of the 2 axes"),
        ([[40, 30], [35, 45]], [None, None], "at least one"),
        ([[40, 30], [35, 45]], [[90, 110, 0], [120, 80]], "does not fit a table of shape"),
        ([[40, 30], [35, 45]], {2: [90, 110]}, "does not fit"),
        ([[40, 30], [35, 45]], {0: [90, -1]}, "must hold counts"),
        ([[0, 0]], [[1], [1, 0]], r"rake.table: must hold counts"),
        ([[40, 0], [0, 45]], [[90, 110], [120, 80]], "does not reach the margins"),
    ],
)
def test_tables_that_cannot_be_raked_are_refused(table: list[object], margins: object, said: str) -> None:
    with pytest.raises(DataError, match=said):
        rake(table, margins)


def test_a_cap_below_the_mean_weight_is_refused() -> None:
    with pytest.raises(DataError, match=r"rake.cap: must be at least 1"):
        rake([[40, 30], [35, 45]], [[90, 110], [120, 80]], cap=0.5)


def test_a_margin_of_nobody_leaves_its_answers_without_weight() -> None:
    found = rake([[40, 30], [35, 45]], [[0, 110], [60, 50]])
    assert found.weights[0].tolist() == [0.0, 0.0]
    assert found.table[1] == pytest.approx([60, 50])


def test_kish_s_design_effect_counts_only_answers_with_weight() -> None:
    assert design_effect([3, 3, 3]) == 1.0
    assert design_effect([1, 3]) == pytest.approx(2 * 10 / 16)
    assert design_effect([1, 3, 0]) == design_effect([1, 3])
    assert design_effect([0, 0]) is None
    with pytest.raises(DataError, match="one count a weight"):
        design_effect([1, 2], [1])
    with pytest.raises(DataError, match="not negative"):
        design_effect([1, -2])


def test_the_published_break_even_shift_is_reproduced() -> None:
    assert break_even_shift(0.82, 0.80, 0.21) == pytest.approx(-0.0253165, abs=1e-7)
    assert break_even_shift(Decimal("3.9"), 4, Fraction(1, 2)) == pytest.approx(0.2)
    assert break_even_shift(0.8, 0.8, 0.5) == 0.0


def test_the_shift_makes_the_whole_meet_the_target() -> None:
    value, target, rate = 0.75, 0.8, 0.3
    silent = value + break_even_shift(value, target, rate)
    assert rate * value + (1 - rate) * silent == pytest.approx(target)


def test_the_published_bounds_are_reproduced() -> None:
    assert manski_bounds(0.82, 0.21) == pytest.approx((0.1722, 0.9622))
    assert manski_bounds(45, 0.5, low=-100, high=100) == pytest.approx((-27.5, 72.5))
    assert manski_bounds(4.5, 0.5, low=1, high=5) == pytest.approx((2.75, 4.75))


def test_unknown_figures_of_the_silent_stay_unknown() -> None:
    assert break_even_shift(None, 0.8, 0.2) is None
    assert break_even_shift(0.8, None, 0.2) is None
    assert break_even_shift(0.8, 0.9, None) is None
    assert break_even_shift(0.8, 0.9, 1) is None
    assert manski_bounds(None, 0.2) is None
    assert manski_bounds(0.8, None) is None
    assert manski_bounds(None, 0) == (0.0, 1.0)


def test_impossible_figures_of_the_silent_are_refused() -> None:
    for rate in (-0.1, 21, math.nan):
        with pytest.raises(DataError, match="response_rate: must lie in 0 … 1"):
            break_even_shift(0.8, 0.9, rate)
    with pytest.raises(DataError, match="must lie between 0 and 1"):
        manski_bounds(4.2, 0.5)
    with pytest.raises(DataError, match="must lie below high"):
        manski_bounds(0.5, 0.5, low=1, high=1)
