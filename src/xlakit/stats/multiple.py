"""P-values of several questions asked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return Holm's adjusted p-values, in the order given.

    Rejecting those at or below alpha keeps the chance of even one wrong rejection at or below alpha, whatever
    the dependence between the questions. Leave out questions that could not be asked.

    Raises
    ------
    DataError
        A p-value outside 0 … 1.

    Notes
    -----
    Holm, Scandinavian Journal of Statistics 6 (1979).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    >>> holm([])
    ()
    """
    values = _p_values(p_values)
    order = np.argsort(values, kind="stable")
    steps = values[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return tuple(adjusted.tolist())


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return Benjamini and Hochberg's adjusted p-values, in the order given.

    Rejecting those at or below q keeps the expected share of wrong ones among the rejected at or below q,
    for independent or positively dependent questions.

    Raises
    ------
    DataError
        A p-value outside 0 … 1.

    Notes
    -----
    Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.02, 0.9])
    (0.03, 0.03, 0.9)
    >>> benjamini_hochberg([])
    ()
    """
    values = _p_values(p_values)
    if not len(values):
        return ()
    return tuple(stats.false_discovery_control(values, method="bh").tolist())


def _p_values(p_values: Sequence[float]) -> NDArray[np.float64]:
    values = arguments.column("p_values", p_values).astype(np.float64)
    wrong = ~((values >= 0) & (values <= 1))
    if wrong.any():
        raise DataError(message("p_values", "must lie between 0 and 1", got=str(values[wrong][0])))
    return values
