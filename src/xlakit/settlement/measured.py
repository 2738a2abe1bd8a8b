"""Marks from results: a history of counts, judged window by window with no ticket at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from xlakit.errors import message
from xlakit.model import Outcome
from xlakit.scoring import Course, Ratio, against, bars, decide, has_course, missing, overflowing, relieved
from xlakit.settlement.answers import fewest
from xlakit.settlement.judged import promises
from xlakit.settlement.mark import Mark, Promise
from xlakit.settlement.placing import TermWindows, placed
from xlakit.stats import proportion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.agreement import Version
    from xlakit.model import Levels, Objective, Window
    from xlakit.model.results import Result, Results
    from xlakit.model.window import WindowKind
    from xlakit.scoring import Bars
    from xlakit.settlement.placing import Placed

UNKNOWN = (None, None)
NO_RESULT = "no result"


@dataclass(slots=True)
class Reading:
    """What results say of an agreement.

    Attributes
    ----------
    marks
        Of finished windows.
    unfinished
        Windows that end after the instant they are looked at from.
    problems
        Rows that could not be used.
    disputed
        How many failures are claimed not to count.
    as_of
        The instant.
    """

    as_of: datetime
    marks: list[Mark] = field(default_factory=list)
    unfinished: dict[str, Window] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    disputed: int = 0


def read_results(
    results: Results, held: Sequence[Version], as_of: datetime | None = None, *, granted: bool = False
) -> Reading:
    """Return the marks that results make under an agreement.

    An objective of which some window between the first and the last says nothing was not measured there.

    Parameters
    ----------
    as_of
        The instant to look from; the end of the last window in them unless stated.
    granted
        Whether disputed failures are taken as excused.
    """
    term = TermWindows(held)
    rows = placed(results, term)
    reading = Reading(as_of or rows.last or _start(held), problems=rows.problems)
    reader = _Reader(term, promises(held), rows, reading, granted=granted)
    for name in _names(rows, held):
        reader.series(name)
    _share_allocations(reading.marks)
    return reading


def _start(held: Sequence[Version]) -> datetime:
    term = held[0].agreement.term
    return datetime(term.start.year, term.start.month, term.start.day, tzinfo=ZoneInfo(term.timezone))


def _names(rows: Placed, held: Sequence[Version]) -> list[str]:
    """Return what is judged, in the order of the agreement: each objective, or each part that has levels or rows."""
    found: dict[str, None] = {}
    for version in held:
        for item in version.agreement.objectives:
            if item.each is None:
                found[item.name] = None
            else:
                mine = [name for name in rows.sums if name.startswith(f"{item.name}/")]
                found |= dict.fromkeys(sorted({*mine, *(f"{item.name}/{part}" for part in item.levels)}))
    return list(found)


def _share_allocations(marks: Sequence[Mark]) -> None:
    """Tell every part of an objective among how many it shares its allocation."""
    count: dict[tuple[str, str], int] = {}
    for mark in marks:
        if mark.part is not None:
            key = mark.promise.objective.name, mark.window.label
            count[key] = count.get(key, 0) + 1
    for mark in marks:
        if mark.part is not None:
            mark.parts = count[mark.promise.objective.name, mark.window.label]


class _Stated(NamedTuple):
    """A promise as one version states it."""

    promise: Promise
    kind: WindowKind
    levels: Levels
    bars: Bars
    moving: bool
    plain: bool
    least: int


def _is_plain(objective: Objective) -> bool:
    """Whether nothing but the figure and its levels decides: most promises, and quick to judge."""
    special = (objective.compare_round, objective.low_volume, objective.volume_relief)
    return not _needs_interval(objective) and all(item is None for item in special)


def _stands_alone(row: Result) -> bool:
    """Whether there is something to judge, and no relief has a say in it."""
    return bool(row.total) and not row.excused and not row.disputed


class _Reader:
    """Judges one promise after another, each window by window."""

    def __init__(
        self,
        term: TermWindows,
        known: dict[tuple[int, str], Promise],
        rows: Placed,
        reading: Reading,
        *,
        granted: bool,
    ) -> None:
        self.term = term
        self.known = known
        self.rows = rows
        self.reading = reading
        self.granted = granted
        self.start = term.held[0].agreement.term.start

    def series(self, name: str) -> None:
        """Judge one promise in every window that results reach."""
        base, _, part = name.partition("/")
        rows = self.rows.sums.get(name, {})
        course = Course(self.start)
        held = [self._stated(number, base, part or None) for number in range(len(self.term.held))]
        for kind, (first, last) in self.rows.reach.items():
            for window, number, span in self.term.of(kind)[first : last + 1]:
                stated = held[number]
                if stated is None or stated.kind != kind:
                    continue
                if window.end > self.reading.as_of:
                    self.reading.unfinished[window.label] = window
                    continue
                row = rows.get(window.label)
                if stated.plain and row is not None and row.good is not None and _stands_alone(row):
                    value = Ratio(row.good, row.total or 0)
                    outcome = against(stated.bars, value)
                    mark = Mark(
                        stated.promise, name, part or None, 1, window, kind, span, outcome, stated.bars, value
                    )
                    mark.counted, mark.volume, mark.incident = value, value.under, row.incident
                    mark.interval = row.low, row.high
                    self.reading.marks.append(mark)
                    continue
                unknown = Outcome.NOT_MEASURED
                mark = Mark(
                    stated.promise, name, part or None, 1, window, kind, span, unknown, stated.bars, None
                )
                self.reading.marks.append(mark)
                if stated.moving:
                    self._moving(mark, stated, row, course)
                elif row is None:
                    mark.outcome, mark.reason = missing(stated.promise.objective, 0, 1, NO_RESULT)
                else:
                    self._fill(mark, row, stated.least, None)

    def _stated(self, number: int, base: str, part: str | None) -> _Stated | None:
        """Return a promise as one version states it; None where it does not, or has no levels for the part."""
        promise = self.known.get((number, base))
        levels = None if promise is None else promise.objective.levels_for(part)
        if promise is None or levels is None:
            return None
        kind = promise.objective.window or self.term.held[number].agreement.window
        objective = promise.objective
        least = fewest(objective, self.term.held[number].agreement.surveys)
        moving = has_course(objective)
        plain = least == 1 and not moving and _is_plain(objective)
        return _Stated(promise, kind, levels, bars(levels), moving, plain, least)

    def _moving(self, mark: Mark, stated: _Stated, row: Result | None, course: Course) -> None:
        """Judge a window of a promise for which those before it matter."""
        objective = stated.promise.objective
        levels = course.levels(objective, stated.levels, mark.window)
        mark.levels = bars(levels)
        if row is None:
            mark.outcome, mark.reason = missing(objective, 0, 1, NO_RESULT)
            return
        self._fill(mark, row, stated.least, course)
        course.judged(levels, mark.window, None if mark.value is None else mark.value.exact, mark.outcome)

    def _fill(self, mark: Mark, row: Result, least: int, course: Course | None) -> None:
        """Say what became of a window for which there is a result."""
        objective = mark.promise.objective
        if row.disputed:
            self.reading.disputed += row.disputed
        mark.incident, mark.interval = row.incident, (row.low, row.high)
        total = row.total or 0
        counted, volume = None, total
        if row.good is not None:
            counted = Ratio(row.good, total)
            if row.excused or row.disputed:
                counted = self._excused(mark, row, counted)
            if course is not None:
                counted, mark.reason = course.gathered(objective, counted)
            volume = counted.under
        mark.volume = volume
        if relief := overflowing(objective, total):
            mark.outcome, mark.reason = Outcome.EXCUSED, relief
            return
        known = row.value is not None if counted is None else volume > 0
        if known and (volume >= least or (counted is None and not total)):
            self._decide(mark, row, counted)
        elif not mark.reason:  # otherwise its records wait for other windows
            mark.outcome, mark.reason = missing(objective, volume, least, NO_RESULT)

    @staticmethod
    def _decide(mark: Mark, row: Result, counted: Ratio | None) -> None:
        objective = mark.promise.objective
        if counted is not None:
            mark.value = mark.counted = counted
            if mark.interval == UNKNOWN and _needs_interval(objective):
                mark.interval = _interval(counted)
        elif row.value is not None:
            mark.value = Ratio(row.value.numerator, row.value.denominator)
        if mark.value is not None:
            mark.outcome, why = decide(objective, mark.levels, mark.value, mark.interval, counted=counted)
            if why:
                mark.reason = f"{mark.reason}; {why}" if mark.reason else why

    def _excused(self, mark: Mark, row: Result, counted: Ratio) -> Ratio:
        """Return successes and records once relief has acted."""
        higher = mark.levels.expected.higher
        failures = counted.under - counted.over if higher else counted.over
        claimed = row.excused + (row.disputed if self.granted else 0)
        if claimed > failures:
            what = f"{mark.name} in {mark.window.label}: more failures are excused than there are"
            self.reading.problems.append(
                message("results", what, got=str(claimed), hint=f"at most {failures}")
            )
            claimed = failures
        mark.excused = claimed
        how = self.term.held[mark.promise.version].agreement.settlement.excused
        return relieved(counted, claimed, how, higher=higher) if claimed else counted


def _interval(counted: Ratio) -> tuple[float | None, float | None]:
    estimate = proportion(counted.over, counted.under)
    return estimate.low, estimate.high


def _needs_interval(objective: Objective) -> bool:
    better = objective.improvement
    return objective.gate is not None or (better is not None and better.basis == "lower_bound")
