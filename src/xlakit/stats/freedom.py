"""How many degrees of freedom a variance has that comes from clusters of unequal size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def unequal_freedom(sizes: ArrayLike) -> float:
    """Return the degrees of freedom of the jackknife variance of a ratio over clusters of these sizes.

    A few large clusters say less about the spread than many equal ones: G equal clusters give G - 1, one
    cluster that outweighs all others gives little more than 1.

    Parameters
    ----------
    sizes
        The denominators x_g of the clusters, at least two, all positive; their order does not matter.

    Returns
    -------
    float
        Between 1 and ``G - 1``.

    Raises
    ------
    DataError
        Fewer than two clusters, or a size that is not positive and finite.

    Notes
    -----
    Satterthwaite's approximation ``(tr M)² / tr(M²)`` for the quadratic form of the jackknife variance, as in
    Bell and McCaffrey (2002), with the working model that answers of one cluster move together:
    ``Var(y_g) ∝ x_g²``. Their usual model of independent answers gives more, and covers less.

    Examples
    --------
    >>> round(unequal_freedom([5] * 64), 9)
    63.0
    >>> round(unequal_freedom([40, 1, 1, 1, 1, 1]), 2), round(unequal_freedom([3, 8]), 9)
    (1.0, 1.0)
    """
    given = np.sort(arguments.column("unequal_freedom.sizes", sizes).astype(np.float64))
    if given.size < 2 or not (np.isfinite(given) & (given > 0)).all():  # noqa: PLR2004 - no spread within one
        raise DataError(
            message("unequal_freedom.sizes", "must be two or more positive numbers", got=str(given.tolist()))
        )
    # Sorted, plain sums do not depend on the order of the clusters.
    u = given / given.sum()
    scale = (u / (1 - u)) ** 2
    square = float(u @ u)
    zero, one, two = float(scale.sum()), float(scale @ u), float((scale * u) @ u)
    # M_gk = s_g s_k u_g u_k (δ_gk + square - u_g - u_k): its trace and its sum of squares, without the matrix.
    without = scale * (square - 2 * u)
    diagonal = scale + without
    off = square**2 * zero**2 - 4 * square * zero * one + 2 * zero * two + 2 * one**2
    found = float(diagonal.sum()) ** 2 / (off + float((diagonal**2 - without**2).sum()))
    return min(max(1.0, found), float(given.size - 1))
