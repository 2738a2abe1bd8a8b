"""What the functions of this package accept, and how they say that they do not accept something."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from collections.abc import Iterable


def whole(where: str, value: Any) -> int:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return `value` as an int where it is a whole number of an integer type."""
    try:
        return operator.index(value)
    except TypeError:
        raise DataError(
            message(
                where,
                "must be a whole number of an integer type",
                got=repr(value),
                hint="pass the integer sums, not shares or floats",
            )
        ) from None


def count(where: str, value: Any) -> int:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return `value` as an int where it is a count: whole and not negative."""
    number = whole(where, value)
    if number < 0:
        raise DataError(message(where, "must not be negative", got=repr(value)))
    return number


def wholes(where: str, values: Iterable[Any]) -> list[int]:
    """Return all `values` as ints."""
    return [whole(where, value) for value in values]


def confidence(level: float) -> float:
    """Return `level` where it is a confidence: strictly between 0 and 1."""
    if not 0 < level < 1:
        raise DataError(
            message("level", "must lie strictly between 0 and 1", got=repr(level), hint="write 0.95 for 95 %")
        )
    return float(level)


def one_of(where: str, value: str, known: tuple[str, ...]) -> str:
    """Return `value` where it is one of the `known` words."""
    if value not in known:
        raise DataError(message(where, "is not known", got=repr(value), hint=f"one of {', '.join(known)}"))
    return value
