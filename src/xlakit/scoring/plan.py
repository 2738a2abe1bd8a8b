"""What an agreement wants counted: metrics, windows and cuts, objective by objective."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xlakit.metrics import Metric, Plan, build, resolved_tickets
from xlakit.model import Window, windows

if TYPE_CHECKING:
    from datetime import date

    from xlakit.model import Agreement, Objective, Period, Term
    from xlakit.model.window import WindowKind

RESOLVED = "#resolved"
"""Suffix of the key under which the resolved tickets beside a survey figure are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One objective with its metric bound, and the windows it is judged in."""

    objective: Objective
    metric: Metric
    windows: tuple[Window, ...]

    @property
    def key(self) -> str:
        """What its sums are filed under in the cube."""
        return self.objective.name


def span(term: Term, period: Period | None, first: date, last: date) -> tuple[date, date] | None:
    """Return the local dates to judge: the data's within the term, or the period's within it.

    None where they do not overlap.
    """
    begin, end = (first, last) if period is None else (period.first, period.last)
    begin, end = max(begin, term.start), min(end, term.end)
    return (begin, end) if begin <= end else None


def tasks(agreement: Agreement, dates: tuple[date, date] | None) -> tuple[Task, ...]:
    """Return what to judge, in the order of the agreement; no windows where there are no dates.

    Raises
    ------
    MeasureError
        An objective names a metric or a parameter that the catalogue does not know.
    """
    return tuple(
        Task(
            objective=objective,
            metric=build(objective.metric, agreement).where(**objective.where),
            windows=windows_of(agreement, objective.window or agreement.window, dates),
        )
        for objective in agreement.objectives
    )


def windows_of(agreement: Agreement, kind: WindowKind, dates: tuple[date, date] | None) -> tuple[Window, ...]:
    """Return the windows of `kind` that touch `dates`, cut off where the term begins and ends."""
    if dates is None:
        return ()
    term = agreement.term
    zone = ZoneInfo(term.timezone)
    begin = datetime(term.start.year, term.start.month, term.start.day, tzinfo=zone)
    after = term.end + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=zone)
    found = windows(kind, dates[0], dates[1], term.timezone, anchor=term.start)
    return tuple(
        item.model_copy(update={"start": max(item.start, begin), "end": min(item.end, end)})
        for item in found
        if item.start < end and item.end > begin
    )


def plans(todo: tuple[Task, ...], segments: tuple[str, ...]) -> tuple[Plan, ...]:
    """Return what to count for `todo`, whole and by each of `segments`.

    Beside each figure that rests on answers, the resolved tickets it speaks for are counted too.
    """
    found = []
    for task in todo:
        each = (task.objective.each,) if task.objective.each else ()
        cuts = (each, *((*each, column) for column in segments if column not in each))
        found.append(Plan(task.key, task.metric, task.windows, cuts))
        if task.metric.from_answers:
            beside = resolved_tickets().where(**dict(task.metric.condition))
            found.append(Plan(task.key + RESOLVED, beside, task.windows, cuts))
    return tuple(found)
