"""What those who did not answer could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    Number = float | Fraction | Decimal


def break_even_shift(
    value: Number | None, target: Number | None, response_rate: Number | None
) -> float | None:
    """Return by how much the silent must differ from those who answered for the whole to be at the target.

    Parameters
    ----------
    value
        The figure of those who answered.
    target
        The level to reach, in the same unit.
    response_rate
        The share of those asked who answered, in 0 … 1.

    Returns
    -------
    float or None
        In the unit of the value, any sign: -0.0253 says "if the silent are 2.5 points lower, the verdict
        flips". A shift that leads outside the scale cannot happen: the verdict is safe. None where anything
        is unknown, and where nobody was silent.

    Raises
    ------
    DataError
        A response rate outside 0 … 1.

    Notes
    -----
    ``(target - value) / (1 - response_rate)``.

    Examples
    --------
    >>> round(break_even_shift(0.82, 0.80, 0.21), 4)
    -0.0253
    >>> break_even_shift(0.82, 0.80, 1) is None, break_even_shift(None, 0.80, 0.21) is None
    (True, True)
    """
    rate = _rate("break_even_shift", response_rate)
    if value is None or target is None or rate is None or rate == 1:
        return None
    goal, figure = (
        arguments.number(f"break_even_shift.{name}", given)
        for name, given in (("target", target), ("value", value))
    )
    return (goal - figure) / (1 - rate)


def manski_bounds(
    value: Number | None, response_rate: Number | None, low: Number = 0, high: Number = 1
) -> tuple[float, float] | None:
    """Return the least and the most the figure of all can be, whatever the silent would have said.

    Parameters
    ----------
    value
        The mean or share of those who answered, between `low` and `high`.
    response_rate
        The share of those asked who answered, in 0 … 1. At 0 the scale itself is returned.
    low, high
        The ends of the scale: 0 and 1 for a share, 1 and 5 for a rating, -100 and 100 for a net score.

    Returns
    -------
    tuple of float or None
        In the unit of the value. None where the value or the response rate is unknown.

    Raises
    ------
    DataError
        A response rate outside 0 … 1, ends in the wrong order, or a value outside them.

    Notes
    -----
    Manski, Nonparametric bounds on treatment effects (1990): no assumption but the scale.

    Examples
    --------
    >>> [round(bound, 4) for bound in manski_bounds(0.82, 0.21)]
    [0.1722, 0.9622]
    >>> manski_bounds(4.5, 1, low=1, high=5), manski_bounds(None, 0), manski_bounds(None, 0.2) is None
    ((4.5, 4.5), (0.0, 1.0), True)
    """
    rate = _rate("manski_bounds", response_rate)
    least, most = arguments.number("manski_bounds.low", low), arguments.number("manski_bounds.high", high)
    if not least < most:
        raise DataError(message("manski_bounds.low", "must lie below high", got=f"{low} and {high}"))
    if value is not None and not least <= arguments.number("manski_bounds.value", value) <= most:
        raise DataError(
            message(
                "manski_bounds.value",
                f"must lie between {low} and {high}",
                got=str(value),
                hint="give the ends of the scale as low and high",
            )
        )
    if rate == 0:
        return least, most
    if value is None or rate is None:
        return None
    answered = float(value) * rate
    return answered + least * (1 - rate), answered + most * (1 - rate)


def _rate(where: str, response_rate: Number | None) -> float | None:
    if response_rate is None:
        return None
    given: Any = response_rate
    try:
        inside = not isinstance(given, str) and 0 <= float(given) <= 1
    except (TypeError, ValueError):
        inside = False
    if not inside:
        raise DataError(
            message(
                f"{where}.response_rate", "must lie in 0 … 1", got=str(response_rate), hint="0.21 for 21 %"
            )
        )
    return float(response_rate)
