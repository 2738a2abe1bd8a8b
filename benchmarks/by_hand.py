"""The sums of a cube as one would write them in Polars by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics import Kind
from xlakit.metrics.counting.rows import frame_of, parts_of

if TYPE_CHECKING:
    from xlakit.facts import Facts
    from xlakit.metrics import Leaf


@dataclass
class Query:
    """One query: the rows, the values of each, and their sums by month and team, and by group of people."""

    rows: pl.LazyFrame
    values: dict[str, pl.Expr]
    sums: dict[str, pl.Expr] = field(default_factory=dict)
    sides: dict[str, pl.Expr] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def add(self, number: int, metric: Leaf, facts: Facts) -> None:
        """Add the sums of a metric, their columns ending in its number."""
        parts = parts_of(metric, facts)
        value, name = pl.col(f"v{number}"), str(number)
        flag = metric.statistic.kind is Kind.SHARE
        self.values[f"v{name}"] = parts.value if flag else parts.value.cast(pl.Int64)
        self.sums |= {f"n{name}": value.count(), f"t{name}": value.sum()}
        if metric.statistic.kind in {Kind.MEAN, Kind.TOTAL}:
            self.sums[f"s{name}"] = value.pow(2).sum()
        if metric.statistic.kind is Kind.NET:
            self.sums[f"s{name}"] = (value != 0).sum()
        if parts.per is not None:
            self.values[f"p{name}"] = parts.per.cast(pl.Int64)
            self.sums[f"b{name}"] = pl.col(f"p{name}").sum()
        if parts.waiting is not None:
            self.values[f"w{name}"] = parts.waiting
            self.sums[f"i{name}"] = pl.col(f"w{name}").sum()
        if metric.grain == "answers":
            self.values |= {"asked": pl.col("asked"), "repeat": pl.col("repeat_respondent")}
            self.sums |= {"asked": pl.col("asked").sum()}
            self.sums[f"r{name}"] = (pl.col("repeat") & value.is_not_null()).sum()
        if metric.tells_people_apart:
            self.values["group"] = pl.col("random_group")
            below = f"n{name}" if parts.per is None else f"b{name}"
            self.sides |= {name: self.sums[name] for name in (below, f"t{name}")}
        self.numbers.append(number)

    def columns(self, number: int) -> tuple[str, ...]:
        """Return the columns of the sums of a metric."""
        own = (f"{letter}{number}" for letter in "ntsbir")
        return tuple(name for name in (*own, "asked") if name in self.sums)

    def columns_of_groups(self, number: int) -> tuple[str, ...]:
        """Return the columns of what each random group adds to a metric below and above the line."""
        return tuple(f"{letter}{number}" for letter in "nbt" if f"{letter}{number}" in self.sides)


def by_hand(
    facts: Facts, metrics: list[Leaf], *, apart: bool = True
) -> list[tuple[Query, list[pl.DataFrame]]]:
    """Return the same sums, as one would write them: a query for each instant, values first, all collected at once.

    The second frame of a query has the sums by random group of people; there is none where not `apart`.
    """
    queries: dict[tuple[object, ...], Query] = {}
    for number, metric in enumerate(metrics):
        key = (metric.grain, str(metric.at))
        month = metric.at.dt.truncate("1mo")
        made = queries.setdefault(
            key, Query(plainly(facts, metric), {"month": month, "team": pl.col("team")})
        )
        made.add(number, metric, facts)
    wanted = []
    for query in queries.values():
        rows = query.rows.select(**query.values)
        wanted.append([rows.group_by("month", "team").agg(**query.sums)])
        if apart and query.sides:
            wanted[-1].append(rows.group_by("month", "team", "group").agg(**query.sides))
    found = iter(pl.collect_all([frame for frames in wanted for frame in frames]))
    return [
        (query, [next(found) for _ in frames]) for query, frames in zip(queries.values(), wanted, strict=True)
    ]


def plainly(facts: Facts, metric: Leaf) -> pl.LazyFrame:
    """Return the frame as one would take it: lazily, so that only the columns in use are read."""
    whole = {"tickets": facts.tickets, "answers": facts.answers}
    if metric.grain in whole:
        return whole[metric.grain].lazy().filter(pl.col("in_scope"))
    return frame_of(facts, metric.grain, metric.clock).lazy()
