"""Kept promises and content users by group and kind of work: what a comparison at the same mix needs."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.facts.signals.signal import SignalSources

STRATA = ("priority", "category", "channel", "site")
"""Columns that say what kind of work a ticket is."""

SATISFIED_FROM = 7
QUESTIONS = {
    "csat": ~pl.col("unhappy"),
    "happiness": pl.col("happiness") >= SATISFIED_FROM,
    "nps": pl.col("nps") >= SATISFIED_FROM,
}
"""Question → whether its answer is outside the unhappy band."""

COLUMNS = ("figure", "window", "column", "group", "by", "stratum", "met", "count")


def make(sources: SignalSources) -> SignalTable | None:
    """Return successes and counts by window, group and stratum, for each clock and each question.

    ``figure`` is ``clock:NAME`` (tickets that kept the clock, in the window in which that was decided) or the question
    (answers outside the unhappy band, in the window of the resolution they speak of). Rows without a value in
    either column are left out. None without a reported column, or without another column to compare within.
    """
    tickets = sources.facts.tickets
    strata = [name for name in STRATA if name in tickets.columns]
    pairs = [(column, by) for column in sources.segments for by in strata if by != column]
    if not pairs or not sources.windows:
        return None
    rows: list[tuple[object, ...]] = []
    for name, frame in _figures(sources):
        for window in sources.windows:
            start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
            part = frame.filter((pl.col("_at") >= start) & (pl.col("_at") < end))
            for column, by in pairs:
                if column in part.columns and by in part.columns and part.height:
                    rows += [
                        (name, window, column, *row[:1], by, *row[1:]) for row in _sums(part, column, by)
                    ]
    return SignalTable(COLUMNS, tuple(rows))


def _figures(sources: SignalSources) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each figure with the rows it counts: ``_at``, ``_met``, and the columns of the ticket."""
    facts = sources.facts
    tickets = facts.tickets.filter("in_scope")
    for clock in sorted(facts.cycles.get_column("clock").unique().to_list()):
        decided = _decided(facts.cycles.filter(pl.col("clock") == clock))
        yield f"clock:{clock}", tickets.join(decided, on="ticket_id", how="inner")
    answers = facts.answers.filter("in_scope")
    for question, content in QUESTIONS.items():
        if question in answers.columns and "rated_at" in answers.columns:
            yield (
                question,
                answers.filter(pl.col(question).is_not_null()).with_columns(
                    _at=pl.col("rated_at"), _met=content
                ),
            )


def _decided(cycles: pl.DataFrame) -> pl.DataFrame:
    """Return each ticket's verdict: missed at its first breach, kept when its last cycle stopped in time."""
    missed = (~pl.col("met")).any(ignore_nulls=True)
    return (
        cycles.filter(pl.col("state") != "cancelled")
        .group_by("ticket_id")
        .agg(
            _met=~missed,
            _open=pl.col("met").is_null().any() & ~missed,
            _breached=pl.col("decided_at").filter(~pl.col("met")).min(),
            _kept=pl.col("decided_at").max(),
        )
        .filter(~pl.col("_open"))
        .select("ticket_id", "_met", _at=pl.when("_met").then("_kept").otherwise("_breached"))
    )


def _sums(part: pl.DataFrame, column: str, by: str) -> list[tuple[object, ...]]:
    return (
        part.select(
            group=pl.col(column).cast(pl.String), stratum=pl.col(by).cast(pl.String), met=pl.col("_met")
        )
        .drop_nulls()
        .group_by("group", "stratum")
        .agg(met=pl.col("met").sum().cast(pl.Int64), count=pl.len().cast(pl.Int64))
        .sort("group", "stratum")
        .rows()
    )


SIGNAL = Signal(
    "crossed",
    "a column that is reported by, and one of priority, category, channel or site beside it",
    make,
    frozenset(STRATA),
)
