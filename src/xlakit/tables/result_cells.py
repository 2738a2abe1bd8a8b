"""Cells of results → exact numbers. What is none is refused with its reason, and never guessed."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Final

from xlakit.errors import message

NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
DECIMAL_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")
MOST: Final = 10**30
"""As for every number of an agreement: beyond it, and finer than its inverse, nothing is measured."""

LONGEST: Final = 80
SAFE: Final = 2**53
"""From here on a float skips whole numbers."""

NO_FLOAT: Final = (
    'is a float, which is no exact number; write it as text ("0.955" or "95.5%"), as counts, or as a decimal'
)


class UnusableError(Exception):
    """A cell that cannot be used: what is wrong with it, what it held, and what to write instead."""

    def __init__(self, *, what: str, got: object = None, hint: str | None = None) -> None:
        self.what, self.got, self.hint = what, got, hint
        super().__init__(what)

    def sentence(self, where: str) -> str:
        """Return the sentence that names it."""
        got = None if self.got is None else str(self.got)[:LONGEST]
        return message(where, self.what, got=got, hint=self.hint)


def blank(value: object) -> bool:
    """Whether a cell says nothing: null, NaN, NaT, or text of blanks.

    Examples
    --------
    >>> [blank(value) for value in (None, " ", float("nan"), Decimal("NaN"), 0, "0", False)]
    [True, True, True, True, False, False, False]
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return type(value).__name__ in {"NaTType", "NAType"} or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN


def text_of(value: object) -> str | None:
    """Return a name as text; a whole number without decimals, as a spreadsheet shows it.

    Examples
    --------
    >>> text_of(" P1 "), text_of(1.0), text_of(Decimal("2.0")), text_of("")
    ('P1', '1', '2', None)
    """
    if blank(value):
        return None
    whole = _whole(value) if isinstance(value, float | Decimal) else None
    return str(value).strip() if whole is None else str(whole)


def count_of(value: object, name: str) -> int | None:
    """Return a whole number, 0 or more.

    Examples
    --------
    >>> count_of("940", "good"), count_of(940.0, "good"), count_of(None, "good")
    (940, 940, None)
    >>> count_of("9.5", "good")
    Traceback (most recent call last):
    xlakit.tables.result_cells.UnusableError: good is not a whole number
    """
    if blank(value):
        return None
    found = _whole(value)
    if found is None:
        raise UnusableError(what=f"{name} is not a whole number", got=value)
    if found < 0:
        raise UnusableError(what=f"{name} is below 0", got=value)
    return found


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return int(value) if abs(int(value)) < MOST else None
    if isinstance(value, float):  # a column of counts that has a gap somewhere arrives as floats
        return int(value) if value.is_integer() and abs(value) < SAFE else None
    exact = value if isinstance(value, Decimal) else _parsed(str(value).strip())
    if exact is None or not _in_range(exact) or exact != exact.to_integral_value():
        return None
    return int(exact)


def exact_of(value: object, name: str = "value") -> Fraction | None:
    """Return a figure exactly; a share may be written in percent, a length of time is seconds.

    Examples
    --------
    >>> exact_of("95.5 %"), exact_of(Decimal("0.955")), exact_of(timedelta(minutes=2)), exact_of("")
    (Fraction(191, 200), Fraction(191, 200), Fraction(120, 1), None)
    >>> exact_of("95,5%")
    Traceback (most recent call last):
    xlakit.tables.result_cells.UnusableError: value is not a number
    """
    if blank(value):
        return None
    if isinstance(value, float):
        raise UnusableError(what=f"{name} {NO_FLOAT}", got=value)
    if isinstance(value, timedelta):
        return Fraction(value // timedelta(microseconds=1), 10**6)
    if isinstance(value, str):
        return _exact_text(value.strip(), name)
    found = _fraction(value)
    if found is None or abs(found) >= MOST:
        raise UnusableError(what=f"{name} is not a number", got=value)
    return found


def _fraction(value: object) -> Fraction | None:
    if isinstance(value, Decimal):
        return Fraction(value) if _in_range(value) else None
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        return None
    return Fraction(int(value)) if isinstance(value, Integral) else None


def _exact_text(text: str, name: str) -> Fraction:
    bare = text.removesuffix("%").rstrip()
    found = _parsed(bare)
    if found is None or not _in_range(found):
        hint = f"write {text.replace(',', '.')}" if DECIMAL_COMMA.fullmatch(bare) else None
        raise UnusableError(what=f"{name} is not a number", got=text, hint=hint)
    return Fraction(found) / (100 if text.endswith("%") else 1)


def bound_of(value: object, name: str) -> float | None:
    """Return an end of an interval, which is no exact number and may be a float."""
    if isinstance(value, float) and not blank(value):
        if abs(value) < MOST:
            return float(value)
        raise UnusableError(what=f"{name} is not a number", got=value)
    found = exact_of(value, name)
    return None if found is None else float(found)


def _parsed(text: str) -> Decimal | None:
    return Decimal(text) if len(text) <= LONGEST and NUMBER.fullmatch(text) else None


def _in_range(number: Decimal) -> bool:
    return number.is_finite() and (not number or abs(number.adjusted()) < len(str(MOST)) - 1)
