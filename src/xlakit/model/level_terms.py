"""Levels that move, windows that are excused by volume, and what a miss obliges to. Closed: a typo is a mistake."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from xlakit.model.base import Value
from xlakit.model.quantity import Duration, Percent, Quantity
from xlakit.model.text import Day, Integer, Sequence, Texts


class GlideStep(Value):
    """The level that is expected from a day on."""

    from_: Day = Field(alias="from")
    expected: Quantity


class GlidePath(Value):
    """An expected level that moves on its way to the one that is agreed.

    Attributes
    ----------
    start, per_month
        It begins at `start` and moves by `per_month` each month of the term until it reaches the expected level.
    steps
        Or from which day on which level holds.
    """

    start: Quantity | None = None
    per_month: Quantity | None = None
    steps: Annotated[tuple[GlideStep, ...], Sequence] = ()

    @model_validator(mode="after")
    def _one_form(self) -> GlidePath:
        if (self.start is None) != (self.per_month is None) or (self.start is None) == (not self.steps):
            msg = "either 'start' and 'per_month', or 'steps', are expected"
            raise ValueError(msg)
        return self


class Ratchet(Value):
    """Continuous improvement: what was achieved becomes what is expected; never down.

    Attributes
    ----------
    form
        ``R1``: when all of the last `months` windows exceeded the expected level, half way to their mean. ``R2``: at
        the end of each contract year, up to the mean of the `best` of its windows, by at most `share` of the way to
        perfect.
    months
        Windows that are looked at.
    best, share
        Of ``R2``.
    minimum
        Whether the minimum level rises by as much.
    """

    form: Literal["R1", "R2"]
    months: Integer = 12
    best: Integer = 4
    share: Percent = Percent(value=Decimal("0.1"))
    minimum: Literal["stays", "rises"] = "stays"

    @model_validator(mode="after")
    def _looks_at_something(self) -> Ratchet:
        if not 1 <= self.best <= self.months:
            msg = "'best' is at least 1 and at most 'months'"
            raise ValueError(msg)
        return self


class VolumeRelief(Value):
    """An objective is excused in windows with more than `above` of the forecast volume."""

    forecast: Integer
    above: Percent = Percent(value=Decimal(2))


class ImprovementPlan(Value):
    """A miss obliges both sides to a plan, and repeated misses to talk higher up; no money moves.

    Attributes
    ----------
    due
        How long after the end of the window the plan is due.
    escalation
        Who talks, from the first miss in a row on; the last one stays.
    """

    due: Duration
    escalation: Texts = ()

    @field_validator("due")
    @classmethod
    def _has_a_length(cls, value: Duration) -> Duration:
        if value.microseconds is None or value.microseconds <= 0:
            msg = "a length of time such as 30d is expected"
            raise ValueError(msg)
        return value
