"""How much of R² each attribute brings, worked out from correlations alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

MOST = 12
"""Attributes for which all 2^p regressions are made."""
TOLERANCE = 1e-9
"""Of a variance of 1: an attribute with less of its own says nothing that the others did not say."""


def lmg(correlations: ArrayLike, with_outcome: ArrayLike) -> tuple[float, ...]:
    """Return each attribute's part of R²: its increment, averaged over all orders of entering (LMG, Shapley).

    Parameters
    ----------
    correlations
        Between the attributes: a square matrix.
    with_outcome
        Of each attribute with the outcome.

    Returns
    -------
    tuple of float
        In the order given; not negative; they add up to R². Attributes that say the same share alike.

    Raises
    ------
    DataError
        Numbers that cannot be correlations, or more than 12 attributes.

    Notes
    -----
    Lindeman, Merenda and Gold (1980): exact, by all 2^p regressions. See `relative_weights` beyond 12.

    Examples
    --------
    >>> [round(part, 6) for part in lmg([[1, 0.5], [0.5, 1]], [0.6, 0.4])]
    [0.286667, 0.086667]
    >>> [round(part, 6) for part in lmg([[1, 1], [1, 1]], [0.6, 0.6])], lmg([], [])
    ([0.18, 0.18], ())
    """
    joint = _joint("lmg", correlations, with_outcome)
    if len(joint) - 1 > MOST:
        raise DataError(
            message(
                "lmg.correlations",
                f"must be of at most {MOST} attributes",
                got=str(len(joint) - 1),
                hint="use relative_weights",
            )
        )
    return tuple(shapley(joint[None])[0].tolist())


def relative_weights(correlations: ArrayLike, with_outcome: ArrayLike) -> tuple[float, ...]:
    """Return each attribute's part of R² as Johnson's relative weight.

    Takes, gives and refuses what `lmg` does, without its limit of 12. Identical to it for two attributes,
    nearly equal for more.

    Notes
    -----
    Johnson, Multivariate Behavioral Research 35 (2000): ``L = V √Λ V'`` from the eigenvectors of the
    correlations, ``β = L⁻¹ r``, weights ``(L ∘ L)(β ∘ β)``.

    Examples
    --------
    >>> [round(part, 6) for part in relative_weights([[1, 0.5], [0.5, 1]], [0.6, 0.4])]
    [0.286667, 0.086667]
    >>> [round(part, 6) for part in relative_weights([[1, 1], [1, 1]], [0.6, 0.6])]
    [0.18, 0.18]
    """
    return tuple(johnson(_joint("relative_weights", correlations, with_outcome)[None])[0].tolist())


def shapley(joints: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one row of parts for each joint correlation matrix, whose last column is the outcome."""
    p = joints.shape[-1] - 1
    left = joints[None]
    # Level j doubles the subsets: without attribute j, and with it (taken out of what is left). So 2^p
    # regressions need no more than 2^p small subtractions, for all matrices at once.
    for _ in range(p):
        pivot = left[..., :1, :1]
        own = pivot > TOLERANCE
        taken = np.where(own, left[..., 1:, :1] * left[..., :1, 1:] / np.where(own, pivot, 1.0), 0.0)
        left = np.concatenate([left[..., 1:, 1:], left[..., 1:, 1:] - taken])
    explained = 1.0 - left[..., 0, 0]
    subsets = np.arange(2**p)
    sizes = sum((subsets >> place & 1 for place in range(p)), np.zeros(2**p, dtype=np.int64))
    chances = np.array([math.factorial(k) * math.factorial(max(p - 1 - k, 0)) for k in range(p + 1)])
    chances = chances / math.factorial(p)
    parts = np.empty((len(joints), p))
    for place in range(p):
        without = subsets[subsets >> place & 1 == 0]
        gain = explained[without | 1 << place] - explained[without]
        parts[:, place] = chances[sizes[without]] @ gain
    return np.maximum(parts, 0.0)


def johnson(joints: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one row of relative weights for each joint correlation matrix, whose last column is the outcome."""
    values, vectors = np.linalg.eigh(joints[:, :-1, :-1])
    own = values > TOLERANCE
    roots = np.sqrt(np.where(own, values, 0.0))
    loadings = vectors * roots[:, None, :] @ vectors.transpose(0, 2, 1)
    scores = (vectors.transpose(0, 2, 1) @ joints[:, :-1, -1:])[..., 0]
    slopes = vectors @ np.where(own, scores / np.where(own, roots, 1.0), 0.0)[..., None]
    parts: NDArray[np.float64] = (loadings**2 @ slopes**2)[..., 0]
    return parts


def _joint(where: str, correlations: ArrayLike, with_outcome: ArrayLike) -> NDArray[np.float64]:
    """Return the attributes and, last, the outcome in one correlation matrix."""
    try:
        last, between = (np.asarray(given, dtype=np.float64) for given in (with_outcome, correlations))
    except (TypeError, ValueError):
        raise DataError(message(where, "needs numbers", hint="a square matrix and a row")) from None
    if not last.size and not between.size:
        return np.ones((1, 1))
    if last.ndim != 1 or between.shape != (len(last), len(last)):
        raise DataError(
            message(
                where,
                "needs a square matrix and one number an attribute",
                got=f"{between.shape}, {last.shape}",
            )
        )
    joint = np.block([[between, last[:, None]], [last[None, :], np.ones((1, 1))]])
    if not (
        np.isfinite(joint).all()
        and np.allclose(joint, joint.T)
        and np.allclose(np.diag(joint), 1)
        and np.linalg.eigvalsh(joint)[0] > -1e-6  # noqa: PLR2004 - rounded correlations are welcome
    ):
        raise DataError(
            message(where, "needs correlations", hint="symmetric, 1 on the diagonal, possible together")
        )
    return joint
