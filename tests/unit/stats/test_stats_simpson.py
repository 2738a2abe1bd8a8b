from __future__ import annotations

import pytest

from xlakit.errors import DataError
from xlakit.stats import simpson

ONE = {"easy": (900, 950), "hard": (30, 50)}
OTHER = {"easy": (95, 98), "hard": (600, 900)}


def test_the_published_reversal_is_reproduced() -> None:
    found = simpson(ONE, OTHER)
    assert round(found.crude.one, 3) == 0.930
    assert round(found.crude.other, 3) == 0.696
    assert round(found.standardised.one, 4) == 0.7822
    assert round(found.standardised.other, 4) == 0.8255
    assert round(found.odds_ratio, 4) == 0.7021
    assert round(found.p_value, 4) == 0.1847
    assert round(found.p_same, 3) == 0.678
    assert found.low < 0.7021 < found.high
    assert found.reversed is True
    assert found.strata == ("easy", "hard")


def test_the_same_direction_everywhere_is_no_reversal() -> None:
    found = simpson({"easy": (90, 100), "hard": (60, 100)}, {"easy": (80, 100), "hard": (50, 100)})
    assert found.reversed is False
    assert found.odds_ratio > 1


def test_two_equal_groups_are_no_reversal() -> None:
    found = simpson(ONE, ONE)
    assert found.crude.one == found.crude.other
    assert found.odds_ratio == 1
    assert found.reversed is False
    assert (found.p_value, found.p_same) == (1.0, 1.0)


def test_strata_without_one_of_the_groups_are_left_out_and_named() -> None:
    found = simpson({**ONE, "printer": (5, 9), "empty": (0, 0)}, {**OTHER, "empty": (1, 1), "phone": (0, 4)})
    assert found.left_out == ("empty", "phone", "printer")
    plain = simpson(ONE, OTHER)
    assert (found.crude, found.odds_ratio, found.p_value) == (plain.crude, plain.odds_ratio, plain.p_value)


def test_groups_without_a_common_stratum_cannot_be_compared() -> None:
    found = simpson({"easy": (1, 2)}, {"hard": (1, 2)})
    assert (found.crude, found.standardised, found.odds_ratio, found.reversed) == (None, None, None, None)
    assert simpson({}, {}).left_out == ()


def test_strata_in_which_all_end_alike_tell_nothing() -> None:
    found = simpson({"a": (5, 5), "b": (0, 3)}, {"a": (7, 7), "b": (0, 2)})
    assert (found.odds_ratio, found.p_value, found.p_same, found.low) == (None, None, None, None)
    sure = simpson({"a": (5, 5)}, {"a": (0, 5)})
    assert sure.odds_ratio is None
    assert sure.p_value < 0.05
    assert simpson({"a": (0, 5)}, {"a": (5, 5)}).odds_ratio == 0


def test_one_stratum_is_like_itself() -> None:
    assert simpson({"a": (5, 9)}, {"a": (3, 9)}).p_same is None


def test_nonsense_is_refused_by_name() -> None:
    for wrong, says in (
        ((3, 2), r"simpson.one\['easy'\]: has more successes"),
        ((0.5, 2), "must be a whole number"),
        ((-1, 2), "must not be negative"),
        (0.9, "must be successes and count"),
        ((1, 2, 3), "must be successes and count"),
    ):
        with pytest.raises(DataError, match=says):
            simpson({"easy": wrong}, OTHER)
    with pytest.raises(DataError, match="level"):
        simpson(ONE, OTHER, level=95)
