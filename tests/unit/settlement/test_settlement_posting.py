from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlakit.settlement.posting import amount, largest_remainder, minor_unit, posted, to_amount

SHARES = st.lists(st.fractions(0, 1000, max_denominator=997), max_size=6)


@given(SHARES, st.integers(0, 10_000))
def test_a_split_adds_up_and_is_less_than_a_unit_off(weights: list[Fraction], total: int) -> None:
    units = largest_remainder(weights, total)
    whole = sum(weights)
    assert sum(units) == (total if whole else 0)
    assert all(
        abs(have - weight * total / whole) < 1 for have, weight in zip(units, weights, strict=True) if whole
    )


@given(SHARES, st.fractions(0, 2000, max_denominator=997), st.sampled_from(["half_up", "half_even", "down"]))
def test_what_is_posted_stays_below_its_ceiling(
    amounts: list[Fraction], ceiling: Fraction, mode: str
) -> None:
    units = posted(amounts, 2, mode, ceiling)
    assert all(unit >= 0 for unit in units)
    assert Fraction(sum(units), 100) <= ceiling
    assert all(
        abs(Fraction(free, 100) - exact) < Fraction(1, 100)
        for free, exact in zip(posted(amounts, 2, mode), amounts, strict=True)
    )


@given(
    SHARES,
    st.data(),
    st.fractions(0, 2000, max_denominator=997),
    st.sampled_from(["half_up", "half_even", "down"]),
)
def test_a_larger_amount_never_makes_the_sum_smaller(
    amounts: list[Fraction], data: st.DataObject, ceiling: Fraction, mode: str
) -> None:
    if amounts:
        place = data.draw(st.integers(0, len(amounts) - 1))
        more = [*amounts]
        more[place] += data.draw(st.fractions(0, 1, max_denominator=1000))
        assert sum(posted(more, 2, mode, ceiling)) >= sum(posted(amounts, 2, mode, ceiling))


def test_rounding_alone_never_pays_less_than_the_cap_leaves() -> None:
    # 100.005 below a cap of 100.01, which three times 33.34 is not.
    third = [Fraction("33.335")] * 3
    assert posted(third, 2, "half_even", Fraction("100.01")) == (3334, 3334, 3333)
    assert posted(third, 2, "half_even", Fraction("100.02")) == (3334, 3334, 3334)


def test_of_equal_remainders_the_first_has_the_cent() -> None:
    assert largest_remainder([Fraction(1)] * 3, 2) == (1, 1, 0)
    assert largest_remainder([Fraction(1), Fraction(3)], 2) == (1, 1)
    assert largest_remainder([], 5) == ()


def test_what_is_no_whole_unit_of_a_ceiling_is_not_paid() -> None:
    assert posted([Fraction(10)], 0, "half_up", Fraction("7.99")) == (7,)
    assert posted([Fraction(10)], 2, "half_up", Fraction(0)) == (0,)
    # 10.018 into 10.01: the cap is paid, although each by itself would be rounded down to 5.00.
    assert posted([Fraction("5.009")] * 2, 2, "down", Fraction("10.01")) == (501, 500)


@pytest.mark.parametrize(
    ("code", "places"), [("EUR", 2), ("JPY", 0), ("BHD", 3), ("TND", 3), ("CLF", 4), ("XXX", 2)]
)
def test_a_currency_has_the_decimals_of_its_minor_unit(code: str, places: int) -> None:
    assert minor_unit(code) == places


def test_an_amount_shows_all_its_decimals() -> None:
    assert (str(amount(-5, 2)), str(amount(0, 3)), str(amount(12, 0))) == ("-0.05", "0.000", "12")
    assert to_amount(Fraction(1, 8), 2, "half_up") == Decimal("0.13")
    assert to_amount(Fraction(-1, 8), 2, "half_even") == Decimal("-0.12")
