"""How the measurements reach the screen, and how they are taken."""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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


def rate(per_second: float) -> str:
    """Return a number per second as people say it."""
    for size, word in ((1e6, " million"), (1e3, " thousand")):
        if per_second >= size:
            return f"{per_second / size:.3g}{word}"
    return f"{per_second:.3g}"
