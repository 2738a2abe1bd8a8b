"""How far a figure fell short of expected, and how far it rose above it. Exact."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Outcome

if TYPE_CHECKING:
    from xlakit.model import Judgement, Level, Levels

NONE, ALL = Fraction(0), Fraction(1)


def short_of(levels: Levels, value: Fraction) -> Fraction:
    """Return the shortfall of `value`: 0 at expected or better, 1 at minimum or worse, linear between.

    Without a minimum, or with one that is the expected level, it is 0 or 1.

    Examples
    --------
    >>> from xlakit.model import Level, Levels
    >>> at = lambda text: Level.model_validate({"at_most": text})
    >>> levels = Levels(expected=at("5%"), minimum=at("10%"))
    >>> [str(short_of(levels, Fraction(part, 100))) for part in (5, 6, 10, 40)]
    ['0', '1/5', '1', '1']
    """
    expected, minimum = levels.expected, levels.minimum
    if expected.holds(value):
        return NONE
    if minimum is None or minimum.exact == expected.exact:
        return ALL
    return _clamp((expected.exact - value) / (expected.exact - minimum.exact))


def rise_of(levels: Levels, value: Fraction) -> Fraction:
    """Return the excellence of `value`: 0 at expected, 1 at stretch or better, linear between.

    Without a stretch it is 0. A stretch that is the expected level is reached with it.
    """
    expected, stretch = levels.expected, levels.stretch
    if stretch is None or not expected.holds(value):
        return NONE
    if stretch.exact == expected.exact:
        return ALL
    return _clamp((value - expected.exact) / (stretch.exact - expected.exact))


def shortfall(judgement: Judgement) -> Fraction | None:
    """Return how far a judgement fell short of expected, 0 to 1; None where it was not measured.

    A promise that its gate, or the agreement's word on missing measurements, calls kept fell short of nothing.
    """
    value = judgement.estimate.exact
    if judgement.outcome.kept is None:
        return None
    if judgement.outcome.kept:
        return NONE
    return ALL if value is None else short_of(judgement.levels, value)


def excellence(judgement: Judgement) -> Fraction | None:
    """Return how far a judgement rose above expected towards stretch, 0 to 1; None where it was not measured."""
    value = judgement.estimate.exact
    if judgement.outcome.kept is None:
        return None
    if value is None or not judgement.outcome.kept:
        return NONE
    if judgement.outcome is Outcome.EXCEEDED:
        return ALL
    return rise_of(judgement.levels, value)


def headroom(level: Level, value: Fraction | None) -> Fraction | None:
    """Return how far `value` is from `level` as a part of it: positive on the good side.

    ``(T - x) / T`` where less is better, ``(x - T) / T`` where more is. None without a value, or at a level
    of 0, of which nothing is a part.

    References
    ----------
    Measurement framework S-73.

    Examples
    --------
    >>> from xlakit.model import Level, Levels
    >>> str(headroom(Level.model_validate({"at_most": "4h"}), Fraction(3 * 3600)))
    '1/4'
    >>> headroom(Level.model_validate({"at_least": 0}), Fraction(5)) is None
    True
    """
    if value is None or not level.exact:
        return None
    apart = value - level.exact if level.higher_is_better else level.exact - value
    return apart / abs(level.exact)


def _clamp(value: Fraction) -> Fraction:
    return min(max(value, NONE), ALL)
