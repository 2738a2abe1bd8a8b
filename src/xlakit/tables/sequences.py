"""Lists of dicts and of models → frames, column by column, without losing a value on the way."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import polars as pl
from pydantic import BaseModel

from xlakit.errors import DataError, message
from xlakit.model.records import RECORDS, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def frame_of_sequence(items: Sequence[object], table: str) -> pl.DataFrame:
    """Return a list of dicts, or a list of models, as a frame.

    Raises
    ------
    DataError
        The list mixes dicts and models, holds something else, or the models of another table.
    """
    if all(isinstance(item, dict) for item in items):
        return frame_of_rows(items)  # type: ignore[arg-type]
    if all(isinstance(item, BaseModel) for item in items):
        return _frame_of_models(items, table)  # type: ignore[arg-type]
    names = sorted({type(item).__name__ for item in items})
    what = "a list holds dicts only, or models only"
    raise DataError(message(table, what, got=str(names)))


def frame_of_rows(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return dicts as a frame; a key that a row lacks is null there."""
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return pl.DataFrame([series_of(name, [row.get(name) for row in rows]) for name in names])


def _frame_of_models(models: Sequence[BaseModel], table: str) -> pl.DataFrame:
    own = RECORDS.get("tickets" if table == "log" else table)
    for model in models:
        if isinstance(model, Record) and own is not None and not isinstance(model, own):
            what = f"a list of {own.__name__} is expected"
            raise DataError(message(table, what, got=type(model).__name__))
    # A field that no record sets is no column: the table does not speak of it.
    names = dict.fromkeys(name for kind in _kinds(models) for name in kind.model_fields)
    names |= dict.fromkeys(name for model in models for name in model.model_extra or ())
    stated = {name for model in models for name in model.model_fields_set}
    return pl.DataFrame(
        [
            series_of(name, [getattr(model, name, None) for model in models])
            for name in names
            if name in stated
        ]
    )


def _kinds(models: Sequence[BaseModel]) -> dict[type[BaseModel], None]:
    return dict.fromkeys(type(model) for model in models)


def series_of(name: str, values: list[Any]) -> pl.Series:
    """Return Python values as a column; where their types do not go together, as text.

    Examples
    --------
    >>> series_of("id", [7, "A7", None]).to_list()
    ['7', 'A7', None]
    """
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return pl.Series(name, [None if value is None else float(value) for value in values], pl.Float64)
    if _loses(kinds, values):
        return pl.Series(name, [_text(value) for value in values], pl.String)
    try:
        made = pl.Series(name, values, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        return pl.Series(name, [_text(value) for value in values], pl.String)
    if made.dtype == pl.Object or isinstance(made.dtype, pl.Struct):
        return pl.Series(name, [_text(value) for value in values], pl.String)
    return made


def _loses(kinds: set[type], values: list[Any]) -> bool:
    """Whether Polars would change values without an error: zones, subclasses of text, nested objects."""
    if any(issubclass(kind, datetime) for kind in kinds):
        zones = {value.utcoffset() is None for value in values if isinstance(value, datetime)}
        return len(zones) > 1
    return any(issubclass(kind, (dict, Enum)) for kind in kinds)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, Enum):
        return _text(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, default=str, sort_keys=True)
    return str(value)
