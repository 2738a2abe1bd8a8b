"""Business hours as the agreement states them. ``xlakit.Calendar`` does the arithmetic on them."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, WithJsonSchema, field_validator

from xlakit.model.base import Value
from xlakit.model.text import Day, Sequence, Texts


class HolidayRule(Value):
    """Public holidays of a country (ISO 3166), optionally of one subdivision, plus own dates."""

    country: str
    subdivision: str | None = None
    dates: Texts = ()


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


class CalendarSpec(Value):
    """Weekly hours, dates that differ, holidays, breaks and one IANA zone.

    Attributes
    ----------
    timezone
        IANA name; hours are wall-clock hours of this zone.
    hours
        Day or days (``mon``, ``mon-fri``, ``sat,sun``) → intervals ``HH:MM-HH:MM``. An interval may cross
        midnight (``22:00-06:00``) and end at ``24:00``.
    holidays
        Dates ``2026-12-25``, ranges ``2026-12-28/2026-12-31``, every year ``--01-01``; or a country.
    dates
        Date → intervals instead of the weekly hours; an empty list closes the day.
    breaks
        Date → intervals cut out of that date.
    valid_from, valid_through
        First and last local date for which the calendar is known; outside it every question is an error.
    """

    timezone: str
    hours: dict[str, Annotated[tuple[str, ...], Sequence]]
    holidays: Annotated[
        HolidayRule | tuple[str, ...],
        BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "object", "required": ["country"]},
                ]
            }
        ),
    ] = ()
    dates: dict[str, Annotated[tuple[str, ...], Sequence]] = {}
    breaks: dict[str, Annotated[tuple[str, ...], Sequence]] = {}
    valid_from: Day | None = None
    valid_through: Day | None = None

    _zone = field_validator("timezone")(zone)
