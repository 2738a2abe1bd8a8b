"""Whether months land just on the good side of a target more often than their spread explains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments, share_columns
from xlakit.stats.beta_binomial import fitted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scraping:
    """Months just above and just below a target, against those of a fitted model.

    Attributes
    ----------
    statistic
        Months that met the target by less than one standard error, less those that missed it by less.
    just_met, just_missed
        Both numbers.
    expected
        The statistic's mean under the fitted model.
    met, expected_met
        Months that met the target, and how many the fitted model lets meet it.
    p_value
        Chance under the fitted model of a statistic as large as this: ``(1 + draws at or above it) / (1 + draws)``.
        None, like the fit, without a month.
    share, correlation
        The fitted p and ρ; a ρ of 0 is the binomial.
    months, draws
        Months with tickets, and simulated histories.
    """

    statistic: int
    just_met: int
    just_missed: int
    expected: float | None
    met: int
    expected_met: float | None
    p_value: float | None
    share: float | None
    correlation: float | None
    months: int
    draws: int


def scraping(
    successes: Iterable[int],
    counts: Iterable[int],
    target: Fraction | Decimal | float,
    *,
    seed: int,
    draws: int = 400,
) -> Scraping:
    """Return whether the months of one objective scrape past their target.

    Counting months just above and just below a target says nothing by itself: a service whose true share is above
    the target has more of the former. So a beta-binomial is fitted to the months and their statistic is compared
    with that of simulated histories of the same counts.

    Parameters
    ----------
    successes, counts
        One whole number a month. A month without tickets is left out. The order plays no part.
    target
        The promised share, at least; strictly between 0 and 1. A float is read as it is written: 0.95 is 19/20.
    seed
        Of the simulation.
    draws
        Simulated histories.

    Raises
    ------
    DataError
        Numbers that are no counts, more successes than tickets, columns of different lengths, a target outside its
        range, or fewer than 1 draw.

    Notes
    -----
    ``d = #(met, margin < 1 SE) - #(missed, margin > -1 SE)`` with ``SE = √(T(1 - T)/n)`` of that month at the
    target T. Fit by maximum likelihood. A share far above the target leaves little power, as it should. The
    fit sees the scraped months too, which makes the test cautious.

    Examples
    --------
    >>> scraped = [190] * 20 + [182, 197, 191, 185]
    >>> found = scraping(scraped, [200] * 24, 0.95, seed=1)
    >>> found.statistic, found.just_met, found.just_missed, found.p_value < 0.01
    (21, 21, 0, True)
    >>> usual = [188, 193, 189, 195, 186, 192, 190, 184, 191, 194, 187, 190]
    >>> scraping(usual, [200] * 12, 0.95, seed=1).p_value > 0.1
    True
    >>> scraping([], [], 0.95, seed=1).p_value is None
    True
    """
    goal = Fraction(str(target)) if isinstance(target, float) else Fraction(target)
    if not 0 < goal < 1:
        raise DataError(message("scraping.target", "must lie strictly between 0 and 1", got=str(target)))
    if arguments.count("scraping.draws", draws) < 1:
        raise DataError(message("scraping.draws", "must be at least 1", got=str(draws)))
    k, n = share_columns.counted("scraping", successes, counts)
    if not len(k):
        return Scraping(0, 0, 0, None, 0, None, None, None, None, 0, draws)
    order = np.lexsort((k, n))
    k, n = k[order], n[order]
    needed = np.array([math.ceil(goal * int(size)) for size in n], dtype=np.int64)
    above, below = _near(k, n, needed, goal)
    prior = fitted(k, n)
    drawn = _histories(prior.mean, prior.size, n, draws, seed)
    more, fewer = _near(drawn, n, needed, goal)
    statistic, simulated = int(above.sum() - below.sum()), more.sum(axis=1) - fewer.sum(axis=1)
    return Scraping(
        statistic=statistic,
        just_met=int(above.sum()),
        just_missed=int(below.sum()),
        expected=float(simulated.mean()),
        met=int((k >= needed).sum()),
        expected_met=float((drawn >= needed).sum(axis=1).mean()),
        p_value=(1 + int((simulated >= statistic).sum())) / (1 + draws),
        share=prior.mean,
        correlation=0.0 if math.isinf(prior.size) else 1 / (1 + prior.size),
        months=len(k),
        draws=draws,
    )


def _near(
    k: NDArray[np.int64], n: NDArray[np.int64], needed: NDArray[np.int64], goal: Fraction
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which months met, and which missed, by less than one standard error."""
    share = float(goal)
    error = np.sqrt(share * (1 - share) / n)
    margin = k / n - share
    met = k >= needed
    return met & (margin < error), ~met & (margin > -error)


def _histories(share: float, size: float, n: NDArray[np.int64], draws: int, seed: int) -> NDArray[np.int64]:
    draw = np.random.default_rng(seed)
    if math.isinf(size):
        return draw.binomial(n, share, (draws, len(n)))
    return draw.binomial(n, draw.beta(share * size, (1 - share) * size, (draws, len(n))))
