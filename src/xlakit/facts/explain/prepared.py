"""A desk read once, so that clocks can be run on some of its tickets, also on other terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.build import build_facts
from xlakit.facts.clocks import CYCLE_SCHEMA, InForce, calendars_of, cycles_of, in_columns, in_force
from xlakit.facts.cut import opened_by
from xlakit.facts.reading import read_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.facts.clocks.stated import InColumns
    from xlakit.facts.reading import Reading
    from xlakit.model import Agreement, Clock, Count
    from xlakit.tables import Desk
    from xlakit.worktime import Calendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """A clock under one version of the agreement.

    Attributes
    ----------
    terms
        Its name, from when to when the version is in force, and whether that is asked at the opening.
    clock, calendars
        The clock, as the version has it or on other terms, and the calendars of the version.
    """

    terms: InForce
    clock: Clock
    calendars: Mapping[str, Calendar]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What clocks need to run.

    Attributes
    ----------
    tickets
        The tickets of the facts, in their order.
    reading, stated
        What events and columns tell of them.
    priority_of
        The agreement's words for priorities.
    parts
        The clocks asked for, one after another, each as often as its terms change.
    as_of, now
        The instant of the facts, and the same in microseconds.
    """

    tickets: pl.DataFrame
    reading: Reading
    stated: InColumns
    priority_of: dict[str, str]
    parts: tuple[Part, ...]
    as_of: datetime
    now: int

    def only(self, ticket_ids: Iterable[str]) -> pl.DataFrame:
        """Return the tickets with all but `ticket_ids` out of scope: their histories stay, no clock runs."""
        wanted = pl.col("ticket_id").is_in(list(ticket_ids))
        return self.tickets.with_columns(in_scope=pl.col("in_scope") & wanted)

    def cycles(self, part: Part, tickets: pl.DataFrame) -> tuple[pl.DataFrame, list[Count]]:
        """Return the cycles of the `tickets` in scope that are under `part`, and every doubt about them."""
        clocks = {part.terms.name: part.clock}
        rows, doubts = cycles_of(
            clocks, part.calendars, tickets, self.reading, self.priority_of, self.stated, self.now
        )
        return part.terms.of(rows, tickets), doubts

    def all_cycles(self, parts: Iterable[Part], tickets: pl.DataFrame) -> pl.DataFrame:
        """Return the cycles of the `tickets` in scope under all of the `parts`."""
        return pl.concat(
            [pl.DataFrame(schema=CYCLE_SCHEMA), *(self.cycles(part, tickets)[0] for part in parts)]
        )


def prepare(desk: Desk, agreement: Agreement, clocks: Iterable[str], as_of: datetime | None) -> Prepared:
    """Return the desk, read as facts are, and the `clocks` of the agreement.

    Raises
    ------
    DataError
        As `build_facts`.
    """
    facts = build_facts(desk, agreement, as_of=as_of, clocks=(), needed=())
    known, _ = opened_by(desk.tickets, facts.as_of)
    reading, _ = read_events(facts.tickets, desk.events, agreement, facts.as_of)
    return Prepared(
        tickets=facts.tickets,
        reading=reading,
        stated=in_columns(known, facts.tickets, reading.timeline, agreement),
        priority_of=agreement.priority_of(),
        parts=tuple(
            Part(terms, terms.clock, calendars_of(terms.agreement))
            for terms in in_force(agreement, list(clocks))
        ),
        as_of=facts.as_of,
        now=(facts.as_of - EPOCH) // datetime.resolution,
    )
