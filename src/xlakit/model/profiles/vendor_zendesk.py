"""Zendesk, as its documents describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model.profiles import questions as ask
from xlakit.model.profiles.profile import UNSPECIFIED, Choice, Profile

if TYPE_CHECKING:
    from xlakit.model.clock import Clock
    from xlakit.model.profiles.profile import Changes

REPLY_TIMES = ("first-reply", "next-reply")


def _start(clock: Clock) -> Changes:
    """Count the first reply from the opening, even where its policy attaches later; the next one after it."""
    if clock.stop == "next-reply" and not isinstance(clock.start, dict):
        return {"start": "first-reply"}
    if clock.stop != "first-reply":
        return {}
    return {"retroactive": True} if isinstance(clock.start, dict) else {"start": "created"}


def _pause(clock: Clock) -> Changes:
    return {"pause": (), "resume": None} if clock.stop in REPLY_TIMES else {}


def _reopened(clock: Clock) -> Changes:
    if clock.stop == "first-reply":
        return {"reopen": "ignore"}
    return {"reopen": "new_cycle" if clock.is_reply else "continue"}


def _reprioritised(_: Clock) -> Changes:
    return {"binding": "current"}


def _bots(_: Clock) -> Changes:
    return {"bots_count": False}


def _notes(_: Clock) -> Changes:
    return {"notes_count": False}


ZENDESK = Profile(
    name="zendesk",
    title="Zendesk",
    basis="product documentation of SLA policies, their metrics and ticket metric events; where it is silent, the "
    "open SQL model dbt_zendesk, named in the answer",
    made=(
        Choice(
            ask.START,
            "first reply: the opening; next reply: the requester's message after the first reply; wait and work: "
            "the opening",
            "set",
            _start,
        ),
        Choice(ask.START_AND_STOP, UNSPECIFIED, "unspecified"),
        Choice(ask.SEVERAL, "the first policy by position, and one group policy", "not expressed"),
        Choice(ask.CANCEL, UNSPECIFIED, "unspecified"),
        Choice(
            ask.PAUSE,
            "fixed by the metric: requester wait and pausable update in pending, agent work in pending and on-hold; "
            "reply times never",
            "set",
            _pause,
        ),
        Choice(
            ask.REOPENED,
            "first reply: final; next reply: a new message starts it anew; wait and work: they go on, solved time left "
            "out",
            "set",
            _reopened,
        ),
        Choice(ask.CYCLES, "each is an instance of its own with its own verdict", "same"),
        Choice(ask.PRIORITY, "the target of the new priority holds", "set", _reprioritised),
        Choice(ask.TIME_KEPT, UNSPECIFIED, "unspecified"),
        Choice(ask.LIMIT, UNSPECIFIED, "unspecified"),
        Choice(ask.ROUNDING, UNSPECIFIED, "unspecified"),
        Choice(ask.BOTS, "does not count", "set", _bots),
        Choice(ask.NOTES, "does not count, unless advanced settings are switched on", "set", _notes),
        Choice(ask.AGENT_OPENED, "the next public message by an agent is the first reply", "same"),
        Choice(ask.UNANSWERED, "from the oldest unanswered one", "same"),
        Choice(ask.UNREPLIED, "the solution fulfils it (as dbt_zendesk reads it)", "same"),
        Choice(ask.DAY, UNSPECIFIED, "unspecified"),
        Choice(ask.MERGED, UNSPECIFIED, "unspecified"),
    ),
)
