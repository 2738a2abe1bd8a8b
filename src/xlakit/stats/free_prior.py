"""What is believed of segments when the prior may have any shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BINS, STEPS = 200, 300


def free_below(family: str, evidence: Sequence[tuple[float, float]], target: float) -> list[float]:
    """Return how probable each segment lies below `target`, under a prior of 200 bins that the data shape.

    The shares of the bins start even and take 300 steps of expectation and maximisation towards the most
    likely ones (Kiefer and Wolfowitz, Annals of Mathematical Statistics 27, 1956; Laird, Journal of the
    American Statistical Association 73, 1978). Inside a bin the prior is even.
    """
    pairs, own, times = np.unique(np.array(evidence), axis=0, return_inverse=True, return_counts=True)
    first, second = pairs[:, :1], pairs[:, 1:]
    if family == "beta":
        edges = np.linspace(0, 1, BINS + 1)
        middles = (edges[1:] + edges[:-1]) / 2
        logs = special.xlogy(first, middles) + special.xlogy(second - first, 1 - middles)
    else:
        edges = np.linspace(float(first.min()), float(first.max()), BINS + 1)
        middles = (edges[1:] + edges[:-1]) / 2
        logs = -0.5 * ((first - middles) / second) ** 2
    likelihood = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares = np.full(BINS, 1 / BINS)
    for _ in range(STEPS):
        shares = shares * (times / (likelihood @ shares) @ likelihood) / times.sum()
    weights = likelihood * shares
    below = weights @ _part_below(edges, target) / weights.sum(axis=1)
    found: list[float] = np.clip(below, 0, 1)[own.ravel()].tolist()
    return found


def _part_below(edges: NDArray[np.float64], target: float) -> NDArray[np.float64]:
    """Return the part of each bin that lies below `target`."""
    width = edges[1] - edges[0]
    if width == 0:
        return np.full(BINS, 0.5 if edges[0] == target else float(edges[0] < target))
    return np.asarray(np.clip((target - edges[:-1]) / width, 0, 1))
