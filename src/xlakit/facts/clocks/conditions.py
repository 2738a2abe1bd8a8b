"""The conditions of one clock on the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.facts.clocks.holding import Holding, holding
from xlakit.facts.timeline import carried

if TYPE_CHECKING:
    from xlakit.facts.clocks.stated import InColumns
    from xlakit.facts.timeline import Flags, Timeline
    from xlakit.model import Clock, Condition


@dataclass(frozen=True, slots=True)
class Conditions:
    """Where each condition of a clock holds, and what follows for a batch.

    Attributes
    ----------
    start, stop, pause, resume, reset, cancel
        The conditions; one that the clock does not state holds nowhere.
    may_start
        Whether the start condition holds; everywhere without one.
    drop
        Whether the clock's own cancellation holds.
    held, freed
        Whether a running clock is to stand still, and one that stands still to run.
    missing, needed
        Columns that neither events nor tickets have, and whether the clock cannot run without one of them:
        a pause that cannot be known is not taken off.
    """

    start: Holding
    stop: Holding
    pause: Holding
    resume: Holding
    reset: Holding
    cancel: Holding
    may_start: Flags
    drop: Flags
    held: Flags
    freed: Flags
    missing: tuple[str, ...]
    needed: bool

    def still(self, timeline: Timeline) -> Flags:
        """Return per batch whether a clock that had run since the opening would stand still after it."""
        last = carried(self.held | self.freed, timeline.ticket)
        return self.held[last]


def conditions_of(clock: Clock, timeline: Timeline, stated: InColumns) -> Conditions:
    """Return where the conditions of `clock` hold."""
    start, stop, pause, resume, reset, cancel = (
        holding(item, timeline, stated)
        for item in (
            _stated(clock.start),
            _stated(clock.stop),
            clock.pause_condition,
            clock.resume,
            clock.reset,
            _stated(clock.cancel),
        )
    )
    return Conditions(
        start=start,
        stop=stop,
        pause=pause,
        resume=resume,
        reset=reset,
        cancel=cancel,
        may_start=start.now if isinstance(clock.start, dict) else ~start.now,
        drop=~start.now if clock.cancel == "start-not-met" else cancel.now,
        held=pause.now & ~resume.now,
        freed=~pause.now if clock.resume is None else resume.now,
        missing=tuple(
            dict.fromkeys(
                column for item in (start, stop, pause, resume, reset, cancel) for column in item.missing
            )
        ),
        needed=any(item.missing for item in (start, stop, resume, reset, cancel)),
    )


def _stated(value: str | Condition) -> Condition | None:
    return None if isinstance(value, str) else value
