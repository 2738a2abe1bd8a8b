"""A figure with what each random group of people adds to it: what intervals of combinations are made of.

People fall into 64 groups by chance. The influence of a group says how far it moves the figure, to first
order; influences of several figures combine by the rules of calculus, so the spread of a combination over
the groups holds every covariance between its parts. (The delta method by random groups: Wolter,
Introduction to Variance Estimation, chapters 2, 4 and 6.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from xlakit import stats
from xlakit.metrics.kind import Kind

if TYPE_CHECKING:
    import numpy.typing as npt

    from xlakit.metrics.cell import Cell
    from xlakit.metrics.statistic import Statistic


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A value, exact where it can be, and the influence of each random group on it; both None where unknown.

    Attributes
    ----------
    value
        None where nothing was counted.
    influence
        One number a group, None where people are not told apart. Groups without a row are nan: they know
        nothing of the spread.
    freedom
        Degrees of freedom of the spread; few where a few groups hold most rows.
    """

    value: Fraction | None
    influence: npt.NDArray[np.float64] | None = None
    freedom: float = 0.0


def figure(statistic: Statistic, cell: Cell) -> Figure:
    """Return the figure of the sums in `cell`."""
    quantum = Fraction(statistic.quantum)
    above, below = cell.total, _below(statistic.kind, cell)
    if cell.count == 0 or below == 0:
        return Figure(None)
    value = Fraction(above, below) * quantum
    if cell.groups is None:
        return Figure(value)
    bases, totals = (np.asarray(side, dtype=np.float64) for side in cell.groups)
    kept = bases > 0
    groups, worth = int(kept.sum()), float(quantum)
    if groups < 2:  # noqa: PLR2004 - one group has no spread
        return Figure(value)
    if statistic.kind is Kind.SUMMARY:
        return Figure(value, _without_each(bases, totals) * worth, groups - 1)
    freedom = stats.unequal_freedom(bases[kept])
    if statistic.kind is Kind.TOTAL:
        return Figure(value, (totals - above / totals.size) * worth, freedom)
    # How far the ratio moves without the group: the jackknife, which few unequal groups need.
    moved = (groups - 1) / groups * (totals - above / below * bases) / (below - bases) * worth
    return Figure(value, np.where(kept, moved, np.nan), freedom)


def _below(kind: Kind, cell: Cell) -> int:
    if kind in {Kind.RATIO, Kind.SUMMARY}:
        return cell.base
    return 1 if kind is Kind.TOTAL else cell.count


def _without_each(bases: npt.NDArray[np.float64], totals: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return influences from the figures of the desk without each group."""
    kept = bases > 0
    replicates = np.divide(totals, bases, out=np.full(bases.size, np.nan), where=kept)
    count = int(kept.sum())
    moved: npt.NDArray[np.float64] = (count - 1) / count * (np.nanmean(replicates) - replicates)
    return moved
