"""One table by itself: the same door as for a desk, for tables that need no tickets beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model.records import RECORDS
from xlakit.tables.convert import convert
from xlakit.tables.duplicates import without_duplicates
from xlakit.tables.ingest import ingest
from xlakit.tables.notes import Notes
from xlakit.tables.options import options_of
from xlakit.tables.schema import schema_of

if TYPE_CHECKING:
    import polars as pl

    from xlakit.model import Count
    from xlakit.model.records import Record


def read_records(
    source: object, table: str, *, timezone: str | None
) -> tuple[tuple[Record, ...], tuple[Count, ...]]:
    """Return the records of one table, and every doubt about its rows with its count.

    Raises
    ------
    DataError
        The source is no table, or a column that is needed is missing.

    Examples
    --------
    >>> rows = [{"window_start": "2026-01-01", "amount": "99.50"}, {"window_start": "2026-02-01", "amount": "soon"}]
    >>> records, doubts = read_records(rows, "invoices", timezone="UTC")
    >>> [record.amount for record in records], [doubt.reason for doubt in doubts]
    ([Decimal('99.500000')], ['is not a number (nulled)', 'is required and has no usable value (set aside)'])
    """
    options = options_of(
        mapping=None, columns=None, values=None, timezone=timezone, datetime_format=None, missing=()
    )
    notes, schema = Notes(), schema_of(table)
    frame = without_duplicates(convert(ingest(source, table), schema, options, notes), schema, notes)
    return records_of(frame, table), notes.counts()


def records_of(frame: pl.DataFrame, table: str) -> tuple[Record, ...]:
    """Return the rows of a canonical table as records; columns of one's own are left out."""
    model = RECORDS[table]
    names = [name for name in model.model_fields if name in frame.columns]
    return tuple(model.model_validate(row) for row in frame.select(names).to_dicts())
