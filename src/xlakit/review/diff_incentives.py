"""What the objectives of an agreement have to win and to lose, before any data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Duration, Percent
from xlakit.model.agreement_diff import Gradient, GradientChange
from xlakit.scoring.gradient import points_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model import Agreement, Level, Levels, Objective
    from xlakit.model.agreement_diff import Turn
    from xlakit.model.scoring_terms import Method

_NONE, _ALL = Fraction(0), Fraction(1)
OTHERS = "(others)"


def gradient_changes(old: Agreement, new: Agreement) -> tuple[GradientChange, ...]:
    """Return the objectives that pull harder, less or not at all any more, by name.

    The gradient is what one unit of the figure moves the score by: weight (normalised), way of scoring, and the
    distances from expected to minimum and to stretch make it. Data are not asked: all objectives count as
    measured, and the parts of ``each`` that the agreement names share its weight equally.
    """
    before, after = dict(_gradients(old)), dict(_gradients(new))
    found = []
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one != two:
            below, above = (_turn(one, two, below=side) for side in (True, False))
            found.append(GradientChange(objective=name, before=one, after=two, below=below, above=above))
    return tuple(found)


def _turn(one: Gradient | None, two: Gradient | None, *, below: bool) -> Turn:
    nothing = (False, _NONE)
    first = nothing if one is None else one.steepness(below=below)
    second = nothing if two is None else two.steepness(below=below)
    return "same" if first == second else "grows" if second > first else "shrinks"


def _gradients(agreement: Agreement) -> Iterator[tuple[str, Gradient]]:
    method = agreement.scoring.method
    if method == "points":
        for item in agreement.scoring.points:
            where = ", ".join(f"{column}={'|'.join(values)}" for column, values in item.where.items())
            each = Fraction(item.each)
            yield (
                f"{item.metric} where {where}" if where else str(item.metric),
                Gradient(
                    weight=_NONE,
                    below=max(-each, _NONE),
                    above=max(each, _NONE),
                    slope_below=-each if each < 0 else None,
                    slope_above=each if each > 0 else None,
                    unit="event",
                ),
            )
        return
    whole = sum((Fraction(item.weight) for item in agreement.objectives), _NONE)
    for objective in agreement.objectives:
        parts = list(_parts(objective))
        weight = Fraction(objective.weight) / whole / len(parts) if whole else _NONE
        for name, levels in parts:
            yield name, _gradient(levels, weight, method)


def _parts(objective: Objective) -> Iterator[tuple[str, Levels]]:
    for value, levels in objective.levels.items():
        yield f"{objective.name}/{value}", levels
    rest = objective.levels_for(None)
    if rest is not None:
        yield f"{objective.name}/{OTHERS}" if objective.levels else objective.name, rest


def _gradient(levels: Levels, weight: Fraction, method: Method) -> Gradient:
    # Not to lose and to win are the two ends of the same points, so that a method that knows one side gives 0.
    below = -points_of(method, weight, _ALL, _NONE)
    above = points_of(method, weight, _NONE, _ALL) if levels.stretch is not None else _NONE
    size, unit = _unit(levels.expected)
    return Gradient(
        weight=weight,
        below=below,
        above=above,
        slope_below=_slope(below, levels.expected, levels.minimum, size),
        slope_above=_slope(above, levels.expected, levels.stretch, size),
        unit=unit,
    )


def _slope(points: Fraction, expected: Level, end: Level | None, size: Fraction) -> Fraction | None:
    if not points or end is None or end.exact == expected.exact:
        return None
    return points / (abs(expected.exact - end.exact) / size)


def _unit(level: Level) -> tuple[Fraction, str]:
    if isinstance(level.quantity, Percent):
        return Fraction(1, 100), "percentage point"
    if isinstance(level.quantity, Duration):
        return Fraction(3600), "hour"
    return _ALL, "point"
