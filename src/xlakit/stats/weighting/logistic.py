"""Logistic regression by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS = 60
CLOSE = 1e-10
STRIDE = 2.0
"""The most the log odds of a row move in one step."""
SURE = 20.0
"""Log odds beyond which a fit is taken to be on its way to infinity."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The fitted coefficients; `finite` says that they are a maximum and not on their way to infinity."""

    coefficients: Floats
    finite: bool


def logistic(columns: Floats, hits: Floats, trials: Floats, ridge: float = 0.0) -> Fit:
    """Return the coefficients that make `hits` of `trials` likeliest; the first column is the intercept.

    `ridge` is taken off the log likelihood, halved, for every squared coefficient but the intercept.
    """
    penalty = np.full(columns.shape[1], ridge)
    penalty[0] = 0.0
    found = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        odds = columns @ found
        chance = special.expit(odds)
        slope = columns.T @ (hits - trials * chance) - penalty * found
        bend = (columns.T * (trials * chance * (1 - chance))) @ columns + np.diag(penalty)
        # Least squares: columns that say the same share their coefficient instead of failing.
        move = np.linalg.lstsq(bend, slope, rcond=None)[0]
        size = float(np.abs(columns @ move).max())
        found = found + move * (STRIDE / max(size, STRIDE))
        if size <= CLOSE:
            return Fit(found, finite=float(np.abs(columns @ found).max()) < SURE)
    return Fit(found, finite=False)
