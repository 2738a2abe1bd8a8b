"""More at one place than the curve around it allows: bunching just inside a limit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.log_linear import fitted
from xlakit.stats.stouffer import stouffer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

DEGREE = 2
LEAST_BINS = 3
"""Fitted bins needed on either side, so that the curve is held from both."""


@dataclass(frozen=True, slots=True)
class Bunching:
    """What stands just inside a limit, beside what the curve around it lets expect.

    Attributes
    ----------
    observed, expected
        Counts in the last bins inside the limit: found, and fitted from the other bins.
    excess, low, high
        ``observed - expected``, in counts, with its two-sided interval at `level`.
    z, p_value
        The excess over its standard error, and the chance of so much or more without bunching (one-sided).
    relative, relative_error
        The excess as a multiple of what was expected, and the standard error of that.
    dispersion
        How much more the other bins scatter about the curve than counts do: at least 1.
    count, fitted_count
        All that was counted, and how much of it the curve was fitted to.
    share
        ``excess / count``.
    compliance, without
        The share of `count` inside the limit, and the same without the excess.
    level
        Confidence of the interval.
    """

    observed: int
    expected: float
    excess: float
    low: float
    high: float
    z: float
    p_value: float
    relative: float
    relative_error: float
    dispersion: float
    count: int
    fitted_count: int
    share: float
    compliance: float
    without: float
    level: float


def bunching(  # noqa: PLR0913 - keyword-only: the window, and what the excess is a share of
    counts: Iterable[int],
    limit: int,
    *,
    inside: int = 1,
    beyond: int = 4,
    before: int = 12,
    after: int = 16,
    skip: Iterable[int] = (),
    total: int | None = None,
    met: int | None = None,
    level: float = 0.95,
) -> Bunching | None:
    """Return how much more stands just inside a limit than the curve around it lets expect.

    Parameters
    ----------
    counts
        Counts by bins of one width (15 minutes) of the time used, aligned to the limit.
    limit
        How many of the bins end at or before the limit.
    inside, beyond
        The window that is left out of the fit: the last `inside` bins up to the limit, in which the excess is
        looked for, and the first `beyond` bins after it, from which it may have been pulled.
    before, after
        How many bins before and after the limit take part at all, where there are so many.
    skip
        Places of further bins to leave out of the fit.
    total, met
        How many there are in all, and how many of them inside the limit: more than the bins hold, where they do
        not reach as far. Those of the bins unless stated.
    level
        Confidence of the two-sided interval of the excess.

    Returns
    -------
    Bunching or None
        None where it cannot be told: fewer than three bins to fit on either side, or no finite fit.

    Raises
    ------
    DataError
        Counts that are negative or not whole, a limit outside the bins, or no bin inside it to look at.

    Notes
    -----
    Poisson regression of the counts on a quadratic of the place (a curve on the log scale), outside the window.
    With mu the fitted count in it, g its gradient, Cov the covariance of the coefficients and phi the Pearson
    chi-square over its degrees of freedom, at least 1: ``z = (observed - mu) / sqrt(phi mu + phi g' Cov g)``.
    After Chetty et al. (2011) and Kleven (2016). Assumes a smooth curve without bunching; rounded durations
    raise phi rather than z.

    Examples
    --------
    >>> clean = [40] * 30
    >>> found = bunching([*clean[:11], 80, 20, 30, *clean[14:]], limit=12)
    >>> found.observed, round(found.expected, 6), round(found.excess, 6), found.p_value < 0.001
    (80, 40.0, 40.0, True)
    >>> bunching([5, 9, 4], limit=2) is None
    True
    """
    found = np.array([arguments.count("bunching.counts", item) for item in counts], np.int64)
    if inside < 1 or beyond < 0 or not inside <= limit <= found.size:
        raise DataError(
            message(
                "bunching.limit",
                "must lie among the bins, with a bin inside it to look at",
                got=f"limit {limit} of {found.size} bins, inside {inside}, beyond {beyond}",
            )
        )
    level = arguments.confidence(level)
    place = np.arange(found.size)
    part = (place >= limit - before) & (place < limit + after)
    window = (place >= limit - inside) & (place < limit + beyond)
    fit_on = part & ~window & ~np.isin(place, list(skip))
    if min(int(fit_on[:limit].sum()), int(fit_on[limit:].sum())) < LEAST_BINS:
        return None
    columns = _polynomial(place, limit, max(before, after))
    curve = fitted(columns[fit_on], found[fit_on].astype(np.float64))
    if curve is None:
        return None
    freedom = int(fit_on.sum()) - DEGREE - 1
    pearson = float(((found[fit_on] - curve.mean) ** 2 / curve.mean).sum())
    dispersion = max(1.0, pearson / freedom)
    looked = columns[limit - inside : limit]
    mean = np.exp(looked @ curve.beta)
    expected, gradient = float(mean.sum()), looked.T @ mean
    error = math.sqrt(dispersion * (expected + float(gradient @ curve.covariance @ gradient)))
    observed = int(found[limit - inside : limit].sum())
    excess = observed - expected
    count = int(found.sum()) if total is None else arguments.count("bunching.total", total)
    kept = int(found[:limit].sum()) if met is None else arguments.count("bunching.met", met)
    if not kept <= count or count < observed:
        raise DataError(message("bunching.total", "must hold what was counted", got=f"met {kept} of {count}"))
    half = float(special.ndtri((1 + level) / 2)) * error
    return Bunching(
        observed=observed,
        expected=expected,
        excess=excess,
        low=excess - half,
        high=excess + half,
        z=excess / error,
        p_value=float(special.ndtr(-excess / error)),
        relative=excess / expected,
        relative_error=error / expected,
        dispersion=dispersion,
        count=count,
        fitted_count=int(found[fit_on].sum()),
        share=excess / count if count else 0.0,
        compliance=kept / count if count else 0.0,
        without=(kept - excess) / count if count else 0.0,
        level=level,
    )


def placebos(
    counts: Iterable[int],
    limit: int,
    *,
    every: int = 4,
    inside: int = 1,
    beyond: int = 4,
    before: int = 12,
    after: int = 16,
) -> tuple[Bunching, ...]:
    """Return the same question at the other round durations, at which nothing was promised.

    They lie multiples of `every` bins from the limit, far enough that the windows do not overlap; the bins about the
    limit are left out of their fits. See `bunching` for the parameters and the errors.

    Examples
    --------
    >>> heaps = [90 if place % 4 == 3 else 30 for place in range(48)]
    >>> found = placebos(heaps, limit=20)
    >>> len(found), all(same_bump(bunching(heaps, limit=20), found) for _ in found)
    (7, True)
    >>> placebos([1, 2, 3], limit=2)
    ()
    """
    values = list(counts)
    apart = inside + beyond
    windows = {"inside": inside, "beyond": beyond, "before": before, "after": after}
    skip = range(max(0, limit - inside), limit + beyond)
    found = []
    for place in range(limit % every or every, len(values) + 1, every):
        if place >= inside and abs(place - limit) >= apart:
            looked = bunching(values, place, skip=skip, **windows)
            if looked is not None:
                found.append(looked)
    return tuple(found)


def same_bump(
    found: Bunching | None, others: Iterable[Bunching], *, alpha: float = 0.05, alike: float = 0.5
) -> bool:
    """Return whether other places show the same bump, so that the limit is not what makes it.

    Taken together (Stouffer) the `others` must be significant at `alpha`, and the middle one of their relative
    excesses at least `alike` times that at the limit. A veto, no test: few placebos can never give a small p-value.

    Examples
    --------
    >>> flat = bunching([40] * 30, limit=12)
    >>> same_bump(flat, ()), same_bump(None, ())
    (False, False)
    """
    placed = tuple(others)
    if found is None or not placed:
        return False
    together = stouffer([other.p_value for other in placed])
    middle = float(np.median([other.relative for other in placed]))
    return together is not None and together <= alpha and middle >= alike * found.relative


def _polynomial(place: NDArray[np.int64], limit: int, reach: int) -> NDArray[np.float64]:
    """Return 1, x, x² with x the distance from the limit, of the order of 1."""
    distance = (place - limit + 0.5) / max(reach, 1)
    return np.vander(distance, DEGREE + 1, increasing=True)
