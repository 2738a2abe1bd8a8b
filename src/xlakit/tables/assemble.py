"""All sources of a desk → its tables, in the order in which one check needs another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlakit.errors import DataError, message
from xlakit.model.records import RECORDS
from xlakit.tables.audit import split
from xlakit.tables.checks import check_event_values, check_events, in_order, of_known_tickets
from xlakit.tables.convert import convert
from xlakit.tables.duplicates import without_duplicates
from xlakit.tables.ingest import ingest
from xlakit.tables.notes import Notes
from xlakit.tables.renaming import check_names
from xlakit.tables.schema import ROW, log_schema, schema_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import polars as pl

    from xlakit.model import Count
    from xlakit.tables.options import Options

OBSERVED: Mapping[str, tuple[str, ...]] = {
    "tickets": ("opened_at", "first_response_at", "resolved_at", "closed_at"),
    "events": ("at",),
    "surveys": ("sent_at", "answered_at", "answered_back_at", "seen_by_agent_at"),
}


@dataclass(frozen=True, slots=True)
class Assembled:
    """The finished tables of a desk with every doubt about them."""

    tables: dict[str, pl.DataFrame | None]
    problems: pl.DataFrame
    counts: tuple[Count, ...]
    data_until: datetime | None


def assemble(given: Mapping[str, object], options: Options) -> Assembled:
    """Return the canonical tables of the sources in `given` (table → source, None where there is none).

    Raises
    ------
    DataError
        Neither tickets nor a log is given, or both are, or a source cannot be understood.
    """
    _check_given(given)
    notes = Notes()
    sources = {name: ingest(source, name) for name, source in given.items() if source is not None}
    check_names(options, (name for source in sources.values() for name in source.frame.columns))
    if "log" in sources:
        shape = options.preset.log
        schema = log_schema(shape.at, shape.seq, shape.actor)
        log = convert(sources.pop("log"), schema, options, notes)
        tickets, events = split(log, shape, schema, notes)
        frames = {"tickets": tickets, "events": events}
    else:
        frames = {}
    for name, source in sources.items():
        frames[name] = convert(source, schema_of(name), options, notes)
    frames = _checked(frames, notes, from_log="log" in given and given["log"] is not None)
    tables = {name: _arranged(frames[name], name) if name in frames else None for name in RECORDS}
    return Assembled(tables, notes.problems(), notes.counts(), _until(tables))


def _check_given(given: Mapping[str, object]) -> None:
    log, tickets, events = (given.get(name) is not None for name in ("log", "tickets", "events"))
    if log and (tickets or events):
        what = "an audit log holds the tickets and the events; give the log alone, or tickets and events"
        raise DataError(message("log", what))
    if not log and not tickets:
        hint = "Desk(tickets=…), or Desk(log=…) for an audit log"
        raise DataError(message("tickets", "are missing; a desk needs them", hint=hint))


def _checked(frames: dict[str, pl.DataFrame], notes: Notes, *, from_log: bool) -> dict[str, pl.DataFrame]:
    lost = notes.ids_set_aside("tickets")
    checked: dict[str, pl.DataFrame] = {}
    for name, frame in sorted(frames.items(), key=lambda item: item[0] != "tickets"):
        schema = schema_of(name)
        rows = without_duplicates(frame, schema, notes)
        if name != "tickets":
            rows = of_known_tickets(rows, checked["tickets"], lost, schema, notes)
        rows = in_order(rows, schema, notes)
        if name == "events":
            check_events(rows, checked["tickets"], notes)
            # The statuses of a log were looked at row by row when it was read.
            rows = rows if from_log else check_event_values(rows, notes)
        checked[name] = rows
    return checked


def _arranged(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Return the columns in one order for every source: the canonical ones, then the others by name."""
    names = set(frame.columns) - {ROW}
    canonical = [name for name in schema_of(table).names if name in names]
    return frame.select(*canonical, *sorted(names.difference(canonical)))


def _until(tables: Mapping[str, pl.DataFrame | None]) -> datetime | None:
    found: list[Any] = []
    for name, columns in OBSERVED.items():
        table = tables[name]
        if table is not None:
            found += [table[column].max() for column in columns if column in table.columns]
    return max((instant for instant in found if instant is not None), default=None)
