"""What became of one promise in one window, as money sees it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlakit.model import Outcome
from xlakit.model.window import add_months
from xlakit.scoring import in_percent, stated

if TYPE_CHECKING:
    from fractions import Fraction

    from xlakit.model import Objective, Window
    from xlakit.model.window import WindowKind
    from xlakit.scoring import Bar, Bars, Ratio

FAILED = frozenset({Outcome.BELOW_EXPECTED, Outcome.BELOW_MINIMUM})
KEPT = frozenset({Outcome.EXCEEDED, Outcome.MET})


class Span(NamedTuple):
    """The local dates whose charges a window speaks of: first included, last not."""

    first: date
    after: date

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside, and is not the same."""
        return self != other and self.first <= other.first and other.after <= self.after


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """An objective as one version of the agreement states it, its place there, and whether it may earn something.

    What is looked up for every miss is kept: `told`, its expected level in words by part and level, and `shares`, its
    allocation by part and number of parts.
    """

    index: int
    objective: Objective
    version: int
    earns: bool = False
    told: dict[tuple[str | None, Bar], str] = field(default_factory=dict, repr=False)
    shares: dict[tuple[str | None, int], Fraction] = field(default_factory=dict, repr=False)


@dataclass(slots=True, eq=False)
class Mark:
    """One objective (or one part of it) in one finished window; not changed any more once money looks at it.

    Attributes
    ----------
    promise
        The objective in the version that holds for the window.
    name, part
        ``restore/P1`` and ``P1``; the name of the objective and None where it is judged as a whole.
    parts
        Among how many parts its allocation is shared in this window.
    window, kind, span
        The window, its kind, and the dates whose charges it speaks of.
    outcome, reason
        What became of it, and why where that is not obvious.
    levels
        In whole numbers, as they held in this window.
    value
        The figure; None without a measurement.
    interval
        The ends of its interval, where it has one.
    counted
        Successes and records, of a share of records.
    volume
        How many records the figure rests on.
    incident
        What made it miss, where that is known.
    excused
        Failures that relief took out of it.
    """

    promise: Promise
    name: str
    part: str | None
    parts: int
    window: Window
    kind: WindowKind
    span: Span
    outcome: Outcome
    levels: Bars
    value: Ratio | None
    interval: tuple[float | None, float | None] = (None, None)
    counted: Ratio | None = None
    volume: int = 0
    incident: str | None = None
    excused: int = 0
    reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether it is below the expected level."""
        return self.outcome in FAILED

    def evidence(self) -> str:
        """Return the SHA-256 of the figures it rests on: counts as they are, anything else in lowest terms."""
        figure = self.counted if self.counted is not None else self.value
        value = "" if figure is None else f"{figure.over}/{figure.under}"
        levels = _written(self.levels)
        text = f"{self.name}|{self.window.label}|{value}|{self.outcome.value}|{self.excused}|{levels}"
        return hashlib.sha256(text.encode()).hexdigest()

    def figures(self) -> str:
        """Return the figure as it was counted, against what was expected."""
        level = self._level()
        if self.value is None:
            return f"not measured, {level} expected"
        if self.counted is not None:
            return f"{self.counted.over} of {self.counted.under}, {level} expected"
        exact = self.value.exact
        percent = in_percent(self.promise.objective)
        shown = f"{float(exact * 100):.10g}%" if percent else f"{float(exact):.10g}"
        return f"{shown}, {level} expected"

    def _level(self) -> str:
        """Return the expected level as it held in this window, which may be another than the one that was agreed."""
        held = self.levels.expected
        key = self.part, held
        if key not in self.promise.told:
            agreed = self.promise.objective.levels_for(self.part)
            if agreed is None:
                text = f"{'at least' if held.higher else 'at most'} {held.over}/{held.under}"
            else:
                moved = agreed.expected.exact != held.exact
                text = str(stated(agreed.expected, held.exact) if moved else agreed.expected)
            self.promise.told[key] = text
        return self.promise.told[key]


@lru_cache(maxsize=1024)
def _written(levels: Bars) -> str:
    """Return levels as text, for a fingerprint."""
    return "|".join(f"{level.over}/{level.under}" if level is not None else "" for level in levels)


def span_of(window: Window, kind: WindowKind) -> Span:
    """Return the dates whose charges a window speaks of: its own, of a rolling window those of its last month.

    Examples
    --------
    >>> from xlakit.model import windows
    >>> from datetime import date
    >>> rolling = windows("rolling-3-months", date(2026, 3, 1), date(2026, 3, 1), "UTC")[0]
    >>> rolling.label, span_of(rolling, "rolling-3-months").first.isoformat()
    ('2026-01…2026-03', '2026-03-01')
    """
    first, after = window.start.date(), window.end.date()
    if kind == "rolling-3-months":
        first = max(first, add_months(after - timedelta(days=1), 0))
    return Span(first, after)
