"""Scalars that are read from their source text, so that no amount passes through a float.

Agreement files arrive with every scalar as text (``NO`` is a country, ``08:00`` a time, ``95%`` a share);
the type of the field decides how that text is read. Values that come from Python or JSON with the right
type are taken as they are.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$"


def _integer(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"[+-]?\d{1,15}", value.strip()):
            msg = "a whole number is expected"
            raise ValueError(msg)
        return int(value)
    return value


def _number(value: object) -> object:
    if isinstance(value, bool | float):
        msg = 'a number is written as text or as a whole number, never as a float (write "0.5")'
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into a listed problem
    if isinstance(value, str | int):
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            msg = "a number is expected"
            raise ValueError(msg) from None
        if not number.is_finite():
            msg = "a finite number is expected"
            raise ValueError(msg)
        return number
    return value


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


Name = Annotated[
    str,
    BeforeValidator(lambda value: _name(value)),
    WithJsonSchema({"type": "string", "pattern": NAME_PATTERN}),
]
"""A name that other places refer to: letters, digits, ``.``, ``_`` and ``-``, at most 63."""

Integer = Annotated[
    int, BeforeValidator(_integer), WithJsonSchema({"type": ["integer", "string"], "pattern": r"^[+-]?\d+$"})
]
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["integer", "string"], "pattern": r"^[+-]?\d+(\.\d+)?$"}),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": ["boolean", "string"]})]
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


def _name(value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever the file holds
    if isinstance(value, str) and not re.fullmatch(NAME_PATTERN, value):
        msg = "a name has letters, digits, '.', '_' and '-' only, 63 at most"
        raise ValueError(msg)
    return value
