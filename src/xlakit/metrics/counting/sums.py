"""Sums of many leaves over the rows of one frame, by span and segment, and by random group of people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics.counting.cells import Wanted, cells_of
from xlakit.metrics.counting.rows import GROUP
from xlakit.metrics.counting.spans import SPAN
from xlakit.metrics.counting.values import Columns, values_of
from xlakit.metrics.kind import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlakit.facts import Facts
    from xlakit.metrics.counting.spans import Cells
    from xlakit.metrics.counting.values import Values
    from xlakit.metrics.leaf import Leaf

    Cut = tuple[str, ...]

LARGE = 2**31
"""Values below it, squared and summed over as many rows, stay within 64 bits."""


SQUARED = frozenset({Kind.MEAN, Kind.TOTAL})
"""Kinds that read the squares of what rows add."""


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """Leaves that count the same rows, each with the columns of its segments.

    A row has the number of the span it falls in (`SPAN`), and the random group of its person where some leaf tells
    people apart.
    """

    rows: pl.LazyFrame
    leaves: Sequence[tuple[Leaf, Cut]]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The leaves of a pass that share a cut: what each reads, by its number, and the queries of their sums."""

    cut: Cut
    keys: list[str]
    table: pl.DataFrame
    wanted: Mapping[int, Wanted]
    whole: pl.LazyFrame
    by_group: pl.LazyFrame | None


def sums(passes: Sequence[Pass], facts: Facts) -> list[list[Cells]]:
    """Return the cells of each leaf of each pass, by span and segment.

    What a row adds is worked out once for all leaves and cuts of a pass, then summed; both for all passes at once.
    """
    columns = [Columns() for _ in passes]
    values = [
        [values_of(own, leaf, facts) for leaf, _ in one.leaves]
        for one, own in zip(passes, columns, strict=True)
    ]
    tables = pl.collect_all(list(map(_table, passes, columns)))
    parts = [list(_parts(*one)) for one in zip(passes, values, tables, strict=True)]
    queries = [
        query for own in parts for part in own for query in (part.whole, part.by_group) if query is not None
    ]
    found = iter(pl.collect_all(queries))
    made = []
    for own in parts:
        cells: dict[int, Cells] = {}
        for part in own:
            whole, by_group = next(found), None if part.by_group is None else next(found)
            cells |= cells_of(part.wanted, part.cut, part.keys, part.table, whole, by_group)
        made.append([cells[number] for number in sorted(cells)])
    return made


def _table(one: Pass, columns: Columns) -> pl.LazyFrame:
    """Return what each row adds. Lazily, so that what leaves share (follow-ups, conditions) is worked out once."""
    apart = any(leaf.tells_people_apart for leaf, _ in one.leaves)
    cuts = dict.fromkeys(column for _, cut in one.leaves for column in cut)
    return one.rows.select(
        SPAN,
        *(pl.col(column).cast(pl.String).alias(_cut(column)) for column in cuts),
        *([GROUP] if apart else []),
        *columns.each(),
    )


def _parts(one: Pass, values: Sequence[Values], table: pl.DataFrame) -> Iterator[_Part]:
    widths = _widths(one, values, table)
    by_cut: dict[Cut, list[int]] = defaultdict(list)
    for number, (_, cut) in enumerate(one.leaves):
        by_cut[cut].append(number)
    for cut, numbers in by_cut.items():
        totals, apart = Columns(), Columns()
        wanted = {
            number: _wanted(totals, apart, one.leaves[number][0], values[number], widths)
            for number in numbers
        }
        keys = [SPAN, *map(_cut, cut)]
        whole = table.lazy().group_by(keys).agg(totals.each())
        by_group = None
        if apart.made:
            read = {name for side in apart.made.values() for name in side.meta.root_names()}
            adds = pl.any_horizontal(pl.col(sorted(read)).is_not_null())
            by_group = table.lazy().filter(adds).group_by(*keys, GROUP).agg(apart.each())
        yield _Part(cut, keys, table, wanted, whole, by_group)


def _wanted(
    totals: Columns, apart: Columns, leaf: Leaf, own: Values, widths: Mapping[str, type[pl.DataType]]
) -> Wanted:
    """Return the names of the sums that a leaf needs, which are added to `totals`, and by random group to `apart`."""
    value = pl.col(own.value)
    count, total = value.count().cast(pl.Int64), value.sum().cast(pl.Int64)
    base = None if own.per is None else pl.col(own.per).sum()
    sides = None
    if leaf.tells_people_apart:
        sides = apart.add(count if base is None else base), apart.add(total)
    return Wanted(
        count=totals.add(count),
        total=totals.add(total),
        base=None if base is None else totals.add(base),
        squares=_squares(totals, own.value, leaf.statistic.kind, widths),
        immature=None if own.waiting is None else totals.add(pl.col(own.waiting).sum().cast(pl.Int64)),
        asked=None if own.asked is None else totals.add(pl.col(own.asked).sum().cast(pl.Int64)),
        repeats=_repeats(totals, own, value),
        sides=sides,
        bucket=own.value if leaf.statistic.kind is Kind.PERCENTILE else None,
    )


def _repeats(totals: Columns, own: Values, value: pl.Expr) -> str | None:
    """Count the values of people who answered more than once, from columns made already: values may be costly."""
    if own.repeat is None:
        return None
    return totals.add((pl.col(own.repeat) & value.is_not_null()).sum().cast(pl.Int64))


def _squares(totals: Columns, column: str, kind: Kind, widths: Mapping[str, type[pl.DataType]]) -> str | None:
    value = pl.col(column)
    if kind is Kind.SHARE:
        return totals.add(value.sum().cast(pl.Int64))
    if kind is Kind.NET:
        return totals.add((value != 0).sum().cast(pl.Int64))
    return totals.add(value.cast(widths[column]).pow(2).sum()) if kind in SQUARED else None


def _widths(one: Pass, values: Sequence[Values], table: pl.DataFrame) -> dict[str, type[pl.DataType]]:
    """Return in which type the squares of a column add up exactly, where some leaf reads them."""
    kinds = [leaf.statistic.kind for leaf, _ in one.leaves]
    squared = {own.value for kind, own in zip(kinds, values, strict=True) if kind in SQUARED}
    largest = table.select(pl.col(name).abs().max() for name in sorted(squared)).to_dicts()
    rows = max(table.height, 1)
    return {
        name: pl.Int64 if (most or 0) ** 2 * rows < LARGE * LARGE else pl.Int128
        for row in largest
        for name, most in row.items()
    }


def _cut(column: str) -> str:
    return f"_cut_{column}"
