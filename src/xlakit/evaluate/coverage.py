"""Which tickets of a desk which agreements cover: those that none does, and those that several do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from xlakit.facts.condition import matches, require_columns
from xlakit.facts.cut import opened_by
from xlakit.model.portfolio import Overlap, Place, Uncovered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xlakit.agreement import Version
    from xlakit.tables import Desk

PLACES = ("customer", "site")
OUTSIDE = "outside every scope"
TOO_EARLY_OR_LATE = "in scope, opened outside the term"


class Coverage(NamedTuple):
    """How many tickets there are, and which of them are covered by none or by several."""

    tickets: int
    uncovered: tuple[Uncovered, ...]
    uncovered_ids: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    overlapping_ids: tuple[str, ...]


def coverage(agreements: Sequence[Sequence[Version]], desk: Desk, as_of: datetime) -> Coverage:
    """Return which tickets opened by `as_of` no agreement covers, and which several do.

    An agreement covers a ticket that was opened within its term, and that the scope matches which was in force that
    day. Agreements that follow one another over the years therefore do not overlap.

    Raises
    ------
    DataError
        A scope speaks of a column that the tickets do not have.
    """
    tickets, _ = opened_by(desk.tickets, as_of)
    if "priority" not in tickets.columns:
        tickets = tickets.with_columns(priority=pl.lit(None, pl.String))
    for held in agreements:
        for version in held:
            require_columns(version.agreement.scope, tickets.columns, "scope")
    names = [held[-1].agreement.metadata.name for held in agreements]
    marks = [f"covered {place}" for place in range(len(agreements))]
    places = [name for name in PLACES if name in tickets.columns]
    seen = tickets.select(
        "ticket_id",
        *(pl.col(name).cast(pl.String) for name in places),
        *(_covered(held).alias(mark) for held, mark in zip(agreements, marks, strict=True)),
        reason=pl.when(pl.any_horizontal([_in_scope(held) for held in agreements]))
        .then(pl.lit(TOO_EARLY_OR_LATE))
        .otherwise(pl.lit(OUTSIDE)),
    ).with_columns(times=pl.sum_horizontal(marks))
    nobodys, several = seen.filter(pl.col("times") == 0), seen.filter(pl.col("times") > 1)
    return Coverage(
        tickets.height,
        tuple(
            Uncovered(
                place=tuple(Place(name, row[name]) for name in places),
                reason=row["reason"],
                tickets=row["tickets"],
                example=row["example"],
            )
            for row in _counted(nobodys, [*places, "reason"])
        ),
        tuple(nobodys["ticket_id"].sort().to_list()),
        tuple(
            Overlap(
                agreements=tuple(name for name, mark in zip(names, marks, strict=True) if row[mark]),
                tickets=row["tickets"],
                example=row["example"],
            )
            for row in _counted(several, marks)
        ),
        tuple(several["ticket_id"].sort().to_list()),
    )


def _covered(held: Sequence[Version]) -> pl.Expr:
    return pl.any_horizontal([_holds(version) & matches(version.agreement.scope) for version in held])


def _in_scope(held: Sequence[Version]) -> pl.Expr:
    return pl.any_horizontal([matches(version.agreement.scope) for version in held])


def _holds(version: Version) -> pl.Expr:
    """Return the expression that is true for tickets opened on a day on which a version is in force."""
    term = version.agreement.term
    last = term.end if version.until is None else min(term.end, version.until - timedelta(days=1))
    day = pl.col("opened_at").dt.convert_time_zone(term.timezone).dt.date()
    return day.is_between(version.effective, last)


def _counted(tickets: pl.DataFrame, by: list[str]) -> list[dict[str, Any]]:
    """Return how many tickets there are of each kind, with the first id; most first."""
    counted = tickets.group_by(by).agg(tickets=pl.len(), example=pl.col("ticket_id").min())
    return counted.sort(-pl.col("tickets").cast(pl.Int64), *by, nulls_last=True).to_dicts()
