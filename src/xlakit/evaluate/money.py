"""From judgements to a statement: marks, invoices, confirmed watermelons and incidents, handed to settlement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlakit.metrics import Key
from xlakit.model import Outcome
from xlakit.model.statement import Range
from xlakit.scoring import Ratio, bars, decide, is_share
from xlakit.settlement import (
    Around,
    for_windows,
    invoices_of,
    marks_of_judgements,
    settle_marks,
    with_parts,
)
from xlakit.tables import records_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from xlakit.agreement import Version
    from xlakit.metrics import Cube, Metric
    from xlakit.model import Judgement, ShadeOf, Statement
    from xlakit.scoring import Task
    from xlakit.tables import Desk

PROBLEM = "problem_id"
INCIDENT = "#incident"
"""Suffix of the key under which an objective is counted by the problem behind its tickets."""


def statement_of(
    held: Sequence[Version],
    judgements: Iterable[Judgement],
    granted: Iterable[Judgement] | None,
    shades: Iterable[ShadeOf],
    incidents: dict[tuple[str, str], str],
    desk: Desk,
    around: Around,
    labels: Collection[str] | None = None,
) -> Statement | None:
    """Return what judgements pay; None without commercials.

    Parameters
    ----------
    granted
        The judgements if all disputed relief were accepted; None where none is disputed.
    shades
        The classes of windows, for conditions that ask for watermelons.
    incidents
        Objective and window label → the problem that made it miss.
    around
        The instant, and the statement before.
    labels
        The windows that were asked for; all of them unless stated. Those before have their effect.
    """
    agreement = held[-1].agreement
    if agreement.commercials is None:
        return None
    found = tuple(judgements)
    around = replace(
        around,
        unfinished=tuple(dict.fromkeys(i.window for i in found if i.outcome is Outcome.IN_PROGRESS)),
        invoices=()
        if desk.invoices is None
        else invoices_of(records_of(desk.invoices, "invoices"), agreement),
        watermelons=frozenset(
            item.window.label for item in shades if not item.segment and item.shade == "CONFIRMED"
        ),
    )

    def settled(judged: Iterable[Judgement]) -> Statement:
        whole = settle_marks(held, marks_of_judgements(judged, held, incidents), around)
        return whole if labels is None else for_windows(whole, labels)

    statement = settled(found)
    if granted is None:
        return statement
    other = settled(granted)
    disputed = sum(item.disputed for item in found if labels is None or item.window.label in labels)
    return with_parts(
        statement, range=Range(accepted=other.total, rejected=statement.total, disputed=disputed)
    )


def incidents_of(
    todo: Iterable[Task], judgements: Iterable[Judgement], cube: Cube
) -> dict[tuple[str, str], str]:
    """Return which problem made an objective miss: the one but for whose tickets it would have been kept.

    Of several, the one with most failures; of equal ones the first by name.
    """
    metrics = {task.key: task for task in todo}
    found: dict[tuple[str, str], str] = {}
    for item in judgements:
        task = metrics.get(item.objective.split("/", 1)[0])
        counted = is_share(item.levels, item.estimate)
        if task is None or counted is None or item.outcome.kept is not False:
            continue
        part = (
            () if task.objective.each is None else ((task.objective.each, item.objective.split("/", 1)[1]),)
        )
        failures = _failures_by_problem(cube, task.key, task.metric, item, part)
        guilty = [
            (-number, problem)
            for problem, number in failures.items()
            if number and _kept_without(task, item, counted, number)
        ]
        if guilty:
            found[item.objective, item.window.label] = min(guilty)[1]
    return found


def _failures_by_problem(
    cube: Cube, key: str, metric: Metric, item: Judgement, part: tuple[tuple[str, str], ...]
) -> dict[str, int]:
    found = {}
    for segment in cube.segments(key + INCIDENT, (*(name for name, _ in part), PROBLEM)):
        problem = segment[-1][1]
        if problem is None or segment[:-1] != part:
            continue
        estimate = metric.estimate(cube[Key(key + INCIDENT, item.window, segment)], level=0.95)
        hits, count = estimate.numerator or 0, estimate.denominator or 0
        found[problem] = count - hits if item.levels.expected.higher_is_better else hits
    return found


def _kept_without(task: Task, item: Judgement, counted: Ratio, failures: int) -> bool:
    higher = item.levels.expected.higher_is_better
    over = counted.over if higher else counted.over - failures
    left = Ratio(over, counted.under - failures)
    if not left.under:
        return True
    outcome, _ = decide(task.objective, bars(item.levels), left, counted=left)
    return outcome.kept is True
