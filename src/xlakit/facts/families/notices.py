"""Messages sent before users asked: how early each came, and what tickets say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.families.known import known_rows
from xlakit.facts.sources import UTC_TIME, Family, Frame
from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from xlakit.facts.sources import Sources

MADE = {
    "reminder": pl.Boolean(),
    "lead_seconds": pl.Int64(),
    "reported_at": UTC_TIME,
    "report_known": pl.Boolean(),
    "reports_before": pl.Int64(),
}
MEANINGS = {
    "reminder": "whether an earlier notice spoke of the same thing: a maintenance of that service at that start, or "
    "that problem; never null",
    "lead_seconds": "from the sending to the start, in whole seconds, negative when sent later; null without a start",
    "reported_at": "the first report, stated or by a ticket of that problem; null without one",
    "report_known": "whether there being none is known, too; never null",
    "reports_before": "tickets of that problem opened before the sending; null where the notice names no problem, or "
    "no ticket of the desk does",
}
TOUCHES = {
    "touch_id": pl.String(),
    "at": UTC_TIME,
    "proactive": pl.Boolean(),
    "users": pl.Int64(),
    "service": pl.String(),
    "in_scope": pl.Boolean(),
}
TOUCH_MEANINGS = {
    "touch_id": "`notice` or `ticket`, and its id",
    "at": "when it was sent or opened; null where a notice does not say",
    "proactive": "true for a notice, false for a ticket",
    "users": "users the notice reached, null where it does not say; 1 for a ticket",
    "service": "the service it is about; null where it does not say",
    "in_scope": "whether the agreement covers the ticket; true for a notice",
}

DOMAINS = {
    "kind": ("maintenance", "known_issue", "degradation"),
    "affected": (0, 1, 40, 900),
    "notified": (0, 1, 30, 1000),
    "users": (0, 1, 30, 1000),
    "reports_before": (0, 1, 12),
}
"""Values that make sense, for columns whose type says too little."""


def make_notices(sources: Sources) -> pl.DataFrame | None:
    """Return one row a notice sent by ``as_of``, or None without a table of them."""
    given = sources.desk.notices
    if given is None:
        return None
    rows = known_rows(given, "notices", since="sent_at", as_of=sources.as_of, planned=("starts_at",))
    return _reported(rows.sort("sent_at", "notice_id"), _reports(sources)).with_columns(
        reminder=_reminder(),
        lead_seconds=(pl.col("starts_at") - pl.col("sent_at")).dt.total_seconds(),
    )


def _reminder() -> pl.Expr:
    """Whether an earlier row speaks of the same thing; rows stand in the order of their sending."""
    planned = pl.col("kind") == "maintenance"
    again = {
        ("kind", "service", "starts_at"): planned & pl.col("starts_at").is_not_null(),
        ("kind", "problem_id"): ~planned & pl.col("problem_id").is_not_null(),
    }
    found = [known & (pl.int_range(pl.len()).over(list(key)) > 0) for key, known in again.items()]
    return pl.any_horizontal(item.fill_null(value=False) for item in found)


def _reports(sources: Sources) -> pl.DataFrame:
    """Return ``problem_id`` and ``opened_at`` of the tickets that name a problem, in order."""
    tickets = sources.tickets
    return (
        tickets.select(
            column(tickets, "problem_id", pl.String).cast(pl.String).alias("problem_id"), "opened_at"
        )
        .filter(pl.col("problem_id").is_not_null())
        .sort("opened_at")
    )


def _reported(rows: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    first = reports.group_by("problem_id").agg(_first=pl.col("opened_at").min())
    traced = pl.col("problem_id").is_not_null() & (reports.height > 0)
    earlier = reports.with_columns(_earlier=pl.int_range(1, pl.len() + 1).over("problem_id"))
    return (
        rows.join(first, on="problem_id", how="left", maintain_order="left")
        .join_asof(
            earlier.rename({"opened_at": "_opened"}),
            left_on="sent_at",
            right_on="_opened",
            by="problem_id",
            strategy="backward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .with_columns(
            reported_at=pl.min_horizontal("first_report_at", "_first"),
            report_known=traced | pl.col("first_report_at").is_not_null(),
            reports_before=pl.when(traced).then(pl.col("_earlier").fill_null(0).cast(pl.Int64)),
        )
        .drop("_first", "_earlier", "_opened", strict=False)
    )


def make_touches(sources: Sources) -> pl.DataFrame | None:
    """Return one row a notice and one row a ticket, or None without a table of notices."""
    notices = make_notices(sources)
    if notices is None:
        return None
    sent = notices.select(
        pl.concat_str(pl.lit("notice "), "notice_id").alias("touch_id"),
        pl.col("sent_at").alias("at"),
        pl.lit(value=True).alias("proactive"),
        pl.col("notified").alias("users"),
        "service",
        pl.lit(value=True).alias("in_scope"),
    )
    tickets = sources.tickets
    opened = tickets.select(
        pl.concat_str(pl.lit("ticket "), "ticket_id").alias("touch_id"),
        pl.col("opened_at").alias("at"),
        pl.lit(value=False).alias("proactive"),
        pl.lit(1, pl.Int64).alias("users"),
        column(tickets, "service", pl.String).cast(pl.String).alias("service"),
        "in_scope",
    )
    return pl.concat([sent, opened])


def make_alerted(sources: Sources) -> pl.DataFrame:
    """Return whether a notice of a ticket's problem was sent before the ticket was opened."""
    tickets, notices = sources.tickets, make_notices(sources)
    rows = tickets.select(
        "ticket_id", "opened_at", column(tickets, "problem_id", pl.String).cast(pl.String).alias("problem_id")
    )
    if notices is None:
        return rows.select("ticket_id", pl.lit(None, pl.Boolean).alias("alerted"))
    first = (
        notices.filter(pl.col("problem_id").is_not_null())
        .group_by("problem_id")
        .agg(_sent=pl.col("sent_at").min())
    )
    told = (pl.col("_sent") < pl.col("opened_at")).fill_null(value=False)
    return rows.join(first, on="problem_id", how="left").select(
        "ticket_id", pl.when(pl.col("problem_id").is_not_null()).then(told).alias("alerted")
    )


NOTICES = Frame("notices", {**dtypes_of("notices"), **MADE}, MEANINGS, ("notice_id",), make_notices, DOMAINS)
TOUCHPOINTS = Frame("touchpoints", TOUCHES, TOUCH_MEANINGS, ("touch_id",), make_touches, DOMAINS)
ALERTED = Family(
    "alerted",
    {"alerted": pl.Boolean()},
    {
        "alerted": "whether a notice of its problem was sent before it was opened; null without a problem, and on a "
        "desk without notices"
    },
    make_alerted,
    DOMAINS,
)
