"""What an agreement would have made of records from before it: its promises judged over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xlakit.agreement import versions
from xlakit.facts import build_facts
from xlakit.metrics import Key, count, ever, first_instant, invitations_known, needed
from xlakit.model import Outcome
from xlakit.scoring import Judge, hidden_of, plans, tasks
from xlakit.settlement import Around, marks_of_judgements, settle_marks, unrounded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from xlakit.metrics import Cube, MetricEntry
    from xlakit.model import Agreement, Judgement, Statement
    from xlakit.scoring import Task
    from xlakit.tables import Desk

PRIORITY = "priority"
YEAR = 365


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The finished windows of every objective on a desk, whatever the term of the agreement.

    Attributes
    ----------
    judgements
        Of the whole, in finished windows.
    cube
        What was counted, also by priority where the desk has priorities.
    todo
        Objective → what was judged.
    statement
        What they would have paid, with amounts that are hardly rounded; None without commercials.
    """

    judgements: tuple[Judgement, ...]
    cube: Cube
    todo: Mapping[str, Task]
    statement: Statement | None = None

    def of(self, objective: str) -> dict[str, list[Judgement]]:
        """Return the judgements of an objective that were measured, by part (``name`` or ``name/value``)."""
        found: dict[str, list[Judgement]] = {}
        for item in self.judgements:
            if item.objective.split("/", 1)[0] == objective and item.estimate.exact is not None:
                found.setdefault(item.objective, []).append(item)
        return found

    def by_priority(self, objective: str) -> list[dict[str, int]]:
        """Return, window by window, how many records of each priority an objective rests on."""
        task, found = self.todo[objective], []
        for window in task.windows:
            counts = {
                key.segment[0][1] or "": task.metric.counted(cell)
                for key, cell in self.cube.cells.items()
                if key == Key(task.key, window, key.segment)
                and [name for name, _ in key.segment] == [PRIORITY]
            }
            if counts := {name: rows for name, rows in counts.items() if rows}:
                found.append(counts)
        return found


def history(
    agreement: Agreement,
    desk: Desk,
    *,
    as_of: datetime | None = None,
    within: Mapping[str, MetricEntry] | None = None,
) -> History:
    """Judge the promises of `agreement`, as first written, over every finished window that `desk` reaches.

    The term is moved so that it covers the records: a negotiation looks at a year that came before.
    """
    plain = agreement.model_copy(update={"amendments": ()})
    (version,) = versions(plain)
    metrics = [task.metric for task in tasks(version, None, within)]
    facts = build_facts(desk, plain, as_of=as_of, needed=needed(metrics, [PRIORITY]))
    last = facts.as_of if desk.data_until is None else min(facts.as_of, desk.data_until)
    zone = ZoneInfo(plain.term.timezone)
    dates = tuple(
        at.astimezone(zone).date() for at in (min(first_instant(facts) or last, last), max(last, facts.as_of))
    )
    moved = _moved(plain, dates[0], dates[1])
    (version,) = versions(moved)
    todo = tasks(version, (dates[0], dates[1]), within)
    cube = count(facts, plans(todo, (PRIORITY,), facts))
    counted = {key.metric for key, cell in cube.cells.items() if not cell.is_empty()}
    judge = Judge(
        moved,
        cube,
        facts.as_of,
        invitations_known(facts),
        frozenset(task.key for task in todo if task.key in counted or ever(facts, task.metric)),
        hidden_of(moved, cube, todo),
    )
    found = tuple(item for task in todo for item in judge.whole(task))
    held = (unrounded(version, burn_in=0),)
    paid = None
    if moved.commercials is not None:
        paid = settle_marks(held, marks_of_judgements(found, held, {}), Around(as_of=facts.as_of))
    return History(
        judgements=tuple(item for item in found if item.outcome is not Outcome.IN_PROGRESS),
        cube=cube,
        todo={task.key: task for task in todo},
        statement=paid,
    )


def _moved(agreement: Agreement, first: date, last: date) -> Agreement:
    """Return the agreement with a term that covers `first` and `last`, and contract years that begin as agreed."""
    start = agreement.term.start
    while start > first:
        start = _year_before(start)
    end = max(agreement.term.end, last) + timedelta(days=YEAR)
    return agreement.model_copy(
        update={"term": agreement.term.model_copy(update={"start": start, "end": end})}
    )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
