"""Further facts where they are asked for: columns of tickets, and frames of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.families import FAMILIES, FRAMES
from xlakit.facts.reading import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from xlakit.facts.sources import Frame, Sources

ORDER = ("ticket_id", "at", "seq")


def further(
    sources: Sources, needed: frozenset[str] | None
) -> tuple[pl.DataFrame, Mapping[str, pl.DataFrame]]:
    """Return the tickets with further columns, and further frames.

    Parameters
    ----------
    sources
        What they are made from; its events are read here, and only where something is wanted.
    needed
        Names of columns and frames: a family is made when one of its columns is named. All where None.
    """
    families = [item for item in FAMILIES if needed is None or not needed.isdisjoint(item.columns)]
    frames = [item for item in FRAMES if needed is None or item.name in needed]
    if not families and not frames:
        return sources.tickets, {}
    tickets = sources.tickets
    given = replace(sources, events=known_events(sources.desk.events, tickets, sources.as_of))
    for family in families:
        made = family.make(replace(given, tickets=tickets)).select(
            "ticket_id", *(pl.col(name).cast(kind) for name, kind in family.columns.items())
        )
        kept = tickets.drop([name for name in family.columns if name in tickets.columns])
        tickets = kept.join(made, on="ticket_id", how="left", maintain_order="left")
    given = replace(given, tickets=tickets)
    return tickets, {item.name: _rows(item, given) for item in frames}


def _rows(frame: Frame, sources: Sources) -> pl.DataFrame:
    rows = frame.make(sources)
    return pl.DataFrame(schema=dict(frame.columns)) if rows is None else rows


def known_events(events: pl.DataFrame | None, tickets: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Return the events of known tickets up to an instant, with their text, in order."""
    columns = {**EVENT_COLUMNS, "text": pl.String()}
    if events is None:
        return pl.DataFrame(schema=columns)
    there = [
        pl.col(name).cast(kind) if name in events.columns else pl.lit(None, kind).alias(name)
        for name, kind in columns.items()
    ]
    return (
        events.select(there)
        .filter(pl.col("at") <= as_of)
        .join(tickets.select("ticket_id"), on="ticket_id", how="semi")
        .sort(ORDER, nulls_last=False, maintain_order=True)
    )
