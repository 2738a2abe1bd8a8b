"""What each row adds to each leaf, as columns that leaves share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts import matches
from xlakit.metrics.counting.rows import parts_of
from xlakit.metrics.kind import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.facts import Facts
    from xlakit.metrics.leaf import Leaf


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
class Values:
    """The columns of what each row adds to one leaf."""

    value: str
    per: str | None = None
    waiting: str | None = None
    asked: str | None = None
    repeat: str | None = None


def values_of(rows: Columns, leaf: Leaf, facts: Facts) -> Values:
    """Return the names of the columns that a leaf's rows need, which are added to `rows`."""
    parts = parts_of(leaf, facts)
    whole = parts.value if leaf.statistic.kind is Kind.SHARE else parts.value.cast(pl.Int64)
    said = leaf.grain in {"answers", "respondents"}
    return Values(
        value=rows.add(whole),
        per=None if parts.per is None else rows.add(parts.per.cast(pl.Int64)),
        waiting=None if parts.waiting is None else rows.add(parts.waiting),
        asked=rows.add(_if_met(leaf, pl.col("asked"))) if said else None,
        repeat=rows.add(pl.col("repeat_respondent")) if said else None,
    )


def _if_met(leaf: Leaf, flag: pl.Expr) -> pl.Expr:
    return flag & matches(dict(leaf.condition)) if leaf.condition else flag
