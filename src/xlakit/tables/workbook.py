"""Excel workbooks → rows. Numbers are taken as the workbook shows them; formulas by their last result, never run."""

from __future__ import annotations

import warnings
import zlib
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from xlakit.errors import DataError, MissingExtraError, message

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".xlsx", ".xlsm")
MOST_ROWS, MOST_COLUMNS = 200_000, 1_000
LAST_ROW = 1_048_576
"""The last row that a sheet can have."""

MOST_BYTES = 2**30
"""What the parts of a workbook may come to once they are unpacked."""

DIGITS = 15
"""A spreadsheet holds and shows so many digits; further ones of a computed figure are noise of its floats."""

BROKEN = (
    BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ParseError,
    zlib.error,
)
"""What reading a file raises that is no whole workbook: openpyxl lets all of it through."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet under its heading, and the number of each: 0 for the one below the heading.

    Rows without anything in them are left out; the others keep their numbers.
    """

    rows: list[dict[str, Any]]
    numbers: list[int]


def is_workbook(source: object) -> bool:
    """Whether `source` names an Excel workbook."""
    return isinstance(source, str | Path) and Path(source).suffix.lower() in SUFFIXES


def read_workbook(source: object, table: str) -> Sheet:
    """Return the rows of the first sheet that is not hidden: its first filled row names the columns.

    A number is what the workbook shows, to its 15 digits: 0.945 is 945/1000, also where a formula computed it with
    floats. A formula that no spreadsheet has computed yet is handed on as its text, so that it is no number.

    Raises
    ------
    DataError
        There is no such file, it is no workbook, or it is larger than any table of results.
    MissingExtraError
        Reading it needs the extra ``excel``.
    """
    path = Path(str(source))
    where = f"{table}: {path.name}"
    try:
        import openpyxl  # noqa: F401 - asked for here, so that the error names the extra
    except ImportError:
        raise MissingExtraError.build(where, "excel") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about styles and extensions nobody reads here
            data = path.read_bytes()  # openpyxl leaves files open where it fails
            _refuse_bombs(data, where)
            return _sheet(_rows(data, where), where)
    except DataError:
        raise
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        raise DataError(message(where, what, got=str(path))) from None
    except BROKEN as error:
        hint = "save it as .xlsx, or as CSV in UTF-8"
        raise DataError(message(where, f"the file is no workbook ({error})", hint=hint)) from None


def _refuse_bombs(data: bytes, where: str) -> None:
    with ZipFile(BytesIO(data)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MOST_BYTES:
        what = f"the workbook is larger than {MOST_BYTES // 2**20:,} MiB once it is unpacked"
        raise DataError(message(where, what, got=f"{unpacked // 2**20:,} MiB", hint="save the sheet as CSV"))


def _rows(data: bytes, where: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the filled rows with their numbers in the sheet, from 1."""
    from openpyxl import load_workbook

    computed = load_workbook(BytesIO(data), read_only=True, data_only=True)
    stated = load_workbook(BytesIO(data), read_only=True, data_only=False)
    pairs = zip(_first(computed, where), _first(stated, where), strict=True)
    width: int | None = None  # of the heading: what stands beside it, however far away, is not looked at
    for number, (values, formulas) in enumerate(pairs, start=1):
        if number > LAST_ROW:
            what = "the sheet has more rows than a sheet can have"
            raise DataError(message(where, what, got=str(number)))
        cells = zip(values[:width], formulas[:width], strict=True)
        row = tuple(_cell(value, formula) for value, formula in cells)
        if any(cell is not None for cell in row):
            width = len(row) if width is None else width
            yield number, row


def _first(book: Any, where: str) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl ships no types
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    if not sheets:
        raise DataError(message(where, "the workbook has no sheet"))
    # What a sheet says of its own size is not to be trusted: rows and columns are those that are there.
    sheets[0].reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheets[0].iter_rows(values_only=True)
    return rows


def _sheet(rows: Iterator[tuple[int, tuple[Any, ...]]], where: str) -> Sheet:
    heading, head = next(rows, (0, ()))
    names = ["" if name is None else str(name).strip() for name in head]
    kept = {index: name for index, name in enumerate(names) if name}
    if not kept:
        raise DataError(message(where, "the file is empty"))
    if len(kept) > MOST_COLUMNS:
        raise DataError(
            message(where, f"the sheet has more than {MOST_COLUMNS:,} columns", got=str(len(kept)))
        )
    twice = sorted({name for name in kept.values() if list(kept.values()).count(name) > 1})
    if twice:
        raise DataError(message(where, "the heading names a column twice", got=str(twice)))
    found = Sheet([], [])
    for number, row in rows:
        if len(found.rows) == MOST_ROWS:
            hint = "save it as CSV or Parquet"
            raise DataError(message(where, f"the sheet has more than {MOST_ROWS:,} rows", hint=hint))
        found.rows.append({name: row[index] if index < len(row) else None for index, name in kept.items()})
        found.numbers.append(number - heading - 1)
    if not found.rows:
        raise DataError(message(where, "the sheet has no rows under its heading"))
    return found


def _cell(value: Any, formula: Any) -> Any:  # noqa: ANN401 - a cell holds anything
    if isinstance(value, str) and not value.strip():
        return None
    if value is None and formula is not None:
        return str(formula) if isinstance(formula, str) else "a formula without a result"
    return Decimal(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
