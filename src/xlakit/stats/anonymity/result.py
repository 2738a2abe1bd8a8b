"""What a suppression hides, and what can still be worked out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from xlakit.stats.anonymity.protect import Outcome, Reason
    from xlakit.stats.anonymity.table import Table

SNAP = 1e-6


@dataclass(frozen=True, slots=True)
class Hidden:
    """A figure that is not shown, and what can still be worked out of it.

    Attributes
    ----------
    figure
        Its name.
    reason
        ``primary`` (below k), ``homogeneous`` (all its answers at one end of the scale), ``complementary``
        (hidden to protect others), ``not published`` (a small group that is no figure), ``asked``. Keep it to
        yourself: who knows that a figure was too small knows that it lies below k.
    low, high
        The fewest and the most answers that it can have, given all that is published.
    sum_low, sum_high
        The same for the sum of its scores; None where none were given.
    """

    figure: Hashable
    reason: Reason
    low: float
    high: float
    sum_low: float | None = None
    sum_high: float | None = None

    @property
    def width(self) -> float:
        """By how many answers the most exceed the fewest."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Suppression:
    """Which figures of a table are shown and which are hidden.

    Attributes
    ----------
    k
        The anonymity threshold.
    shown
        The names of the figures that may be published.
    hidden
        The others, each with its reason and what can still be worked out of it.
    unpublished
        Groups below k that are no figure of their own, audited in the same way.
    protected
        Whether nothing hidden and no small group can be told to within k answers or by its scores.
    programs
        How many linear programs were solved.
    """

    k: int
    shown: tuple[Hashable, ...]
    hidden: tuple[Hidden, ...]
    unpublished: tuple[Hidden, ...]
    protected: bool
    programs: int

    @property
    def names(self) -> frozenset[Hashable]:
        """The names of all hidden figures."""
        return frozenset(each.figure for each in self.hidden)


def result(table: Table, k: int, found: Outcome) -> Suppression:
    """Return what an audit of `table` found, under the names of its figures and cells."""
    figures = [
        hidden
        for index, (names, reason) in enumerate(zip(table.names, found.reasons, strict=True))
        if reason is not None
        for hidden in _hidden(table, found, index, names, reason)
    ]
    cells = [
        hidden
        for index, cell in enumerate(found.small, start=len(table.names))
        for hidden in _hidden(table, found, index, (table.keys[cell],), "not published")
    ]
    shown = zip(table.names, found.reasons, strict=True)
    return Suppression(
        k=k,
        shown=tuple(name for names, reason in shown if reason is None for name in names),
        hidden=tuple(figures),
        unpublished=tuple(cells),
        protected=not len(found.exposed),
        programs=found.programs,
    )


def _hidden(
    table: Table, found: Outcome, target: int, names: tuple[Hashable, ...], reason: Reason
) -> Iterator[Hidden]:
    """Yield what is known of one target, once a name."""
    low, high = found.low[target], found.high[target]
    sums: tuple[float | None, float | None] = (None, None)
    if len(table.layers) > 1:
        # Of every answer, its distance from the lowest score and from the highest add up to the scale.
        weights = (table.lowest + table.scale) / table.scale, table.lowest / table.scale
        ends = [
            sorted((weight * a, weight * b))
            for weight, a, b in zip(weights, low, high, strict=True)
            if weight
        ]
        sums = _plain(sum(end[0] for end in ends)), _plain(sum(end[1] for end in ends))
    for name in names:
        yield Hidden(name, reason, _plain(low.sum() / table.scale), _plain(high.sum() / table.scale), *sums)


def _plain(value: float) -> float:
    """Return a whole number where the solver came to within its tolerance of one."""
    return (
        float(round(value))
        if abs(value) < float("inf") and abs(value - round(value)) < SNAP
        else float(value)
    )
