"""Step 6, severity: how much of its allocation a missed objective costs, between 0 and 1."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.scoring import exact_of

if TYPE_CHECKING:
    from xlakit.model.credit_terms import Band, Form, Severity
    from xlakit.settlement.mark import Mark

ZERO, ONE = Fraction(0), Fraction(1)


def form_of(mark: Mark) -> Form:
    """Return the form of severity that holds: the one stated; else two steps where there are two levels."""
    stated = _stated(mark)
    if stated is None:
        return "two-step" if mark.levels.minimum is not None else "step"
    if stated.form == "two-step" and mark.levels.minimum is None:
        return "step"  # one level: one step
    return stated.form


def severity(mark: Mark) -> Fraction:
    """Return the part of its allocation that a mark costs; 0 where the promise was kept or not measured.

    A missing measurement that counts as a miss is one of the expected level; where severity follows the figure, it
    costs all of it: a failure to measure is a failure.

    References
    ----------
    ``linear``: ``clip((ESL - x) / (ESL - MSL), 0, 1)``, and 1 below the minimum. ``shortfall``: ``ESL - x``.
    """
    if not mark.failed:
        return ZERO
    form = form_of(mark)
    stated = _stated(mark)
    if form == "step" or (form == "two-step" and mark.outcome is Outcome.BELOW_MINIMUM):
        return ONE
    if form == "two-step":
        return stated.expected_miss.exact if stated is not None else Fraction(1, 2)
    if form == "points":
        return ZERO  # service points are turned into money together
    if mark.value is None:
        return ONE
    return _linear(mark) if form == "linear" else _by_figure(mark, mark.value.exact, form, stated)


def _stated(mark: Mark) -> Severity | None:
    credit = mark.promise.objective.service_credit
    return None if credit is None else credit.severity


def _by_figure(mark: Mark, value: Fraction, form: Form, stated: Severity | None) -> Fraction:
    """Return the severity that is the shortfall itself, or stands in a table of bands."""
    if form == "shortfall" or stated is None:
        return min(abs(mark.levels.expected.exact - value), ONE)
    band = farthest(stated, value)
    return ZERO if band is None or band.credit is None else band.credit.exact


def _linear(mark: Mark) -> Fraction:
    """Return ``clip((ESL - x) / (ESL - MSL), 0, 1)``, in whole numbers until the last step."""
    expected, floor, value = mark.levels.expected, mark.levels.minimum, mark.value
    if mark.outcome is Outcome.BELOW_MINIMUM or floor is None or value is None:
        return ONE
    whole = value.under * (expected.over * floor.under - floor.over * expected.under)
    if not whole:
        return ONE
    short = (expected.over * value.under - value.over * expected.under) * floor.under
    return max(ZERO, min(ONE, Fraction(short, whole)))


def points_of(mark: Mark, before: Fraction) -> Fraction:
    """Return the service points of a mark; multiplied where the same objective had some in the window `before`."""
    stated = _stated(mark)
    if stated is None or stated.form != "points" or not mark.failed:
        return ZERO
    if mark.value is None:
        found = max((Fraction(band.points or 0) for band in stated.bands), default=ZERO)
    else:
        band = farthest(stated, mark.value.exact)
        found = ZERO if band is None else Fraction(band.points or 0)
    return found * Fraction(stated.repeat) if before else found


def farthest(severity: Severity, value: Fraction) -> Band | None:
    """Return the band that a figure is in: of all that hold, the one farthest out; None where none holds.

    Examples
    --------
    >>> from xlakit.model.credit_terms import Severity
    >>> table = Severity.model_validate({"points": [{"below": "99%", "points": 1}, {"below": "98%", "points": 2}]})
    >>> [str(farthest(table, Fraction(n, 10000)).points) for n in (9895, 9799)], farthest(table, Fraction(99, 100))
    (['1', '2'], None)
    """
    found: Band | None = None
    best = ZERO
    for band in severity.bands:
        edge = exact_of(band.below) if band.below is not None else exact_of(band.above or 0)  # type: ignore[arg-type]
        inside = value < edge if band.below is not None else value > edge
        farther = found is None or (edge < best if band.below is not None else edge > best)
        if inside and farther:
            found, best = band, edge
    return found
