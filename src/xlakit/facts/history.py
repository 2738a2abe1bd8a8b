"""What the events say of a ticket: answered, resolved, reopened, handed on, escalated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.facts.notes import doubt
from xlakit.facts.reading import UTC_TIME, changes
from xlakit.facts.timeline import SOLVED, begins

if TYPE_CHECKING:
    from xlakit.facts.reading import Reading
    from xlakit.facts.timeline import Timeline
    from xlakit.model import Count

TOLERATED = pl.duration(minutes=1)
"""By how much a column and the events may differ before they disagree."""

READ: dict[str, pl.DataType] = {
    "first_response_at": UTC_TIME,
    "resolved_at": UTC_TIME,
    "closed_at": UTC_TIME,
    "reopen_count": pl.Int64(),
    "reassignment_count": pl.Int64(),
}
"""The ticket columns that are set beside the events."""


def with_history(
    tickets: pl.DataFrame, reading: Reading, *, latest: bool
) -> tuple[pl.DataFrame, list[Count]]:
    """Return the tickets with what happened to them, and where events and columns disagree.

    A counter that the source keeps on the ticket is its own statement of the end of the data, so it holds
    when one looks from there (`latest`); seen from an earlier instant only the events can tell. A stated
    instant (``resolved_at``) holds wherever the desk states any, also where it is null: not resolved.

    ``resolved_replayed`` is the last resolution, null while the ticket is not solved; a closing that no
    resolution went before is one. ``agent_contacts`` and ``customer_replies`` count public messages after
    the opening, up to the first resolution. ``bounces`` are changes of team after the first assignment.
    """
    told = (
        tickets.select(
            pl.int_range(pl.len(), dtype=pl.Int64).alias("ticket"),
            pl.col("opened_at").alias("opened"),
            *(
                (pl.col(name) if name in tickets.columns else pl.lit(None)).cast(kind).alias(name)
                for name, kind in READ.items()
            ),
        )
        .with_columns(_statuses(reading.timeline))
        .join(_turns(reading.timeline), on="ticket", how="left", maintain_order="left")
        .with_columns(resolved=pl.col("first_resolved").fill_null(pl.lit(2**62)))
        .with_columns(pl.col("first_resolved", "last_resolved", "first_reopened").cast(UTC_TIME))
    )
    told = told.join(_messages(told, reading.seen), on="ticket", how="left", maintain_order="left").join(
        _moves(reading.seen), on="ticket", how="left", maintain_order="left"
    )
    facts = told.select(*_milestones(latest=latest), *_handling(reading.kinds, latest=latest)).with_columns(
        _seconds("response", "first_response_at", "first_response_replayed"),
        _seconds("resolution", "resolved_at", "resolved_replayed"),
    )
    return tickets.hstack(facts.drop(*READ, "opened").unnest("response", "resolution")), _disagreements(facts)


def _statuses(timeline: Timeline) -> list[pl.Series]:
    """Return per ticket whether its statuses are on record, and whether it is solved."""
    opening = begins(timeline.ticket)
    latest = np.append(opening[1:], opening[:1])
    solved = np.append(timeline.is_word(SOLVED), [False])  # the last place is that of -1, no status
    return [
        pl.Series("has_status", timeline.has_status),
        pl.Series("known", timeline.has_status | timeline.told[opening]),
        pl.Series("solved", solved[timeline.now[latest]]),
    ]


def _turns(timeline: Timeline) -> pl.DataFrame:
    rows = np.flatnonzero(timeline.resolves | timeline.reopens)
    at, resolves = pl.col("at"), pl.col("resolves")
    return (
        pl.DataFrame(
            {"ticket": timeline.ticket[rows], "at": timeline.at[rows], "resolves": timeline.resolves[rows]}
        )
        .group_by("ticket")
        .agg(
            first_resolved=pl.when(resolves).then(at).min(),
            last_resolved=pl.when(resolves).then(at).max(),
            resolutions=resolves.cast(pl.Int64).sum(),
            first_reopened=pl.when(~resolves).then(at).min(),
            reopened=(~resolves).cast(pl.Int64).sum(),
        )
    )


def _messages(told: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Return per ticket its first answer, and its messages and escalations."""
    before = pl.col("at") <= pl.col("resolved")
    return (
        seen.filter(pl.col("answer") | pl.col("question") | (pl.col("kind") == "escalated"))
        .join(told.select("ticket", "resolved"), on="ticket")
        .group_by("ticket")
        .agg(
            answered=pl.when(pl.col("answer")).then("at").min().cast(UTC_TIME),
            answers=(pl.col("answer") & before).cast(pl.Int64).sum(),
            questions=(pl.col("question") & before).cast(pl.Int64).sum(),
            escalated=(pl.col("kind") == "escalated").cast(pl.Int64).sum(),
        )
    )


def _moves(seen: pl.DataFrame) -> pl.DataFrame:
    """Return per ticket with assignments how often the team changed after the first."""
    moved = (pl.col("value") != pl.col("value").shift(1)) & (pl.col("ticket") == pl.col("ticket").shift(1))
    return (
        changes(seen, "assigned")
        .with_columns(moved=moved.fill_null(value=False).cast(pl.Int64))
        .group_by("ticket")
        .agg(moved=pl.col("moved").sum())
    )


def _milestones(*, latest: bool) -> list[pl.Expr | str]:
    resolved = pl.col("first_resolved").is_not_null()
    return [
        "opened",
        *READ,
        pl.col("answered").alias("first_response_replayed"),
        pl.when("has_status", "solved").then("last_resolved").alias("resolved_replayed"),
        pl.col("first_resolved").alias("first_resolved_at"),
        pl.when(resolved, "has_status")
        .then(pl.lit("events"))
        .when(resolved)
        .then(pl.lit("column"))
        .alias("first_resolved_source"),
        pl.col("resolutions").fill_null(0),
        pl.col("first_reopened").alias("first_reopened_at"),
        *_counter(
            "reopens", "reopen_count", pl.when("known").then(pl.col("reopened").fill_null(0)), latest=latest
        ),
    ]


def _handling(kinds: frozenset[str], *, latest: bool) -> list[pl.Expr]:
    """Return what was counted; null where the desk's events hold nothing of the kind."""
    nothing = pl.lit(None, pl.Int64)
    replies, any_event = "reply" in kinds, bool(kinds)
    unmoved = pl.lit(0, pl.Int64) if "assigned" in kinds else nothing
    return [
        *_counter("bounces", "reassignment_count", pl.col("moved"), latest=latest, otherwise=unmoved),
        (pl.col("answers").fill_null(0) if replies else nothing).alias("agent_contacts"),
        (pl.col("questions").fill_null(0) if replies else nothing).alias("customer_replies"),
        (pl.col("escalated").fill_null(0) if any_event else nothing).alias("escalations"),
    ]


def _counter(
    name: str, stated: str, replay: pl.Expr, *, latest: bool, otherwise: pl.Expr | None = None
) -> list[pl.Expr]:
    """Return a counter from the first source that knows it, where it is from, and what the events alone say."""
    events, column = (replay, "events"), (pl.col(stated), "column")
    sources = [column, events] if latest else [events, column]
    if otherwise is not None:
        sources.append((otherwise, "events"))
    origin = pl.coalesce(pl.when(value.is_not_null()).then(pl.lit(source)) for value, source in sources)
    return [
        pl.coalesce(value for value, _ in sources).alias(name),
        origin.alias(f"{name}_source"),
        replay.alias(f"{name}_replayed"),
    ]


def _seconds(name: str, stated: str, replayed: str) -> pl.Expr:
    """Return whole seconds since the opening, as a struct with its source: the column if the desk states any."""
    states = pl.col(stated).is_not_null().any()
    moment = pl.when(states).then(stated).otherwise(replayed)
    spent = (moment - pl.col("opened")).dt.total_microseconds() // 1_000_000
    sound = moment >= pl.col("opened")
    source = pl.when(states).then(pl.lit("column")).otherwise(pl.lit("events"))
    return pl.struct(
        pl.when(sound).then(spent).alias(f"{name}_seconds"),
        pl.when(sound).then(source).alias(f"{name}_seconds_source"),
    ).alias(name)


def _disagreements(facts: pl.DataFrame) -> list[Count]:
    replay = pl.col("resolved_replayed")
    from_events = pl.col("first_resolved_source") == "events"
    counted = facts.select(
        apart=((pl.col("resolved_at") - replay).abs() > TOLERATED).sum(),
        unseen=(
            pl.col("resolved_at").is_not_null() & replay.is_null() & from_events.fill_null(value=True)
        ).sum(),
        response=((pl.col("first_response_at") - pl.col("first_response_replayed")).abs() > TOLERATED).sum(),
        reopens=_differs("reopens", "reopen_count").sum(),
        bounces=_differs("bounces", "reassignment_count").sum(),
    ).row(0, named=True)
    return [
        *doubt("tickets.resolved_at", "the events show another instant", counted["apart"]),
        *doubt("tickets.resolved_at", "the events show no resolution", counted["unseen"]),
        *doubt("tickets.first_response_at", "the events show another instant", counted["response"]),
        *doubt("tickets.reopen_count", "the events show another number", counted["reopens"]),
        *doubt("tickets.reassignment_count", "the events show another number", counted["bounces"]),
    ]


def _differs(name: str, stated: str) -> pl.Expr:
    return pl.col(f"{name}_replayed") != pl.col(stated)
