"""Tickets of one problem: what the same user opened about the same thing in one go."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.sources import Family

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.facts.sources import Sources

WINDOW = timedelta(days=7)
"""The next ticket belongs to the same problem when it was opened within this of the one before."""

COLUMNS: Mapping[str, pl.DataType] = {
    "cluster_id": pl.String(),
    "cluster_size": pl.Int64(),
    "cluster_first": pl.Boolean(),
    "cluster_linked": pl.Boolean(),
}
MEANINGS: Mapping[str, str] = {
    "cluster_id": "the first ticket of the requester about the same problem, else category, each opened within "
    "seven days of the one before; null where the requester, or both others, are unknown",
    "cluster_size": "tickets of the cluster; null likewise",
    "cluster_first": "whether it is the first one; null likewise",
    "cluster_linked": "whether the cluster names a problem; null likewise, and on a desk none of whose tickets does",
}
DOMAINS: Mapping[str, tuple[object, ...]] = {"cluster_size": (1, 1, 2, 3, 5)}
"""Values that make sense of a column, for those who draw some at random."""

WHO, WHAT, PROBLEM, RUN = "_who", "_what", "_problem", "_run"


def clusters(sources: Sources) -> pl.DataFrame:
    """Return the cluster of each ticket whose requester, and whose problem or category, is known.

    Tickets of one requester belong together when they name the same problem, else the same category, and each
    was opened within `WINDOW` of the one before. A ticket that names no problem takes that of the tickets of its
    category before it, else after it, in the same run: a problem found at the third ticket is that of the first.
    """
    tickets = sources.tickets
    problem = column(tickets, "problem_id", pl.String)
    rows = tickets.select(
        "ticket_id",
        "opened_at",
        _number(column(tickets, "requester", pl.String)).alias(WHO),
        _number(column(tickets, "category", pl.String)).alias(WHAT),
        _number(problem).alias(PROBLEM),
    )
    known = rows.filter(
        pl.col(WHO).is_not_null() & (pl.col(PROBLEM).is_not_null() | pl.col(WHAT).is_not_null())
    ).sort("opened_at", "ticket_id")
    named = _runs(known, (WHO, WHAT)).with_columns(
        pl.col(PROBLEM).forward_fill().backward_fill().over(RUN),
    )
    about = pl.when(pl.col(PROBLEM).is_null()).then(pl.col(WHAT))
    found = _runs(named.with_columns(about.alias(WHAT)).sort("opened_at", "ticket_id"), (WHO, PROBLEM, WHAT))
    tracked = problem.null_count() < problem.len()
    linked = pl.col(PROBLEM).is_not_null() if tracked else pl.lit(None, pl.Boolean)
    firsts = found.group_by(RUN, maintain_order=True).agg(
        pl.col("ticket_id").first().alias("cluster_id"), pl.len().cast(pl.Int64).alias("cluster_size")
    )
    return found.join(firsts, on=RUN, maintain_order="left").select(
        "ticket_id",
        "cluster_id",
        "cluster_size",
        (pl.col("ticket_id") == pl.col("cluster_id")).alias("cluster_first"),
        linked.alias("cluster_linked"),
    )


def _number(names: pl.Series) -> pl.Series:
    """Return a number for each name, null where there is none: what is compared often is compared faster."""
    return names.cast(pl.String).rank("dense")


def _runs(rows: pl.DataFrame, same: Sequence[str]) -> pl.DataFrame:
    """Return the rows, given in order of time, by what they are about, each with its run of close followers."""
    ordered = rows.sort(*same, nulls_last=True, maintain_order=True)
    changed = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in same)
    later = pl.col("opened_at") - pl.col("opened_at").shift(1) > WINDOW
    begins = changed | later.fill_null(value=True)
    return ordered.with_columns(begins.cast(pl.Int64).cum_sum().alias(RUN))


CLUSTERS = Family("clusters", COLUMNS, MEANINGS, clusters, DOMAINS)
