"""Doubts about rows, collected: what was kept, nulled or set aside, and how often."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from xlakit.model import Count
from xlakit.model.records import RECORDS
from xlakit.tables.schema import ROW

if TYPE_CHECKING:
    from xlakit.tables.schema import TableSchema

Action = Literal["kept", "nulled", "set_aside"]
CAP = 1_000
TABLES = ("log", *RECORDS)
PROBLEMS = {
    "table": pl.String(),
    "row": pl.Int64(),
    "id": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
    "action": pl.String(),
}
WORDED = {"kept": "kept", "nulled": "nulled", "set_aside": "set aside"}


@dataclass
class Notes:
    """The doubts found while tables are read; written to by the readers, emptied into the Desk."""

    frames: list[pl.DataFrame] = field(default_factory=list)
    tally: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    missing: list[Count] = field(default_factory=list)
    lost: dict[str, list[pl.Series]] = field(default_factory=dict)

    def add(
        self,
        schema: TableSchema,
        rows: pl.DataFrame,
        *,
        column: str | None,
        reason: str,
        action: Action,
        values: pl.Series | None = None,
    ) -> None:
        """Note one doubt about each of `rows`; `values` are shown instead of the column's own."""
        if rows.height == 0:
            return
        key = (schema.name, column or "", reason, action)
        self.tally[key] = self.tally.get(key, 0) + rows.height
        shown = values.alias("value") if values is not None else _shown(rows, column)
        known = schema.id is not None and schema.id in rows.columns
        if action == "set_aside" and known:
            self.lost.setdefault(schema.name, []).append(rows[schema.id or ""].cast(pl.String))
        frame = rows.select(
            pl.lit(schema.name).alias("table"),
            pl.col(ROW).cast(pl.Int64).alias("row"),
            (pl.col(schema.id or "").cast(pl.String) if known else pl.lit(None, pl.String)).alias("id"),
            pl.lit(column, pl.String).alias("column"),
            shown.cast(pl.String),
            pl.lit(reason).alias("reason"),
            pl.lit(action).alias("action"),
        )
        self.frames.append(frame.bottom_k(CAP, by="row"))

    def count_missing(self, table: str, cells: int, codes: str) -> None:
        """Count values that were stated to mean "nothing known" (they are no problems)."""
        if cells:
            self.missing.append(Count(where=table, reason=f"values read as missing ({codes})", rows=cells))

    def ids_set_aside(self, table: str) -> pl.Series:
        """Return the ids of the rows of `table` that were set aside."""
        return pl.concat([pl.Series(dtype=pl.String), *self.lost.get(table, [])]).drop_nulls().unique()

    def problems(self) -> pl.DataFrame:
        """Return the doubts row by row, at most ``CAP`` for each table, column and reason."""
        if not self.frames:
            return pl.DataFrame(schema=PROBLEMS)
        order = {name: position for position, name in enumerate(TABLES)}
        return (
            pl.concat(self.frames)
            .sort(pl.col("table").replace_strict(order, return_dtype=pl.Int64), "row", "column", "reason")
            .filter(pl.int_range(pl.len()).over("table", "column", "reason", "action") < CAP)
        )

    def counts(self) -> tuple[Count, ...]:
        """Return every reason with its full number of rows; the reason ends with what was done."""
        problems = self.problems()
        found = []
        for (table, column, reason, action), rows in self.tally.items():
            first = problems.filter(
                pl.col("table") == table,
                pl.col("column").fill_null("") == column,
                pl.col("reason") == reason,
                pl.col("action") == action,
            ).row(0, named=True)
            name = f"row {first['row']}" + ("" if first["id"] is None else f" ({first['id']})")
            example = name if first["value"] is None else f"{name}: {first['value']!r}"
            where = f"{table}.{column}" if column else table
            found.append(
                Count(where=where, reason=f"{reason} ({WORDED[action]})", rows=rows, example=example)
            )
        tables = {name: position for position, name in enumerate(TABLES)}
        return tuple(
            sorted([*found, *self.missing], key=lambda c: (tables[c.where.split(".")[0]], c.where, c.reason))
        )


def _shown(rows: pl.DataFrame, column: str | None) -> pl.Expr:
    if column is None or column not in rows.columns:
        return pl.lit(None, pl.String).alias("value")
    return text_for_show(rows[column]).alias("value")


def text_for_show(values: pl.Series) -> pl.Expr:
    """Return `values` as text: instants in ISO 8601, lists joined."""
    if isinstance(values.dtype, pl.Datetime):
        return pl.lit(values.dt.strftime("%Y-%m-%dT%H:%M:%S%.f%:z"))
    if isinstance(values.dtype, pl.List):
        return pl.lit(values.cast(pl.List(pl.String)).list.join("; "))
    return pl.lit(values.cast(pl.String))
