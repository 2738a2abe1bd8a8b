"""Service points of a window, turned into money."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlakit.model.commercial_terms import ServicePoints

ZERO = Fraction(0)


def points_credit(terms: ServicePoints, points: Fraction, charges: Fraction) -> Fraction:
    """Return what so many service points cost, of charges before credits.

    Examples
    --------
    >>> from xlakit.model.commercial_terms import ServicePoints
    >>> half = ServicePoints.model_validate({"per_point": "0.5%"})
    >>> [str(points_credit(half, Fraction(n), Fraction(250000))) for n in (0, 3, 6)]
    ['0', '3750', '7500']
    >>> rows = [{"points": 10, "credit": "2%"}, {"points": 15, "credit": "4%"}]
    >>> steps = ServicePoints.model_validate({"table": rows})
    >>> [str(points_credit(steps, Fraction(n), Fraction(100))) for n in (9, 10, 29)]
    ['0', '2', '4']
    """
    if terms.per_point is not None:
        found = points * terms.per_point.exact * charges
    elif terms.table:
        reached = [row.credit.exact for row in terms.table if Fraction(row.points) <= points]
        found = max(reached, default=ZERO) * charges
    else:
        edges = sorted(terms.bands, key=lambda band: band.above)
        found = ZERO
        for band, after in zip(edges, [*edges[1:], None], strict=True):
            top = points if after is None else min(points, Fraction(after.above))
            inside = max(ZERO, top - Fraction(band.above))
            found += inside * Fraction(terms.point_value or 0) * Fraction(band.multiplier)
    return found if terms.cap is None else min(found, terms.cap.exact * charges)
