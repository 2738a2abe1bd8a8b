"""All resolved tickets by what the records tell of them, to hold those who answered against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.facts.condition import matches, missing_columns
from xlakit.facts.signals.in_windows import counted
from xlakit.facts.signals.invitations import invitations_told, kept_clocks
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.signals.signal import SignalSources

FACTORS = ("priority", "clocks_met", "reopens", "channel", "team")
"""What the records tell of every ticket, answered or not."""
COLUMNS = ("objective", "window", "factor", "stratum", "tickets", "asked")


def make(sources: SignalSources) -> SignalTable | None:
    """Return the resolved tickets that each objective's condition covers, by window, factor and its value.

    ``asked`` counts those with an invitation; None where the surveys do not tell who was asked.
    """
    facts = sources.facts
    if not facts.answers.select(pl.col("answered").any()).item():
        return None
    asked = facts.answers.filter(pl.col("asked") | pl.col("answered")).select("ticket_id").unique()
    tickets = (
        facts.tickets.filter(pl.col("in_scope"))
        .drop("clocks_met", "_asked", strict=False)
        .join(kept_clocks(facts), on="ticket_id", how="left")
        .with_columns(_asked=pl.col("ticket_id").is_in(asked.get_column("ticket_id").implode()))
    )
    told = invitations_told(facts)
    known: dict[str, tuple[tuple[Any, ...], ...]] = {}
    rows: list[tuple[Any, ...]] = []
    for objective in sources.agreement.objectives:
        if missing_columns(objective.where, tickets.columns):
            continue
        same = repr(sorted(objective.where.items()))
        if same not in known:
            covered = tickets.filter(matches(objective.where)) if objective.where else tickets
            known[same] = tuple(_strata(covered, sources, told=told))
        rows += [(objective.name, *row) for row in known[same]]
    return SignalTable(COLUMNS, tuple(rows))


def _strata(tickets: pl.DataFrame, sources: SignalSources, *, told: bool) -> list[tuple[Any, ...]]:
    sums = {"tickets": pl.len(), "asked": pl.col("_asked").sum()}
    found = []
    for factor in (name for name in FACTORS if name in tickets.columns):
        named = tickets.with_columns(pl.col(factor).cast(pl.String).alias("_stratum"))
        made = counted(named, sources.windows, (), sums, at="first_resolved_at", keys=("_stratum",))
        found += [
            (window, factor, stratum, count, asked if told else None)
            for window, _, stratum, count, asked in made
        ]
    return found


SIGNAL = Signal("respondents", "answers of users", make)
