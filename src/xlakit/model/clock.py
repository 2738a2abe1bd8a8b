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

Start = Literal["created", "first-assigned"] | Condition
Stop = Literal["first-reply", "next-reply", "resolved", "closed"] | Condition
ReopenMode = Literal["continue", "continue_including", "new_cycle", "ignore"]
REPLY_STOPS = ("first-reply", "next-reply")


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

    Attributes
    ----------
    calendar
        Name of a calendar of the agreement, ``always`` (built in), or a choice by a column.
    start
        ``created`` (default), ``first-assigned``, or a condition on status such as ``{status: open}``.
    stop
        ``first-reply``, ``next-reply``, ``resolved``, ``closed``, or a condition such as
        ``{status_not: new}``.
    pause
        Statuses in which the clock stands still.
    reopen
        What a reopening does; ``continue`` unless stated, ``new_cycle`` for reply clocks.
    binding
        Which priority's limit holds when the priority changes.
    within, limits
        The short and the long form of the limits; exactly one of them.
    inclusive
        Whether a clock that runs exactly its limit has met it.
    bots_count
        Whether a reply by a bot stops a reply clock.
    """

    calendar: Annotated[
        str | CalendarChoice,
        BeforeValidator(_choice),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "required": ["by"]}]}),
    ] = "always"
    start: Start = "created"
    stop: Stop = "resolved"
    pause: Texts = ()
    reopen: ReopenMode | None = None
    binding: Literal["at_start", "current", "strictest"] = "at_start"
    within: PositiveDuration | dict[str, PositiveDuration] | None = None
    limits: Annotated[tuple[Limit, ...], Sequence] = Field(default=())
    inclusive: Flag = True
    bots_count: Flag = False

    @model_validator(mode="after")
    def _one_form_of_limits(self) -> Clock:
        if self.within == {}:
            msg = "'within' names no priority"
            raise ValueError(msg)
        if (self.within is None) == (not self.limits):
            msg = "exactly one of 'within' and 'limits' is expected"
            raise ValueError(msg)
        return self

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
