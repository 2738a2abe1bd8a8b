"""A metric: what each row of facts adds, and everything a reader must know of the number.

A metric never returns a number from rows. It says what each row adds; the cube sums; the statistic
finishes. So one definition serves one file, many partitions and stored months with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from xlakit.model.condition import NOT

if TYPE_CHECKING:
    from datetime import timedelta

    import polars as pl

    from xlakit.metrics.statistic import Statistic
    from xlakit.model.metric_ref import MetricRef
    from xlakit.model.objective import Basis, ObjectiveKind

Unit = Literal["share", "points", "seconds", "score", "count"]
Direction = Literal["higher", "lower"]
Grain = Literal["tickets", "answers", "clock_tickets", "clock_cycles", "respondents"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Metric:
    """One metric with its parameters bound.

    Attributes
    ----------
    ref
        Catalogue name and parameters: what an agreement writes to mean this metric.
    title
        What people read.
    kind, basis
        Which side of the agreement it speaks for, and whether users said it, or it was observed.
    unit, low, high
        Unit and range of the finished number; None is open.
    direction
        Which end is good.
    grain
        The frame of facts whose rows add: tickets, answers, tickets of one clock, cycles of one clock, or
        distinct respondents (which no two cubes can add up).
    value
        What a row adds, an integer expression; null adds nothing and is not counted.
    at
        The instant that decides the window a row belongs to; null belongs to none.
    follow_up, watched_from
        How long a row has to be watched, and from when, before it is counted.
    clock
        The clock it reads, for the clock grains.
    columns
        The fact columns it reads.
    needs
        What a desk must hold to measure it, in words.
    source
        The concept or reference the definition comes from.
    condition, segments
        Which rows count (``where``), and the columns it is cut by (``by``).
    """

    ref: MetricRef
    title: str
    kind: ObjectiveKind
    basis: Basis
    unit: Unit
    direction: Direction
    grain: Grain
    statistic: Statistic
    value: pl.Expr = field(repr=False)
    at: pl.Expr = field(repr=False)
    columns: tuple[str, ...]
    needs: str
    source: str
    low: float | None = None
    high: float | None = None
    follow_up: timedelta | None = None
    watched_from: pl.Expr | None = field(default=None, repr=False)
    clock: str | None = None
    condition: tuple[tuple[str, tuple[str, ...]], ...] = ()
    segments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The metric as text, with parameters and conditions: equal text means equal numbers."""
        where = ", ".join(f"{column}={'|'.join(values)}" for column, values in self.condition)
        return f"{self.ref} where {where}" if where else str(self.ref)

    @property
    def additive(self) -> bool:
        """Whether its sums over parts add up to those of the whole."""
        return self.grain != "respondents"

    @property
    def from_answers(self) -> bool:
        """Whether it rests on what users answered: a sample, with a response rate."""
        return self.grain in {"answers", "respondents"}

    def where(self, **conditions: str | tuple[str, ...] | list[str]) -> Metric:
        """Return the metric over the rows that match; several calls narrow further.

        Examples
        --------
        >>> from xlakit import metrics as m
        >>> m.csat().where(channel=["portal", "phone"], site_not="oslo").name
        'csat where channel=portal|phone, site_not=oslo'
        """
        added = tuple(
            (column, (value,) if isinstance(value, str) else tuple(value))
            for column, value in conditions.items()
        )
        return replace(self, condition=tuple(sorted({*self.condition, *added})))

    def by(self, *columns: str) -> Metric:
        """Return the metric cut by `columns`: one figure for each combination of their values.

        Examples
        --------
        >>> from xlakit import metrics as m
        >>> m.csat().by("team").segments
        ('team',)
        """
        return replace(self, segments=(*self.segments, *columns))

    def where_columns(self) -> frozenset[str]:
        """Return the columns its condition reads."""
        return frozenset(column.removesuffix(NOT) for column, _ in self.condition)
