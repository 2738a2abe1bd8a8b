"""Known margins of a table, by the axes they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

SAME = 1e-9
"""Totals of margins may differ by so much of themselves, which is rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """Totals over the `others`, in the shape of the table with those axes of length 1."""

    others: tuple[int, ...]
    goal: NDArray[np.float64]


def read_margins(
    table: NDArray[np.float64],
    margins: Sequence[ArrayLike | None] | Mapping[int | tuple[int, ...], ArrayLike],
) -> tuple[Margin, ...]:
    """Return the margins, each fitting the table, all with one total."""
    if isinstance(margins, Mapping):
        given = [((axes,) if isinstance(axes, int) else tuple(axes), goal) for axes, goal in margins.items()]
    else:
        if len(margins) != table.ndim:
            raise DataError(
                message(
                    "rake.margins",
                    f"must be one for each of the {table.ndim} axes",
                    got=str(len(margins)),
                    hint="None for an axis whose margin is not known",
                )
            )
        given = [((axis,), goal) for axis, goal in enumerate(margins) if goal is not None]
    found = tuple(_margin(table, axes, goal) for axes, goal in given)
    totals = [float(margin.goal.sum()) for margin in found]
    if not found or max(totals) - min(totals) > SAME * max(totals):
        raise DataError(
            message("rake.margins", "must be at least one, and have one total", got=str(sorted(set(totals))))
        )
    return found


def _margin(table: NDArray[np.float64], axes: tuple[int, ...], goal: ArrayLike) -> Margin:
    name = f"rake.margins[{axes[0] if len(axes) == 1 else axes}]"
    given = arguments.table(name, goal).astype(np.float64)
    known = all(0 <= axis < table.ndim for axis in axes) and list(axes) == sorted(set(axes)) and axes
    shape = tuple(table.shape[axis] for axis in axes) if known else ()
    if not known or given.shape != shape:
        raise DataError(
            message(
                name,
                f"does not fit a table of shape {table.shape}",
                got=str(given.shape),
                hint="axes count from 0, in ascending order",
            )
        )
    if not (np.isfinite(given) & (given >= 0)).all() or not given.sum() > 0:
        raise DataError(message(name, "must hold counts, some of them above 0", got=str(given.tolist())))
    others = tuple(axis for axis in range(table.ndim) if axis not in axes)
    shaped = given.reshape([length if axis in axes else 1 for axis, length in enumerate(table.shape)])
    empty = (shaped > 0) & (table.sum(axis=others, keepdims=True) == 0)
    if empty.any():
        where = np.argwhere(empty)[0][list(axes)].tolist()
        raise DataError(
            message(
                name,
                "has population where nobody answered",
                got=f"category {where[0] if len(where) == 1 else where}",
                hint="join it with a category that resembles it",
            )
        )
    return Margin(others, shaped)
