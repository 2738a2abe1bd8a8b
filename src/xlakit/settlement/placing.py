"""Rows of results → sums by objective and window of the agreement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from xlakit.errors import message, near_miss
from xlakit.model.results import Result
from xlakit.scoring import in_percent, windows_of
from xlakit.settlement.mark import span_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.agreement import Version
    from xlakit.model import Objective, Window
    from xlakit.model.results import Results
    from xlakit.model.window import WindowKind
    from xlakit.settlement.mark import Span

ISO_DATE = 10
MOST_PERCENT = 2
"""A ratio may be above 100%; what is above 200% was meant in percent and written without its sign."""


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

    sums: dict[str, dict[str, Result]] = field(default_factory=dict)
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


class _Target(NamedTuple):
    """Where the rows of one name belong: kind of window, whether it is a share, rows by window; or what is odd."""

    kind: WindowKind
    share: bool
    own: dict[str, list[Result]]
    odd: str = ""
    hint: str | None = None


def placed(results: Results, term: TermWindows) -> Placed:
    """Return what `results` say, by objective and window; counts of one objective and window add up."""
    found = Placed(problems=list(results.problems))
    objectives = _objectives(term.held)
    windows: dict[tuple[str, str | date | datetime], Window | None] = {}
    targets: dict[str, _Target] = {}
    for row in results.rows:
        target = targets.get(row.objective)
        if target is None:
            target = targets[row.objective] = _target(row.objective, objectives)
        kind, share, own, odd, hint = target
        if odd:
            found.problems.append(_problem(row, odd, row.objective, hint))
            continue
        if (row.good is None or not share) and (unlike := _unlike(row, share=share)) is not None:
            found.problems.append(_problem(row, *unlike))
            continue
        key = kind, row.window
        window = windows[key] if key in windows else windows.setdefault(key, _window(term, *key, found))
        if window is None:
            hint = f"write {term.of(kind)[0][0].label}"
            found.problems.append(_problem(row, f"names no {kind} of the term", str(row.window), hint))
        elif window.label in own:
            own[window.label].append(row)
        else:
            own[window.label] = [row]
    for name, target in targets.items():
        sums = {label: _summed(rows, found.problems) for label, rows in target.own.items()}
        if not target.odd:
            found.sums[name] = {label: item for label, item in sums.items() if item is not None}
    return found


def _target(name: str, objectives: Mapping[str, tuple[WindowKind, Objective]]) -> _Target:
    base, _, part = name.partition("/")
    if base not in objectives:
        odd = "names no objective of this agreement"
        return _Target("month", share=False, own={}, odd=odd, hint=near_miss(base, objectives))
    kind, objective = objectives[base]
    odd, hint = _misnamed(objective, part) or ("", None)
    return _Target(kind, in_percent(objective), {}, odd, hint)


def _summed(rows: Sequence[Result], problems: list[str]) -> Result | None:
    """Return the rows of one objective and window added up; None where more than one of them states a figure.

    Money is not computed from one of several figures: which one would be a matter of order.
    """
    first = rows[0]
    if len(rows) == 1:
        if first.good is None and (first.excused or first.disputed):
            what = "states a figure and no counts: nothing of it can be excused"
            got = f"{first.excused} excused, {first.disputed} disputed"
            problems.append(_problem(first, what, got, None))
            return first._replace(excused=0, disputed=0)
        return first
    if any(row.good is None for row in rows):
        what = "is one of several for that window, and only counts add up; none of them is used"
        problems += [_problem(row, what, f"{row.objective} in {row.window}", None) for row in rows]
        return None
    incidents = {row.incident for row in rows if row.incident is not None}
    return Result(
        first.objective,
        first.window,
        sum(row.good or 0 for row in rows),
        sum(row.total or 0 for row in rows),
        excused=sum(row.excused for row in rows),
        disputed=sum(row.disputed for row in rows),
        incident=incidents.pop() if len(incidents) == 1 else None,
        row=first.row,
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
    """Return what is wrong with a figure of another kind than its level, the figure, and what to write."""
    if not share and row.good is not None:
        what = "counts are a share, and the level of the objective is none"
        return what, f"{row.good} of {row.total}", "write the figure as value"
    if share and row.value is not None and not 0 <= row.value <= MOST_PERCENT:
        return "a share lies between 0% and 100%", f"{float(row.value):g}", "write 99.5% or 0.995"
    return None


def _problem(row: Result, what: str, got: str, hint: str | None) -> str:
    return message(f"results: row {row.row}", what, got=got, hint=hint)
