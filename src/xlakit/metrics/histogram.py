"""A histogram of whole numbers that adds up: buckets whose width grows with their height.

Bucket 0 holds zero. Up to `EXACT` every whole number has its own bucket; above, edges grow by one part in
`EXACT`, so a figure read from a bucket is off by less than 1 %. Edges are whole numbers made by integer
arithmetic, so every machine puts every value into the same bucket. Negative values mirror the positive ones.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from xlakit.metrics.cell import Buckets

    Whole = npt.NDArray[np.int64]

EXACT = 128
TOP = 2**60


@cache
def edges() -> Whole:
    """Return the lower edges of buckets 1, 2, …: strictly growing whole numbers."""
    found = list(range(1, EXACT + 1))
    while found[-1] < TOP:
        found.append(found[-1] + max(1, found[-1] // EXACT))
    made = np.asarray(found, dtype=np.int64)
    made.flags.writeable = False
    return made


def bucket(values: Whole) -> Whole:
    """Return the bucket of each value.

    Examples
    --------
    >>> bucket(np.array([0, 1, 100, -100, 10_000])).tolist()
    [0, 1, 100, -100, 760]
    """
    size = np.searchsorted(edges(), np.abs(values), side="right").astype(np.int64)
    return np.where(values < 0, -size, size)


def span(number: int) -> tuple[int, int]:
    """Return the lowest and highest whole number of a bucket, nearest to zero first for negative ones.

    Examples
    --------
    >>> span(0), span(100), span(760)
    ((0, 0), (100, 100), (9970, 10046))
    """
    if number < 0:
        near, far = span(-number)
        return -far, -near
    if number == 0:
        return 0, 0
    lower = edges()
    above = int(lower[number]) - 1 if number < lower.size else TOP
    return int(lower[number - 1]), above


def at_rank(buckets: Buckets, rank: int) -> tuple[int, int]:
    """Return the span of the bucket that holds the value of this rank, counted from 1."""
    seen = 0
    for number, rows in buckets:
        seen += rows
        if seen >= rank:
            return span(number)
    return span(buckets[-1][0])
