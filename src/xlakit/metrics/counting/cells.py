"""Cells from sums by span, segment and random group of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit.metrics.cell import RANDOM_GROUPS, Cell
from xlakit.metrics.counting.rows import GROUP
from xlakit.metrics.histogram import bucket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.metrics.cell import Buckets, Groups
    from xlakit.metrics.counting.spans import Cells
    from xlakit.metrics.cube import Segment

PLACE = "_place"
"""The number of a span and segment."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns that one leaf reads: sums, two sums by random group (`sides`), values of rows (`bucket`)."""

    count: str
    total: str
    base: str | None
    squares: str | None
    immature: str | None
    asked: str | None
    repeats: str | None
    sides: tuple[str, str] | None
    bucket: str | None


def cells_of(
    wanted: Mapping[int, Wanted],
    cut: tuple[str, ...],
    keys: list[str],
    table: pl.DataFrame,
    whole: pl.DataFrame,
    by_group: pl.DataFrame | None,
) -> dict[int, Cells]:
    """Return the cells of leaves by their number.

    Parameters
    ----------
    wanted
        What each leaf reads.
    cut, keys
        The columns of the segment; the columns of span and segment in what follows.
    table
        What each row adds.
    whole, by_group
        The sums by `keys`, and by `keys` and random group where people are told apart.
    """
    whole = whole.with_row_index(PLACE)
    places = whole.select(PLACE, *keys)
    named = [(row[1], tuple(zip(cut, row[2:], strict=True))) for row in places.iter_rows()]
    placed = None if by_group is None else by_group.join(places, on=keys, nulls_equal=True)
    found = {}
    for number, own in wanted.items():
        groups = None if placed is None or own.sides is None else _groups(placed, own.sides, len(named))
        buckets = {} if own.bucket is None else _buckets(table, own.bucket, places, keys)
        found[number] = dict(_cells(named, whole, own, groups, buckets))
    return found


def _groups(placed: pl.DataFrame, sides: tuple[str, str], count: int) -> list[Groups]:
    """Return what each random group adds below and above the line, place by place."""
    place, group = placed[PLACE].to_numpy(), placed[GROUP].to_numpy()
    made = []
    for name in sides:
        dense = np.zeros((count, RANDOM_GROUPS), np.int64)
        dense[place, group] = placed[name].to_numpy()
        every = iter(dense.ravel().tolist())
        made.append(zip(*[every] * RANDOM_GROUPS, strict=True))
    return list(zip(*made, strict=True))


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
    groups: list[Groups] | None,
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
        sides = None if groups is None else groups[place]
        listed = buckets.get(place, ())
        yield key, Cell(count, total, base, squares, immature, asked, repeats, sides, listed)
