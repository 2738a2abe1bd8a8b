"""Any source of rows → Polars, once, at the door."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from xlakit.errors import DataError, MissingExtraError, message
from xlakit.tables.files import read_file
from xlakit.tables.sequences import frame_of_sequence, series_of
from xlakit.tables.table_read import Source

ACCEPTED = "pass a pandas, Polars or PyArrow table, a DuckDB relation, a list of dicts or models, or a path"


def ingest(source: object, table: str) -> Source:
    """Return the rows of `source`: a frame of any kind, a list of dicts or models, or a path.

    Raises
    ------
    DataError
        `source` is none of these.
    MissingExtraError
        Reading it needs a package that is not installed.
    """
    if isinstance(source, str | Path):
        return read_file(source, table)
    if isinstance(source, list | tuple):
        return Source.of(frame_of_sequence(source, table))
    frame = _frame(source, table)
    objects = [name for name, dtype in frame.schema.items() if dtype == pl.Object]
    made = [series_of(name, frame[name].to_list()) for name in objects]
    coded = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Categorical | pl.Enum)]
    return Source.of(frame.with_columns(made).with_columns(pl.col(coded).cast(pl.String)))


def _frame(source: Any, table: str) -> pl.DataFrame:  # noqa: ANN401 - whatever the user has
    if isinstance(source, pl.DataFrame):
        return source
    if isinstance(source, pl.LazyFrame):
        return source.collect()
    try:
        seen = nw.from_native(source)
    except TypeError:
        raise DataError(message(table, "is no table", got=type(source).__name__, hint=ACCEPTED)) from None
    except nw.exceptions.DuplicateError as error:
        twice = sorted(re.findall(r"- '(.*)' \d+ times", str(error)))
        raise DataError(message(table, "two columns have the same name", got=str(twice))) from None
    if isinstance(seen, nw.LazyFrame):
        return seen.collect("polars").to_native()  # type: ignore[no-any-return]
    if seen.implementation.is_pandas_like():
        seen = nw.from_native(_index_as_columns(source))
    return _eager(seen, table)


def _index_as_columns(frame: Any) -> Any:  # noqa: ANN401 - pandas is not imported here
    """Return a pandas frame whose named index levels are columns and whose column names are text."""
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    return frame.rename(columns=str)


def _eager(seen: nw.DataFrame[Any], table: str) -> pl.DataFrame:
    try:
        return seen.to_polars()
    except ModuleNotFoundError:
        what = f"{table}: a table of this kind"
        raise MissingExtraError.build(what, "pandas") from None
    except (TypeError, ValueError):
        # A pandas column of mixed Python objects: Arrow refuses it as a whole, value by value it is fine.
        return pl.DataFrame([_column(seen[name]) for name in seen.columns])


def _column(column: nw.Series[Any]) -> pl.Series:
    known = column.is_null().to_list()
    values = [None if null else value for value, null in zip(column.to_list(), known, strict=True)]
    return series_of(column.name, values)
