"""The laws that every metric obeys, a user's own included."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.metrics import Plan, can_cut, count
from xlakit.metrics.cell import Cell
from xlakit.model import windows
from xlakit.testing.random_facts import part_of, random_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.facts import Facts
    from xlakit.metrics import Cube, Metric

MONTHS = windows("month", date(2026, 1, 1), date(2026, 6, 30), "Europe/Berlin")
CLOSE = 1e-9


def check_metric(metric: Metric, *, seeds: Iterable[int] = range(5)) -> None:
    """Assert that a metric obeys every law on facts made by chance.

    Parameters
    ----------
    metric
        Any metric; one that reads a clock has to read the clock ``fix``.
    seeds
        Of the facts.

    Raises
    ------
    AssertionError
        A law is broken; it says which.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> check_metric(m.csat() - m.fcr(), seeds=range(2))
    """
    for seed in seeds:
        facts = random_facts(seed)
        order_of_rows(metric, facts, seed)
        parts_add_up(metric, facts, seed)
        every_row_twice(metric, facts)
        figures_in_range(metric, facts)
        where_is_filtering(metric, facts)
        segments_add_up(metric, facts)
    no_rows_no_value(metric)


def counted(metric: Metric, facts: Facts) -> Cube:
    """Return the cube of a metric month by month, whole and by team where its frames have teams."""
    cuts = ((), ("team",)) if can_cut(facts, metric, "team") else ((),)
    return count(facts, [Plan("x", metric, MONTHS, cuts)])


def order_of_rows(metric: Metric, facts: Facts, seed: int) -> None:
    """Assert that the order of rows changes nothing."""
    shuffled = replace(
        facts,
        tickets=_shuffled(facts.tickets, seed),
        answers=_shuffled(facts.answers, seed),
        cycles=_shuffled(facts.cycles, seed),
        frames={name: _shuffled(frame, seed) for name, frame in facts.frames.items()},
    )
    _must(counted(metric, shuffled) == counted(metric, facts), "the order of rows changes the sums")


def parts_add_up(metric: Metric, facts: Facts, seed: int, parts: int = 3) -> None:
    """Assert that the cubes of parts of the rows add up to the cube of the whole, bit for bit."""
    if not metric.additive:
        return
    rng = np.random.default_rng(seed)
    owner = rng.integers(0, parts, facts.tickets.height)
    rows = rng.integers(0, parts, max([0, *(frame.height for frame in facts.frames.values())]))
    ids = facts.tickets.get_column("ticket_id").to_list()
    cubes = [
        counted(
            metric,
            part_of(
                facts,
                {name for name, mine in zip(ids, owner, strict=True) if mine == index},
                rows=[place for place, mine in enumerate(rows) if mine == index],
            ),
        )
        for index in range(parts)
    ]
    total = cubes[0]
    for cube in cubes[1:]:
        total = total + cube
    _must(total == counted(metric, facts), "the cubes of parts do not add up to that of the whole")


def every_row_twice(metric: Metric, facts: Facts) -> None:
    """Assert that every row twice doubles every sum."""
    if not metric.additive:
        return
    again = {"ticket_id": pl.col("ticket_id") + "'"}
    groups = {"random_group": pl.col("random_group")}
    grouped = facts.tickets.with_columns(random_group=pl.lit(7, pl.Int64))
    one = replace(facts, tickets=grouped)
    twice = replace(
        one,
        tickets=pl.concat([grouped, grouped.with_columns(**again)]),
        answers=pl.concat([facts.answers, facts.answers.with_columns(**again, **groups)]),
        cycles=pl.concat([facts.cycles, facts.cycles.with_columns(**again)]),
        frames={name: pl.concat([frame, frame]) for name, frame in facts.frames.items()},
    )
    once = counted(metric, one)
    _must(once + once == counted(metric, twice), "every row twice does not double the sums")


def figures_in_range(metric: Metric, facts: Facts) -> None:
    """Assert that every figure lies in its range and, for shares and points, in its interval."""
    for cell in counted(metric, facts).cells.values():
        found = metric.estimate(cell)
        _must(found.count == metric.counted(cell) or found.value is None, "the count is not that of the rows")
        if found.value is None:
            continue
        _must(found.count > 0, "a value without a row")
        exact = found.exact
        _must(exact is not None, "a value that is not exact")
        _must(abs(found.value - float(exact or 0)) <= CLOSE * max(1, abs(found.value)), "two values")
        _must(metric.low is None or found.value >= metric.low - CLOSE, "below the range")
        _must(metric.high is None or found.value <= metric.high + CLOSE, "above the range")
        if metric.unit in {"share", "points"} and found.low is not None and found.high is not None:
            _must(found.low - CLOSE <= found.value <= found.high + CLOSE, "outside its own interval")


def where_is_filtering(metric: Metric, facts: Facts) -> None:
    """Assert that `where` is the same as leaving the other rows out."""
    if not can_cut(facts, metric, "team"):
        return
    mine = pl.col("team") == "West"
    west = set(facts.tickets.filter(mine).get_column("ticket_id"))
    left = part_of(facts, west)
    left = replace(
        left,
        frames={
            name: frame.filter(mine) if "team" in frame.columns else frame.clear()
            for name, frame in facts.frames.items()
        },
    )
    narrowed = counted(metric.where(team="West"), facts)
    _must(narrowed.cells == counted(metric, left).cells, "where() differs from leaving rows out")


def segments_add_up(metric: Metric, facts: Facts) -> None:
    """Assert that the sums of the segments add up to those of the whole."""
    if not metric.additive or not can_cut(facts, metric, "team"):
        return
    cube = counted(metric, facts)
    for key, cell in cube.cells.items():
        if key.segment == ():
            total = Cell()
            for other, own in cube.cells.items():
                if other.segment and other.window == key.window:
                    total = total + own
            _must(total == cell, "segments do not add up to the whole")


def no_rows_no_value(metric: Metric) -> None:
    """Assert that no rows give no value."""
    _must(counted(metric, part_of(random_facts(1), ())).cells == {}, "cells without a row")
    _must(metric.estimate(Cell()).value is None, "a value from nothing")


def _shuffled(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    return frame.sample(fraction=1, shuffle=True, seed=seed)


def _must(held: object, law: str) -> None:
    if not held:
        raise AssertionError(law)
