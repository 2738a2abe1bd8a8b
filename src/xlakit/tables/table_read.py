"""What a reader hands on: the rows as they stand in the source, and the rows it could not read."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from xlakit.errors import DataError, message
from xlakit.tables.schema import ROW


@dataclass(frozen=True, slots=True)
class Source:
    """A source's rows with their 0-based row number, and the rows that could not be read as rows."""

    frame: pl.DataFrame
    broken: tuple[tuple[int, str, str], ...] = ()
    """Row number, text, reason."""

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Source:
        """Return the source whose rows are numbered as they stand."""
        return cls(numbered(frame))


def numbered(frame: pl.DataFrame, rows: list[int] | None = None) -> pl.DataFrame:
    """Return `frame` with its row numbers in front: as they stand, or `rows`."""
    if ROW in frame.columns:
        raise DataError(message("tables", "the column name is taken for row numbers", got=ROW))
    numbers = pl.Series(ROW, rows, pl.Int64) if rows is not None else pl.int_range(frame.height, eager=True)
    return frame.select(numbers.alias(ROW), pl.all())
