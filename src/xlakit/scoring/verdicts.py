"""From cube to judgements: every objective in every window, for the whole and for segments."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlakit.metrics import Cell, Cube, Key, Metric, answers_in, hidden_figures, response_rate
from xlakit.model import Count, Estimate, Judgement, Levels, Outcome
from xlakit.scoring.course import Course, has_course, overflowing
from xlakit.scoring.judge import Verdict, is_share, judge, running
from xlakit.scoring.plan import RESOLVED
from xlakit.scoring.relief import NONE, Relief, relieved_estimate
from xlakit.stats import proportion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from xlakit.metrics.cube import Segment
    from xlakit.model import Agreement, Objective, Window
    from xlakit.model.judgement import Status
    from xlakit.scoring.plan import Task


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Everything that judgements of one evaluation share.

    Attributes
    ----------
    agreement, cube, as_of
        What was agreed, what was counted, and the instant it is looked at from.
    invitations
        Whether the surveys tell who was asked.
    measurable
        Task keys for which some row of the desk added something; the others lack their inputs.
    hidden
        Task key → the figures that are withheld, windows and segments taken together.
    relief
        What is excused, and what somebody claims to be.
    granted
        Whether disputed relief is taken as accepted.
    courses
        What promises bring along from window to window, by task and part; shared by the versions of an agreement.
    """

    agreement: Agreement
    cube: Cube
    as_of: datetime
    invitations: bool
    measurable: frozenset[str]
    hidden: Mapping[str, frozenset[tuple[Window, Segment]]]
    relief: Relief = NONE
    granted: bool = False
    courses: dict[tuple[str, Segment], Course] = field(default_factory=dict)

    def whole(self, task: Task) -> tuple[Judgement, ...]:
        """Return the judgements of `task`, window by window; per value of ``each`` where it has one."""
        return tuple(
            self._judgement(task, window, part, levels, (), self._course(task, part))
            for window in task.windows
            for part, levels in self._parts(task)
        )

    def _course(self, task: Task, part: Segment) -> Course | None:
        """Return what the promise brings along from the windows before; None where nothing could matter."""
        if not has_course(task.objective):
            return None
        return self.courses.setdefault((task.key, part), Course(self.agreement.term.start))

    def by_segment(self, task: Task, column: str) -> tuple[Judgement, ...]:
        """Return what the levels would say of each value of `column`: reported, never judged."""
        found = []
        each = (task.objective.each,) if task.objective.each else ()
        if column in each:
            return ()
        segments = self.cube.segments(task.key, (*each, column))
        for window in task.windows:
            for part, levels in self._parts(task):
                for segment in segments:
                    value = segment[-1][1]
                    if value is None or segment[:-1] != part:
                        continue
                    cell = self.cube[Key(task.key, window, segment)]
                    if cell == Cell():
                        continue
                    course = self.courses.get((task.key, part))
                    held = levels if course is None else course.used.get(window.label, levels)
                    found.append(self._judgement(task, window, part, held, ((column, value),), None))
        return tuple(found)

    def without_levels(self, task: Task) -> tuple[Count, ...]:
        """Return how many records of each value of ``each`` are not judged, because no levels are agreed for it."""
        each = task.objective.each
        if each is None:
            return ()
        counted: dict[str, int] = {}
        for key, cell in self.cube.cells.items():
            if key.metric == task.key and tuple(column for column, _ in key.segment) == (each,):
                value = key.segment[0][1]
                if value is None or task.objective.levels_for(value) is None:
                    shown = "without a value" if value is None else value
                    counted[shown] = counted.get(shown, 0) + task.metric.counted(cell)
        return tuple(
            Count(
                where=f"objectives.{task.key}", reason=f"no levels are agreed for {each} {value}", rows=rows
            )
            for value, rows in sorted(counted.items())
            if rows
        )

    def _parts(self, task: Task) -> Iterable[tuple[Segment, Levels]]:
        """Yield the parts of an objective that have levels, each with them."""
        each = task.objective.each
        if each is None:
            levels = task.objective.levels_for(None)
            return [((), levels)] if levels is not None else []
        values = {value for segment in self.cube.segments(task.key, (each,)) for _, value in segment if value}
        named = sorted(values | set(task.objective.levels))
        parts = [(((each, value),), task.objective.levels_for(value)) for value in named]
        return [(part, levels) for part, levels in parts if levels is not None]

    def _judgement(
        self,
        task: Task,
        window: Window,
        part: Segment,
        levels: Levels,
        segment: tuple[tuple[str, str], ...],
        course: Course | None,
    ) -> Judgement:
        objective, metric = task.objective, task.metric
        key = Key(task.key, window, (*part, *segment))
        cell = self.cube[key]
        answers = answers_in(metric, cell)
        suppressed = (window, key.segment) in self.hidden.get(task.key, frozenset())
        estimate = Estimate.nothing() if suppressed else finished(metric, cell)
        estimate, excused, disputed = self._relieved(task, key, levels, estimate)
        if course is not None and window.end <= self.as_of:
            levels = course.levels(objective, levels, window)
        estimate, note = _gathered(objective, levels, estimate, course, running=window.end > self.as_of)
        verdict = self._verdict(task, window, levels, estimate, suppressed=suppressed, part=bool(segment))
        verdict = self._excused(task, window, part, cell, verdict, note)
        if course is not None and window.end <= self.as_of:
            measured = None if verdict.margin is None else estimate.exact
            course.judged(levels, window, measured, verdict.outcome)
        resolved = self.cube[Key(task.key + RESOLVED, window, (*part, *segment))].count
        return Judgement(
            objective="/".join([objective.name, *(value or "" for _, value in part)]),
            title=" ".join([objective.title or objective.name, *(value or "" for _, value in part)]),
            metric=metric.name,
            kind=objective.kind or metric.kind,
            basis=metric.basis,
            unit=metric.unit,
            direction=metric.direction,
            window=window,
            segment=segment,
            estimate=estimate,
            levels=levels,
            outcome=verdict.outcome,
            margin=verdict.margin,
            to_spare=verdict.to_spare,
            weight=objective.weight,
            status=self._status(window, cell),
            version=self.agreement.metadata.version or "1",
            response_rate=None if suppressed else response_rate(metric, cell, known=self.invitations),
            coverage=answers / resolved if metric.from_answers and resolved and not suppressed else None,
            not_mature=cell.pending,
            suppressed=suppressed,
            excused=excused,
            disputed=disputed,
            reason=verdict.reason,
        )

    def _relieved(
        self, task: Task, key: Key, levels: Levels, estimate: Estimate
    ) -> tuple[Estimate, int, int]:
        """Return the figure once relief has acted, how many failures it took out, and how many more are disputed."""
        excused, disputed = self.relief.failures(task.metric, self.cube, key)
        acting = excused + disputed if self.granted else excused
        if acting:
            how = self.agreement.settlement.excused
            estimate = relieved_estimate(estimate, acting, how, higher=levels.expected.higher_is_better)
        return estimate, acting, 0 if self.granted else disputed

    def _excused(
        self, task: Task, window: Window, part: Segment, cell: Cell, verdict: Verdict, note: str
    ) -> Verdict:
        """Return the verdict, or that the whole window is excused: by relief, or by more volume than was forecast."""
        if verdict.outcome is Outcome.IN_PROGRESS:
            return verdict
        name = "/".join([task.objective.name, *(value or "" for _, value in part)])
        reason = self.relief.window(name, window.label, granted=self.granted)
        reason = reason or overflowing(task.objective, task.metric.counted(cell))
        if reason:
            return Verdict(Outcome.EXCUSED, reason=reason)
        return (
            verdict
            if not note
            else replace(verdict, reason="; ".join(t for t in (note, verdict.reason) if t))
        )

    def _verdict(
        self, task: Task, window: Window, levels: Levels, estimate: Estimate, *, suppressed: bool, part: bool
    ) -> Verdict:
        if window.end > self.as_of:
            return Verdict(Outcome.IN_PROGRESS, reason=running(window))
        k = self.agreement.surveys.anonymity
        if suppressed:
            return judge(task.objective, levels, estimate, empty=f"withheld: fewer than {k} answers")
        empty = "nothing to count" if task.key in self.measurable else f"needs {task.metric.needs}"
        return judge(
            task.objective,
            levels,
            estimate,
            needed=self._needed(task.objective, task.metric, part=part),
            empty=empty,
        )

    def _needed(self, objective: Objective, metric: Metric, *, part: bool) -> int:
        """Return the fewest records for a measurement: the agreement's, at least k where people answered.

        The agreement's figure is meant for the whole; a segment is reported from k answers on.
        """
        least = self.agreement.surveys.anonymity if metric.from_answers else 1
        return least if part else max(objective.min_count or 0, least)

    def _status(self, window: Window, cell: Cell) -> Status:
        if window.end > self.as_of:
            return "in_progress"
        return "provisional" if cell.pending else "final"


def _gathered(
    objective: Objective, levels: Levels, estimate: Estimate, course: Course | None, *, running: bool
) -> tuple[Estimate, str]:
    """Return the figure with the records that small windows before it left, and a note where there are some."""
    counted = None if course is None or running else is_share(levels, estimate)
    if course is None or counted is None:
        return estimate, ""
    summed, note = course.gathered(objective, counted)
    if not note:
        return estimate, ""
    return proportion(summed.over, summed.under), note


def finished(metric: Metric, cell: Cell, *, level: float = 0.95) -> Estimate:
    """Return the estimate that the sums of `cell` give; respondents who repeat widen its interval."""
    return metric.estimate(cell, level=level)


def hidden_of(
    agreement: Agreement, cube: Cube, todo: Iterable[Task]
) -> Mapping[str, frozenset[tuple[Window, Segment]]]:
    """Return which figures of each task are withheld, all its windows and cuts taken together."""
    k = agreement.surveys.anonymity
    found = {}
    for task in todo:
        if task.metric.from_answers:
            places = {
                (key.window, key.segment): cell for key, cell in cube.cells.items() if key.metric == task.key
            }
            found[task.key] = hidden_figures(task.metric, places, k)
    return found
