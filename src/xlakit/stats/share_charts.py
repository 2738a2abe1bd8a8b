"""The charts for shares: p, and Laney's p′ for large counts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from xlakit.errors import DataError, message
from xlakit.stats import chart, laney

if TYPE_CHECKING:
    from collections.abc import Iterable


def p_chart(
    successes: Iterable[int | None], counts: Iterable[int | None], *, run: int = 8
) -> chart.ControlChart:
    """Return the p chart: shares beside the limits that counting alone gives them.

    Parameters
    ----------
    successes, counts
        Integers, one of each a period, in the order of time. A period with a None, or with a count of 0, is
        a gap.
    run
        How many points in a row on one side of the centre are a signal; 7 is in use too.

    Returns
    -------
    ControlChart
        Shares in 0 … 1 with limits clipped to that; none where fewer than 8 periods are known.

    Raises
    ------
    DataError
        Columns of different lengths, floats, negative counts, more successes than counted, a run below 2.

    Notes
    -----
    ``p ± 3 √(p (1 - p) / n)`` with p over all periods. With thousands a period nearly every point lies
    outside: see `laney_p`.

    Examples
    --------
    >>> found = p_chart([9, 8, 10, 9, 0, 9, 8, 10, 2], [10, 10, 10, 10, 0, 10, 10, 10, 10])
    >>> round(found.centre, 4), round(found.lower[0], 4), found.upper[0], found.points[4], found.outside
    (0.8125, 0.4422, 1.0, None, (8,))
    >>> p_chart([], []).centre is None
    True
    """
    return _share_chart("p_chart", "p", successes, counts, run)


def laney_p(
    successes: Iterable[int | None], counts: Iterable[int | None], *, run: int = 8
) -> chart.ControlChart:
    """Return Laney's p′ chart: p limits widened by how much neighbouring periods really differ.

    Takes, gives and refuses what `p_chart` does. Where periods differ less than counting explains, the limits
    narrow. Without limits also where no two neighbours are known.

    Notes
    -----
    ``z = (p_i - p) / σ_i``, ``σ_z`` the mean moving range of z over 1.128, limits ``p ± 3 σ_i σ_z``. Laney,
    Quality Engineering 14 (2002).

    Examples
    --------
    >>> counts = [1000, 2000, 1000, 1500, 2000, 1000, 1000, 2000, 1500, 1000, 2000, 1000]
    >>> good = [950, 1890, 930, 1405, 1872, 940, 968, 1940, 1385, 955, 1930, 920]
    >>> found = laney_p(good, counts)
    >>> round(found.sigma_z, 6), round(found.lower[0], 4), found.upper[0], found.outside
    (2.760345, 0.8871, 1.0, ())
    >>> len(p_chart(good, counts).outside), laney_p([None], [10]).lower
    (5, (None,))
    """
    return _share_chart("laney_p", "laney_p", successes, counts, run)


def _share_chart(
    where: str,
    kind: Literal["p", "laney_p"],
    successes: Iterable[int | None],
    counts: Iterable[int | None],
    run: int,
) -> chart.ControlChart:
    tops = laney.counts(f"{where}.successes", successes)
    bottoms = [
        None if count is None else Fraction(count) for count in laney.counts(f"{where}.counts", counts)
    ]
    laney.same_length(where, tops, bottoms)
    for top, bottom in zip(tops, bottoms, strict=True):
        if top is not None and bottom is not None and top > bottom:
            raise DataError(
                message(f"{where}.successes", f"must not be more than the count {bottom}", got=str(top))
            )
    return laney.widened(kind, tops, bottoms, chart.run_length(f"{where}.run", run))
