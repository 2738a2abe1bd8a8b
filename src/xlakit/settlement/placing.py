"""Rows of results → sums by objective and window of the agreement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xlakit.errors import message, near_miss
from xlakit.scoring import in_percent, windows_of
from xlakit.settlement.mark import span_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from xlakit.agreement import Version
    from xlakit.model import Objective, Window
    from xlakit.model.results import Result, Results
    from xlakit.model.window import WindowKind
    from xlakit.settlement.mark import Span

ISO_DATE = 10
MOST_PERCENT = 2
"""A ratio may be above 100%; what is above 200% was meant in percent and written without its sign."""


@dataclass(slots=True)
class Sum:
    """The rows of one objective in one window, added up."""

    good: int | None = None
    total: int = 0
    value: Fraction | None = None
    excused: int = 0
    disputed: int = 0
    incident: str | None = None
    interval: tuple[float | None, float | None] = (None, None)


@dataclass(slots=True)
class Placed:
    """What rows say, by where it belongs in the agreement.

    Attributes
    ----------
    sums
        Objective (or part) → window label → the sum of its rows.
    reach
        Kind of window → the first and last one that a row speaks of, as positions in the term.
    problems
        Rows that name no objective or window of the agreement, or say a thing twice.
    last
        The end of the last window that a row speaks of.
    """

    sums: dict[str, dict[str, Sum]] = field(default_factory=dict)
    reach: dict[WindowKind, tuple[int, int]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    last: datetime | None = None


class TermWindows:
    """The windows of a term by kind, each with the number of the version that holds in it."""

    def __init__(self, held: Sequence[Version]) -> None:
        self.held = held
        term = held[-1].agreement.term
        self.zone = ZoneInfo(term.timezone)
        self._dates = (held[0].agreement.term.start, term.end)
        self._kinds: dict[WindowKind, tuple[tuple[Window, int, Span], ...]] = {}
        self._places: dict[WindowKind, dict[str | date, int]] = {}

    def of(self, kind: WindowKind) -> tuple[tuple[Window, int, Span], ...]:
        """Return the windows of one kind over the whole term, oldest first, with version and span."""
        if kind not in self._kinds:
            found = tuple(
                (window, number, span_of(window, kind))
                for number, version in enumerate(self.held)
                for window in windows_of(version, kind, self._dates)
            )
            self._kinds[kind] = found
            places: dict[str | date, int] = {}
            for place, (window, _, _) in enumerate(found):
                places[window.label] = places[window.start.date()] = place
            self._places[kind] = places
        return self._kinds[kind]

    def place(self, kind: WindowKind, window: str | date | datetime) -> int | None:
        """Return the position of the window that a row names, by its label or its beginning; None without one."""
        self.of(kind)
        if isinstance(window, datetime):
            window = (window if window.tzinfo is None else window.astimezone(self.zone)).date()
        found = self._places[kind].get(window)
        if found is None and isinstance(window, str) and len(window) >= ISO_DATE:
            try:
                found = self._places[kind].get(date.fromisoformat(window[:ISO_DATE]))
            except ValueError:
                return None
        return found


def placed(results: Results, term: TermWindows) -> Placed:
    """Return what `results` say, by objective and window; counts of one objective and window add up."""
    found = Placed(problems=list(results.problems))
    objectives = _objectives(term.held)
    shares: dict[str, bool] = {}
    known_places: dict[tuple[str, str | date | datetime], Window | None] = {}
    named: dict[str, WindowKind] = {}
    there: dict[str, dict[str, list[Result]]] = {}
    for row in results.rows:
        kind = named.get(row.objective)
        if kind is None:
            base, _, part = row.objective.partition("/")
            objective = objectives.get(base)
            if objective is None:
                hint = near_miss(base, objectives)
                what = "names no objective of this agreement"
                found.problems.append(_problem(row, what, row.objective, hint))
                continue
            if (odd := _misnamed(objective[1], part)) is not None:
                found.problems.append(_problem(row, odd[0], row.objective, odd[1]))
                continue
            kind = named[row.objective] = objective[0]
            shares[row.objective] = in_percent(objective[1])
        if row.good is None or not shares[row.objective]:
            unlike = _unlike(row, share=shares[row.objective])
            if unlike is not None:
                what, hint, got = unlike
                found.problems.append(_problem(row, what, got, hint))
                continue
        if (kind, row.window) not in known_places:
            known_places[kind, row.window] = _window(term, kind, row.window, found)
        window = known_places[kind, row.window]
        if window is None:
            hint = f"write {term.of(kind)[0][0].label}"
            found.problems.append(_problem(row, f"names no {kind} of the term", str(row.window), hint))
            continue
        there.setdefault(row.objective, {}).setdefault(window.label, []).append(row)
    for name, own in there.items():
        sums = {label: _summed(rows, found.problems) for label, rows in own.items()}
        found.sums[name] = {label: item for label, item in sums.items() if item is not None}
    return found


def _summed(rows: Sequence[Result], problems: list[str]) -> Sum | None:
    """Return the rows of one objective and window added up; None where more than one of them states a figure.

    Money is not computed from one of several figures: which one would be a matter of order.
    """
    first = rows[0]
    if first.good is None and (first.excused or first.disputed) and len(rows) == 1:
        what = "states a figure and no counts: nothing of it can be excused"
        problems.append(_problem(first, what, f"{first.excused} excused, {first.disputed} disputed", None))
        first = first._replace(excused=0, disputed=0)
    if len(rows) == 1:
        interval = first.low, first.high
        return Sum(
            first.good,
            first.total or 0,
            first.value,
            first.excused,
            first.disputed,
            first.incident,
            interval,
        )
    if any(row.good is None for row in rows):
        what = "is one of several for that window, and only counts add up; none of them is used"
        problems += [_problem(row, what, f"{row.objective} in {row.window}", None) for row in rows]
        return None
    incidents = {row.incident for row in rows if row.incident is not None}
    return Sum(
        sum(row.good or 0 for row in rows),
        sum(row.total or 0 for row in rows),
        excused=sum(row.excused for row in rows),
        disputed=sum(row.disputed for row in rows),
        incident=incidents.pop() if len(incidents) == 1 else None,
    )


def _window(
    term: TermWindows, kind: WindowKind, named: str | date | datetime, found: Placed
) -> Window | None:
    """Return the window that rows name, and widen what is reached by it."""
    place = term.place(kind, named)
    if place is None:
        return None
    window = term.of(kind)[place][0]
    first, last = found.reach.get(kind, (place, place))
    found.reach[kind] = min(first, place), max(last, place)
    found.last = window.end if found.last is None else max(found.last, window.end)
    return window


def _objectives(held: Sequence[Version]) -> dict[str, tuple[WindowKind, Objective]]:
    """Return each objective with its kind of window; the last version that has it tells."""
    return {
        item.name: (item.window or version.agreement.window, item)
        for version in held
        for item in version.agreement.objectives
    }


def _misnamed(objective: Objective, part: str) -> tuple[str, str | None] | None:
    """Return what is wrong with the part that a row names, and what to write; None where nothing is."""
    if objective.each is None and part:
        return "the objective is judged as a whole", f"write {objective.name}"
    if objective.each is not None and not part:
        return f"the objective is judged by {objective.each}", f"write {objective.name}/…"
    if objective.levels_for(part or None) is None:
        return f"no levels are agreed for this {objective.each}", near_miss(part, objective.levels)
    return None


def _unlike(row: Result, *, share: bool) -> tuple[str, str, str] | None:
    """Return what is wrong with a figure of another kind than its level, what to write, and the figure."""
    if not share and row.good is not None:
        what = "counts are a share, and the level of the objective is none"
        return what, "write the figure as value", f"{row.good} of {row.total}"
    if share and row.value is not None and not 0 <= row.value <= MOST_PERCENT:
        return "a share lies between 0% and 100%", "write 99.5% or 0.995", f"{float(row.value):g}"
    return None


def _problem(row: Result, what: str, got: str, hint: str | None) -> str:
    return message(f"results: row {row.row}", what, got=got, hint=hint)
