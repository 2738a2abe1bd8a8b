"""Whether the requester came back."""

from __future__ import annotations

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.reading import UTC_TIME


def with_next_contact(tickets: pl.DataFrame) -> pl.DataFrame:
    """Return the tickets with ``next_contact_at`` and ``contact_known``.

    The next contact is the opening of the requester's next ticket after the first resolution; of the same
    category where the desk has categories. It is known where the requester (and the category) is.
    """
    category = column(tickets, "category", pl.String).cast(pl.String)
    with_category = category.null_count() < tickets.height
    rows = tickets.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("place"),
        column(tickets, "requester", pl.String).cast(pl.String).alias("who"),
        (category if with_category else pl.repeat("", tickets.height, eager=True)).alias("what"),
        "opened_at",
        pl.max_horizontal(
            pl.when(pl.col("first_resolved_at").is_not_null()).then("opened_at"), "first_resolved_at"
        ).alias("since"),
    )
    known = rows.filter(pl.col("who").is_not_null() & pl.col("what").is_not_null())
    later = known.select("who", "what", pl.col("opened_at").alias("next")).sort("next")
    found = (
        known.filter(pl.col("since").is_not_null())
        .sort("since")
        .join_asof(
            later,
            left_on="since",
            right_on="next",
            by=["who", "what"],
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .select("place", pl.col("next").cast(UTC_TIME).alias("next_contact_at"))
    )
    named = rows.select("place", contact_known=pl.col("who").is_not_null() & pl.col("what").is_not_null())
    return tickets.hstack(named.join(found, on="place", how="left", maintain_order="left").drop("place"))
