"""The bootstrap interval of a score of independent answers, from the count of each answer."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, SupportsFloat

import numpy as np

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments
from xlakit.stats.resampling.draws import finite, generator, limits, number_of_draws, tails

if TYPE_CHECKING:
    from collections.abc import Sequence

METHOD = "multinomial_bootstrap"


def multinomial_bootstrap(
    counts: Sequence[int],
    scores: Sequence[SupportsFloat],
    *,
    quantum: Decimal | int = Decimal(1),
    draws: int = 10_000,
    seed: int,
    level: float = 0.95,
) -> Estimate:
    """Return ``quantum · Σ counts · scores / Σ counts`` with its bootstrap interval.

    As good as drawing single answers, and as fast for a million of them as for ten.

    Parameters
    ----------
    counts
        How many answers of each kind there are: ``[promoters, passives, detractors]``.
    scores
        What one of each kind adds: ``[1, 0, -1]`` with ``quantum=100`` for a net share, ``[1, 0]`` for a
        share, ``[1, 2, 3, 4, 5]`` for a mean rating.
    quantum
        What one unit of the scores is worth in the unit of the result.
    draws, seed
        Resamples, at least 100; the same seed gives the same interval, whatever the order of the kinds.
    level
        Confidence of the two-sided interval, read off the draws.

    Returns
    -------
    Estimate
        No value without answers; no interval where all answers score the same. Answers are taken as
        independent; where people answer more than once see `poisson_bootstrap`.

    Raises
    ------
    DataError
        Counts that are no counts, scores that are not finite, columns of different lengths, too few draws.

    Examples
    --------
    >>> found = multinomial_bootstrap([60, 25, 15], [1, 0, -1], quantum=100, seed=1)
    >>> found.value, round(found.low), round(found.high)
    (45.0, 30, 59)
    >>> multinomial_bootstrap([9, 0], [1, 0], seed=1).low is None
    True
    >>> multinomial_bootstrap([0, 0], [1, 0], seed=1).value is None
    True
    """
    quantum = arguments.unit(METHOD, quantum)
    level, times = arguments.confidence(level), number_of_draws(METHOD, draws)
    random = generator(METHOD, seed)
    given = [
        arguments.count(f"{METHOD}.counts", count) for count in arguments.each(f"{METHOD}.counts", counts)
    ]
    worth = finite(f"{METHOD}.scores", scores)
    if len(given) != len(worth):
        raise DataError(message(METHOD, "needs one score a count", got=f"{len(given)} and {len(worth)}"))
    merged: dict[float, int] = {}
    for score, count in sorted(zip(worth, given, strict=True)):
        merged[score] = merged.get(score, 0) + count
    answers = sum(merged.values())
    if answers == 0:
        return Estimate.nothing(level=level, method=METHOD)
    kinds, held = np.array(list(merged)), np.array(list(merged.values()))
    total = math.fsum(kinds * held)
    value = total / answers * float(quantum)
    drawn = (random.multinomial(answers, held / answers, times) * kinds).sum(axis=1)
    low, high = limits(drawn / answers * float(quantum), value, tails(level))
    exact = total.is_integer() and all(score.is_integer() for score in worth)
    return Estimate(
        value=value,
        count=answers,
        low=low,
        high=high,
        level=level,
        method=METHOD,
        numerator=int(total) if exact else None,
        denominator=answers if exact else None,
        quantum=quantum,
    )
