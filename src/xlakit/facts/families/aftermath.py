"""What became of the user one to three months after a resolution."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.sources import Family, Sources

if TYPE_CHECKING:
    from collections.abc import Mapping

LATER, LATEST = timedelta(days=30), timedelta(days=90)
"""What comes at least this long, and less than that long, after a resolution is its later effect."""

COLUMNS: Mapping[str, pl.DataType] = MappingProxyType(
    {"contact_later": pl.Boolean(), "csat_later": pl.Float64()}
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "contact_later": "whether the requester opened a ticket, of the same category where the desk has them, 30 up "
        "to 90 days after the first resolution; null before these are over, and where requester or category is "
        "unknown",
        "csat_later": "the first satisfaction, in points of its scale, that the requester answered in these days on "
        "any ticket, of two at once the lower; null without such an answer",
    }
)
DOMAINS: Mapping[str, tuple[Any, ...]] = MappingProxyType({"csat_later": (1.0, 3.0, 4.5, 5.0)})


def make(sources: Sources) -> pl.DataFrame:
    """Return the later effect of each resolution."""
    tickets = sources.tickets
    category = column(tickets, "category", pl.String).cast(pl.String)
    rows = (
        tickets.select(
            "ticket_id",
            "opened_at",
            "contact_known",
            column(tickets, "requester", pl.String).cast(pl.String).alias("who"),
            category.alias("what") if category.null_count() < category.len() else pl.lit("").alias("what"),
            since=pl.col("first_resolved_at") + LATER,
            mature=pl.col("first_resolved_at") + LATEST <= sources.as_of,
        )
        .with_columns(until=pl.col("since") + (LATEST - LATER))
        .sort("ticket_id")
    )
    contacts = rows.select("who", "what", at="opened_at").drop_nulls().sort("at")
    answers = _answers(sources, rows)
    watched = rows.filter(pl.col("since").is_not_null() & pl.col("who").is_not_null())
    next_contact = _next(watched.filter(pl.col("what").is_not_null()), contacts, ["who", "what"])
    next_answer = _next(watched, answers, ["who"])
    return (
        rows.join(next_contact.select("ticket_id", contact="at"), on="ticket_id", how="left")
        .join(next_answer.select("ticket_id", "at", "csat"), on="ticket_id", how="left")
        .select(
            "ticket_id",
            contact_later=pl.when(pl.col("mature") & pl.col("contact_known")).then(
                (pl.col("contact") < pl.col("until")).fill_null(value=False)
            ),
            csat_later=pl.when(pl.col("at") < pl.col("until")).then("csat"),
        )
    )


def _answers(sources: Sources, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the answers on satisfaction by person and instant; of several at once the lowest."""
    asked = rows.select("ticket_id", requester="who")
    told = sources.surveys.filter(pl.col("answered") & pl.col("csat").is_not_null())
    return (
        told.join(asked, on="ticket_id", how="left", suffix="_of_ticket")
        .select(
            who=pl.coalesce(
                pl.col("respondent"),
                pl.col("requester_of_ticket" if "requester" in told.columns else "requester"),
            ),
            at=pl.coalesce("answered_at", "sent_at"),
            csat=pl.col("csat"),
        )
        .drop_nulls()
        .sort("at", "csat")
        .unique(["who", "at"], keep="first", maintain_order=True)
    )


def _next(watched: pl.DataFrame, events: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Return for each row the first of `events` of the same person at or after ``since``."""
    return watched.sort("since", "ticket_id").join_asof(
        events,
        left_on="since",
        right_on="at",
        by=by,
        strategy="forward",
        check_sortedness=False,
    )


AFTERMATH = Family("aftermath", COLUMNS, MEANINGS, make, DOMAINS)
