"""XLA202, 203, 301, 302: who answered, when, and whether groups are served alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from studies.cases import AS_OF, green, setting, share, signalled
from studies.scan import SEGMENTS, Plan, report
from xlakit.facts.signals import SignalTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from xlakit.rules import Case

TARGET = 0.85
MONTHS = 12


def respondents(draw: np.random.Generator, bad: frozenset[int], tickets: int, unhappy: float) -> Case:
    """Return a year in which a third of all tickets is answered; planted, few of the reopened, who are unhappy."""
    sums: dict[Any, Any] = {}
    rows = []
    for month in range(MONTHS):
        hits = answers = 0
        for value, part in (("0", 0.8), ("1", 0.2)):
            count = round(part * tickets)
            reopened = bool(bad) and value == "1"
            told = int(draw.binomial(count, 0.08 if reopened else 0.35))
            happy = int(draw.binomial(told, unhappy if reopened else TARGET + 0.02))
            sums["XLA202:csat", month, f"reopens={value}"] = share(happy, told)
            hits, answers = hits + happy, answers + told
            stratum = {"objective": "happy", "window": month, "factor": "reopens", "stratum": value}
            rows.append(stratum | {"tickets": count, "asked": None})
        sums |= green(month, None, share(hits, answers, asked=tickets))
    case = setting("XLA202", months=MONTHS).case(sums)
    return replace(case, signals=signalled("XLA202", "respondents", rows, MONTHS).signals)


def late(draw: np.random.Generator, bad: frozenset[int], answers: int, planted: float) -> Case:
    """Return a year in which half of the answers come late; planted, more."""
    rate = planted if bad else 0.5
    last = {"last_answer": AS_OF, "last_resolution": AS_OF + timedelta(days=1), "resolved_since": 0}
    rows = [
        {"window": month, "answers": answers, "late": int(draw.binomial(answers, rate)), **last}
        for month in range(MONTHS)
    ]
    case = signalled("XLA203", "answer_ages", rows, MONTHS)
    table = case.signals["answer_ages"]
    desk = (None, MONTHS * answers, 0, *last.values())
    return replace(case, signals={"answer_ages": SignalTable(table.columns, (*table.rows, desk))})


def uneven(draw: np.random.Generator, bad: frozenset[int], answers: int, less: float) -> Case:
    """Return groups of one rate; planted, some with a lower one."""
    sums = green(0, None, share(270, 300))
    for number in range(SEGMENTS):
        hits = int(draw.binomial(answers, TARGET - (less if number in bad else 0.0)))
        sums["XLA301:csat", 0, f"{number:03d}"] = share(hits, answers)
    return setting("XLA301").case(sums)


def turning(draw: np.random.Generator, bad: frozenset[int], tickets: int, apart: float, mixed: float) -> Case:
    """Return ten groups alike within the kinds of work, of one mix or of `mixed` ones.

    Planted, group 0 has the easy work and does it worse.
    """
    rows = []
    for number in range(10):
        easy = 0.9 if number in bad else 0.5 + mixed * (number - 5)
        counts = draw.multinomial(tickets, (easy, 1 - easy)).tolist()
        for stratum, count, rate in zip(("easy", "hard"), counts, (0.95, 0.70), strict=True):
            met = int(draw.binomial(count, rate - (apart if number in bad else 0.0)))
            place = {"figure": "clock:fix", "window": 0, "column": "team", "group": f"{number:03d}"}
            rows.append(place | {"by": "priority", "stratum": stratum, "met": met, "count": count})
    return signalled("XLA302", "crossed", rows)


def plans() -> Iterator[Plan]:
    """Yield the rows of the table."""
    one: dict[str, Any] = {"segments": 1, "bad": 1, "scans": 100}
    for tickets in (400, 1_200):
        case = partial(respondents, tickets=tickets, unhappy=0.4)
        size = f"12 months of {tickets} tickets, a fifth reopened"
        yield Plan("XLA202", size, "reopened ones answer at 8% and are unhappy", case, **one)
    for answers in (40, 150):
        size = f"12 months of {answers} answers, half of them late"
        yield Plan("XLA203", size, "70% late", partial(late, answers=answers, planted=0.7), **one)
    for answers in (60, 200):
        case = partial(uneven, answers=answers, less=0.15)
        yield Plan("XLA301", f"{answers} answers", "15 points less", case)
    for tickets in (300, 2_000):
        for mixed, how in ((0.0, "one mix"), (0.06, "20% to 74% easy")):
            case = partial(turning, tickets=tickets, apart=0.04, mixed=mixed)
            size = f"10 groups of {tickets}, alike within the kinds of work, {how}"
            yield Plan("XLA302", size, "the group of easy work 4 points worse", case, **one)


def main(most: int | None = None) -> None:
    """Say the table."""
    report("Answers and groups (XLA301: 120 segments; the others: one desk)", plans(), most)
