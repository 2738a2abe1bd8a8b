"""What came of tickets resolved shortly before the limit, and of those resolved with time to spare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.signals.clock_history import history_of, prepared_by
from xlakit.facts.signals.cycle_sums import decided_between, summed, whole_span, with_segments
from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, ids
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.signals.clock_history import ClockHistory
    from xlakit.facts.signals.signal import SignalSources

NEAR = 0.9
SOON = pl.duration(days=2)
COLUMNS = (
    *WINDOW_AND_SEGMENT,
    "clock",
    "near",
    "near_reopened",
    "near_anew",
    "near_reopened_met",
    "near_anew_met",
    "spare",
    "spare_reopened",
    "spare_anew",
    "reopens_known",
    "contacts_known",
    "decided",
    "met",
    "examples_reopened",
    "examples_anew",
)


def make(sources: SignalSources) -> SignalTable | None:
    """Return one row a resolution clock and segment, over all finished windows together.

    Tickets by how much of the limit their first cycle had used when they were first resolved: ``near`` it (90 % to
    100 %), or with time to ``spare``; later ones are in neither, nor are those not watched for two days after.
    ``reopened``: taken back within two days; ``anew``: not that, but the same person opened a new ticket, in the same
    category, within two days. ``met`` counts the cycles that kept the clock.
    """
    names = [name for name, clock in sources.agreement.clocks.items() if clock.stop == "resolved"]
    tickets = sources.facts.tickets
    reopens = bool((tickets["first_resolved_source"] == "events").any())
    contacts = bool(tickets["contact_known"].any())
    if not names or not (reopens or contacts):
        return None
    span = whole_span(sources.windows)
    if span is None:
        return SignalTable(COLUMNS)
    prepared = prepared_by(sources, names)
    reopened = _soon("first_reopened_at")
    followed = tickets.select(
        "ticket_id",
        resolved=pl.col("first_resolved_at"),
        reopened=reopened,
        anew=~reopened & _soon("next_contact_at") & pl.col("contact_known"),
        watched=pl.col("first_resolved_at") + SOON <= sources.facts.as_of,
    )
    parts = [
        _per_cycle(history_of(prepared, part, decided_between(sources.facts.cycles, span)), followed)
        for part in prepared.parts
    ]
    rows = with_segments(pl.concat(parts), tickets, sources.segments)
    sums: dict[str, pl.Expr] = {}
    for name in ("near", "spare"):
        group = pl.col("watched") & pl.col(name)
        sums |= {
            name: group.sum(),
            f"{name}_reopened": (group & pl.col("reopened")).sum(),
            f"{name}_anew": (group & pl.col("anew")).sum(),
        }
        if name == "near":
            sums |= {
                f"near_{what}_met": (group & pl.col(what) & pl.col("met")).sum()
                for what in ("reopened", "anew")
            }
    sums |= {
        "reopens_known": pl.lit(reopens).first(),
        "contacts_known": pl.lit(contacts).first(),
        "decided": pl.len(),
        "met": pl.col("met").sum(),
        "examples_reopened": ids(pl.col("watched") & pl.col("near") & pl.col("reopened")),
        "examples_anew": ids(pl.col("watched") & pl.col("near") & pl.col("anew")),
    }
    return SignalTable(COLUMNS, tuple(summed(rows, span, sources.segments, sums, ["clock"])))


def _soon(column: str) -> pl.Expr:
    gap = pl.col(column) - pl.col("first_resolved_at")
    return ((gap >= pl.duration(days=0)) & (gap <= SOON)).fill_null(value=False)


def _per_cycle(history: ClockHistory, followed: pl.DataFrame) -> pl.DataFrame:
    """Return the cycles with how close to the limit the first resolution was, which only first cycles have."""
    cycles = history.cycles.join(followed, on="ticket_id", how="inner", maintain_order="left")
    asked = cycles.filter((pl.col("cycle") == 1) & pl.col("resolved").is_not_null()).select(
        "row", at=pl.col("resolved").to_physical()
    )
    ran = history.used_at(asked).select("row", "ran")
    share = pl.col("ran") / pl.col("limit").dt.total_microseconds()
    return (
        cycles.join(ran, on="row", how="left", maintain_order="left")
        .with_columns(
            near=share.is_between(NEAR, 1).fill_null(value=False),
            spare=(share < NEAR).fill_null(value=False),
            watched=pl.col("watched").fill_null(value=False),
        )
        .drop("row", "ticket", "calendar", "ran", "resolved")
    )


SIGNAL = Signal("early_closures", "a resolution clock, and status events or requesters", make)
