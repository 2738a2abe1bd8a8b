from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlakit.model import Levels
from xlakit.model.clauses import Rounding
from xlakit.scoring import Bar, Ratio, bar, bars, rounded, whole_units

MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


@given(
    st.integers(-(10**9), 10**9), st.sampled_from([1, 2, 4, 5, 8, 10, 125]), st.sampled_from(sorted(MODES))
)
def test_whole_units_are_those_of_the_decimal_library(over: int, under: int, mode: str) -> None:
    assert whole_units(over, under, mode) == (Decimal(over) / under).quantize(
        Decimal(1), rounding=MODES[mode]
    )


@given(st.integers(-99, 99), st.integers(1, 99), st.sampled_from(sorted(MODES)))
def test_rounding_is_alike_on_both_sides_of_zero(over: int, under: int, mode: str) -> None:
    assert whole_units(-over, under, mode) == -whole_units(over, under, mode)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 100), st.booleans())
def test_a_bar_holds_as_the_fractions_compare(over: int, under: int, percent: int, higher: bool) -> None:
    level, value = Fraction(percent, 100), Fraction(over, under)
    held = value >= level if higher else value <= level
    assert Bar(percent, 100, higher=higher).holds(Ratio(over, under)) == held


def test_a_share_is_rounded_in_percent_and_anything_else_in_its_unit() -> None:
    places = Rounding(places=1)
    assert rounded(Ratio(9485, 10_000), places, share=True).exact == Fraction(949, 1000)
    assert rounded(Ratio(425, 100), places, share=False).exact == Fraction(43, 10)
    assert rounded(Ratio(425, 100), Rounding(places=1, mode="half_even"), share=False).exact == Fraction(
        42, 10
    )


def test_levels_become_whole_numbers_with_their_side() -> None:
    levels = Levels.model_validate({"expected": {"at_most": "4h"}, "minimum": {"at_most": "12.5%"}})
    assert bars(levels) == (Bar(14_400, 1, higher=False), Bar(1, 8, higher=False), None)
    assert bar(levels.expected).exact == 14_400


@pytest.mark.parametrize(
    ("value", "kept"), [(Ratio(19, 20), True), (Ratio(95, 100), True), (Ratio(949, 1000), False)]
)
def test_exactly_on_a_level_keeps_it_however_it_is_written(value: Ratio, kept: bool) -> None:
    assert Bar(95, 100, higher=True).holds(value) is kept
