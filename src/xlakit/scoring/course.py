"""One promise on its way through the windows: levels that move, records that wait, volume that excuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.scoring.exactly import Ratio
from xlakit.scoring.moving import glided, ratcheted, year_of

if TYPE_CHECKING:
    from datetime import date

    from xlakit.model import Levels, Objective, Outcome, Window


@dataclass(frozen=True, slots=True)
class Past:
    """A window that was judged: its contract year, its figure, the expected level, and whether it was exceeded."""

    year: int
    value: Fraction
    expected: Fraction
    exceeded: bool


@dataclass(slots=True)
class Course:
    """What one promise (or one part of it) brings along from the windows before.

    Windows have to be asked in the order of time.

    Attributes
    ----------
    term_start
        The first day of the contract: contract years and glide paths count from it.
    past
        The windows that were judged.
    raised
        How far a ratchet has moved the expected level so far, 0 or better.
    waiting
        Sums of windows that were too small to be judged, oldest first.
    used
        Window label → the levels it was judged against.
    """

    term_start: date
    past: list[Past] = field(default_factory=list)
    raised: Fraction = Fraction(0)
    waiting: list[Ratio] = field(default_factory=list)
    used: dict[str, Levels] = field(default_factory=dict)
    _ratcheted: int = 0

    def levels(self, objective: Objective, levels: Levels, window: Window) -> Levels:
        """Return the levels in force in `window`: those agreed, on their glide path, raised by a ratchet."""
        if objective.glide_path is not None:
            levels = glided(objective.glide_path, levels, window.start.date(), self.term_start)
        if objective.ratchet is not None:
            year = year_of(window.start.date(), self.term_start)
            levels, self.raised, self._ratcheted = ratcheted(
                objective.ratchet, levels, self.past, year, self.raised, self._ratcheted
            )
        self.used[window.label] = levels
        return levels

    def gathered(self, objective: Objective, counted: Ratio) -> tuple[Ratio, str]:
        """Return the sums that are judged in a window, and why they are others than its own; none: it waits.

        With ``carry_until`` the records of small windows wait for the next; with ``rolling_until`` a small window
        borrows those before it.
        """
        spared = objective.low_volume
        if spared is None or spared.allow is not None:
            return counted, ""
        if spared.carry_until is not None:
            summed = _sum([*self.waiting, counted])
            if summed.under < spared.carry_until:
                self.waiting.append(counted)
                return Ratio(
                    0, 0
                ), f"carried on: {summed.under} records so far, {spared.carry_until} are needed"
            waited, self.waiting = len(self.waiting), []
            return summed, f"with the records of {waited} windows before" if waited else ""
        self.waiting.append(counted)
        needed, taken = spared.rolling_until or 0, 1
        while _sum(self.waiting[-taken:]).under < needed and taken < len(self.waiting):
            taken += 1
        summed = _sum(self.waiting[-taken:])
        if summed.under < needed:
            return Ratio(0, 0), f"{summed.under} records so far, {needed} are needed"
        return summed, f"with the records of {taken - 1} windows before" if taken > 1 else ""

    def judged(self, levels: Levels, window: Window, value: Fraction | None, outcome: Outcome) -> None:
        """Remember what became of a window."""
        if value is not None and outcome.kept is not None:
            year = year_of(window.start.date(), self.term_start)
            exceeded = value != levels.expected.exact and levels.expected.holds(value)
            self.past.append(Past(year, value, levels.expected.exact, exceeded))


def overflowing(objective: Objective, volume: int) -> str:
    """Return why an objective is excused in a window of that volume; empty where it is not."""
    relief = objective.volume_relief
    if relief is None or volume <= relief.above.exact * relief.forecast:
        return ""
    return f"{volume} records, more than {relief.above} of the forecast {relief.forecast}"


def has_course(objective: Objective) -> bool:
    """Whether what becomes of a window depends on those before it, or on when it is."""
    spared = objective.low_volume
    gathers = spared is not None and spared.allow is None
    return gathers or objective.glide_path is not None or objective.ratchet is not None


def _sum(parts: list[Ratio]) -> Ratio:
    return Ratio(sum(part.over for part in parts), sum(part.under for part in parts))
