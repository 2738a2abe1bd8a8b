"""A promise's stopwatch, as the agreement states it. The replay of it lives in ``facts/clocks``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticSerializationUnexpectedValue

from xlakit.model.base import Value
from xlakit.model.condition import Condition
from xlakit.model.quantity import Duration
from xlakit.model.text import Flag, Sequence, Texts

Start = Literal["created", "first-assigned", "first-reply"] | Condition
Stop = Literal["first-reply", "next-reply", "next-update", "resolved", "closed"] | Condition
Cancel = Literal["never", "start-not-met"] | Condition
ReopenMode = Literal["continue", "continue_including", "new_cycle", "ignore"]
REPLY_STOPS = ("first-reply", "next-reply", "next-update")


def _choice(value: object) -> object:
    if not isinstance(value, dict) or isinstance(value.get("choices"), dict):
        return value
    choices = {key: item for key, item in value.items() if key != "by"}
    if "by" not in value or not choices:
        msg = "a choice of calendars names a column and its values: {by: site, berlin: office}"
        raise ValueError(msg)
    return {"by": value["by"], "choices": choices}


class CalendarChoice(Value):
    """Which calendar holds for a ticket, by a column of it: ``{by: site, berlin: office, oslo: oslo}``."""

    by: str
    choices: dict[str, str]

    @model_serializer(mode="plain")
    def _to_file(self) -> dict[str, Any]:
        if not isinstance(self, CalendarChoice):  # pydantic tries every member of a union on the value
            raise PydanticSerializationUnexpectedValue
        if "by" in self.choices:
            return {"by": self.by, "choices": self.choices}
        return {"by": self.by, **self.choices}


def _positive(value: Duration) -> Duration:
    if not value.is_positive:
        msg = "a limit is longer than nothing"
        raise ValueError(msg)
    return value


PositiveDuration = Annotated[Duration, AfterValidator(_positive)]


class Limit(Value):
    """One line of a clock's limits: first match wins."""

    when: Condition = {}
    within: PositiveDuration
    calendar: str | None = None


class Clock(Value):
    """A stopwatch: what starts, stops and pauses it, the hours it counts, and how long it may run.

    A condition is a mapping of columns to accepted values: ``{team: L2}``, ``{status: open, team_not: L1}``.
    ``status``, ``team`` and ``priority`` are followed through the events (where a ticket has none of that
    kind, its own column holds from the opening); every other column is taken from the ticket as it is. All
    columns must match. What is not known matches neither ``team`` nor ``team_not``.

    At each instant the decisions are taken in this order: attach, stop, reset, cancel, pause, resume. So a
    clock whose start and stop conditions hold together never attaches, and a stop wins over all others.

    Attributes
    ----------
    calendar
        Name of a calendar of the agreement, ``always`` (built in), or a choice by a column.
    start
        When the clock attaches: ``created`` (default), ``first-assigned``, ``first-reply`` (the first
        reply by an agent; with ``stop: next-reply`` the first message of the requester after that), or a
        condition: ``start: {status: open, team_not: L1}``. A clock with a start condition attaches where
        the condition holds and neither the stop nor the cancel condition does, and again where it holds
        after a stop (see `reopen`) or after it was cancelled (a new cycle).
    stop
        What ends a cycle: ``first-reply``; ``next-reply`` (each message of the requester asks for one);
        ``next-update`` (each reply completes a cycle and starts the next, until the ticket is resolved: a
        periodic update, with ``pause: [pending]`` a pausable one); ``resolved``; ``closed``; or a
        condition such as ``{status_not: new}``; one that does not speak of status holds for solved tickets,
        too. A group's own time (OLA) is ``{start: {team: L2}, stop: {team_not: L2}, reopen: new_cycle}``.
    pause
        When the clock stands still: statuses, ``pause: [pending, on-hold]``, or a condition,
        ``pause: {team: vendor}``. Time the requester waits is ``pause: [pending]``, time the agents work is
        ``pause: [pending, on-hold]``, both with ``stop: resolved``.
    resume
        When a clock that stands still runs again: ``resume: {status: open}``. Unless stated, as soon as the
        pause no longer holds. Where both hold the clock runs.
    reset
        A condition that ends the running cycle and starts a new one at that instant, each time one of its
        columns changes and it then holds: ``reset: {team: [L2, L3]}`` begins anew with each hand-over
        to L2 or L3. A start condition must hold too. What is set at the opening is no change.
    reset_action
        What becomes of the cycle that a reset ends: ``complete`` (default; it counts as met or breached) or
        ``cancel``.
    cancel
        When a running cycle is cancelled and no longer counts: ``never`` (default), ``start-not-met`` (as
        soon as the start condition does not hold), or a condition, ``cancel: {priority: P4}``. While
        it holds the clock does not attach. Cancelled tickets cancel their clocks in any case.
    retroactive
        Whether a clock that attaches later counts from the opening of the ticket, less the time in which
        its pause held; else (default) from the instant at which it attaches. A cycle that a reset or a
        reopening without a start condition begins counts from its own instant.
    reopen
        What a reopening does (with a start condition: what it does where that holds again after a stop);
        ``continue`` unless stated, ``new_cycle`` for reply clocks. A stop is final under ``ignore``.
    binding
        Which priority's limit holds when the priority changes.
    within, limits
        The short and the long form of the limits; exactly one of them.
    inclusive
        Whether a clock that runs exactly its limit has met it.
    bots_count, notes_count
        Whether a reply by a bot, an internal note by an agent counts as a reply.

    Examples
    --------
    >>> clock = Clock.model_validate(
    ...     {"start": {"team": "L2"}, "stop": {"team_not": "L2"}, "reopen": "new_cycle", "within": "4h"}
    ... )
    >>> clock.start, clock.cancel, clock.pause_condition
    ({'team': ('L2',)}, 'never', None)
    >>> Clock.model_validate({"pause": ["pending"], "within": "4h"}).pause_condition
    {'status': ('pending',)}
    """

    calendar: Annotated[
        str | CalendarChoice,
        BeforeValidator(_choice),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "required": ["by"]}]}),
    ] = "always"
    start: Start = "created"
    stop: Stop = "resolved"
    pause: Texts | Condition = ()
    resume: Condition | None = None
    reset: Condition | None = None
    reset_action: Literal["complete", "cancel"] = "complete"
    cancel: Cancel = "never"
    retroactive: Flag = False
    reopen: ReopenMode | None = None
    binding: Literal["at_start", "current", "strictest"] = "at_start"
    within: PositiveDuration | dict[str, PositiveDuration] | None = None
    limits: Annotated[tuple[Limit, ...], Sequence] = Field(default=())
    inclusive: Flag = True
    bots_count: Flag = False
    notes_count: Flag = False

    @model_validator(mode="after")
    def _one_form_of_limits(self) -> Clock:
        if self.within == {}:
            msg = "'within' names no priority"
            raise ValueError(msg)
        if (self.within is None) == (not self.limits):
            msg = "exactly one of 'within' and 'limits' is expected"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _conditions_fit(self) -> Clock:
        for name in ("pause", "resume", "reset", "cancel"):
            if getattr(self, name) == {}:
                msg = f"'{name}' names no column"
                raise ValueError(msg)
        if self.cancel == "start-not-met" and not isinstance(self.start, dict):
            msg = "'cancel: start-not-met' needs a start condition such as {team: L2}"
            raise ValueError(msg)
        if self.resume is not None and not self.pause:
            msg = "'resume' without 'pause': the clock never stands still"
            raise ValueError(msg)
        return self

    @classmethod
    def servicenow(cls, **terms: Any) -> Clock:  # noqa: ANN401 - the terms of a clock, as a file writes them
        """Return the clock of these terms with the conventions that ServiceNow documents.

        Examples
        --------
        >>> Clock.servicenow(stop="resolved", within="4h").inclusive  # 100 % of the time is a breach there
        False
        """
        from xlakit.model.profiles import servicenow

        return servicenow(cls.model_validate(terms))

    @classmethod
    def zendesk(cls, **terms: Any) -> Clock:  # noqa: ANN401 - the terms of a clock, as a file writes them
        """Return the clock of these terms with the conventions that Zendesk documents."""
        from xlakit.model.profiles import zendesk

        return zendesk(cls.model_validate(terms))

    @classmethod
    def jira(cls, **terms: Any) -> Clock:  # noqa: ANN401 - the terms of a clock, as a file writes them
        """Return the clock of these terms with the conventions that Jira Service Management documents."""
        from xlakit.model.profiles import jira

        return jira(cls.model_validate(terms))

    @property
    def pause_condition(self) -> Condition | None:
        """The pause as a condition, whichever way it was written; None where the clock never pauses."""
        if isinstance(self.pause, dict):
            return self.pause
        return {"status": self.pause} if self.pause else None

    @property
    def is_reply(self) -> bool:
        """Whether a reply stops the clock."""
        return self.stop in REPLY_STOPS

    @property
    def reopen_mode(self) -> ReopenMode:
        """The reopen mode in force: stated, or the default of its kind."""
        return self.reopen or ("new_cycle" if self.is_reply else "continue")

    def limit_lines(self) -> tuple[Limit, ...]:
        """Return the limits in the long form, in the order in which they are tried."""
        if isinstance(self.within, Duration):
            return (Limit(within=self.within),)
        if isinstance(self.within, dict):
            named = [
                Limit(when={"priority": (key,)}, within=value)
                for key, value in self.within.items()
                if key != "default"
            ]
            rest = [Limit(within=self.within["default"])] if "default" in self.within else []
            return (*named, *rest)
        return self.limits

    def calendars(self) -> frozenset[str]:
        """Return the names of all calendars this clock may use."""
        own = (self.calendar,) if isinstance(self.calendar, str) else tuple(self.calendar.choices.values())
        return frozenset(own) | {line.calendar for line in self.limits if line.calendar is not None}
