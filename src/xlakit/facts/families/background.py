"""How often a requester comes anyway: what a repeat contact has to be compared with."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.sources import Family

if TYPE_CHECKING:
    from xlakit.facts.sources import Sources

FOLLOW_UP = timedelta(days=7)
"""After a resolution; what comes then may be a repeat and is no background."""
DAY = timedelta(days=1)
WHO = ["who", "what"]
COLUMNS = MappingProxyType({"background_per_day": pl.Float64()})
MEANINGS = MappingProxyType(
    {
        "background_per_day": "new tickets a day of the same requester (and category) outside the seven days after "
        "each resolution, this ticket apart; null where requester or category is unknown, or no day is left"
    }
)
DOMAINS = MappingProxyType({"background_per_day": (0.0, 0.01, 0.2)})


def background(sources: Sources) -> pl.DataFrame:
    """Return ``background_per_day``: the requester's own rate of new tickets, apart from this one.

    It counts the requester's tickets of the same category (where the desk has categories) that were opened
    outside the seven days after each of their resolutions, over the days of the records outside those. A
    pooled rate would call every frequent requester a repeater. Null where the requester (or the category) is
    not known, and where no day is left.

    Single rates of short histories are rough; their mean over many tickets is not, so they are not shrunk.
    """
    tickets = sources.tickets
    category = column(tickets, "category", pl.String).cast(pl.String)
    with_category = category.null_count() < tickets.height
    rows = tickets.select(
        "ticket_id",
        "opened_at",
        column(tickets, "requester", pl.String).cast(pl.String).alias("who"),
        (category if with_category else pl.repeat("", tickets.height, eager=True)).alias("what"),
        pl.max_horizontal(
            pl.when(pl.col("first_resolved_at").is_not_null()).then("opened_at"), "first_resolved_at"
        ).alias("since"),
    )
    known = rows.filter(pl.col("who").is_not_null() & pl.col("what").is_not_null())
    first = tickets["opened_at"].min()
    resolved = known.filter(pl.col("since").is_not_null()).sort("since")
    until = pl.min_horizontal(pl.col("since").shift(-1).over(WHO), pl.lit(sources.as_of))
    covered = (
        resolved.with_columns(until=until)
        .group_by(WHO)
        .agg(followed=pl.min_horizontal(pl.col("until") - pl.col("since"), pl.lit(FOLLOW_UP)).sum())
    )
    fresh = (
        known.sort("opened_at")
        .join_asof(
            resolved.select(*WHO, "since", earlier="since"),
            left_on="opened_at",
            right_on="since",
            by=WHO,
            strategy="backward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .with_columns(fresh=(pl.col("opened_at") - pl.col("earlier") > FOLLOW_UP).fill_null(value=True))
    )
    span = pl.lit(sources.as_of) - pl.lit(first, pl.Datetime("us", "UTC"))
    days = (span - pl.col("followed").fill_null(timedelta())) / DAY
    others = pl.col("fresh").sum().over(WHO) - pl.col("fresh").cast(pl.Int64)
    return fresh.join(covered, on=WHO, how="left").select(
        "ticket_id", background_per_day=pl.when(days > 0).then(others / days)
    )


BACKGROUND = Family("background", COLUMNS, MEANINGS, background, DOMAINS)
