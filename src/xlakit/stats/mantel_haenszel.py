"""Two by two tables, one a stratum, taken together."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scipy import special

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 1e-9
"""Of a fitted cell: extreme odds must not round it to 0."""


class Table(NamedTuple):
    """Successes and failures of the one group, then of the other."""

    a: int
    b: int
    c: int
    d: int


def sums(tables: Sequence[Table]) -> tuple[Fraction, Fraction]:
    """Return the two sums whose ratio is the Mantel-Haenszel odds ratio."""
    above = sum((Fraction(table.a * table.d, sum(table)) for table in tables), Fraction(0))
    below = sum((Fraction(table.b * table.c, sum(table)) for table in tables), Fraction(0))
    return above, below


def interval(tables: Sequence[Table], level: float) -> tuple[float | None, float | None]:
    """Return the interval of the odds ratio after Robins, Breslow and Greenland."""
    above, below = sums(tables)
    if not above or not below:
        return None, None
    ps = [Fraction(table.a + table.d, sum(table)) for table in tables]
    rs = [Fraction(table.a * table.d, sum(table)) for table in tables]
    ss = [Fraction(table.b * table.c, sum(table)) for table in tables]
    variance = Fraction(0)
    for p, r, s in zip(ps, rs, ss, strict=True):
        variance += p * r / (2 * above**2) + (p * s + (1 - p) * r) / (2 * above * below)
        variance += (1 - p) * s / (2 * below**2)
    half = float(special.ndtri((1 + level) / 2)) * math.sqrt(variance)
    ratio = float(above / below)
    return ratio * math.exp(-half), ratio * math.exp(half)


def p_no_difference(tables: Sequence[Table]) -> float | None:
    """Return the Cochran-Mantel-Haenszel p-value, None where no stratum can tell."""
    excess, variance = Fraction(0), Fraction(0)
    for a, b, c, d in tables:
        n = a + b + c + d
        excess += a - Fraction((a + b) * (a + c), n)
        variance += Fraction((a + b) * (c + d) * (a + c) * (b + d), n * n * (n - 1))
    return float(special.chdtrc(1, float(excess**2 / variance))) if variance else None


def p_same_odds(tables: Sequence[Table]) -> float | None:
    """Return the Breslow-Day p-value, None with fewer than two strata that can tell."""
    above, below = sums(tables)
    telling = [table for table in tables if table.a + table.c and table.b + table.d]
    if not above or not below or len(telling) < 2:  # noqa: PLR2004 - one stratum is like itself
        return None
    ratio = float(above / below)
    statistic = 0.0
    for a, b, c, d in telling:
        fitted = _fitted(a + b, c + d, a + c, ratio)
        rest = (fitted, a + b - fitted, a + c - fitted, d - a + fitted)
        statistic += (a - fitted) ** 2 * sum(1 / max(cell, LEAST) for cell in rest)
    return float(special.chdtrc(len(telling) - 1, statistic))


def _fitted(one: int, other: int, successes: int, ratio: float) -> float:
    """Return the successes of the one group that give a table with these margins this odds ratio."""
    if ratio == 1:
        return one * successes / (one + other)
    # ratio = x (other - successes + x) / ((one - x) (successes - x)), the root between the margins.
    lead = 1 - ratio
    middle = other - successes + ratio * (one + successes)
    last = -ratio * one * successes
    root = math.sqrt(middle * middle - 4 * lead * last)
    return -2 * last / (middle + root) if middle > 0 else (root - middle) / (2 * lead)
