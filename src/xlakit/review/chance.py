"""What chance does to a promise: who is on the level and misses, who is below it and escapes."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Value
from xlakit.model.figures import percent, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlakit.model import Levels
    from xlakit.review.lints.terms import Promise, Terms

USUAL = (30, 100, 400, 1600)
"""Records a window, where nobody says how many there are."""

WORSE = Fraction(2, 100)
NET_WORSE = 2
NET_VARIANCE = 0.5475
"""Variance of one answer (+1, 0, -1) where 60 % promote, 25 % are passive and 15 % detract."""

NOT_A_SHARE = "worked out for shares and net scores; how single records scatter decides for the others"


class Chance(Value):
    """What chance does to one objective at one volume.

    Attributes
    ----------
    objective, level
        Its name (``name/value`` per value of ``each``), and the expected level in words.
    volume, measured
        Records a window, and whether that is the median of a desk, not an assumption.
    misses
        How often a provider whose true figure is exactly the expected level misses it, in 0 … 1.
    escapes
        How often one who is two points worse keeps it; None where there is no room to be two points worse.
    note
        What the figures assume, or why there are none.
    """

    objective: str
    level: str
    volume: int | None = None
    measured: bool = False
    misses: float | None = None
    escapes: float | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """The figures as a sentence."""
        start = f"{self.objective} ({self.level})"
        if self.volume is None or self.misses is None:
            return f"{start}: {self.note}."
        many = "1 record" if self.volume == 1 else f"{whole(self.volume)} records"
        text = (
            f"{start}, {many} a window{' as measured' if self.measured else ''}: a provider exactly on the"
            f" level misses {percent(self.misses)} of windows"
        )
        if self.escapes is not None:
            text += f", one two points worse escapes in {percent(self.escapes)}"
        return f"{text}{f' ({self.note})' if self.note else ''}."


def in_words(chances: Iterable[Chance]) -> tuple[str, ...]:
    """Return one sentence an objective, its volumes side by side.

    Examples
    --------
    >>> found = in_words([Chance(objective="a", level="b", volume=n, misses=0.4, escapes=0.1) for n in (30, 99)])
    >>> print(found[0].partition("; ")[0])
    a (b): a provider exactly on the level misses 40.0% of windows of 30 records, 40.0% of 99
    """
    found: dict[str, list[Chance]] = {}
    for item in chances:
        found.setdefault(item.objective, []).append(item)
    return tuple(_together(items) for items in found.values())


def _together(items: list[Chance]) -> str:
    first = items[0]
    if len(items) == 1:
        return first.words
    text = f"{first.objective} ({first.level}): a provider exactly on the level misses {_listed(items, 'misses')}"
    if all(item.escapes is not None for item in items):
        text += f"; one two points worse escapes in {_listed(items, 'escapes')}"
    return f"{text}{f' ({first.note})' if first.note else ''}."


def _listed(items: list[Chance], name: str) -> str:
    figures = [(percent(getattr(item, name)), whole(item.volume or 0)) for item in items]
    first = f"{figures[0][0]} of windows of {figures[0][1]} records"
    return ", ".join([first, *(f"{figure} of {volume}" for figure, volume in figures[1:])])


def chances(terms: Terms) -> tuple[Chance, ...]:
    """Return what chance does to every objective: at its measured volume, else at the stated or the usual ones."""
    return tuple(
        item
        for promise in terms.promises
        for part, levels in promise.parts(terms)
        for item in _of_part(terms, promise, part, levels)
    )


def _of_part(terms: Terms, promise: Promise, part: str, levels: Levels) -> Iterator[Chance]:
    level = str(levels.expected)
    if not (promise.is_share or promise.is_net):
        yield Chance(objective=part, level=level, note=NOT_A_SHARE)
        return
    seen = terms.counts(promise, part)
    volumes = (round(median(seen)),) if seen else volumes_of(promise.objective.min_count or 1, terms.volume)
    gate = promise.objective.gate == "miss_if_upper_below"
    for volume in volumes:
        made = _share(levels, volume) if promise.is_share else _net(volume)
        notes = [made[2], "its gate forgives more than this" if gate else ""]
        yield Chance(
            objective=part,
            level=level,
            volume=volume,
            measured=bool(seen),
            misses=made[0],
            escapes=made[1],
            note="; ".join(note for note in notes if note),
        )


def volumes_of(least: int, stated: int | None) -> tuple[int, ...]:
    """Return the volumes to look at: the stated one, else the usual ones that are enough to be judged."""
    if stated is not None:
        return (stated,)
    usual = tuple(volume for volume in USUAL if volume >= least)
    return usual if least in {1, *usual} else (least, *usual)


def _share(levels: Levels, volume: int) -> tuple[float, float | None, str]:
    level = levels.expected
    goal = level.exact if level.higher_is_better else 1 - level.exact
    if goal < WORSE:
        return stats.promise_power(goal, volume, worse=0).misses_at_level, None, ""
    found = stats.promise_power(goal, volume, worse=WORSE)
    return found.misses_at_level, found.escapes_when_worse, ""


def _net(volume: int) -> tuple[float, float | None, str]:
    """Return the normal approximation: a true figure on the level is below it half of the time."""
    error = 100 * math.sqrt(NET_VARIANCE / volume)
    return 0.5, 0.5 * math.erfc(NET_WORSE / error / math.sqrt(2)), "answers spread as 60/25/15"
