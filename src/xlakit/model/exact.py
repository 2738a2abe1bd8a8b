"""Exact numbers that are no decimals: changes and shares whose parts must add up."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

FRACTION_PATTERN = r"^-?[0-9]+(/[0-9]+)?$"


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
