"""XLA102 to 105, XLA111 to 114: one side of the agreement against the other.

The null of a rule with a limit is the desk that lies exactly on it: where false alarms are most.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studies.cases import green, setting, share
from studies.scan import SEGMENTS, Plan, report

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from xlakit.metrics import Cell
    from xlakit.rules import Case

    Sums = dict[tuple[str, int, str | None], Cell]

TARGET, FLOOR = 0.85, 0.15
FEWER, BAD_OF_FEWER = 30, 6


def content(draw: np.random.Generator, _: frozenset[int], answers: int, rate: float) -> Case:
    """Return one desk with its targets met, users content at `rate`, and a tenth of them unhappy."""
    sums = green(0, None, share(int(draw.binomial(answers, rate)), answers))
    sums["XLA102:frustration_gap", 0, None] = share(int(draw.binomial(answers, 0.1)), answers)
    return setting("XLA102").case(sums)


def falling(draw: np.random.Generator, bad: frozenset[int], months: int, fall: float) -> Case:
    """Return months of which each has a level of its own (sd 1 point); planted, they fall."""
    sums: Sums = {}
    answers = 100
    for number in range(FEWER):
        for month in range(months):
            rate = TARGET + 0.05 + 0.01 * draw.standard_normal()
            rate -= fall * month / (months - 1) if number in bad else 0.0
            sums |= green(month, f"{number:03d}", share(int(draw.binomial(answers, rate)), answers))
    for month in range(months):
        sums |= green(month, None, share(9 * answers, 10 * answers))
    return setting("XLA103", months=months).case(sums)


def inverse(draw: np.random.Generator, bad: frozenset[int], answers: int, above: float) -> Case:
    """Return segments on both targets; planted, with promises 10 points below theirs and users above."""
    sums: Sums = {}
    for number in range(SEGMENTS):
        fixed = int(draw.binomial(200, 0.8 if number in bad else 0.9))
        rate = TARGET + (above if number in bad else 0.0)
        answered = share(int(draw.binomial(answers, rate)), answers)
        sums |= green(0, f"{number:03d}", answered, fixed=fixed)
    sums |= green(0, None, share(9 * answers, 10 * answers))
    return setting("XLA104").case(sums)


def on_the_floor(
    draw: np.random.Generator, bad: frozenset[int], code: str, rows: int, planted: float
) -> Case:
    """Return segments on the floor of 15 %; planted, above it."""
    made = setting(code)
    (metric,) = made.rule.metrics(made.agreement)
    sums: Sums = {("fix", 0, None): share(190, 200)}
    for number in range(SEGMENTS):
        hits = int(draw.binomial(rows, planted if number in bad else FLOOR))
        sums[f"{code}:{metric.name}", 0, f"{number:03d}"] = share(hits, rows)
    return made.case(sums)


def plans() -> Iterator[Plan]:
    """Yield the rows of the table."""
    for answers, above in ((100, 3), (400, 3), (400, 0)):
        size = f"one desk, {answers} answers, users {above} points above target"
        case = partial(content, answers=answers, rate=TARGET + above / 100)
        yield Plan("XLA102", size, "", case, segments=1, bad=1, scans=400)
    for months in (6, 12):
        size = f"{months} months of 100 answers"
        case = partial(falling, months=months, fall=0.2)
        yield Plan("XLA103", size, "falls 20 points", case, FEWER, BAD_OF_FEWER, scans=50)
    for answers in (60, 200):
        size = f"{answers} answers, 200 promises"
        case = partial(inverse, answers=answers, above=0.1)
        yield Plan("XLA104", size, "10 points under and over", case)
    for code in ("XLA105", "XLA111", "XLA112", "XLA113", "XLA114"):
        for rows in (60, 200):
            case = partial(on_the_floor, code=code, rows=rows, planted=0.3)
            yield Plan(code, f"{rows} rows at the floor of 15%", "30%", case)


def main(most: int | None = None) -> None:
    """Say the table."""
    report("One side against the other, 120 segments (XLA103: 30; XLA102: one desk)", plans(), most)
