"""Visits to the self-service: what came of each, as far as the records tell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.families.known import known_rows
from xlakit.facts.sources import UTC_TIME, Frame
from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from xlakit.facts.sources import Sources

DORMANT = timedelta(days=1)
"""A visit without a recorded end is over once it began this long ago."""

MADE = {
    "ticket_opened_at": UTC_TIME,
    "ticket_known": pl.Boolean(),
    "topic_ticket_opened_at": UTC_TIME,
    "topic_ticket_known": pl.Boolean(),
    "over": pl.Boolean(),
    "session_seconds": pl.Int64(),
    "confirmed": pl.Boolean(),
    "human_asked": pl.Boolean(),
    "human_reached": pl.Boolean(),
    "human_tracked": pl.Boolean(),
    "article_found": pl.Boolean(),
}
MEANINGS = {
    "ticket_opened_at": "the first ticket of the same requester opened at or after the start, or the stated ticket (at "
    "the start, where that was opened before); null without one",
    "ticket_known": "whether a ticket would be known; never null",
    "topic_ticket_opened_at": "the same among tickets whose category is the topic of the visit",
    "topic_ticket_known": "whether such a ticket would be known; never null",
    "over": "whether the visit has ended, or began a day ago; null where it states neither",
    "session_seconds": "from the start to the end, in whole seconds; null until ended",
    "confirmed": "whether the user said that it helped; null where the table does not ask",
    "human_asked": "whether a human was asked for; false once over, null before, and where the table does not tell",
    "human_reached": "whether a human was reached; false once over and asked for, null before, and where the table "
    "does not tell",
    "human_tracked": "whether the table records who was reached at all; never null",
    "article_found": "whether it led to an article; null where the table has no articles",
}


def make_sessions(sources: Sources) -> pl.DataFrame | None:
    """Return one row a visit that began by ``as_of``, or None without a table of them."""
    given = sources.desk.sessions
    if given is None:
        return None
    as_of = sources.as_of
    running = (pl.col("ended_at") > as_of).fill_null(value=False)
    # The verdict on a visit is given at its end, so it is not known before.
    asked = (
        given.with_columns(helpful=pl.when(~running).then("helpful"))
        if {"ended_at", "helpful"} <= set(given.columns)
        else given
    )
    rows = known_rows(asked, "sessions", since="started_at", as_of=as_of).sort("started_at", "session_id")
    rows = _followed(rows, sources)
    over = pl.col("ended_at").is_not_null() | (pl.col("started_at") + DORMANT <= as_of)
    rows = rows.with_columns(
        over=over,
        session_seconds=(pl.col("ended_at") - pl.col("started_at")).dt.total_seconds(),
        confirmed=_recorded("helpful" in given.columns, pl.col("helpful").fill_null(value=False)),
        human_tracked=pl.lit("human_reached_at" in given.columns),
        article_found=_recorded("article_id" in given.columns, pl.col("article_id").is_not_null()),
    )
    return rows.with_columns(
        human_asked=_came("human_asked_at", pl.lit("human_asked_at" in given.columns)),
        human_reached=_came(
            "human_reached_at", pl.col("human_tracked") & pl.col("human_asked_at").is_not_null()
        ),
    )


def _recorded(told: bool, value: pl.Expr) -> pl.Expr:  # noqa: FBT001 - whether the table has the column
    return value if told else pl.lit(None, pl.Boolean)


def _came(name: str, told: pl.Expr) -> pl.Expr:
    """Return whether it happened; that it did not is known once the visit is over."""
    return (
        pl.when(pl.col(name).is_not_null())
        .then(pl.lit(value=True))
        .when(told & pl.col("over"))
        .then(pl.lit(value=False))
    )


def _followed(rows: pl.DataFrame, sources: Sources) -> pl.DataFrame:
    """Return the visits with the ticket that followed, of any kind and of their topic."""
    tickets = sources.tickets.select(
        "ticket_id",
        "opened_at",
        column(sources.tickets, "requester", pl.String).cast(pl.String).alias("requester"),
        column(sources.tickets, "category", pl.String).cast(pl.String).alias("topic"),
    )
    rows = _stated(rows, tickets, sources)
    linked = rows.get_column("ticket_id").null_count() < rows.height
    people = tickets.get_column("requester").null_count() < tickets.height
    subjects = tickets.get_column("topic").null_count() < tickets.height
    asker = pl.col("requester").is_not_null() & people
    traceable = (asker | linked) & ~pl.col("_lost")
    topical = ((asker & pl.col("topic").is_not_null() & subjects) | linked) & ~pl.col("_lost")
    return (
        rows.with_columns(
            _next(rows, tickets, ["requester"]).alias("_any"),
            _next(rows, tickets, ["requester", "topic"]).alias("_same"),
        )
        .with_columns(
            ticket_opened_at=pl.min_horizontal("_stated", "_any"),
            topic_ticket_opened_at=pl.min_horizontal("_stated", "_same"),
            ticket_known=traceable,
            topic_ticket_known=topical,
        )
        .drop("_any", "_same", "_stated", "_lost")
    )


def _stated(rows: pl.DataFrame, tickets: pl.DataFrame, sources: Sources) -> pl.DataFrame:
    """Return the visits with when their stated ticket came, and whether the desk does not hold it at all."""
    opened = tickets.select("ticket_id", _stated=pl.col("opened_at"))
    held = sources.desk.tickets.get_column("ticket_id").implode()
    return rows.join(opened, on="ticket_id", how="left", maintain_order="left").with_columns(
        _stated=pl.max_horizontal("_stated", pl.when(pl.col("_stated").is_not_null()).then("started_at")),
        _lost=pl.col("ticket_id").is_not_null() & ~pl.col("ticket_id").is_in(held),
    )


def _next(rows: pl.DataFrame, tickets: pl.DataFrame, by: list[str]) -> pl.Series:
    """Return when the next ticket that agrees in `by` was opened, in the order of `rows`."""
    known = pl.all_horizontal(pl.col(by).is_not_null())
    later = tickets.filter(known).select(*by, pl.col("opened_at").alias("_next")).sort("_next")
    placed = rows.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("_place"), "started_at", *by)
    found = (
        placed.filter(known)
        .sort("started_at")
        .join_asof(
            later,
            left_on="started_at",
            right_on="_next",
            by=by,
            strategy="forward",
            check_sortedness=False,
        )
        .select("_place", pl.col("_next").cast(UTC_TIME))
    )
    return placed.join(found, on="_place", how="left", maintain_order="left").get_column("_next")


SESSIONS = Frame(
    "sessions", {**dtypes_of("sessions"), **MADE}, MEANINGS, ("requester", "session_id"), make_sessions
)
