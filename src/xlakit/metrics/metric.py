"""A metric: what each row of facts adds, and everything a reader must know of the number.

A metric never returns a number from rows. It says what each row adds; the cube sums; the statistic
finishes. So one definition serves one file, many partitions and stored months with the same result.

A `Leaf` reads one frame of facts; a `Combined` metric joins others by a formula. Both are narrowed, cut,
named and finished the same way.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

from xlakit.errors import MeasureError, message
from xlakit.model.condition import column_of
from xlakit.model.metric_ref import MetricRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from fractions import Fraction

    from xlakit.metrics.cell import Cell
    from xlakit.metrics.combined import Combined
    from xlakit.metrics.figure import Figure
    from xlakit.metrics.leaf import Leaf
    from xlakit.model import Estimate
    from xlakit.model.objective import Basis, ObjectiveKind

    Value = str | bool | int
    Values = Value | tuple[Value, ...] | list[Value]
    Number = int | Fraction | Decimal

Conditions = tuple[tuple[str, tuple[str, ...]], ...]

Unit = Literal["share", "points", "seconds", "score", "count", "money", "ratio"]
Direction = Literal["higher", "lower"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Metric(ABC):
    """One metric with its parameters bound.

    Attributes
    ----------
    ref
        Catalogue name and parameters: what an agreement writes to mean this metric. None for a metric that
        was composed on the way and has no name of its own.
    title
        What people read.
    kind, basis
        Which side of the agreement it speaks for, and whether users said it, or it was observed.
    unit, low, high
        Unit and range of the finished number; None is open.
    direction
        Which end is good.
    needs
        What a desk must hold to measure it, in words.
    source
        The concept or reference the definition comes from.
    segments
        The columns it is cut by (``by``).
    """

    ref: MetricRef | None
    title: str
    kind: ObjectiveKind
    basis: Basis
    unit: Unit
    direction: Direction
    needs: str
    source: str
    low: float | None = None
    high: float | None = None
    segments: tuple[str, ...] = ()

    @property
    @abstractmethod
    def name(self) -> str:
        """The metric as text, with parameters and conditions: equal text means equal numbers."""

    @property
    @abstractmethod
    def leaves(self) -> tuple[Leaf, ...]:
        """The parts that read facts, in order; a leaf is its own only one."""

    @abstractmethod
    def estimate(self, cell: Cell, *, level: float = 0.95) -> Estimate:
        """Return the finished number of the sums in `cell`."""

    @abstractmethod
    def figure(self, cell: Cell) -> Figure:
        """Return the value of the sums in `cell` with the influence of each random group of people."""

    @abstractmethod
    def counted(self, cell: Cell) -> int:
        """Return how many rows the number rests on: the fewest, where it has parts."""

    @abstractmethod
    def where(self, **conditions: Values) -> Self:
        """Return the metric over the rows that match; several calls narrow further."""

    @abstractmethod
    def with_cells(self, cell: Cell) -> Iterable[tuple[Leaf, Cell]]:
        """Return each leaf with its own part of `cell`, in order."""

    @property
    def additive(self) -> bool:
        """Whether its sums over parts of the rows add up to those of the whole."""
        return all(leaf.additive for leaf in self.leaves)

    @property
    def from_answers(self) -> bool:
        """Whether it rests on what users answered: a sample, with a response rate."""
        return any(leaf.personal for leaf in self.leaves)

    @property
    def clocks(self) -> frozenset[str]:
        """The clocks it reads."""
        return frozenset(leaf.clock for leaf in self.leaves if leaf.clock is not None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The fact columns it reads, conditions included."""
        return tuple(
            dict.fromkeys(column for leaf in self.leaves for column in (*leaf.reads, *leaf.where_columns()))
        )

    def by(self, *columns: str) -> Self:
        """Return the metric cut by `columns`: one figure for each combination of their values.

        Examples
        --------
        >>> from xlakit import metrics as m
        >>> m.csat().by("team").segments
        ('team',)
        """
        return replace(self, segments=(*self.segments, *columns))

    def named(
        self,
        name: str,
        *,
        params: Mapping[str, str] | None = None,
        title: str | None = None,
        **described: object,
    ) -> Self:
        """Return the metric under a name of its own, with anything else about it that a reader must know.

        Parameters
        ----------
        name, params, title
            What it is called; the title is the name unless stated.
        **described
            Any of ``kind, basis, unit, direction, low, high, needs, source``.

        Examples
        --------
        >>> from xlakit import metrics as m
        >>> gap = (m.fcr() - m.verified_fcr()).named("claimed_only", direction="lower", low=-1)
        >>> gap.name, gap.direction
        ('claimed_only', 'lower')
        """
        ref = MetricRef(name=name, params=dict(params or {}))
        return replace(self, ref=ref, title=title or name, **described)  # type: ignore[arg-type]

    # Operators make metrics from metrics, so they live above this file and are fetched when used.

    def __add__(self, other: Metric | Number) -> Combined:
        from xlakit.metrics.arithmetic import plus

        return plus(self, other, 1)

    def __radd__(self, other: Number) -> Combined:
        from xlakit.metrics.arithmetic import plus

        return plus(self, other, 1)

    def __sub__(self, other: Metric | Number) -> Combined:
        from xlakit.metrics.arithmetic import plus

        return plus(self, other, -1)

    def __rsub__(self, other: Number) -> Combined:
        from xlakit.metrics.arithmetic import rest_of

        return rest_of(other, self)

    def __mul__(self, other: Metric | Number) -> Combined:
        from xlakit.metrics.arithmetic import times

        return times(self, other)

    def __rmul__(self, other: Number) -> Combined:
        from xlakit.metrics.arithmetic import times

        return times(self, other)

    def __truediv__(self, other: Metric | Number) -> Combined:
        from xlakit.metrics.arithmetic import over

        return over(self, other)


def written(condition: Conditions, name: str) -> str:
    """Return `name` with what it was narrowed to."""
    where = ", ".join(f"{column}={'|'.join(values)}" for column, values in condition)
    return f"{name} where {where}" if where else name


def narrowed(condition: Conditions, conditions: Mapping[str, Values]) -> Conditions:
    """Return `condition` with further `conditions`, in a fixed order.

    Of a column named twice only the values named both times match; left out (``_not``) are those named either time.

    Examples
    --------
    >>> narrowed((("team", ("A", "B")), ("site_not", ("x",))), {"team": "A", "site_not": "y", "vip": True})
    (('site_not', ('x', 'y')), ('team', ('A',)), ('vip', ('true',)))
    """
    found = dict(condition)
    for column, values in conditions.items():
        added = _texts(column, values)
        before = found.get(column, added)
        _, negated = column_of(column)
        kept = (*before, *added) if negated else [value for value in before if value in added]
        found[column] = tuple(dict.fromkeys(kept))
    return tuple(sorted(found.items()))


def _texts(column: str, values: Values) -> tuple[str, ...]:
    """Return the values of a condition as text, as columns are compared."""
    listed = values if isinstance(values, list | tuple) else (values,)
    for value in listed:
        if not isinstance(value, str | bool | int):
            raise MeasureError(
                message(
                    f"where {column}", "needs a text, or a list of them", got=repr(value), hint="'portal'"
                )
            )
    return tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in listed)
