"""The rows a metric adds over: facts at the metric's grain, narrowed to what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts import Facts, matches
from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from xlakit.metrics.metric import Grain, Metric

VALUE, AT, IMMATURE = "_value", "_at", "_immature"


def rows_of(facts: Facts, metric: Metric, cuts: frozenset[str]) -> pl.DataFrame:
    """Return the rows of `metric`: what each adds, when, whether it is mature, and its segment columns.

    Raises
    ------
    MeasureError
        A column of the metric's condition or of a cut does not exist.
    """
    frame = grain_frame(facts, metric.grain, metric.clock)
    _check(frame, metric, cuts)
    frame = _complete(frame)
    if metric.condition:
        frame = frame.filter(matches(dict(metric.condition)))
    immature = pl.lit(value=False)
    if metric.follow_up is not None and metric.watched_from is not None:
        immature = (metric.watched_from + metric.follow_up > facts.as_of).fill_null(value=False)
    people = ("random_group", "repeat_respondent", "respondent_id", "asked") if metric.from_answers else ()
    return frame.select(
        metric.value.cast(pl.Int64).alias(VALUE),
        metric.at.alias(AT),
        immature.alias(IMMATURE),
        *people,
        *(pl.col(column).cast(pl.String).alias(_cut(column)) for column in sorted(cuts)),
    )


def grain_frame(facts: Facts, grain: Grain, clock: str | None) -> pl.DataFrame:
    """Return the frame of `facts` at `grain`, in scope only."""
    if grain == "tickets":
        return facts.tickets.filter(pl.col("in_scope"))
    if grain in {"answers", "respondents"}:
        return facts.answers.filter(pl.col("in_scope"))
    cycles = facts.cycles.filter(pl.col("clock") == clock)
    tickets = facts.tickets.filter(pl.col("in_scope"))
    if grain == "clock_tickets":
        cycles = per_ticket(cycles)
    shared = [column for column in tickets.columns if column in cycles.columns and column != "ticket_id"]
    return cycles.join(tickets.drop(shared), on="ticket_id", how="inner")


def per_ticket(cycles: pl.DataFrame) -> pl.DataFrame:
    """Return one row a ticket: missed when a cycle breached, kept when all stopped in time, else undecided.

    Its priority is the one whose limit held, so that a promise per priority is judged by that priority's limit.
    """
    missed = (~pl.col("met")).any(ignore_nulls=True)
    first = pl.col("cycle").arg_min()
    live = pl.col("state") != "cancelled"
    return (
        cycles.filter(live)
        .group_by("ticket_id")
        .agg(
            missed=missed,
            undecided=pl.col("met").is_null().any(),
            breached_at=pl.col("decided_at").filter(~pl.col("met")).min(),
            kept_at=pl.col("decided_at").max(),
            priority=pl.col("priority").get(first),
        )
        .select(
            "ticket_id",
            "priority",
            met=pl.when(pl.col("missed"))
            .then(pl.lit(value=False))
            .when(~pl.col("undecided"))
            .then(pl.lit(value=True)),
            decided_at=pl.when(pl.col("missed"))
            .then(pl.col("breached_at"))
            .when(~pl.col("undecided"))
            .then(pl.col("kept_at")),
        )
    )


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the canonical columns a desk did not give, all null: unknown, not an error."""
    known = dtypes_of("surveys") | dtypes_of("tickets")
    return frame.with_columns(
        pl.lit(None, dtype).alias(name) for name, dtype in known.items() if name not in frame.columns
    )


def cut_columns(columns: frozenset[str] | tuple[str, ...]) -> list[str]:
    """Return the names under which the cut columns stand in the rows."""
    return [_cut(column) for column in columns]


def _cut(column: str) -> str:
    return f"cut:{column}"


def _check(frame: pl.DataFrame, metric: Metric, cuts: frozenset[str]) -> None:
    for column in sorted(cuts | metric.where_columns()):
        if column not in frame.columns:
            raise MeasureError(
                message(
                    f"metric {metric.ref.name}",
                    "there is no such column to cut or narrow by",
                    got=column,
                    hint=near_miss(column, frame.columns),
                )
            )
