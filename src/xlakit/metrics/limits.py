"""Estimates within the range that a metric can take."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlakit.model import Estimate


def within_range(found: Estimate, low: float | None, high: float | None, *, value: bool = False) -> Estimate:
    """Return `found` with its interval within the range, and where asked for its value too.

    An interval made by symmetry reaches beyond the end of a scale; the middle of a histogram's bucket may.

    Examples
    --------
    >>> from xlakit.model import Estimate
    >>> found = Estimate(value=0.99, count=40, low=0.95, high=1.03, numerator=99, denominator=100)
    >>> within_range(found, 0, 1).high, within_range(Estimate.nothing(), 0, 1).value is None
    (1.0, True)
    """
    exact = found.exact
    if exact is None:
        return found
    changed: dict[str, object] = {}
    if value:
        exact = exact if high is None else min(exact, Fraction(high))
        exact = exact if low is None else max(exact, Fraction(low))
        changed |= {
            "value": float(exact),
            "numerator": exact.numerator,
            "denominator": exact.denominator,
            "quantum": Decimal(1),
        }
    if low is not None and found.low is not None:
        changed["low"] = max(found.low, min(float(low), float(exact)))
    if high is not None and found.high is not None:
        changed["high"] = min(found.high, max(float(high), float(exact)))
    return found.model_copy(update=changed)
