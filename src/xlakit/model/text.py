"""Scalars that are read from their source text, so that no amount passes through a float.

Agreement files arrive with every scalar as text (``NO`` is a country, ``08:00`` a time, ``95%`` a share);
the type of the field decides how that text is read. Values that come from Python or JSON with the right
type are taken as they are.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$"
INTEGER_PATTERN = r"^[+-]?[0-9]{1,15}$"
NUMBER_PATTERN = r"^[+-]?[0-9]{1,30}(\.[0-9]{1,30})?$"


def _integer(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(INTEGER_PATTERN, value.strip()):
            msg = "a whole number is expected"
            raise ValueError(msg)
        return int(value)
    return value


def number_of(value: object) -> object:
    """Return the exact number that `value` writes; a float writes none."""
    if isinstance(value, bool | float):
        msg = 'a number is written as text or as a whole number, never as a float (write "0.5")'
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into a listed problem
    if isinstance(value, str | int):
        # No exponents: 1e999999999 is ten characters, and a billion digits once it is made exact.
        if not re.fullmatch(NUMBER_PATTERN, text := str(value).strip()):
            msg = "a number is expected"
            raise ValueError(msg)
        return Decimal(text)
    return value


def plain_number(value: Decimal) -> str:
    """Return `value` as it would be written by hand: no exponent, no digit lost.

    Examples
    --------
    >>> plain_number(Decimal("0.0000001")), plain_number(Decimal("250000.00"))
    ('0.0000001', '250000.00')
    """
    return f"{value:f}"


def _flag(value: object) -> object:
    if isinstance(value, str):
        if value not in {"true", "false"}:
            msg = "true or false is expected"
            raise ValueError(msg)
        return value == "true"
    return value


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            msg = "a date YYYY-MM-DD is expected"
            raise ValueError(msg) from None
    return value


def as_list(value: object) -> object:
    """Return `value` as a list where one item stands for a list of one."""
    if value is None or isinstance(value, list | tuple):
        return tuple(value) if isinstance(value, list) else value
    return (value,)


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _name(value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever the file holds
    if isinstance(value, str) and not re.fullmatch(NAME_PATTERN, value):
        msg = "a name has letters, digits, '.', '_' and '-' only, 63 at most"
        raise ValueError(msg)
    return value


Name = Annotated[
    str,
    BeforeValidator(_name),
    WithJsonSchema({"type": "string", "pattern": NAME_PATTERN}),
]
"""A name that other places refer to: letters, digits, ``.``, ``_`` and ``-``, at most 63."""

Integer = Annotated[
    int,
    BeforeValidator(_integer),
    WithJsonSchema({"type": ["integer", "string"], "pattern": INTEGER_PATTERN}),
]
Number = Annotated[
    Decimal,
    BeforeValidator(number_of),
    PlainSerializer(plain_number, return_type=str),
    WithJsonSchema({"type": ["number", "string"], "pattern": NUMBER_PATTERN}),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"enum": [True, False, "true", "false"]})]
Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One text, or several: ``berlin`` is the same as ``[berlin]``."""

Sequence = BeforeValidator(_tuple)
"""Marks a tuple field that a file writes as a list."""
