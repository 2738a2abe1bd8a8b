"""Which limit and which calendar hold for a cycle: the first line that the ticket matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.facts.condition import matches, missing_columns
from xlakit.facts.notes import doubt
from xlakit.model.condition import column_of

if TYPE_CHECKING:
    from xlakit.facts.clocks.replay import Runs
    from xlakit.facts.timeline import Flags, Whole
    from xlakit.model import Clock, Count

NO_LINE = -1


@dataclass(frozen=True, slots=True)
class Terms:
    """Candidates: a cycle under one line of the limits and one calendar.

    Attributes
    ----------
    cycle
        Per candidate: the row of its cycle. A cycle without a line has no candidate; under
        ``binding: strictest`` it has one for each priority that was in force.
    line, calendar
        Per candidate: the place of its line, the place of its calendar's name in `names`.
    priority
        Per candidate: the priority it is judged by.
    names
        The names of the calendars.
    """

    cycle: Whole
    line: Whole
    calendar: Whole
    priority: pl.Series
    names: tuple[str, ...]


def terms_of(
    name: str,
    clock: Clock,
    runs: Runs,
    tickets: pl.DataFrame,
    priorities: pl.DataFrame,
) -> tuple[Terms, list[Count]]:
    """Return the terms under which every cycle is judged.

    Parameters
    ----------
    name, clock
        The clock.
    runs
        Its cycles.
    tickets
        The tickets, with the mapped priority.
    priorities
        Changes of priority: ``ticket``, ``at`` (microseconds), ``value`` (mapped), in order.
    """
    cycle, priority, notes = _bound(name, clock, runs, tickets, priorities)
    asked = {"priority", *(column_of(key)[0] for item in clock.limit_lines() for key in item.when)}
    if not isinstance(clock.calendar, str):
        asked.add(clock.calendar.by)
    rows = tickets.select(item for item in tickets.columns if item in asked)[runs.ticket[cycle]]
    rows = rows.with_columns(priority.alias("priority"))
    line, missing = _lines(clock, rows)
    where = f"clock {name}"
    for column, ticket_count in missing.items():
        notes += doubt(where, f"needs column {column!r}, which the tickets do not have", ticket_count)
    calendar, names = _calendars(clock, rows, line)
    if not isinstance(clock.calendar, str) and clock.calendar.by not in tickets.columns:
        notes += doubt(where, f"needs column {clock.calendar.by!r}, which the tickets do not have", line.size)
    has_line, has_calendar = line != NO_LINE, calendar != NO_LINE
    notes += doubt(where, "does not run: no limit matches", _tickets(runs, cycle, ~has_line))
    notes += doubt(
        where, "does not run: no calendar is listed for it", _tickets(runs, cycle, has_line & ~has_calendar)
    )
    keep = has_line & has_calendar
    return Terms(cycle[keep], line[keep], calendar[keep], priority.filter(pl.Series(keep)), names), notes


def _tickets(runs: Runs, cycle: Whole, flagged: Flags) -> int:
    return int(np.unique(runs.ticket[cycle[flagged]]).size)


def _bound(
    name: str, clock: Clock, runs: Runs, tickets: pl.DataFrame, priorities: pl.DataFrame
) -> tuple[Whole, pl.Series, list[Count]]:
    """Return the candidates' cycles and the priority each is judged by."""
    place = np.arange(runs.ticket.size, dtype=np.int64)
    stated = tickets.get_column("priority").gather(runs.ticket)
    if priorities.is_empty():
        return place, stated, []
    moment = runs.attached if clock.binding != "current" else runs.stopped
    then = _in_force(runs.ticket, moment, priorities)
    changed = np.isin(runs.ticket, priorities["ticket"].to_numpy())
    by_priority = any(column_of(key)[0] == "priority" for item in clock.limit_lines() for key in item.when)
    unsure = then.is_null().to_numpy() & changed & by_priority
    notes = doubt(
        f"clock {name}",
        "priority at its start not in the events, the ticket's own used",
        int(np.unique(runs.ticket[unsure]).size),
    )
    priority = pl.select(pl.coalesce(then, stated)).to_series()
    if clock.binding != "strictest":
        return place, priority, notes
    later = (
        pl.DataFrame({"ticket": runs.ticket, "cycle": place, "from": runs.attached, "to": runs.stopped})
        .join(priorities, on="ticket")
        .filter((pl.col("at") > pl.col("from")) & (pl.col("at") <= pl.col("to")))
    )
    cycle = np.concatenate([place, later["cycle"].to_numpy()])
    every = pl.concat([priority.cast(pl.String), later["value"].cast(pl.String)])
    order = np.argsort(cycle, kind="stable")
    return cycle[order], every.gather(order), notes


def _in_force(ticket: Whole, moment: Whole, priorities: pl.DataFrame) -> pl.Series:
    """Return the last priority that the events tell at or before `moment`, else null."""
    asked = pl.DataFrame({"ticket": ticket, "at": moment}).with_row_index("place").sort("at")
    found = asked.join_asof(
        priorities.sort("at", maintain_order=True),
        on="at",
        by="ticket",
        strategy="backward",
        check_sortedness=False,
    )
    return found.sort("place").get_column("value")


def _lines(clock: Clock, rows: pl.DataFrame) -> tuple[Whole, dict[str, int]]:
    """Return the first matching line per row, and the columns that some line asks for in vain."""
    chosen = pl.lit(NO_LINE, pl.Int64)
    missing: dict[str, int] = {}
    for place, line in reversed(list(enumerate(clock.limit_lines()))):
        lacking = missing_columns(line.when, rows.columns)
        missing |= dict.fromkeys(lacking, rows.height)
        if not lacking:
            chosen = pl.when(matches(line.when)).then(pl.lit(place, pl.Int64)).otherwise(chosen)
    return rows.with_columns(chosen.alias("line")).get_column("line").to_numpy(), missing


def _calendars(clock: Clock, rows: pl.DataFrame, line: Whole) -> tuple[Whole, tuple[str, ...]]:
    """Return per row the place of its calendar's name, or -1, and the names."""
    names = tuple(sorted(clock.calendars()))
    code = {name: place for place, name in enumerate(names)}
    if isinstance(clock.calendar, str):
        own = np.full(rows.height, code[clock.calendar], np.int64)
    elif clock.calendar.by in rows.columns:
        choices = {value: code[name] for value, name in clock.calendar.choices.items()}
        own = (
            rows.get_column(clock.calendar.by)
            .cast(pl.String)
            .replace_strict(choices, default=NO_LINE, return_dtype=pl.Int64)
            .to_numpy()
        )
    else:
        own = np.full(rows.height, NO_LINE, np.int64)
    lines = clock.limit_lines()
    override = np.array([code.get(item.calendar or "", NO_LINE) for item in lines] or [NO_LINE], np.int64)[
        line
    ]
    return np.where((line != NO_LINE) & (override != NO_LINE), override, own), names
