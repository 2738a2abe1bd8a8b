"""Clauses that change what is counted, and when: relief, rounding, low volume, maintenance, amendments, life cycle.

They are open: keys that this version does not know are kept, and named by ``check``, never dropped. Clauses that
move money are closed (`model.credit_terms`, `model.commercial_terms`): there a key nobody knows is a mistake.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from xlakit.model.base import Value
from xlakit.model.calendar_spec import written_as, zone
from xlakit.model.hours import TIME_PATTERN, time_of_day
from xlakit.model.quantity import Duration
from xlakit.model.recurrence import RULE_PATTERN, recurrence
from xlakit.model.text import Day, Integer, Sequence, Texts

Excused = Literal["exclude", "treat_as_met", "stop_clock"]
SameIncident = Literal["sum", "max", "customer_choice"]
RoundingMode = Literal["half_up", "half_even", "down", "up"]


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
    """How the parties agreed to round a figure before comparing it. Without it nothing is rounded.

    Attributes
    ----------
    places
        Decimal places, of a share in percent (1: 94.9%), of anything else in its unit.
    mode
        ``half_up`` is half away from zero.
    """

    places: Integer
    mode: RoundingMode = "half_up"

    @field_validator("places")
    @classmethod
    def _some_places(cls, value: int) -> int:
        if not 0 <= value <= 9:  # noqa: PLR2004 - what a report can show
            msg = "places are 0 to 9"
            raise ValueError(msg)
        return value


class LowVolume(Clause):
    """What holds where there is little to count; exactly one of the three forms.

    Attributes
    ----------
    allow
        So many failures are never a miss: met with at most ``max(allow, what the level allows)`` failures.
    below
        With `allow`: only below this many records; at any volume unless stated.
    carry_until
        A window with fewer records is not judged; its records count in the next.
    rolling_until
        A window with fewer records is judged together with those before it, as many as it takes.
    """

    allow: Integer | None = None
    below: Integer | None = None
    carry_until: Integer | None = None
    rolling_until: Integer | None = None

    @model_validator(mode="after")
    def _one_form(self) -> LowVolume:
        forms = {"allow": self.allow, "carry_until": self.carry_until, "rolling_until": self.rolling_until}
        stated = [name for name, value in forms.items() if value is not None]
        if len(stated) != 1:
            msg = "exactly one of 'allow', 'carry_until' and 'rolling_until' is expected"
            raise ValueError(msg)
        if self.below is not None and self.allow is None:
            msg = "'below' belongs to 'allow'"
            raise ValueError(msg)
        if any(value is not None and value < 0 for value in (*forms.values(), self.below)):
            msg = "a count is at least 0"
            raise ValueError(msg)
        return self

    def spares(self, volume: int) -> bool:
        """Whether at least one failure among `volume` records is never a miss.

        Examples
        --------
        >>> [LowVolume(allow=1, below=30).spares(volume) for volume in (29, 30)], LowVolume(allow=1).spares(900)
        ([True, False], True)
        """
        return self.allow is not None and self.allow >= 1 and (self.below is None or volume < self.below)


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


class Amendment(Clause):
    """A dated change: which values are set from `effective` on."""

    effective: Day
    set: dict[str, Any]


class Settlement(Clause):
    """When a window counts, what excuses, and when its statement becomes final.

    Attributes
    ----------
    attribution
        The window a record counts in.
    close_after
        How long after its end the statement of a window is PROVISIONAL.
    late
        What becomes of data that arrive after a statement was sealed: a signed line in the next open window.
    excused
        What an accepted relief does to the failure it excuses: leave it out of the count, count it as met, or stop
        the clock while it lasted.
    same_incident
        What one incident that makes several objectives miss costs: the sum of the credits, or the largest
        (``customer_choice``: the customer takes one, which is the largest).
    pay
        Where a line is posted: on the invoice of the window after, or of the same.
    """

    attribution: Literal["decided", "resolved_at", "opened_at", "closed_at"] = "decided"
    close_after: Duration | None = None
    late: Literal["true_up"] = "true_up"
    excused: Excused = "exclude"
    same_incident: SameIncident = "sum"
    pay: Literal["next", "same"] = "next"


Amendments = Annotated[tuple[Amendment, ...], Sequence]
Maintenances = Annotated[tuple[Maintenance, ...], Sequence]
