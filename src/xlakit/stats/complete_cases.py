"""The rows on which every attribute and the outcome are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments, series

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

CASES_A_DRIVER = 10


@dataclass(frozen=True, slots=True)
class CompleteCases:
    """Attributes (one column each), outcome and cluster of each complete row, in an order of their own.

    The order depends on what the rows hold alone, so that no result depends on how they were sorted.
    """

    names: tuple[str, ...]
    attributes: NDArray[np.float64]
    outcome: NDArray[np.float64]
    clusters: NDArray[np.int64]
    left_out: int


def complete_cases(
    where: str,
    attributes: Any,  # noqa: ANN401 - a mapping, a frame or an array
    outcome: Any,  # noqa: ANN401 - a list, an array or a column
    clusters: Iterable[Hashable] | None,
) -> CompleteCases:
    """Return the complete rows, refusing too few of them."""
    columns = _columns(where, attributes)
    last = series.floats(f"{where}.outcome", outcome)
    labels = [None] * len(last) if clusters is None else arguments.each(f"{where}.clusters", clusters)
    lengths = {len(last), len(labels), *(len(column) for column in columns.values())}
    if len(lengths) > 1 or not columns:
        raise DataError(
            message(
                where, "needs at least one attribute, and columns of one length", got=str(sorted(lengths))
            )
        )
    table = np.column_stack([*columns.values(), last])
    known = ~np.isnan(table).any(axis=1)
    rows = table[known]
    needed = CASES_A_DRIVER * len(columns)
    if len(rows) < needed:
        raise DataError(
            message(
                where,
                f"needs {needed} complete cases for {len(columns)} attributes",
                got=str(len(rows)),
                hint="ask about fewer attributes, or over a longer time",
            )
        )
    order = np.lexsort(rows.T)
    kept = np.flatnonzero(known)[order]
    codes = _codes([labels[place] for place in kept])
    by_cluster = np.argsort(codes, kind="stable")
    rows, codes = rows[order][by_cluster], codes[by_cluster]
    return CompleteCases(
        names=tuple(columns),
        attributes=rows[:, :-1],
        outcome=rows[:, -1],
        clusters=codes,
        left_out=len(table) - len(rows),
    )


def _columns(where: str, attributes: Any) -> dict[str, NDArray[np.float64]]:  # noqa: ANN401 - judged here
    """Return the attribute columns by name; those of a plain array are called x1, x2, …."""
    if isinstance(attributes, Mapping):
        given = {str(name): values for name, values in attributes.items()}
    elif hasattr(attributes, "columns"):
        given = {str(name): attributes[name] for name in attributes.columns}
    else:
        table = np.asarray(attributes)
        if table.ndim != 2:  # noqa: PLR2004 - rows and columns
            raise DataError(
                message(
                    f"{where}.attributes",
                    "must be columns by name, a frame, or one row a case",
                    got=f"{table.ndim} dimensions",
                )
            )
        given = {f"x{place + 1}": table[:, place] for place in range(table.shape[1])}
    return {name: series.floats(f"{where}.attributes[{name!r}]", values) for name, values in given.items()}


def _codes(labels: list[Hashable]) -> NDArray[np.int64]:
    """Return a number for each label: one for all rows of a known one, a new one for each unknown one."""
    unknown = [label is None or label != label for label in labels]  # noqa: PLR0124 - only NaN differs from itself
    names = {label for label, lost in zip(labels, unknown, strict=True) if not lost}
    ranked = sorted(names, key=lambda name: (str(name), repr(name)))
    number = {name: code for code, name in enumerate(ranked)}
    free = iter(range(len(number), len(number) + len(labels)))
    codes = [next(free) if lost else number[label] for label, lost in zip(labels, unknown, strict=True)]
    return np.array(codes, dtype=np.int64)
