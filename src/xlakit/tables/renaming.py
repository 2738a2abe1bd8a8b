"""Source names → canonical names: exact, stated, first present wins in presets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message, near_miss
from xlakit.model.records import RECORDS
from xlakit.tables.schema import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from xlakit.tables.options import Options
    from xlakit.tables.schema import TableSchema

CANONICAL = {name for model in RECORDS.values() for name in model.model_fields}


def renamed(
    frame: pl.DataFrame, schema: TableSchema, options: Options
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return `frame` under canonical names, and canonical → source name for the columns renamed.

    Raises
    ------
    DataError
        A stated column is not there, two become one, or a required one is missing.
    """
    names = [name for name in frame.columns if name != ROW]
    stated = _stated(names, schema, options)
    found = {**_preset(names, schema, options, stated), **stated}
    after = [found.get(name, name) for name in names]
    twice = sorted({name for name in after if after.count(name) > 1})
    if twice:
        sources = sorted(name for name in names if found.get(name, name) == twice[0])
        hint = f"columns={{{schema.name!r}: {{…}}}} names them for this table alone"
        raise DataError(message(schema.name, f"two columns become {twice[0]!r}", got=str(sources), hint=hint))
    if names or frame.height:
        _require(after, schema, {target: source for source, target in found.items()})
    return frame.rename(found), {target: source for source, target in found.items()}


def _stated(names: list[str], schema: TableSchema, options: Options) -> dict[str, str]:
    own = options.columns.get(schema.name, {})
    for source in own:
        if names and source not in names:
            raise _absent(source, own, schema.name, names)
    # A name for all tables is meant for those whose schema has it, or for columns of one's own.
    shared = {
        source: target
        for source, target in options.everywhere.items()
        if source in names and (target in schema.names or target not in CANONICAL)
    }
    return {**shared, **own}


def _preset(
    names: list[str], schema: TableSchema, options: Options, stated: Mapping[str, str]
) -> dict[str, str]:
    table = "tickets" if schema.name == "log" else schema.name
    taken = set(stated.values())
    found = {}
    for target, sources in options.preset.columns.get(table, {}).items():
        source = next((name for name in sources if name in names and name not in stated), None)
        if source is not None and target not in taken and (source == target or target not in names):
            found[source] = target
    return {source: target for source, target in found.items() if source != target}


def _require(names: list[str], schema: TableSchema, sources: Mapping[str, str]) -> None:
    for column in schema.required:
        if column not in names:
            got = sorted({sources.get(name, name) for name in names})
            what = f"column {column!r} is missing"
            raise DataError(message(schema.name, what, got=str(got), hint=_likely(column, got)))


def _likely(column: str, got: list[str]) -> str:
    """Name the column that may hold `column`: the same words written otherwise, or a near miss."""
    plain = {"_".join(re.findall(r"[a-z0-9]+", name.lower())): name for name in got}
    if column in plain:
        return f"columns={{{plain[column]!r}: {column!r}}}"
    near = near_miss(column, got) or ""
    hint = f"columns={{'…': {column!r}}} says which column holds it"
    return f"{near} {hint}" if near.startswith("did you mean") else hint


def check_names(options: Options, seen: Iterable[str]) -> None:
    """Raise when a keyword speaks of a column that is in no table, under its own or a canonical name."""
    names = sorted(set(seen) - {ROW})
    known = {*names, *options.everywhere.values(), *CANONICAL}
    known |= {target for entries in options.columns.values() for target in entries.values()}
    stated: dict[str, Iterable[str | None]] = {
        "values": {column for entries in options.values.values() for column in entries},
        "datetime_format": options.patterns.keys() - {None},
        "missing": options.missing.keys() - {None},
    }
    for keyword, columns in stated.items():
        for column in sorted(str(name) for name in columns):
            if names and column not in known:
                what = f"{column!r} is a column of no table"
                raise DataError(message(keyword, what, hint=near_miss(column, known)))
    for source in options.everywhere:
        if names and source not in names:
            raise _absent(source, options.everywhere, "columns", names)


def _absent(source: str, stated: Mapping[str, str], where: str, names: list[str]) -> DataError:
    hint = near_miss(source, names)
    if stated[source] in names and source in CANONICAL:
        hint = f"columns= goes from source to canonical name: {{{stated[source]!r}: {source!r}}}"
    return DataError(message(where, f"the stated column {source!r} is not there", got=str(names), hint=hint))
