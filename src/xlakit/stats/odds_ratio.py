"""Two shares, and the ratio of their odds."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import optimize, special, stats

from xlakit.errors import DataError, message
from xlakit.stats import arguments

INSIDE = 1e-9


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """How the odds of a success in one group compare with those in another.

    Attributes
    ----------
    ratio
        Odds of the first over odds of the second; None where it has no finite value.
    low, high
        The score interval; `high` is None where it has no end.
    p_value, p_greater
        Fisher's exact test, two-sided, and of so many or more successes in the first group.
    shares
        The shares of success in both groups; None for a group of nobody.
    counts
        How many both groups hold.
    level
        Confidence of the interval.
    """

    ratio: float | None
    low: float
    high: float | None
    p_value: float
    p_greater: float
    shares: tuple[float | None, float | None]
    counts: tuple[int, int]
    level: float


def odds_ratio(
    successes: int, count: int, other_successes: int, other_count: int, *, level: float = 0.95
) -> OddsRatio | None:
    """Return the odds ratio of `successes` of `count` against `other_successes` of `other_count`.

    Parameters
    ----------
    successes, count, other_successes, other_count
        Whole numbers of an integer type, no more successes than there are in the group.
    level
        Confidence of the interval.

    Returns
    -------
    OddsRatio or None
        None where a group is empty, or where nothing or everything in both succeeded: such tables say nothing.

    Raises
    ------
    DataError
        A float, a negative number, or more successes than trials.

    Notes
    -----
    Fisher's exact test. The interval is Cornfield's, without continuity correction: all ratios that the score test
    with the table's margins does not reject.

    Examples
    --------
    >>> found = odds_ratio(38, 240, 61, 1900)
    >>> round(found.ratio, 2), round(found.low, 2), round(found.high, 2), f"{found.p_value:.0e}"
    (5.67, 3.7, 8.7, '4e-13')
    >>> odds_ratio(3, 10, 0, 10).ratio is None, odds_ratio(0, 4, 0, 9) is None
    (True, True)
    """
    a, one, c, other = (
        arguments.count(f"odds_ratio.{name}", value)
        for name, value in (
            ("successes", successes),
            ("count", count),
            ("other_successes", other_successes),
            ("other_count", other_count),
        )
    )
    for name, hits, size in (("successes", a, one), ("other_successes", c, other)):
        if hits > size:
            raise DataError(
                message(f"odds_ratio.{name}", f"must not be more than the count {size}", got=str(hits))
            )
    level = arguments.confidence(level)
    if not one or not other or not 0 < a + c < one + other:
        return None
    b, d = one - a, other - c
    table = [[a, b], [c, d]]
    quantile = float(special.ndtri((1 + level) / 2))
    return OddsRatio(
        ratio=a * d / (b * c) if b * c else None,
        low=_end(a, one, c, other, quantile, upper=False) or 0.0,
        high=_end(a, one, c, other, quantile, upper=True),
        p_value=min(1.0, float(stats.fisher_exact(table).pvalue)),
        p_greater=min(1.0, float(stats.fisher_exact(table, alternative="greater").pvalue)),
        shares=(a / one, c / other),
        counts=(one, other),
        level=level,
    )


def _end(a: int, one: int, c: int, other: int, quantile: float, *, upper: bool) -> float | None:
    """Return the ratio whose fitted cell lies as far from `a` as the quantile allows; None beyond the margins."""
    hits = a + c
    edge = min(one, hits) if upper else max(0, hits - other)
    if a == edge:
        return None

    def beyond(cell: float) -> float:
        rest = (cell, one - cell, hits - cell, other - hits + cell)
        return (a - cell) ** 2 * sum(1 / part for part in rest) - quantile**2

    # Not the ends themselves: a cell of 0 there has no reciprocal.
    cell = optimize.brentq(beyond, a + INSIDE * (edge - a), edge + INSIDE * (a - edge), xtol=1e-12)
    return float(cell * (other - hits + cell) / ((one - cell) * (hits - cell)))
