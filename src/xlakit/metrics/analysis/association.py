"""Whether two figures of the same tickets go up together, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xlakit import stats

if TYPE_CHECKING:
    import numpy.typing as npt

    Reals = npt.NDArray[np.float64]
    Wholes = npt.NDArray[np.int64]

FEWEST = 3
"""Fewer cases always lie on a line, or on none."""

CERTAIN = 1 - 1e-12


@dataclass(frozen=True, slots=True)
class Association:
    """Spearman's rank correlation with its interval; None where it cannot be told.

    Attributes
    ----------
    count
        The cases.
    value
        -1 … 1. None with fewer than three cases, or where one of the figures never changes.
    low, high
        The interval; None also where the order is perfect, or all cases are of one group of people.
    """

    count: int
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """The mean of some cases less that of the others; None where one of the two has none.

    Attributes
    ----------
    counts, means
        Of the some, and of the others.
    value, low, high
        The difference with its interval.
    """

    counts: tuple[int, int]
    means: tuple[float | None, float | None]
    value: float | None
    low: float | None = None
    high: float | None = None


def rank_association(one: Reals, other: Reals, people: Wholes, *, level: float = 0.95) -> Association:
    """Return Spearman's rank correlation, ties at their middle rank, with an interval that minds repeated people.

    Parameters
    ----------
    one, other
        A known figure of each case.
    people
        The random group, 0 to 63, of the person behind each case.
    level
        Confidence of the interval: the jackknife over the groups on Fisher's scale, t with one degree less than
        there are groups, every replicate ranked anew.

    Examples
    --------
    >>> rose = np.arange(8.0)
    >>> fell = np.array([9.0, 7.0, 8.0, 3.0, 4.0, 1.0, 2.0, 0.0])
    >>> found = rank_association(rose, fell, np.arange(8))
    >>> round(found.value, 3), round(found.low, 2), round(found.high, 2)
    (-0.929, -0.98, -0.79)
    >>> rank_association(rose, np.ones(8), np.arange(8)).value is None
    True
    """
    left, right = (np.unique(side, return_inverse=True)[1] for side in (one, other))
    value = _correlation(left, right)
    if value is None or abs(value) >= CERTAIN:
        return Association(len(one), value)
    without = [_correlation(left[people != group], right[people != group]) for group in np.unique(people)]
    known = [item for item in without if item is not None and abs(item) < CERTAIN]
    if len(known) < len(without):
        return Association(len(one), value)
    scaled, groups = np.arctanh(np.array(known)), len(known)
    # `half_width` takes first-order influences, whose squares it sums with the factor G/(G-1).
    half = stats.half_width((groups - 1) / groups * (scaled - scaled.mean()), level=level)
    if half is None:
        return Association(len(one), value)
    middle = math.atanh(value)
    return Association(len(one), value, math.tanh(middle - half), math.tanh(middle + half))


def contrast(good: npt.NDArray[np.bool_], figure: Reals, people: Wholes, *, level: float = 0.95) -> Contrast:
    """Return the mean figure of the good cases less that of the others.

    The interval comes from the random groups of people, so it minds people who stand on both sides.

    Examples
    --------
    >>> found = contrast(np.array([True, True, False]), np.array([1.0, 2.0, 4.0]), np.array([0, 1, 1]))
    >>> found.means, found.value
    ((1.5, 4.0), -2.5)
    >>> contrast(np.array([True]), np.array([1.0]), np.array([0])).value is None
    True
    """
    sides = [_mean(figure[side], people[side]) for side in (good, ~good)]
    counts, means = (int(good.sum()), int((~good).sum())), (sides[0][0], sides[1][0])
    if means[0] is None or means[1] is None:
        return Contrast(counts, means, None)
    value = means[0] - means[1]
    moved = sides[0][1] - sides[1][1]
    moved[~np.isin(np.arange(moved.size), people)] = np.nan
    half = stats.half_width(moved, level=level)
    if half is None:
        return Contrast(counts, means, value)
    return Contrast(counts, means, value, value - half, value + half)


def _mean(figure: Reals, people: Wholes) -> tuple[float | None, Reals]:
    """Return the mean, and how far each group moves it."""
    size = 64
    rows = np.bincount(people, minlength=size).astype(np.float64)
    sums = np.bincount(people, weights=figure, minlength=size)
    if not len(figure):
        return None, np.zeros(size)
    mean = math.fsum(figure) / len(figure)
    return mean, (sums - mean * rows) / len(figure)


def _correlation(left: Wholes, right: Wholes) -> float | None:
    """Return the correlation of the middle ranks of two codes, exact up to the last division."""
    if len(left) < FEWEST:
        return None
    one, other = _ranks(left), _ranks(right)
    spread = int((one * one).sum()) * int((other * other).sum())
    return int((one * other).sum()) / math.sqrt(spread) if spread else None


def _ranks(codes: Wholes) -> Wholes:
    """Return twice the middle rank of each case, less the mean: whole numbers that add up to 0."""
    rows = np.bincount(codes)
    return (2 * np.cumsum(rows) - rows)[codes] - len(codes)
