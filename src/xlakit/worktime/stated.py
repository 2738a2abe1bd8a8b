"""From the keywords of ``Calendar(...)`` to its value; every mistake at once."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from pydantic import ValidationError

from xlakit.errors import CalendarError, message, near_miss
from xlakit.model.calendar_spec import CalendarSpec, HolidayRule
from xlakit.model.hours import DAYS
from xlakit.worktime.holiday_set import Opaque, dates_in, grows, public_holidays
from xlakit.worktime.terms import hours_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from xlakit.worktime.holiday_set import PublicHolidays
    from xlakit.worktime.terms import Hours


def stated_hours(fields: dict[str, Any]) -> Hours:
    """Return the hours that the keywords of a calendar state.

    Raises
    ------
    CalendarError
        Something is not written as it must be; the message lists all mistakes.
    """
    public: PublicHolidays | None = None
    opaque: Opaque | None = None
    wrong: list[object] = []
    given = fields["holidays"]
    if grows(given):
        public, given = public_holidays(given), ()
    elif isinstance(given, Mapping) and "country" in given:
        given = {**given, "dates": given.get("dates", ())}
        if not isinstance(given["dates"], str):
            given["dates"], wrong = dates_in(given["dates"])
    elif isinstance(given, Collection) and not isinstance(given, str):
        given, wrong = dates_in(given)
    elif isinstance(given, Container) and not isinstance(given, str | HolidayRule):
        opaque, given = Opaque(given), ()
    problems = [message("holidays", "a date or a text is expected", got=repr(item)) for item in wrong]
    try:
        spec = CalendarSpec.model_validate(
            {
                **fields,
                "hours": _by_text(fields["hours"]),
                "holidays": given,
                "dates": _by_text(fields["dates"]),
                "breaks": _by_text(fields["breaks"]),
            }
        )
    except ValidationError as error:
        problems = [_problem(details) for details in error.errors()] + problems
    if problems:
        raise CalendarError("\n".join(problems))
    return hours_of(spec, public=public, opaque=opaque)


def _by_text(table: object) -> object:
    """Return a mapping with its dates written out; anything else is for the specification to refuse."""
    if not isinstance(table, Mapping):
        return {} if table is None else table
    return {key.isoformat() if isinstance(key, date) else key: value for key, value in table.items()}


def _problem(details: ErrorDetails) -> str:
    """Return one mistake in the words of this library."""
    where, *path = details["loc"] or ("calendar",)
    if where == "holidays":
        path = path[1:]  # which of the two forms it was read as
    got = details["input"]
    hint = None
    if path and path[-1] == "[key]":
        path = path[:-1]
        hint = near_miss(str(got), DAYS) if where == "hours" else None
    elif where == "timezone":
        hint = near_miss(str(got), available_timezones())
    what = details["msg"].removeprefix("Value error, ").removeprefix("Input ")
    shown = None if isinstance(got, dict) else repr(got)
    return message(f"{where}{''.join(f'[{part!r}]' for part in path)}", what, got=shown, hint=hint)
