"""The two sides of a window: what the provider did, and what the users got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.model import Estimate, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlakit.model import Judgement, Window

Segment = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The judgements of one window and segment, by side."""

    window: Window
    segment: Segment
    efficiency: tuple[Judgement, ...]
    reported: tuple[Judgement, ...]
    observed: tuple[Judgement, ...]

    @property
    def green(self) -> bool | None:
        """Whether every measured, weighted efficiency objective was kept; None where none was measured."""
        kept = [item.outcome.kept for item in self.efficiency if item.outcome.kept is not None]
        return all(kept) if kept else None

    @property
    def missed(self) -> tuple[Judgement, ...]:
        """The user-reported objectives below expected."""
        return tuple(item for item in self.reported if item.outcome.kept is False)


def sides(judgements: Sequence[Judgement]) -> tuple[Sides, ...]:
    """Return both sides of every finished window, for the whole first, then segment by segment.

    Windows are those of the user-reported objectives (of the observed experience objectives where users were
    promised nothing). Efficiency is judged over every window of it that lies inside, or around, that one.
    """
    everything = [item for item in judgements if item.outcome is not Outcome.IN_PROGRESS]
    experience = [item for item in everything if item.kind == "experience" and not item.segment]
    reported = [item for item in experience if item.basis == "user_reported"] or experience
    windows = sorted({item.window for item in reported}, key=lambda window: (window.start, window.end))
    segments = sorted({item.segment for item in everything})
    found = []
    for segment in segments:
        mine = [item for item in everything if item.segment == segment]
        for window in windows:
            part = sides_of(mine, window, segment)
            if part.efficiency or part.reported or part.observed:
                found.append(part)
    return tuple(found)


def sides_of(judgements: Iterable[Judgement], window: Window, segment: Segment = ()) -> Sides:
    """Return both sides of one window, from the judgements of one segment."""
    efficiency, reported, observed = [], [], []
    for item in judgements:
        if item.kind == "efficiency" and item.weight > 0 and _covers(item.window, window):
            efficiency.append(item)
        elif item.kind == "experience" and item.basis == "user_reported" and item.window == window:
            reported.append(item)
        elif item.kind == "experience" and item.basis != "user_reported" and _covers(item.window, window):
            observed.append(item)
    return Sides(window, segment, tuple(efficiency), tuple(reported), tuple(observed))


def _covers(one: Window, other: Window) -> bool:
    """Whether one of the two windows lies inside the other."""
    inside = other.start <= one.start and one.end <= other.end
    return inside or (one.start <= other.start and other.end <= one.end)


def only_where_green(gap: Judgement, others: Iterable[Judgement]) -> Judgement:
    """Return a frustration-gap judgement that has a value only where efficiency was met.

    Behind missed targets unhappy users are no riddle, so there the gap is not measured.
    """
    mine = [item for item in others if item.segment == gap.segment]
    green = sides_of(mine, gap.window).green
    if green or gap.outcome is Outcome.IN_PROGRESS:
        return gap
    reason = "efficiency was not measured" if green is None else "efficiency was not met"
    return gap.model_copy(
        update={
            "estimate": Estimate.nothing(),
            "outcome": Outcome.NOT_MEASURED,
            "margin": None,
            "to_spare": None,
            "reason": f"{reason} in this window",
        }
    )
