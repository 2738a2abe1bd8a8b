"""What those who answered say, carried over to everyone: a figure times a number that is known in full."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.metrics.combined import Combined, combine
from xlakit.metrics.formula import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.metrics.cell import Cell
    from xlakit.metrics.figure import Figure
    from xlakit.metrics.metric import Metric
    from xlakit.model import Estimate


@dataclass(frozen=True, slots=True)
class TimesKnown:
    """A figure less a reference, times a known number, times what one of the product is worth."""

    reference: Fraction = Fraction(0)
    worth: Fraction = Fraction(1)

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the product, as uncertain as the figure alone; unknown where a part is."""
        figure, number = figures
        if figure.value is None or number.value is None:
            return UNKNOWN
        factor = number.value * self.worth
        moved = None if figure.influence is None else figure.influence * float(factor)
        return replace(figure, value=(figure.value - self.reference) * factor, influence=moved)

    def text(self, names: Sequence[str]) -> str:
        """Return figure, reference, number and worth."""
        less = f"({names[0]} - {self.reference})" if self.reference else names[0]
        times = f" * {self.worth}" if self.worth != 1 else ""
        return f"{less} * {names[1]}{times}"


@dataclass(frozen=True, kw_only=True, eq=False)
class CarriedOver(Combined):
    """A figure times a known number, with the figure's own interval: it cannot leave what is possible."""

    formula: TimesKnown

    def estimate(self, cell: Cell, *, level: float = 0.95) -> Estimate:
        """Return the product with the interval of the figure, carried over alike."""
        found = Combined.estimate(self, cell, level=level)
        if found.value is None:
            return found
        figures, numbers = self._cells(cell)
        own, number = self.parts[0].estimate(figures, level=level), self.parts[1].figure(numbers)
        factor, less = float((number.value or 0) * self.formula.worth), float(self.formula.reference)
        return found.model_copy(
            update={
                "low": None if own.low is None else (own.low - less) * factor,
                "high": None if own.high is None else (own.high - less) * factor,
                "method": own.method,
            }
        )


def carried_over(
    figure: Metric, number: Metric, *, reference: Fraction = Fraction(0), worth: Fraction = Fraction(1)
) -> CarriedOver:
    """Return ``(figure - reference) · number · worth``; the number is known, only the figure is uncertain.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> carried_over(m.csat(), m.resolved_tickets()).name
    'csat * resolved_tickets'
    """
    made = combine(TimesKnown(reference, worth), figure, number)
    return CarriedOver(**{item.name: getattr(made, item.name) for item in fields(made)})
