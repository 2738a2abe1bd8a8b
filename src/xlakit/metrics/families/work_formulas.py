"""How the load of technicians is put together from its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlakit.metrics.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class PerHead:
    """A figure over a known number of heads: the number is complete, so only the figure has a spread."""

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the quotient; unknown where a part is, or where there is nobody."""
        one, heads = figures
        if one.value is None or not heads.value:
            return Figure(None)
        moved = None if one.influence is None else one.influence / float(heads.value)
        return replace(one, value=one.value / heads.value, influence=moved)

    def text(self, names: Sequence[str]) -> str:
        """Return both with their sign."""
        return f"{names[0]} per {names[1]}"


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """The first figure that is known."""

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return it; unknown where none is."""
        return next((figure for figure in figures if figure.value is not None), Figure(None))

    def text(self, names: Sequence[str]) -> str:
        """Return the figures in their order."""
        return f"first_known({', '.join(names)})"
