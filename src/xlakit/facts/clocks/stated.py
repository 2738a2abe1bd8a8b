"""What columns say of a ticket where the events do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column, mapped
from xlakit.facts.reading import UTC_TIME
from xlakit.facts.timeline import CANCELLED, SOLVED, begins

if TYPE_CHECKING:
    from xlakit.facts.timeline import Flags, Timeline
    from xlakit.model import Agreement


@dataclass(frozen=True, slots=True)
class InColumns:
    """What is known per ticket: one flag each, and its columns.

    Attributes
    ----------
    tickets
        The tickets as of the instant, for conditions on columns that no event speaks of.
    statuses
        Its statuses are on record in events: pauses and conditions on status can be known.
    response
        It has a first response in a column.
    gone
        It was merged, or is cancelled without an event that says when.
    blind
        It is solved, and neither an event nor a column says when.
    """

    tickets: pl.DataFrame
    statuses: Flags
    response: Flags
    gone: Flags
    blind: Flags


def in_columns(
    known: pl.DataFrame, tickets: pl.DataFrame, timeline: Timeline, agreement: Agreement
) -> InColumns:
    """Return what the columns say.

    Parameters
    ----------
    known
        The tickets with all their times, also those later than the instant of the facts: a ticket that was
        solved later is not blind.
    tickets
        The same tickets as of that instant.
    timeline, agreement
        What the events say; whose words for statuses hold.
    """
    words = {word: name for name, listed in agreement.statuses.items() for word in listed}
    stated = column(known, "status", pl.String).alias("status")
    status = stated.to_frame().select(mapped(pl.col("status").cast(pl.String), words)).to_series()
    untimed = (
        column(known, "resolved_at", UTC_TIME).is_null() & column(known, "closed_at", UTC_TIME).is_null()
    )
    silent = pl.Series(~timeline.has_status)
    merged = column(known, "merged_into", pl.String).is_not_null()
    return InColumns(
        tickets=tickets,
        statuses=timeline.has_status | timeline.told[begins(timeline.ticket)],
        response=column(tickets, "first_response_at", UTC_TIME).is_not_null().to_numpy(),
        gone=(merged | (silent & (status == CANCELLED).fill_null(value=False))).to_numpy(),
        blind=(silent & untimed & status.is_in(list(SOLVED)).fill_null(value=False)).to_numpy(),
    )
