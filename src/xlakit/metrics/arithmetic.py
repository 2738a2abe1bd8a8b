"""Arithmetic and indices of metrics: each gives a metric again, with windows, segments and intervals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.metrics.combined import Combined, combine
from xlakit.metrics.formula import Linear, Minimum, Power, Product, Weighted
from xlakit.metrics.metric import Metric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics.metric import Direction, Unit, Values

Number = int | Fraction | Decimal
PER_CENT = 100


def plus(one: Metric, other: Metric | Number, sign: int) -> Combined:
    """Return the sum of two metrics, or with sign -1 the difference."""
    if isinstance(other, Metric):
        return combine(Linear((Fraction(1), Fraction(sign))), one, other)
    shift = sign * _exact(other)
    return combine(
        Linear((Fraction(1),), shift),
        one,
        low=None if one.low is None else one.low + float(shift),
        high=None if one.high is None else one.high + float(shift),
    )


def rest_of(whole: Number, metric: Metric) -> Combined:
    """Return `whole` less `metric`; what was good low is good high."""
    of = _exact(whole)
    return combine(
        Linear((Fraction(-1),), of),
        metric,
        direction=_turned(metric.direction),
        low=None if metric.high is None else float(of) - metric.high,
        high=None if metric.low is None else float(of) - metric.low,
    )


def times(one: Metric, other: Metric | Number) -> Combined:
    """Return the product; times 100 a share becomes points."""
    if isinstance(other, Metric):
        return combine(Product(), one, other, unit=one.unit if other.unit == "count" else other.unit)
    factor = _exact(other)
    low, high = (None if end is None else end * float(factor) for end in (one.low, one.high))
    unit: Unit = "points" if one.unit == "share" and factor == PER_CENT else one.unit
    return combine(
        Linear((factor,)),
        one,
        unit=unit,
        low=low if factor >= 0 else high,
        high=high if factor >= 0 else low,
        direction=one.direction if factor >= 0 else _turned(one.direction),
    )


def over(one: Metric, other: Metric | Number) -> Combined:
    """Return the quotient; without a value where it would divide by zero."""
    if isinstance(other, Metric):
        return combine(Product(inverse=True), one, other, unit="ratio")
    divisor = _exact(other)
    if divisor == 0:
        raise MeasureError(message("metric arithmetic", "division by zero"))
    return times(one, 1 / divisor)


def weighted(parts: Mapping[Metric, Number]) -> Combined:
    """Return the weighted mean of metrics of one unit and direction.

    Weights are renormalised over the parts that have a value; the estimate's ``method`` names the others.

    Parameters
    ----------
    parts
        Metric → weight, positive whole numbers, fractions or decimals; they need not add up to 1.

    Raises
    ------
    MeasureError
        No part, a weight that is not positive, or parts whose units or directions differ.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> m.weighted({m.csat(): 3, 1 - m.reopen_rate(): 1}).name
    'weighted(csat: 3, (1 - reopen_rate): 1)'
    """
    metrics = _alike("weighted", tuple(parts))
    weights = tuple(_exact(weight) for weight in parts.values())
    if any(weight <= 0 for weight in weights):
        raise MeasureError(message("weighted", "weights must be positive", got=str(min(weights))))
    return combine(Weighted(weights), *metrics, low=_least(metrics), high=_most(metrics))


def minimum(*parts: Metric) -> Combined:
    """Return the smallest of metrics of one unit and direction: no part makes up for another.

    It is unknown where a part is, for the unknown one may be smaller.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> m.minimum(m.csat(), m.fcr()).name
    'minimum(csat, fcr)'
    """
    metrics = _alike("minimum", parts)
    return combine(Minimum(), *metrics, low=_least(metrics), high=_most(metrics))


def geometric(*parts: Metric) -> Combined:
    """Return the geometric mean of metrics that cannot be negative: imbalance lowers it.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> m.geometric(m.csat(), m.fcr()).unit
    'share'
    """
    metrics = _alike("geometric", parts)
    return combine(Power(), *metrics, low=_least(metrics), high=_most(metrics))


def harmonic(*parts: Metric) -> Combined:
    """Return the harmonic mean of metrics that cannot be negative: imbalance lowers it more.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> m.harmonic(m.csat(), m.fcr()).name
    'harmonic(csat, fcr)'
    """
    metrics = _alike("harmonic", parts)
    return combine(Power(harmonic=True), *metrics, low=_least(metrics), high=_most(metrics))


def difference(metric: Metric, one: Mapping[str, Values], other: Mapping[str, Values]) -> Combined:
    """Return the metric in one group less the same metric in another.

    Its interval accounts for people who are in both groups.

    Parameters
    ----------
    metric
        What to compare.
    one, other
        Conditions as for ``where``, for example ``{"team": "West"}``.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> m.difference(m.csat(), {"team": "West"}, {"team_not": "West"}).name
    '(csat where team=West - csat where team_not=West)'
    """
    return plus(metric.where(**one), metric.where(**other), -1)


def _alike(where: str, metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    if not metrics:
        raise MeasureError(message(where, "needs at least one metric"))
    units, directions = {item.unit for item in metrics}, {item.direction for item in metrics}
    if len(units) > 1 or len(directions) > 1:
        raise MeasureError(
            message(
                where,
                "its parts must have one unit and one direction",
                got=", ".join(f"{item.name} ({item.unit}, {item.direction})" for item in metrics),
                hint="turn a share with 1 - metric",
            )
        )
    return metrics


def _least(metrics: tuple[Metric, ...]) -> float | None:
    ends = [item.low for item in metrics if item.low is not None]
    return min(ends) if len(ends) == len(metrics) else None


def _most(metrics: tuple[Metric, ...]) -> float | None:
    ends = [item.high for item in metrics if item.high is not None]
    return max(ends) if len(ends) == len(metrics) else None


def _turned(direction: Direction) -> Direction:
    return "lower" if direction == "higher" else "higher"


def _exact(number: Number) -> Fraction:
    if not isinstance(number, int | Fraction | Decimal):
        raise MeasureError(
            message(
                "metric arithmetic",
                "needs a metric or an exact number",
                got=repr(number),
                hint="a whole number, Fraction or Decimal",
            )
        )
    return Fraction(number)
