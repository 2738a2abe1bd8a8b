"""Maintenance windows of an agreement: which tickets they concern, and which were opened inside one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from xlakit.agreement import versions
from xlakit.worktime import windows_of
from xlakit.worktime.spans import no_spans, union

if TYPE_CHECKING:
    from xlakit.facts.timeline import Flags, Whole
    from xlakit.model import Agreement
    from xlakit.worktime.spans import Spans

    Effect = Literal["stop_clock", "exclude"]

NO_SET = -1


@dataclass(frozen=True, slots=True, eq=False)
class Maintained:
    """Which windows hold for which tickets.

    Attributes
    ----------
    of_ticket
        Per ticket, by its row: the place of its windows in `sets`, or -1 where it has none.
    sets
        Windows, sorted and disjoint.
    """

    of_ticket: Whole
    sets: tuple[Spans, ...]


def maintained(agreement: Agreement, effect: Effect, tickets: pl.DataFrame) -> Maintained | None:
    """Return the windows of that effect, ticket by ticket; None where no ticket has any.

    A clause that lists services concerns the tickets whose ``service`` is one of them; one that lists none all.

    Raises
    ------
    CalendarError
        A clause has more windows than anybody means.
    """
    clauses = [clause for clause in agreement.maintenance if clause.effect == effect]
    windows = [(clause.services, windows_of(clause, agreement.term)) for clause in clauses]
    windows = [(services, spans) for services, spans in windows if spans.starts.size]
    if not windows:
        return None
    listed = sorted({name for services, _ in windows for name in services})
    sets = tuple(
        union([no_spans(), *(spans for services, spans in windows if not services or name in services)])
        for name in (None, *listed)
    )
    of_ticket = np.zeros(tickets.height, np.int64)
    if listed and "service" in tickets.columns:
        places = {name: place for place, name in enumerate(listed, 1)}
        of_ticket = (
            tickets.get_column("service")
            .cast(pl.String)
            .replace_strict(places, default=0, return_dtype=pl.Int64)
            .to_numpy()
        )
    if not sets[0].starts.size:
        of_ticket = np.where(of_ticket == 0, NO_SET, of_ticket)
    return Maintained(of_ticket, sets) if (of_ticket != NO_SET).any() else None


def services_unknown(agreement: Agreement, tickets: pl.DataFrame) -> bool:
    """Whether the agreement names services under maintenance, and the tickets do not say theirs."""
    return "service" not in tickets.columns and any(
        clause.services for version in versions(agreement) for clause in version.agreement.maintenance
    )


def opened_inside(agreement: Agreement, tickets: pl.DataFrame) -> Flags:
    """Return per ticket whether it was opened inside a window that the agreement excludes.

    The version of the agreement in force at the opening says so; the first also for what lies before the term.
    """
    flags = np.zeros(tickets.height, np.bool_)
    if not agreement.maintenance and not agreement.amendments:
        return flags
    opened = tickets.get_column("opened_at").dt.epoch("us").to_numpy()
    zone = ZoneInfo(agreement.term.timezone)
    held = versions(agreement)
    starts = [None, *(datetime.combine(version.effective, time(), zone) for version in held[1:]), None]
    for version, (since, until) in zip(held, pairwise(starts), strict=True):
        found = maintained(version.agreement, "exclude", tickets)
        if found is None:
            continue
        own = np.ones(tickets.height, np.bool_)
        if since is not None:
            own &= opened >= _microseconds(since)
        if until is not None:
            own &= opened < _microseconds(until)
        for place, spans in enumerate(found.sets):
            rows = np.flatnonzero(own & (found.of_ticket == place))
            last = np.searchsorted(spans.starts, opened[rows], side="right") - 1
            flags[rows] = (last >= 0) & (opened[rows] < spans.ends[last])
    return flags


def _microseconds(at: datetime) -> int:
    return (at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // datetime.resolution
