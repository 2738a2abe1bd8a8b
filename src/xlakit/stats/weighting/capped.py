"""Weights with a largest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def capped(
    weights: NDArray[np.float64], counts: NDArray[np.float64], cap: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return `weights` with none above `cap` times their mean, their total unchanged, and which are at it.

    What the largest lose goes to all others in proportion, so that some of these may reach the cap in turn.
    """
    total = float((counts * weights).sum())
    most = cap * total / float(counts[weights > 0].sum())
    held = np.zeros(weights.shape, dtype=np.bool_)
    found = weights
    while (found > most * (1 + 1e-12)).any():
        held |= found > most
        left = total - most * float(counts[held].sum())
        rest = float((counts * weights)[~held].sum())
        found = np.where(held, most, weights * (max(left, 0.0) / rest if rest else 0.0))
    return found, held
