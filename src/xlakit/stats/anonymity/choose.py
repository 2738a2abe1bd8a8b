"""Which further figures to hide, so that a hidden one can no longer be worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array

from xlakit.stats.anonymity.audit import TINY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xlakit.stats.anonymity.table import Table

DEAR = 100.0


def complement(
    table: Table, shown: NDArray[np.bool_], target: NDArray[np.float64], layer: int, rise: float
) -> NDArray[np.int64]:
    """Return the published figures to hide, so that the sum `target` could as well be `rise` more.

    Another table is sought in which it is `rise` more and small figures, few of them, differ from the true
    ones: the sum of the differences, each weighted by the answers of its figure, is least. Once
    the figures that differ are hidden, that table looks the same as the true one.
    """
    counts = table.counts
    fixed = table.rows[shown & (counts <= TINY)].sum(axis=0) > 0
    seen: NDArray[np.int64] = np.flatnonzero(shown & (counts > TINY))
    part = _smallest_part(table, seen, target, rise)
    if part is not None:
        return part
    number, width = len(seen), table.rows.shape[1]
    price = counts[seen]
    if table.kept is not None:
        price = price + np.where(table.kept[seen], DEAR * counts.max(), 0.0)
    matrix = block_array(
        [
            [table.rows[seen], -eye_array(number), eye_array(number)],
            [table.relations, csr_array((table.relations.shape[0], number)), None],
        ],
        format="csr",
    )
    cells = np.column_stack([np.where(fixed, 0.0, -table.layers[layer]), np.where(fixed, 0.0, np.inf)])
    found = linprog(
        np.concatenate([np.zeros(width), price, price]),
        A_ub=csr_array(np.concatenate([-target, np.zeros(2 * number)])[None, :]),
        b_ub=[-rise],
        A_eq=matrix,
        b_eq=np.zeros(matrix.shape[0]),
        bounds=np.vstack([cells, np.tile([0.0, np.inf], (2 * number, 1))]),
        method="highs-ds",
    )
    if found.status != 0:
        return np.zeros(0, dtype=np.int64)
    differs: NDArray[np.int64] = seen[np.abs(table.rows[seen] @ found.x[:width]) > TINY]
    return differs


def _smallest_part(
    table: Table, seen: NDArray[np.int64], target: NDArray[np.float64], rise: float
) -> NDArray[np.int64] | None:
    """Return what the program would find, where all that is published is parts and one whole; else None."""
    sizes = np.diff(table.rows[seen].indptr)
    if len(table.layers) > 1 or table.relations.shape[0] or target.sum() != 1 or (sizes > 1).sum() != 1:
        return None
    whole, parts = table.rows[seen[sizes > 1]], seen[sizes == 1]
    answers = table.counts[parts]
    fit = ((table.rows[parts] @ whole.T).toarray()[:, 0] > 0) & (answers >= rise)
    if not fit.any() or not (whole @ target)[0]:
        return None
    smallest: NDArray[np.int64] = parts[[int(np.argmin(np.where(fit, answers, np.inf)))]]
    return smallest
