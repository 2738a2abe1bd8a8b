"""Strata of answers that are large enough that nobody's answer can be worked out from what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Kind:
    """Tickets of one kind, and the sums of the answers among them."""

    name: str
    tickets: int
    answers: int
    total: int
    squares: int = 0


def large_enough(kinds: Iterable[Kind], least: int) -> tuple[Kind, ...]:
    """Return the kinds with those of too few answers joined, by the number of tickets, largest first.

    Kinds without any answer stay as they are: there is nothing to work out. Nothing is returned where fewer than
    `least` answers remain together.

    Examples
    --------
    >>> made = [Kind("a", 90, 30, 20), Kind("b", 50, 8, 5), Kind("c", 20, 4, 1), Kind("d", 9, 0, 0)]
    >>> [(kind.name, kind.tickets, kind.answers) for kind in large_enough(made, 10)]
    [('a', 90, 30), ('others (b, c)', 70, 12), ('d', 9, 0)]
    >>> [kind.name for kind in large_enough(made[:2], 10)], large_enough(made[1:2], 10)
    (['others (a, b)'], ())
    """
    every = sorted(kinds, key=lambda kind: (kind.answers, kind.name))
    silent = [kind for kind in every if not kind.answers]
    told = [kind for kind in every if kind.answers]
    small = [kind for kind in told if kind.answers < least]
    large = told[len(small) :]
    while small and sum(kind.answers for kind in small) < least and large:
        small.append(large.pop(0))
    if small and sum(kind.answers for kind in small) < least:
        return ()
    joined = [_joined(small)] if small else []
    return tuple(sorted([*large, *joined, *silent], key=lambda kind: (-kind.tickets, kind.name)))


def _joined(kinds: list[Kind]) -> Kind:
    if len(kinds) == 1:
        return kinds[0]
    return Kind(
        f"{OTHERS} ({', '.join(sorted(kind.name for kind in kinds))})",
        sum(kind.tickets for kind in kinds),
        sum(kind.answers for kind in kinds),
        sum(kind.total for kind in kinds),
        sum(kind.squares for kind in kinds),
    )
