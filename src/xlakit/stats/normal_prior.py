"""Fitting a normal prior to the scores of many segments."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import optimize

if TYPE_CHECKING:
    from numpy.typing import NDArray

GRID = 200


class NormalPrior(NamedTuple):
    """A fitted prior: its mean, its variance, how sure the mean is, and how it was fitted."""

    mean: float
    variance: float
    error: float
    method: str


def fitted_normal(values: NDArray[np.float64], errors: NDArray[np.float64]) -> NormalPrior:
    """Return the normal prior of estimates with standard errors; no variance where they differ by chance."""
    order = np.lexsort((errors, values))
    y, squares = values[order], errors[order] ** 2
    most = float(((y - y.mean()) ** 2).max()) * 4  # no maximum lies beyond: every term falls from there on
    if most == 0:
        return _prior(y, squares, 0.0, "maximum_likelihood")
    # Fine near nothing and coarse far off: the likelihood may have two tops.
    grid = most * np.linspace(0, 1, GRID) ** 3
    losses = [_loss(y, squares, between) for between in grid]
    best = int(np.argmin(losses))
    edges = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, GRID - 1)])
    found = optimize.minimize_scalar(
        lambda between: _loss(y, squares, between),
        bounds=edges,
        method="bounded",
        options={"xatol": 1e-12 * most},
    )
    if not (found.success and math.isfinite(found.fun)):
        return _prior(y, squares, _moments(y, squares), "moments")
    chance = losses[0] <= found.fun + 1e-12 * (1 + abs(losses[0]))
    return _prior(y, squares, 0.0 if chance else float(found.x), "maximum_likelihood")


def _prior(y: NDArray[np.float64], squares: NDArray[np.float64], between: float, method: str) -> NormalPrior:
    weights = 1 / (squares + between)
    return NormalPrior(
        float(weights @ y / weights.sum()), between, math.sqrt(1 / float(weights.sum())), method
    )


def _loss(y: NDArray[np.float64], squares: NDArray[np.float64], between: float) -> float:
    """Return minus twice the log likelihood but for a constant, at the best mean."""
    variances = squares + between
    mean = float((y / variances).sum() / (1 / variances).sum())
    return float((np.log(variances) + (y - mean) ** 2 / variances).sum())


def _moments(y: NDArray[np.float64], squares: NDArray[np.float64]) -> float:
    """Return the variance between segments by DerSimonian and Laird (Controlled Clinical Trials 7, 1986)."""
    weights = 1 / squares
    mean = weights @ y / weights.sum()
    room = weights.sum() - (weights**2).sum() / weights.sum()
    return max(0.0, float((weights @ (y - mean) ** 2 - (len(y) - 1)) / room)) if room > 0 else 0.0
