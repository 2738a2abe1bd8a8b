"""How often a promise misfires: who is on the level and misses, who is below it and escapes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from scipy import special, stats

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from decimal import Decimal

    from numpy.typing import NDArray

CHUNK = 1 << 20
MOST = 100_000_000
LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class PromisePower:
    """What a promise about a share does with so many tickets.

    Attributes
    ----------
    needed
        Hits that keep the promise.
    misses_at_level
        How often a provider whose true share is exactly the level misses it, in 0 … 1.
    misses_when_worse, escapes_when_worse
        How often a provider who is worse misses (the power of the promise), and how often it is kept.
    attainable
        The shares next to the level that so many tickets can give: the last that misses (None: none
        does), and the first that keeps the promise.
    """

    needed: int
    misses_at_level: float
    misses_when_worse: float
    escapes_when_worse: float
    attainable: tuple[float | None, float]


def promise_power(
    level: Fraction | Decimal | float,
    count: int,
    *,
    worse: Fraction | Decimal | float = Fraction(1, 100),
    correlation: float = 0.0,
) -> PromisePower:
    """Return how often the promise "at least `level` of `count` tickets" misses, exactly.

    Parameters
    ----------
    level
        The promised share, in 0 … 1. A float is read as it is written: 0.95 is 19/20.
    count
        Tickets in a window.
    worse
        By how much the worse provider is below the level: 0.01 for one percentage point.
    correlation
        How alike tickets of one window are (intra-class correlation, 0 … 1): months differ by more than
        chance where it is above 0. 0.002 is not unusual.

    Raises
    ------
    DataError
        A level or a worse share outside 0 … 1, or no tickets.

    Notes
    -----
    Binomial; beta-binomial with ``p (1/ρ - 1)`` and ``(1 - p)(1/ρ - 1)`` where tickets are alike.

    Examples
    --------
    >>> found = promise_power(0.95, 400, worse=0.02)
    >>> found.needed, round(found.misses_at_level, 4), round(found.escapes_when_worse, 4)
    (380, 0.4409, 0.0657)
    >>> promise_power(1, 10, worse=0).misses_at_level
    0.0
    """
    goal, below = _shares(level, worse, "promise_power")
    tickets = arguments.count("promise_power.count", count)
    if tickets == 0:
        raise DataError(message("promise_power.count", "must be at least 1", got="0"))
    if not 0 <= arguments.number("promise_power.correlation", correlation) < 1:
        raise DataError(
            message("promise_power.correlation", "must lie from 0 to below 1", got=repr(correlation))
        )
    needed = math.ceil(goal * tickets)
    on, off = (_misses(share, needed, tickets, correlation) for share in (goal, below))
    return PromisePower(
        needed=needed,
        misses_at_level=on,
        misses_when_worse=off,
        escapes_when_worse=1 - off,
        attainable=((needed - 1) / tickets if needed else None, needed / tickets),
    )


def promise_count(
    level: Fraction | Decimal | float, *, worse: Fraction | Decimal | float, power: float = 0.9
) -> int:
    """Return the number of tickets from which on a provider who is `worse` misses with this chance.

    Parameters
    ----------
    level, worse
        The promised share and how far below it the provider is, as in `promise_power`.
    power
        How often the worse provider shall miss, strictly between 0 and 1.

    Returns
    -------
    int
        The smallest count that has the power together with every larger one. Some smaller ones may have
        it too: the chance goes up and down with the next share that so many tickets can give.

    Raises
    ------
    DataError
        A level, a difference or a power outside its range, or a difference too small to be looked for.

    Notes
    -----
    Exact binomial, searched downwards from Chernoff's bound
    ``ln(1/(1 - power)) / KL(level, level - worse)``, above which the power is certain.

    Examples
    --------
    >>> promise_count(0.95, worse=0.02), promise_count(0.95, worse=0.05)
    (301, 65)
    >>> promise_count(1, worse=0.1)
    22
    """
    goal, below = _shares(level, worse, "promise_count")
    if not goal > below:
        raise DataError(message("promise_count.worse", "must be above 0", got=str(worse)))
    if not 0 < arguments.number("promise_count.power", power) < 1:
        raise DataError(message("promise_count.power", "must lie strictly between 0 and 1", got=repr(power)))
    high, low = float(goal), float(below)
    distance = special.rel_entr(high, low) + special.rel_entr(1 - high, 1 - low)
    certain = math.ceil(-math.log1p(-power) / distance) + 1 if distance < math.inf else 1
    if certain > MOST:
        raise DataError(
            message("promise_count.worse", "is too small to be found", got=str(worse), hint="0.001 and above")
        )
    for last in range(certain, 0, -CHUNK):
        counts = np.arange(max(1, last - CHUNK + 1), last + 1)
        needed = _needed(counts, goal)
        short = np.flatnonzero(special.bdtr(needed - 1, counts, low) < power)
        if short.size:
            return int(counts[short[-1]]) + 1
    return 1


def _needed(counts: NDArray[np.int64], goal: Fraction) -> NDArray[np.int64]:
    """Return the fewest hits of each count that keep the promise."""
    # A level of many decimals times a large count does not fit 64 bits.
    wide = counts.astype(object) if int(counts[-1]) * goal.numerator > LARGEST else counts
    return (-(-wide * goal.numerator // goal.denominator)).astype(np.int64)


def _misses(share: Fraction, needed: int, count: int, correlation: float) -> float:
    """Return the chance of fewer hits than needed."""
    if needed == 0:
        return 0.0
    if not correlation or share in (0, 1):
        return float(special.bdtr(needed - 1, count, float(share)))
    size = 1 / correlation - 1
    return float(stats.betabinom.cdf(needed - 1, count, float(share) * size, float(1 - share) * size))


def _shares(
    level: Fraction | Decimal | float, worse: Fraction | Decimal | float, where: str
) -> tuple[Fraction, Fraction]:
    """Return the level and the worse share as exact numbers."""
    goal, gap = _exact(f"{where}.level", level), _exact(f"{where}.worse", worse)
    if not 0 <= goal <= 1:
        raise DataError(
            message(f"{where}.level", "must lie in 0 … 1", got=str(level), hint="write 0.95 for 95 %")
        )
    if not 0 <= gap <= goal:
        raise DataError(
            message(
                f"{where}.worse",
                f"must lie between 0 and the level {level}",
                got=str(worse),
                hint="0.01: one point",
            )
        )
    return goal, goal - gap


def _exact(where: str, value: Fraction | Decimal | float) -> Fraction:
    try:
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise DataError(message(where, "must be a number", got=repr(value), hint="0.95 for 95 %")) from None
