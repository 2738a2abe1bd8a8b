"""The chart for a series of single values: XmR, individuals and moving ranges."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, SupportsFloat

from xlakit.errors import DataError, message
from xlakit.stats import chart, series

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

LIMITS = Fraction("2.66")
RANGE_LIMIT = Fraction("3.267")
"""3/d2 and 1 + 3·d3/d2 for two neighbours, rounded as every printed table of them is."""


def xmr(
    values: Iterable[SupportsFloat | None],
    *,
    bounds: tuple[Decimal | float | None, Decimal | float | None] = (None, None),
    run: int = 8,
) -> chart.ControlChart:
    """Return the XmR chart of `values`: limits from how much neighbours differ.

    Parameters
    ----------
    values
        One number a period, in the order of time; None (or NaN) is a gap: no moving range spans it and no
        run or trend goes on across it.
    bounds
        The least and the greatest possible value, to which the limits are clipped: ``(0, 100)`` for a
        percentage, ``(0, None)`` for a duration.
    run
        How many points in a row on one side of the centre are a signal; 7 is in use too.

    Returns
    -------
    ControlChart
        Without limits and signals where fewer than 8 values are known, or no two neighbours are.

    Raises
    ------
    DataError
        A value that is not finite or lies outside the bounds, bounds that are turned round, or a run below 2.

    Notes
    -----
    ``mean ± 2.66 · mR``, and ``3.267 · mR`` for the moving ranges, mR their mean. Wheeler, Understanding Variation
    (1993). Seasons must be taken out before.

    Examples
    --------
    >>> found = xmr([94.1, 95.2, 93.8, 94.9, 95.6, 94.4, 95.1, 93.9, 94.7, 95.3, 94.8, 91.0])
    >>> round(found.centre, 4), round(found.lower[0], 4), round(found.upper[0], 4), found.outside
    (94.4, 91.2322, 97.5678, (11,))
    >>> found.assurance(95), found.assurance(90), found.assurance(98)
    ('may', 'will pass', 'will fail')
    >>> xmr([94.1, None, 95.2]).note
    'no limits: 2 known points, fewer than 8'
    """
    points = series.exact("xmr.values", values)
    least, most = (series.fraction("xmr.bounds", bound) for bound in bounds)
    run = chart.run_length("xmr.run", run)
    if least is not None and most is not None and least >= most:
        raise DataError(message("xmr.bounds", "must be the least, then the greatest", got=repr(bounds)))
    known = [point for point in points if point is not None]
    wrong = [
        value
        for value in known
        if (least is not None and value < least) or (most is not None and value > most)
    ]
    if wrong:
        raise DataError(message("xmr.values", f"must lie within {bounds}", got=str(float(wrong[0]))))
    centre = sum(known, Fraction(0)) / len(known) if known else None
    ranges = chart.moving_ranges(points)
    spans = [span for span in ranges if span is not None]
    if centre is None or len(known) < chart.LEAST or not spans:
        return chart.without_limits("xmr", points, centre)
    span = sum(spans, Fraction(0)) / len(spans)
    halves = [None if point is None else LIMITS * span for point in points]
    return replace(
        chart.chart("xmr", points, centre, halves, bounds=(least, most), run=run),
        moving_ranges=chart.floats(ranges),
        mean_moving_range=float(span),
        moving_range_limit=float(RANGE_LIMIT * span),
    )
