"""Where the money of an objective may step or bend: the figures that its terms name. No amount is computed here."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.scoring import exact_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlakit.model import Levels, Objective
    from xlakit.model.commercial_terms import Commercials
    from xlakit.model.quantity import Quantity

STAIRS = 200
"""Steps of an improvement incentive that are looked at one by one."""

PERCENT = Fraction(1, 100)


def named(levels: Levels) -> tuple[tuple[str, Fraction], ...]:
    """Return the levels that are set, by name; what the users wished is never paid."""
    found = (("minimum", levels.minimum), ("expected", levels.expected), ("stretch", levels.stretch))
    return tuple((name, level.exact) for name, level in found if level is not None)


def terms_at(
    objective: Objective, levels: Levels, commercials: Commercials, volume: int | None, *, share: bool
) -> tuple[Fraction, ...]:
    """Return the figures, besides the levels, that some term of the money side or of judging names."""
    found = [
        *_credit(objective),
        *_bonus(objective),
        *_pools(objective.name, commercials),
        *_judging(objective, levels, volume, share=share),
    ]
    return tuple(sorted(set(found)))


def _exact(stated: Iterable[Quantity | None]) -> Iterator[Fraction]:
    yield from (exact_of(item) for item in stated if item is not None)


def _credit(objective: Objective) -> Iterator[Fraction]:
    credit = objective.service_credit
    if credit is not None and credit.severity is not None:
        for band in credit.severity.bands:
            yield from _exact((band.below, band.above))


def _bonus(objective: Objective) -> Iterator[Fraction]:
    if (bonus := objective.bonus) is not None:
        yield from _exact((bonus.from_, bonus.full, *(step.at for step in bonus.bands)))
    if (terms := objective.bonus_malus) is not None:
        yield from _exact((terms.low, terms.dead_low, terms.dead_high, terms.high))
    if (better := objective.improvement) is not None:
        rising = objective.expected is None or objective.expected.higher_is_better
        step = exact_of(better.point) * (1 if rising else -1)
        yield from (exact_of(better.baseline) + step * number for number in range(STAIRS + 1))


def _pools(name: str, commercials: Commercials) -> Iterator[Fraction]:
    pool, sharing = commercials.experience_pool, commercials.gain_share
    if pool is not None and pool.objective == name:
        yield from _exact((pool.floor, pool.full))
    if sharing is not None and sharing.objective == name:
        yield Fraction(sharing.baseline)


def _judging(objective: Objective, levels: Levels, volume: int | None, *, share: bool) -> Iterator[Fraction]:
    """Yield where rounding moves a level to, and what low volume allows."""
    agreed = objective.compare_round
    if agreed is not None:
        unit = Fraction(1, 10**agreed.places) * (PERCENT if share else 1)
        for _, level in named(levels):
            yield from (level + unit * part / 2 for part in (-2, -1, 1, 2))
    spared = objective.low_volume
    if spared is not None and spared.allow is not None and volume:
        allowed = Fraction(min(spared.allow, volume), volume)
        yield 1 - allowed if levels.expected.higher_is_better else allowed
