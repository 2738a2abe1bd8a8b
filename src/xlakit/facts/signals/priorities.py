"""When priorities are changed: early, or when most of the allowance was used."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import mapped
from xlakit.facts.reading import changes
from xlakit.facts.signals.clock_history import history_of, on_terms, prepared_by
from xlakit.facts.signals.cycle_sums import decided_between, summed, whole_span, with_segments
from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, ids
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.explain.prepared import Part, Prepared
    from xlakit.facts.signals.signal import SignalSources
    from xlakit.model import Window

LATE = 0.8
COLUMNS = (
    *WINDOW_AND_SEGMENT,
    "clock",
    "binding",
    "late_downgrades",
    "late_cycles",
    "early_downgrades",
    "early_cycles",
    "down",
    "up",
    "decided",
    "met_initial",
    "met_final",
    "examples",
)


def make(sources: SignalSources) -> SignalTable | None:
    """Return one row a clock whose limits go by priority and segment, over all finished windows together.

    A cycle's first change of priority while it runs is a downgrade where the new limit is longer, an upgrade where it
    is shorter. ``early_cycles`` are those under a limit that is not the longest, ``late_cycles`` those of them that
    used 80 % of it unchanged; the downgrades are counted in the part in which they fell. ``met_initial`` and
    ``met_final`` are the cycles that keep the limit of the priority at their start, and of that at their end.
    """
    names = [
        name
        for name, clock in sources.agreement.clocks.items()
        if not clock.is_reply or clock.stop == "first-reply"
    ]
    if not names or sources.desk.events is None:
        return None
    prepared = prepared_by(sources, names)
    if "priority" not in prepared.reading.kinds:
        return None
    span = whole_span(sources.windows)
    if span is None:
        return SignalTable(COLUMNS)
    parts = [_per_cycle(prepared, part, span) for part in prepared.parts]
    rows = with_segments(pl.concat(parts), sources.facts.tickets, sources.segments)
    late = pl.col("moved") & (pl.col("ran") >= LATE * pl.col("initial"))
    could = pl.col("initial") < pl.col("longest")
    reached = could & (pl.col("ran") >= LATE * pl.col("initial"))
    down = pl.col("moved") & (pl.col("after") > pl.col("initial"))
    gained = pl.col("met_final") & ~pl.col("met_initial")
    sums = {
        "late_downgrades": (down & late).sum(),
        "late_cycles": reached.sum(),
        "early_downgrades": (down & ~late).sum(),
        "early_cycles": could.sum(),
        "down": down.sum(),
        "up": (pl.col("moved") & (pl.col("after") < pl.col("initial"))).sum(),
        "decided": pl.len(),
        "met_initial": pl.col("met_initial").sum(),
        "met_final": pl.col("met_final").sum(),
        "examples": ids(down & late & gained),
    }
    keys = ["clock", "binding"]
    return SignalTable(COLUMNS, tuple(summed(rows, span, sources.segments, sums, keys)))


def _per_cycle(prepared: Prepared, part: Part, span: Window) -> pl.DataFrame:
    """Return per cycle its first change of priority, its limits and whether it keeps them."""
    own = {
        binding: on_terms(
            prepared, part, part.clock.model_copy(update={"binding": binding}), prepared.tickets
        )
        for binding in ("at_start", "current")
    }
    at_start = replace(part, clock=part.clock.model_copy(update={"binding": "at_start"}))
    history = history_of(prepared, at_start, decided_between(own["at_start"], span))
    cycles = history.cycles.with_columns(begin=pl.col("started_at").to_physical())
    last = history.spans.group_by("row").agg(end=pl.col("end").max())
    told = changes(prepared.reading.seen, "priority").with_columns(
        mapped(pl.col("value"), prepared.priority_of), pl.col("ticket").cast(pl.Int64)
    )
    first = (
        cycles.select("row", pl.col("ticket").cast(pl.Int64), "priority", "begin")
        .join(last, on="row")
        .join(told, on="ticket")
        .filter(
            (pl.col("at") > pl.col("begin"))
            & (pl.col("at") <= pl.col("end"))
            & pl.col("value").ne_missing(pl.col("priority"))
        )
        .sort("row", "at", maintain_order=True)
        .unique("row", keep="first", maintain_order=True)
    )
    after = _limits_under(prepared, part, first)
    moved = history.used_at(first.select("row", "ticket", "at")).with_columns(moved=pl.lit(value=True))
    initial = pl.col("limit").dt.total_microseconds()
    final = own["current"].select("ticket_id", "cycle", "started_at", met_final=pl.col("met"))
    return (
        cycles.join(moved.select("row", "moved", "ran"), on="row", how="left", maintain_order="left")
        .join(after, on=["ticket_id", "cycle", "started_at"], how="left", maintain_order="left")
        .join(final, on=["ticket_id", "cycle", "started_at"], how="left", maintain_order="left")
        .with_columns(
            initial=initial,
            moved=pl.col("moved").fill_null(value=False) & pl.col("after").is_not_null(),
            ran=pl.coalesce("ran", pl.col("elapsed").dt.total_microseconds()),
        )
        .with_columns(longest=pl.max_horizontal(pl.col("initial").max(), pl.col("after").max()))
        .select(
            "ticket_id",
            "clock",
            "decided_at",
            "initial",
            "after",
            "longest",
            "ran",
            "moved",
            binding=pl.lit(part.clock.binding),
            met_initial=pl.col("met"),
            met_final=pl.coalesce("met_final", pl.lit(value=False)),
        )
    )


def _limits_under(prepared: Prepared, part: Part, first: pl.DataFrame) -> pl.DataFrame:
    """Return the limits that the cycles would have had under the priority of their first change."""
    ids_of = prepared.tickets["ticket_id"]
    told = first.select(ticket_id=ids_of.gather(first["ticket"]), told="value").unique(
        "ticket_id", keep="first", maintain_order=True
    )
    tickets = (
        prepared.only(told["ticket_id"])
        .join(told, on="ticket_id", how="left", maintain_order="left")
        .with_columns(priority=pl.coalesce("told", "priority"))
        .drop("told")
    )
    silent = replace(
        prepared,
        reading=replace(prepared.reading, seen=prepared.reading.seen.filter(pl.col("kind") != "priority")),
    )
    cycles = on_terms(silent, part, part.clock.model_copy(update={"binding": "at_start"}), tickets)
    return cycles.select("ticket_id", "cycle", "started_at", after=pl.col("limit").dt.total_microseconds())


SIGNAL = Signal("priorities", "priority events and a clock", make)
