"""The tickets as they stood at an instant, under the words and the scope of an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.condition import matches, require_columns
from xlakit.facts.maintenance import opened_inside, services_unknown
from xlakit.facts.notes import doubt, doubts_by_value

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.model import Agreement, Count

FUTURE_ALLOWED = ("opened_at", "promised_at")
INSIDE_MAINTENANCE = "opened inside a maintenance window that the agreement excludes"


def opened_by(tickets: pl.DataFrame, as_of: datetime) -> tuple[pl.DataFrame, list[Count]]:
    """Return the tickets opened at or before `as_of`, by ``ticket_id``."""
    known = tickets.filter(pl.col("opened_at") <= as_of).sort("ticket_id")
    return known, doubt("tickets", "opened after as_of, left out", tickets.height - known.height)


def without_later(known: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Return the tickets without times later than `as_of`; a promised time may lie in the future."""
    times = [
        name
        for name, kind in known.schema.items()
        if isinstance(kind, pl.Datetime) and name not in FUTURE_ALLOWED
    ]
    return known.with_columns(pl.when(pl.col(name) <= as_of).then(pl.col(name)).alias(name) for name in times)


def under_terms(tickets: pl.DataFrame, agreement: Agreement | None) -> tuple[pl.DataFrame, list[Count]]:
    """Return the tickets with ``priority`` in the agreement's words, ``priority_stated`` and ``in_scope``.

    Raises
    ------
    DataError
        The agreement's scope speaks of a column that the tickets do not have.
    """
    if "priority" not in tickets.columns:
        tickets = tickets.with_columns(priority=pl.lit(None, pl.String))
    stated = tickets.with_columns(pl.col("priority").cast(pl.String).alias("priority_stated"))
    if agreement is None:
        return stated.with_columns(in_scope=pl.lit(value=True)), []
    require_columns(agreement.scope, tickets.columns, "scope")
    words = agreement.priority_of()
    ready = stated.with_columns(
        priority=mapped(pl.col("priority_stated"), words), in_scope=matches(agreement.scope)
    )
    notes = doubt("tickets", "outside the agreement's scope", ready.height - int(ready["in_scope"].sum()))
    ready, left_out = _without_maintenance(ready, agreement)
    notes += left_out
    if words:
        strange = ready.filter(
            pl.col("priority_stated").is_not_null(), ~pl.col("priority_stated").is_in(list(words))
        )
        notes += doubts_by_value(
            "tickets.priority", "in no list of the agreement's priorities", strange["priority_stated"]
        )
    notes += doubt("tickets.priority", "unknown", int(ready["priority"].null_count()) if words else 0)
    return ready, notes


def _without_maintenance(tickets: pl.DataFrame, agreement: Agreement) -> tuple[pl.DataFrame, list[Count]]:
    """Return the tickets, those opened inside an excluded maintenance window not in scope."""
    notes: list[Count] = []
    if services_unknown(agreement, tickets):
        notes += doubt("maintenance", "needs column 'service', which the tickets do not have", tickets.height)
    gone = tickets.get_column("in_scope") & pl.Series(opened_inside(agreement, tickets))
    if not gone.any():
        return tickets, notes
    first = str(tickets.filter(gone).get_column("ticket_id").min())
    notes += doubt("tickets.opened_at", INSIDE_MAINTENANCE, int(gone.sum()), example=first)
    return tickets.with_columns(in_scope=pl.col("in_scope") & ~gone), notes


def mapped(word: pl.Expr, words: dict[str, str]) -> pl.Expr:
    """Return `word` in the agreement's own words; a word it does not list stays as it is."""
    return word.replace(words) if words else word


def column(frame: pl.DataFrame, name: str, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    """Return a column of `frame`, all null where it has none."""
    if name in frame.columns:
        return frame.get_column(name)
    return pl.repeat(None, frame.height, dtype=kind, eager=True).alias(name)
