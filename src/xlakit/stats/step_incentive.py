"""What a step in money is worth working for: where a threshold gives an incentive, and how far past it one aims."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from xlakit.errors import DataError, message
from xlakit.stats import arguments

ROOT = math.sqrt(2 * math.pi)
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class StepIncentive:
    """What a step of so much money at a level makes worth doing.

    Attributes
    ----------
    sigma
        By how many points chance moves the figure of a window.
    break_even
        The cost of one point from which on nobody works for the step.
    floor
        The smallest step that somebody with the stated cost of a point works for; None where no cost is stated.
    margin
        How many points past the level the best aim is; None where no cost is stated, or the step is below the floor:
        then the best is to give up.
    misses
        How often that aim still misses, in 0 … 1; None as `margin`.
    """

    sigma: float
    break_even: float
    floor: float | None = None
    margin: float | None = None
    misses: float | None = None


def step_incentive(step: float, sigma: float, cost: float | None = None) -> StepIncentive:
    """Return what a step of so much money at a level makes worth doing.

    Parameters
    ----------
    step
        What falling short costs at once, above 0.
    sigma
        By how many points chance moves the figure of one window, above 0; of a share ``100 sqrt(p (1 - p) / n)``.
    cost
        What one more point costs for one window, above 0, where that is known.

    Raises
    ------
    DataError
        One of them is not above 0.

    Notes
    -----
    Whoever aims m points past the level pays ``step * Phi(-m / sigma) + cost * m`` in expectation. At the best
    m its slope is 0: ``step / sigma * phi(m / sigma) = cost``, so ``m = sigma sqrt(2 ln(step / floor))`` with
    ``floor = cost * sigma * sqrt(2 pi)``. Below the floor the slope is nowhere 0: no aim is better than none.
    The figure of a window is taken as normal; months that differ by more than chance have a larger sigma.

    Examples
    --------
    >>> found = step_incentive(10_000, 100 * (0.95 * 0.05 / 400) ** 0.5, cost=1_500)
    >>> round(found.floor), round(found.margin, 3), round(found.misses, 4), round(found.break_even)
    (4097, 1.456, 0.0908, 3661)
    >>> step_incentive(4_000, 1.0897, cost=1_500).margin is None  # below the floor: the best is to give up
    True
    """
    step, sigma = (_positive(name, value) for name, value in (("step", step), ("sigma", sigma)))
    break_even = step / (sigma * ROOT)
    if cost is None:
        return StepIncentive(sigma, break_even)
    floor = _positive("cost", cost) * sigma * ROOT
    if step <= floor:
        return StepIncentive(sigma, break_even, floor)
    far = math.sqrt(2 * math.log(step / floor))
    return StepIncentive(sigma, break_even, floor, far * sigma, NORMAL.cdf(-far))


def _positive(name: str, value: float) -> float:
    found = arguments.number(f"step_incentive.{name}", value)
    if found <= 0:
        raise DataError(message(f"step_incentive.{name}", "must be above 0", got=repr(value)))
    return found
