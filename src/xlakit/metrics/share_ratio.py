"""One share divided by another: an interval that has a width also where the upper share is 0."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from xlakit.metrics.combined import Combined, combine
from xlakit.metrics.formula import Product

if TYPE_CHECKING:
    from xlakit.metrics.cell import Cell
    from xlakit.metrics.metric import Metric
    from xlakit.model import Estimate


@dataclass(frozen=True, kw_only=True, eq=False)
class ShareRatio(Combined):
    """A share over another, with the interval that both their own intervals give."""

    def estimate(self, cell: Cell, *, level: float = 0.95) -> Estimate:
        """Return the quotient with its interval (MOVER-R, as if both shares were independent)."""
        found = Combined.estimate(self, cell, level=level)
        above, below = (
            part.estimate(own, level=level) for part, own in zip(self.parts, self._cells(cell), strict=True)
        )
        limits = (above.value, above.low, above.high, below.value, below.low, below.high)
        if found.value is None or None in limits:
            return found.model_copy(update={"low": None, "high": None})
        low, high = ratio_limits(*(limit for limit in limits if limit is not None))
        return found.model_copy(update={"low": low, "high": high, "method": f"mover_{above.method}"})


def ratio_limits(
    one: float, low: float, high: float, other: float, least: float, most: float
) -> tuple[float, float]:
    """Return the limits of ``one / other`` from those of both, each with its own lower and upper limit.

    Notes
    -----
    Donner and Zou, Statistical Methods in Medical Research 21 (2012): the distances of the limits from the
    estimates stand for variances. Where both overlap, as here, it is a little wide.

    Examples
    --------
    >>> [round(limit, 3) for limit in ratio_limits(0.0, 0.0, 0.1, 0.25, 0.2, 0.3)]
    [0.0, 0.408]
    >>> ratio_limits(0.5, 0.5, 0.5, 0.25, 0.25, 0.25)
    (2.0, 2.0)
    """
    product = one * other
    down = low * (2 * one - low)
    up = high * (2 * one - high)
    root_down = math.sqrt(max(product**2 - down * most * (2 * other - most), 0.0))
    narrow = least * (2 * other - least)
    root_up = math.sqrt(max(product**2 - up * narrow, 0.0))
    lower = down / (product + root_down) if product + root_down else 0.0
    return max(lower, 0.0), (product + root_up) / narrow if narrow else math.inf


def share_ratio(above: Metric, below: Metric) -> ShareRatio:
    """Return one share over another.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> share_ratio(m.csat(), m.fcr()).name
    'csat / fcr'
    """
    made = combine(Product(inverse=True), above, below, unit="ratio", low=0)
    return ShareRatio(**{item.name: getattr(made, item.name) for item in fields(made)})
