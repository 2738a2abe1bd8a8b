"""Which batches start, stop, reset, cancel, pause and restart a clock, and where its history is not on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xlakit.facts.clocks.conditions import Conditions, conditions_of
from xlakit.facts.clocks.replay import Track
from xlakit.facts.notes import doubt
from xlakit.facts.timeline import CANCELLED, SOLVED, begins, carried

if TYPE_CHECKING:
    from xlakit.facts.clocks.stated import InColumns
    from xlakit.facts.timeline import Flags, Timeline
    from xlakit.model import Clock, Count


def track_of(
    name: str, clock: Clock, timeline: Timeline, stated: InColumns, covered: Flags
) -> tuple[Track, list[Count]]:
    """Return what the batches of the `covered` tickets mean to `clock`, without those it cannot be read on."""
    met = conditions_of(clock, timeline, stated)
    readable = covered & _readable(clock, timeline, met)
    blind = readable & stated.blind
    if clock.is_reply:
        blind &= ~timeline.has_replies & ~stated.response
    runs = readable & ~blind
    where = f"clock {name}"
    notes = _doubts(clock, timeline, runs, met, where)
    notes += doubt(where, "does not run: solved, and no instant is known", int(blind.sum()))
    for column in met.missing:
        notes += doubt(where, f"needs column {column!r}, which the tickets do not have", int(covered.sum()))
    notes += doubt(
        where, "does not run: what starts or stops it needs events", int((covered & ~readable).sum())
    )
    track, matters = _track(clock, timeline, met)
    return track.step(np.flatnonzero(matters & runs[timeline.ticket])), notes


def source_of(clock: Clock, stated: InColumns, timeline: Timeline) -> Flags:
    """Return per ticket whether the clock's stop is read from events (else from columns)."""
    if isinstance(clock.stop, dict):
        return conditions_of(clock, timeline, stated).stop.from_events
    if not clock.is_reply:
        return stated.statuses
    return timeline.has_replies | (stated.statuses & ~stated.response)


def _track(clock: Clock, timeline: Timeline, met: Conditions) -> tuple[Track, Flags]:
    """Return the meaning of every batch, and which of them have any."""
    opening = begins(timeline.ticket)
    solved = timeline.holds(timeline.is_word(SOLVED))[timeline.since]
    gone = timeline.holds(timeline.is_word((CANCELLED,)))
    over = solved | gone[timeline.since]
    replies = _replies(clock, timeline)
    level = _stop_level(clock, timeline, met, solved)
    update = replies & met.may_start if clock.stop == "next-update" else np.zeros_like(opening)
    stop = level | (replies & ~update if clock.is_reply else False)
    decisive = timeline.told | opening | met.start.told | met.stop.told | met.cancel.told
    free = ~met.drop & ~gone[timeline.since]
    if isinstance(clock.start, dict):
        start = met.start.now & ~stop & free & decisive
    else:
        starts = _event(clock, timeline, replies) & (timeline.told | ~over) & ~met.drop
        # A stop that came in this very batch is one; what held before is none to wait for.
        fresh = timeline.told | met.stop.told if isinstance(clock.stop, dict) else np.True_
        start = _first(starts & (~level | (fresh & ~opening)), timeline)
    restart = _restart(clock, timeline, start, solved, replies) & free & met.may_start
    reset = update | (met.reset.now & met.reset.changed & met.may_start & ~gone)
    still = met.still(timeline) if clock.retroactive else met.held
    track = Track(
        ticket=timeline.ticket,
        at=timeline.at,
        start=start,
        stop=stop,
        reset=reset,
        discard=reset & ~update & (clock.reset_action == "cancel"),
        cancel=gone,
        drop=met.drop,
        restart=restart,
        revive=timeline.told & ~over,
        held=met.held,
        freed=met.freed,
        still=still,
        # Each later cycle of a reply clock answers to a message of its own.
        back=(_first(start, timeline) if clock.is_reply else start) & clock.retroactive,
    )
    matters = (
        start | restart | reset | gone | (stop & (decisive | replies)) | met.pause.told | met.resume.told
    )
    matters |= (met.drop & decisive) | (opening & clock.retroactive)
    if gone.any():
        matters |= timeline.told
    return track, matters


def _replies(clock: Clock, timeline: Timeline) -> Flags:
    """Return per batch whether it holds what this clock takes for a reply."""
    replies = timeline.answer
    if clock.bots_count:
        replies = replies | timeline.machine
    if clock.notes_count:
        replies = replies | timeline.internal
    return timeline.any(replies)


def _event(clock: Clock, timeline: Timeline, replies: Flags) -> Flags:
    """Return per batch whether the event that starts the clock is in it."""
    if clock.start == "created":
        return begins(timeline.ticket)
    if clock.start == "first-assigned":
        return timeline.any(timeline.assigned)
    if clock.stop != "next-reply":
        return replies
    answered = carried(replies, timeline.ticket)
    return timeline.any(timeline.question) & ~replies & replies[answered]


def _first(flags: Flags, timeline: Timeline) -> Flags:
    """Return the first flagged batch of each ticket."""
    rows = np.flatnonzero(flags)
    first = np.zeros_like(flags)
    first[rows[begins(timeline.ticket[rows])]] = True
    return first


def _stop_level(clock: Clock, timeline: Timeline, met: Conditions, solved: Flags) -> Flags:
    """Return per batch whether the clock's stop holds from it on; a reply is none that does."""
    if clock.stop == "closed":
        return timeline.holds(timeline.is_word(("closed",)))[timeline.since]
    if not isinstance(clock.stop, dict):
        return solved
    speaks_of_status = any(key in clock.stop for key in ("status", "status_not"))
    return met.stop.now if speaks_of_status else met.stop.now | solved


def _restart(clock: Clock, timeline: Timeline, start: Flags, solved: Flags, replies: Flags) -> Flags:
    if clock.stop == "next-reply":
        question = timeline.any(timeline.question)
        asked = carried(question, timeline.ticket)
        answered = carried(replies, timeline.ticket)
        waits = question[asked] & (asked > answered)
        return ~solved & (question | (timeline.reopens & waits))
    if isinstance(clock.start, dict) and not clock.is_reply:
        return start
    return timeline.reopens


def _readable(clock: Clock, timeline: Timeline, met: Conditions) -> Flags:
    """Return per ticket whether what starts and stops the clock is on record at all."""
    solved_only = isinstance(clock.stop, dict) and (
        set(clock.stop) == {"status"} and set(clock.stop["status"]) <= set(SOLVED)
    )
    readable = met.start.known & met.reset.known & met.cancel.known & (met.stop.known | solved_only)
    if met.needed:
        readable = np.zeros_like(readable)
    if clock.start == "first-assigned" and not timeline.assigned.any():
        readable = np.zeros_like(readable)
    needs_messages = clock.stop == "next-update" or clock.start == "first-reply"
    if needs_messages and not (timeline.has_replies.any() or (clock.notes_count and timeline.internal.any())):
        readable = np.zeros_like(readable)
    return readable


def _doubts(clock: Clock, timeline: Timeline, runs: Flags, met: Conditions, where: str) -> list[Count]:
    unpaused = int((runs & ~(met.pause.known & met.resume.known)).sum())
    unheard = int((runs & ~timeline.has_replies).sum()) if clock.stop == "next-reply" else 0
    return [
        *doubt(where, "pauses unknown without status events, none taken off", unpaused),
        *doubt(where, "later messages unknown without message events", unheard),
    ]
