"""Scans in which a behaviour is absent, and scans in which a part of what is scanned shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.say import say, table

from studies.figures import Mean, false_share, mean
from xlakit.rules import run, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlakit.rules import Case

SEED = 5
SEGMENTS, BAD = 120, 24
HEAD = (
    "rule",
    "each of what is scanned",
    "planted",
    "scans",
    "absent: scans with a flag, %",
    "planted: false flags, %",
    "power, %",
    "at most 10 % false",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One row: what is drawn, and how strongly the behaviour is planted.

    Attributes
    ----------
    code, size, plant
        The rule, how much it sees of each segment (or of the desk), and what is planted; empty where nothing is.
    case
        Draws a case in which the numbered segments behave so; segment 0 stands for the desk where there are none.
    segments, bad
        How many are scanned, and how many of them behave so where it is planted.
    scans
        So many with, and so many without.
    """

    code: str
    size: str
    plant: str
    case: Callable[[np.random.Generator, frozenset[int]], Case]
    segments: int = SEGMENTS
    bad: int = BAD
    scans: int = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a plan."""

    absent: Mean
    wrong: Mean | None
    power: Mean | None

    @property
    def passes(self) -> bool:
        """Whether false alarms may be 10 % or less, absent and planted."""
        return self.absent.few_false and (self.wrong is None or self.wrong.few_false)


def flagged(code: str, case: Case) -> set[int]:
    """Return the numbers of the segments with a finding; 0 stands for the desk."""
    findings, _ = run(select([code]), case)
    return {int(item.segment[0][1]) if item.segment else 0 for item in findings}


def measure(plan: Plan, number: int = 0, most: int | None = None) -> Measured:
    """Return false alarms and power of a plan over its seeded scans, `most` of them where stated."""
    times = plan.scans if most is None else min(most, plan.scans)
    draw = np.random.default_rng([SEED, int(plan.code[3:]), number])
    bad = frozenset(range(plan.bad))
    absent = [bool(flagged(plan.code, plan.case(draw, frozenset()))) for _ in range(times)]
    if not plan.plant:
        return Measured(mean(absent), None, None)
    found = [flagged(plan.code, plan.case(draw, bad)) for _ in range(times)]
    return Measured(
        mean(absent),
        mean([false_share(len(flags - bad), len(flags)) for flags in found]) if plan.segments > 1 else None,
        mean([len(flags & bad) / len(bad) for flags in found]),
    )


def report(title: str, plans: Iterable[Plan], most: int | None = None) -> None:
    """Say one table."""
    say(f"## {title}")
    say()
    rows = []
    for number, plan in enumerate(plans):
        found = measure(plan, number, most)
        rows.append(
            (
                plan.code,
                plan.size,
                plan.plant or "–",
                plan.scans if most is None else min(most, plan.scans),
                found.absent,
                "–" if found.wrong is None else found.wrong,
                "–" if found.power is None else found.power,
                "yes" if found.passes else "no",
            )
        )
    table(HEAD, rows)
