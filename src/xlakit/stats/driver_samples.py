"""The samples behind the bars of drivers: whole clusters drawn again, from their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from xlakit.stats import importance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xlakit.stats.complete_cases import CompleteCases

CELLS = 2_000_000
"""How many cluster weights are drawn at a time, so that many clusters fit in memory."""
SUBSETS = 200
"""How many draws are decomposed at a time: each of them makes 2^p regressions."""
FLAT = 1e-12
"""Of a variance of 1: less than that is a constant."""
Method = Literal["lmg", "relative_weights"]


def scaled(cases: CompleteCases) -> NDArray[np.float64]:
    """Return the attributes and the outcome, centred and divided by their spread: constants become 0."""
    table = np.column_stack([cases.attributes, cases.outcome])
    constant = (table == table[0]).all(axis=0)
    table = table - table.mean(axis=0)
    table[:, constant] = 0.0
    spread = table.std(axis=0)
    scaled: NDArray[np.float64] = table / np.where(constant, 1.0, spread)
    return scaled


def joint_correlations(sums: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the correlation matrix of each row of sums (count, totals, products), and which columns vary."""
    q = round((4 * sums.shape[1] - 3) ** 0.5 - 1) // 2
    counts = sums[:, :1]
    means = sums[:, 1 : q + 1] / counts
    spread = sums[:, q + 1 :].reshape(-1, q, q) / counts[..., None] - means[:, :, None] * means[:, None, :]
    variances = np.diagonal(spread, axis1=1, axis2=2)
    alive = variances > FLAT
    roots = np.where(alive, np.sqrt(np.maximum(variances, FLAT)), np.inf)
    joints = spread / (roots[:, :, None] * roots[:, None, :])
    joints[:, np.arange(q), np.arange(q)] = 1.0
    return joints, alive


def decomposed(joints: NDArray[np.float64], method: Method) -> NDArray[np.float64]:
    """Return one row of weights for each joint correlation matrix."""
    return importance.shapley(joints) if method == "lmg" else importance.johnson(joints)


def bootstrap(
    cases: CompleteCases, table: NDArray[np.float64], method: Method, draws: int, seed: int
) -> NDArray[np.float64]:
    """Return the weights in samples of whole clusters, drawn with replacement, in which the outcome varies."""
    products = (table[:, :, None] * table[:, None, :]).reshape(len(table), -1)
    rows = np.column_stack([np.ones(len(table)), table, products])
    _, starts = np.unique(cases.clusters, return_index=True)
    sums = np.add.reduceat(rows, starts, axis=0)
    size = len(sums)
    draw = np.random.Generator(np.random.PCG64(seed))
    batch = max(1, min(SUBSETS, CELLS // size))
    found = [np.empty((0, len(cases.names)))]
    # One cluster drawn again is the same sample: no bars are better than bars without width.
    for start in range(0, draws if size > 1 else 0, batch):
        picked = [
            np.bincount(draw.integers(0, size, size), minlength=size)
            for _ in range(min(batch, draws - start))
        ]
        joints, alive = joint_correlations(np.array(picked, dtype=np.float64) @ sums)
        found.append(decomposed(joints[alive[:, -1]], method))
    return np.concatenate(found)
