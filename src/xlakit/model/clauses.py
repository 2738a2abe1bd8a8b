"""Clauses that are read and kept now and evaluated by settlement: money, relief, maintenance, amendments.

They are open: keys that this version does not know are kept, and named by ``check``, never dropped.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from xlakit.model.base import Value
from xlakit.model.calendar_spec import written_as, zone
from xlakit.model.hours import TIME_PATTERN, time_of_day
from xlakit.model.money import Currency
from xlakit.model.quantity import Duration, Percent
from xlakit.model.recurrence import RULE_PATTERN, recurrence
from xlakit.model.text import Day, Integer, Number, Sequence, Texts


class Clause(Value):
    """A clause that keeps keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        strict=True,
        populate_by_name=True,
        validate_default=True,
        serialize_by_alias=True,
    )


class Rounding(Clause):
    """How the parties agreed to round a figure before comparing it. Without it nothing is rounded."""

    places: Integer
    mode: Literal["half_up", "half_even", "down", "up"] = "half_up"


class LowVolume(Clause):
    """Below `below` records, up to `allow` failures do not count as a miss."""

    allow: Integer
    below: Integer


class ServiceCredit(Clause):
    """What share of the at-risk amount hangs on an objective, and how it grows with the shortfall."""

    allocation: Percent
    severity: str | dict[str, Any] = "step"


class Bonus(Clause):
    """What an objective may earn, and on what condition."""

    max: Percent
    only_if: str | None = None


class Maintenance(Clause):
    """A recurring maintenance window (RFC 5545 RRULE) and what it does to clocks.

    Attributes
    ----------
    rrule, at, for_
        On which days a window begins, at what time of the wall, and how long it lasts in real time.
    services
        The services it concerns, by the ticket's column ``service``; all unless stated.
    effect
        ``stop_clock``: no clock of such a ticket runs inside a window. ``exclude``: the agreement does not cover
        such a ticket that is opened inside a window.
    timezone
        Whose wall and whose days are meant; the zone of the term unless stated.
    from_, until
        The first and the last day on which a window may begin; those of the term unless stated. Intervals and
        ``COUNT`` count from the first.
    """

    rrule: Annotated[str, *written_as(recurrence, RULE_PATTERN)]
    at: Annotated[str, *written_as(time_of_day, TIME_PATTERN)]
    for_: Duration = Field(alias="for")
    services: Texts = ()
    effect: Literal["stop_clock", "exclude"] = "stop_clock"
    timezone: str | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str | None) -> str | None:
        return None if value is None else zone(value)

    @field_validator("for_")
    @classmethod
    def _lasts(cls, value: Duration) -> Duration:
        if value.microseconds is None or value.microseconds <= 0:
            msg = "a window lasts some real time such as 4h or 1h30m"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _runs_forward(self) -> Maintenance:
        if self.from_ is not None and self.until is not None and self.until < self.from_:
            msg = "'until' lies before 'from'"
            raise ValueError(msg)
        return self


class EarnBack(Clause):
    """Which form of earn-back holds, over how many months, and for what share of the credit."""

    form: str
    months: Integer | None = None
    share: Percent | None = None


class Charges(Clause):
    """The charges that credits are a share of: an amount per period, or the table of invoices."""

    amount: Number | None = None
    per: Literal["month", "quarter", "year"] | None = None
    table: Literal["invoices"] | None = None
    tower: str | None = None


class Commercials(Clause):
    """The money side of the agreement."""

    currency: Currency
    charges: Charges
    at_risk: Percent | None = None
    pool: Percent | None = None
    annual_cap: Percent | None = None
    earn_back: EarnBack | None = None


class Amendment(Clause):
    """A dated change: which values are set from `effective` on."""

    effective: Day
    set: dict[str, Any]


class Settlement(Clause):
    """When a window counts, and when its statement becomes final."""

    attribution: Literal["decided", "resolved_at", "opened_at", "closed_at"] = "decided"
    excused: Literal["exclude", "treat_as_met", "stop_clock"] = "exclude"
    close_after: Duration | None = None
    late: Literal["true_up"] = "true_up"


Amendments = Annotated[tuple[Amendment, ...], Sequence]
Maintenances = Annotated[tuple[Maintenance, ...], Sequence]
