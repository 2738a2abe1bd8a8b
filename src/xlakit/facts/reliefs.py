"""Reliefs that were accepted for a ticket, and from when to when they stop its clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.agreement import versions
from xlakit.facts.cut import column
from xlakit.facts.notes import doubt, doubts_by_value
from xlakit.facts.reading import UTC_TIME

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.model import Agreement, Count
    from xlakit.tables import Desk

ACCEPTED = "accepted"
DECISIONS = (ACCEPTED, "rejected", "disputed")
STOPS = {"ticket": pl.Int64(), "begin": pl.Int64(), "end": pl.Int64(), "relief_id": pl.String()}
"""One row a relief that stops clocks: the row of its ticket, from when to when (microseconds), its id."""


def reliefs_of(
    desk: Desk, agreement: Agreement, tickets: pl.DataFrame, as_of: datetime
) -> tuple[pl.DataFrame, list[Count]]:
    """Return the reliefs that stop clocks, as `STOPS`, by ticket and time, and what could not be used.

    Only what was accepted acts, and only where some version of the agreement says ``excused: stop_clock``. A
    relief that was claimed (where that is not stated: that begins) after `as_of` is not known; an end that lies ahead
    is taken as it is stated.
    """
    none = pl.DataFrame(schema=STOPS)
    if not any(version.agreement.settlement.excused == "stop_clock" for version in versions(agreement)):
        return none, []
    if desk.reliefs is None:
        return none, []
    stated = desk.reliefs
    given = stated.select(
        "relief_id",
        *(column(stated, name, pl.String).alias(name) for name in ("ticket_id", "decision")),
        *(column(stated, name, UTC_TIME).alias(name) for name in ("claimed_at", "starts_at", "ends_at")),
    )
    since = pl.coalesce("claimed_at", "starts_at")
    known = given.filter((since <= as_of).fill_null(value=True))
    notes = doubt("reliefs", "claimed after as_of, left out", given.height - known.height)
    decision = known.get_column("decision")
    notes += doubts_by_value(
        "reliefs.decision",
        f"is none of {', '.join(DECISIONS)}: does not act",
        decision.filter(decision.is_not_null() & ~decision.is_in(list(DECISIONS))),
    )
    accepted = known.filter(pl.col("decision") == ACCEPTED)
    timed = accepted.filter(pl.col("starts_at").is_not_null() & pl.col("ends_at").is_not_null())
    notes += doubt(
        "reliefs",
        "accepted, but no 'starts_at' and 'ends_at' say when clocks stood still: none stops",
        accepted.height - timed.height,
        example=_first(accepted.join(timed, on="relief_id", how="anti")),
    )
    of_ticket = timed.join(tickets.select("ticket_id").with_row_index("ticket"), on="ticket_id", how="inner")
    notes += doubt(
        "reliefs",
        "accepted for no ticket that is known: no clock stops",
        timed.height - of_ticket.height,
        example=_first(timed.join(of_ticket, on="relief_id", how="anti")),
    )
    rows = of_ticket.select(
        pl.col("ticket").cast(pl.Int64),
        begin=pl.col("starts_at").dt.epoch("us"),
        end=pl.col("ends_at").dt.epoch("us"),
        relief_id=pl.col("relief_id").cast(pl.String),
    )
    return rows.filter(pl.col("begin") < pl.col("end")).sort("ticket", "begin", "end", "relief_id"), notes


def _first(reliefs: pl.DataFrame) -> str:
    return str(reliefs.get_column("relief_id").min() or "")
