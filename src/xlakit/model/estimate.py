"""A measured number that carries how sure we are of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xlakit.model.base import Value


class Estimate(Value):
    """A finished number with its count and interval.

    ``value`` is for people and charts; promises are decided on ``exact``, the rational number that the
    integer sums give, so that no rounding of floats can turn a kept promise into a broken one.

    Attributes
    ----------
    value
        The number in the metric's unit, or None where nothing was counted: None is not zero.
    count
        How many records the number rests on (the denominator of a share, the answers of a mean).
    low, high
        The interval at confidence `level`; None where there is no value or no interval.
    level
        Confidence of the interval, in (0, 1).
    method
        How the interval was made, for example ``wilson``; empty where there is none.
    numerator, denominator
        The integer sums behind the value: ``value = quantum * numerator / denominator``.
    quantum
        What one unit of the numerator is worth in the metric's unit (100 for a net score, 0.001 for a
        mean summed in thousandths).

    Examples
    --------
    >>> Estimate(value=0.95, count=20, numerator=19, denominator=20).exact
    Fraction(19, 20)
    >>> Estimate.nothing().exact is None
    True
    """

    value: float | None
    count: int
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    method: str = ""
    numerator: int | None = None
    denominator: int | None = None
    quantum: Decimal = Decimal(1)

    @property
    def exact(self) -> Fraction | None:
        """The value as an exact rational number, or None where there is none."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator) * Fraction(self.quantum)

    @classmethod
    def nothing(cls, *, level: float = 0.95, method: str = "") -> Estimate:
        """Return the estimate of something that was not counted at all."""
        return cls(value=None, count=0, level=level, method=method)
