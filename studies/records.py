"""XLA403 and XLA406 from records: tickets and events, through facts, signals, judging and the rule.

Ten teams, of which two behave so where it is planted. Minutes are those of the study of clocks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from benchmarks.say import say, table

import xlakit as xk
from studies.clocks import BIN, LIMIT, minutes
from studies.figures import false_share, mean
from studies.scan import HEAD, SEED

if TYPE_CHECKING:
    from collections.abc import Callable

SCANS, TEAMS, BAD = 20, 10, 2
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: studied}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {stop: resolved, pause: [pending], within: 4h}}
segments: [team]
objectives: [{name: fast, metric: {name: within, clock: fix}, expected: {at_least: 80%}}]
"""
Rows = list[dict[str, Any]]


def bunching(draw: np.random.Generator, *, bad: bool, count: int) -> list[list[tuple[float, str]]]:
    """Return the statuses of tickets; of those up to an hour late 40 % are resolved just in time."""
    taken = minutes(draw, count)
    if bad:
        hurried = (taken > LIMIT) & (taken <= LIMIT + 60) & (draw.random(count) < 0.4)  # noqa: PLR2004 - as said
        taken = np.where(hurried, LIMIT - draw.integers(BIN, size=count), taken)
    return [[(done, "resolved")] for done in taken.tolist()]


def pauses(draw: np.random.Generator, *, bad: bool, count: int) -> list[list[tuple[float, str]]]:
    """Return the statuses of tickets paused once in ten hours; of those about to breach half are paused late."""
    found = []
    for taken in minutes(draw, count).tolist():
        begin = float(draw.exponential(600))
        if bad and taken > LIMIT and draw.random() < 0.5:  # noqa: PLR2004 - half
            begin = float(draw.uniform(0.91, 0.99) * LIMIT)
            found.append([(begin, "pending"), (taken + 1, "open"), (taken + 2, "resolved")])
        elif begin < taken:
            found.append([(begin, "pending"), (begin + 60, "open"), (taken + 60, "resolved")])
        else:
            found.append([(taken, "resolved")])
    return found


def desk(draw: np.random.Generator, bad: int, made: Callable[..., list[list[tuple[float, str]]]]) -> xk.Desk:
    """Return tickets and events of ten teams, the first `bad` of which behave so."""
    tickets: Rows = []
    events: Rows = []
    for number in range(TEAMS):
        for statuses in made(draw, bad=number < bad):
            name = f"{len(tickets):06d}"
            opened = FIRST + timedelta(minutes=float(draw.integers(80 * 24 * 60)))
            tickets.append({"ticket_id": name, "opened_at": opened, "team": f"{number:03d}"})
            for minute, value in [(0.0, "new"), *statuses]:
                at = opened + timedelta(minutes=minute)
                events.append({"ticket_id": name, "at": at, "kind": "status", "value": value})
    return xk.Desk(tickets=tickets, events=events)


def flagged(code: str, found: xk.Desk) -> set[int]:
    """Return the numbers of the teams with a finding."""
    card = xk.evaluate(xk.load_agreement(AGREEMENT), found, rules=[code], as_of=AS_OF)
    return {int(item.segment[0][1]) for item in card.findings if item.segment}


def main(most: int | None = None) -> None:
    """Say the table."""
    times, rows, bad = SCANS if most is None else min(most, SCANS), [], set(range(BAD))
    say(f"## From records: {TEAMS} teams, {BAD} of them planted")
    say()
    for code, count, plant, made in (
        ("XLA403", 800, "40% of (T, T + 60 min] pulled under T", bunching),
        ("XLA406", 300, "half of those about to breach paused", pauses),
    ):
        draw, of = np.random.default_rng([SEED, int(code[3:]), 99]), partial(made, count=count)
        absent = mean([bool(flagged(code, desk(draw, 0, of))) for _ in range(times)])
        found = [flagged(code, desk(draw, BAD, of)) for _ in range(times)]
        wrong = mean([false_share(len(flags - bad), len(flags)) for flags in found])
        power = mean([len(flags & bad) / BAD for flags in found])
        passes = "yes" if absent.few_false and wrong.few_false else "no"
        rows.append((code, f"{count} tickets", plant, times, absent, wrong, power, passes))
    table(HEAD, rows)
