"""What must hold between the columns of a row and between tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.model.records import STATUSES
from xlakit.tables.schema import ROW, schema_of

if TYPE_CHECKING:
    from xlakit.tables.notes import Action, Notes
    from xlakit.tables.schema import TableSchema

PAIRS: dict[str, tuple[tuple[str, str, Action], ...]] = {
    "tickets": (
        ("opened_at", "first_response_at", "nulled"),
        ("opened_at", "resolved_at", "nulled"),
        ("opened_at", "closed_at", "nulled"),
        ("resolved_at", "closed_at", "kept"),
    ),
    "sessions": (("started_at", "ended_at", "nulled"), ("human_asked_at", "human_reached_at", "nulled")),
    "surveys": (("sent_at", "answered_at", "kept"),),
    "measurements": (("window_start", "window_end", "nulled"),),
    "reliefs": (("starts_at", "ends_at", "nulled"),),
}
UNKNOWN_TICKET = "names a ticket that is not in the tickets"
LOST_TICKET = "names a ticket that was set aside"
BEFORE_OPENING = "happened before its ticket was opened"
NOT_A_STATUS = "is none of the canonical statuses"
NO_VALUE = "has no value to change to"
NEED_VALUE = ("status", "priority")


def in_order(frame: pl.DataFrame, schema: TableSchema, notes: Notes) -> pl.DataFrame:
    """Return `frame` without ends that lie before their start: the end is nulled, or kept and counted.

    A resolution before the opening is no duration; which of the two is wrong cannot be known, and the
    opening is what a ticket cannot do without.
    """
    for start, end, action in PAIRS.get(schema.name, ()):
        if not {start, end} <= set(frame.columns):
            continue
        turned = (frame[end] < frame[start]).fill_null(value=False)
        if not turned.any():
            continue
        notes.add(schema, frame.filter(turned), column=end, reason=f"lies before {start}", action=action)
        if action == "nulled":
            frame = frame.with_columns(frame[end].set(turned, None))
    return frame


def of_known_tickets(
    frame: pl.DataFrame, tickets: pl.DataFrame, lost: pl.Series, schema: TableSchema, notes: Notes
) -> pl.DataFrame:
    """Return the rows whose ticket is known. Where a ticket is no must (sessions, reliefs) they are kept."""
    if "ticket_id" not in frame.columns:
        return frame
    action: Action = "set_aside" if "ticket_id" in schema.required else "kept"
    ids = frame["ticket_id"]
    unknown = ids.is_not_null() & ~ids.is_in(tickets["ticket_id"].implode())
    if not unknown.any():
        return frame
    gone = unknown & ids.is_in(lost.implode())
    for mask, reason in ((gone, LOST_TICKET), (unknown & ~gone, UNKNOWN_TICKET)):
        notes.add(schema, frame.filter(mask), column="ticket_id", reason=reason, action=action)
    return frame.filter(~unknown) if action == "set_aside" else frame


def check_events(events: pl.DataFrame, tickets: pl.DataFrame, notes: Notes) -> None:
    """Count events before the opening of their ticket."""
    opened = tickets.select("ticket_id", pl.col("opened_at").alias("__opened__"))
    joined = events.select(ROW, "ticket_id", "at").join(opened, on="ticket_id", how="left")
    early = joined.filter(pl.col("at") < pl.col("__opened__"))
    notes.add(schema_of("events"), early, column="at", reason=BEFORE_OPENING, action="kept")


def check_event_values(events: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Return events with canonical spelling of statuses; count others, and changes without a value."""
    if "value" not in events.columns:
        return events
    schema = schema_of("events")
    status = (events["kind"] == "status").fill_null(value=False)
    plain = events["value"].str.to_lowercase().str.replace_all(r"[\s_]+", "-")
    known = status & plain.is_in(list(STATUSES))
    odd = status & events["value"].is_not_null() & ~known
    notes.add(schema, events.filter(odd), column="value", reason=NOT_A_STATUS, action="kept")
    silent = events["kind"].is_in(list(NEED_VALUE)) & events["value"].is_null()
    notes.add(schema, events.filter(silent), column="value", reason=NO_VALUE, action="kept")
    return events.with_columns(events["value"].zip_with(~known.fill_null(value=False), plain))
