"""How a desk looks: one line of text, and a small table of what is in it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xlakit.model.records import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from xlakit.tables.desk import Desk


def tables_of(desk: Desk) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the name and the frame of each table that the desk has."""
    for name in RECORDS:
        frame = getattr(desk, name)
        if frame is not None:
            yield name, frame


def as_line(desk: Desk) -> str:
    """Return the desk in one line: rows a table, rows with problems, the last instant."""
    parts = [f"{name}={frame.height}" for name, frame in tables_of(desk)]
    until = "None" if desk.data_until is None else desk.data_until.isoformat()
    return f"Desk({', '.join(parts)}, problems={desk.problems.height}, data_until={until})"


def as_html(desk: Desk) -> str:
    """Return a small HTML table of what is in the desk, everything escaped, no script and no style."""
    lines = [
        f"<tr><td>{escape(name)}</td><td>{frame.height:,}</td><td>{escape(', '.join(frame.columns))}</td></tr>"
        for name, frame in tables_of(desk)
    ]
    doubts = [
        f"<tr><td>{escape(count.where)}</td><td>{count.rows:,}</td><td>{escape(count.reason)}</td></tr>"
        for count in desk.counts
    ]
    until = (
        "" if desk.data_until is None else f" · data until {desk.data_until.isoformat(timespec='seconds')}"
    )
    found = "".join(lines) + (
        "<tr><th>doubt</th><th>rows</th><th>what was done</th></tr>" + "".join(doubts) if doubts else ""
    )
    return (
        f"<table><caption>Desk{escape(until)}</caption>"
        f"<tr><th>table</th><th>rows</th><th>columns</th></tr>{found}</table>"
    )
