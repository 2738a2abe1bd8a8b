"""The rows a metric adds over: facts at its grain, narrowed to what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts import FAMILIES, FRAMES, Facts, groups_behind, matches
from xlakit.metrics.define import AT
from xlakit.metrics.kind import Kind
from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics.leaf import Grain, Leaf
    from xlakit.metrics.metric import Metric

GROUP = "random_group"
LASTING = frozenset({"articles"})
"""Frames whose rows are things that last, perhaps from long before the records begin, not what happened."""

WINDOW_END = "window_end"
"""The end of the window, which metrics of a stock may read."""

COUNTING = frozenset(
    {"ticket_id", "in_scope", "priority", GROUP, "respondent_id", "repeat_respondent", "asked"}
)
"""The columns that counting itself reads."""

PEOPLE: Mapping[str, tuple[str, ...]] = {frame.name: frame.person for frame in FRAMES}
"""Frame without the group as a fact → the columns that say who stands behind a row, the first that is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a row adds to one leaf: expressions over its frame.

    Attributes
    ----------
    value, per
        Above and below the line; null where the row does not count (yet). `per` is None but for ratios.
    waiting
        Whether the row will count once it has been watched long enough; None where nothing has to wait.
    """

    value: pl.Expr
    per: pl.Expr | None
    waiting: pl.Expr | None


def parts_of(leaf: Leaf, facts: Facts) -> Parts:
    """Return what each row of the leaf's frame adds to it."""
    value, per = leaf.value, leaf.per
    if leaf.condition:
        met = matches(dict(leaf.condition))
        value = pl.when(met).then(value)
        per = None if per is None else pl.when(met).then(per)
    waiting = None
    if leaf.follow_up is not None and leaf.watched_from is not None:
        young = (leaf.watched_from + leaf.follow_up > facts.as_of).fill_null(value=False)
        waiting = young & value.is_not_null()
        value = pl.when(~young).then(value)
        per = None if per is None else pl.when(~young).then(per)
    if per is not None and leaf.statistic.kind is Kind.RATIO:
        both = value.is_not_null() & per.is_not_null()
        value, per = pl.when(both).then(value), pl.when(both).then(per)
    return Parts(value, per, waiting)


def frame_of(
    facts: Facts, grain: Grain, clock: str | None, columns: frozenset[str] | None = None
) -> pl.DataFrame:
    """Return the frame of `facts` at `grain`, in scope only.

    It has `columns` and those that counting itself reads, null where the desk has none; all there are where None.
    """
    return in_scope(rows_of(facts, grain, clock, columns)).collect()


def rows_of(
    facts: Facts,
    grain: Grain,
    clock: str | None,
    columns: frozenset[str] | None = None,
    *,
    apart: bool = False,
) -> pl.LazyFrame:
    """Return the rows of `frame_of`, not narrowed to scope yet; people are told apart where `apart`."""
    kept = None if columns is None else columns | COUNTING
    rows = _complete(_whole(facts, grain, clock, kept).lazy(), grain, kept)
    return with_groups(rows.collect(), grain).lazy() if apart and grain in PEOPLE else rows


def in_scope(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows that the agreement covers; all of them where their frame does not say."""
    return rows.filter(pl.col("in_scope")) if "in_scope" in rows.collect_schema() else rows


def with_groups(frame: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """Return the frame with the random group of the person behind each row."""
    if GROUP in frame.columns:
        return frame
    groups = groups_behind(frame, PEOPLE[grain])
    return frame.with_columns(groups.fill_null(0).alias(GROUP))


def first_instant(facts: Facts) -> datetime | None:
    """Return the earliest instant by which a row of any frame is filed; None without a row."""
    found = [facts.tickets.get_column("opened_at").min()]
    for name, frame in facts.frames.items():
        if frame.height and name not in LASTING and AT.get(name) in frame.columns:
            found.append(frame.get_column(AT[name]).min())
    return min((at for at in found if isinstance(at, datetime)), default=None)


def can_cut(facts: Facts, metric: Metric, column: str) -> bool:
    """Whether every frame the metric reads has this column."""
    return all(column in columns_of(facts, leaf.grain) for leaf in metric.leaves)


def ever(facts: Facts, metric: Metric) -> bool:
    """Whether some row adds something to some leaf of the metric, in any window or none."""
    return any(_ever(facts, leaf) for leaf in metric.leaves)


def _ever(facts: Facts, leaf: Leaf) -> bool:
    frame = frame_of(facts, leaf.grain, leaf.clock, frozenset({*leaf.reads, *leaf.where_columns()}))
    if leaf.stock is not None:
        frame = frame.with_columns(window_end=pl.lit(facts.as_of))
    return bool(frame.select(leaf.value.is_not_null().any()).item())


def _whole(facts: Facts, grain: Grain, clock: str | None, kept: frozenset[str] | None) -> pl.DataFrame:
    if grain == "tickets":
        return _only(facts.tickets, kept)
    if grain in {"answers", "respondents"}:
        return _only(facts.answers, kept)
    if grain not in {"clock_tickets", "clock_cycles"}:
        return facts.frames.get(grain, pl.DataFrame())
    cycles = facts.cycles.filter(pl.col("clock") == clock)
    tickets = _only(facts.tickets, kept).filter(pl.col("in_scope"))
    if grain == "clock_tickets":
        cycles = per_ticket(cycles)
    shared = [column for column in tickets.columns if column in cycles.columns and column != "ticket_id"]
    return cycles.join(tickets.drop(shared), on="ticket_id", how="inner")


def _only(frame: pl.DataFrame, kept: frozenset[str] | None) -> pl.DataFrame:
    return frame if kept is None else frame.select(name for name in frame.columns if name in kept)


def per_ticket(cycles: pl.DataFrame) -> pl.DataFrame:
    """Return one row a ticket: missed when a cycle breached, kept when all stopped in time, else undecided.

    Its priority is the one whose limit held, so that a promise per priority is judged by that priority's limit.
    """
    missed = (~pl.col("met")).any(ignore_nulls=True)
    first = pl.col("cycle").arg_min()
    live = pl.col("state") != "cancelled"
    return (
        cycles.filter(live)
        .group_by("ticket_id")
        .agg(
            missed=missed,
            undecided=pl.col("met").is_null().any(),
            breached_at=pl.col("decided_at").filter(~pl.col("met")).min(),
            kept_at=pl.col("decided_at").max(),
            priority=pl.col("priority").get(first),
        )
        .select(
            "ticket_id",
            "priority",
            met=pl.when(pl.col("missed"))
            .then(pl.lit(value=False))
            .when(~pl.col("undecided"))
            .then(pl.lit(value=True)),
            decided_at=pl.when(pl.col("missed"))
            .then(pl.col("breached_at"))
            .when(~pl.col("undecided"))
            .then(pl.col("kept_at")),
        )
    )


def _complete(frame: pl.LazyFrame, grain: Grain, kept: frozenset[str] | None) -> pl.LazyFrame:
    """Return the frame with the known columns a desk did not give, all null: unknown, not an error."""
    there = frozenset(frame.collect_schema().names())
    return frame.with_columns(
        pl.lit(None, dtype).alias(name)
        for name, dtype in known_columns(grain).items()
        if name not in there and (kept is None or name in kept)
    )


def known_columns(grain: Grain) -> Mapping[str, pl.DataType]:
    """Return the columns that rows at `grain` have on every desk, null where the desk does not give them."""
    own = {frame.name: frame.columns for frame in FRAMES}
    if grain in own:
        return {**(dtypes_of(grain) if grain in TABLES else {}), **own[grain]}
    further = {name: kind for family in FAMILIES for name, kind in family.columns.items()}
    return {**dtypes_of("surveys"), **dtypes_of("tickets"), **further}


TABLES = frozenset({"sessions", "articles", "notices", "staff", "measurements"})


def columns_of(facts: Facts, grain: Grain) -> frozenset[str]:
    """Return the names of the columns that rows at `grain` have."""
    if grain in {frame.name for frame in FRAMES}:
        return frozenset({*facts.frames.get(grain, pl.DataFrame()).columns, *known_columns(grain)})
    own = {
        "answers": facts.answers,
        "respondents": facts.answers,
        "clock_cycles": facts.cycles,
        "clock_tickets": facts.cycles,
    }
    also = own[grain].columns if grain in own else ()
    return frozenset({*facts.tickets.columns, *also, *known_columns(grain)})
