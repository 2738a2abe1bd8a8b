"""Exact numbers that are no decimals: changes and shares whose parts must add up."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

if TYPE_CHECKING:
    from decimal import Decimal

FRACTION_PATTERN = r"^-?[0-9]+(/[0-9]+)?$"


@lru_cache(maxsize=4096)
def fraction_of(value: Decimal) -> Fraction:
    """Return a decimal as a fraction; the same few shares and factors are asked for again and again.

    Examples
    --------
    >>> from decimal import Decimal
    >>> fraction_of(Decimal("0.125"))
    Fraction(1, 8)
    """
    return Fraction(value)


def _fraction(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(FRACTION_PATTERN, value):
        try:
            return Fraction(value)
        except ZeroDivisionError:
            return value
    return value


Exact = Annotated[
    Fraction,
    BeforeValidator(_fraction),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": FRACTION_PATTERN}),
]
"""A rational number, written as ``-1/60`` or ``3``."""
