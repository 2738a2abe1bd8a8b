"""What is published, as sums over the finest groups of answers."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import coo_array, csr_array

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

Name = Hashable
Columns = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures as sums of cells, in an order that does not depend on how they were given.

    Attributes
    ----------
    keys, names
        The key of each cell, and the names of each figure: figures over the very same cells are one.
    rows, relations
        Figures × cells, 0 or 1; and equalities that everybody knows, ``relations @ cells = 0``.
    inside
        Figures × cells: all cells that count in a figure, also through relations.
    layers
        What each cell holds: its count alone, or with scores the distance of their sum from the lowest and
        from the highest sum that so many answers can have. All that others know of a cell is that no layer
        of it is negative: so the layers bind each other nowhere, and each is audited alone.
    known
        The cells whose content is known to us, and not one possibility of several.
    scale, lowest
        What one answer adds to its layers together, and the lowest score.
    kept
        The figures that are hidden only where nothing else helps; none unless stated.
    """

    keys: tuple[Name, ...]
    names: tuple[tuple[Name, ...], ...]
    rows: csr_array
    relations: csr_array
    inside: csr_array
    layers: tuple[NDArray[np.float64], ...]
    known: NDArray[np.bool_]
    scale: float = 1.0
    lowest: float = 0.0
    kept: NDArray[np.bool_] | None = None

    @property
    def cells(self) -> NDArray[np.float64]:
        """Answers of each cell."""
        return np.asarray(sum(self.layers), dtype=np.float64) / self.scale

    @property
    def held(self) -> NDArray[np.float64]:
        """What each figure holds, figures × layers."""
        return np.column_stack([self.rows @ layer for layer in self.layers])

    @property
    def counts(self) -> NDArray[np.float64]:
        """Answers of each figure."""
        return np.asarray(self.held.sum(axis=1) / self.scale)


def tabulate(
    counts: Mapping[Any, int] | Sequence[Sequence[int]],
    published: Mapping[Any, Collection[Any]] | None,
    sums: Mapping[Any, float] | Sequence[Sequence[float]] | None,
    ranges: tuple[float, float] | None,
) -> Table:
    """Return the table of `counts`; what is accepted is told by `suppress`."""
    given = by_key("counts", counts)
    keys = sorted(given, key=repr)
    answers = [arguments.count(f"counts[{key!r}]", given[key]) for key in keys]
    layers, scale, lowest = layered(keys, answers, None if sums is None else by_key("sums", sums), ranges)
    place = {key: index for index, key in enumerate(keys)}
    figures = margins(keys) if published is None else published
    for name, members in figures.items():
        unknown = sorted({key for key in members if key not in place}, key=repr)
        if unknown or not members:
            raise DataError(
                message(
                    f"published[{name!r}]",
                    "must be a sum of keys of counts",
                    got=repr(unknown),
                    hint="add the key to counts; leave out what has no members",
                )
            )
    names, rows = gathered({name: [place[key] for key in members] for name, members in figures.items()})
    matrix = incidence(rows, len(keys))
    known = np.ones(len(keys), dtype=bool)
    return Table(tuple(keys), names, matrix, incidence((), len(keys)), matrix, layers, known, scale, lowest)


def by_key(where: str, table: Mapping[Any, Any] | Sequence[Sequence[Any]]) -> Mapping[Any, Any]:
    """Return a mapping as it is, and rows of columns as a mapping from (row, column)."""
    if isinstance(table, Mapping):
        return table
    rows = [arguments.each(where, row) for row in arguments.each(where, table)]
    if len({len(row) for row in rows}) > 1:
        raise DataError(message(where, "has rows of different lengths", hint="pass a rectangle or a mapping"))
    return {(i, j): value for i, row in enumerate(rows) for j, value in enumerate(row)}


def margins(keys: Iterable[Name]) -> dict[Name, list[Name]]:
    """Return every cell of a table and all its margins, with ``...`` for what is summed over.

    Examples
    --------
    >>> sorted(margins([("a", 1), ("a", 2)]), key=repr)
    [('a', 1), ('a', 2), ('a', Ellipsis), (Ellipsis, 1), (Ellipsis, 2), (Ellipsis, Ellipsis)]
    >>> margins(["a", "b"])
    {'a': ['a'], Ellipsis: ['a', 'b'], 'b': ['b']}
    """
    found: dict[Name, list[Name]] = {}
    for key in keys:
        labels = key if isinstance(key, tuple) else (key,)
        for away in product((False, True), repeat=len(labels)):
            kept = tuple(... if out else label for out, label in zip(away, labels, strict=True))
            found.setdefault(kept if isinstance(key, tuple) else kept[0], []).append(key)
    return found


def gathered(figures: Mapping[Name, Iterable[int]]) -> tuple[tuple[tuple[Name, ...], ...], list[Columns]]:
    """Return figures without doubles, short ones first: the names of each, and its columns."""
    members: dict[Columns, list[Name]] = {}
    for name in sorted(figures, key=repr):
        members.setdefault(tuple(sorted(set(figures[name]))), []).append(name)
    rows = sorted(members, key=lambda row: (len(row), row))
    return tuple(tuple(members[row]) for row in rows), rows


def incidence(rows: Sequence[Columns], width: int) -> csr_array:
    """Return the matrix whose rows hold 1 in the given columns."""
    at = [index for index, row in enumerate(rows) for _ in row]
    columns = [column for row in rows for column in row]
    return csr_array(coo_array((np.ones(len(at)), (at, columns)), shape=(len(rows), width)))


def layered(
    names: Sequence[Name],
    counts: Sequence[int],
    sums: Mapping[Any, float] | None,
    ranges: tuple[float, float] | None,
) -> tuple[tuple[NDArray[np.float64], ...], float, float]:
    """Return the layers of counts and sums, what one answer adds to them, and the lowest score."""
    answers = np.array(counts, dtype=np.float64)
    if sums is None:
        return (answers,), 1.0, 0.0
    if ranges is None or not -math.inf < ranges[0] < ranges[1] < math.inf:
        raise DataError(
            message(
                "ranges",
                "must be the lowest and the highest score of one answer",
                got=repr(ranges),
                hint="pass ranges=(1, 5) with sums=; (0, 1) for a share, whose sums are its successes",
            )
        )
    if set(sums) != set(names):
        odd = sorted(set(sums) ^ set(names), key=repr)
        raise DataError(message("sums", "must have the keys of counts", got=repr(odd)))
    low, high = float(ranges[0]), float(ranges[1])
    totals = np.array([float(sums[name]) for name in names])
    above, below = totals - low * answers, high * answers - totals
    slack = 1e-9 * (1 + np.abs(totals))
    wrong = ~((above >= -slack) & (below >= -slack))
    if wrong.any():
        first = int(np.argmax(wrong))
        raise DataError(
            message(
                f"sums[{names[first]!r}]",
                f"cannot be the sum of {counts[first]} scores from {low:g} to {high:g}",
                got=f"{totals[first]:g}",
                hint="pass sums of scores, not means",
            )
        )
    return (np.where(above > slack, above, 0.0), np.where(below > slack, below, 0.0)), high - low, low
