"""Sums of many leaves over one frame in one pass, by span and segment, and by random group of people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit.facts import matches
from xlakit.metrics.cell import RANDOM_GROUPS, Cell
from xlakit.metrics.counting.rows import GROUP, parts_of
from xlakit.metrics.histogram import bucket
from xlakit.metrics.kind import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlakit.facts import Facts
    from xlakit.metrics.cell import Buckets
    from xlakit.metrics.cube import Segment
    from xlakit.metrics.leaf import Leaf

SPAN = "_span"
PLACE = "_place"
LARGE = 2**31
"""Values below it, squared and summed over as many rows, stay within 64 bits."""


def identity(expression: pl.Expr) -> object:
    """Return what is equal for expressions that make equal columns; its text does not tell that of functions."""
    try:
        return expression.meta.serialize()
    except pl.exceptions.PolarsError:
        return id(expression)


@dataclass(slots=True)
class Columns:
    """Expressions by the name of the column they make; equal expressions share one column."""

    made: dict[str, pl.Expr] = field(default_factory=dict)
    names: dict[object, str] = field(default_factory=dict)

    def add(self, expression: pl.Expr) -> str:
        """Return the name of the column that `expression` makes."""
        same = identity(expression)
        if same not in self.names:
            self.names[same] = f"_c{len(self.names)}"
            self.made[self.names[same]] = expression
        return self.names[same]

    def each(self) -> Iterator[pl.Expr]:
        """Yield the expressions under their names."""
        return (expression.alias(name) for name, expression in self.made.items())


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns of sums that one leaf reads."""

    count: str
    total: str
    base: str | None
    squares: str | None
    immature: str | None
    asked: str | None
    repeats: str | None
    bucket: str | None


def sums(
    frame: pl.LazyFrame, leaves: Sequence[Leaf], cut: tuple[str, ...], facts: Facts
) -> list[dict[tuple[int, Segment], Cell]]:
    """Return the cells of each leaf by span and segment.

    Parameters
    ----------
    frame
        The rows, each with the number of the span it falls in (`SPAN`), and the random group of its person where
        some leaf tells people apart.
    leaves
        Leaves of one grain; all of them count by this frame's spans.
    cut
        The columns of the segment.
    """
    rows = Columns()
    values = [_values(rows, leaf, facts) for leaf in leaves]
    keys = [SPAN, *(_cut(index) for index in range(len(cut)))]
    told_apart = any(leaf.tells_people_apart for leaf in leaves)
    # Lazily, so that what several metrics share (follow-ups, conditions) is worked out once.
    table = frame.select(
        pl.col(SPAN),
        *(pl.col(column).cast(pl.String).alias(_cut(index)) for index, column in enumerate(cut)),
        *([GROUP] if told_apart else []),
        *rows.each(),
    ).collect()
    totals, apart = Columns(), Columns()
    wanted = [_wanted(totals, leaf, own, table) for leaf, own in zip(leaves, values, strict=True)]
    sides = [_sides(apart, leaf, own) for leaf, own in zip(leaves, values, strict=True)]
    queries = [table.lazy().group_by(keys).agg(totals.each())]
    if told_apart:
        queries.append(table.lazy().group_by(*keys, GROUP).agg(apart.each()))
    whole, *by_group = pl.collect_all(queries)
    whole = whole.with_row_index(PLACE)
    places = whole.select(PLACE, *keys)
    placed = [part.join(places, on=keys, nulls_equal=True) for part in by_group]
    named = [(row[1], tuple(zip(cut, row[2:], strict=True))) for row in places.iter_rows()]
    found = []
    for own, side in zip(wanted, sides, strict=True):
        groups = None if side is None else _groups(placed[0], side, len(named))
        buckets = _buckets(table, own.bucket, places, keys) if own.bucket else {}
        found.append(dict(_cells(named, whole, own, groups, buckets)))
    return found


def _values(rows: Columns, leaf: Leaf, facts: Facts) -> dict[str, str]:
    """Return the names of the columns that a leaf's rows need."""
    parts = parts_of(leaf, facts)
    whole = parts.value if leaf.statistic.kind is Kind.SHARE else parts.value.cast(pl.Int64)
    names = {"value": rows.add(whole)}
    if parts.per is not None:
        names["per"] = rows.add(parts.per.cast(pl.Int64))
    if parts.waiting is not None:
        names["waiting"] = rows.add(parts.waiting)
    if leaf.grain in {"answers", "respondents"}:
        names["asked"] = rows.add(_if_met(leaf, pl.col("asked")))
        names["repeat"] = rows.add(pl.col("repeat_respondent"))
    return names


def _if_met(leaf: Leaf, flag: pl.Expr) -> pl.Expr:
    return flag & matches(dict(leaf.condition)) if leaf.condition else flag


def _wanted(totals: Columns, leaf: Leaf, names: dict[str, str], table: pl.DataFrame) -> Wanted:
    """Return the names of the sums that a leaf needs."""
    value, kind = pl.col(names["value"]), leaf.statistic.kind
    return Wanted(
        count=totals.add(value.count().cast(pl.Int64)),
        total=totals.add(value.sum().cast(pl.Int64)),
        base=totals.add(pl.col(names["per"]).sum()) if "per" in names else None,
        squares=_squares(totals, value, kind, table),
        immature=totals.add(pl.col(names["waiting"]).sum().cast(pl.Int64)) if "waiting" in names else None,
        asked=totals.add(pl.col(names["asked"]).sum().cast(pl.Int64)) if "asked" in names else None,
        repeats=_repeats(totals, names, value),
        bucket=names["value"] if kind is Kind.PERCENTILE else None,
    )


def _repeats(totals: Columns, names: dict[str, str], value: pl.Expr) -> str | None:
    """Count the values of people who answered more than once, from columns made already: values may be costly."""
    if "repeat" not in names:
        return None
    return totals.add((pl.col(names["repeat"]) & value.is_not_null()).sum().cast(pl.Int64))


def _squares(totals: Columns, value: pl.Expr, kind: Kind, table: pl.DataFrame) -> str | None:
    if kind is Kind.SHARE:
        return totals.add(value.sum().cast(pl.Int64))
    if kind is Kind.NET:
        return totals.add((value != 0).sum().cast(pl.Int64))
    if kind not in {Kind.MEAN, Kind.TOTAL}:
        return None
    largest = table.select(value.abs().max()).item() or 0
    wide = pl.Int64 if largest * largest * max(table.height, 1) < LARGE * LARGE else pl.Int128
    return totals.add(value.cast(wide).pow(2).sum())


def _sides(apart: Columns, leaf: Leaf, names: dict[str, str]) -> tuple[str, str] | None:
    """Return the names of what each random group adds below and above the line, where a leaf tells people apart."""
    if not leaf.tells_people_apart:
        return None
    value = pl.col(names["value"])
    below = pl.col(names["per"]).sum() if "per" in names else value.count().cast(pl.Int64)
    return apart.add(below), apart.add(value.sum().cast(pl.Int64))


def _groups(placed: pl.DataFrame, sides: tuple[str, str], count: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return what each random group adds below and above the line, place by place."""
    place, group = placed[PLACE].to_numpy(), placed[GROUP].to_numpy()
    made = []
    for name in sides:
        dense = np.zeros((count, RANDOM_GROUPS), np.int64)
        dense[place, group] = placed[name].to_numpy()
        made.append(dense.tolist())
    return made[0], made[1]


def _buckets(table: pl.DataFrame, value: str, places: pl.DataFrame, keys: list[str]) -> dict[int, Buckets]:
    known = table.select(*keys, value).filter(pl.col(value).is_not_null())
    numbered = known.with_columns(_bucket=pl.Series(bucket(known[value].to_numpy())))
    rows = (
        numbered.group_by(*keys, "_bucket")
        .agg(pl.len().cast(pl.Int64).alias("_rows"))
        .join(places, on=keys, nulls_equal=True)
        .sort(PLACE, "_bucket")
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for place, number, count in rows.select(PLACE, "_bucket", "_rows").iter_rows():
        found.setdefault(place, []).append((number, count))
    return {place: tuple(listed) for place, listed in found.items()}


def _cells(
    named: list[tuple[int, Segment]],
    whole: pl.DataFrame,
    own: Wanted,
    groups: tuple[list[list[int]], list[list[int]]] | None,
    buckets: dict[int, Buckets],
) -> Iterator[tuple[tuple[int, Segment], Cell]]:
    nothing = [0] * len(named)

    def column(name: str | None) -> list[Any]:
        return nothing if name is None else whole[name].to_list()

    columns = (own.count, own.total, own.base, own.squares, own.immature, own.asked, own.repeats)
    for place, (key, figures) in enumerate(zip(named, zip(*map(column, columns), strict=True), strict=True)):
        count, total, base, squares, immature, asked, repeats = figures
        if not (count or base or immature or asked):
            continue
        sides = None if groups is None else (tuple(groups[0][place]), tuple(groups[1][place]))
        listed = buckets.get(place, ())
        yield key, Cell(count, total, base, squares, immature, asked, repeats, sides, listed)


def _cut(index: int) -> str:
    return f"_cut{index}"
