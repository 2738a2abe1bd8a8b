"""The rows of a table that were known at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from datetime import datetime


def known_rows(
    frame: pl.DataFrame, table: str, *, since: str, as_of: datetime, planned: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Return the rows of a table known at `as_of`, with every canonical column.

    Parameters
    ----------
    frame, table
        The table as the desk has it, and its name.
    since
        The instant from which a row is known; a row without it is known.
    as_of
        Rows from later are left out, and instants later than this are null.
    planned
        Instants that may lie in the future, because the record announces them.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> day = lambda number: datetime(2026, 3, number, tzinfo=UTC)
    >>> notices = pl.DataFrame(
    ...     {"notice_id": ["a", "b"], "sent_at": [day(1), day(9)], "starts_at": [day(8), day(9)]},
    ...     schema_overrides=dict.fromkeys(("sent_at", "starts_at"), pl.Datetime("us", "UTC")),
    ... )
    >>> seen = known_rows(notices, "notices", since="sent_at", as_of=day(2), planned=("starts_at",))
    >>> seen.select("notice_id", "starts_at", "notified").rows()
    [('a', datetime.datetime(2026, 3, 8, 0, 0, tzinfo=zoneinfo.ZoneInfo(key='UTC')), None)]
    """
    lacking = {name: kind for name, kind in dtypes_of(table).items() if name not in frame.columns}
    full = frame.with_columns(pl.lit(None, kind).alias(name) for name, kind in lacking.items())
    times = [
        name for name, kind in full.schema.items() if isinstance(kind, pl.Datetime) and name not in planned
    ]
    return full.filter((pl.col(since) <= as_of).fill_null(value=True)).with_columns(
        pl.when(pl.col(name) <= as_of).then(pl.col(name)).alias(name) for name in times
    )
