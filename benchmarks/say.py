"""How the measurements reach the screen, and how they are taken."""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def say(text: str = "") -> None:
    """Write one line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write a Markdown table."""
    say(f"| {' | '.join(head)} |")
    say(f"|{'---|' * len(head)}")
    for row in rows:
        say(f"| {' | '.join(map(str, row))} |")
    say()


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the median of so many runs."""
    taken = []
    for _ in range(times):
        begin = perf_counter()
        work()
        taken.append(perf_counter() - begin)
    return median(taken)


def alternately(ways: Mapping[str, Callable[[], object]], times: int) -> dict[str, list[float]]:
    """Return how long each way took in each round, once none of them is new; they take turns."""
    for work in ways.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, work in ways.items():
            taken[name].append(seconds(work, 1))
    return taken


def rate(per_second: float) -> str:
    """Return a number per second as people say it."""
    for size, word in ((1e6, " million"), (1e3, " thousand")):
        if per_second >= size:
            return f"{per_second / size:.3g}{word}"
    return f"{per_second:.3g}"
