"""What one version of the agreement makes of the windows that begin while it holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlakit.evaluate.money import INCIDENT, PROBLEM, incidents_of
from xlakit.facts import build_facts
from xlakit.metrics import Plan, can_cut, count, ever, invitations_known, needed
from xlakit.rules import wanted
from xlakit.scoring import (
    NO_RELIEF,
    Judge,
    excusable,
    hidden_of,
    only_where_green,
    plans,
    points_plans,
    points_tasks,
    tasks,
    windows_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from xlakit.agreement import Version
    from xlakit.facts import Facts
    from xlakit.metrics import Cube, Metric, MetricEntry
    from xlakit.metrics.cube import Segment
    from xlakit.model import Agreement, Count, Judgement, Window
    from xlakit.rules import Rule
    from xlakit.scoring import Relief, Task
    from xlakit.scoring.course import Course
    from xlakit.tables import Desk

Dates = tuple["date", "date"] | None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What all versions of one evaluation share.

    Attributes
    ----------
    first
        The agreement as first written; facts are built for it.
    dates, history
        The local dates to judge, and those from which on windows are looked at because later ones depend on them.
    columns, rules, own
        What to report by, what to run, metrics of one's own.
    relief, courses
        What is excused, and what promises bring along from window to window: as things stand, and if disputed relief
        were accepted.
    """

    first: Agreement
    desk: Desk
    facts: Facts
    dates: Dates
    history: Dates
    columns: tuple[str, ...]
    rules: tuple[Rule, ...]
    own: Mapping[str, MetricEntry]
    relief: Relief = NO_RELIEF
    courses: tuple[dict[tuple[str, Segment], Course], dict[tuple[str, Segment], Course]] = field(
        default_factory=lambda: ({}, {})
    )


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Judgements, sums and doubts of one version.

    Attributes
    ----------
    judgements, segments
        Of the windows that were asked for.
    settled, granted
        Of those and of the windows before them, as things stand and if disputed relief were accepted: what money needs.
    incidents
        Objective and window label → the problem that made it miss.
    """

    judgements: tuple[Judgement, ...]
    segments: tuple[Judgement, ...]
    settled: tuple[Judgement, ...]
    granted: tuple[Judgement, ...]
    incidents: Mapping[tuple[str, str], str]
    cube: Cube
    metrics: Mapping[str, Metric]
    windows: tuple[Window, ...]
    measurable: frozenset[str]
    doubts: tuple[Count, ...]


def part_of(version: Version, scene: Scene) -> Part:
    """Judge the windows of one version."""
    agreement, facts, columns = version.agreement, scene.facts, scene.columns
    todo = tasks(version, scene.history, scene.own)
    probes = wanted(scene.rules, agreement)
    metrics = {task.key: task.metric for task in todo} | probes
    finished = tuple(
        window for window in windows_of(version, agreement.window, scene.dates) if window.end <= facts.as_of
    )
    if any(task.windows for task in todo) and _words(agreement) != _words(scene.first):
        # Clocks are dated by themselves: each runs under the version in which it started.
        names = ("clocks", "calendars", "maintenance", "settlement", "term")
        dated = {name: getattr(scene.first, name) for name in names}
        read = needed(metrics.values(), columns)
        facts = build_facts(scene.desk, agreement.model_copy(update=dated), as_of=facts.as_of, needed=read)
    beside = [
        *_probing(scene, probes, agreement, finished, facts),
        *_for_money(scene, todo, agreement, facts),
    ]
    pointed = points_tasks(scene.first, scene.own)
    cube = count(facts, [*plans(todo, columns, facts), *beside, *points_plans(pointed, finished)])
    measurable = _measurable(facts, metrics, cube)
    hidden = hidden_of(agreement, cube, todo)
    judge = Judge(
        agreement,
        cube,
        facts.as_of,
        invitations_known(facts),
        measurable,
        hidden,
        relief=scene.relief,
        courses=scene.courses[0],
    )
    settled = tuple(item for task in todo for item in judge.whole(task))
    granted: tuple[Judgement, ...] = ()
    if scene.relief.is_disputed:
        other = replace(judge, granted=True, courses=scene.courses[1])
        granted = tuple(item for task in todo for item in other.whole(task))
    asked = _asked(version, todo, scene)
    shown = tuple(item for item in settled if item.window in asked[item.objective.split("/", 1)[0]])
    narrow = tuple(replace(task, windows=asked[task.key]) for task in todo)
    cut = tuple(item for task in narrow for column in columns for item in judge.by_segment(task, column))
    return Part(
        judgements=_gaps(shown, todo),
        segments=_gaps(cut, todo),
        settled=settled,
        granted=granted,
        incidents=incidents_of(todo, settled, cube),
        cube=cube,
        metrics=metrics,
        windows=finished,
        measurable=measurable,
        doubts=tuple(doubt for task in todo for doubt in judge.without_levels(task)),
    )


def _asked(version: Version, todo: tuple[Task, ...], scene: Scene) -> dict[str, tuple[Window, ...]]:
    """Return the windows of each objective that were asked for, without those that only later ones depend on."""
    if scene.dates == scene.history:
        return {task.key: task.windows for task in todo}
    usual = version.agreement.window
    return {task.key: windows_of(version, task.objective.window or usual, scene.dates) for task in todo}


def _probing(
    scene: Scene,
    probes: Mapping[str, Metric],
    agreement: Agreement,
    finished: tuple[Window, ...],
    facts: Facts,
) -> list[Plan]:
    return [
        Plan(
            key, probes[key], finished, ((), *((name,) for name in cuts if can_cut(facts, probes[key], name)))
        )
        for rule in scene.rules
        for cuts in [dict.fromkeys((*(scene.columns if rule.by_segment else ()), *rule.cuts))]
        for key in wanted([rule], agreement)
    ]


def _for_money(scene: Scene, todo: tuple[Task, ...], agreement: Agreement, facts: Facts) -> list[Plan]:
    """Return what only money asks for: records that relief names, and failures by the problem behind them."""
    found = []
    for task in todo:
        each = (task.objective.each,) if task.objective.each else ()
        known = [name for name in scene.columns if name not in each and can_cut(facts, task.metric, name)]
        found += scene.relief.plans(task, (each, *((*each, column) for column in known)))
        by_problem = agreement.settlement.same_incident != "sum" and task.objective.service_credit is not None
        if by_problem and excusable(task.metric) and can_cut(facts, task.metric, PROBLEM):
            found.append(Plan(task.key + INCIDENT, task.metric, task.windows, ((*each, PROBLEM),)))
    return found


def _words(agreement: Agreement) -> tuple[object, ...]:
    """Return what facts read of an agreement apart from its clocks: when it changes, facts change."""
    return agreement.scope, agreement.priorities, agreement.statuses, agreement.surveys


def _gaps(judgements: tuple[Judgement, ...], todo: tuple[Task, ...]) -> tuple[Judgement, ...]:
    """Return the judgements, with the frustration gap measured only where efficiency was met."""
    people = {task.key for task in todo if any(leaf.grain == "respondents" for leaf in task.metric.leaves)}
    return tuple(
        only_where_green(item, judgements) if item.objective.split("/", 1)[0] in people else item
        for item in judgements
    )


def _measurable(facts: Facts, metrics: Mapping[str, Metric], cube: Cube) -> frozenset[str]:
    """Return the keys of metrics for which some row, in any window or none, added something."""
    counted = {key.metric for key, cell in cube.cells.items() if not cell.is_empty()}
    return frozenset(key for key, metric in metrics.items() if key in counted or ever(facts, metric))
