"""From a desk to its facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.errors import DataError, MeasureError, message, near_miss
from xlakit.facts.answers import answers_of, surveys_at, with_denials
from xlakit.facts.clocks import CYCLE_SCHEMA, chosen_clocks, cycles_under, in_columns
from xlakit.facts.contact import with_next_contact
from xlakit.facts.cut import opened_by, under_terms, without_later
from xlakit.facts.families import FRAMES
from xlakit.facts.frames import Facts
from xlakit.facts.further import further
from xlakit.facts.history import with_history
from xlakit.facts.people import groups_behind
from xlakit.facts.reading import UTC_TIME, read_events
from xlakit.facts.reliefs import reliefs_of
from xlakit.facts.sources import Sources
from xlakit.facts.timeline import rank
from xlakit.model import SurveyTerms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.facts.reading import Reading
    from xlakit.model import Agreement, Count
    from xlakit.tables import Desk

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LIVE_COLUMNS = tuple(name for name in CYCLE_SCHEMA if name not in {"decided_at", "met", "source", "priority"})


def build_facts(
    desk: Desk,
    agreement: Agreement | None = None,
    *,
    as_of: datetime | None = None,
    clocks: Iterable[str] | None = None,
    needed: Iterable[str] | None = None,
) -> Facts:
    """Return the facts of a desk as they were known at an instant.

    Clocks are replayed from events; where a ticket's events hold no status, ``resolved_at`` and ``closed_at``
    stand for it, and where they hold no message, ``first_response_at``. The column ``source`` says which.

    - A clock runs while the ticket is in none of its pausing statuses, and measures open time of its calendar.
      It is breached once more than its limit is used, and was due at the earliest instant at which the limit
      was used up.
    - A closing without a resolution before it is the resolution. One after it leaves the stop where it was.
    - A reply clock stops at the first public message by an agent, or when the ticket is resolved without one.
      The message with which an agent opened a ticket is none.
    - Clocks of merged and cancelled tickets are cancelled, and neither met nor breached, unless they had
      stopped before. A ticket taken back from cancelled goes on; that time does not count.
    - A clock that the agreement starts, stops or resets on team or priority follows them through the events.
      One whose stop condition does not speak of the status stops at the resolution, too.
    - No clock runs inside a maintenance window of its ticket's service, nor in the time of a relief that was
      accepted for it under ``excused: stop_clock``: that open time is not counted, and what is left is left later.
    - Limits, calendars, pauses and maintenance are those of the version of the agreement (``amendments``) that is in
      force at the start of the cycle.
    - The limit is that of the priority at the start of the cycle, where the events tell it, else of the
      ticket's own. A ticket that no limit or no listed calendar fits has no such clock, and is counted.

    Parameters
    ----------
    desk
        The records.
    agreement
        Its priorities, statuses, scope, scales and clocks hold. Without one every ticket is in scope, no
        clock runs, satisfaction is read on 1..5 and effort on 1..7 with high meaning easy.
    as_of
        Aware instant; what happened later is not known. The last instant in the records unless stated.
    clocks
        Names of the clocks to run; all of them unless stated.
    needed
        Names of the further columns and frames that are wanted; all of them unless stated.

    Returns
    -------
    Facts
        Tickets, answers, clock cycles, further frames, and every doubt with its count.

    Raises
    ------
    DataError
        The desk holds no instant and none is stated; or `as_of` is naive; or the scope speaks of a column
        that the tickets do not have.
    MeasureError
        `clocks` names a clock that the agreement does not have.
    CalendarError
        A ticket lies outside the validity of its clock's calendar.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> desk = Desk(
    ...     tickets=[
    ...         {"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": "2026-03-02T11:30Z"},
    ...         {"ticket_id": "2", "opened_at": "2026-03-02T10:00Z", "resolved_at": None},
    ...     ],
    ...     surveys=[{"ticket_id": "1", "csat": 2, "answered_at": "2026-03-03T08:00Z"}],
    ... )
    >>> facts = build_facts(desk)
    >>> facts.tickets.select("ticket_id", "resolution_seconds", "first_resolved_source", "reopens").rows()
    [('1', 9000, 'column', None), ('2', None, None, None)]
    >>> facts.answers.select("unhappy", "unhappy_by", "rated_at_source", "clocks_met").rows()
    [(True, 'csat', 'first_resolution', None)]
    """
    at = _instant(desk, as_of)
    terms = agreement.surveys if agreement is not None else SurveyTerms()
    known, notes = opened_by(desk.tickets, at)
    tickets, unmapped = under_terms(without_later(known, at), agreement)
    reading, doubts = read_events(tickets, desk.events, agreement, at)
    latest = desk.data_until is None or at >= desk.data_until
    tickets, disagreements = with_history(tickets, reading, latest=latest)
    surveys, off_scale = surveys_at(desk.surveys, terms, at)
    tickets = with_denials(with_next_contact(tickets), surveys)
    tickets = tickets.with_columns(random_group=groups_behind(tickets, ("requester", "ticket_id")))
    wanted = None if needed is None else frozenset(needed)
    tickets, frames = further(Sources(desk, agreement, at, tickets, tickets.clear(), surveys), wanted)
    cycles = pl.DataFrame(schema=CYCLE_SCHEMA)
    unrun: list[Count] = []
    if agreement is not None:
        reliefs, unrun = reliefs_of(desk, agreement, tickets, at)
        cycles, more = _cycles(agreement, clocks, known, tickets, reading, reliefs, at)
        unrun += more
    answers, odd = answers_of(surveys, tickets, cycles, _resolutions(tickets, reading), terms)
    every = (*notes, *unmapped, *doubts, *disagreements, *off_scale, *odd, *unrun)
    return Facts(tickets, answers, cycles, at, every, frames)


def facts_table(
    desk: Desk,
    agreement: Agreement | None = None,
    *,
    table: str = "tickets",
    as_of: datetime | None = None,
) -> pl.DataFrame:
    """Return one table of facts: ``tickets``, ``answers``, ``cycles``, or a further frame by name.

    Raises
    ------
    MeasureError
        There is no such table.
    DataError, CalendarError
        As `build_facts`.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> desk = Desk(tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "priority": None}])
    >>> facts_table(desk).select("ticket_id", "priority", "in_scope", "resolutions").rows()
    [('1', None, True, 0)]
    """
    tables = ("answers", "cycles", "tickets", *(frame.name for frame in FRAMES))
    if table not in tables:
        raise MeasureError(
            message("facts", "there is no such table", got=table, hint=near_miss(table, tables))
        )
    # Cycles and frames of their own read no further columns of tickets; the other tables show them all.
    needed = None if table in {"tickets", "answers"} else (table,)
    facts = build_facts(desk, agreement, as_of=as_of, needed=needed)
    own = {"tickets": facts.tickets, "answers": facts.answers, "cycles": facts.cycles}
    return {**facts.frames, **own}[table]


def clock_frame(desk: Desk, agreement: Agreement, *, as_of: datetime) -> pl.DataFrame:
    """Return every clock of every covered ticket as it stands at `as_of`, one row a cycle.

    What breaches next comes first: running clocks by the instant at which their limit is used up, then
    paused ones by the time they have left, then those that are decided.

    The columns are ticket_id, clock, cycle, state, started_at, stopped_at, elapsed, elapsed_calendar,
    paused, limit, used, left, breach_at, first_breach_at, overrun. ``elapsed`` and ``paused`` are open time
    of the clock's calendar, ``elapsed_calendar`` is the same running time by the wall.

    Raises
    ------
    DataError, CalendarError
        As `build_facts`.

    Examples
    --------
    >>> from xlakit.model import Agreement
    >>> from xlakit.tables import Desk
    >>> agreement = Agreement.model_validate(
    ...     {
    ...         "apiVersion": "xlakit/v1",
    ...         "kind": "Agreement",
    ...         "metadata": {"name": "small"},
    ...         "term": {"start": "2026-01-01", "end": "2026-12-31"},
    ...         "clocks": {"fix": {"calendar": "always", "stop": "resolved", "within": "4h"}},
    ...         "objectives": [
    ...             {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
    ...         ],
    ...     }
    ... )
    >>> desk = Desk(tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z"}])
    >>> live = clock_frame(desk, agreement, as_of=datetime(2026, 3, 2, 10, tzinfo=UTC))
    >>> live.select("state", "stopped_at", "used", "left").rows()
    [('running', None, 0.25, datetime.timedelta(seconds=10800))]
    """
    at = _instant(desk, as_of)
    known, _ = opened_by(desk.tickets, at)
    tickets, _ = under_terms(without_later(known, at), agreement)
    reading, _ = read_events(tickets, desk.events, agreement, at)
    reliefs, _ = reliefs_of(desk, agreement, tickets, at)
    cycles, _ = _cycles(agreement, None, known, tickets, reading, reliefs, at)
    urgency = pl.col("state").replace_strict({"running": 0, "paused": 1}, default=2, return_dtype=pl.Int8)
    soonest = pl.when(urgency == 0).then(pl.col("breach_at"))
    least = pl.when(urgency == 1).then(pl.col("left"))
    return cycles.sort(
        urgency, soonest, least, "ticket_id", "clock", "cycle", nulls_last=True, maintain_order=True
    ).select(LIVE_COLUMNS)


def _cycles(
    agreement: Agreement,
    clocks: Iterable[str] | None,
    known: pl.DataFrame,
    tickets: pl.DataFrame,
    reading: Reading,
    reliefs: pl.DataFrame,
    at: datetime,
) -> tuple[pl.DataFrame, list[Count]]:
    """Return the cycles of the clocks of these names, and what could not run."""
    stated = in_columns(known, tickets, reading.timeline, agreement)
    now = (at - EPOCH) // datetime.resolution
    chosen = chosen_clocks(agreement, clocks)
    return cycles_under(agreement, chosen, tickets, reading, stated, reliefs, now)


def _instant(desk: Desk, as_of: datetime | None) -> datetime:
    at = desk.data_until if as_of is None else as_of
    if at is None:
        raise DataError(message("as_of", "the records hold no instant", hint="pass as_of="))
    if at.tzinfo is None:
        raise DataError(
            message(
                "as_of", "an aware instant is expected", got=at.isoformat(), hint="add tzinfo=datetime.UTC"
            )
        )
    return at.astimezone(UTC)


def _resolutions(tickets: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Return the instants of all resolutions, numbered within their ticket."""
    rows = np.flatnonzero(reading.timeline.resolves)
    owner = reading.timeline.ticket[rows]
    return pl.DataFrame(
        {
            "ticket_id": tickets.get_column("ticket_id").gather(owner),
            "cycle": rank(owner) + 1,
            "resolved": pl.Series(reading.timeline.at[rows], dtype=pl.Int64).cast(UTC_TIME),
        }
    )
