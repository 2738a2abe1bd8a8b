"""From facts to cube: sums of what rows add, by window and segment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.metrics.cube import Cell, Cube, Key
from xlakit.metrics.rows import AT, IMMATURE, VALUE, cut_columns, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from xlakit.facts import Facts
    from xlakit.metrics.cube import Segment
    from xlakit.metrics.metric import Metric
    from xlakit.model import Window

RANDOM_GROUPS = 64
_SPAN = "_span"
_GROUP = "random_group"


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What to count: a metric, filed under `key`, in `windows`, for the whole and for each of `cuts`."""

    key: str
    metric: Metric
    windows: tuple[Window, ...]
    cuts: tuple[tuple[str, ...], ...] = ((),)


def count(facts: Facts, plans: Iterable[Plan]) -> Cube:
    """Return the cube of `plans` over `facts`.

    Facts have to be built on the whole desk; the rows of facts may then be counted in any parts, and the
    cubes of the parts add up to the cube of the whole.

    Raises
    ------
    MeasureError
        A metric is cut or narrowed by a column that does not exist.
    """
    cells: dict[Key, Cell] = {}
    whole_desk: set[str] = set()
    for plan in plans:
        wanted = frozenset(column for cut in plan.cuts for column in cut)
        rows = rows_of(facts, plan.metric, wanted)
        counter = _additive if plan.metric.additive else _respondents
        if not plan.metric.additive:
            whole_desk.add(plan.metric.ref.name)
        for cut in plan.cuts:
            for (window, segment), cell in counter(rows, plan, cut).items():
                cells[Key(plan.key, window, segment)] = cell
    return Cube(facts.as_of, cells, frozenset(whole_desk))


def _additive(rows: pl.DataFrame, plan: Plan, cut: tuple[str, ...]) -> dict[tuple[Window, Segment], Cell]:
    """Sum over the shortest spans that no window edge divides, then add spans up to windows."""
    edges = sorted({edge for window in plan.windows for edge in (window.start, window.end)})
    spans = _with_span(rows, [edge.astimezone(UTC) for edge in edges])
    by_span = _sums(spans, plan.metric, cut)
    found: dict[tuple[Window, Segment], Cell] = defaultdict(Cell)
    members = {window: range(edges.index(window.start), edges.index(window.end)) for window in plan.windows}
    for (span, segment), cell in by_span.items():
        for window in plan.windows:
            if span in members[window]:
                found[window, segment] += cell
    return dict(found)


def _with_span(rows: pl.DataFrame, edges: list[datetime]) -> pl.DataFrame:
    """Return the rows with the number of the half-open span between edges each falls in; others drop out."""
    if len(edges) < 2 or rows.is_empty():  # noqa: PLR2004 - a span has two edges
        return rows.clear().with_columns(pl.lit(0, dtype=pl.Int64).alias(_SPAN))
    starts = pl.DataFrame(
        {"_edge": edges[:-1], _SPAN: range(len(edges) - 1)},
        schema={"_edge": pl.Datetime("us", "UTC"), _SPAN: pl.Int64},
    )
    return (
        rows.filter(pl.col(AT).is_not_null() & (pl.col(AT) < edges[-1]))
        .sort(AT)
        .join_asof(starts, left_on=AT, right_on="_edge", strategy="backward")
        .filter(pl.col(_SPAN).is_not_null())
    )


def _sums(rows: pl.DataFrame, metric: Metric, cut: tuple[str, ...]) -> dict[tuple[int, Segment], Cell]:
    """Return the cell of each span and segment, with the random groups of respondents for answers."""
    mature = ~pl.col(IMMATURE)
    value = pl.when(mature).then(pl.col(VALUE))
    known = pl.col(VALUE).is_not_null()
    grouped = [_GROUP] if metric.from_answers else []
    nothing = pl.lit(0, dtype=pl.Int64)
    sums = rows.group_by([_SPAN, *cut_columns(cut), *grouped]).agg(
        _total(value.is_not_null()).alias("count"),
        value.sum().alias("total"),
        value.cast(pl.Int128).pow(2).sum().alias("squares"),
        _total(known & ~mature).alias("immature"),
        (_total(pl.col("asked")) if grouped else nothing).alias("invitations"),
        (_total(pl.col("repeat_respondent") & known) if grouped else nothing).alias("repeats"),
    )
    cells: dict[tuple[int, Segment], Cell] = defaultdict(Cell)
    groups: dict[tuple[int, Segment], list[tuple[int, int]]] = {}
    for row in sums.iter_rows(named=True):
        place = row[_SPAN], _segment(row, cut)
        cells[place] += Cell(
            row["count"],
            row["total"],
            int(row["squares"]),
            row["immature"],
            row["invitations"],
            row["repeats"],
        )
        if grouped:
            groups.setdefault(place, [(0, 0)] * RANDOM_GROUPS)[row[_GROUP]] = (row["count"], row["total"])
    return {
        place: replace(cell, groups=tuple(groups[place])) if place in groups else cell
        for place, cell in cells.items()
    }


def _total(flag: pl.Expr) -> pl.Expr:
    return flag.cast(pl.Int64).sum()


def _segment(row: dict[str, Any], cut: tuple[str, ...]) -> Segment:
    return tuple(zip(cut, (row[name] for name in cut_columns(cut)), strict=True))


def _respondents(rows: pl.DataFrame, plan: Plan, cut: tuple[str, ...]) -> dict[tuple[Window, Segment], Cell]:
    """Count distinct respondents window by window; one is a hit when one of their rows is."""
    found: dict[tuple[Window, Segment], Cell] = {}
    for window in plan.windows:
        start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
        inside = rows.filter((pl.col(AT) >= start) & (pl.col(AT) < end))
        if inside.is_empty():
            continue
        people = inside.group_by(["respondent_id", *cut_columns(cut)]).agg(
            pl.col(VALUE).max(), pl.col("asked").cast(pl.Int64).sum()
        )
        sums = people.group_by(cut_columns(cut) or pl.lit(0).alias("_all")).agg(
            pl.col(VALUE).is_not_null().cast(pl.Int64).sum().alias("n"),
            pl.col(VALUE).sum().alias("total"),
            pl.len().alias("asked_"),
        )
        for row in sums.iter_rows(named=True):
            found[window, _segment(row, cut)] = Cell(
                row["n"], row["total"], row["total"], asked=row["asked_"]
            )
    return found
