"""Which months a block bootstrap draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.resampling.draws import generator

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scheme = Literal["stationary", "moving"]
SCHEMES = ("stationary", "moving")


def block_indices(
    months: int,
    *,
    length: int = 3,
    horizon: int | None = None,
    scheme: Scheme = "stationary",
    draws: int,
    seed: int,
) -> NDArray[np.int64]:
    """Return the positions of the months of every draw, one draw a row.

    Parameters
    ----------
    months
        How many months of history there are, at least 1.
    length
        Months a block holds, 1 … `months`: the mean of a geometric length for ``stationary`` blocks, which
        wrap around from the last month to the first; the length itself for ``moving`` ones.
    horizon
        Months a draw holds: 12 for a year. As many as there are, where it is left out.
    scheme, draws, seed
        Kind of blocks, number of rows, and what decides them.

    Raises
    ------
    DataError
        No months, a length outside its range, or an unknown scheme.

    Examples
    --------
    >>> block_indices(24, horizon=12, draws=2, seed=5, scheme="moving").tolist()[0]
    [14, 15, 16, 17, 18, 19, 0, 1, 2, 17, 18, 19]
    >>> block_indices(1, length=1, horizon=3, draws=1, seed=5).tolist()
    [[0, 0, 0]]
    """
    arguments.one_of("block_indices.scheme", scheme, SCHEMES)
    count = arguments.count("block_indices.months", months)
    block = arguments.count("block_indices.length", length)
    if not 1 <= block <= count:
        raise DataError(
            message("block_indices.length", f"must lie between 1 and the {count} months", got=str(block))
        )
    size = count if horizon is None else arguments.count("block_indices.horizon", horizon)
    rows, random = arguments.count("block_indices.draws", draws), generator("block_indices", seed)
    if scheme == "moving":
        starts = random.integers(0, count - block + 1, (rows, -(-size // block)))
        return (starts[:, :, None] + np.arange(block)).reshape(rows, -1)[:, :size]
    begins = random.random((rows, size)) < 1 / block
    begins[:, :1] = True
    starts = random.integers(0, count, (rows, size))
    at = np.maximum.accumulate(np.where(begins, np.arange(size), 0), axis=1)
    return np.asarray((np.take_along_axis(starts, at, axis=1) + np.arange(size) - at) % count)
