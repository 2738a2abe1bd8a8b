"""Forty metrics of a million tickets, by month and team, beside the same sums in one Polars query."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.by_hand import by_hand
from benchmarks.say import alternately, table
from xlakit.facts import Facts, groups_behind
from xlakit.metrics import Leaf, Plan, build, catalogue, count
from xlakit.model import MetricRef, windows
from xlakit.testing import random_facts

if TYPE_CHECKING:
    from benchmarks.by_hand import Query
    from xlakit.metrics import Cube
    from xlakit.metrics.cell import Cell

    Place = tuple[object, ...]
    Sums = dict[Place, tuple[int, ...]]

TICKETS = 1_000_000
TEAMS = 50
METRICS = 40
YEAR = 2026
ROUNDS = 9
KEYS = ("month", "team", "group")
SUMS = {
    "n": "count",
    "t": "total",
    "b": "base",
    "s": "squares",
    "i": "immature",
    "asked": "asked",
    "r": "repeats",
}
"""The columns of the queries, less the number of the metric: what a cell calls them."""

PARAMS = {"within": {"clock": "fix"}, "supplied": {"series": "uptime"}}
GRAINS = {"tickets", "answers", "clock_tickets", "clock_cycles"}


def facts_of(tickets: int, seed: int = 7) -> Facts:
    """Return facts of `tickets` tickets, a third of them answered, each with one clock cycle."""
    rng = np.random.default_rng(seed)
    small = random_facts(seed, 2_000)
    begin, minutes = datetime(2026, 1, 1, tzinfo=UTC), 365 * 24 * 60

    def grown(frame: pl.DataFrame, height: int) -> pl.DataFrame:
        picked = frame[rng.integers(0, frame.height, height)]
        instants = {
            name: pl.lit(begin) + pl.duration(minutes=pl.Series(rng.integers(0, minutes, height)))
            for name, kind in frame.schema.items()
            if isinstance(kind, pl.Datetime)
        }
        return picked.with_columns(
            pl.when(pl.col(name).is_not_null()).then(value).alias(name) for name, value in instants.items()
        ).with_columns(
            team=pl.Series([f"team {index:02}" for index in range(TEAMS)])[rng.integers(0, TEAMS, height)]
        )

    ids = pl.Series("ticket_id", [f"t{index}" for index in range(tickets)])
    whole = grown(small.tickets, tickets).with_columns(ids)
    whole = whole.with_columns(random_group=groups_behind(whole, ("requester", "ticket_id")))
    answers = grown(small.answers, tickets // 3).with_columns(ids[: tickets // 3])
    cycles = grown(small.cycles, tickets).drop("team").with_columns(ids)
    return Facts(whole, answers, cycles, begin + timedelta(days=365), (), small.frames)


def chosen() -> list[Leaf]:
    """Return forty metrics of tickets, answers and clocks that add up."""
    found = []
    for name in catalogue():
        metric = build(MetricRef(name=name, params=PARAMS.get(name, {}))) if _plain(name) else None
        if (
            isinstance(metric, Leaf)
            and metric.additive
            and metric.grain in GRAINS
            and metric.clock in {None, "fix"}
        ):
            found.append(metric)
    teams = [metric.where(channel=["a", "b"]) for metric in found]
    return [*found, *teams][:METRICS]


def _plain(name: str) -> bool:
    return not catalogue()[name].required - set(PARAMS.get(name, {}))


def main() -> None:
    """Measure, compare, and print."""
    facts, metrics = facts_of(TICKETS), chosen()
    months = windows("month", date(2026, 1, 1), date(2026, 12, 31), "UTC")
    plans = [Plan(str(number), metric, months, (("team",),)) for number, metric in enumerate(metrics)]
    compare(count(facts, plans), by_hand(facts, metrics), metrics)
    ways = {
        "cube": lambda: count(facts, plans),
        "hand": lambda: by_hand(facts, metrics),
        "whole": lambda: by_hand(facts, metrics, apart=False),
    }
    taken = alternately(ways, ROUNDS)
    table(
        ("", "measured"),
        [
            ("metrics, months, teams", f"{len(metrics)}, {len(months)}, {TEAMS}"),
            ("the cube", f"{median(taken['cube']):.2f} s"),
            ("by hand", f"{median(taken['hand']):.2f} s"),
            ("by hand, without the random groups", f"{median(taken['whole']):.2f} s"),
            ("the cube / by hand", f"{ratio(taken, 'hand'):.2f}"),
            ("the cube / by hand without the random groups", f"{ratio(taken, 'whole'):.2f}"),
        ],
    )


def ratio(taken: dict[str, list[float]], other: str) -> float:
    """Return the median over the rounds of the cube's time to that of another way."""
    return median(ours / theirs for ours, theirs in zip(taken["cube"], taken[other], strict=True))


def compare(cube: Cube, made: list[tuple[Query, list[pl.DataFrame]]], metrics: list[Leaf]) -> None:
    """Stop where the two ways come to other sums."""
    ours: dict[int, dict[Place, Cell]] = defaultdict(dict)
    for key, cell in cube.cells.items():
        ours[int(key.metric)][key.window.start.month, dict(key.segment)["team"]] = cell
    for query, (whole, *by_group) in made:
        sums = _read(whole)
        sides = _read(by_group[0]) if by_group else {}
        for number in query.numbers:
            if _known(ours[number], query, number) != _of(sums, query.columns(number)):
                sys.exit(f"{metrics[number].name}: the sums differ")
            if _known_sides(ours[number]) != _of(sides, query.columns_of_groups(number)):
                sys.exit(f"{metrics[number].name}: the sums of the random groups differ")


def _read(frame: pl.DataFrame) -> dict[tuple[object, ...], dict[str, int]]:
    """Return the rows of the year by month, team, and group where there is one."""
    rows = frame.filter(pl.col("month").dt.year() == YEAR).with_columns(pl.col("month").dt.month())
    keys = [name for name in KEYS if name in rows.columns]
    return {tuple(row.pop(name) for name in keys): row for row in rows.to_dicts()}


def _of(rows: dict[tuple[object, ...], dict[str, int]], columns: tuple[str, ...]) -> Sums:
    """Return these columns of the rows in which one of them is not zero."""
    found = {place: tuple(row[name] for name in columns) for place, row in rows.items() if columns}
    return {place: sums for place, sums in found.items() if any(sums)}


def _known(cells: dict[Place, Cell], query: Query, number: int) -> Sums:
    """Return the sums of cells that a query has."""
    told = [SUMS[name.removesuffix(str(number))] for name in query.columns(number)]
    return {place: tuple(getattr(cell, name) for name in told) for place, cell in cells.items()}


def _known_sides(cells: dict[Place, Cell]) -> Sums:
    """Return what random groups add below and above the line, where they add anything."""
    return {
        (*place, group): sides
        for place, cell in cells.items()
        for group, sides in enumerate(zip(*cell.groups, strict=True) if cell.groups else ())
        if any(sides)
    }
