"""The order in which promises were kept and missed within each window."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.facts.condition import matches, missing_columns
from xlakit.facts.signals.signal import Signal, SignalTable
from xlakit.facts.signals.windows_apart import windows_apart

if TYPE_CHECKING:
    from xlakit.facts.signals.signal import SignalSources
    from xlakit.model import Objective

COLUMNS = ("objective", "window", "count", "failures")


def make(sources: SignalSources) -> SignalTable | None:
    """Return for each promise of time and window how many tickets were decided, and at which places it was missed.

    ``failures`` are places from 1 to ``count`` in the order in which the promises were decided: a kept one when its
    clock stopped, a missed one when its limit was over. Promises judged per value are named ``name/value``.
    Left out: objectives with windows of their own, and agreements that attribute otherwise.
    """
    agreement = sources.agreement
    rows = []
    for objective in agreement.objectives:
        plain = objective.window in {None, agreement.window} and objective.metric.name == "within"
        if plain and agreement.settlement.attribution == "decided":
            rows.extend(_rows(sources, objective))
    return SignalTable(COLUMNS, tuple(rows)) if rows else None


def _rows(sources: SignalSources, objective: Objective) -> list[tuple[Any, ...]]:
    cycles = sources.facts.cycles.filter(
        (pl.col("clock") == str(objective.metric.params.get("clock"))) & (pl.col("state") != "cancelled")
    )
    decided = cycles if objective.metric.params.get("unit") == "cycle" else _per_ticket(cycles)
    decided = decided.select("ticket_id", "priority", "met", "decided_at").drop_nulls(["met", "decided_at"])
    tickets = sources.facts.tickets.filter(pl.col("in_scope"))
    shared = [name for name in tickets.columns if name in decided.columns and name != "ticket_id"]
    joined = decided.join(tickets.drop(shared), on="ticket_id", how="inner")
    each = objective.each
    if missing_columns(objective.where, joined.columns) or (each and each not in joined.columns):
        return []
    value = pl.lit("") if each is None else pl.col(each).cast(pl.String)
    ordered = (
        joined.filter(matches(objective.where))
        .with_columns(value.alias("_value"))
        .filter(pl.col("_value").is_not_null())
        .sort("decided_at", "ticket_id", "met")
    )
    found: list[tuple[Any, ...]] = []
    for window in windows_apart(sources.windows):
        start, end = (edge.astimezone(UTC) for edge in (window.start, window.end))
        inside = ordered.filter(pl.col("decided_at").is_between(start, end, closed="left"))
        placed = inside.with_columns(_place=pl.int_range(1, pl.len() + 1).over("_value"))
        made = placed.group_by("_value").agg(pl.len(), pl.col("_place").filter(~pl.col("met"))).sort("_value")
        for named, count, failures in made.iter_rows():
            name = objective.name if each is None else f"{objective.name}/{named}"
            found.append((name, window, count, tuple(sorted(failures))))
    return found


def _per_ticket(cycles: pl.DataFrame) -> pl.DataFrame:
    """Return one row a ticket: missed at its first breach, kept at its last stop, else undecided."""
    missed = (~pl.col("met")).any(ignore_nulls=True)
    undecided = pl.col("met").is_null().any()
    return cycles.group_by("ticket_id").agg(
        priority=pl.col("priority").get(pl.col("cycle").arg_min()),
        met=pl.when(missed).then(pl.lit(value=False)).when(~undecided).then(pl.lit(value=True)),
        decided_at=pl.when(missed)
        .then(pl.col("decided_at").filter(~pl.col("met")).min())
        .otherwise(pl.col("decided_at").max()),
    )


SIGNAL = Signal(
    "decisions", "an objective on `within`, judged in the agreement's own windows as it is decided", make
)
