"""JSON lines: one object a line. A line that is none is reported, not fatal."""

from __future__ import annotations

import json
from typing import Any

from xlakit.errors import DataError, message
from xlakit.tables.sequences import frame_of_rows
from xlakit.tables.table_read import Source, numbered

NOT_JSON = "is not a JSON object"


def read_json_lines(text: bytes, where: str) -> Source:
    """Return the objects of JSON lines as rows. Blank lines are no rows; broken ones are reported.

    Raises
    ------
    DataError
        No line holds an object.
    """
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    broken: list[tuple[int, str, str]] = []
    lines = [line for line in text.split(b"\n") if line.strip()]
    for number, line in enumerate(lines):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            rows.append(row)
            numbers.append(number)
        else:
            broken.append((number, line[:200].decode(errors="replace"), NOT_JSON))
    if not rows:
        what = "holds no JSON object on a line of its own"
        raise DataError(message(where, what, got=lines[0][:60].decode(errors="replace") if lines else ""))
    return Source(numbered(frame_of_rows(rows), numbers), tuple(broken))
