"""XLA409 and XLA413 to 417: who was asked, silence, promises, handing on, self-service, mediocrity.

The null of a rule with a limit is the desk that lies exactly on it: where false alarms are most.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from studies.cases import GROUPS, green, setting, share, signalled, team
from studies.scan import SEGMENTS, Plan, report
from xlakit.metrics import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.rules import Case

    Sums = dict[tuple[str, int, str | None], Cell]

FEWER, BAD_OF_FEWER = 30, 6
PEOPLE_SD = 0.05
"""How much people differ in what they answer, as the standard deviation of their own shares."""


def by_people(draw: np.random.Generator, answers: int, rate: float) -> Cell:
    """Return a share among people who answer twice each and differ, in their random groups."""
    people = answers // 2
    spread = rate * (1 - rate) / PEOPLE_SD**2 - 1
    own = draw.beta(rate * spread, (1 - rate) * spread, people)
    hits, group = draw.binomial(2, own), draw.integers(0, GROUPS, people)
    counts = np.bincount(group, np.full(people, 2), GROUPS).astype(int).tolist()
    above = np.bincount(group, hits, GROUPS).astype(int).tolist()
    return share(int(hits.sum()), 2 * people, repeats=2 * people, groups=(tuple(counts), tuple(above)))


def invitations(draw: np.random.Generator, bad: frozenset[int], tickets: int, planted: float) -> Case:
    """Return a tenth of tickets with a bad outcome, all asked at 60 %; planted, bad ones less often."""
    rows = []
    for number in range(SEGMENTS):
        for reopened in (True, False):
            count = tickets // 10 if reopened else tickets - tickets // 10
            rate = planted if reopened and number in bad else 0.6
            asked = int(draw.binomial(count, rate))
            place = {"window": 0, "segment": team(number), "examples": ()}
            went = {"reopened": reopened, "breached": None, "reassigned": None}
            told = {"tickets": count, "invited": asked, "answers": asked // 2, "unhappy": asked // 10}
            rows.append(place | went | told)
    return signalled("XLA409", "invitations", rows)


def silences(draw: np.random.Generator, bad: frozenset[int], tickets: int, planted: float) -> Case:
    """Return a tenth of tickets in silence; planted, more."""
    rows = [
        {
            "window": 0,
            "segment": team(number),
            "tickets": tickets,
            "silent": int(draw.binomial(tickets, planted if number in bad else 0.1)),
            "examples": (),
        }
        for number in range(SEGMENTS)
    ]
    return signalled("XLA413", "silences", rows)


def promises(draw: np.random.Generator, bad: frozenset[int], tickets: int, planted: float) -> Case:
    """Return 80 % of promises kept, a quarter promised anew; planted, fewer kept."""
    sums: Sums = {("fix", 0, None): share(190, 200)}
    rows = []
    for number in range(FEWER):
        kept = by_people(draw, tickets, planted if number in bad else 0.8)
        sums["XLA414:promise_accuracy", 0, f"{number:03d}"] = replace(kept, base=kept.count)
        place: dict[str, Any] = {"window": 0, "segment": team(number), "examples": ()}
        moved = int(draw.binomial(tickets, 0.25))
        rows.append(place | {"tickets": tickets, "broken": kept.count - kept.total, "repromised": moved})
    case = setting("XLA414").case(sums)
    return replace(case, signals=signalled("XLA414", "promises", rows).signals)


def handed_on(draw: np.random.Generator, bad: frozenset[int], answers: int, less: float) -> Case:
    """Return users who are as content when handed on as others; planted, less content."""
    metric = "XLA415:(csat where bounces_not=0 - csat where bounces=0)"
    sums = green(0, None, share(270, 300))
    for number in range(FEWER):
        ours = by_people(draw, answers // 4, 0.85 - (less if number in bad else 0.0))
        sums[metric, 0, f"{number:03d}"] = Cell(parts=(ours, by_people(draw, 3 * answers // 4, 0.85)))
    return setting("XLA415").case(sums)


def deflected(draw: np.random.Generator, bad: frozenset[int], sessions: int, planted: float) -> Case:
    """Return 70 % deflected, a quarter confirmed as helpful; planted, fewer confirmed."""
    sums: Sums = {("fix", 0, None): share(190, 200)}
    for number in range(SEGMENTS):
        rates = {"deflection_rate": 0.7, "verified_deflection": planted if number in bad else 0.25}
        rates |= {"silent_abandonment": 0.4, "blocked_share": 0.3}
        for name, rate in rates.items():
            hits = int(draw.binomial(sessions, rate))
            sums[f"XLA416:{name}", 0, f"{number:03d}"] = share(hits, sessions)
    return setting("XLA416").case(sums)


def mediocre(draw: np.random.Generator, bad: frozenset[int], answers: int, planted: float) -> Case:
    """Return everything kept, a fifth of the answers best and 30 % in the middle; planted, fewer best."""
    sums = green(0, None, share(270, 300))
    for number in range(SEGMENTS):
        place = f"{number:03d}"
        best = planted if number in bad else 0.2
        of = draw.multinomial(answers, (best, 0.3, 0.05, 0.65 - best)).tolist()
        sums |= green(0, place, share(answers, answers))
        for name, hits in (
            ("exceptional_rate", of[0]),
            ("mediocrity_index", of[1]),
            ("non_negative_rate", answers - of[2]),
            ("excellence_gap", of[1] + of[3]),
        ):
            sums[f"XLA417:{name}", 0, place] = share(hits, answers)
    return setting("XLA417").case(sums)


def plans() -> Iterator[Plan]:
    """Yield the rows of the table."""
    for tickets in (300, 1_000):
        case = partial(invitations, tickets=tickets, planted=0.3)
        yield Plan("XLA409", f"{tickets} tickets, a tenth reopened", "asked at 30%, not 60%", case)
    for tickets in (60, 200):
        case = partial(silences, tickets=tickets, planted=0.25)
        yield Plan("XLA413", f"{tickets} tickets at the limit of 10%", "25%", case)
    for tickets in (60, 200):
        case = partial(promises, tickets=tickets, planted=0.6)
        yield Plan(
            "XLA414",
            f"{tickets} promises at the limits of 80% and 25%",
            "60% kept",
            case,
            FEWER,
            BAD_OF_FEWER,
            scans=30,
        )
    for answers in (120, 400):
        case = partial(handed_on, answers=answers, less=0.3)
        size = f"{answers} answers, a quarter handed on"
        yield Plan("XLA415", size, "30 points less content", case, FEWER, BAD_OF_FEWER, scans=30)
    for sessions in (100, 400):
        case = partial(deflected, sessions=sessions, planted=0.12)
        yield Plan("XLA416", f"{sessions} sessions at the limits", "12% helped, not 25%", case)
    for answers in (60, 200):
        case = partial(mediocre, answers=answers, planted=0.06)
        yield Plan("XLA417", f"{answers} answers at the limits", "6% best, not 20%", case, scans=50)


def main(most: int | None = None) -> None:
    """Say the table."""
    report("Service and surveys, 120 segments (XLA414 and XLA415: 30)", plans(), most)
