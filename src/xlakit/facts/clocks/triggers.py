"""Which batches start, stop, pause and restart a clock, and where its history is not on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import MeasureError, message
from xlakit.facts.clocks.replay import Track
from xlakit.facts.notes import doubt
from xlakit.facts.timeline import CANCELLED, SOLVED, begins
from xlakit.model.condition import column_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts.clocks.stated import InColumns
    from xlakit.facts.timeline import Flags, Timeline
    from xlakit.model import Clock, Condition, Count


def track_of(
    name: str, clock: Clock, timeline: Timeline, stated: InColumns, covered: Flags
) -> tuple[Track, list[Count]]:
    """Return what the batches of the `covered` tickets mean to `clock`, without those it cannot be read on."""
    readable = covered & _readable(clock, timeline, stated)
    blind = readable & stated.blind
    if clock.is_reply:
        blind &= ~timeline.has_replies & ~stated.response
    runs = readable & ~blind
    notes = _doubts(name, clock, timeline, stated, runs)
    where = f"clock {name}"
    notes += doubt(where, "does not run: solved, and no instant is known", int(blind.sum()))
    notes += doubt(
        where, "does not run: what starts or stops it needs events", int((covered & ~readable).sum())
    )
    over = timeline.holds(timeline.is_word((*SOLVED, CANCELLED)))
    pausing = timeline.holds(timeline.is_word(clock.pause))
    gone = timeline.holds(timeline.is_word((CANCELLED,)))
    track = Track(
        ticket=timeline.ticket,
        at=timeline.at,
        start=_starts(name, clock, timeline) & (timeline.told | ~over[timeline.since]),
        stop=_stops(name, clock, timeline),
        cancel=gone,
        restart=timeline.any(timeline.question) if clock.stop == "next-reply" else timeline.reopens,
        revive=timeline.told & ~over,
        held=pausing[timeline.since],
    )
    matters = track.start | track.stop | track.cancel | track.restart
    if clock.pause or gone.any():
        matters |= timeline.told
    return track.step(np.flatnonzero(matters & runs[timeline.ticket])), notes


def source_of(clock: Clock, stated: InColumns, timeline: Timeline) -> Flags:
    """Return per ticket whether the clock's stop is read from events (else from columns)."""
    if not clock.is_reply:
        return stated.statuses
    return timeline.has_replies | (stated.statuses & ~stated.response)


def _starts(name: str, clock: Clock, timeline: Timeline) -> Flags:
    if clock.start == "created":
        return begins(timeline.ticket)
    if clock.start == "first-assigned":
        return timeline.any(timeline.assigned)
    return timeline.holds(_accepted(f"clock {name}: start", clock.start, timeline))


def _stops(name: str, clock: Clock, timeline: Timeline) -> Flags:
    solved = timeline.holds(timeline.is_word(SOLVED))
    if clock.is_reply:
        replies = timeline.answer | timeline.machine if clock.bots_count else timeline.answer
        return timeline.any(replies) | solved
    if clock.stop == "resolved":
        return solved
    if clock.stop == "closed":
        return timeline.holds(timeline.is_word(("closed",)))
    return timeline.holds(_accepted(f"clock {name}: stop", _condition(clock.stop), timeline))


def _condition(value: str | Mapping[str, tuple[str, ...]]) -> Condition:
    return dict(value) if not isinstance(value, str) else {}


def _accepted(where: str, condition: Condition, timeline: Timeline) -> Flags:
    accepted = np.ones(len(timeline.words), np.bool_)
    for key, values in condition.items():
        column, negated = column_of(key)
        if column != "status":
            raise MeasureError(
                message(
                    where,
                    "only a condition on status can start or stop a clock",
                    got=key,
                    hint="status: open",
                )
            )
        accepted &= timeline.is_word(values) ^ negated
    return accepted


def _readable(clock: Clock, timeline: Timeline, stated: InColumns) -> Flags:
    """Return per ticket whether what starts and stops the clock is on record at all."""
    readable = np.ones(stated.statuses.size, np.bool_)
    if clock.start == "first-assigned" and not timeline.assigned.any():
        readable[:] = False
    elif isinstance(clock.start, dict):
        readable &= stated.statuses
    if isinstance(clock.stop, dict):
        solved_only = set(clock.stop) == {"status"} and set(clock.stop["status"]) <= set(SOLVED)
        readable &= stated.statuses | solved_only
    return readable


def _doubts(name: str, clock: Clock, timeline: Timeline, stated: InColumns, runs: Flags) -> list[Count]:
    where = f"clock {name}"
    unpaused = int((runs & ~stated.statuses).sum()) if clock.pause else 0
    unheard = int((runs & ~timeline.has_replies).sum()) if clock.stop == "next-reply" else 0
    return [
        *doubt(where, "pauses unknown without status events, none taken off", unpaused),
        *doubt(where, "later messages unknown without message events", unheard),
    ]
