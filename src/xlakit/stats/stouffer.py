"""One p-value from several independent questions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from collections.abc import Sequence


def stouffer(p_values: Sequence[float], weights: Sequence[float] | None = None) -> float | None:
    """Return the one-sided p-value of several independent one-sided p-values together.

    Small values speak for the same direction as small values of the parts do. One certain part decides: with
    a p-value of 0 the result is 0, with one of 1 it is 1, and with both 1. A simulated p-value is never more
    certain than its number of draws; keep it off 1 before it comes here.

    Parameters
    ----------
    p_values
        Each in 0 … 1.
    weights
        How much each part counts, for example the square root of what it rests on; all alike unless stated.
        A part of weight 0 takes no part.

    Returns
    -------
    float or None
        In 0 … 1; None without a part.

    Raises
    ------
    DataError
        A p-value outside 0 … 1, a weight that is negative or no number, or columns of different lengths.

    Notes
    -----
    ``Z = Σ wᵢ zᵢ / √Σ wᵢ²`` with ``zᵢ = Φ⁻¹(1 - pᵢ)``. Stouffer et al. (1949); Lipták (1958) for the weights.

    Examples
    --------
    >>> round(stouffer([0.1, 0.1]), 4), round(stouffer([0.01, 0.6], [3, 1]), 4)
    (0.035, 0.0167)
    >>> stouffer([0.02, 1.0]), stouffer([]) is None
    (1.0, True)
    """
    p = np.asarray(p_values, dtype=np.float64)
    w = np.ones_like(p) if weights is None else np.asarray(weights, dtype=np.float64)
    if p.ndim != 1 or p.shape != w.shape:
        raise DataError(message("stouffer.weights", "must be one for each p-value", got=f"{w.shape}"))
    if not ((p >= 0) & (p <= 1)).all():
        raise DataError(message("stouffer.p_values", "must lie between 0 and 1", got=str(p)))
    if not ((w >= 0) & np.isfinite(w)).all():
        raise DataError(message("stouffer.weights", "must be finite and not negative", got=str(w)))
    p, w = p[w > 0], w[w > 0]
    if not len(p):
        return None
    if (p == 1).any() or (p == 0).any():
        return 1.0 if (p == 1).any() else 0.0
    together = float((w * -special.ndtri(p)).sum()) / math.sqrt(float((w * w).sum()))
    return float(special.ndtr(-together))
