"""How sure it is that an estimate lies beyond a target: one-sided bounds and p-values."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from xlakit.model import Estimate

Where = Literal["below", "above"]
BISECTIONS = 45
FARTHEST = 7.0
"""In standard errors: smaller p-values than its tail (1e-12) are given as that."""


def one_sided(level: float) -> float:
    """Return the two-sided level to ask for, so that each limit alone is a bound at `level`.

    Raises
    ------
    DataError
        A level that is not strictly between 0.5 and 1.

    Examples
    --------
    >>> one_sided(0.95)
    0.9
    >>> from xlakit.stats import proportion
    >>> proportion(171, 200, level=one_sided(0.95)).high < proportion(171, 200).high
    True
    """
    if not 0.5 < arguments.number("level", level) < 1:  # noqa: PLR2004 - a bound at one half is the estimate itself
        raise DataError(
            message("level", "of a one-sided bound lies strictly between 0.5 and 1", got=repr(level))
        )
    return float(2 * Fraction(str(level)) - 1)


def p_below(successes: int, count: int, target: Fraction | Decimal | float) -> float | None:
    """Return the exact binomial chance of at most `successes` of `count` at a true share of `target`.

    Small values speak for a share below the target. For a share that should stay under its target, pass
    ``count - successes`` and ``1 - target``. None where nothing was counted.

    Raises
    ------
    DataError
        Counts that are no counts, more successes than trials, or a target outside 0 … 1.

    Examples
    --------
    >>> round(p_below(7, 10, Fraction(19, 20)), 5)
    0.0115
    >>> p_below(10, 10, Fraction(19, 20)), p_below(0, 0, Fraction(19, 20))
    (1.0, None)
    """
    k, n = arguments.count("p_below.successes", successes), arguments.count("p_below.count", count)
    if k > n:
        raise DataError(message("p_below.successes", f"must not be more than the count {n}", got=str(k)))
    if not 0 <= arguments.number("p_below.target", target) <= 1:
        raise DataError(message("p_below.target", "must lie between 0 and 1", got=str(target)))
    return float(special.bdtr(k, n, float(target))) if n else None


def p_beyond(
    interval: Callable[[float], Estimate], target: Fraction | Decimal | float, *, where: Where
) -> float | None:
    """Return the p-value of "it is beyond the target", read off the metric's own interval.

    The p-value is the least alpha at which the one-sided ``1 - alpha`` bound lies beyond the target. So
    ``p < 0.05`` says exactly what "the one-sided 95 % bound is beyond the target" says, whatever
    the metric's interval is, and p-values of several objectives can go through `holm`.

    Parameters
    ----------
    interval
        Gives the estimate with its two-sided interval at any level, for example
        ``lambda level: proportion(171, 200, level=level)``; for an estimate that is already made,
        ``partial(at_level, estimate)``. Higher levels must give wider intervals.
    target
        In the unit of the estimate, as an exact number where it is a promise.
    where
        ``below``: is it below the target (a promise ``at_least``)? ``above``: is it above?

    Returns
    -------
    float or None
        In 0 … 1; above 0.5 where the value lies on the other side of the target; never below 1e-12. None
        where there is no value or no interval.

    Examples
    --------
    >>> from functools import partial
    >>> from xlakit.stats import at_level, proportion
    >>> round(p_beyond(lambda level: proportion(171, 200, level=level), 0.9, where="below"), 4)
    0.0169
    >>> round(p_beyond(partial(at_level, proportion(171, 200)), 0.9, where="above"), 4)
    0.9831
    >>> p_beyond(lambda level: proportion(0, 0, level=level), 0.9, where="below") is None
    True
    """
    arguments.one_of("p_beyond.where", where, ("below", "above"))
    found = interval(0.95)
    if found.value is None or (found.low is None and found.high is None):
        return None
    exact, goal = found.exact, Fraction(target)
    value = Fraction(found.value) if exact is None else exact
    if value == goal:
        return 0.5
    lies: Where = "below" if value < goal else "above"
    tail = _tail(interval, float(goal), lies)
    return tail if lies == where else 1 - tail


def _tail(interval: Callable[[float], Estimate], target: float, where: Where) -> float:
    """Return the least tail at which the bound towards the target still falls short of it."""
    near, far = 0.0, FARTHEST
    for _ in range(BISECTIONS):
        middle = (near + far) / 2
        found = interval(math.erf(middle / math.sqrt(2)))
        bound = found.high if where == "below" else found.low
        short = bound is not None and (bound < target if where == "below" else bound > target)
        near, far = (middle, far) if short else (near, middle)
    return float(special.ndtr(-near))
