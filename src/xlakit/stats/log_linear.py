"""Log-linear and logistic fits by Newton's method, for a handful of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 60
CLOSE = 1e-9
FAR = 30.0


class Fit(NamedTuple):
    """Coefficients, the inverse of their information, and the fitted means."""

    beta: NDArray[np.float64]
    covariance: NDArray[np.float64]
    mean: NDArray[np.float64]


def fitted(
    columns: NDArray[np.float64],
    events: NDArray[np.float64],
    trials: NDArray[np.float64] | None = None,
    *,
    family: Literal["poisson", "binomial"] = "poisson",
) -> Fit | None:
    """Return the maximum likelihood fit of `events` on `columns`, None where there is none that is finite."""
    weight = np.ones_like(events) if trials is None else trials
    start = (events.sum() + 0.5) / (weight.sum() + 1.0)
    beta = np.zeros(columns.shape[1])
    beta[0] = np.log(start) if family == "poisson" else np.log(start / (1 - start))
    for _ in range(STEPS):
        line = columns @ beta
        if np.abs(line).max(initial=0.0) > FAR:
            return None
        share = np.exp(line) if family == "poisson" else 1 / (1 + np.exp(-line))
        mean = weight * share
        spread = mean if family == "poisson" else mean * (1 - share)
        information = columns.T @ (columns * spread[:, None])
        if np.linalg.cond(information) > 1 / CLOSE:
            return None
        step = np.linalg.solve(information, columns.T @ (events - mean))
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            return Fit(beta, np.linalg.inv(information).astype(np.float64), mean)
    return None
