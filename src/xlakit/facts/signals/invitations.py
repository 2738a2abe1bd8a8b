"""Who was asked for an opinion, by how the ticket went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, counted, ids
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.frames import Facts
    from xlakit.facts.signals.signal import SignalSources

WENT = ("reopened", "breached", "reassigned")
"""Bad outcomes; null where they are not known."""
COLUMNS = (*WINDOW_AND_SEGMENT, *WENT, "tickets", "invited", "answers", "unhappy", "examples")


def make(sources: SignalSources) -> SignalTable | None:
    """Return resolved tickets by their bad outcomes: how many were invited, answered, and were unhappy.

    ``examples`` are tickets that were not invited. None where nobody can tell who was invited: a table of answers
    alone has no invitations.
    """
    facts = sources.facts
    if not invitations_told(facts):
        return None
    asked = pl.col("asked") | pl.col("answered")
    surveys = facts.answers.group_by("ticket_id").agg(
        invited=asked.any(),
        answers=pl.col("unhappy").count(),
        unhappy=pl.col("unhappy").sum(),
    )
    rows = (
        facts.tickets.filter(pl.col("in_scope"))
        .join(kept_clocks(facts), on="ticket_id", how="left")
        .with_columns(
            reopened=pl.col("reopens") > 0,
            breached=~pl.col("clocks_met"),
            reassigned=pl.col("bounces") > 0,
        )
        .drop("invited", "answers", "unhappy", strict=False)
        .join(surveys, on="ticket_id", how="left")
        .with_columns(
            pl.col("invited").fill_null(value=False),
            pl.col("answers").fill_null(0),
            pl.col("unhappy").fill_null(0),
        )
    )
    sums = {
        "tickets": pl.len(),
        "asked": pl.col("invited").sum(),
        "heard": pl.col("answers").cast(pl.Int64).sum(),
        "sad": pl.col("unhappy").cast(pl.Int64).sum(),
        "examples": ids(~pl.col("invited")),
    }
    made = counted(rows, sources.windows, sources.segments, sums, at="first_resolved_at", keys=WENT)
    return SignalTable(COLUMNS, tuple((*row[:-1], tuple(row[-1])) for row in made))


def invitations_told(facts: Facts) -> bool:
    """Whether the surveys tell who was asked, not only who answered."""
    told = [pl.col(name).is_not_null().any() for name in ("sent_at", "disposition")]
    return bool(facts.answers.select(pl.any_horizontal((~pl.col("answered")).any(), *told)).item())


def kept_clocks(facts: Facts) -> pl.DataFrame:
    """Return ``ticket_id, clocks_met`` of the tickets with a decided clock: whether all of them were kept."""
    decided = facts.cycles.filter(pl.col("met").is_not_null())
    return decided.group_by("ticket_id").agg(clocks_met=pl.col("met").all())


SIGNAL = Signal(
    "invitations",
    "surveys with sent_at or disposition, so that it is known who was asked",
    make,
)
