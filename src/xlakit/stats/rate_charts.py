"""The charts for events per unit: u, and Laney's u′ for large counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from xlakit.errors import DataError, message
from xlakit.stats import chart, laney, series

if TYPE_CHECKING:
    from collections.abc import Iterable


def u_chart(
    events: Iterable[int | None], exposure: Iterable[Any | None], *, run: int = 8
) -> chart.ControlChart:
    """Return the u chart: events per unit of exposure beside the limits that chance gives them.

    Parameters
    ----------
    events
        Whole numbers, one a period: outages, complaints, escalations.
    exposure
        In which they could happen: tickets, days, users. None or 0 is a gap.
    run
        How many points in a row on one side of the centre are a signal; 7 is in use too.

    Returns
    -------
    ControlChart
        Events per unit, not below 0; without limits where fewer than 8 periods are known.

    Raises
    ------
    DataError
        Columns of different lengths, negative numbers, events without exposure, a run below 2.

    Notes
    -----
    ``u ± 3 √(u / exposure)`` with u over all periods.

    Examples
    --------
    >>> found = u_chart([2, 1, 3, 2, 0, 1, 2, 14, None], [1.0, 1.0, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, 1.0])
    >>> round(found.centre, 4), found.lower[0], round(found.upper[0], 4), found.outside
    (3.3333, 0.0, 8.8106, (7,))
    >>> u_chart([1], [2]).lower
    (None,)
    """
    return _rate_chart("u_chart", "u", events, exposure, run)


def laney_u(
    events: Iterable[int | None], exposure: Iterable[Any | None], *, run: int = 8
) -> chart.ControlChart:
    """Return Laney's u′ chart: u limits widened by how much neighbouring periods really differ.

    Takes, gives and refuses what `u_chart` does. Without limits also where no two neighbours are known.

    Notes
    -----
    As `laney_p`, with ``σ_i = √(u / exposure)``.

    Examples
    --------
    >>> found = laney_u([200, 260, 180, 310, 150, 240, 290, 160], [100] * 8)
    >>> found.outside, round(found.sigma_z, 3)
    ((), 5.927)
    >>> laney_u([1, None], [2, 2]).note
    'no limits: 1 known points, fewer than 8'
    """
    return _rate_chart("laney_u", "laney_u", events, exposure, run)


def _rate_chart(
    where: str,
    kind: Literal["u", "laney_u"],
    events: Iterable[int | None],
    exposure: Iterable[Any | None],
    run: int,
) -> chart.ControlChart:
    tops, bottoms = laney.counts(f"{where}.events", events), series.exact(f"{where}.exposure", exposure)
    laney.same_length(where, tops, bottoms)
    for top, bottom in zip(tops, bottoms, strict=True):
        if bottom is not None and (bottom < 0 or (bottom == 0 and top)):
            raise DataError(
                message(
                    f"{where}.exposure", "must be positive where something happened", got=str(float(bottom))
                )
            )
    return laney.widened(kind, tops, bottoms, chart.run_length(f"{where}.run", run))
