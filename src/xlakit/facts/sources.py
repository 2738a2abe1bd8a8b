"""What further facts are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from xlakit.model import Agreement
    from xlakit.tables import Desk

UTC_TIME = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """The records of a desk up to an instant, and the facts known so far.

    Attributes
    ----------
    desk, agreement
        As given.
    as_of
        The instant looked from; nothing later may be read.
    tickets
        The facts of the tickets known so far, in the order of ``ticket_id``.
    events
        Events of known tickets up to ``as_of``, with all columns of `EVENT_COLUMNS` and ``text``; ordered by
        ticket, instant and seq. Empty without events.
    surveys
        One row a survey up to ``as_of``, with ``answered`` and ``asked``; all columns of `SURVEY_COLUMNS`.
    """

    desk: Desk
    agreement: Agreement | None
    as_of: datetime
    tickets: pl.DataFrame
    events: pl.DataFrame
    surveys: pl.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Facts of a ticket that belong together and are made in one go.

    Attributes
    ----------
    name
        What they are about.
    columns
        Column → type. Every ticket has them; null where they are not known.
    meanings
        Column → what it says, in which unit, and when it is null; one line.
    make
        Returns ``ticket_id`` and the columns, for the tickets of which they are known.
    domains
        Column → what may stand in it, where its type says too little: for facts made by chance.
    """

    name: str
    columns: Mapping[str, pl.DataType]
    meanings: Mapping[str, str]
    make: Callable[[Sources], pl.DataFrame]
    domains: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame of facts with a grain of its own.

    Attributes
    ----------
    name
        What it is called: sessions, articles, notices, staff, silences, …
    columns
        Column → type of those that are always there.
    meanings
        Column → what it says, in which unit, and when it is null; one line, for each column that is not the
        records' own.
    person
        The column that says who stands behind a row, for telling people apart; then, in turn, what stands for
        them.
    make
        Returns the rows, or None where the desk has none.
    domains
        Column → what may stand in it, where its type says too little: for facts made by chance.
    """

    name: str
    columns: Mapping[str, pl.DataType]
    meanings: Mapping[str, str]
    person: tuple[str, ...]
    make: Callable[[Sources], pl.DataFrame | None]
    domains: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
