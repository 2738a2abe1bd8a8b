"""How figures combine: every rule carries the value and the influence of each group of people."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import numpy as np

from xlakit.metrics.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Influence = npt.NDArray[np.float64] | None
UNKNOWN = Figure(None)


class Formula(Protocol):
    """One way to combine figures. Unknown figures make the result unknown, unless the formula says otherwise."""

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the combination."""
        ...

    def text(self, names: Sequence[str]) -> str:
        """Return it as people write it; equal text means equal numbers."""
        ...


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of figures, each times its factor, plus a constant. ``a - b`` is ``(1, -1)``."""

    factors: tuple[Fraction, ...]
    constant: Fraction = Fraction(0)

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the sum; unknown where a part is."""
        if any(item.value is None for item in figures):
            return UNKNOWN
        value = self.constant + sum(
            (factor * _value(item) for factor, item in zip(self.factors, figures, strict=True)), Fraction(0)
        )
        return _joined(value, figures, [float(factor) for factor in self.factors])

    def text(self, names: Sequence[str]) -> str:
        """Return the terms in their order."""
        terms = [f"{_number(factor)}{name}" for factor, name in zip(self.factors, names, strict=True)]
        if self.constant:
            terms.insert(0, str(self.constant))
        return "(" + " + ".join(terms).replace("+ -", "- ") + ")"


@dataclass(frozen=True, slots=True)
class Product:
    """Two figures multiplied; with a negative power the first divided by the second."""

    inverse: bool = False

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the product or quotient; unknown where a part is, or where it would divide by zero."""
        one, other = figures
        if one.value is None or other.value is None or (self.inverse and other.value == 0):
            return UNKNOWN
        if self.inverse:
            value = one.value / other.value
            slopes = [1 / float(other.value), -float(value / other.value)]
        else:
            value, slopes = one.value * other.value, [float(other.value), float(one.value)]
        return _joined(value, figures, slopes)

    def text(self, names: Sequence[str]) -> str:
        """Return both with their sign."""
        return f"{names[0]} {'/' if self.inverse else '*'} {names[1]}"


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted mean; the weights are renormalised over the parts that are known."""

    weights: tuple[Fraction, ...]

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the mean of the known parts; unknown where none is."""
        known = [
            (weight, item)
            for weight, item in zip(self.weights, figures, strict=True)
            if item.value is not None and weight
        ]
        whole = sum((weight for weight, _ in known), Fraction(0))
        if not whole:
            return UNKNOWN
        factors = tuple(weight / whole for weight, _ in known)
        return Linear(factors)([item for _, item in known])

    def text(self, names: Sequence[str]) -> str:
        """Return the parts with their weights."""
        return (
            "weighted("
            + ", ".join(
                f"{name}: {_number(weight).rstrip('*') or '1'}"
                for weight, name in zip(self.weights, names, strict=True)
            )
            + ")"
        )


@dataclass(frozen=True, slots=True)
class Minimum:
    """The smallest part: no part can make up for another."""

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the smallest; unknown where a part is, for the unknown one may be smaller."""
        if any(item.value is None for item in figures):
            return UNKNOWN
        return min(figures, key=_value)

    def text(self, names: Sequence[str]) -> str:
        """Return the parts."""
        return f"minimum({', '.join(names)})"


@dataclass(frozen=True, slots=True)
class Power:
    """A power mean of parts that are not negative: geometric (0) or harmonic (-1). Imbalance costs."""

    harmonic: bool = False

    def __call__(self, figures: Sequence[Figure]) -> Figure:
        """Return the mean; unknown where a part is unknown or negative. One part of zero makes it zero."""
        values = [item.value for item in figures if item.value is not None and item.value >= 0]
        if len(values) < len(figures):
            return UNKNOWN
        count = len(values)
        if not all(values):
            return _joined(Fraction(0), figures, [0.0] * count)
        if self.harmonic:
            mean = count / sum((1 / value for value in values), Fraction(0))
            slopes = [float(mean * mean / (count * value * value)) for value in values]
        else:
            product = Fraction(1)
            for value in values:
                product *= value
            # A root is irrational; twelve digits of it are the same on every machine.
            mean = Fraction(round(float(product) ** (1 / count), 12)).limit_denominator(10**12)
            slopes = [float(mean) / (count * float(value)) for value in values]
        return _joined(mean, figures, slopes)

    def text(self, names: Sequence[str]) -> str:
        """Return the parts."""
        return f"{'harmonic' if self.harmonic else 'geometric'}({', '.join(names)})"


def _value(item: Figure) -> Fraction:
    return item.value if item.value is not None else Fraction(0)


def _joined(value: Fraction, figures: Sequence[Figure], slopes: Sequence[float]) -> Figure:
    return Figure(value, _moved(figures, slopes), min((item.freedom for item in figures), default=0.0))


def _moved(figures: Sequence[Figure], slopes: Sequence[float]) -> Influence:
    """Return how far each group moves the combination; unknown where one part does not tell people apart."""
    total: Influence = None
    for item, slope in zip(figures, slopes, strict=True):
        if item.influence is None:
            return None
        part = item.influence * slope
        total = part if total is None else _together(total, part)
    return total


def _together(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Add influences; a group without rows in one part moves it by nothing, in both parts it is unknown."""
    neither = np.isnan(one) & np.isnan(other)
    return np.where(neither, np.nan, np.nan_to_num(one) + np.nan_to_num(other))


def _number(factor: Fraction) -> str:
    return {Fraction(1): "", Fraction(-1): "-"}.get(factor, f"{factor}*")
