"""Delimited text: CSV and its relatives. Every cell is text; what it means is decided later."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import DataError, message
from xlakit.tables.table_read import Source, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ",;\t|"
TOO_MANY = "has more fields than the header"


def read_delimited(text: bytes, where: str, separator: str | None = None) -> Source:
    """Return the rows of delimited text (valid UTF-8 without a byte order mark).

    The separator is the one of ``, ; tab |`` that the header holds most often. A row with too few fields
    ends in nulls; one with too many is reported as broken. Wholly empty lines keep their row number and
    are set aside later.
    """
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    head, body = _lines(text.lstrip(b"\r\n"))
    if stated := re.fullmatch(r"sep=(.)", head):  # Excel's way of naming the separator
        separator = stated[1]
        head, body = _lines(body)
    separator = separator or max(
        SEPARATORS, key=lambda mark: (_bare(head).count(mark), -SEPARATORS.index(mark))
    )
    names = _names(head, separator, where)
    body = body.rstrip(b"\r\n")
    if not body:
        return Source.of(pl.DataFrame(schema=dict.fromkeys(names, pl.String)))
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            separator=separator,
            schema=dict.fromkeys(names, pl.String),
        )
    except pl.exceptions.PolarsError:
        return _row_by_row(body, names, separator, where)
    # Fewer rows than lines: a cell spans lines, or a stray quote swallowed some. The slow reader can tell.
    if frame.height != body.count(b"\n") + 1:
        return _row_by_row(body, names, separator, where)
    return Source.of(frame)


def _lines(text: bytes) -> tuple[str, bytes]:
    head, _, body = text.partition(b"\n")
    return head.decode().rstrip("\r"), body


def _bare(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _names(head: str, separator: str, where: str) -> list[str]:
    cells = next(csv.reader([head], delimiter=separator), [])
    names = [cell.strip() or f"column_{place}" for place, cell in enumerate(cells, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(message(where, "the header names a column twice", got=str(twice)))
    return names


def _row_by_row(body: bytes, names: list[str], separator: str, where: str) -> Source:
    rows: list[list[str | None]] = []
    numbers: list[int] = []
    broken: list[tuple[int, str, str]] = []
    for number, cells in enumerate(_records(body, separator, where)):
        if any(cell for cell in cells[len(names) :]):
            broken.append((number, separator.join(cells)[:200], TOO_MANY))
            continue
        filled: list[str | None] = [*cells[: len(names)]]
        rows.append(filled + [None] * (len(names) - len(cells)))
        numbers.append(number)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return Source(numbered(frame, numbers), tuple(broken))


def _records(body: bytes, separator: str, where: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(body.decode(), newline=""), delimiter=separator)
    before, start = 0, 0
    try:
        for cells in reader:
            start, before = before, reader.line_num
            yield cells
    except csv.Error as error:
        line = str(reader.line_num + 1)
        raise DataError(message(f"{where}: line {line}", f"cannot be read ({error})")) from None
    if before - start > 1 and body.count(b'"') % 2:
        what = "a quote is opened and never closed"
        raise DataError(
            message(f"{where}: line {start + 2}", what, hint="close it, or double it inside text")
        )
