"""Figures of several metrics beside each other, one row a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Schema = dict[str, pl.DataType | type[pl.DataType]]


def beside(
    measured: pl.DataFrame, group: str, values: Sequence[str], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return a row for each of `values`: for each metric its value, low, high, n, and those withheld.

    Parameters
    ----------
    measured
        What `measure` returned, cut by `group`.
    group, values
        The column of the groups, and the groups in their order; one that was never seen has empty figures.
    names
        Name of a metric → what its columns are called.

    Examples
    --------
    >>> found = pl.DataFrame(
    ...     {
    ...         "metric": ["csat"],
    ...         "model": ["A"],
    ...         "value": [0.5],
    ...         "low": [0.2],
    ...         "high": [0.8],
    ...         "denominator": [12],
    ...         "suppressed": [False],
    ...     }
    ... )
    >>> [row["csat_n"] for row in beside(found, "model", ["A", "B"], {"csat": "csat"})]
    [12, None]
    """
    figures = {(row["metric"], row[group]): row for row in measured.iter_rows(named=True)}
    rows = []
    for value in values:
        row: dict[str, Any] = {"withheld": []}
        for metric, name in names.items():
            found = figures.get((metric, value), {})
            row |= {
                name: found.get("value"),
                f"{name}_low": found.get("low"),
                f"{name}_high": found.get("high"),
                f"{name}_n": found.get("denominator"),
            }
            if found.get("suppressed"):
                row["withheld"].append(name)
        rows.append(row)
    return rows


def columns_of(names: Sequence[str]) -> Schema:
    """Return the columns that `beside` makes of metrics, and their types."""
    schema: Schema = {}
    for name in names:
        schema |= {
            name: pl.Float64,
            f"{name}_low": pl.Float64,
            f"{name}_high": pl.Float64,
            f"{name}_n": pl.Int64,
        }
    return {**schema, "withheld": pl.List(pl.String)}
