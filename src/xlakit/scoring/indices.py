"""What the terms of an agreement push towards, before anything is measured."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from xlakit.metrics import Metric

    Number = float | int | Decimal | Fraction

SCALING = (
    "weights and values are compared as they are stated: one step of effort is taken to move every objective by the"
    " same part of the way from its minimum to its expected level, which is a judgement"
)
"""What has to be assumed to compare weights with values."""


def is_speed(metric: Metric) -> bool:
    """Return whether a metric looks at nothing but time: a clock, or a length of time on the efficiency side.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> [is_speed(metric) for metric in (m.within("fix"), m.average_handle_time(), m.fcr(), m.csat())]
    [True, True, False, False]
    """
    return metric.kind == "efficiency" and (metric.unit == "seconds" or bool(metric.clocks))


def speed_only_share(parts: Iterable[tuple[Number, bool]]) -> Fraction | None:
    """Return the part of the weight that rests on speed alone, in [0, 1]; None where nothing has weight.

    Lower is better: what only looks at speed cannot tell a quick fix from a thorough one.

    Parameters
    ----------
    parts
        Weight of each objective, and whether its metric looks at speed alone (`is_speed`).

    References
    ----------
    Measurement framework S-28.

    Examples
    --------
    >>> str(speed_only_share([(20, True), (20, True), (60, False)])), speed_only_share([]) is None
    ('2/5', True)
    """
    listed = [(_exact("weight", weight), speed) for weight, speed in parts]
    whole = sum((weight for weight, _ in listed), Fraction(0))
    return sum((weight for weight, speed in listed if speed), Fraction(0)) / whole if whole else None


def negativity_ratio(points: Iterable[Number]) -> float | None:
    """Return the mean size of a penalty over the mean size of a reward; above 1 failing counts for more.

    Parameters
    ----------
    points
        What each mistake takes away (below 0), and what each good deed adds; zeros are neither.

    Returns
    -------
    float or None
        None without a penalty or without a reward: then one is not to be compared with the other.

    References
    ----------
    Measurement framework S-70.

    Examples
    --------
    >>> negativity_ratio([-4, -2, 1, 1, 0]), negativity_ratio([-4, -2]) is None
    (3.0, True)
    """
    listed = [_exact("points", item) for item in points]
    lost, won = [-item for item in listed if item < 0], [item for item in listed if item > 0]
    if not lost or not won:
        return None
    return float(sum(lost) / len(lost) / (sum(won) / len(won)))


def alignment_index(weights: Mapping[str, Number], values: Mapping[str, Number]) -> float | None:
    """Return how well weights follow what things are worth: the squared cosine between them, in [0, 1].

    Higher is better. It is the share of the attainable value that these weights can bring about when they are as
    strong as they best can be; 1 when they are proportional to the values. The common scale is a judgement
    (`SCALING`), which belongs beside the figure.

    Parameters
    ----------
    weights, values
        Objective → its weight, its worth to the customer; what one of the two does not name is 0 there.

    Returns
    -------
    float or None
        None where all weights, or all values, are 0.

    Raises
    ------
    DataError
        One of them is no finite number.

    References
    ----------
    Baker, "Incentive contracts and performance measurement", Journal of Political Economy 100 (1992).

    Examples
    --------
    >>> alignment_index({"fast": 1, "happy": 1}, {"happy": 3}), alignment_index({"fast": 1}, {"happy": 1})
    (0.5, 0.0)
    >>> alignment_index({"fast": 20, "happy": 60}, {"fast": 1, "happy": 3})
    1.0
    """
    names = sorted({*weights, *values})
    ours = [_exact("weights", weights.get(name, 0)) for name in names]
    theirs = [_exact("values", values.get(name, 0)) for name in names]
    lengths = sum(item * item for item in ours) * sum(item * item for item in theirs)
    if not lengths:
        return None
    return float(sum(one * other for one, other in zip(ours, theirs, strict=True)) ** 2 / lengths)


def _exact(where: str, value: Number) -> Fraction:
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise DataError(message(where, "a finite number is expected", got=repr(value))) from None
