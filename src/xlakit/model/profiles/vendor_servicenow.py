"""ServiceNow, as its documents describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model.condition import column_of
from xlakit.model.profiles import questions as ask
from xlakit.model.profiles.profile import UNSPECIFIED, Choice, Profile

if TYPE_CHECKING:
    from xlakit.model.clock import Clock
    from xlakit.model.profiles.profile import Changes

EVERY_CHANGE: dict[str, tuple[str, ...]] = {"priority_not": ()}
"""A condition that every known priority meets: as a reset it fires whenever the priority changes."""


def _limit(_: Clock) -> Changes:
    return {"inclusive": False}


def _reopened(_: Clock) -> Changes:
    return {"reopen": "new_cycle"}


def _cancelled(clock: Clock) -> Changes:
    if isinstance(clock.start, dict) and clock.cancel == "never":
        return {"cancel": "start-not-met"}
    return {}


def _reprioritised(clock: Clock) -> Changes:
    """Attach anew from now by a reset; from the opening by judging the whole time by the limit at the end."""
    asked = {column_of(key)[0] for line in clock.limit_lines() for key in line.when}
    if "priority" not in asked:
        return {}
    own_reset = clock.reset is not None and clock.reset != EVERY_CHANGE
    if clock.retroactive or own_reset:
        return {"binding": "current"}
    return {"binding": "at_start", "reset": EVERY_CHANGE, "reset_action": "cancel"}


SERVICENOW = Profile(
    name="servicenow",
    title="ServiceNow",
    basis="product documentation of Service Level Management (conditions, processing, transitions, retroactive "
    "start, schedules, durations, breach calculation)",
    made=(
        Choice(
            ask.START,
            "the instant its start condition is met, or the opening where the definition starts retroactively",
            "as agreed",
        ),
        Choice(ask.START_AND_STOP, "it never attaches", "same"),
        Choice(ask.SEVERAL, "all of them run side by side", "same"),
        Choice(
            ask.CANCEL,
            "it is cancelled, unless the definition says otherwise; so no pause outside the start condition",
            "set",
            _cancelled,
        ),
        Choice(
            ask.PAUSE, "the definition's condition; open time of its schedule is not counted", "as agreed"
        ),
        Choice(
            ask.REOPENED,
            "the old one stays complete, a new one attaches: from now, or retroactively",
            "set",
            _reopened,
        ),
        Choice(ask.CYCLES, "each is a record of its own with its own verdict", "same"),
        Choice(
            ask.PRIORITY,
            "the definition of the old priority is cancelled, that of the new one attaches: from now, or "
            "retroactively",
            "set",
            _reprioritised,
        ),
        Choice(ask.TIME_KEPT, "lost, unless the definition starts retroactively", "same"),
        Choice(ask.LIMIT, "a breach: 100 % is reached", "set", _limit),
        Choice(ask.ROUNDING, "the percentage to two places, so 99.995 % is a breach", "not expressed"),
        Choice(ask.BOTS, "whatever its stop condition says", "as agreed"),
        Choice(ask.NOTES, "whatever its stop condition says", "as agreed"),
        Choice(ask.AGENT_OPENED, "whatever its stop condition says", "as agreed"),
        Choice(ask.UNANSWERED, UNSPECIFIED, "unspecified"),
        Choice(ask.UNREPLIED, "the stop completes it", "same"),
        Choice(ask.DAY, "24 hours of its schedule: three days of eight hours", "same"),
        Choice(ask.MERGED, "whatever its conditions say", "as agreed"),
    ),
)
