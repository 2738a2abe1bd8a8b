"""A cube on disk: one Parquet file, everything in whole numbers.

A row is one cell of one leaf; the parts of a combined metric stand in rows of their own with their path. The
file's metadata holds what belongs to the whole cube. A cube is confidential: it withholds nothing.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl

from xlakit.errors import DataError, message
from xlakit.metrics.cell import Cell
from xlakit.metrics.cube import Cube, Key
from xlakit.model import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.metrics.cube import Segment

FORMAT = "xlakit.cube/1"
META = "xlakit"
SUMS = ("count", "total", "base", "squares", "immature", "asked", "repeats")
SCHEMA: dict[str, pl.DataType] = {
    "metric": pl.String(),
    "window_start": pl.String(),
    "window_end": pl.String(),
    "timezone": pl.String(),
    "window": pl.String(),
    "segment": pl.String(),
    "path": pl.List(pl.Int64()),
    "parts": pl.Int64(),
    # Sums of squares may be longer than 64 bits, so every sum is written as text.
    **dict.fromkeys(SUMS, pl.String()),
    "groups_below": pl.List(pl.Int64()),
    "groups_above": pl.List(pl.Int64()),
    "buckets": pl.List(pl.Int64()),
    "bucket_rows": pl.List(pl.Int64()),
}


def write_cube(cube: Cube, path: str | Path) -> None:
    """Write a cube to a Parquet file; `read_cube` gives it back, equal.

    Equal cubes give files of equal rows, in one order.
    """
    rows = [row for key in sorted(cube.cells, key=_order) for row in _rows(key, cube.cells[key], ())]
    about = {
        "format": FORMAT,
        "as_of": cube.as_of.isoformat(),
        "whole_desk": sorted(cube.whole_desk),
        "personal": sorted(cube.personal),
    }
    pl.DataFrame(rows, schema=SCHEMA, orient="row").write_parquet(
        Path(path), metadata={META: json.dumps(about)}
    )


def read_cube(path: str | Path) -> Cube:
    """Return the cube that `write_cube` wrote.

    Raises
    ------
    DataError
        The file is no cube, or one of another format.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import UTC
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_cube(Cube(datetime(2026, 4, 1, tzinfo=UTC)), Path(folder) / "march.parquet")
    ...     read_cube(Path(folder) / "march.parquet").cells
    {}
    """
    file = Path(path)
    if not file.is_file():
        raise DataError(message(str(file), "there is no such file", hint="Cube.write() makes one"))
    try:
        about = json.loads(pl.read_parquet_metadata(file).get(META, "{}"))
    except pl.exceptions.PolarsError as error:
        raise DataError(message(str(file), "is no Parquet file", got=type(error).__name__)) from None
    if about.get("format") != FORMAT:
        raise DataError(
            message(str(file), "is no cube of this format", got=str(about.get("format")), hint=FORMAT)
        )
    leaves: dict[Key, list[dict[str, Any]]] = {}
    for row in pl.read_parquet(file).iter_rows(named=True):
        leaves.setdefault(_key(row), []).append(row)
    cells = {key: _cell(rows, ()) for key, rows in leaves.items()}
    as_of = datetime.fromisoformat(about["as_of"])
    return Cube(as_of, cells, frozenset(about["whole_desk"]), frozenset(about["personal"]))


def _order(key: Key) -> tuple[str, datetime, datetime, str]:
    return key.metric, key.window.start, key.window.end, json.dumps(key.segment)


def _rows(key: Key, cell: Cell, path: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    below, above = cell.groups if cell.groups is not None else (None, None)
    zone = key.window.start.tzinfo
    yield (
        key.metric,
        key.window.start.isoformat(),
        key.window.end.isoformat(),
        zone.key if isinstance(zone, ZoneInfo) else None,
        key.window.label,
        json.dumps(key.segment),
        list(path),
        len(cell.parts),
        *(str(getattr(cell, name)) for name in SUMS),
        None if below is None else list(below),
        None if above is None else list(above),
        [number for number, _ in cell.buckets],
        [rows for _, rows in cell.buckets],
    )
    for index, part in enumerate(cell.parts):
        yield from _rows(key, part, (*path, index))


def _key(row: dict[str, Any]) -> Key:
    start, end = (datetime.fromisoformat(row[name]) for name in ("window_start", "window_end"))
    if row["timezone"] is not None:
        zone = ZoneInfo(row["timezone"])
        start, end = start.astimezone(zone), end.astimezone(zone)
    segment: Segment = tuple((column, value) for column, value in json.loads(row["segment"]))
    return Key(row["metric"], Window(start=start, end=end, label=row["window"]), segment)


def _cell(rows: list[dict[str, Any]], path: tuple[int, ...]) -> Cell:
    own = next(row for row in rows if tuple(row["path"]) == path)
    sums = {name: int(own[name]) for name in SUMS}
    groups = None if own["groups_below"] is None else (tuple(own["groups_below"]), tuple(own["groups_above"]))
    return Cell(
        **sums,
        groups=groups,
        buckets=tuple(zip(own["buckets"], own["bucket_rows"], strict=True)),
        parts=tuple(_cell(rows, (*path, index)) for index in range(own["parts"])),
    )
