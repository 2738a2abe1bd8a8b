"""Whether leaves can be counted over the frames there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.metrics.counting.rows import WINDOW_END, columns_of, known_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.facts import Facts
    from xlakit.metrics.counting.plan import Job
    from xlakit.metrics.leaf import Grain, Leaf


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a frame has: its columns, those whose values are lists, and the types of what leaves may read."""

    columns: frozenset[str]
    lists: frozenset[str]
    kinds: Mapping[str, pl.DataType]


def check(jobs: Iterable[Job], facts: Facts) -> None:
    """Raise where a leaf is narrowed or cut by a column that its frame does not have.

    Raises
    ------
    MeasureError
        It names the column and the nearest one there is; or the column holds lists, or what a row adds cannot be
        made of its columns.
    """
    frames: dict[Grain, _Frame] = {}
    for job in jobs:
        grain = job.leaf.grain
        if grain not in frames:
            frames[grain] = _Frame(columns_of(facts, grain), _lists(facts, grain), _schema(facts, grain))
        _check_columns(job.leaf, frames[grain], job.cut)
        _check_values(job.leaf, frames[grain].kinds)


def _check_columns(leaf: Leaf, frame: _Frame, cuts: Iterable[str]) -> None:
    uses = {column: "read" for column in leaf.reads if column != WINDOW_END}
    uses |= dict.fromkeys(leaf.where_columns(), "narrow by") | dict.fromkeys(cuts, "cut by")
    for column, use in sorted(uses.items()):
        if column not in frame.columns:
            raise MeasureError(
                message(
                    f"metric {leaf.name}",
                    f"its frame ({leaf.grain}) has no such column to {use}",
                    got=column,
                    hint=near_miss(column, sorted(frame.columns)),
                )
            )
        if use != "read" and column in frame.lists:
            raise MeasureError(
                message(f"metric {leaf.name}", f"a column of lists is nothing to {use}", got=column)
            )


def _check_values(leaf: Leaf, kinds: Mapping[str, pl.DataType]) -> None:
    """Raise where a row's values cannot be made of columns of these types, or are made of all rows at once."""
    for side in (leaf.value, leaf.per):
        roots = () if side is None else side.meta.root_names()
        if side is None or not roots or not set(roots) <= set(kinds):
            continue
        # Two rows, so that a sum shows: one of nothing, one of any text, for a cast of nothing says nothing.
        texts = {name: [None, "?" if kinds[name] == pl.String else None] for name in roots}
        tried = pl.DataFrame(texts, schema={name: kinds[name] for name in roots})
        try:
            made = tried.select(side).height
        except (pl.exceptions.InvalidOperationError, pl.exceptions.ComputeError) as error:
            raise MeasureError(
                message(
                    f"metric {leaf.name}",
                    "what a row adds cannot be made of its columns",
                    got=str(error).partition("\n")[0],
                    hint="a condition for a share, a number for the others",
                )
            ) from None
        if made < tried.height:
            raise MeasureError(
                message(
                    f"metric {leaf.name}",
                    "adds up all rows at once, and so could not be cut or narrowed",
                    hint="return what one row adds; the sums are made of it",
                )
            )


def _schema(facts: Facts, grain: Grain) -> dict[str, pl.DataType]:
    own = {"answers": facts.answers, "clock_cycles": facts.cycles, "clock_tickets": facts.cycles}
    frames = (
        (facts.frames[grain],) if grain in facts.frames else (facts.tickets, own.get(grain, facts.answers))
    )
    found = {**known_columns(grain), WINDOW_END: pl.Datetime("us", "UTC")}
    for frame in frames:
        found |= dict(frame.schema)
    return found


def _lists(facts: Facts, grain: Grain) -> frozenset[str]:
    """Return the columns whose values are lists, or otherwise not one value."""
    frames = (facts.frames[grain],) if grain in facts.frames else (facts.tickets, facts.answers)
    return frozenset(name for frame in frames for name, kind in frame.schema.items() if kind.is_nested())
