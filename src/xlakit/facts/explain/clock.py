"""The explanation of one clock of one ticket."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.errors import DataError, message
from xlakit.facts.clocks import chosen_clocks
from xlakit.facts.condition import matches
from xlakit.facts.cut import INSIDE_MAINTENANCE
from xlakit.facts.explain.cycle import explained_cycles
from xlakit.facts.explain.prepared import prepare
from xlakit.facts.maintenance import opened_inside
from xlakit.model.explanation import Explanation

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.facts.explain.prepared import Prepared
    from xlakit.model import Agreement
    from xlakit.model.explanation import ExplainedCycle
    from xlakit.tables import Desk

UNRUN = "does not run: "


def explain_clock(
    desk: Desk, agreement: Agreement, ticket_id: str, clock: str, *, as_of: datetime | None = None
) -> Explanation:
    """Return how a clock of a ticket came to its result: every interval, counted or not, and why.

    The intervals of a cycle follow each other without a gap, and what they count adds up, to the
    microsecond, to the ``elapsed`` of ``clocks``.

    Parameters
    ----------
    desk, agreement
        As for ``clocks``.
    ticket_id, clock
        Which ticket, and which clock of the agreement.
    as_of
        Aware instant; what happened later is not known. The last instant in the records unless stated.

    Returns
    -------
    Explanation
        ``print`` shows a table in the zone of the calendar, ``to_dicts()`` gives the intervals as data. A clock
        that did not run has no cycles, and says why.

    Raises
    ------
    DataError
        There is no such ticket; or as `build_facts`.
    MeasureError
        There is no such clock.
    CalendarError
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
    ...         "calendars": {"office": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "08:00-17:00"}}},
    ...         "clocks": {"fix": {"calendar": "office", "stop": "resolved", "within": {"P1": "4h"}}},
    ...         "objectives": [
    ...             {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}}
    ...         ],
    ...     }
    ... )
    >>> desk = Desk(
    ...     tickets=[
    ...         {
    ...             "ticket_id": "1",
    ...             "opened_at": "2026-03-02T15:00Z",
    ...             "resolved_at": "2026-03-03T08:00Z",
    ...             "priority": "P1",
    ...         },
    ...         {
    ...             "ticket_id": "2",
    ...             "opened_at": "2026-03-02T15:00Z",
    ...             "resolved_at": None,
    ...             "priority": None,
    ...         },
    ...     ]
    ... )
    >>> print(explain_clock(desk, agreement, "1", "fix"))
    Clock fix of ticket 1, as of Tue 2026-03-03 09:00+01:00
    <BLANKLINE>
    Cycle 1: met: 2h of 4h used when it stopped at Tue 2026-03-03 09:00+01:00
    Limit 4h (line 1): priority P1 of the ticket itself; calendar office, times of Europe/Berlin
      from                        to                          counted  total  why
      Mon 2026-03-02 16:00+01:00  Mon 2026-03-02 17:00+01:00  1h       1h     running, office open
      Mon 2026-03-02 17:00+01:00  Tue 2026-03-03 08:00+01:00  -        1h     outside office hours
      Tue 2026-03-03 08:00+01:00  Tue 2026-03-03 09:00+01:00  1h       2h     running, office open
    >>> explain_clock(desk, agreement, "2", "fix").not_run
    'no limit matches'
    """
    chosen_clocks(agreement, [clock])
    _require_ticket(desk, ticket_id)
    prepared = prepare(desk, agreement, [clock], as_of)
    head: dict[str, Any] = {"ticket_id": ticket_id, "clock": clock, "as_of": prepared.as_of}
    row = prepared.tickets.get_column("ticket_id").index_of(ticket_id)
    if row is None:
        return Explanation(**head, not_run="the ticket was opened after this instant")
    if not prepared.tickets.get_column("in_scope")[row]:
        return Explanation(**head, not_run=_not_covered(agreement, prepared.tickets[row]))
    cycles, doubts = _explained(prepared, prepared.only([ticket_id]), row)
    return Explanation(
        **head,
        cycles=cycles,
        not_run="" if cycles else _not_run(doubts),
        doubts=tuple(doubt for doubt in doubts if not doubt.startswith(UNRUN)),
    )


def _explained(
    prepared: Prepared, tickets: pl.DataFrame, row: int
) -> tuple[tuple[ExplainedCycle, ...], list[str]]:
    """Return the cycles under all versions, and the doubts of those that had a say."""
    explained: list[ExplainedCycle] = []
    doubts: list[str] = []
    at_opening = tickets[row].with_columns(started_at="opened_at")
    for part in prepared.parts:
        cycles, counted = prepared.cycles(part, tickets)
        explained += explained_cycles(prepared, tickets, part, row, cycles)
        if cycles.height or part.terms.of(at_opening, tickets).height:
            doubts += [doubt.reason for doubt in counted]
    return tuple(explained), list(dict.fromkeys(doubts))


def _require_ticket(desk: Desk, ticket_id: str) -> None:
    ids = desk.tickets.get_column("ticket_id")
    if ticket_id in ids:
        return
    # Only ids of about this length are compared: a desk has millions, and a slip changes a character or two.
    alike = ids.filter((ids.str.len_chars().cast(pl.Int64) - len(str(ticket_id))).abs() <= 1).head(10_000)
    close = difflib.get_close_matches(str(ticket_id), alike.to_list(), n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"the desk has {len(ids):,} tickets"
    raise DataError(message("ticket_id", "there is no such ticket", got=str(ticket_id), hint=hint))


def _not_covered(agreement: Agreement, ticket: pl.DataFrame) -> str:
    if ticket.select(matches(agreement.scope)).item() and opened_inside(agreement, ticket)[0]:
        return f"the ticket was {INSIDE_MAINTENANCE}"
    return "the ticket is outside the agreement's scope"


def _not_run(doubts: list[str]) -> str:
    reasons = [doubt.removeprefix(UNRUN) for doubt in doubts if doubt.startswith(UNRUN)]
    return "; ".join(reasons) or "what starts it has not happened"
