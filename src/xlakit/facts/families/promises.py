"""What users were promised by when, and when it happened."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.sources import UTC_TIME, Family

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts.sources import Sources

COLUMNS: Mapping[str, pl.DataType] = {
    "promises_made": pl.Int64(),
    "promises_decided": pl.Int64(),
    "promises_kept": pl.Int64(),
    "repromised": pl.Int64(),
    "promise_error_seconds": pl.Int64(),
    "last_promise_error_seconds": pl.Int64(),
    "promise_decided_at": UTC_TIME,
    "promises_source": pl.String(),
}
"""What is added to tickets, from ``promised`` events, else from ``promised_at``.

A promise is an instant by which the ticket was to be resolved; the same instant told again is the same promise. It is
met by the first resolution, or, where it was made after that, by the last.
"""
MEANINGS: Mapping[str, str] = {
    "promises_made": "promised instants, the same one told again counted once; null where nothing was promised",
    "promises_decided": "those that were met or whose instant has passed; null likewise",
    "promises_kept": "those met in time, on the instant included; null likewise",
    "repromised": "promises after the first; null likewise",
    "promise_error_seconds": "resolution less first promise, in whole seconds, above 0 when late; null until resolved",
    "last_promise_error_seconds": "the same to the last promise",
    "promise_decided_at": "when the first promise was met or passed; null until then",
    "promises_source": "`events` or `column`; null where nothing was promised",
}

DOMAINS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "promise_error_seconds": (-7200, 0, 60, 86_400),
        "last_promise_error_seconds": (-7200, 0, 60, 86_400),
    }
)
ISO = "%Y-%m-%dT%H:%M:%S%.fZ"
"""How the tables write the instants that ``promised`` events hold."""

MICROSECONDS = 1_000_000


def make_promises(sources: Sources) -> pl.DataFrame:
    """Return what was promised of each ticket, and what came of it."""
    made = _promises(sources)
    tickets = sources.tickets
    ends = tickets.select(
        "ticket_id",
        "first_resolved_at",
        last=pl.coalesce(
            "resolved_replayed", column(tickets, "resolved_at", UTC_TIME).cast(UTC_TIME), "first_resolved_at"
        ),
    )
    actual = (
        pl.when(pl.col("first_resolved_at") >= pl.col("made_at"))
        .then("first_resolved_at")
        .when(pl.col("last") >= pl.col("made_at"))
        .then("last")
    )
    error = (pl.col("actual") - pl.col("due_at")).dt.total_microseconds() // MICROSECONDS
    known = (
        made.join(ends, on="ticket_id", how="inner")
        .with_columns(actual=actual)
        .with_columns(
            kept=(pl.col("actual") <= pl.col("due_at")).fill_null(value=False),
            decided=pl.col("actual").is_not_null() | (pl.col("due_at") < sources.as_of),
            error=error,
        )
        .sort("ticket_id", "made_at", "due_at")
    )
    decided_at = pl.when("decided").then(pl.min_horizontal("actual", "due_at"))
    return known.group_by("ticket_id", maintain_order=True).agg(
        promises_made=pl.len().cast(pl.Int64),
        promises_decided=pl.col("decided").cast(pl.Int64).sum(),
        promises_kept=pl.col("kept").cast(pl.Int64).sum(),
        repromised=pl.len().cast(pl.Int64) - 1,
        promise_error_seconds=pl.col("error").first(),
        last_promise_error_seconds=pl.col("error").last(),
        promise_decided_at=decided_at.first(),
        promises_source=pl.col("source").first(),
    )


def _promises(sources: Sources) -> pl.DataFrame:
    """Return one row a promise: ticket_id, made_at, due_at, source."""
    due = pl.col("value").str.to_datetime(ISO, time_unit="us", time_zone="UTC", strict=False)
    told = (
        sources.events.filter(pl.col("kind") == "promised")
        .select("ticket_id", made_at="at", due_at=due)
        .filter(pl.col("due_at").is_not_null())
        .group_by("ticket_id", "due_at")
        .agg(pl.col("made_at").min())
        .select("ticket_id", "made_at", "due_at", source=pl.lit("events"))
    )
    tickets = sources.tickets
    stated = (
        tickets.select(
            "ticket_id",
            made_at="opened_at",
            due_at=column(tickets, "promised_at", UTC_TIME).cast(UTC_TIME),
            source=pl.lit("column"),
        )
        .filter(pl.col("due_at").is_not_null())
        .join(told, on="ticket_id", how="anti")
    )
    return pl.concat([told, stated])


PROMISES = Family("promises", COLUMNS, MEANINGS, make_promises, DOMAINS)
