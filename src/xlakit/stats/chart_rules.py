"""The four rules by which a control chart tells a change from chance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

TREND = 6
Rule = Literal["outside", "run", "trend", "two_of_three"]


@dataclass(frozen=True, slots=True)
class Signal:
    """Points that chance alone would seldom give.

    Attributes
    ----------
    rule
        ``outside`` (a point beyond a limit), ``run`` (8 in a row on one side of the centre, or as many as were
        asked for), ``trend`` (6 in a row, each above or each below the one before), ``two_of_three`` (two
        of three in a row beyond two thirds of the way to the same limit).
    points
        Their positions in the series, from 0.
    side
        ``above`` or ``below`` the centre; for a trend, where it leads.
    """

    rule: Rule
    points: tuple[int, ...]
    side: Literal["above", "below"]


def signals(
    deviations: Sequence[Fraction | None], halves: Sequence[Fraction | float | None], run: int
) -> tuple[Signal, ...]:
    """Return what the four rules find, in the order of the rules, then of the points.

    `deviations` are exact distances from the centre and `halves` the distances of the limits from it: a
    point on the centre must not be thrown to one side by the rounding of a float.
    """
    found = []
    sides: tuple[Literal["above", "below"], ...] = ("above", "below")
    for side in sides:
        sign = 1 if side == "above" else -1
        away = [None if deviation is None else sign * deviation for deviation in deviations]
        beyond = [_beyond(distance, half, 3) for distance, half in zip(away, halves, strict=True)]
        warned = [_beyond(distance, half, 2) for distance, half in zip(away, halves, strict=True)]
        found += [Signal("outside", (point,), side) for point, out in enumerate(beyond) if out]
        aside = [distance is not None and distance > 0 for distance in away]
        found += [Signal("run", points, side) for points in _stretches(aside, run)]
        found += [Signal("trend", points, side) for points in _stretches_linked(away, _rises, TREND)]
        found += [Signal("two_of_three", points, side) for points in _pairs(away, warned)]
    rules: tuple[Rule, ...] = ("outside", "run", "trend", "two_of_three")
    return tuple(sorted(found, key=lambda signal: (rules.index(signal.rule), signal.points)))


def _beyond(distance: Fraction | None, half: Fraction | float | None, sigmas: int) -> bool:
    return distance is not None and half is not None and 3 * distance > sigmas * half


def _rises(one: Fraction | None, other: Fraction | None) -> bool:
    return one is not None and other is not None and other > one


def _stretches(aside: Sequence[bool], least: int) -> Iterator[tuple[int, ...]]:
    """Give the longest stretches of true points, where they are long enough."""
    start = None
    for point, true in enumerate([*aside, False]):
        if true and start is None:
            start = point
        elif not true and start is not None:
            if point - start >= least:
                yield tuple(range(start, point))
            start = None


def _stretches_linked(
    away: Sequence[Fraction | None], linked: Callable[[Fraction | None, Fraction | None], bool], least: int
) -> Iterator[tuple[int, ...]]:
    """Give the longest stretches in which each point is linked to the next one."""
    steps = [linked(one, other) for one, other in pairwise(away)]
    for points in _stretches(steps, least - 1):
        yield (*points, points[-1] + 1)


def _pairs(away: Sequence[Fraction | None], warned: Sequence[bool]) -> Iterator[tuple[int, ...]]:
    """Give the groups of warned points that lie at most two apart with no gap between them."""
    group: list[int] = []
    for point in (point for point, true in enumerate(warned) if true):
        near = bool(group) and point - group[-1] <= 2  # noqa: PLR2004 - two of three in a row
        if near and all(distance is not None for distance in away[group[-1] : point]):
            group.append(point)
            continue
        if len(group) > 1:
            yield tuple(group)
        group = [point]
    if len(group) > 1:
        yield tuple(group)
