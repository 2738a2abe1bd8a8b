"""From facts to a cube: one pass over each frame for any number of metrics, windows and segments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.metrics.cell import Cell
from xlakit.metrics.combined import Combined
from xlakit.metrics.counting.plan import Job, Plan
from xlakit.metrics.counting.rows import check, frame_of, with_groups
from xlakit.metrics.counting.sums import SPAN, identity, sums
from xlakit.metrics.counting.whole import at_end_of, people_in, summarised
from xlakit.metrics.cube import Cube, Key
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlakit.facts import Facts
    from xlakit.metrics.cube import Segment
    from xlakit.metrics.metric import Metric
    from xlakit.model import Window

    Cells = dict[tuple[int, Segment], Cell]
    """Cells by the number of their window in the plan, and their segment."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def count(facts: Facts, plans: Iterable[Plan]) -> Cube:
    """Return the cube of `plans` over `facts`.

    Facts have to be built on the whole desk; the rows of facts may then be counted in any parts, and the
    cubes of the parts add up to the cube of the whole.

    Raises
    ------
    MeasureError
        A metric is cut or narrowed by a column that does not exist.
    """
    wanted = tuple(plans)
    jobs = [Job(plan, leaf, cut) for plan in wanted for cut in plan.cuts for leaf in plan.metric.leaves]
    counted: dict[int, Cells] = {}
    frames: dict[tuple[str, str | None], pl.DataFrame] = {}
    read: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for job in jobs:
        check(job.leaf, facts, job.cut)
        read[job.leaf.grain, job.leaf.clock] |= {*job.leaf.reads, *job.leaf.where_columns(), *job.cut}
    for batch in _batches(jobs):
        leaf = batch[0].leaf
        place = leaf.grain, leaf.clock
        if place not in frames:
            frames[place] = frame_of(facts, leaf.grain, leaf.clock, frozenset(read[place]))
        for job, cells in zip(batch, _counted(frames[place], batch, facts), strict=True):
            counted[id(job)] = cells
    filed: dict[Key, Cell] = {}
    nothing = Cell()
    position = 0
    for plan in wanted:
        for _ in plan.cuts:
            size = len(plan.metric.leaves)
            own = [counted[id(job)] for job in jobs[position : position + size]]
            position += size
            for place in dict.fromkeys(key for part in own for key in part):
                number, segment = place
                parts = iter([part.get(place, nothing) for part in own])
                filed[Key(plan.key, plan.windows[number], segment)] = _assembled(plan.metric, parts)
    whole = frozenset(plan.metric.name for plan in wanted if not plan.metric.additive)
    personal = frozenset(plan.key for plan in wanted if plan.metric.from_answers)
    return Cube(facts.as_of, filed, whole, personal)


def _assembled(metric: Metric, cells: Iterator[Cell]) -> Cell:
    """Return the cell of a metric from those of its leaves, in their order."""
    if isinstance(metric, Combined):
        return Cell(parts=tuple(_assembled(part, cells) for part in metric.parts))
    return next(cells)


def _batches(jobs: Sequence[Job]) -> Iterable[list[Job]]:
    """Return the jobs that one pass can do: same frame, same instants, same cut."""
    found: dict[object, list[Job]] = defaultdict(list)
    for job in jobs:
        leaf = job.leaf
        alone = not leaf.additive
        key = (
            leaf.grain,
            leaf.clock,
            identity(leaf.at),
            job.cut,
            id(job) if alone else None,
        )
        found[key].append(job)
    return found.values()


def _counted(frame: pl.DataFrame, batch: list[Job], facts: Facts) -> list[Cells]:
    leaf, cut = batch[0].leaf, batch[0].cut
    if leaf.summary is not None or any(job.leaf.tells_people_apart for job in batch):
        frame = with_groups(frame, leaf.grain)
    if leaf.additive:
        edges = sorted(
            {edge for job in batch for window in job.plan.windows for edge in (window.start, window.end)}
        )
        rows = _with_span(frame, leaf.at, [edge.astimezone(UTC) for edge in edges])
        made = sums(rows, [job.leaf for job in batch], cut, facts)
        return [_in_windows(cells, job.plan.windows, edges) for job, cells in zip(batch, made, strict=True)]
    windows = batch[0].plan.windows
    ends = [min(window.end, facts.as_of + timedelta(microseconds=1)).astimezone(UTC) for window in windows]
    if leaf.stock is not None:
        inside = at_end_of(frame, leaf.stock, ends)
    else:
        starts = [window.start.astimezone(UTC) for window in windows]
        inside = _with_every_span(frame, leaf.at, starts, [window.end.astimezone(UTC) for window in windows])
    if leaf.summary is not None:
        return [summarised(inside, leaf, cut, facts)]
    if leaf.grain == "respondents":
        inside, leaf = people_in(inside, leaf, cut), replace(leaf, condition=(), value=pl.col(VALUE))
    return sums(inside.lazy(), [leaf], cut, facts)


def _with_span(frame: pl.DataFrame, at: pl.Expr, edges: list[datetime]) -> pl.LazyFrame:
    """Return the rows with the number of the half-open span between edges each falls in; others drop out.

    Lazily, so that only columns in use are narrowed.
    """
    if len(edges) < 2 or frame.is_empty():  # noqa: PLR2004 - a span has two edges
        return frame.clear().lazy().with_columns(pl.lit(0, dtype=pl.Int64).alias(SPAN))
    instants = frame.select(at.dt.epoch("us")).to_series()
    limits = np.array([_microseconds(edge) for edge in edges], dtype=np.int64)
    known = instants.fill_null(int(limits[0]) - 1).to_numpy()
    number = np.searchsorted(limits, known, side="right") - 1
    inside = pl.col(SPAN).is_between(0, len(edges) - 2)
    return frame.lazy().with_columns(pl.Series(SPAN, number, dtype=pl.Int64)).filter(inside)


def _with_every_span(
    frame: pl.DataFrame, at: pl.Expr, starts: list[datetime], ends: list[datetime]
) -> pl.DataFrame:
    """Return the rows of each window with its number; a row of two windows stands twice."""
    parts = [
        frame.filter((at >= start) & (at < end)).with_columns(pl.lit(number, pl.Int64).alias(SPAN))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    return pl.concat(parts) if parts else frame.clear().with_columns(pl.lit(0, pl.Int64).alias(SPAN))


def _in_windows(cells: Cells, windows: tuple[Window, ...], edges: list[datetime]) -> Cells:
    """Add the cells of spans up to windows."""
    places = {edge: number for number, edge in enumerate(edges)}
    inside: dict[int, list[int]] = defaultdict(list)
    for number, window in enumerate(windows):
        for span in range(places[window.start], places[window.end]):
            inside[span].append(number)
    found: Cells = {}
    for (span, segment), cell in cells.items():
        for number in inside[span]:
            key = number, segment
            found[key] = found[key] + cell if key in found else cell
    return found


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)
