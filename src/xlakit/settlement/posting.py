"""Steps 10 and 14: caps, and the one rounding that each line gets."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.scoring import whole_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model.clauses import RoundingMode

MINOR_UNITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"), 0),
    **dict.fromkeys(("VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""Currencies whose minor unit is not a hundredth (ISO 4217)."""


def minor_unit(currency: str, stated: int | None = None) -> int:
    """Return how many decimals an amount of a currency has.

    Examples
    --------
    >>> [minor_unit(code) for code in ("EUR", "JPY", "KWD")], minor_unit("EUR", 4)
    ([2, 0, 3], 4)
    """
    return stated if stated is not None else MINOR_UNITS.get(currency, 2)


def posted(
    amounts: Sequence[Fraction], places: int, mode: RoundingMode, ceiling: Fraction | None = None
) -> tuple[int, ...]:
    """Return each amount in whole minor units; together at most the ceiling, where there is one.

    Below the ceiling each is rounded by itself. Where the ceiling binds, be it only because of the rounding, it is
    split in proportion by largest remainder, ties to the first, so that the lines add up to it: a larger amount never
    makes the sum smaller.

    Parameters
    ----------
    amounts
        Exact, at least 0.
    places, mode
        Decimals of the minor unit, and how to round.
    ceiling
        Exact; what cannot be paid in whole minor units is not paid.

    Examples
    --------
    >>> posted([Fraction(28800), Fraction(24000)], 2, "half_up", Fraction(48000))
    (2618182, 2181818)
    >>> posted([Fraction("33.335")] * 3, 2, "half_up"), posted([], 2, "half_up", Fraction(0))
    ((3334, 3334, 3334), ())
    """
    scale = 10**places
    rounded = tuple(whole_units(amount.numerator * scale, amount.denominator, mode) for amount in amounts)
    return rounded if ceiling is None else within(amounts, rounded, places, ceiling)


def within(
    amounts: Sequence[Fraction], rounded: tuple[int, ...], places: int, ceiling: Fraction
) -> tuple[int, ...]:
    """Return amounts that are rounded already, or the ceiling split in proportion to them where it binds."""
    most = max(0, ceiling.numerator * 10**places // ceiling.denominator)
    units = sum(rounded)
    if units + len(rounded) <= most:  # each is less than one unit off: far enough below to need no exact sum
        return rounded
    if units <= most and sum(amounts, Fraction(0)) <= ceiling:
        return rounded
    return largest_remainder(amounts, most)


def largest_remainder(weights: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Return `total` split into whole units in proportion to `weights`; ties go to the first.

    Examples
    --------
    >>> largest_remainder([Fraction(1), Fraction(1), Fraction(1)], 100)
    (34, 33, 33)
    """
    whole = sum(weights, Fraction(0))
    if not whole:
        return tuple(0 for _ in weights)
    quotas = [weight * total / whole for weight in weights]
    units = [quota.numerator // quota.denominator for quota in quotas]
    first = sorted(range(len(weights)), key=lambda index: (units[index] - quotas[index], index))
    for index in first[: total - sum(units)]:
        units[index] += 1
    return tuple(units)


def amount(units: int, places: int) -> Decimal:
    """Return whole minor units as an amount.

    Examples
    --------
    >>> amount(2618182, 2), amount(-5, 3), amount(7, 0)
    (Decimal('26181.82'), Decimal('-0.005'), Decimal('7'))
    """
    return Decimal(units).scaleb(-places)


def to_amount(exact: Fraction, places: int, mode: RoundingMode) -> Decimal:
    """Return an exact figure as an amount, rounded once."""
    return amount(whole_units(exact.numerator * 10**places, exact.denominator, mode), places)
