from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.stats import matched_test, rank_test

ONE = (9, 8, 10, 7, 6, 9, 10, 5, 8, 9)
OTHER = (6, 7, 5, 8, 4, 6, 9, 3, 5, 7)


def test_the_published_rank_tests_are_reproduced() -> None:
    found = rank_test(ONE, OTHER)
    assert found.u == 80.5
    assert round(found.p_value, 5) == 0.02195
    assert found.delta == pytest.approx(0.61)
    assert round(found.p_shapes, 5) == 0.00649
    assert found == rank_test(np.array(ONE), pl.Series(OTHER))


def test_unknown_ratings_are_left_out_and_counted() -> None:
    found = rank_test([*ONE, None, math.nan], OTHER)
    assert (found.counts, found.left_out) == ((10, 10), (2, 0))
    assert found.p_value == rank_test(ONE, OTHER).p_value


def test_an_empty_group_cannot_be_ranked() -> None:
    for found in (rank_test([], OTHER), rank_test(ONE, [None])):
        assert (found.u, found.p_value, found.delta, found.p_shapes) == (None,) * 4


def test_ratings_that_are_all_alike_speak_for_no_difference() -> None:
    found = rank_test([7, 7, 7], [7, 7])
    assert (found.p_value, found.delta, found.p_shapes) == (1.0, 0.0, None)


def test_groups_that_do_not_overlap_have_no_brunner_munzel() -> None:
    found = rank_test([8, 9, 10], [1, 2, 3])
    assert (found.delta, found.p_shapes) == (1.0, None)
    assert rank_test([8], [1]).delta == 1.0


def test_a_shift_of_the_same_cases_is_found() -> None:
    found = matched_test([5, 6, 4, 7, 5, 6, 3, 5], [7, 9, 8, 7.5, 6, 11, 9, 12])
    assert found.p_value == 2 / 2**8  # every one of 8 rose: the rarest of all signs, on both sides
    assert (found.statistic, found.effect, found.count) == (0.0, 1.0, 8)


def test_pairs_that_did_not_move_or_are_half_known_are_counted() -> None:
    found = matched_test([1, 2, None, 4, 5], [2, 2, 3, math.nan, 4])
    assert (found.count, found.unchanged, found.left_out) == (3, 1, 2)
    assert (found.shift, found.effect) == (0.0, 0.0)


def test_no_pair_has_no_answer_and_no_move_is_no_difference() -> None:
    assert matched_test([None], [1]).p_value is None
    assert matched_test([1, 2], [1, 2]) == matched_test([3, 4], [3, 4])
    assert matched_test([1], [1]).p_value == 1.0


def test_nonsense_is_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"matched_test: needs columns of one length"):
        matched_test([1], [1, 2])
    with pytest.raises(DataError, match=r"rank_test.other: must hold finite numbers"):
        rank_test([1], [math.inf])
