"""Bars that figures have to clear, with three answers: cleared, not cleared, not known."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.model import Percent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


def share_of(where: str, given: Fraction | Decimal | float | str) -> Fraction:
    """Return a share as it is written: 0.15 is fifteen hundredths, not the nearest binary number.

    Raises
    ------
    DataError
        It is no share from 0 to 1.

    Examples
    --------
    >>> share_of("bar", "15%"), share_of("bar", 0.15)
    (Fraction(3, 20), Fraction(3, 20))
    """
    try:
        percent = isinstance(given, str) and "%" in given
        share = Percent.parse(str(given)).exact if percent else Fraction(str(given))
    except ValueError:
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise DataError(message(where, "is not a share", got=str(given), hint="0.5 or '50%'"))
    return share


def number_of(where: str, given: Fraction | Decimal | float | str) -> Fraction:
    """Return a number as it is written.

    Raises
    ------
    DataError
        It is no number, or negative.

    Examples
    --------
    >>> number_of("rate", "40.50"), number_of("rate", 0.1)
    (Fraction(81, 2), Fraction(1, 10))
    """
    try:
        number = Fraction(str(given))
    except ValueError:
        number = Fraction(-1)
    if number < 0:
        raise DataError(message(where, "is not a number of 0 or more", got=str(given)))
    return number


def at_least(value: Fraction | None, bar: Fraction) -> bool | None:
    """Return whether `value` reaches `bar`; None where it is not known."""
    return None if value is None else value >= bar


def at_most(value: Fraction | None, bar: Fraction) -> bool | None:
    """Return whether `value` stays within `bar`; None where it is not known."""
    return None if value is None else value <= bar


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Return whether all hold: false where one does not, else None where one is not known.

    Examples
    --------
    >>> all_of([True, None]), all_of([False, None]), all_of([True, True])
    (None, False, True)
    """
    given = tuple(answers)
    if False in given:
        return False
    return None if None in given else True
