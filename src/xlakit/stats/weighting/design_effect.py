"""What unequal weights cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def design_effect(weights: ArrayLike, counts: ArrayLike | None = None) -> float | None:
    """Return Kish's design effect of `weights`: answers divided by it are the answers they are worth.

    Parameters
    ----------
    weights
        One weight an answer, or a cell of answers that share it; not negative. Weight 0 is no answer.
    counts
        How many answers have each weight; 1 each where it is left out.

    Returns
    -------
    float or None
        At least 1; 1 for equal weights. None where nothing has weight.

    Raises
    ------
    DataError
        A weight or a count that is negative or not finite, or columns of different lengths.

    Notes
    -----
    ``n · Σ w² / (Σ w)²``; Kish, Survey Sampling (1965).

    Examples
    --------
    >>> round(design_effect([500 / 30, 500 / 170], [30, 170]), 6)
    1.960784
    >>> design_effect([2, 2, 0]), design_effect([]) is None
    (1.0, True)
    """
    given = arguments.table("design_effect.weights", weights).astype(np.float64).ravel()
    held = (
        np.ones_like(given)
        if counts is None
        else arguments.table("design_effect.counts", counts).astype(np.float64).ravel()
    )
    if given.shape != held.shape:
        raise DataError(
            message("design_effect", "needs one count a weight", got=f"{given.size} and {held.size}")
        )
    both = np.concatenate([given, held])
    if not (np.isfinite(both) & (both >= 0)).all():
        raise DataError(message("design_effect.weights", "must be finite and not negative"))
    total = math.fsum(held * given)
    if total == 0:
        return None
    return max(1.0, math.fsum(held[given > 0]) * math.fsum(held * given**2) / total**2)
