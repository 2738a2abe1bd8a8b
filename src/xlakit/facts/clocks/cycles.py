"""The frame of clock cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts.clocks.limits import Terms, terms_of
from xlakit.facts.clocks.measure import Measured, measure
from xlakit.facts.clocks.replay import CANCELLED, PAUSED, STOPPED, Runs, replay
from xlakit.facts.clocks.stoppages import stopped
from xlakit.facts.clocks.stopping import stoppages_of
from xlakit.facts.clocks.triggers import source_of, track_of
from xlakit.facts.clocks.versions import in_force
from xlakit.facts.cut import mapped
from xlakit.facts.reading import changes
from xlakit.facts.timeline import begins
from xlakit.model import ALWAYS
from xlakit.worktime import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.facts.clocks.stated import InColumns
    from xlakit.facts.clocks.stoppages import Stoppages
    from xlakit.facts.reading import Reading
    from xlakit.facts.timeline import Flags, Whole
    from xlakit.model import Agreement, Clock, Count

UTC_TIME = pl.Datetime("us", "UTC")
LENGTH = pl.Duration("us")
CYCLE_SCHEMA: dict[str, pl.DataType] = {
    "ticket_id": pl.String(),
    "clock": pl.String(),
    "cycle": pl.Int64(),
    "state": pl.String(),
    "started_at": UTC_TIME,
    "stopped_at": UTC_TIME,
    "elapsed": LENGTH,
    "elapsed_calendar": LENGTH,
    "paused": LENGTH,
    "limit": LENGTH,
    "used": pl.Float64(),
    "left": LENGTH,
    "breach_at": UTC_TIME,
    "first_breach_at": UTC_TIME,
    "overrun": LENGTH,
    "decided_at": UTC_TIME,
    "met": pl.Boolean(),
    "source": pl.String(),
    "priority": pl.String(),
}


def calendars_of(agreement: Agreement) -> dict[str, Calendar]:
    """Return the agreement's calendars by name, and ``always`` in the zone of its term."""
    own = {name: Calendar.from_spec(spec) for name, spec in agreement.calendars.items()}
    return {ALWAYS: Calendar.always(timezone=agreement.term.timezone)} | own


def chosen_clocks(agreement: Agreement, names: Iterable[str] | None) -> dict[str, Clock]:
    """Return the clocks of `agreement` that are asked for, in its order.

    Raises
    ------
    MeasureError
        A name is not that of a clock.
    """
    wanted = list(agreement.clocks) if names is None else list(names)
    for name in wanted:
        if name not in agreement.clocks:
            hint = near_miss(name, agreement.clocks)
            raise MeasureError(message("clocks", "there is no such clock", got=name, hint=hint))
    return {name: clock for name, clock in agreement.clocks.items() if name in wanted}


def cycles_of(
    clocks: Mapping[str, Clock],
    calendars: Mapping[str, Calendar],
    tickets: pl.DataFrame,
    reading: Reading,
    priority_of: dict[str, str],
    stated: InColumns,
    as_of: int,
    stoppages: Stoppages | None,
) -> tuple[pl.DataFrame, list[Count]]:
    """Return one row a covered ticket, clock and cycle, in that order."""
    covered = tickets.get_column("in_scope").to_numpy()
    priorities = changes(reading.seen, "priority").with_columns(mapped(pl.col("value"), priority_of))
    frames, notes = [], []
    for name, clock in clocks.items():
        track, doubts = track_of(name, clock, reading.timeline, stated, covered)
        mode = "new_cycle" if clock.stop == "next-reply" else clock.reopen_mode
        runs = stopped(replay(track, mode, tickets.height, as_of), stoppages)
        terms, unplaced = terms_of(name, clock, runs, tickets, priorities)
        measured = measure(runs, terms, clock, calendars, stoppages)
        from_events = source_of(clock, stated, reading.timeline)
        frames.append(_frame(name, tickets, runs, terms, measured, stated.gone, from_events))
        notes += [*doubts, *unplaced]
    rows = pl.concat(frames) if frames else pl.DataFrame(schema=CYCLE_SCHEMA)
    return rows.sort("ticket_id", maintain_order=True), notes


def cycles_under(
    agreement: Agreement,
    names: Iterable[str],
    tickets: pl.DataFrame,
    reading: Reading,
    stated: InColumns,
    reliefs: pl.DataFrame,
    as_of: int,
) -> tuple[pl.DataFrame, list[Count]]:
    """Return the cycles of the clocks of these names, each under the version of the agreement in force then.

    That is the version at the start of a cycle; or, where versions begin or end cycles differently, the one
    at the opening of the ticket. Words for priorities and statuses, and the scope, are those first written.
    """
    frames: list[pl.DataFrame] = [pl.DataFrame(schema=CYCLE_SCHEMA)]
    notes: dict[tuple[str, str], Count] = {}
    hours: dict[int, tuple[dict[str, Calendar], Stoppages | None]] = {}
    for part in in_force(agreement, list(names)):
        version = part.agreement
        if id(version) not in hours:
            hours[id(version)] = calendars_of(version), stoppages_of(version, tickets, reliefs)
        calendars, stoppages = hours[id(version)]
        clocks, words = {part.name: part.clock}, agreement.priority_of()
        rows, doubts = cycles_of(clocks, calendars, tickets, reading, words, stated, as_of, stoppages)
        frames.append(part.of(rows, tickets))
        for note in doubts:
            known = notes.get((note.where, note.reason))
            if known is None or known.rows < note.rows:
                notes[note.where, note.reason] = note
    return pl.concat(frames).sort("ticket_id", maintain_order=True), list(notes.values())


def _frame(
    name: str,
    tickets: pl.DataFrame,
    runs: Runs,
    terms: Terms,
    measured: Measured,
    dropped: Flags,
    from_events: Flags,
) -> pl.DataFrame:
    pick = _strictest(terms, measured)
    cycle = terms.cycle[pick]
    ticket, phase = runs.ticket[cycle], runs.phase[cycle]
    elapsed, limit, over = measured.elapsed[pick], measured.limit[pick], measured.over[pick]
    gone = (phase == CANCELLED) | dropped[ticket]
    stopped, breached = (phase == STOPPED) & ~gone, over & ~gone
    state = np.select([gone, breached, stopped, phase == PAUSED], range(4), 4)
    due = _when(measured.due[pick], measured.has_due[pick] & ~gone)
    stop = _when(runs.stopped[cycle], stopped)
    breach = pl.select(pl.when(pl.Series(breached)).then(due)).to_series()
    kept = stopped & ~breached
    frame = pl.DataFrame(
        {
            "ticket_id": tickets.get_column("ticket_id").gather(ticket),
            "clock": pl.repeat(name, cycle.size, dtype=pl.String, eager=True),
            "cycle": runs.number[cycle],
            "state": pl.Series(["cancelled", "breached", "met", "paused", "running"]).gather(state),
            "started_at": _when(runs.started[cycle], np.ones(cycle.size, np.bool_)),
            "stopped_at": stop,
            "elapsed": elapsed,
            "elapsed_calendar": measured.wall[pick],
            "paused": measured.paused[pick],
            "limit": limit,
            "used": _share(elapsed, limit),
            "left": _length(limit - elapsed, ~gone),
            "breach_at": due,
            "first_breach_at": breach,
            "overrun": _length(elapsed - limit, breached),
            "decided_at": pl.select(pl.when(pl.Series(kept)).then(stop).otherwise(breach)).to_series(),
            "met": pl.select(pl.when(pl.Series(stopped | breached)).then(pl.Series(kept))).to_series(),
            "source": pl.Series(["column", "events"]).gather(from_events[ticket].astype(np.int64)),
            "priority": terms.priority.gather(pick),
        },
        strict=False,
    )
    return frame.select(pl.col(name).cast(kind) for name, kind in CYCLE_SCHEMA.items())


def _strictest(terms: Terms, measured: Measured) -> Whole:
    """Return the candidate of each cycle that has the least time left; of equals the first line."""
    left = measured.limit - measured.elapsed
    order = np.lexsort((terms.line, left, terms.cycle))
    return order[begins(terms.cycle[order])]


def _when(times: Whole, flags: Flags) -> pl.Series:
    return pl.select(pl.when(pl.Series(flags)).then(pl.Series(times).cast(UTC_TIME))).to_series()


def _length(values: Whole, flags: Flags) -> pl.Series:
    return pl.select(pl.when(pl.Series(flags)).then(pl.Series(values).cast(LENGTH))).to_series()


def _share(elapsed: Whole, limit: Whole) -> pl.Series:
    share = pl.Series(elapsed).cast(pl.Float64) / pl.Series(limit).cast(pl.Float64)
    return pl.select(pl.when(pl.Series(limit > 0)).then(share)).to_series()
