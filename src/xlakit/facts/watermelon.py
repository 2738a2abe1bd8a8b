"""Tickets that are green outside and red inside, with the reason."""

from __future__ import annotations

import polars as pl

WHOLE = 100


def with_watermelons(answers: pl.DataFrame, cycles: pl.DataFrame) -> pl.DataFrame:
    """Return the answers with ``watermelon`` and ``watermelon_reason``.

    A watermelon is a rated ticket whose decided clocks were all kept and whose user is unhappy; null where
    one of both is not known. The reason says what the user was asked and how much of its limit each clock
    used (whole per cent, rounded down; of several cycles the slowest).
    """
    flagged = answers.with_columns(
        watermelon=pl.when(pl.col("clocks_met").is_not_null() & pl.col("unhappy").is_not_null()).then(
            pl.col("clocks_met") & pl.col("unhappy")
        )
    )
    there = flagged.filter("watermelon").select(pl.col("ticket_id").unique())
    used = (
        cycles.filter(pl.col("met").is_not_null())
        .join(there, on="ticket_id", how="semi")
        .group_by("ticket_id", "clock")
        .agg(pl.col("used").max())
        .sort("ticket_id", "clock")
        .with_columns((pl.col("used") * WHOLE).floor().cast(pl.Int64).cast(pl.String))
        .with_columns(
            clause=pl.coalesce(
                pl.format("{} kept at {} % of its limit", "clock", "used"), pl.format("{} kept", "clock")
            )
        )
        .group_by("ticket_id", maintain_order=True)
        .agg(_kept=pl.col("clause").str.join(", "))
    )
    return (
        flagged.join(used, on="ticket_id", how="left", maintain_order="left")
        .with_columns(
            watermelon_reason=pl.when("watermelon").then(
                pl.format("{}; unhappy by {}", pl.col("_kept").fill_null("clocks kept"), "unhappy_by")
            )
        )
        .drop("_kept")
    )
