"""What the functions of this package accept, and how they say that they do not accept something."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import numpy as np

from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    return [whole(where, value) for value in each(where, values)]


def each(where: str, values: Any) -> list[Any]:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return the values of a list, an array, a column or any other row of values."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable) or _single(values):
        raise DataError(
            message(where, "must be a row of values", got=_short(values), hint="a list, an array or a column")
        )
    return list(values)


def number(where: str, value: Any) -> float:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return `value` as a float where it is a finite number."""
    try:
        found = math.nan if isinstance(value, str | bytes) else float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise DataError(message(where, "must be a finite number", got=_short(value)))
    return found


def numbers(where: str, values: Any) -> list[float]:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return all `values` as floats where they are numbers; NaN and infinity are for the caller to judge."""
    return [float(item) for item in table(where, values).ravel()]


def table(where: str, values: Any) -> NDArray[Any]:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return rows of numbers as an array that keeps whole numbers whole; None becomes NaN."""
    given = values if hasattr(values, "__array__") else each(where, values)
    try:
        found = np.asarray(given)
        return found if found.dtype.kind in "iubf" else found.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DataError(
            message(
                where, "must hold numbers", got=_short(values), hint="None for unknown, rows of one length"
            )
        ) from None


def column(where: str, values: Any) -> NDArray[Any]:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return one column of numbers, as `table` does."""
    found = table(where, values)
    if found.ndim != 1:
        raise DataError(message(where, "must be one column of numbers", got=f"{found.ndim} dimensions"))
    return found


def unit(where: str, quantum: Any) -> Decimal:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return what one step of a sum is worth, where it is an exact number."""
    try:
        exact = isinstance(quantum, int | Decimal) or (isinstance(quantum, str) and quantum)
        found = Decimal(quantum) if exact else Decimal("nan")
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise DataError(
            message(
                f"{where}.quantum", "must be an exact number", got=_short(quantum), hint="Decimal('0.01')"
            )
        )
    return found


def confidence(level: float) -> float:
    """Return `level` where it is a confidence: strictly between 0 and 1."""
    if not 0 < number("level", level) < 1:
        raise DataError(
            message("level", "must lie strictly between 0 and 1", got=repr(level), hint="write 0.95 for 95 %")
        )
    return float(level)


def one_of(where: str, value: str, known: tuple[str, ...]) -> str:
    """Return `value` where it is one of the `known` words."""
    if value not in known:
        raise DataError(message(where, "is not known", got=repr(value), hint=f"one of {', '.join(known)}"))
    return value


def _single(values: object) -> bool:
    """Whether it is an array that holds one value and no row of them."""
    return getattr(values, "ndim", 1) == 0


def _short(value: object) -> str:
    """Return what was passed, not longer than a message bears."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


LONGEST = 60
