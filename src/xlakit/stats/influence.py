"""How far a figure may be off, from how far each random group of people moves it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, SupportsFloat

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable


def half_width(
    influences: Iterable[SupportsFloat], *, freedom: float | None = None, level: float = 0.95
) -> float | None:
    """Return half the width of the interval of a figure.

    Parameters
    ----------
    influences
        How far each group moves the figure, to first order, in its unit; nan for a group without a row.
    freedom
        Degrees of freedom, where a few groups hold most rows (`unequal_freedom`); G - 1 unless stated.
    level
        Confidence of the two-sided interval.

    Returns
    -------
    float or None
        ``t · √(G/(G-1) · Σ z²)`` over the G groups with rows; None with fewer than two of them.

    Notes
    -----
    Wolter, Introduction to Variance Estimation, chapter 2.

    Examples
    --------
    >>> round(half_width([0.1, -0.1, float("nan"), 0.0]), 4)
    0.7452
    >>> half_width([0.2]) is None
    True
    """
    level = arguments.confidence(level)
    moved = arguments.column("half_width.influences", influences).astype(np.float64)
    if freedom is not None and not arguments.number("half_width.freedom", freedom) > 0:
        raise DataError(message("half_width.freedom", "must be above 0", got=repr(freedom)))
    moved = moved[~np.isnan(moved)]
    groups = moved.size
    if groups < 2:  # noqa: PLR2004 - one group has no spread
        return None
    quantile = float(special.stdtrit(groups - 1 if freedom is None else freedom, (1 + level) / 2))
    return quantile * math.sqrt(groups / (groups - 1) * math.fsum(moved**2))
