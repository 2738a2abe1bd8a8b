"""What an agreement wants counted: metrics, windows and cuts, objective by objective."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xlakit.metrics import Metric, Plan, build, can_cut, resolved_tickets
from xlakit.model import Window, windows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from xlakit.agreement import Version
    from xlakit.facts import Facts
    from xlakit.metrics import MetricEntry
    from xlakit.model import Objective, Period
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


def span(
    held: tuple[Version, ...], period: Period | None, first: date, last: date
) -> tuple[date, date] | None:
    """Return the local dates to judge: the data's within the term, or the period's within it.

    None where they do not overlap. The term ends where the last version says.
    """
    begin, end = (first, last) if period is None else (period.first, period.last)
    begin, end = max(begin, held[0].effective), min(end, held[-1].agreement.term.end)
    return (begin, end) if begin <= end else None


def tasks(
    version: Version, dates: tuple[date, date] | None, within: Mapping[str, MetricEntry] | None = None
) -> tuple[Task, ...]:
    """Return what to judge under one version of an agreement, in its order.

    Each window is judged under the version that holds on its first day. `within` holds the metrics that may be
    named; the catalogue unless stated.

    Raises
    ------
    MeasureError
        An objective names a metric or a parameter that the catalogue does not know.
    """
    agreement = version.agreement
    return tuple(
        Task(
            objective=objective,
            metric=build(objective.metric, agreement, within=within).where(**objective.where),
            windows=windows_of(version, objective.window or agreement.window, dates),
        )
        for objective in agreement.objectives
    )


def windows_of(version: Version, kind: WindowKind, dates: tuple[date, date] | None) -> tuple[Window, ...]:
    """Return the windows of `kind` that touch `dates` and begin while `version` holds.

    They are cut off where the term begins and ends.
    """
    if dates is None:
        return ()
    term = version.agreement.term
    zone = ZoneInfo(term.timezone)
    begin = datetime(term.start.year, term.start.month, term.start.day, tzinfo=zone)
    after = term.end + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=zone)
    found = windows(kind, dates[0], dates[1], term.timezone, anchor=term.start)
    return tuple(
        item
        if begin <= item.start and item.end <= end
        else item.model_copy(update={"start": max(item.start, begin), "end": min(item.end, end)})
        for item in found
        if item.start < end
        and item.end > begin
        and max(item.start, begin).date() >= version.effective
        and (version.until is None or max(item.start, begin).date() < version.until)
    )


def plans(todo: tuple[Task, ...], segments: tuple[str, ...], facts: Facts) -> tuple[Plan, ...]:
    """Return what to count for `todo`, whole and by each of `segments` that its facts have.

    Beside each figure that rests on answers, the resolved tickets it speaks for are counted too.
    """
    found = []
    for task in todo:
        each = (task.objective.each,) if task.objective.each else ()
        known = [name for name in segments if name not in each and can_cut(facts, task.metric, name)]
        cuts = (each, *((*each, column) for column in known))
        found.append(Plan(task.key, task.metric, task.windows, cuts))
        if task.metric.from_answers:
            beside = resolved_tickets().where(**task.objective.where)
            found.append(Plan(task.key + RESOLVED, beside, task.windows, cuts))
    return tuple(found)
