"""Ways to combine figures that single families need: a cap, an index in per cent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.metrics.formula import UNKNOWN, Weighted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.metrics.figure import Figure


@dataclass(frozen=True, slots=True)
class Capped:
    """A figure, at most 1: better than chance is as good as it gets."""

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the smaller of the figure and 1, as uncertain as the figure."""
        (figure,) = figures
        return UNKNOWN if figure.value is None else replace(figure, value=min(figure.value, Fraction(1)))

    def text(self, names: Sequence[str]) -> str:
        """Return the figure with its cap."""
        return f"at most 1: {names[0]}"


@dataclass(frozen=True, slots=True)
class Index:
    """A weighted mean in per cent; the weights are renormalised over the parts that are known."""

    weights: tuple[Fraction, ...]

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return 100 times the mean of the known parts; unknown where none is."""
        mean = Weighted(self.weights)(figures)
        if mean.value is None:
            return UNKNOWN
        moved = None if mean.influence is None else mean.influence * 100
        return replace(mean, value=mean.value * 100, influence=moved)

    def text(self, names: Sequence[str]) -> str:
        """Return the parts with their weights."""
        return f"100*{Weighted(self.weights).text(names)}"
