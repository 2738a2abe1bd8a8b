"""From judgements to a statement: marks, invoices, confirmed watermelons and incidents, handed to settlement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from xlakit.metrics import Key
from xlakit.model import Count, Outcome
from xlakit.model.statement import Range
from xlakit.scoring import Ratio, bars, decide, is_share
from xlakit.settlement import for_windows, invoices_of, marks_of_judgements, settle_marks
from xlakit.settlement.shared_caps import Account
from xlakit.tables import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from xlakit.agreement import Version
    from xlakit.metrics import Cube, Metric
    from xlakit.model import Agreement, Judgement, ShadeOf, Statement
    from xlakit.scoring import Task
    from xlakit.settlement import Around
    from xlakit.settlement.mark import Span
    from xlakit.tables import Desk

PROBLEM = "problem_id"
NO_CEILINGS: Mapping[Span, Fraction] = MappingProxyType({})
INCIDENT = "#incident"
"""Suffix of the key under which an objective is counted by the problem behind its tickets."""


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """What one agreement is to be settled from.

    Attributes
    ----------
    account
        As things stand.
    granted
        The same if all disputed relief were accepted; None where none is disputed.
    disputed
        The labels of the windows in which something is, once for each failure and for each window of an objective.
    labels
        The windows that were asked for, where earlier ones are settled as well; None where all are.
    """

    account: Account
    granted: Account | None
    disputed: tuple[str, ...]
    labels: frozenset[str] | None = None

    def asked(self, label: str) -> bool:
        """Whether a window was asked for."""
        return self.labels is None or label in self.labels


def due_of(
    held: Sequence[Version],
    judgements: Iterable[Judgement],
    granted: Sequence[Judgement] | None,
    shades: Iterable[ShadeOf],
    incidents: dict[tuple[str, str], str],
    desk: Desk,
    around: Around,
) -> Due | None:
    """Return what judgements are settled from; None without commercials.

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
    account = Account(held, marks_of_judgements(found, held, incidents), around)
    if granted is None:
        return Due(account, None, ())
    other = replace(account, marks=marks_of_judgements(granted, held, incidents))
    excused = {(item.objective, item.window) for item in granted if item.outcome is Outcome.EXCUSED}
    excused -= {(item.objective, item.window) for item in found if item.outcome is Outcome.EXCUSED}
    failures = [item.window.label for item in found for _ in range(item.disputed)]
    return Due(account, other, (*failures, *(window.label for _, window in excused)))


def statement_of(
    due: Due, ceilings: Mapping[Span, Fraction] = NO_CEILINGS, granted: Mapping[Span, Fraction] = NO_CEILINGS
) -> Statement:
    """Return the statement, below what shared caps leave of each window; `granted` if disputed relief were accepted."""
    statement = _settled(due, due.account, ceilings)
    if due.granted is None:
        return statement
    other = _settled(due, due.granted, granted)
    disputed = sum(due.asked(label) for label in due.disputed)
    if not disputed and other.total == statement.total:  # what is disputed is none of its business
        return statement
    both = Range(accepted=other.total, rejected=statement.total, disputed=disputed)
    return statement.model_copy(update={"range": both})


def _settled(due: Due, account: Account, ceilings: Mapping[Span, Fraction]) -> Statement:
    whole = settle_marks(account.held, account.marks, replace(account.around, ceilings=ceilings))
    return whole if due.labels is None else for_windows(whole, due.labels)


def shared_alone(agreement: Agreement) -> tuple[Count, ...]:
    """Return a note where a cap is shared with agreements that are not looked at: nobody can tell what they left."""
    terms = agreement.commercials
    if terms is None or terms.shared_cap is None:
        return ()
    name = terms.shared_cap.name
    reason = f"the cap {name} is shared, and not applied to one agreement alone; evaluate_all applies it"
    return (Count(where="commercials.shared_cap", reason=reason, rows=0),)


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
