"""A desk read once, so that clocks can be run on some of its tickets, also on other terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.build import build_facts
from xlakit.facts.clocks import (
    CYCLE_SCHEMA,
    InForce,
    calendars_of,
    cycles_of,
    in_columns,
    in_force,
    stoppages_of,
)
from xlakit.facts.cut import opened_by
from xlakit.facts.reading import read_events
from xlakit.facts.reliefs import reliefs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlakit.facts.clocks.stated import InColumns
    from xlakit.facts.clocks.stoppages import Stoppages
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
    stoppages
        When clocks do not run under the version.
    """

    terms: InForce
    clock: Clock
    calendars: Mapping[str, Calendar]
    stoppages: Stoppages | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What clocks need to run.

    Attributes
    ----------
    tickets
        The tickets of the facts, in their order.
    reading, stated
        What events and columns tell of them.
    reliefs
        What reliefs stop clocks, as `reliefs_of` returns it.
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
    reliefs: pl.DataFrame
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
        rows, doubts = cycles_of(
            {part.terms.name: part.clock},
            part.calendars,
            tickets,
            self.reading,
            self.priority_of,
            self.stated,
            self.now,
            part.stoppages,
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
    return prepared_from(desk, agreement, facts.tickets, clocks, facts.as_of)


def prepared_from(
    desk: Desk, agreement: Agreement, tickets: pl.DataFrame, clocks: Iterable[str], as_of: datetime
) -> Prepared:
    """Return the same from the `tickets` of facts that are there already, as of their instant."""
    known, _ = opened_by(desk.tickets, as_of)
    reading, _ = read_events(tickets, desk.events, agreement, as_of)
    reliefs, _ = reliefs_of(desk, agreement, tickets, as_of)
    found = in_force(agreement, list(clocks))
    versions = {id(terms.agreement): terms.agreement for terms in found}
    held = {
        key: (calendars_of(version), stoppages_of(version, tickets, reliefs))
        for key, version in versions.items()
    }
    return Prepared(
        tickets=tickets,
        reading=reading,
        stated=in_columns(known, tickets, reading.timeline, agreement),
        reliefs=reliefs,
        priority_of=agreement.priority_of(),
        parts=tuple(Part(terms, terms.clock, *held[id(terms.agreement)]) for terms in found),
        as_of=as_of,
        now=(as_of - EPOCH) // datetime.resolution,
    )
