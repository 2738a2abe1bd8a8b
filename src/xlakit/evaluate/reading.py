"""What judging reads of a desk: columns, dates, segments; and what it says of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts.signals import SIGNALS
from xlakit.metrics import first_instant, needed
from xlakit.model import Count, Subject
from xlakit.review import fingerprint
from xlakit.rules import wanted
from xlakit.scoring import points_tasks, tasks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from xlakit.agreement import Version
    from xlakit.facts import Facts
    from xlakit.metrics import MetricEntry
    from xlakit.model import Agreement
    from xlakit.rules import Rule
    from xlakit.tables import Desk


def read(
    held: tuple[Version, ...],
    rules: tuple[Rule, ...],
    by: Sequence[str] | None,
    own: Mapping[str, MetricEntry],
) -> frozenset[str]:
    """Return the names of the fact columns and frames that judging reads under any version."""
    found: set[str] = set()
    for version in held:
        agreement = version.agreement
        metrics = [task.metric for task in tasks(version, None, own)]
        columns = agreement.segments if by is None else by
        pointed = [task.metric for task in points_tasks(held[0].agreement, own)]
        found |= needed([*metrics, *wanted(rules, agreement).values(), *pointed], columns)
    for rule in rules:
        found |= {*rule.cuts, *(name for signal in rule.signals for name in SIGNALS[signal].needed)}
    return frozenset(found)


def reach(facts: Facts, desk: Desk, timezone: str) -> tuple[date, date]:
    """Return the first and last local date that the data reach, as seen from ``as_of``."""
    zone = ZoneInfo(timezone)
    first = first_instant(facts)
    last = min(facts.as_of, desk.data_until) if desk.data_until is not None else facts.as_of
    begin = last if first is None else first
    return begin.astimezone(zone).date(), max(begin, last).astimezone(zone).date()


def known_segments(agreement: Agreement, facts: Facts) -> tuple[str, ...]:
    """Return the agreement's segments that this desk has a column for."""
    return tuple(column for column in agreement.segments if column in facts.tickets.columns)


def asked_segments(by: str | Sequence[str], facts: Facts) -> tuple[str, ...]:
    """Return the columns to report by, which the tickets must have."""
    columns = (by,) if isinstance(by, str) else tuple(by)
    for column in columns:
        if column not in facts.tickets.columns:
            hint = near_miss(column, facts.tickets.columns)
            raise MeasureError(message("by", "the tickets have no such column", got=column, hint=hint))
    return columns


def unknown_segments(agreement: Agreement, facts: Facts) -> tuple[Count, ...]:
    """Return a note for each of the agreement's segments that the desk cannot be cut by."""
    known = known_segments(agreement, facts)
    return tuple(
        Count(
            where=f"tickets.{column}",
            reason="the agreement reports by it, the desk has no such column",
            rows=0,
        )
        for column in agreement.segments
        if column not in known
    )


def subject(agreement: Agreement, facts: Facts) -> Subject:
    """Return what is judged: parties, records, instant."""
    covered = facts.tickets.filter(pl.col("in_scope"))
    answered = facts.answers.filter(pl.col("answered") & pl.col("in_scope"))
    return Subject(
        agreement=agreement.metadata.name,
        title=agreement.metadata.title or agreement.metadata.name,
        customer=agreement.metadata.customer,
        provider=agreement.metadata.provider,
        as_of=facts.as_of,
        tickets=facts.tickets.height,
        answers=answered.height,
        covered=covered.height,
        fingerprint=fingerprint(agreement),
    )


def outside(agreement: Agreement, facts: Facts) -> tuple[Count, ...]:
    """Return the count of tickets opened outside the term, which are not judged as such."""
    zone = agreement.term.timezone
    local = facts.tickets.filter(
        ~pl.col("opened_at")
        .dt.convert_time_zone(zone)
        .dt.date()
        .is_between(agreement.term.start, agreement.term.end)
    )
    if local.is_empty():
        return ()
    return (
        Count(
            where="tickets.opened_at",
            reason="opened outside the term of the agreement; judged only where decided inside it",
            rows=local.height,
            example=str(local.get_column("ticket_id").min()),
        ),
    )
