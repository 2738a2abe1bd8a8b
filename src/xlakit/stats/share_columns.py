"""Successes and counts of several months, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def counted(
    where: str, successes: Iterable[int], counts: Iterable[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return successes and counts of the months that have any."""
    k = np.array(arguments.wholes(f"{where}.successes", successes), dtype=np.int64)
    n = np.array(arguments.wholes(f"{where}.counts", counts), dtype=np.int64)
    if len(k) != len(n):
        raise DataError(message(where, "needs columns of one length", got=f"{len(k)} and {len(n)}"))
    wrong = (n < 0) | (k < 0) | (k > n)
    if wrong.any():
        raise DataError(
            message(
                where,
                "needs successes from 0 to the count",
                got=f"{int(k[wrong][0])} of {int(n[wrong][0])}",
            )
        )
    return k[n > 0], n[n > 0]
