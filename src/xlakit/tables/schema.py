"""The canonical tables, read off the record models: names, types, ranges, what is required."""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import polars as pl
from annotated_types import Ge, Le
from pydantic import AwareDatetime

from xlakit.model.records import KEY, PROSE, RECORDS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROW = "__row__"
UTC_TIME = pl.Datetime("us", "UTC")
MONEY = pl.Decimal(38, 6)
Kind = Literal["key", "text", "prose", "word", "time", "count", "number", "money", "flag", "list"]
DTYPES: Mapping[Kind, pl.DataType] = {
    "key": pl.String(),
    "text": pl.String(),
    "prose": pl.String(),
    "word": pl.String(),
    "time": UTC_TIME,
    "count": pl.Int64(),
    "number": pl.Float64(),
    "money": MONEY,
    "flag": pl.Boolean(),
    "list": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column: its kind, whether a row needs it, and what its values may be."""

    name: str
    kind: Kind
    required: bool = False
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    closed: bool = True


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The canonical columns of one table. ``id`` names the column shown beside a problem."""

    name: str
    columns: tuple[Column, ...]
    id: str | None

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a row cannot be used."""
        return tuple(column.name for column in self.columns if column.required)


@cache
def schema_of(table: str) -> TableSchema:
    """Return the schema of a canonical table.

    Examples
    --------
    >>> schema_of("events").required
    ('ticket_id', 'at', 'kind')
    >>> [column for column in schema_of("surveys") if column.name == "nps"]
    [Column(name='nps', kind='number', required=False, low=0.0, high=10.0, words=(), closed=True)]
    """
    columns = tuple(
        _column(table, name, field.annotation, [*field.metadata], required=field.is_required())
        for name, field in RECORDS[table].model_fields.items()
    )
    keys = [column.name for column in columns if column.kind == "key"]
    return TableSchema(table, columns, keys[0] if keys else columns[0].name)


def dtypes_of(table: str) -> dict[str, pl.DataType]:
    """Return the canonical columns of a table with their Polars types.

    Examples
    --------
    >>> dtypes_of("tickets")["resolved_first_contact"]
    Boolean
    """
    return {column.name: DTYPES[column.kind] for column in schema_of(table)}


def log_schema(at: str, seq: str, actor: str) -> TableSchema:
    """Return the schema of an audit log: a ticket a row, and when, in which order and by whom."""
    tickets = schema_of("tickets")
    own = (Column(at, "time", required=True), Column(seq, "count"), Column(actor, "key"))
    return TableSchema("log", (*tickets.columns, *own), tickets.id)


def _column(table: str, name: str, annotation: Any, metadata: list[Any], *, required: bool) -> Column:  # noqa: ANN401 - an annotation may be any typing form
    base, marks = _unwrap(annotation)
    marks += metadata
    if table == "tickets" and name == "status":
        return Column(name, "word", words=STATUSES, closed=False)
    return Column(
        name,
        _kind(base, marks),
        required=required,
        low=next((float(mark.ge) for mark in marks if isinstance(mark, Ge)), None),  # type: ignore[arg-type]
        high=next((float(mark.le) for mark in marks if isinstance(mark, Le)), None),  # type: ignore[arg-type]
        words=get_args(base) if get_origin(base) is Literal else (),
    )


def _unwrap(annotation: Any) -> tuple[Any, list[Any]]:  # noqa: ANN401 - an annotation may be any typing form
    marks: list[Any] = []
    while True:
        if get_origin(annotation) in {Union, types.UnionType}:
            annotation = next(item for item in get_args(annotation) if item is not types.NoneType)
        elif get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            for mark in more:
                marks += getattr(mark, "metadata", None) or [mark]
        else:
            return annotation, marks


def _kind(base: Any, marks: list[Any]) -> Kind:  # noqa: ANN401 - an annotation may be any typing form
    if get_origin(base) is Literal:
        return "word"
    if base is str:
        return "key" if KEY in marks else "prose" if PROSE in marks else "text"
    kinds: dict[Any, Kind] = {
        AwareDatetime: "time",
        datetime: "time",
        bool: "flag",
        int: "count",
        float: "number",
        Decimal: "money",
    }
    return kinds.get(base, "list")
