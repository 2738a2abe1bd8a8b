"""Excel workbooks → rows. Numbers are taken as the workbook writes them; formulas by their last result, never run."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from xlakit.errors import DataError, MissingExtraError, message

SUFFIXES = (".xlsx", ".xlsm")


def is_workbook(source: object) -> bool:
    """Whether `source` names an Excel workbook."""
    return isinstance(source, str | Path) and Path(source).suffix.lower() in SUFFIXES


def read_workbook(source: object, table: str) -> list[dict[str, Any]]:
    """Return the rows of the first sheet as dicts: its first row names the columns.

    A number is exact as the workbook writes it: 0.955 is 955/1000, although a spreadsheet computes with floats.

    Raises
    ------
    DataError
        There is no such file, or it is no workbook.
    MissingExtraError
        Reading it needs the extra ``excel``.
    """
    path = Path(str(source))
    where = f"{table}: {path.name}"
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError.build(where, "excel") from None
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise DataError(
            message(where, f"the file cannot be read ({error.strerror})", got=str(path))
        ) from None
    except (BadZipFile, KeyError, ValueError) as error:
        raise DataError(message(where, f"the file is no workbook ({error})")) from None
    try:
        rows = [tuple(_cell(cell) for cell in row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
    filled = [row for row in rows if any(cell is not None for cell in row)]
    if not filled:
        raise DataError(message(where, "the file is empty"))
    names = ["" if name is None else str(name).strip() for name in filled[0]]
    kept = [index for index, name in enumerate(names) if name]
    if len({names[index] for index in kept}) < len(kept):
        raise DataError(message(where, "two columns have the same name", got=str(names)))
    dicts = [{names[index]: row[index] if index < len(row) else None for index in kept} for row in filled[1:]]
    if not dicts:
        raise DataError(message(where, "the sheet has no rows under its heading"))
    return dicts


def _cell(value: Any) -> Any:  # noqa: ANN401 - a cell holds anything
    if isinstance(value, float):
        return Decimal(repr(value))
    return value
