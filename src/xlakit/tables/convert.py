"""One source → one canonical table: names, missing values, types, and what a row cannot do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.tables.renaming import renamed
from xlakit.tables.schema import DTYPES, ROW
from xlakit.tables.text import as_text
from xlakit.tables.times import Reading, to_instants
from xlakit.tables.typed import typed

if TYPE_CHECKING:
    from xlakit.tables.notes import Notes
    from xlakit.tables.options import Options
    from xlakit.tables.schema import TableSchema
    from xlakit.tables.table_read import Source

EMPTY_ROW = "the row is empty"
UNLISTED = "is not in the stated list of values"
UNUSABLE = "is required and has no usable value"
VALUE_COLUMNS = {"status": "status", "priority": "priority", "assigned": "team"}


def convert(source: Source, schema: TableSchema, options: Options, notes: Notes) -> pl.DataFrame:
    """Return the canonical table of one source, row numbers in front; every doubt goes to `notes`.

    Raises
    ------
    DataError
        A required column is missing, or a column as a whole cannot be understood.
    """
    for row, text, reason in source.broken:
        rows = pl.DataFrame({ROW: [row]}, schema={ROW: pl.Int64})
        notes.add(schema, rows, column=None, reason=reason, action="set_aside", values=pl.Series([text]))
    frame, sources = renamed(source.frame, schema, options)
    absent = [column for column in schema if column.required and column.name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, DTYPES[column.kind]).alias(column.name) for column in absent)
    frame = _without_missing(frame, schema, options, notes, sources)
    frame = _without_empty_rows(frame, schema, notes)
    frame = _with_values(frame, schema, options, notes)
    for column in schema:
        if column.name not in frame.columns:
            continue
        origin = sources.get(column.name, column.name)
        patterns = options.patterns_of(column.name, origin) if column.kind == "time" else ()
        reading = Reading(schema.name, column.name, options.timezone, patterns)
        before = frame[column.name]
        found = typed(before, column, reading)
        for mask, reason, action in found.flaws:
            shown = as_text(before.filter(mask), schema.name)
            rows = frame.filter(mask)
            notes.add(schema, rows, column=column.name, reason=reason, action=action, values=shown)
        frame = frame.with_columns(found.values.alias(column.name))
    if schema.name == "events":
        frame = _promised(frame, schema, options, notes, sources)
    return _with_required(frame, schema, notes)


def _without_missing(
    frame: pl.DataFrame, schema: TableSchema, options: Options, notes: Notes, sources: dict[str, str]
) -> pl.DataFrame:
    cells, used, made = 0, set(), []
    for name, dtype in frame.schema.items():
        if name == ROW:
            continue
        codes = options.missing_of(name, sources.get(name, name))
        if dtype == pl.String:
            plain = frame[name].str.strip_chars()
            gone = plain.is_in(["", "?", *codes])
            counted = plain.filter(gone & (plain != ""))
        elif dtype.is_numeric() and codes:
            counted = as_text(frame[name], schema.name)
            gone = counted.is_in(codes)
            counted = counted.filter(gone)
        elif dtype.is_float():
            made.append(frame[name].fill_nan(None))
            continue
        else:
            continue
        if gone.any():
            cells += len(counted)
            used |= set(counted.unique().to_list())
            values = frame[name].fill_nan(None) if dtype.is_float() else frame[name]
            made.append(values.set(gone, None))
    notes.count_missing(schema.name, cells, ", ".join(sorted(used)))
    return frame.with_columns(made)


def _without_empty_rows(frame: pl.DataFrame, schema: TableSchema, notes: Notes) -> pl.DataFrame:
    names = [name for name in frame.columns if name != ROW]
    if not names:
        return frame
    empty = frame.select(pl.all_horizontal(pl.col(names).is_null())).to_series()
    if not empty.any():
        return frame
    notes.add(schema, frame.filter(empty), column=None, reason=EMPTY_ROW, action="set_aside")
    return frame.filter(~empty)


def _with_values(frame: pl.DataFrame, schema: TableSchema, options: Options, notes: Notes) -> pl.DataFrame:
    words = {column.name for column in schema if column.kind == "word"}
    stated = options.values_of(schema.name)
    for name, entries in stated.items():
        if name not in frame.columns or (schema.name == "events" and name == "value"):
            continue
        text = as_text(frame[name], schema.name).str.strip_chars()
        if name not in words:
            _note_unlisted(frame, text, schema, notes, column=name, entries=entries)
        frame = frame.with_columns(text.replace(entries).alias(name))
    if schema.name == "events" and {"kind", "value"} <= set(frame.columns):
        frame = _with_event_values(frame, schema, stated, notes)
    return frame


def _with_event_values(
    frame: pl.DataFrame, schema: TableSchema, stated: dict[str, dict[str, str]], notes: Notes
) -> pl.DataFrame:
    kinds = as_text(frame["kind"], schema.name).str.strip_chars().str.to_lowercase()
    text = as_text(frame["value"], schema.name).str.strip_chars()
    for kind, column in VALUE_COLUMNS.items():
        entries = {**stated.get(column, {}), **(stated.get("value", {}))}
        if not entries:
            continue
        mine = kinds == kind
        if kind != "status":
            part = frame.filter(mine)
            _note_unlisted(part, text.filter(mine), schema, notes, column="value", entries=entries)
        text = text.zip_with(~mine.fill_null(value=False), text.replace(entries))
    return frame.with_columns(text.alias("value"))


def _note_unlisted(
    frame: pl.DataFrame,
    text: pl.Series,
    schema: TableSchema,
    notes: Notes,
    *,
    column: str,
    entries: dict[str, str],
) -> None:
    known = {*entries, *entries.values()}
    odd = text.is_not_null() & ~text.is_in(sorted(known))
    notes.add(
        schema, frame.filter(odd), column=column, reason=UNLISTED, action="kept", values=text.filter(odd)
    )


def _promised(
    frame: pl.DataFrame, schema: TableSchema, options: Options, notes: Notes, sources: dict[str, str]
) -> pl.DataFrame:
    """Write the times that ``promised`` events hold as ISO 8601 in UTC, so that all of them read alike."""
    if "value" not in frame.columns:
        return frame
    mine = (frame["kind"] == "promised").fill_null(value=False)
    if not mine.any():
        return frame
    patterns = options.patterns_of("value", sources.get("value", "value"))
    part = frame.filter(mine)
    found = to_instants(part["value"], Reading(schema.name, "value", options.timezone, patterns))
    for mask, reason, action in found.flaws:
        rows = part.filter(mask)
        notes.add(schema, rows, column="value", reason=reason, action=action, values=rows["value"])
    text = pl.Series([None] * frame.height, dtype=pl.String)
    text = text.scatter(mine.arg_true(), found.values.dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ"))
    return frame.with_columns(frame["value"].zip_with(~mine, text))


def _with_required(frame: pl.DataFrame, schema: TableSchema, notes: Notes) -> pl.DataFrame:
    for name in schema.required:
        gone = frame[name].is_null()
        if gone.any():
            notes.add(schema, frame.filter(gone), column=name, reason=UNUSABLE, action="set_aside")
            frame = frame.filter(~gone)
    return frame
