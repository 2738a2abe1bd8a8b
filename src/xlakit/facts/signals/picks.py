"""In which order tickets are taken up, against the order in which they came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit import stats
from xlakit.facts.cut import column
from xlakit.facts.signals.in_windows import EXAMPLES, WINDOW_AND_SEGMENT
from xlakit.facts.signals.signal import Signal, SignalTable
from xlakit.facts.signals.windows_apart import windows_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.facts.signals.signal import SignalSources

GRACE = timedelta(minutes=30)
"""A ticket taken up this much later than a younger one was skipped; what lies closer is agents working side by side."""
LARGEST = 1_000
"""Tickets of one group that are compared with each other; of more, the first."""
ENOUGH = 0.5
HOUR_US = 3_600_000_000
TAIL = 0.9
TEAM, PRIORITY, DAY, AT, WORK = "_team", "_priority", "_day", "_at", "_work"
COLUMNS = (
    *WINDOW_AND_SEGMENT,
    "picks",
    "skipping",
    "skipped",
    "pairs",
    "order_statistic",
    "order_variance",
    "work_statistic",
    "work_variance",
    "harder",
    "easier",
    "skipped_hours",
    "other_hours",
    "examples",
)


@dataclass(frozen=True, slots=True)
class _Group:
    """What one group-day adds."""

    order: stats.Shuffled
    work: stats.Shuffled
    skips: np.ndarray[Any, np.dtype[np.int64]]
    skipped: np.ndarray[Any, np.dtype[np.int64]]
    hours: np.ndarray[Any, np.dtype[np.float64]]
    harder: int
    easier: int
    ids: list[str]


def make(sources: SignalSources) -> SignalTable | None:
    """Return how tickets were taken up, for the whole and for each team that is reported.

    A ticket is taken up with the first public reply of an agent; on a desk without replies, with its first
    assignment by somebody else than the system. Compared are tickets of one team and priority that were opened on
    the same local day; those never taken up are left out. ``skipping`` picks left an older ticket waiting
    for another half hour or more; ``skipped`` tickets were left so. The work that a ticket was expected to be is the
    median of its category: of ``handle_minutes`` where half of the tickets have them, else of the time
    from pick to resolution. ``harder`` and ``easier`` count skips in which the older one was expected to be more
    work, and less. The statistics are sums over group-days with their variance under shuffling.
    """
    rows = _rows(sources)
    if rows is None:
        return None
    teams = "team" in sources.segments
    made: list[tuple[Any, ...]] = []
    for window in windows_apart(sources.windows):
        start, end = (edge.astimezone(UTC) for edge in (window.start, window.end))
        inside = rows.filter(pl.col("opened_at").is_between(start, end, closed="left"))
        by_team: dict[str | None, list[_Group]] = {}
        for team, group in _groups(inside):
            by_team.setdefault(team, []).append(group)
        every = [group for groups in by_team.values() for group in groups]
        named = sorted(team for team in by_team if team is not None) if teams else []
        parts = [((), every), *(((("team", team),), by_team[team]) for team in named)]
        made.extend((window, segment, *_sum(groups)) for segment, groups in parts if groups)
    return SignalTable(COLUMNS, tuple(made))


def _rows(sources: SignalSources) -> pl.DataFrame | None:
    """Return the tickets that were taken up, with team, priority, local day, instant and expected work."""
    tickets = sources.facts.tickets.filter(pl.col("in_scope"))
    picked = _picked(sources, tickets)
    rows = tickets.with_columns(
        picked.alias(AT),
        pl.lit(column(tickets, "team", pl.String).cast(pl.String)).alias(TEAM),
        pl.col("priority").fill_null("").alias(PRIORITY),
        pl.col("opened_at").dt.convert_time_zone(sources.agreement.term.timezone).dt.date().alias(DAY),
        pl.lit(column(tickets, "category", pl.String).cast(pl.String)).alias("_category"),
        pl.lit(column(tickets, "handle_minutes", pl.Float64).cast(pl.Float64)).alias("_minutes"),
    ).filter(pl.col(AT) >= pl.col("opened_at"))
    if rows.is_empty():
        return None
    counted = rows["_minutes"].is_not_null().sum() >= ENOUGH * rows.height
    spent = (pl.col("first_resolved_at") - pl.col(AT)).dt.total_microseconds().cast(pl.Float64)
    effort = pl.col("_minutes") if counted else pl.when(spent >= 0).then(spent)
    expected = effort.median().over("_category").rank("dense").cast(pl.Float64)
    return rows.with_columns(pl.when(pl.col("_category").is_not_null()).then(expected).alias(WORK)).sort(
        "opened_at", "ticket_id"
    )


def _picked(sources: SignalSources, tickets: pl.DataFrame) -> pl.Series:
    replied = tickets["first_response_replayed"]
    events = sources.desk.events
    if replied.null_count() < tickets.height or events is None:
        return replied
    by = (
        pl.col("role").is_null() | (pl.col("role") == "agent")
        if "role" in events.columns
        else pl.lit(value=True)
    )
    first = (
        events.filter((pl.col("kind") == "assigned") & by & (pl.col("at") <= sources.facts.as_of))
        .group_by("ticket_id")
        .agg(pl.col("at").min())
    )
    return tickets.select("ticket_id").join(first, on="ticket_id", how="left", maintain_order="left")["at"]


def _groups(rows: pl.DataFrame) -> Iterator[tuple[str | None, _Group]]:
    """Yield the team and what it adds of each group-day of two tickets and more, in a fixed order."""
    ordered = rows.sort(TEAM, PRIORITY, DAY, "opened_at", "ticket_id", nulls_last=True)
    for (team, *_), group in ordered.group_by(TEAM, PRIORITY, DAY, maintain_order=True):
        if group.height > 1:
            yield None if team is None else str(team), _group(group.head(LARGEST))


def _group(group: pl.DataFrame) -> _Group:
    opened, picked = (group[name].dt.timestamp("us").to_numpy() for name in ("opened_at", AT))
    work = group[WORK].to_numpy()
    # skip[i, j]: i was taken up while the older j went on waiting.
    skip = (opened[:, None] > opened[None, :]) & (
        picked[:, None] + GRACE // timedelta(microseconds=1) <= picked[None, :]
    )
    known = ~np.isnan(work)
    told = skip & known[:, None] & known[None, :]
    balance = told.sum(axis=0) - told.sum(axis=1)
    return _Group(
        order=stats.kendall_within([(opened, picked)]),
        work=stats.permuted_sum([(balance[known], work[known])]),
        skips=skip.sum(axis=1),
        skipped=skip.sum(axis=0),
        hours=(picked - opened) / HOUR_US,
        harder=int((told & (work[None, :] > work[:, None])).sum()),
        easier=int((told & (work[None, :] < work[:, None])).sum()),
        ids=group["ticket_id"].to_list(),
    )


def _sum(groups: list[_Group]) -> tuple[Any, ...]:
    skipped = np.concatenate([group.skipped for group in groups])
    hours = np.concatenate([group.hours for group in groups])
    names = [name for group in groups for name in group.ids]
    worst = sorted(zip((-skipped).tolist(), names, strict=True))[:EXAMPLES]
    return (
        len(skipped),
        sum(int((group.skips > 0).sum()) for group in groups),
        int((skipped > 0).sum()),
        sum(group.order.pairs for group in groups),
        sum(group.order.statistic for group in groups),
        sum(group.order.variance for group in groups),
        sum(group.work.statistic for group in groups),
        sum(group.work.variance for group in groups),
        sum(group.harder for group in groups),
        sum(group.easier for group in groups),
        _tail(hours[skipped > 0]),
        _tail(hours[skipped == 0]),
        tuple(sorted(name for times, name in worst if times < 0)),
    )


def _tail(hours: np.ndarray[Any, np.dtype[np.float64]]) -> float | None:
    return float(np.quantile(hours, TAIL)) if len(hours) else None


SIGNAL = Signal("picks", "reply events of agents, or assigned events", make)
