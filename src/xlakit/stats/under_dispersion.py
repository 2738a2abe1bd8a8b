"""Whether monthly shares are steadier than chance lets them be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import special

from xlakit.stats import share_columns

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class UnderDispersion:
    """How steady monthly shares are.

    Attributes
    ----------
    statistic
        Pearson's chi-square around the pooled share; None, like all that follows, where it cannot be told.
    freedom
        Months counted, less one.
    p_value
        Chance of months as steady as these or steadier: the lower tail. Very small: too steady.
    dispersion
        The statistic by month: 1 where months differ by chance alone, less where they are steadier.
    """

    statistic: float | None
    freedom: int | None
    p_value: float | None
    dispersion: float | None


def under_dispersion(successes: Iterable[int], counts: Iterable[int]) -> UnderDispersion:
    """Return whether the shares of several months lie closer together than chance lets them.

    Parameters
    ----------
    successes, counts
        One whole number a month, in any order. A month without tickets is left out.

    Returns
    -------
    UnderDispersion
        Of nothing where fewer than two months count, or where all tickets succeed, or none.

    Raises
    ------
    DataError
        Numbers that are no counts, more successes than tickets, or columns of different lengths.

    Notes
    -----
    ``X = Σ (kᵢ - nᵢp)² / (nᵢpq)`` with the pooled p, on months - 1 degrees of freedom; lower tail.

    Examples
    --------
    >>> steady = under_dispersion([95] * 12, [100] * 12)
    >>> steady.statistic, steady.freedom, steady.p_value
    (0.0, 11, 0.0)
    >>> usual = under_dispersion([96, 91, 98, 94], [100, 100, 100, 100])
    >>> round(usual.statistic, 3), round(usual.p_value, 3)
    (5.378, 0.854)
    >>> under_dispersion([7], [10]).p_value is None
    True
    """
    k, n = share_columns.counted("under_dispersion", successes, counts)
    hits, all_of = int(k.sum()), int(n.sum())
    if len(k) <= 1 or hits in {0, all_of}:
        return UnderDispersion(None, None, None, None)
    share = hits / all_of
    statistic = float(((k - n * share) ** 2 / (n * share * (1 - share))).sum())
    freedom = len(k) - 1
    return UnderDispersion(statistic, freedom, float(special.chdtr(freedom, statistic)), statistic / freedom)
