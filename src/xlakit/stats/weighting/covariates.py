"""What is known of every ticket, as columns of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

UNKNOWN = "(unknown)"
MANY = 100


def coded(covariates: Any, rows: int) -> tuple[tuple[str, ...], NDArray[np.float64]]:  # noqa: ANN401 - read here
    """Return the names and the values of the columns a regression reads, an intercept first.

    Numbers are scaled to mean 0 and standard deviation 1, and where some are unknown a column says which.
    Anything else is taken as categories, an unknown one among them, each but the first with a column.
    """
    names, columns = ["intercept"], [np.ones(rows)]
    for name, values in _named(covariates):
        given = [None if value is None or _is_nan(value) else value for value in values]
        if len(given) != rows:
            raise DataError(
                message(
                    f"propensity_weights.covariates[{name!r}]",
                    f"must have one entry for each of the {rows} rows",
                    got=str(len(given)),
                )
            )
        known = [value for value in given if value is not None]
        numbers = all(isinstance(value, Real) and not isinstance(value, bool | np.bool_) for value in known)
        for label, column in _scaled(name, given) if numbers else _one_hot(name, given):
            names.append(label)
            columns.append(column)
    return tuple(names), np.column_stack(columns)


def _named(covariates: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - a mapping, a frame or an array
    if isinstance(covariates, Mapping):
        yield from ((str(name), values) for name, values in covariates.items())
    elif hasattr(covariates, "columns"):
        yield from ((str(name), covariates[name]) for name in covariates.columns)
    else:
        rows = np.asarray(covariates)
        if rows.ndim != 2:  # noqa: PLR2004 - rows and columns
            raise DataError(
                message(
                    "propensity_weights.covariates",
                    "must be columns by name, or one row a ticket",
                    got=f"{rows.ndim} dimensions",
                    hint="{'priority': [...], 'hours': [...]}",
                )
            )
        yield from ((str(place), column.tolist()) for place, column in enumerate(rows.T))


def _scaled(name: str, values: list[Any]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    known = np.array([math.nan if value is None else float(value) for value in values])
    missing = np.isnan(known)
    if np.isinf(known).any():
        raise DataError(message(f"propensity_weights.covariates[{name!r}]", "must be finite"))
    # Sorted, so that the order of the rows does not reach the last digit.
    there = np.sort(known[~missing])
    if there.size and there[0] < there[-1]:
        mean = math.fsum(there) / there.size
        spread = math.sqrt(math.fsum((there - mean) ** 2) / there.size)
        yield name, np.where(missing, 0.0, (known - mean) / spread)
    if 0 < there.size < known.size:
        yield f"{name}={UNKNOWN}", missing.astype(np.float64)


def _one_hot(name: str, values: list[Any]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    labels = np.array([UNKNOWN if value is None else str(value) for value in values])
    known = cast("list[str]", np.unique(labels).tolist())
    if len(known) > MANY:
        raise DataError(
            message(
                f"propensity_weights.covariates[{name!r}]",
                f"has more than {MANY} categories",
                got=str(len(known)),
                hint="join rare ones, and leave identifiers out",
            )
        )
    for label in known[1:]:
        yield f"{name}={label}", (labels == label).astype(np.float64)


def _is_nan(value: Any) -> bool:  # noqa: ANN401 - any entry of a column
    return isinstance(value, float) and math.isnan(value)
