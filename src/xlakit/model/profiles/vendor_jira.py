"""Jira Service Management, as its documents describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model.profiles import questions as ask
from xlakit.model.profiles.profile import UNSPECIFIED, Choice, Profile

if TYPE_CHECKING:
    from xlakit.model.clock import Clock
    from xlakit.model.profiles.profile import Changes


def _reopened(_: Clock) -> Changes:
    return {"reopen": "new_cycle"}


JIRA = Profile(
    name="jira",
    title="Jira Service Management",
    basis="product documentation and knowledge base of Jira Service Management (how teams see SLAs, reporting on "
    "SLAs, paused SLAs, the interface's cycles)",
    made=(
        Choice(ask.START, "the instant its start condition is met", "as agreed"),
        Choice(ask.START_AND_STOP, "it makes extra cycles", "not expressed"),
        Choice(ask.SEVERAL, "one clock a metric; of its goals the first that matches, from the top", "same"),
        Choice(ask.CANCEL, UNSPECIFIED, "unspecified"),
        Choice(ask.PAUSE, "the definition's condition; paused time is taken off", "as agreed"),
        Choice(ask.REOPENED, "a new cycle from zero; past cycles are kept", "set", _reopened),
        Choice(
            ask.CYCLES,
            "two answers: breached() asks the last cycle, everBreached() all of them",
            "not expressed",
        ),
        Choice(ask.PRIORITY, UNSPECIFIED, "unspecified"),
        Choice(ask.TIME_KEPT, UNSPECIFIED, "unspecified"),
        Choice(ask.LIMIT, UNSPECIFIED, "unspecified"),
        Choice(ask.ROUNDING, UNSPECIFIED, "unspecified"),
        Choice(ask.BOTS, "whatever its stop condition says", "as agreed"),
        Choice(ask.NOTES, "whatever its stop condition says", "as agreed"),
        Choice(ask.AGENT_OPENED, "whatever its stop condition says", "as agreed"),
        Choice(ask.UNANSWERED, UNSPECIFIED, "unspecified"),
        Choice(ask.UNREPLIED, "whatever its stop condition says", "as agreed"),
        Choice(ask.DAY, "a day of its calendar: an agreement writes 1bd", "as agreed"),
        Choice(ask.MERGED, UNSPECIFIED, "unspecified"),
    ),
)
