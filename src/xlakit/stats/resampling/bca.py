"""Which shares of the draws bound a bias-corrected and accelerated interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from xlakit.stats.resampling.draws import tails

if TYPE_CHECKING:
    from numpy.typing import NDArray


def bca_tails(
    drawn: NDArray[np.float64], value: float, without_one: NDArray[np.float64], level: float
) -> tuple[float, float]:
    """Return the two shares of `drawn`, from where the draws lie about `value` and from the jackknife.

    Notes
    -----
    Efron (1987): ``Φ(z₀ + (z₀ + z)/(1 - a (z₀ + z)))`` with z₀ the normal quantile of the share of draws
    below the value (ties count half) and a one sixth of the skewness of the jackknife.
    """
    below = ((drawn < value).mean() + (drawn <= value).mean()) / 2
    # A value beyond every draw would send both limits to infinity.
    bias = special.ndtri(np.clip(below, 0.5 / drawn.size, 1 - 0.5 / drawn.size))
    moved = without_one.mean() - without_one
    spread = (moved**2).sum() ** 1.5
    skew = (moved**3).sum() / (6 * spread) if spread > 0 else 0.0
    shifted = bias + special.ndtri(np.array(tails(level)))
    low, high = special.ndtr(bias + shifted / (1 - skew * shifted))
    return float(low), float(high)
