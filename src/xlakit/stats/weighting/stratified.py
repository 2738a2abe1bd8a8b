"""The estimate that strata give together, and its interval."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from scipy import special

from xlakit.model import Estimate
from xlakit.stats.proportion import wilson

if TYPE_CHECKING:
    from decimal import Decimal

    from xlakit.stats.weighting.stratum import Read


def stratified(known: list[Read], quantum: Decimal, level: float) -> tuple[Estimate, float | None]:
    """Return the weighted estimate and its standard error."""
    hits = all(stratum.hits for stratum in known)
    method = "poststratified_wilson" if hits else "poststratified_t"
    if not known:
        return Estimate.nothing(level=level, method=method), None
    everyone = sum(stratum.population for stratum in known)
    exact = sum((stratum.population * Fraction(stratum.value) for stratum in known), Fraction(0)) / everyone
    whole = all(isinstance(stratum.value, Fraction) for stratum in known)
    value, worth = float(exact), float(quantum)
    weights = [stratum.population / everyone for stratum in known]
    parts = [
        None if stratum.variance is None else weight**2 * stratum.variance / stratum.answers
        for weight, stratum in zip(weights, known, strict=True)
    ]
    sure = [part for part in parts if part is not None]
    error = math.sqrt(math.fsum(sure)) if len(sure) == len(parts) else None
    low, high = None, None
    if hits:
        low, high = _joined(known, weights, value, level)
    elif error is not None:
        half = error * _quantile(known, sure, level)
        low, high = value - half, value + half
    return (
        Estimate(
            value=float(exact * Fraction(quantum)),
            count=sum(stratum.answers for stratum in known),
            low=None if low is None else low * worth,
            high=None if high is None else high * worth,
            level=level,
            method=method,
            numerator=exact.numerator if whole else None,
            denominator=exact.denominator if whole else None,
            quantum=quantum,
        ),
        None if error is None else error * worth,
    )


def _joined(known: list[Read], weights: list[float], value: float, level: float) -> tuple[float, float]:
    """Return the limits of the weighted share from those of its strata."""
    quantile = float(special.ndtri((1 + level) / 2))
    below, above = [], []
    for weight, stratum in zip(weights, known, strict=True):
        share = float(stratum.value)
        low, high = wilson(share, stratum.answers, quantile)
        below.append((weight * (share - low)) ** 2)
        above.append((weight * (high - share)) ** 2)
    return max(0.0, value - math.sqrt(math.fsum(below))), min(1.0, value + math.sqrt(math.fsum(above)))


def _quantile(known: list[Read], parts: list[float], level: float) -> float:
    """Return the t quantile at Satterthwaite's degrees of freedom."""
    spread = math.fsum(part**2 / (stratum.answers - 1) for stratum, part in zip(known, parts, strict=True))
    freedom = math.fsum(parts) ** 2 / spread if spread else 1.0
    return float(special.stdtrit(freedom, (1 + level) / 2))
