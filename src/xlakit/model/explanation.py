"""Why a clock says what it says: every stretch of time, counted or not, and the reason. The words of a replay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xlakit.model.base import Value


class Interval(Value):
    """A stretch of wall time, half-open, in which the same thing held for a clock.

    Attributes
    ----------
    start, end
        From and to, in UTC.
    counted
        Whether the clock ran and its calendar was open.
    counted_us
        Microseconds of open time that it added: its whole length where it is counted, else 0.
    paused_us
        Microseconds of open time that a pause kept from counting.
    total_us
        What the clock shows at its end, in microseconds of open time.
    reason
        ``running, office open``, ``outside office hours``, ``holiday 2026-12-25``, ``paused: pending``, …
    """

    start: datetime
    end: datetime
    counted: bool
    counted_us: int
    paused_us: int
    total_us: int
    reason: str


class ExplainedCycle(Value):
    """One cycle of a clock: its terms, its verdict, and the intervals that add up to it.

    Attributes
    ----------
    cycle
        1 for the first.
    state, met
        As ``clocks`` reports them; `met` is None while undecided and for cancelled ones.
    decision
        The same in a sentence.
    started_at, stopped_at, decided_at
        Instants in UTC; None where it has not happened.
    calendar, timezone
        The calendar it counts on, and the zone whose clocks ``str()`` shows.
    limit, limit_us
        The limit as the agreement writes it, and what it is worth in microseconds of open time.
    line, why_limit
        Which line of the limits holds (1 is the first), and why.
    elapsed_us, paused_us
        The sums of `counted_us` and of `paused_us` over the intervals.
    used_up_at
        When the limit was used up; None where it was not.
    due_at
        When it will be if the clock runs on; None where it does not run, or the calendar is not known
        that far.
    intervals
        In order and without a gap, from the start (of the first cycle: from the opening of the ticket) to the
        stop, or to the instant of evaluation.
    """

    cycle: int
    state: str
    met: bool | None
    decision: str
    started_at: datetime
    stopped_at: datetime | None
    decided_at: datetime | None
    calendar: str
    timezone: str
    limit: str
    limit_us: int
    line: int
    why_limit: str
    elapsed_us: int
    paused_us: int
    used_up_at: datetime | None
    due_at: datetime | None
    intervals: tuple[Interval, ...]


class Explanation(Value):
    """How a clock of a ticket came to its result. ``print`` shows it, ``to_dicts`` gives it as data.

    Attributes
    ----------
    ticket_id, clock, as_of
        What was asked, and the instant up to which the records were read.
    cycles
        Every cycle, the first one first; none where the clock did not run.
    not_run
        Why the clock did not run; empty where it did.
    doubts
        What could not be known of this ticket, where that bears on the clock.
    """

    ticket_id: str
    clock: str
    as_of: datetime
    cycles: tuple[ExplainedCycle, ...] = ()
    not_run: str = ""
    doubts: tuple[str, ...] = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dict an interval, with ticket_id, clock and cycle first; none where it did not run."""
        whose = {"ticket_id": self.ticket_id, "clock": self.clock}
        return [
            {**whose, "cycle": cycle.cycle, **interval.model_dump()}
            for cycle in self.cycles
            for interval in cycle.intervals
        ]

    def __str__(self) -> str:
        from xlakit.model.explanation_text import explanation_text

        return explanation_text(self)
