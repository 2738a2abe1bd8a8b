"""The life of a statement: provisional, final, sealed; and whether anything sealed was changed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xlakit.model import Agreement, Statement, Window
    from xlakit.model.statement import LedgerLine, State, WindowStatement

WORKDAYS = {"mon-fri": ["00:00-24:00"]}


def status(window: Window, as_of: datetime, closes: datetime) -> State:
    """Return what the statement of a window is at an instant."""
    if window.end > as_of:
        return "in_progress"
    return "provisional" if as_of < closes else "final"


def closing(agreement: Agreement) -> Callable[[Window], datetime]:
    """Return when the statement of a window becomes final: `close_after` its end.

    Business days are those of the only calendar of the agreement; Monday to Friday in its zone where it has none, or
    several.
    """
    after = agreement.settlement.close_after
    if after is None:
        return lambda window: window.end
    if after.microseconds is not None:
        length = timedelta(microseconds=after.microseconds)
        return lambda window: window.end + length
    from xlakit.worktime import Calendar

    zone = agreement.term.timezone
    own = list(agreement.calendars.values())
    # One calendar for all windows: what it works out of its hours it does once.
    calendar = Calendar.from_spec(own[0]) if len(own) == 1 else Calendar(timezone=zone, hours=WORKDAYS)
    return lambda window: calendar.deadline(window.end, str(after)).astimezone(ZoneInfo(zone))


def fingerprint_of(window: WindowStatement, lines: Iterable[LedgerLine]) -> str:
    """Return the SHA-256 of all that the statement of a window says, its lines included."""
    said = window.model_copy(update={"fingerprint": None, "status": "sealed"})
    parts = [said.model_dump(mode="json"), *(line.model_dump(mode="json") for line in lines)]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal(statement: Statement, through: str | None = None) -> Statement:
    """Return `statement` with its final windows sealed: each with a fingerprint of all it says, changed nevermore.

    Parameters
    ----------
    through
        The label of the last window to seal; all that are final unless stated.

    Raises
    ------
    DataError
        There is no such window, or it is not final.
    """
    labels = [item.window.label for item in statement.windows]
    if through is not None:
        if through not in labels:
            raise DataError(message("seal", "there is no such window", got=through, hint=", ".join(labels)))
        chosen = next(item for item in statement.windows if item.window.label == through)
        if chosen.status not in {"final", "sealed"}:
            raise DataError(
                message(
                    f"seal: {through}", f"the statement is {chosen.status}", hint="wait until it is final"
                )
            )
    last = (
        None
        if through is None
        else next(i.window.end for i in statement.windows if i.window.label == through)
    )
    windows = tuple(
        _sealed(item, statement)
        if item.status == "final" and (last is None or item.window.end <= last)
        else item
        for item in statement.windows
    )
    return statement.model_copy(update={"windows": windows})


def _sealed(window: WindowStatement, statement: Statement) -> WindowStatement:
    found = window.model_copy(update={"status": "sealed"})
    return found.model_copy(
        update={"fingerprint": fingerprint_of(found, statement.for_window(window.window.label))}
    )


def verify(statement: Statement) -> None:
    """Check that nothing that was sealed has been changed since.

    Raises
    ------
    DataError
        The fingerprint of a sealed window is not that of what it says.
    """
    for item in statement.windows:
        if item.status == "sealed":
            found = fingerprint_of(item, statement.for_window(item.window.label))
            if found != item.fingerprint:
                where = f"statement: {item.window.label}"
                raise DataError(message(where, "it was changed after it was sealed", got=found[:12]))
