"""What only the whole desk can tell: distinct people, states at the end of a window, summaries of all rows."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts import matches
from xlakit.metrics.cell import RANDOM_GROUPS, Cell
from xlakit.metrics.counting.rows import GROUP, parts_of
from xlakit.metrics.counting.spans import SPAN
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.facts import Facts
    from xlakit.metrics.cube import Segment
    from xlakit.metrics.leaf import Leaf


def at_end_of(frame: pl.DataFrame, stock: tuple[pl.Expr, pl.Expr], ends: list[datetime]) -> pl.DataFrame:
    """Return the rows that are in the stock just before each of `ends`, with its number and ``window_end``."""
    since, until = stock
    parts = [
        frame.filter((since < end) & (until.is_null() | (until >= end))).with_columns(
            pl.lit(number, pl.Int64).alias(SPAN), pl.lit(end).dt.convert_time_zone("UTC").alias("window_end")
        )
        for number, end in enumerate(end.astimezone(UTC) for end in ends)
    ]
    if parts:
        return pl.concat(parts)
    return frame.clear().with_columns(
        pl.lit(0, pl.Int64).alias(SPAN), pl.lit(None, pl.Datetime("us", "UTC")).alias("window_end")
    )


def people_in(rows: pl.DataFrame, leaf: Leaf, cut: tuple[str, ...]) -> pl.DataFrame:
    """Return one row a window, segment and distinct respondent: a hit when one of their rows is."""
    inside = rows.filter(matches(dict(leaf.condition))) if leaf.condition else rows
    people = (
        inside.with_columns(leaf.value.alias(VALUE))
        .group_by(SPAN, "respondent_id", *cut)
        .agg(pl.col(VALUE).max())
    )
    return people.with_columns(asked=pl.lit(value=True), repeat_respondent=pl.lit(value=False))


def summarised(
    rows: pl.DataFrame, leaf: Leaf, cut: tuple[str, ...], facts: Facts
) -> dict[tuple[int, Segment], Cell]:
    """Return the cells of a summary, each with the sums of the desk without each random group."""
    function = leaf.summary
    if function is None:
        return {}
    inside = rows.filter(matches(dict(leaf.condition))) if leaf.condition else rows
    parts = parts_of(leaf, facts)
    own = inside.with_columns(parts.value.alias(VALUE))
    if parts.waiting is not None:
        own = own.with_columns(parts.waiting.alias("_waiting"))
    found: dict[tuple[int, Segment], Cell] = {}
    for key, part in own.group_by([SPAN, *cut]):
        total, base, counted = function(part)
        waiting = int(part["_waiting"].sum()) if parts.waiting is not None else 0
        asked = int(part["asked"].sum()) if leaf.grain == "answers" else 0
        if not (counted or waiting or asked):
            continue
        bases, totals = [0] * RANDOM_GROUPS, [0] * RANDOM_GROUPS
        for group in part[GROUP].unique().to_list():
            totals[group], bases[group], _ = function(part.filter(pl.col(GROUP) != group))
        segment = tuple(
            (name, None if value is None else str(value)) for name, value in zip(cut, key[1:], strict=True)
        )
        span = key[0]
        if isinstance(span, int):
            found[span, segment] = Cell(
                count=counted,
                total=total,
                base=base,
                immature=waiting,
                asked=asked,
                groups=(tuple(bases), tuple(totals)),
            )
    return found
