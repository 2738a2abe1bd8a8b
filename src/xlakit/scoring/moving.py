"""Levels that move: a glide path towards the agreed level, and a ratchet that makes what was achieved the standard."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Duration, Level, Levels, Percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xlakit.model.level_terms import GlidePath, Ratchet
    from xlakit.model.quantity import Quantity
    from xlakit.scoring.course import Past

PLACES = 2
"""A level that was computed is stated to two decimals (of a percent, of a score), in the provider's favour."""
SECOND = 1_000_000


def year_of(day: date, start: date) -> int:
    """Return the contract year of `day`, the first being 0; before the contract it is below.

    Examples
    --------
    >>> from datetime import date
    >>> [year_of(date(2026, month, 1), date(2025, 4, 1)) for month in (3, 4)]
    [0, 1]
    """
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def exact_of(quantity: Quantity) -> Fraction:
    """Return a figure as an exact number: a fraction for a share, seconds for a length of time."""
    return Level(at_least=quantity).exact


def glided(path: GlidePath, levels: Levels, day: date, start: date) -> Levels:
    """Return the levels that hold on `day`, with the expected one where its glide path has got to.

    A minimum stricter than the expected level of the day gives way to it.

    Examples
    --------
    >>> from datetime import date
    >>> from xlakit.model.level_terms import GlidePath
    >>> agreed = Levels.model_validate({"expected": {"at_least": "85%"}})
    >>> path = GlidePath.model_validate({"start": "70%", "per_month": "5%"})
    >>> [str(glided(path, agreed, date(2026, month, 1), date(2026, 1, 1)).expected) for month in (1, 3, 9)]
    ['at least 70%', 'at least 80%', 'at least 85%']
    """
    higher = levels.expected.higher_is_better
    if path.start is not None and path.per_month is not None:
        months = (day.year - start.year) * 12 + day.month - start.month
        step = exact_of(path.per_month) * months
        found = exact_of(path.start) + (step if higher else -step)
        agreed = levels.expected.exact
        found = min(found, agreed) if higher else max(found, agreed)
    else:
        begun = [step for step in path.steps if step.from_ <= day]
        if not begun:
            return levels
        found = exact_of(max(begun, key=lambda step: step.from_).expected)
    expected = stated(levels.expected, found)
    floor = levels.minimum
    if floor is not None and not floor.holds(expected.exact):
        floor = expected
    return levels.model_copy(update={"expected": expected, "minimum": floor})


def ratcheted(
    ratchet: Ratchet, levels: Levels, past: Sequence[Past], year: int, raised: Fraction, seen: int
) -> tuple[Levels, Fraction, int]:
    """Return the levels once the ratchet has moved, how far it has moved in all, and up to which window it looked.

    Parameters
    ----------
    past
        The judged windows so far.
    year
        The contract year of the window that is to be judged.
    raised, seen
        How far it had moved, and how many windows it had used up.

    References
    ----------
    ``R1``: ``SL' = (SL + mean) / 2`` after so many windows in a row that exceeded it. ``R2``: at the turn of the
    contract year, ``ESL' = ESL + min(mean of the best windows - ESL, share x (perfect - ESL))``. Never down.
    """
    higher = levels.expected.higher_is_better
    sign = 1 if higher else -1
    fresh = past[seen:]
    expected = levels.expected.exact + sign * raised
    if (
        ratchet.form == "R1"
        and len(fresh) >= ratchet.months
        and all(item.exceeded for item in fresh[-ratchet.months :])
    ):
        mean = _mean([item.value for item in fresh[-ratchet.months :]])
        raised += max(Fraction(0), sign * (mean - expected) / 2)
        seen = len(past)
    elif ratchet.form == "R2" and fresh and fresh[-1].year < year:
        last = [item.value for item in fresh if item.year == fresh[-1].year][-ratchet.months :]
        if len(last) >= ratchet.best:
            best = sorted(last, reverse=higher)[: ratchet.best]
            room = ratchet.share.exact * abs((_perfect(levels.expected)) - expected)
            raised += max(Fraction(0), min(sign * (_mean(best) - expected), room))
        seen = len(past)
    if not raised:
        return levels, raised, seen
    update = {"expected": stated(levels.expected, levels.expected.exact + sign * raised)}
    if ratchet.minimum == "rises" and levels.minimum is not None:
        update["minimum"] = stated(levels.minimum, levels.minimum.exact + sign * raised)
    return levels.model_copy(update=update), raised, seen


def _perfect(level: Level) -> Fraction:
    return Fraction(1) if level.higher_is_better else Fraction(0)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def stated(level: Level, exact: Fraction) -> Level:
    """Return a level like `level` at another figure, as an agreement would write it: to two decimals.

    What has more decimals is rounded to the provider's side, so that nobody misses a level nobody wrote down.

    Examples
    --------
    >>> str(stated(Level.model_validate({"at_least": "95%"}), Fraction(2, 3)))
    'at least 66.66%'
    >>> str(stated(Level.model_validate({"at_most": "4h"}), Fraction(7200)))
    'at most 2h'
    """
    down = ROUND_FLOOR if level.higher_is_better else ROUND_CEILING
    quantity: Quantity
    if isinstance(level.quantity, Duration):
        quantity = Duration(microseconds=int(_decimal(exact * SECOND, 0, down)))
    elif isinstance(level.quantity, Percent):
        quantity = Percent(value=_decimal(exact * 100, PLACES, down).scaleb(-2))
    else:
        quantity = _decimal(exact, PLACES, down)
    return Level(at_least=quantity) if level.higher_is_better else Level(at_most=quantity)


def _decimal(exact: Fraction, places: int, mode: str) -> Decimal:
    scaled = exact * 10**places
    whole = (
        scaled.numerator // scaled.denominator
        if mode == ROUND_FLOOR
        else -(-scaled.numerator // scaled.denominator)
    )
    return Decimal(whole).scaleb(-places)
