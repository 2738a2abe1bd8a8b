"""Fitting a beta prior to the shares of many segments."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SIZE, MOST_SIZE = 1e-2, 1e6
STARTS = (2.0, 20.0, 200.0)
FARTHEST = 10.0
STEEP = 1e-4


class Prior(NamedTuple):
    """A fitted prior: its mean, how many answers it is worth, and how it was fitted."""

    mean: float
    size: float
    method: str


def fitted(successes: NDArray[np.int64], counts: NDArray[np.int64]) -> Prior:
    """Return the beta prior of segments with answers; its size is infinite where they differ by chance alone."""
    pairs, times = np.unique(np.column_stack([successes, counts]), axis=0, return_counts=True)
    k, n = pairs[:, 0].astype(np.float64), pairs[:, 1].astype(np.float64)
    share = float((k * times).sum() / (n * times).sum())
    if share in {0.0, 1.0}:
        return Prior(share, math.inf, "maximum_likelihood")

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        size = math.exp(at[1])
        a, b = size * float(special.expit(at[0])), size * float(special.expit(-at[0]))
        value, in_a, in_b = _likelihood(k, n, times, a, b)
        return -value, -np.array([(in_a - in_b) * a * b / size, in_a * a + in_b * b])

    begin = math.log(share / (1 - share))
    first = moments(k, n, times)
    starts = [math.log(min(max(size, 10 * LEAST_SIZE), MOST_SIZE / 10)) for size in (first.size, *STARTS)]
    edges = math.log(LEAST_SIZE), math.log(MOST_SIZE)
    found = min(
        (
            optimize.minimize(
                loss,
                [begin, start],
                jac=True,
                method="L-BFGS-B",
                bounds=[(begin - FARTHEST, begin + FARTHEST), edges],
                options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
            )
            for start in starts
        ),
        key=lambda each: float(each.fun),
    )
    apart = float((special.xlogy(k, share) + special.xlogy(n - k, 1 - share)) @ times)
    if apart >= -found.fun - 1e-9 * (1 + abs(apart)) or found.x[1] >= edges[1]:
        return Prior(share, math.inf, "maximum_likelihood")
    flat = np.abs(found.jac).max() <= STEEP * (1 + abs(float(found.fun)))
    if not flat or found.x[1] <= edges[0]:
        return first
    return Prior(float(special.expit(found.x[0])), math.exp(found.x[1]), "maximum_likelihood")


def moments(k: NDArray[np.float64], n: NDArray[np.float64], times: NDArray[np.int64]) -> Prior:
    """Return the prior whose spread is that of the shares, beyond what chance gives them."""
    total, segments = float((n * times).sum()), int(times.sum())
    share = float((k * times).sum()) / total
    spread = float((times * n * (k / n - share) ** 2).sum())
    chance = share * (1 - share) * (segments - 1)
    room = share * (1 - share) * (total - float((times * n * n).sum()) / total - (segments - 1))
    rho = (spread - chance) / room if room > 0 else 0.0
    size = math.inf if rho <= 0 else max(1 / min(rho, 1.0) - 1, LEAST_SIZE)
    return Prior(share, size, "moments")


def _likelihood(
    k: NDArray[np.float64], n: NDArray[np.float64], times: NDArray[np.int64], a: float, b: float
) -> tuple[float, float, float]:
    """Return the log likelihood but for a constant, and its slopes in both parameters."""
    value = special.betaln(a + k, b + n - k) - special.betaln(a, b)
    both = special.psi(a + b) - special.psi(a + b + n)
    in_a = special.psi(a + k) - special.psi(a) + both
    in_b = special.psi(b + n - k) - special.psi(b) + both
    return float(value @ times), float(in_a @ times), float(in_b @ times)
