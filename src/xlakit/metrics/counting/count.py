"""From facts to a cube: one pass over each frame for any number of metrics, windows and segments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics.cell import Cell
from xlakit.metrics.combined import Combined
from xlakit.metrics.counting.check import check
from xlakit.metrics.counting.plan import Job, Plan
from xlakit.metrics.counting.rows import in_scope, rows_of
from xlakit.metrics.counting.spans import edges_of, in_windows, with_every_span, with_span
from xlakit.metrics.counting.sums import Pass, sums
from xlakit.metrics.counting.values import identity
from xlakit.metrics.counting.whole import at_end_of, people_in, summarised
from xlakit.metrics.cube import Cube, Key
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlakit.facts import Facts
    from xlakit.metrics.counting.spans import Cells
    from xlakit.metrics.metric import Metric


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
    check(jobs, facts)
    counted: dict[int, Cells] = {}
    for own in _by_frame(jobs):
        rows = _rows(facts, own)
        counted |= _counted_together(rows, [job for job in own if job.leaf.additive], facts)
        alone = [job for job in own if not job.leaf.additive]
        if alone:
            narrowed = in_scope(rows).collect()
            counted |= {id(job): _counted_alone(narrowed, job, facts) for job in alone}
    filed: dict[Key, Cell] = {}
    remaining = iter(jobs)
    for plan in wanted:
        for _ in plan.cuts:
            parts = [counted[id(job)] for job in islice(remaining, len(plan.metric.leaves))]
            filed.update(_filed(plan, parts))
    whole = frozenset(plan.metric.name for plan in wanted if not plan.metric.additive)
    personal = frozenset(plan.key for plan in wanted if plan.metric.from_answers)
    return Cube(facts.as_of, filed, whole, personal)


def _filed(plan: Plan, parts: Sequence[Cells]) -> Iterator[tuple[Key, Cell]]:
    """Yield the cells of a plan's metric from those of its leaves."""
    nothing = Cell()
    places = parts[0] if len(parts) == 1 else dict.fromkeys(key for part in parts for key in part)
    for place in places:
        number, segment = place
        cells = iter([part.get(place, nothing) for part in parts])
        yield Key(plan.key, plan.windows[number], segment), _assembled(plan.metric, cells)


def _assembled(metric: Metric, cells: Iterator[Cell]) -> Cell:
    """Return the cell of a metric from those of its leaves, in their order."""
    if isinstance(metric, Combined):
        return Cell(parts=tuple(_assembled(part, cells) for part in metric.parts))
    return next(cells)


def _by_frame(jobs: Iterable[Job]) -> Iterable[list[Job]]:
    """Return the jobs that read the same frame."""
    found: dict[tuple[str, str | None], list[Job]] = defaultdict(list)
    for job in jobs:
        found[job.leaf.grain, job.leaf.clock].append(job)
    return found.values()


def _rows(facts: Facts, jobs: Sequence[Job]) -> pl.LazyFrame:
    """Return the rows that jobs of one frame read."""
    read = {name for job in jobs for name in (*job.leaf.reads, *job.leaf.where_columns(), *job.cut)}
    leaf = jobs[0].leaf
    apart = any(job.leaf.tells_people_apart or job.leaf.summary is not None for job in jobs)
    return rows_of(facts, leaf.grain, leaf.clock, frozenset(read), apart=apart)


def _counted_together(rows: pl.LazyFrame, jobs: Iterable[Job], facts: Facts) -> dict[int, Cells]:
    """Return the cells of jobs of one frame that add up over spans, which those filed by the same instants share."""
    batches: dict[object, list[Job]] = defaultdict(list)
    for job in jobs:
        batches[identity(job.leaf.at)].append(job)
    edges = [edges_of(window for job in batch for window in job.plan.windows) for batch in batches.values()]
    passes = [
        Pass(in_scope(with_span(rows, batch[0].leaf.at, own)), [(job.leaf, job.cut) for job in batch])
        for batch, own in zip(batches.values(), edges, strict=True)
    ]
    return {
        id(job): in_windows(cells, job.plan.windows, own)
        for batch, own, made in zip(batches.values(), edges, sums(passes, facts), strict=True)
        for job, cells in zip(batch, made, strict=True)
    }


def _counted_alone(rows: pl.DataFrame, job: Job, facts: Facts) -> Cells:
    leaf, cut, windows = job.leaf, job.cut, job.plan.windows
    if leaf.stock is not None:
        after = facts.as_of + timedelta(microseconds=1)
        inside = at_end_of(rows, leaf.stock, [min(window.end, after) for window in windows])
    else:
        inside = with_every_span(rows, leaf.at, windows)
    if leaf.summary is not None:
        return summarised(inside, leaf, cut, facts)
    if leaf.grain == "respondents":
        inside, leaf = people_in(inside, leaf, cut), replace(leaf, condition=(), value=pl.col(VALUE))
    return sums([Pass(inside.lazy(), [(leaf, cut)])], facts)[0][0]
