"""Both sides in one figure, and how far they are apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, overload

from xlakit.errors import MeasureError, message
from xlakit.metrics.arithmetic import geometric, harmonic, plus
from xlakit.metrics.metric import Metric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics.combined import Combined

    Mean = Literal["geometric", "harmonic"]

PER_CENT = 100
MEANS = ("geometric", "harmonic")


@overload
def balance(efficiency: Metric, experience: Metric, *, mean: Mean = ...) -> Combined: ...
@overload
def balance(efficiency: float | None, experience: float | None, *, mean: Mean = ...) -> float | None: ...
def balance(
    efficiency: Metric | float | None, experience: Metric | float | None, *, mean: Mean = "geometric"
) -> Combined | float | None:
    """Return the mean of both sides that a good one cannot buy for a bad one.

    Higher is better. Both sides are indices from 0 to 100; metrics that are shares are taken in points. Equal
    sides give their own height, unequal ones less than halfway, and one side at 0 gives 0. Without one of the
    sides there is no value.

    Parameters
    ----------
    efficiency, experience
        Two metrics, shares or points from 0 to 100, of which higher is better; or two numbers, 0 to 100.
    mean
        ``geometric`` (default): ``√(E·X)``; or ``harmonic``: ``2·E·X / (E + X)``, which punishes imbalance more.

    Returns
    -------
    Combined or float
        A metric, with windows, segments and intervals; of numbers a number. Unit: points, in [0, 100].

    Raises
    ------
    MeasureError
        A side that is no such index, or no such mean.

    References
    ----------
    Measurement framework S-14.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> balance(m.within("response"), m.csat()).unit
    'points'
    >>> balance(90, 40), round(balance(90, 40, mean="harmonic"), 2), balance(90, None) is None
    (60.0, 55.38, True)
    """
    if mean not in MEANS:
        raise MeasureError(message("balance", "no such mean", got=str(mean), hint="geometric or harmonic"))
    if isinstance(efficiency, Metric) and isinstance(experience, Metric):
        one, other = _index("balance", efficiency), _index("balance", experience)
        made = (geometric if mean == "geometric" else harmonic)(one, other)
        return made.named(
            "balance",
            params={**_params(efficiency, experience), **({} if mean == "geometric" else {"mean": mean})},
            title="balance of efficiency and experience",
            kind="combined",
            source="S-14",
        )
    left, right = _number("balance", efficiency), _number("balance", experience)
    if left is None or right is None:
        return None
    if mean == "geometric":
        return math.sqrt(left * right)
    return 2 * left * right / (left + right) if left + right else 0.0


@overload
def divergence(efficiency: Metric, experience: Metric) -> Combined: ...
@overload
def divergence(efficiency: float | None, experience: float | None) -> float | None: ...
def divergence(
    efficiency: Metric | float | None, experience: Metric | float | None
) -> Combined | float | None:
    """Return how far efficiency is ahead of experience: ``E - X``.

    Lower is better, down to 0: a high figure is a desk whose figures are fine and whose users are not. A
    negative one is the reverse, users content although the figures are missed. Both sides are indices from 0 to 100;
    metrics that are shares are taken in points. Without one of the sides there is no value.

    Parameters
    ----------
    efficiency, experience
        As for `balance`.

    Returns
    -------
    Combined or float
        A metric, with windows, segments and intervals; of numbers a number. Unit: points, in [-100, 100].

    Raises
    ------
    MeasureError
        A side that is no such index.

    References
    ----------
    Measurement framework S-14.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> divergence(m.within("response"), m.csat()).low
    -100
    >>> divergence(95, 60), divergence(None, 60) is None
    (35, True)
    """
    if isinstance(efficiency, Metric) and isinstance(experience, Metric):
        one, other = _index("divergence", efficiency), _index("divergence", experience)
        return plus(one, other, -1).named(
            "divergence",
            params=_params(efficiency, experience),
            title="efficiency ahead of experience",
            kind="combined",
            direction="lower",
            low=-PER_CENT,
            high=PER_CENT,
            source="S-14",
        )
    left, right = _number("divergence", efficiency), _number("divergence", experience)
    return None if left is None or right is None else left - right


def _index(where: str, metric: Metric) -> Metric:
    """Return the metric in points from 0 to 100."""
    if metric.direction != "higher":
        raise MeasureError(
            message(where, "of each side higher has to be better", got=metric.name, hint="1 - metric")
        )
    if metric.unit == "share":
        return PER_CENT * metric
    if metric.unit != "points" or metric.low != 0 or metric.high != PER_CENT:
        hint = "a share, or a net score of -100 to 100 as (metric + 100) / 2"
        raise MeasureError(message(where, "each side is an index from 0 to 100", got=metric.name, hint=hint))
    return metric


def _number(where: str, side: Metric | float | None) -> float | None:
    if side is None:
        return None
    if isinstance(side, Metric):
        raise MeasureError(message(where, "takes two metrics or two numbers", got=side.name))
    if not 0 <= side <= PER_CENT:
        raise MeasureError(message(where, "each side is an index from 0 to 100", got=str(side)))
    return side


def _params(efficiency: Metric, experience: Metric) -> Mapping[str, str]:
    return {"efficiency": efficiency.name, "experience": experience.name}
