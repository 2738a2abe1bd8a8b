"""What can be worked out of hidden figures from what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xlakit.stats.anonymity.table import Table

TINY = 1e-6


class Block(NamedTuple):
    """Cells that equations bind to each other and to no other cell.

    No equation follows from the others; the columns of `basis` are orthonormal and span what they span.
    """

    cells: NDArray[np.int64]
    equations: NDArray[np.float64]
    basis: NDArray[np.float64]


class Audit:
    """How far sums of cells can lie from their truth, given what is published.

    Whoever reads the publication knows the published figures, the relations, and that no layer of a cell is
    negative. The more is hidden the wider the ranges, so that what was once seen to be possible stays
    possible: `lows` and `highs` keep the farthest deviations of any table that came up, one row a target and
    one column a layer. They are feasible, so they prove protection without another program.

    Attributes
    ----------
    table, targets
        The figures, and the sums that are audited, one row a sum.
    shown
        The published figures.
    lows, highs
        Deviations seen so far.
    programs
        How many linear programs were solved.
    """

    def __init__(self, table: Table, targets: csr_array, shown: NDArray[np.bool_]) -> None:
        self.table, self.targets = table, targets
        self.lows = np.zeros((targets.shape[0], len(table.layers)))
        self.highs = np.zeros_like(self.lows)
        self.programs = 0
        self.show(shown)

    def show(self, shown: NDArray[np.bool_]) -> None:
        """Take these figures as published; they may only become fewer."""
        self.shown = shown
        self.blocks, self.free = _blocks(self.table, shown)

    def range(self, target: int, layer: int) -> tuple[float, float]:
        """Return how far a sum can lie below (a negative number) and above its truth, exactly."""
        row, truth = self.targets[[target], :].toarray()[0], self.table.layers[layer]
        low = -float(truth[self.free] @ row[self.free])
        high = np.inf if row[self.free].any() else 0.0
        for block in self.blocks:
            part = row[block.cells]
            if part.any():
                alone = part.sum() == row.sum()
                least, most = self._within(block, part, layer, target if alone else None)
                low, high = low + least, high + most
        self.lows[target, layer] = min(self.lows[target, layer], low)
        self.highs[target, layer] = max(self.highs[target, layer], high)
        return low, high

    def _within(
        self, block: Block, part: NDArray[np.float64], layer: int, target: int | None
    ) -> tuple[float, float]:
        """Return the range of a sum within one block; `target` is the sum where it lies in there wholly."""
        if np.abs(part - block.basis @ (block.basis.T @ part)).max() < TINY:
            return 0.0, 0.0  # a combination of what is published
        truth = self.table.layers[layer][block.cells]
        around = (block.equations >= 0).all(axis=1) & (block.equations[:, part > 0] > 0).all(axis=1)
        floor = -float(truth @ part)
        roof = min((float(row @ truth) + floor for row in block.equations[around]), default=np.inf)
        if len(block.equations) == 1 and around.all():
            return floor, roof
        if target is None or self.lows[target, layer] > floor + TINY:
            floor = -self._most(block, -part, layer)
        if target is None or self.highs[target, layer] < roof - TINY:
            roof = self._most(block, part, layer)
        return floor, roof

    def _most(self, block: Block, part: NDArray[np.float64], layer: int) -> float:
        """Return the greatest deviation of a sum over all tables that look the same."""
        truth = self.table.layers[layer]
        # Without a bound the program need not end: what comes near this one has none.
        endless = 1e3 * (1 + float(truth.sum()) + self.table.scale)
        self.programs += 1
        found = linprog(
            -part,
            A_eq=block.equations,
            b_eq=np.zeros(len(block.equations)),
            bounds=np.column_stack([-truth[block.cells], np.full(len(part), endless)]),
            method="highs-ds",
        )
        if found.status != 0:
            return 0.0  # not shown to be hidden, so taken as told
        if -found.fun > endless / 2:
            return np.inf
        deviation = np.zeros(len(truth))
        deviation[block.cells] = found.x
        moved = self.targets @ deviation
        self.lows[:, layer] = np.minimum(self.lows[:, layer], moved)
        self.highs[:, layer] = np.maximum(self.highs[:, layer], moved)
        return float(-found.fun)


def _blocks(table: Table, shown: NDArray[np.bool_]) -> tuple[tuple[Block, ...], NDArray[np.bool_]]:
    """Return the cells that are not plainly known, in blocks, and those of which nothing is known at all."""
    equations = csr_array(vstack([table.rows[shown], table.relations], format="csr"))
    pattern = csr_array(abs(equations))
    unknown = np.ones(pattern.shape[1], dtype=bool)
    left = pattern @ unknown
    while (left == 1).any():  # a cell alone in its sum is the difference of the others
        unknown &= pattern[left == 1].sum(axis=0) == 0
        left = pattern @ unknown
    covered = pattern[left > 0].sum(axis=0) > 0
    bound = np.flatnonzero(unknown & covered)
    kept, basis = _independent(equations[left > 0][:, bound].toarray())
    number, labels = connected_components(csr_array(np.abs(kept.T) @ np.abs(kept)), directed=False)
    found = []
    for label in range(number):
        inside = labels == label
        rows = (kept[:, inside] != 0).any(axis=1)
        found.append(Block(bound[inside], kept[np.ix_(rows, inside)], basis[np.ix_(inside, rows)]))
    return tuple(found), unknown & ~covered


def determined(table: Table) -> NDArray[np.bool_]:
    """Return which cells are told by all figures together."""
    found, free = _blocks(table, np.ones(len(table.names), dtype=bool))
    told = ~free
    for block in found:
        told[block.cells] = (block.basis**2).sum(axis=1) > 1 - TINY
    return told


def _independent(equations: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return equations that say the same, none following from the others, and an orthonormal basis of them.

    Short ones are kept before long ones: the whole of a table follows from its rows, and without the whole
    the rows may fall into separate blocks.
    """
    order = np.argsort((equations != 0).sum(axis=1), kind="stable")
    basis = np.zeros((equations.shape[1], min(equations.shape)))
    kept: list[int] = []
    for index in order:
        rest, spanned = equations[index], basis[:, : len(kept)]
        for _ in range(2):  # the second time takes out what rounding left in
            rest = rest - spanned @ (spanned.T @ rest)
        size = float(np.linalg.norm(rest))
        if size > TINY:
            basis[:, len(kept)] = rest / size
            kept.append(int(index))
    return equations[kept], basis[:, : len(kept)]
