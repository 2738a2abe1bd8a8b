"""Tables as CSV files that a spreadsheet can open without running what users wrote."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from xlakit.report.escape import for_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import TextIO

    import polars as pl


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], into: TextIO) -> None:
    r"""Write `rows` under `columns`; null is empty, times are ISO, lengths of time are seconds.

    Text that a spreadsheet would take for a formula begins with a quote; numbers stay numbers, a negative one
    included. Lists are written with ``|`` between their items.

    Examples
    --------
    >>> import io
    >>> out = io.StringIO()
    >>> write_csv(["team", "margin", "reopens"], [["=1+1", -0.02, None], ["Field West", 0.0, 3]], out)
    >>> print(out.getvalue().replace("\r\n", "\n"), end="")
    team,margin,reopens
    '=1+1,-0.02,
    Field West,0.0,3
    """
    writer = csv.writer(into)
    writer.writerow([for_sheet(name) for name in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write a table of records to `path`: Parquet as it is where the name ends so, otherwise CSV as `write_csv`.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    if path.suffix.lower() == ".parquet":
        frame.write_parquet(path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(frame.columns, frame.iter_rows(), file)


def _cell(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, list | tuple):
        return for_sheet("|".join("" if item is None else str(item) for item in value))
    return for_sheet(str(value))
