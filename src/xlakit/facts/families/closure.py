"""How tickets were closed: after the user confirmed, after the user was asked, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column, mapped
from xlakit.facts.sources import UTC_TIME, Family

if TYPE_CHECKING:
    from xlakit.facts.sources import Sources

SOLVED, ENDED = ("resolved", "closed"), ("resolved", "closed", "cancelled")
CONFIRMATION = "confirmation"
COLUMNS = {
    "closing_at": UTC_TIME,
    "closing_recorded": pl.Boolean(),
    "closing_confirmed_at": UTC_TIME,
    "closing_asked_at": UTC_TIME,
}
MEANINGS = {
    "closing_at": "`closed_at`, else the last status event where that is `closed`; null while not closed",
    "closing_recorded": "whether this desk records confirmations, or asking for them, at all; never null",
    "closing_confirmed_at": "the last confirmation up to the closing and since the last reopening; null without one",
    "closing_asked_at": "when confirmation was first asked for in that time: an `asked` event since the last "
    "resolution, or one whose value is `confirmation`; null without one",
}


def make_closure(sources: Sources) -> pl.DataFrame:
    """Return how the closed tickets were closed."""
    words = {} if sources.agreement is None else sources.agreement.statuses
    listed = {word: name for name, every in words.items() for word in every}
    tickets = sources.tickets
    statuses = (
        sources.events.filter((pl.col("kind") == "status") & pl.col("value").is_not_null())
        .select("ticket_id", "at", "seq", mapped(pl.col("value"), listed).alias("value"))
        .sort("ticket_id", "at", "seq", "value")
    )
    before = pl.col("value").shift().over("ticket_id")
    again = before.is_in(SOLVED) & ~pl.col("value").is_in(ENDED)
    told = (
        statuses.with_columns(again=again)
        .group_by("ticket_id")
        .agg(
            _closed=pl.when(pl.col("value").last() == "closed").then(pl.col("at").last()),
            _reopened=pl.col("at").filter(pl.col("again")).max(),
        )
    )
    rows = (
        tickets.select(
            "ticket_id",
            column(tickets, "closed_at", UTC_TIME).cast(UTC_TIME).alias("closed_at"),
            pl.coalesce("resolved_replayed", column(tickets, "resolved_at", UTC_TIME).cast(UTC_TIME)).alias(
                "_solved"
            ),
        )
        .join(told, on="ticket_id", how="left", maintain_order="left")
        .with_columns(closing_at=pl.coalesce("closed_at", "_closed"))
    )
    asides = sources.events.filter(pl.col("kind").is_in(["confirmed", "asked"])).select(
        "ticket_id", "at", "kind", "value"
    )
    counted = asides.join(rows, on="ticket_id", how="inner").filter(
        (pl.col("at") <= pl.col("closing_at"))
        & ((pl.col("at") >= pl.col("_reopened")) | pl.col("_reopened").is_null())
    )
    for_that = (pl.col("value") == CONFIRMATION) | (pl.col("at") >= pl.col("_solved"))
    found = counted.group_by("ticket_id").agg(
        closing_confirmed_at=pl.col("at").filter(pl.col("kind") == "confirmed").max(),
        closing_asked_at=pl.col("at").filter((pl.col("kind") == "asked") & for_that).min(),
    )
    return rows.join(found, on="ticket_id", how="left").with_columns(
        closing_recorded=pl.lit(asides.height > 0)
    )


CLOSURE = Family("closure", COLUMNS, MEANINGS, make_closure)
