"""Counted doubts: what the facts left out, corrected or could not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Count

if TYPE_CHECKING:
    import polars as pl


def doubt(where: str, reason: str, rows: int, example: str = "") -> list[Count]:
    """Return the count of one doubt, or nothing where it concerns no row."""
    return [Count(where=where, reason=reason, rows=int(rows), example=example)] if rows else []


def doubts_by_value(where: str, reason: str, values: pl.Series) -> list[Count]:
    """Return one count a distinct value, in the order of the values."""
    table = values.rename("value").value_counts(name="rows").sort("value")
    return [Count(where=where, reason=reason, rows=n, example=str(value)) for value, n in table.iter_rows()]
