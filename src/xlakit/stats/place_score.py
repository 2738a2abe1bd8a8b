"""Whether the failures of a window came late in it."""

from __future__ import annotations

from scipy import special, stats

from xlakit.errors import DataError, message
from xlakit.stats import arguments

SUREST = 1e-9


def place_score(count: int, failures: int, number: int, place: int) -> float | None:
    """Return how late a certain failure of a window came, as a normal score: above 0 is later than by chance.

    Parameters
    ----------
    count, failures
        Tickets of the window, and how many of them failed.
    number, place
        The ``number``-th failure was the ``place``-th ticket; both count from 1.

    Returns
    -------
    float or None
        None where all tickets failed: then it could be nowhere else.

    Raises
    ------
    DataError
        Numbers that are no counts, or a failure where it cannot be.

    Notes
    -----
    In any order alike, the place is negative hypergeometric: ``P(place ≤ m) = P(at least number failures among m)``.
    The score is that of the mid-p, within ±6. By chance it has mean 0 and standard deviation 1, whatever the rate.

    Examples
    --------
    >>> round(place_score(100, 7, 6, 60), 3), round(place_score(100, 7, 6, 90), 3)
    (-1.067, 1.006)
    >>> place_score(5, 5, 2, 2) is None
    True
    """
    n, k, rank, at = (
        arguments.count(f"place_score.{name}", value)
        for name, value in (("count", count), ("failures", failures), ("number", number), ("place", place))
    )
    if not (1 <= rank <= k <= n and rank <= at <= n - (k - rank)):
        raise DataError(
            message(
                "place_score",
                "needs 1 ≤ number ≤ failures ≤ count, and a place with room for the failures on both sides",
                got=f"number {rank} of {k} failures at place {at} of {n}",
            )
        )
    if k == n:
        return None
    upto, before = (float(stats.hypergeom.sf(rank - 1, n, k, tickets)) for tickets in (at, at - 1))
    return float(special.ndtri(min(max((upto + before) / 2, SUREST), 1 - SUREST)))
