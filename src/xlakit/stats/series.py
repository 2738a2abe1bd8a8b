"""Numbers as they come in a list, an array or a column, with gaps where nothing is known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational
from typing import TYPE_CHECKING, Any

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def exact(where: str, values: Iterable[Any]) -> list[Fraction | None]:
    """Return each value as the fraction that it is, None where it is None or NaN."""
    return [fraction(where, value) for value in arguments.each(where, values)]


def fraction(where: str, value: Any) -> Fraction | None:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return `value` as the fraction that it is, None where it is None or NaN."""
    if value is None:
        return None
    if isinstance(value, str):
        raise _no_number(where, value)
    if isinstance(value, Integral):
        return Fraction(int(value))  # numpy's whole numbers would overflow
    try:
        number = value if isinstance(value, (Rational, Decimal)) else float(value)
        return None if number != number else Fraction(number)  # noqa: PLR0124 - only NaN differs from itself
    except (TypeError, ValueError, ArithmeticError):
        raise _no_number(where, value) from None


def floats(where: str, values: Any) -> NDArray[np.float64]:  # noqa: ANN401 - whatever the caller passed is judged here
    """Return `values` as one column of floats, NaN where nothing is known."""
    try:
        column = np.asarray(values if hasattr(values, "__array__") else arguments.each(where, values))
    except ValueError:
        raise _no_number(where, values) from None
    if column.ndim != 1:
        raise DataError(message(where, "must be one column of numbers", got=f"{column.ndim} dimensions"))
    if column.dtype.kind in "iufb":
        found = column.astype(np.float64)
    else:
        numbers = exact(where, column.tolist())
        found = np.array([np.nan if number is None else float(number) for number in numbers])
    if np.isinf(found).any():
        raise _no_number(where, found[np.isinf(found)][0])
    return found


def _no_number(where: str, value: Any) -> DataError:  # noqa: ANN401 - whatever the caller passed is shown
    return DataError(
        message(where, "must hold finite numbers", got=repr(value), hint="pass None for unknown")
    )
