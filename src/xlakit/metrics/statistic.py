"""Statistic kinds: how integer sums become a finished number with its interval.

A row adds one integer (or nothing): 1 or 0 for a share, +1, 0 or -1 for a net share, a count of quanta
(seconds, thousandths of a point, minor units of money) for a mean or a total, two of them for a ratio. The
cube keeps their sums; everything below is computed from those.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.metrics.figure import figure
from xlakit.metrics.histogram import at_rank
from xlakit.metrics.kind import Kind
from xlakit.model import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlakit.metrics.cell import Buckets, Cell


@dataclass(frozen=True, slots=True)
class Statistic:
    """A kind, and what one unit of the sum is worth in the metric's unit.

    Attributes
    ----------
    kind, quantum
        The finished number is ``quantum`` times the ratio of the sums.
    share
        Which percentile, in (0, 1); None for the other kinds.
    most
        For BOUNDED: the most a row can add; the least is 0.
    """

    kind: Kind
    quantum: Decimal = Decimal(1)
    share: Fraction | None = None
    most: int | None = None

    def estimate(self, cell: Cell, *, level: float = 0.95) -> Estimate:
        """Return the finished number of the sums in `cell`; None as value where nothing was counted.

        Where respondents repeat, and for ratios always, the interval comes from the random groups: it then
        accounts for the rows of one person being alike.

        Examples
        --------
        >>> from xlakit.metrics.cell import Cell
        >>> Statistic(Kind.SHARE).estimate(Cell(count=20, total=19)).value
        0.95
        >>> Statistic(Kind.MEAN, Decimal("0.001")).estimate(Cell()).value is None
        True
        """
        if cell.count == 0:
            return Estimate.nothing(level=level)
        return _MAKERS[self.kind](self, cell, level)


def _share(_: Statistic, cell: Cell, level: float) -> Estimate:
    if cell.repeats and cell.groups is not None:
        return stats.random_groups(cell.groups[1], cell.groups[0], statistic="share", level=level)
    return stats.proportion(cell.total, cell.count, level=level)


def _net(_: Statistic, cell: Cell, level: float) -> Estimate:
    if cell.repeats and cell.groups is not None:
        return stats.random_groups(
            cell.groups[1], cell.groups[0], statistic="net_share", squares=cell.squares, level=level
        )
    up, down = (cell.squares + cell.total) // 2, (cell.squares - cell.total) // 2
    return stats.net_promoter(up, cell.count - up - down, down, level=level)


def _mean(statistic: Statistic, cell: Cell, level: float) -> Estimate:
    if cell.repeats and cell.groups is not None:
        return stats.random_groups(
            cell.groups[1], cell.groups[0], statistic="ratio", quantum=statistic.quantum, level=level
        )
    return stats.mean_from_sums(cell.count, cell.total, cell.squares, quantum=statistic.quantum, level=level)


def _ratio(statistic: Statistic, cell: Cell, level: float) -> Estimate:
    below, above = cell.groups if cell.groups is not None else ((cell.base,), (cell.total,))
    if cell.base == 0:
        return Estimate.nothing(level=level)
    found = stats.random_groups(above, below, statistic="ratio", quantum=statistic.quantum, level=level)
    return found.model_copy(update={"count": cell.count})


def _total(statistic: Statistic, cell: Cell, level: float) -> Estimate:
    return stats.total(cell.count, cell.total, cell.squares, quantum=statistic.quantum, level=level)


def _percentile(statistic: Statistic, cell: Cell, level: float) -> Estimate:
    """Interpolate between the middles of buckets; widen the interval to their edges."""
    share, rows = statistic.share or Fraction(1, 2), cell.count
    place = (rows - 1) * share
    below, above = (_middle(cell.buckets, min(rows, int(place) + step)) for step in (1, 2))
    value = below + (place - int(place)) * (above - below)
    lower, upper = stats.order_ranks(rows, float(share), level=level)
    quantum = Fraction(statistic.quantum)
    exact = value * quantum
    return Estimate(
        value=float(exact),
        count=rows,
        low=None if lower is None else float(at_rank(cell.buckets, lower)[0] * quantum),
        high=None if upper is None else float(at_rank(cell.buckets, upper)[1] * quantum),
        level=level,
        method="order_statistics_to_bucket_edges",
        numerator=exact.numerator,
        denominator=exact.denominator,
    )


def _middle(buckets: Buckets, rank: int) -> Fraction:
    least, most = at_rank(buckets, rank)
    return Fraction(least + most, 2)


def _summary(statistic: Statistic, cell: Cell, level: float) -> Estimate:
    if cell.base == 0:
        return Estimate.nothing(level=level)
    found = figure(statistic, cell)
    half = (
        None
        if found.influence is None
        else stats.half_width(found.influence, freedom=found.freedom, level=level)
    )
    value = float(found.value or 0)
    return Estimate(
        value=value,
        count=cell.count,
        low=None if half is None else value - half,
        high=None if half is None else value + half,
        level=level,
        method="" if half is None else "jackknife_random_groups",
        numerator=cell.total,
        denominator=cell.base,
        quantum=statistic.quantum,
    )


def _bounded(statistic: Statistic, cell: Cell, level: float) -> Estimate:
    """Bound the mean over everyone by what the silent could have answered: the least, and the most."""
    quantum, most = float(statistic.quantum), statistic.most or 1
    silent = cell.base - cell.count
    return Estimate(
        value=cell.total / cell.count * quantum,
        count=cell.count,
        low=cell.total / cell.base * quantum,
        high=(cell.total + silent * most) / cell.base * quantum,
        level=level,
        method="manski_bounds",
        numerator=cell.total,
        denominator=cell.count,
        quantum=statistic.quantum,
    )


_MAKERS: Mapping[Kind, Callable[[Statistic, Cell, float], Estimate]] = MappingProxyType(
    {
        Kind.SHARE: _share,
        Kind.NET: _net,
        Kind.MEAN: _mean,
        Kind.RATIO: _ratio,
        Kind.TOTAL: _total,
        Kind.PERCENTILE: _percentile,
        Kind.SUMMARY: _summary,
        Kind.BOUNDED: _bounded,
    }
)
