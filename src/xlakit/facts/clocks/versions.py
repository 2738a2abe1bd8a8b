"""The clocks of an agreement that amendments change: which is in force from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from xlakit.agreement import versions

if TYPE_CHECKING:
    from datetime import date

    from xlakit.model import Agreement, Clock

BOUNDARIES = ("start", "stop", "reset", "reset_action", "cancel", "reopen", "retroactive")
REPLIES = ("bots_count", "notes_count")


@dataclass(frozen=True, slots=True)
class InForce:
    """One clock as it is from an instant to the next, in the zone of the term: None is without end.

    `by_opening` says that its versions begin or end cycles differently: then the version in force at the
    opening of a ticket holds for all of its cycles, else the one at the start of each cycle.
    """

    name: str
    clock: Clock
    agreement: Agreement
    since: datetime | None
    until: datetime | None
    by_opening: bool

    def of(self, rows: pl.DataFrame, tickets: pl.DataFrame) -> pl.DataFrame:
        """Return those of the cycles `rows` that are under this version; they stay in their order."""
        if self.since is None and self.until is None:
            return rows
        opened = tickets.select("ticket_id", pl.col("opened_at").alias("opened"))
        at = pl.col("opened" if self.by_opening else "started_at")
        rows = rows.join(opened, on="ticket_id", how="left", maintain_order="left")
        if self.since is not None:
            rows = rows.filter(at >= self.since.astimezone(UTC))
        if self.until is not None:
            rows = rows.filter(at < self.until.astimezone(UTC))
        return rows.drop("opened")


def in_force(agreement: Agreement, names: list[str]) -> list[InForce]:
    """Return the clocks of these names in their order, each as often as its terms, calendars or stoppages change.

    A change holds from midnight in the zone of the term; the first version also for what lies before the term.

    Examples
    --------
    >>> from xlakit.agreement import parse
    >>> text = '''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: demo}
    ... term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
    ... clocks: {fix: {stop: resolved, within: 8h}, answer: {stop: first-reply, within: 1h}}
    ... objectives: [{name: happy, metric: csat, expected: {at_least: 85%}}]
    ... amendments: [{effective: 2026-07-01, set: {clocks.fix.within: 4h}}]
    ... '''
    >>> for part in in_force(parse(text), ["fix", "answer"]):
    ...     print(part.name, part.clock.within, part.since, part.until)
    fix 8h None 2026-07-01 00:00:00+02:00
    fix 4h 2026-07-01 00:00:00+02:00 None
    answer 1h None None
    """
    first, *later = versions(agreement)
    zone = ZoneInfo(agreement.term.timezone)
    found = []
    for name in names:
        changes: list[tuple[datetime | None, Agreement]] = [(None, first.agreement)]
        for version in later:
            if _terms(version.agreement, name) != _terms(changes[-1][1], name):
                changes.append((_midnight(version.effective, zone), version.agreement))
        differs = len({_boundaries(version.clocks[name]) for _, version in changes}) > 1
        found += [
            InForce(name, version.clocks[name], version, since, until, differs)
            for (since, version), (until, _) in pairwise([*changes, (None, agreement)])
        ]
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _terms(agreement: Agreement, name: str) -> tuple[Clock, tuple[object, ...]]:
    clock = agreement.clocks[name]
    calendars = [agreement.calendars.get(calendar) for calendar in sorted(clock.calendars())]
    stopping = [item for item in agreement.maintenance if item.effect == "stop_clock"]
    term = agreement.term if stopping else None
    return clock, (*calendars, *stopping, term, agreement.settlement.excused == "stop_clock")


def _boundaries(clock: Clock) -> str:
    return repr([getattr(clock, field) for field in (*BOUNDARIES, *REPLIES)])
