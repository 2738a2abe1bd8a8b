"""A metric that reads one frame of facts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Literal, Self

from xlakit.errors import MeasureError, message
from xlakit.metrics.figure import Figure, figure
from xlakit.metrics.kind import Kind
from xlakit.metrics.limits import within_range
from xlakit.metrics.metric import Conditions, Metric, narrowed, written
from xlakit.metrics.summaries import interpolated
from xlakit.model import Percent
from xlakit.model.condition import NOT
from xlakit.model.metric_ref import MetricRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import timedelta

    import polars as pl

    from xlakit.metrics.cell import Cell
    from xlakit.metrics.metric import Values
    from xlakit.metrics.statistic import Statistic
    from xlakit.model import Estimate

Grain = Literal[
    "tickets",
    "answers",
    "clock_tickets",
    "clock_cycles",
    "respondents",
    "sessions",
    "articles",
    "notices",
    "staff",
    "silences",
    "touchpoints",
    "measurements",
]

LOOSE = frozenset({Kind.PERCENTILE, Kind.RATIO, Kind.SUMMARY, Kind.TOTAL})
"""Kinds whose interval, and for a percentile whose value, does not know where the range ends."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Leaf(Metric):
    """A metric that reads one frame of facts.

    Attributes
    ----------
    grain
        The frame of facts whose rows add: tickets, answers, tickets of one clock, cycles of one clock,
        distinct respondents, sessions, …
    statistic
        How its sums become the number.
    value, per
        What a row adds above and, for ratios, below the line: integer (or boolean) expressions; null adds
        nothing and is not counted.
    at
        The instant that decides the window a row belongs to; null belongs to none.
    reads
        The fact columns it reads.
    follow_up, watched_from
        How long a row has to be watched, and from when, before it is counted.
    clock
        The clock it reads, for the clock grains.
    condition
        Which rows count (``where``).
    grouped
        Whether people are told apart in its sums (random groups); answers and ratios always do.
    personal
        Whether it rests on what users said, on whichever frame: anonymity holds for it.
    stock
        For a state at the end of a window: the instant from which, and that until which, a row is in it.
        ``value`` and ``per`` may then use the column ``window_end``.
    summary
        For a figure that only all rows of a window together can give: rows to ``(total, base, count)``.
    """

    grain: Grain
    statistic: Statistic
    value: pl.Expr = field(repr=False)
    at: pl.Expr = field(repr=False)
    reads: tuple[str, ...] = ()
    per: pl.Expr | None = field(default=None, repr=False)
    follow_up: timedelta | None = None
    watched_from: pl.Expr | None = field(default=None, repr=False)
    clock: str | None = None
    condition: Conditions = ()
    grouped: bool = False
    personal: bool = False
    stock: tuple[pl.Expr, pl.Expr] | None = field(default=None, repr=False)
    summary: Callable[[pl.DataFrame], tuple[int, int, int]] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The metric as text, with parameters and conditions: equal text means equal numbers."""
        return written(self.condition, str(self.ref or self.title))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Itself."""
        return (self,)

    @property
    def additive(self) -> bool:
        """Whether its sums over parts of the rows add up to those of the whole."""
        return self.grain != "respondents" and self.stock is None and self.summary is None

    @property
    def tells_people_apart(self) -> bool:
        """Whether its sums are kept in random groups of people."""
        ratio = self.statistic.kind is Kind.RATIO
        return (
            self.grouped or ratio or self.grain == "answers"
        ) and self.statistic.kind is not Kind.PERCENTILE

    def where(self, **conditions: Values) -> Self:
        """Return the metric over the rows that match; several calls narrow further.

        Examples
        --------
        >>> from xlakit import metrics as m
        >>> m.csat().where(channel=["portal", "phone"], site_not="oslo").name
        'csat where channel=portal|phone, site_not=oslo'
        """
        return replace(self, condition=narrowed(self.condition, conditions))

    def where_columns(self) -> frozenset[str]:
        """Return the columns its condition reads."""
        return frozenset(column.removesuffix(NOT) for column, _ in self.condition)

    def percentile(self, share: str | Fraction, *, exact: bool = False) -> Leaf:
        """Return the percentile of what rows add, where the metric is their mean.

        Parameters
        ----------
        share
            ``"90%"`` or a fraction strictly between 0 and 1.
        exact
            Take it from the rows by linear interpolation; parts then no longer add up. Otherwise from a
            histogram that adds up and is less than 1 % off.

        Raises
        ------
        MeasureError
            The metric is no mean, or `share` no share between 0 and 1.

        Examples
        --------
        >>> from xlakit import metrics as m
        >>> m.resolution_time().percentile("90%").name
        'resolution_time(percentile=90%)'
        """
        part = _percentile_share(self, share)
        written_share = f"{float(part * 100):g}%"
        ref = (
            None
            if self.ref is None
            else MetricRef(name=self.ref.name, params={**self.ref.params, "percentile": written_share})
        )
        described = replace(self, ref=ref, title=f"{self.title} ({written_share} of cases)")
        if not exact:
            return replace(
                described, statistic=replace(self.statistic, kind=Kind.PERCENTILE, share=part), grouped=False
            )
        return replace(
            described,
            statistic=replace(self.statistic, kind=Kind.SUMMARY),
            summary=partial(interpolated, share=part),
        )

    def estimate(self, cell: Cell, *, level: float = 0.95) -> Estimate:
        """Return the finished number of the sums in `cell`."""
        found = self.statistic.estimate(cell, level=level)
        kind = self.statistic.kind
        return (
            within_range(found, self.low, self.high, value=kind is Kind.PERCENTILE)
            if kind in LOOSE
            else found
        )

    def figure(self, cell: Cell) -> Figure:
        """Return the value of the sums in `cell` with the influence of each random group of people."""
        return figure(self.statistic, cell)

    def with_cells(self, cell: Cell) -> Iterable[tuple[Leaf, Cell]]:
        """Return itself with `cell`."""
        return ((self, cell),)

    def counted(self, cell: Cell) -> int:
        """Return how many rows the number rests on."""
        return cell.count


def _percentile_share(leaf: Leaf, share: str | Fraction) -> Fraction:
    if leaf.statistic.kind is not Kind.MEAN:
        raise MeasureError(message(f"metric {leaf.name}", "only the rows of a mean have percentiles"))
    try:
        part = Percent.parse(share).exact if isinstance(share, str) else Fraction(share)
    except (ValueError, TypeError, OverflowError):
        part = Fraction(0)
    if not 0 < part < 1:
        raise MeasureError(
            message(
                f"metric {leaf.name}",
                "a percentile lies strictly between 0 and 1",
                got=str(share),
                hint="90%",
            )
        )
    return part
