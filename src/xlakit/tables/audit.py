"""An audit log (a ticket a row, after each update) → tickets and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.tables.schema import ROW, schema_of

if TYPE_CHECKING:
    from xlakit.tables.mapping import LogShape
    from xlakit.tables.notes import Notes
    from xlakit.tables.schema import TableSchema

OUT_OF_ORDER = "is numbered before an update of an earlier time"
NEW = "new"


def split(
    log: pl.DataFrame, shape: LogShape, schema: TableSchema, notes: Notes
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tickets (the last row of each) and the events (the differences between rows).

    Rows are ordered by time, then by number of the update, then by their place in the file. A row is an
    event where status, priority or team is another than before; its number becomes ``seq``, so changes of
    one update are one batch. ``opened`` stands at ``opened_at`` with the first priority known; the first
    row's status is an event unless it is "new". Roles are not in such a log and stay null.
    """
    number = pl.col(shape.seq) if shape.seq in log.columns else pl.lit(None, pl.Int64)
    ordered = log.with_columns(number.alias(shape.seq)).sort("ticket_id", shape.at, shape.seq, ROW)
    same = pl.col("ticket_id") == pl.col("ticket_id").shift()
    back = ordered.filter((same & (pl.col(shape.seq) < pl.col(shape.seq).shift())).fill_null(value=False))
    notes.add(schema, back, column=shape.seq, reason=OUT_OF_ORDER, action="kept")
    last = (pl.col("ticket_id") != pl.col("ticket_id").shift(-1)).fill_null(value=True)
    tickets = ordered.filter(last)
    parts = [_openings(ordered, same)]
    parts += [
        _changes(ordered, shape, kind, column)
        for kind, column in (("status", "status"), ("priority", "priority"), ("assigned", "team"))
        if column in ordered.columns
    ]
    columns = [ROW, *(name for name in schema_of("events").names if name in parts[0].columns)]
    events = pl.concat([part.select(columns) for part in parts])
    order = {"opened": 0, "priority": 1, "status": 2, "assigned": 3}
    events = events.sort(
        "ticket_id",
        "at",
        "seq",
        ROW,
        pl.col("kind").replace_strict(order, return_dtype=pl.Int64),
        nulls_last=False,
    )
    return tickets, events


def _events(
    rows: pl.DataFrame, *, at: str, kind: str, value: pl.Expr, actor: pl.Expr, seq: pl.Expr
) -> pl.DataFrame:
    return rows.select(
        ROW,
        "ticket_id",
        pl.col(at).alias("at"),
        pl.lit(kind).alias("kind"),
        value.cast(pl.String).alias("value"),
        actor.cast(pl.String).alias("actor"),
        pl.lit(None, pl.String).alias("role"),
        seq.cast(pl.Int64).alias("seq"),
    )


def _openings(ordered: pl.DataFrame, same: pl.Expr) -> pl.DataFrame:
    first = ordered.filter(~same.fill_null(value=False))
    nothing, none = pl.lit(None, pl.String), pl.lit(None, pl.Int64)
    who = next((name for name in ("opened_by", "requester") if name in first.columns), None)
    actor = pl.col(who) if who else nothing
    opened = _events(first, at="opened_at", kind="opened", value=nothing, actor=actor, seq=none)
    if "priority" not in first.columns:
        return opened
    rated = first.filter(pl.col("priority").is_not_null())
    priority = pl.col("priority")
    return pl.concat(
        [opened, _events(rated, at="opened_at", kind="priority", value=priority, actor=actor, seq=none)]
    )


def _changes(ordered: pl.DataFrame, shape: LogShape, kind: str, column: str) -> pl.DataFrame:
    # A value that is unknown in between is no change; the last known one holds.
    known = pl.col(column).forward_fill().over("ticket_id")
    before = known.shift().over("ticket_id")
    changed = pl.col(column).is_not_null() & (pl.col(column) != before.fill_null(""))
    if kind == "priority":
        changed &= before.is_not_null()
    if kind == "status":
        changed &= before.is_not_null() | (pl.col(column) != NEW)
    actor = pl.col(shape.actor) if shape.actor in ordered.columns else pl.lit(None, pl.String)
    rows = ordered.filter(changed)
    return _events(rows, at=shape.at, kind=kind, value=pl.col(column), actor=actor, seq=pl.col(shape.seq))
