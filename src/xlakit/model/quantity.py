"""Typed quantities of an agreement: ``95%``, ``4h``, ``2bd``, a plain number.

A bare ``95`` is a number, never a share; a share is written with its percent sign. A day is never
silently eight hours: ``1d`` is 24 h of open time, ``1bd`` one business day of the calendar.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue  # noqa: TC002 - pydantic reads the annotation at run time
from pydantic_core import CoreSchema, PydanticSerializationUnexpectedValue

from xlakit.model.base import Value
from xlakit.model.exact import fraction_of
from xlakit.model.text import NUMBER_PATTERN, number_of, plain_number

if TYPE_CHECKING:
    from fractions import Fraction

MICROSECONDS = {
    "w": 604_800_000_000,
    "d": 86_400_000_000,
    "h": 3_600_000_000,
    "m": 60_000_000,
    "s": 1_000_000,
}
LONGEST = 999_999 * MICROSECONDS["h"]
_PART = r"[0-9]{1,6}(\.[0-9]{1,6})?"


class TextValue(Value):
    """A value that is written as one word of text and written back the same way."""

    pattern: ClassVar[str]
    expected: ClassVar[str]

    @classmethod
    @abstractmethod
    def fields_of(cls, text: str) -> dict[str, Any] | None:
        """Return the fields that `text` stands for, or None where it is no such value."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the value that `text` stands for.

        Raises
        ------
        ValueError
            `text` is not written as such a value.
        """
        return cls.model_validate(text)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever the file holds
        if isinstance(value, str):
            fields = cls.fields_of(value.strip())
            if fields is None:
                msg = f"{cls.expected} is expected"
                raise ValueError(msg)
            return fields
        if isinstance(value, int | float | Decimal):
            msg = f"{cls.expected} is expected"
            raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into a listed problem
        return value

    @model_serializer(mode="plain")
    def _to_text(self) -> str:
        if not isinstance(self, TextValue):  # pydantic tries every member of a union on the value
            raise PydanticSerializationUnexpectedValue
        return str(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": cls.pattern, "description": cls.expected}


class Percent(TextValue):
    """A share or a percentage, kept as an exact fraction.

    Examples
    --------
    >>> Percent.parse("99.5%").value
    Decimal('0.995')
    >>> str(Percent.parse("200%")), str(Percent.parse("0%"))
    ('200%', '0%')
    """

    pattern: ClassVar[str] = r"^[0-9]{1,4}(\.[0-9]{1,9})?\s*%$"
    expected: ClassVar[str] = "a percentage with its sign (95%)"
    value: Decimal

    @classmethod
    def fields_of(cls, text: str) -> dict[str, Any] | None:
        """Return the fraction that `text` stands for."""
        if not re.fullmatch(cls.pattern, text):
            return None
        return {"value": Decimal(text.rstrip("%").strip()).scaleb(-2)}

    @property
    def exact(self) -> Fraction:
        """The share as an exact rational number."""
        return fraction_of(self.value)

    def __str__(self) -> str:
        return f"{(self.value * 100).normalize():f}%"


class Duration(TextValue):
    """A length of open time, a number of business days, or an end of a business day.

    Exactly one of the fields is set. ``4h``, ``1h30m``, ``2d`` (48 h of open time) set `microseconds` (at most
    999,999 h); ``2bd`` sets `business_days`; ``eod`` and ``eod+1`` set `end_of_day`.

    Examples
    --------
    >>> Duration.parse("1h30m").microseconds
    5400000000
    >>> Duration.parse("2bd").business_days, Duration.parse("eod+1").end_of_day
    (2, 1)
    >>> str(Duration.parse("90m")), str(Duration.parse("0m"))
    ('1h30m', '0s')
    """

    pattern: ClassVar[str] = (
        rf"^(-?(?=[0-9])({_PART}w)?({_PART}d)?({_PART}h)?({_PART}m)?({_PART}s)?"
        r"|-?[0-9]{1,4}bd|eod(\+[0-9]{1,3})?)$"
    )
    expected: ClassVar[str] = "a duration such as 15m, 4h, 1h30m, 2d, 2bd or eod+1"
    microseconds: int | None = None
    business_days: int | None = None
    end_of_day: int | None = None

    @classmethod
    def fields_of(cls, text: str) -> dict[str, Any] | None:
        """Return the length that `text` stands for."""
        if not re.fullmatch(cls.pattern, text):
            return None
        if text.endswith("bd"):
            return {"business_days": int(text[:-2])}
        if text.startswith("eod"):
            return {"end_of_day": int(text[4:] or 0)}
        sign = -1 if text.startswith("-") else 1
        parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)([wdhms])", text)
        length = sum(int(Decimal(n) * MICROSECONDS[unit]) for n, unit in parts)
        return {"microseconds": sign * length} if length <= LONGEST else None

    @property
    def is_positive(self) -> bool:
        """Whether it is longer than nothing; the end of a business day is."""
        if self.end_of_day is not None:
            return True
        return (self.business_days or self.microseconds or 0) > 0

    def __str__(self) -> str:
        if self.business_days is not None:
            return f"{self.business_days}bd"
        if self.end_of_day is not None:
            return f"eod+{self.end_of_day}" if self.end_of_day else "eod"
        left = self.microseconds or 0
        text = "-" if left < 0 else ""
        left = abs(left)
        for unit in ("h", "m"):
            count, left = divmod(left, MICROSECONDS[unit])
            text += f"{count}{unit}" if count else ""
        if left or text in {"", "-"}:
            text += f"{(Decimal(left) / 1_000_000).normalize():f}s"
        return text


def _quantity(value: object) -> object:
    if isinstance(value, str):
        text = value.strip()
        if text.endswith("%"):
            return Percent.parse(text)
        if re.fullmatch(NUMBER_PATTERN, text):
            return number_of(text)
        if Duration.fields_of(text) is None:
            msg = "a share (95%), a length of time (4h) or a plain number is expected"
            raise ValueError(msg)
        return Duration.parse(text)
    return number_of(value)


Quantity = Annotated[
    Percent | Duration | Annotated[Decimal, PlainSerializer(plain_number, return_type=str)],
    BeforeValidator(_quantity),
    WithJsonSchema({"type": ["number", "string"], "description": "95%, 4h or a plain number"}),
]
"""What a promise is measured against: a share, a length of time, or a plain number (a score)."""
