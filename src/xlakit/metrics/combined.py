"""Metrics joined by a formula."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from xlakit import stats
from xlakit.errors import MeasureError, message
from xlakit.metrics.cell import Cell
from xlakit.metrics.kind import Kind
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.limits import within_range
from xlakit.metrics.metric import Conditions, Metric, narrowed, written
from xlakit.model import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.metrics.figure import Figure
    from xlakit.metrics.formula import Formula
    from xlakit.metrics.metric import Direction, Unit, Values


@dataclass(frozen=True, kw_only=True, eq=False)
class Combined(Metric):
    """Metrics joined by a formula: a sum, a quotient, an index, a difference.

    Attributes
    ----------
    parts
        The metrics, in the order of the formula.
    formula
        How their figures combine.
    condition
        What ``where`` narrowed it to, for its name; the parts carry it out.
    """

    parts: tuple[Metric, ...]
    formula: Formula
    condition: Conditions = ()

    @property
    def name(self) -> str:
        """The metric as text: its own name, or the formula."""
        if self.ref is None:
            return self.formula.text([part.name for part in self.parts])
        return written(self.condition, str(self.ref))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves of all parts, in order."""
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    def where(self, **conditions: Values) -> Self:
        """Return the metric with every part narrowed to the rows that match."""
        return replace(
            self,
            parts=tuple(part.where(**conditions) for part in self.parts),
            condition=narrowed(self.condition, conditions),
        )

    def figure(self, cell: Cell) -> Figure:
        """Return the value of the sums in `cell` with the influence of each random group of people."""
        return self.formula(
            [part.figure(own) for part, own in zip(self.parts, self._cells(cell), strict=True)]
        )

    def estimate(self, cell: Cell, *, level: float = 0.95) -> Estimate:
        """Return the finished number, with the interval that the random groups of people give it."""
        found = self.figure(cell)
        if found.value is None:
            return Estimate.nothing(level=level)
        value = float(found.value)
        half = (
            None
            if found.influence is None
            else stats.half_width(found.influence, freedom=found.freedom, level=level)
        )
        estimate = Estimate(
            value=value,
            count=self.counted(cell),
            low=None if half is None else value - half,
            high=None if half is None else value + half,
            level=level,
            method=self._method(cell, known=half is not None),
            numerator=found.value.numerator,
            denominator=found.value.denominator,
        )
        return within_range(estimate, self.low, self.high)

    def with_cells(self, cell: Cell) -> Iterable[tuple[Leaf, Cell]]:
        """Return each leaf with its own part of `cell`, in order."""
        for part, own in zip(self.parts, self._cells(cell), strict=True):
            yield from part.with_cells(own)

    def counted(self, cell: Cell) -> int:
        """Return how many rows the number rests on: the fewest of any part that has some."""
        counts = [part.counted(own) for part, own in zip(self.parts, self._cells(cell), strict=True)]
        return min((count for count in counts if count), default=0)

    def _cells(self, cell: Cell) -> tuple[Cell, ...]:
        return cell.parts or (Cell(),) * len(self.parts)

    def _method(self, cell: Cell, *, known: bool) -> str:
        """Return how the interval was made, and which parts had nothing to count."""
        unknown = [
            part.name
            for part, own in zip(self.parts, self._cells(cell), strict=True)
            if part.figure(own).value is None
        ]
        method = "delta_random_groups" if known else ""
        return f"{method}; without {', '.join(unknown)}" if unknown else method


def combine(
    formula: Formula,
    *parts: Metric,
    unit: Unit | None = None,
    direction: Direction | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Combined:
    """Return the metrics joined by `formula`; what is not stated is that of the first part.

    Raises
    ------
    MeasureError
        A part is a percentile: percentiles do not combine.
    """
    apart = tuple(_apart(part) for part in parts)
    kinds = {part.kind for part in parts}
    bases = {part.basis for part in parts}
    first = parts[0]
    return Combined(
        ref=None,
        title=formula.text([part.title for part in parts]),
        kind=first.kind if len(kinds) == 1 else "combined",
        basis=first.basis if len(bases) == 1 else "observed",
        unit=unit or first.unit,
        direction=direction or first.direction,
        needs="; ".join(dict.fromkeys(part.needs for part in parts)),
        source="; ".join(dict.fromkeys(part.source for part in parts)),
        low=low,
        high=high,
        segments=tuple(dict.fromkeys(column for part in parts for column in part.segments)),
        parts=apart,
        formula=formula,
    )


def _apart(metric: Metric) -> Metric:
    """Return the metric with people told apart, so that its parts' covariance is known."""
    if isinstance(metric, Combined):
        return replace(metric, parts=tuple(_apart(part) for part in metric.parts))
    if isinstance(metric, Leaf):
        if metric.statistic.kind in {Kind.PERCENTILE, Kind.BOUNDED} or metric.grain == "respondents":
            raise MeasureError(
                message(
                    f"metric {metric.name}",
                    "does not combine with others",
                    hint="percentiles, bounds and distinct people stand for themselves",
                )
            )
        return replace(metric, grouped=True)
    return metric
