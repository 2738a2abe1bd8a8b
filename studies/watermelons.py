"""XLA101: how many watermelons are called that are none, and how many of the true ones are found.

120 segments whose efficiency is met; of a fifth of them users are 8 points below the target, of the others 3 points
above it. Each scan goes through the judging of the agreement and the rule itself. Beside it stands who knows how many
are bad, and how bad: with these answers nobody can find more at as few false alarms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from benchmarks.say import say, table
from benchmarks.segments import told

from studies.cases import green, setting, share
from studies.figures import false_share, mean
from studies.scan import BAD, SEED, SEGMENTS
from xlakit.rules import run

if TYPE_CHECKING:
    from studies.figures import Mean
    from xlakit.metrics import Cell
    from xlakit.rules import Case

SCANS = 400
TARGETS = (0.80, 0.85, 0.90)
ANSWERS = ((10, 60), (40, 200))
DEFICIT, SURPLUS = 0.08, 0.03
CODE = "XLA101"
HEAD = (
    "target",
    "answers a segment",
    "called by",
    "false alarms, %",
    "at most 10 %",
    "power, %",
    "confirmed at 40–200: at least 90 %",
)


def drawn(draw: np.random.Generator, target: float, answers: tuple[int, int]) -> tuple[list[int], list[int]]:
    """Return content users and answers of each segment of one scan; the first so many are the bad ones."""
    counts = draw.integers(*answers, SEGMENTS, endpoint=True)
    hits = draw.binomial(counts, np.where(np.arange(SEGMENTS) < BAD, target - DEFICIT, target + SURPLUS))
    return hits.tolist(), counts.tolist()


def case(hits: list[int], counts: list[int], target: float) -> Case:
    """Return the case of one scan."""
    sums: dict[tuple[str, int, str | None], Cell] = {}
    for number, (hit, count) in enumerate(zip(hits, counts, strict=True)):
        sums |= green(0, f"{number:03d}", share(hit, count, asked=2 * count))
    sums |= green(0, None, share(sum(hits), sum(counts), asked=2 * sum(counts)))
    return setting(CODE, target=f"{target:.0%}").case(sums)


def called(found: Case) -> dict[str, set[int]]:
    """Return the segments that the rule raises, and those of the class that it only shows."""
    findings, _ = run([setting(CODE).rule], found)
    classes = {
        "confirmed": {int(item.segment[0][1]) for item in findings if item.segment},
        "suspected": {
            int(item.segment[0][1]) for item in found.shades if item.segment and item.shade == "SUSPECTED"
        },
    }
    return {
        "confirmed": classes["confirmed"],
        "confirmed or suspected": classes["confirmed"] | classes["suspected"],
        "suspected alone": classes["suspected"],
    }


def main(most: int | None = None) -> None:
    """Say the table."""
    times = SCANS if most is None else min(most, SCANS)
    say(f"## Watermelons (XLA101): {SEGMENTS} segments, {BAD} of them bad, {times} scans a row, seed {SEED}")
    say()
    bad, rows = set(range(BAD)), []
    for target in TARGETS:
        for answers in ANSWERS:
            draw = np.random.default_rng([SEED, 101, round(100 * target), *answers])
            scans = []
            for _ in range(times):
                hits, counts = drawn(draw, target, answers)
                found = called(case(hits, counts, target))
                scans.append(found | {"who knows the two groups": told(hits, counts, target)})
            for name in scans[0]:
                flags = [scan[name] for scan in scans]
                wrong = mean([false_share(len(found - bad), len(found)) for found in flags])
                power = mean([len(found & bad) / BAD for found in flags])
                few = "yes" if wrong.few_false else "no"
                of = f"{answers[0]}–{answers[1]}"
                rows.append((f"{target:.0%}", of, name, wrong, few, power, _mark(name, answers, power)))
    table(HEAD, rows)


def _mark(name: str, answers: tuple[int, int], power: Mean) -> str:
    if name != "confirmed" or answers != ANSWERS[-1]:
        return "–"
    return "yes" if power.strong else "no"
