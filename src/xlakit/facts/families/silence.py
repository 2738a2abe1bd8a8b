"""How long users heard nothing while their tickets were open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column, mapped
from xlakit.facts.families.talk import replies
from xlakit.facts.sources import UTC_TIME, Family, Frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts.sources import Sources

ENDED = ("resolved", "closed", "cancelled")
OPENING, UPDATE, END = 0, 1, 2
MICROSECONDS = 1_000_000
WORDS = {UPDATE: "update", END: "end"}
CARRIED = (
    "requester",
    "priority",
    "kind",
    "category",
    "service",
    "channel",
    "team",
    "agent",
    "customer",
    "site",
)
SILENCE_COLUMNS: Mapping[str, pl.DataType] = {
    "ticket_id": pl.String(),
    **dict.fromkeys(CARRIED, pl.String()),
    "in_scope": pl.Boolean(),
    "started_at": UTC_TIME,
    "ended_at": UTC_TIME,
    "seconds": pl.Int64(),
    "before_first_update": pl.Boolean(),
    "ended_by": pl.String(),
    "status_then": pl.String(),
}
"""One row a silence: the time between two public replies of agents while the ticket was open.

The first begins with the opening, the last of an open spell ends with the resolution, the closing or the
cancellation; a reopening begins the next one. Two replies in one instant are one update.
"""
MEANINGS: Mapping[str, str] = {
    "ticket_id": "the ticket that was silent",
    **dict.fromkeys(
        CARRIED, "the ticket's own, like its other columns that are text or flags; null where unknown"
    ),
    "in_scope": "whether the agreement covers the ticket; never null",
    "started_at": "when it began: the opening, an update or a reopening",
    "ended_at": "when it ended; null while it lasts",
    "seconds": "how long it lasted by the wall clock, in whole seconds; up to the instant looked from while it lasts",
    "before_first_update": "whether it is the wait for the first update; never null",
    "ended_by": "`update`, `end` (resolved, closed, cancelled); null while it lasts",
    "status_then": "the ticket's status when it began: on `pending` the desk waits for the user; null where no event "
    "tells it",
}

TICKET_COLUMNS: Mapping[str, pl.DataType] = {
    "updates": pl.Int64(),
    "longest_silence_seconds": pl.Int64(),
    "longest_silence_after_reply_seconds": pl.Int64(),
}
TICKET_MEANINGS: Mapping[str, str] = {
    "updates": "public replies of agents, those in one instant once; null on a desk without any",
    "longest_silence_seconds": "the longest silence so far, in whole seconds; null likewise",
    "longest_silence_after_reply_seconds": "the same without the wait for the first update; null without an update",
}


def make_silences(sources: Sources) -> pl.DataFrame | None:
    """Return one row a silence, or None on a desk without public replies of agents."""
    gaps = _gaps(sources)
    if gaps is None:
        return None
    tickets, given = sources.tickets, sources.desk.tickets.columns
    text = [
        name
        for name in given
        if tickets.schema[name] in {pl.String, pl.Boolean}
        and name not in {*gaps.columns, *CARRIED, "in_scope"}
    ]
    own = tickets.select(
        "ticket_id",
        "in_scope",
        *(column(tickets, name, pl.String).cast(pl.String).alias(name) for name in CARRIED),
        *text,
    )
    return gaps.join(own, on="ticket_id", how="left", maintain_order="left")


def make_silence(sources: Sources) -> pl.DataFrame:
    """Return per ticket how often it was updated and how long it heard nothing."""
    gaps = _gaps(sources)
    tickets = sources.tickets.select("ticket_id")
    if gaps is None:
        return tickets.with_columns(pl.lit(None, pl.Int64).alias(name) for name in TICKET_COLUMNS)
    told = replies(sources.events).group_by("ticket_id").agg(updates=pl.col("at").n_unique().cast(pl.Int64))
    longest = gaps.group_by("ticket_id").agg(
        longest_silence_seconds=pl.col("seconds").max(),
        longest_silence_after_reply_seconds=pl.col("seconds").filter(~pl.col("before_first_update")).max(),
    )
    return (
        tickets.join(told, on="ticket_id", how="left")
        .join(longest, on="ticket_id", how="left")
        .with_columns(pl.col("updates").fill_null(0))
    )


def _gaps(sources: Sources) -> pl.DataFrame | None:
    """Return the silences of all tickets; None without a public reply of an agent."""
    said = replies(sources.events).select("ticket_id", "at").unique()
    if said.is_empty():
        return None
    opened = sources.tickets.select("ticket_id", "opened_at").with_row_index("ticket")
    statuses = _statuses(sources)
    marks = pl.concat(
        [
            opened.select("ticket_id", at="opened_at", mark=pl.lit(OPENING)),
            said.select("ticket_id", "at", mark=pl.lit(UPDATE)),
            _turns(statuses),
            _ends_in_columns(sources, statuses),
        ]
    )
    # In one instant: the opening or reopening, what was said, the end. So a ticket begins with its opening.
    rows = (
        marks.join(opened, on="ticket_id")
        .with_columns(at=pl.max_horizontal("at", "opened_at"))
        .sort("ticket", "at", "mark")
    )
    ticket, mark = pl.col("ticket"), pl.col("mark")
    same = ticket == ticket.shift(-1)
    now = pl.lit(sources.as_of).cast(UTC_TIME)
    gaps = (
        rows.with_columns(
            live=pl.when(mark != UPDATE).then(mark == OPENING).forward_fill(),
            heard=(pl.when(mark == UPDATE).then(ticket).forward_fill() == ticket).fill_null(value=False),
            ended_at=pl.when(same).then(pl.col("at").shift(-1)),
            next_mark=pl.when(same).then(mark.shift(-1)),
        )
        .filter(pl.col("live") & (pl.coalesce("ended_at", now) > pl.col("at")))
        .select(
            "ticket_id",
            "ticket",
            started_at="at",
            ended_at="ended_at",
            seconds=(pl.coalesce("ended_at", now) - pl.col("at")).dt.total_microseconds() // MICROSECONDS,
            before_first_update=~pl.col("heard"),
            ended_by=pl.col("next_mark").replace_strict(WORDS, default=None, return_dtype=pl.String),
        )
    )
    told = statuses.join(opened, on="ticket_id").select("ticket", "at", status_then="status").sort("at")
    return (
        gaps.sort("started_at")
        .join_asof(
            told,
            left_on="started_at",
            right_on="at",
            by="ticket",
            strategy="backward",
            check_sortedness=False,
        )
        .sort("ticket", "started_at")
        .drop("ticket", "at", strict=False)
    )


def _statuses(sources: Sources) -> pl.DataFrame:
    """Return the status of tickets after each instant in which events tell one, in the agreement's words."""
    words = {} if sources.agreement is None else sources.agreement.statuses
    listed = {word: name for name, every in words.items() for word in every}
    return (
        sources.events.filter((pl.col("kind") == "status") & pl.col("value").is_not_null())
        .select("ticket_id", "at", status=mapped(pl.col("value"), listed))
        .group_by("ticket_id", "at", maintain_order=True)
        .agg(pl.col("status").last())
        .sort("ticket_id", "at")
    )


def _turns(statuses: pl.DataFrame) -> pl.DataFrame:
    """Return where tickets ended and where they were taken back."""
    ended = pl.col("status").is_in(ENDED)
    before = ended.shift(1).over("ticket_id").fill_null(value=False)
    return statuses.filter(ended != before).select(
        "ticket_id", "at", mark=pl.when(ended).then(END).otherwise(OPENING)
    )


def _ends_in_columns(sources: Sources, statuses: pl.DataFrame) -> pl.DataFrame:
    """Return the ends of the tickets of which the events hold no status."""
    tickets = sources.tickets
    ends = (
        column(tickets, name, UTC_TIME).cast(UTC_TIME).alias(name) for name in ("resolved_at", "closed_at")
    )
    return (
        tickets.select("ticket_id", *ends)
        .join(statuses, on="ticket_id", how="anti")
        .select("ticket_id", at=pl.coalesce("resolved_at", "closed_at"), mark=pl.lit(END))
        .filter(pl.col("at").is_not_null())
    )


SILENCE = Family("silence", TICKET_COLUMNS, TICKET_MEANINGS, make_silence)
SILENCES = Frame("silences", SILENCE_COLUMNS, MEANINGS, ("requester", "ticket_id"), make_silences)
