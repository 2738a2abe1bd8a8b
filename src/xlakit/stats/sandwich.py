"""Least squares whose errors allow for rows that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xlakit.stats.complete_cases import CompleteCases

TOLERANCE = 1e-9


def least_squares(
    design: NDArray[np.float64], cases: CompleteCases
) -> tuple[NDArray[np.float64], NDArray[np.float64], int, float | None]:
    """Return coefficients and errors (NaN where the data cannot tell), degrees of freedom, R²."""
    _, values, rows = np.linalg.svd(design, full_matrices=False)
    own = values > TOLERANCE * values[0]
    lost = (rows[~own] ** 2).sum(axis=0) > TOLERANCE
    inverse = rows[own].T / values[own] ** 2 @ rows[own]
    slopes = inverse @ design.T @ cases.outcome
    residuals = cases.outcome - design @ slopes
    _, starts = np.unique(cases.clusters, return_index=True)
    scores = np.add.reduceat(design * residuals[:, None], starts, axis=0)
    groups = len(starts)
    meat = scores.T @ scores * groups / max(groups - 1, 1)
    errors = np.sqrt(np.maximum(np.diag(inverse @ meat @ inverse), 0.0))
    slopes[lost], errors[lost] = np.nan, np.nan
    spread = float(((cases.outcome - cases.outcome.mean()) ** 2).sum())
    constant = bool((cases.outcome == cases.outcome[0]).all())
    r2 = None if constant else 1 - float((residuals**2).sum()) / spread
    return slopes, errors, groups - 1, r2
