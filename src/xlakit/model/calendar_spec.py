"""Business hours as the agreement states them. ``xlakit.Calendar`` does the arithmetic on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from xlakit.model import hours as written
from xlakit.model.base import Value
from xlakit.model.text import Day, as_list

if TYPE_CHECKING:
    from collections.abc import Callable


def written_as(read: Callable[[str], object], pattern: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what makes a text field one that `read` must understand; the text itself is kept."""

    def checked(text: str) -> str:
        read(text)
        return text.strip()

    return AfterValidator(checked), WithJsonSchema({"type": "string", "pattern": pattern})


DayKey = Annotated[str, *written_as(written.weekdays, written.DAY_PATTERN)]
DateKey = Annotated[str, *written_as(written.day, written.DATE_PATTERN)]
SpanText = Annotated[str, *written_as(written.span, written.SPAN_PATTERN)]
HolidayText = Annotated[str, *written_as(written.holiday, written.HOLIDAY_PATTERN)]
Spans = Annotated[tuple[SpanText, ...], BeforeValidator(as_list)]
HolidayTexts = Annotated[tuple[HolidayText, ...], BeforeValidator(as_list)]


def zone(value: str) -> str:
    """Return `value` where it names an IANA time zone.

    Raises
    ------
    ValueError
        No such zone is known.
    """
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        msg = "an IANA time zone such as Europe/Berlin is expected"
        raise ValueError(msg) from None
    return value


class HolidayRule(Value):
    """Public holidays of a country (ISO 3166), optionally of one subdivision, plus own dates."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2,3}$")]
    subdivision: str | None = None
    dates: HolidayTexts = ()


def _form_of_holidays(value: object) -> str:
    return "country" if isinstance(value, dict | HolidayRule) else "dates"


class CalendarSpec(Value):
    """Weekly hours, dates that differ, holidays, breaks and one IANA zone.

    Attributes
    ----------
    timezone
        IANA name; hours are wall-clock hours of this zone.
    hours
        Day or days (``mon``, ``mon-fri``, ``fri-mon``, ``sat,sun``) → intervals ``HH:MM-HH:MM`` or
        ``HH:MM:SS-HH:MM:SS``. An interval may cross midnight (``22:00-06:00``) and end at ``24:00``.
        May be empty only where `dates` states the hours.
    holidays
        Dates ``2026-12-25``, ranges ``2026-12-28/2026-12-31``, every year ``--01-01``; or a country.
    dates
        Date → intervals instead of the weekly hours; an empty list closes the day. Wins over `holidays`.
    breaks
        Date → wall time cut out of that date.
    valid_from, valid_through
        First and last local date for which the calendar is known; outside it every question is an error.
    """

    timezone: str
    hours: dict[DayKey, Spans]
    holidays: Annotated[
        Annotated[HolidayRule, Tag("country")] | Annotated[HolidayTexts, Tag("dates")],
        Discriminator(_form_of_holidays),
    ] = ()
    dates: dict[DateKey, Spans] = Field(default={})
    breaks: dict[DateKey, Spans] = Field(default={})
    valid_from: Day | None = None
    valid_through: Day | None = None

    _zone = field_validator("timezone")(zone)

    @model_validator(mode="after")
    def _can_be_asked(self) -> CalendarSpec:
        if not self.dates and not any(self.hours.values()):
            msg = "the calendar never opens; state 'hours', or 'dates' with hours of their own"
            raise ValueError(msg)
        if self.valid_from and self.valid_through and self.valid_through < self.valid_from:
            msg = "'valid_through' lies before 'valid_from'"
            raise ValueError(msg)
        return self
