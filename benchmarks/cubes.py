"""Forty metrics of a million tickets, by month and team, beside the same sums in one Polars query."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.say import seconds, table
from xlakit.facts import Facts, groups_behind
from xlakit.metrics import Kind, Leaf, Plan, build, catalogue, count
from xlakit.metrics.counting.rows import frame_of, parts_of
from xlakit.model import MetricRef, windows
from xlakit.testing import random_facts

if TYPE_CHECKING:
    from xlakit.metrics import Cube

TICKETS = 1_000_000
TEAMS = 50
METRICS = 40
YEAR = 2026
ROUNDS = 5
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


def plainly(facts: Facts, metric: Leaf) -> pl.LazyFrame:
    """Return the frame as one would take it: lazily, so that only the columns in use are read."""
    whole = {"tickets": facts.tickets, "answers": facts.answers}
    if metric.grain in whole:
        return whole[metric.grain].lazy().filter(pl.col("in_scope"))
    return frame_of(facts, metric.grain, metric.clock).lazy()


def by_hand(facts: Facts, metrics: list[Leaf]) -> dict[int, pl.DataFrame]:
    """Return the same sums, as one would write them: one query, one group_by for each instant."""
    queries: dict[tuple[object, ...], tuple[pl.LazyFrame, list[pl.Expr], list[pl.Expr], list[int]]] = {}
    for number, metric in enumerate(metrics):
        key = (metric.grain, str(metric.at))
        if key not in queries:
            month = metric.at.dt.truncate("1mo").alias("month")
            queries[key] = plainly(facts, metric), [month, pl.col("team")], [], []
        _, columns, sums, numbers = queries[key]
        parts = parts_of(metric, facts)
        columns.append(parts.value.cast(pl.Int64).alias(f"v{number}"))
        value = pl.col(f"v{number}")
        sums += [value.count().alias(f"n{number}"), value.sum().alias(f"t{number}")]
        if metric.statistic.kind in {Kind.MEAN, Kind.TOTAL}:
            sums.append(value.pow(2).sum().alias(f"s{number}"))
        if parts.per is not None:
            columns.append(parts.per.cast(pl.Int64).alias(f"p{number}"))
            sums.append(pl.col(f"p{number}").sum().alias(f"b{number}"))
        numbers.append(number)
    found = pl.collect_all(
        [
            frame.select(columns).group_by("month", "team").agg(sums)
            for frame, columns, sums, _ in queries.values()
        ]
    )
    numbers = [own for _, _, _, own in queries.values()]
    return {number: frame for frame, own in zip(found, numbers, strict=True) for number in own}


def main() -> None:
    """Measure, compare, and print."""
    facts, metrics = facts_of(TICKETS), chosen()
    months = windows("month", date(2026, 1, 1), date(2026, 12, 31), "UTC")
    plans = [Plan(str(number), metric, months, (("team",),)) for number, metric in enumerate(metrics)]
    compare(count(facts, plans), by_hand(facts, metrics), metrics)
    ours = seconds(lambda: count(facts, plans), ROUNDS)
    hand = seconds(lambda: by_hand(facts, metrics), ROUNDS)
    again = seconds(lambda: count(facts, plans), ROUNDS)
    table(
        ("", "measured"),
        [
            ("metrics, months, teams", f"{len(metrics)}, {len(months)}, {TEAMS}"),
            ("the cube", f"{ours:.2f} s, again {again:.2f} s"),
            ("by hand", f"{hand:.2f} s"),
            ("the cube / by hand", f"{(ours + again) / 2 / hand:.2f}"),
        ],
    )


def compare(cube: Cube, frames: dict[int, pl.DataFrame], metrics: list[Leaf]) -> None:
    """Stop where the two ways come to other sums."""
    for number, metric in enumerate(metrics):
        frame = frames[number]
        known = {
            (key.window.start.month, dict(key.segment)["team"]): (cell.count, cell.total)
            for key, cell in cube.cells.items()
            if key.metric == str(number) and cell.count
        }
        hand = {
            (month.month, team): (rows, total)
            for month, team, rows, total in frame.select(
                "month", "team", f"n{number}", f"t{number}"
            ).iter_rows()
            if rows and month is not None and month.year == YEAR
        }
        if known != hand:
            sys.exit(f"{metric.name}: the sums differ")


if __name__ == "__main__":
    main()
