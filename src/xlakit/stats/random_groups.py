"""The interval of an estimate whose answers come from people who may answer more than once."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments
from xlakit.stats.freedom import unequal_freedom
from xlakit.stats.net import adjusted_wald
from xlakit.stats.proportion import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

Statistic = Literal["share", "net_share", "ratio"]
STATISTICS = ("share", "net_share", "ratio")
METHODS = {
    "share": "wilson_random_groups",
    "net_share": "adjusted_wald_random_groups",
    "ratio": "jackknife_random_groups",
}


def random_groups(
    numerators: Sequence[int],
    denominators: Sequence[int],
    *,
    statistic: Statistic,
    squares: int | None = None,
    quantum: Decimal = Decimal(1),
    level: float = 0.95,
) -> Estimate:
    """Return the estimate of integer sums that were kept in random groups of respondents.

    Everyone's answers fall into one group, so the groups differ by as much as chance and repeated answers
    make them differ; that spread gives an interval which holds although people repeat themselves.

    Parameters
    ----------
    numerators, denominators
        The sums y_g and x_g of each group: successes and answers, promoters less detractors and answers,
        score points and answers, minutes and tickets. Groups without a row (x_g = 0) know nothing of the
        spread and are left out of it.
    statistic
        ``share``, ``net_share`` (its quantum is 100: the result lies in -100 … 100), or ``ratio`` for
        means and other ratios of sums.
    squares
        The sum of the squared numerators of the single answers, needed for a net share: promoters plus
        detractors. A share's squares are its successes.
    quantum
        What one unit of a ratio's numerator is worth in the unit of the result.
    level
        Confidence of the two-sided interval.

    Returns
    -------
    Estimate
        Shares carry Wilson's, net shares the adjusted Wald interval on the effective count
        ``answers / deff``, with t for z; ``deff ≥ 1`` is the variance between groups over that of
        independent answers. So no interval is without width when all answers agree. Ratios carry the
        jackknife interval, whose degrees of freedom fall where a few groups hold most answers; with fewer
        than two groups they carry none.

    Raises
    ------
    DataError
        Floats, columns of different lengths, negative denominators, a share above 1, missing squares.

    Notes
    -----
    Shares and net shares: ``Var = G/(G-1) · Σ (y_g - R x_g)² / (Σ x)²`` over the G groups in use, t with
    G - 1 degrees of freedom, 63 of the usual 64. Ratios: the jackknife ``(G-1)/G · Σ (R_(-g) - R)²``, t with
    `unequal_freedom` of the groups; for groups of one size the same as above. Wolter, Introduction to
    Variance Estimation, chapters 2 and 4; Brown, Cai and DasGupta (2001); Rocks (2016). All sums are exact:
    the result does not depend on the order of the groups.

    Fewer than some ten people say too little of a mean that most of them agree on, or that a few of them
    decide (lost time): nominal 95 % then cover 86 to 90 %.

    Examples
    --------
    >>> sure = random_groups([1] * 64, [1] * 64, statistic="share")
    >>> sure.value, round(sure.low, 3), sure.high
    (1.0, 0.941, 1.0)
    >>> random_groups([3, 8, 0], [1, 2, 0], statistic="ratio").value
    3.6666666666666665
    >>> random_groups([0] * 64, [0] * 64, statistic="ratio").value is None
    True
    """
    arguments.one_of("random_groups.statistic", statistic, STATISTICS)
    level, method = arguments.confidence(level), METHODS[statistic]
    tops = arguments.wholes("random_groups.numerators", numerators)
    bottoms = arguments.wholes("random_groups.denominators", denominators)
    _check(statistic, tops, bottoms)
    above, below = sum(tops), sum(bottoms)
    if below == 0:
        return Estimate.nothing(level=level, method=method)
    groups = sum(bottom > 0 for bottom in bottoms)
    worth, low, high = float(quantum), None, None
    if statistic == "ratio":
        if groups > 1:
            half = _half_width(tops, bottoms, level) * abs(worth)
            low, high = above / below * worth - half, above / below * worth + half
    else:
        spread = sum((top * below - above * bottom) ** 2 for top, bottom in zip(tops, bottoms, strict=True))
        quantile = float(special.stdtrit(max(groups - 1, 1), (1 + level) / 2))
        power = _squares(statistic, above, below, squares)
        size = below / _design_effect(groups, spread, above, below, power)
        if statistic == "share":
            low, high = wilson(above / below, size, quantile)
        else:
            quantum, worth = Decimal(100), 100.0
            up, down = (power + above) / 2 / below * size, (power - above) / 2 / below * size
            low, high = (100 * limit for limit in adjusted_wald(up, down, size, quantile))
    return Estimate(
        value=float(Fraction(above, below) * Fraction(quantum)),
        count=below,
        low=low,
        high=high,
        level=level,
        method=method,
        numerator=above,
        denominator=below,
        quantum=quantum,
    )


def _half_width(tops: list[int], bottoms: list[int], level: float) -> float:
    """Return half the width of a ratio's interval, from the ratios without one group each."""
    above, below = sum(tops), sum(bottoms)
    used = [(top, bottom) for top, bottom in zip(tops, bottoms, strict=True) if bottom]
    moved = [(above * bottom - top * below) / (below * (below - bottom)) for top, bottom in used]
    error = math.sqrt((len(used) - 1) / len(used) * math.fsum(move * move for move in moved))
    freedom = unequal_freedom([bottom for _, bottom in used])
    return float(special.stdtrit(freedom, (1 + level) / 2)) * error


def _design_effect(groups: int, spread: int, above: int, below: int, squares: int) -> float:
    """Return the variance between groups over that of independent answers, at least 1."""
    if groups < 2:  # noqa: PLR2004 - one group may be one person, whose answers are worth one
        return float(below)
    independent = below * (squares * below - above * above)
    if independent == 0:
        return 1.0
    return min(max(1.0, groups / (groups - 1) * spread / independent), float(below))


def _squares(statistic: str, above: int, below: int, squares: int | None) -> int:
    """Return the sum of the squared single answers."""
    if statistic == "share":
        return above
    if squares is None:
        raise DataError(
            message(
                "random_groups.squares",
                "is needed for a net share",
                hint="pass promoters plus detractors, over all groups",
            )
        )
    known = arguments.count("random_groups.squares", squares)
    if not abs(above) <= known <= below or (known - above) % 2:
        raise DataError(
            message(
                "random_groups.squares",
                f"cannot be promoters plus detractors of {below} answers with {above} net",
                got=str(known),
            )
        )
    return known


def _check(statistic: str, tops: list[int], bottoms: list[int]) -> None:
    """Refuse sums that no groups of answers can have."""
    if len(tops) != len(bottoms):
        raise DataError(
            message(
                "random_groups",
                "needs one numerator and one denominator a group",
                got=f"{len(tops)} and {len(bottoms)}",
            )
        )
    if any(bottom < 0 for bottom in bottoms):
        raise DataError(message("random_groups.denominators", "must not be negative", got=str(min(bottoms))))
    lowest = {"share": 0, "net_share": -1}.get(statistic)
    if lowest is not None:
        for top, bottom in zip(tops, bottoms, strict=True):
            if not lowest * bottom <= top <= bottom:
                raise DataError(
                    message(
                        "random_groups.numerators", f"are impossible among {bottom} answers", got=str(top)
                    )
                )
