"""When clocks are paused: by the share of the limit that was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.facts.signals.clock_history import history_of, prepared_by
from xlakit.facts.signals.cycle_sums import decided_between, summed, whole_span, with_segments
from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, ids
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.explain.prepared import Prepared
    from xlakit.facts.signals.clock_history import ClockHistory
    from xlakit.facts.signals.signal import SignalSources

HOUR = 3_600_000_000
LATE = 0.9
NEAR = "15m"
COLUMNS = (
    *WINDOW_AND_SEGMENT,
    "clock",
    "late_pauses",
    "late_hours",
    "early_pauses",
    "early_hours",
    "silent",
    "decided",
    "met",
    "kept_by_pause",
    "examples",
)


def make(sources: SignalSources) -> SignalTable | None:
    """Return one row a clock that pauses and segment, over all finished windows together.

    Pauses and running hours (open time) of decided cycles, ``late`` in the last tenth of the limit, ``early`` before
    it; what lies beyond the limit is in neither. ``silent`` are late pauses without a public message by an agent
    within 15 minutes before or after; None where no messages are on record. ``kept_by_pause`` is
    how many cycles were met and would have been missed had the clock run on in the late pauses (the silent ones,
    where that is known).
    """
    names = [name for name, clock in sources.agreement.clocks.items() if clock.pause_condition is not None]
    events = sources.desk.events
    if not names or events is None:
        return None
    prepared = prepared_by(sources, names)
    if not prepared.stated.statuses.any() or "status" not in prepared.reading.kinds:
        return None
    span = whole_span(sources.windows)
    if span is None:
        return SignalTable(COLUMNS)
    heard = "reply" in prepared.reading.kinds
    parts = [
        _per_cycle(
            prepared, history_of(prepared, part, decided_between(sources.facts.cycles, span)), heard=heard
        )
        for part in prepared.parts
    ]
    rows = with_segments(pl.concat(parts), sources.facts.tickets, sources.segments)
    sums = {
        **{name: pl.col(name).sum() for name in ("late_pauses", "late_hours", "early_pauses", "early_hours")},
        "silent": pl.col("silent").sum() if heard else pl.lit(None, pl.Int64).first(),
        "decided": pl.len(),
        "met": pl.col("met").sum(),
        "kept_by_pause": (pl.col("met") & pl.col("turned")).sum(),
        "examples": ids(pl.col("met") & pl.col("turned")),
    }
    keys = ["clock"]
    return SignalTable(COLUMNS, tuple(summed(rows, span, sources.segments, sums, keys)))


def _per_cycle(prepared: Prepared, history: ClockHistory, *, heard: bool) -> pl.DataFrame:
    """Return per cycle its pauses and hours, and whether it would have been missed without the late ones."""
    limits = history.cycles.select(
        "row",
        "ticket",
        limit_us=pl.col("limit").dt.total_microseconds(),
        used_us=pl.col("elapsed").dt.total_microseconds(),
    )
    spans = history.spans.join(limits, on="row", how="inner", maintain_order="left").filter(
        pl.col("limit_us") > 0
    )
    share, limit = pl.col("before") / pl.col("limit_us"), pl.col("limit_us")
    edge = limit * LATE
    spans = spans.with_columns(
        after_run=pl.col("running").shift(1).over("row").fill_null(value=False),
        early_us=pl.min_horizontal(pl.col("before") + pl.col("opened"), edge)
        - pl.min_horizontal("before", edge),
        all_us=pl.min_horizontal(pl.col("before") + pl.col("opened"), limit)
        - pl.min_horizontal("before", limit),
        share=share,
    )
    begins_pause = ~pl.col("running") & pl.col("after_run")
    late = begins_pause & pl.col("share").is_between(LATE, 1)
    spans = spans.with_columns(late=late, early=begins_pause & (pl.col("share") < LATE))
    spans = _with_silence(spans, prepared) if heard else spans.with_columns(silent=pl.col("late"))
    totals = spans.group_by("row").agg(
        late_pauses=pl.col("late").sum(),
        early_pauses=pl.col("early").sum(),
        silent=pl.col("silent").sum(),
        early_hours=pl.col("early_us").filter("running").sum() / HOUR,
        late_hours=(pl.col("all_us") - pl.col("early_us")).filter("running").sum() / HOUR,
        held=pl.col("opened").filter("silent").sum(),
    )
    over = pl.col("used_us") + pl.col("held")
    kept = over <= pl.col("limit_us") if history.part.clock.inclusive else over < pl.col("limit_us")
    return (
        history.cycles.join(totals, on="row", how="inner", maintain_order="left")
        .join(limits.drop("ticket"), on="row", how="left", maintain_order="left")
        .select(
            "ticket_id",
            "clock",
            "decided_at",
            "met",
            *(pl.col(name).cast(pl.Int64) for name in ("late_pauses", "early_pauses", "silent")),
            "late_hours",
            "early_hours",
            turned=~kept,
        )
    )


def _with_silence(spans: pl.DataFrame, prepared: Prepared) -> pl.DataFrame:
    """Return the spans with ``silent``: a late pause with no message to the user about its begin."""
    told = (
        prepared.reading.seen.filter("answer")
        .select(pl.col("ticket").cast(pl.Int64), told=pl.col("at").cast(pl.Datetime("us")))
        .sort("told")
    )
    asked = (
        spans.with_row_index("place")
        .filter("late")
        .select("place", pl.col("ticket").cast(pl.Int64), told=pl.col("begin").cast(pl.Datetime("us")))
        .sort("told")
    )
    near = [
        asked.join_asof(
            told.with_columns(found=pl.lit(value=True)),
            on="told",
            by="ticket",
            strategy=strategy,
            tolerance=NEAR,
            check_sortedness=False,
        ).filter(pl.col("found").fill_null(value=False))["place"]
        for strategy in ("backward", "forward")
    ]
    spoken = np.zeros(spans.height, np.bool_)
    for places in near:
        spoken[places.to_numpy()] = True
    return spans.with_columns(silent=pl.col("late") & ~pl.Series(spoken))


SIGNAL = Signal("pauses", "status events and a clock that pauses", make)
