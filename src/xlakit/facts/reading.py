"""From the events table to the timeline: who opened a ticket, which messages answer it, what stands in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from xlakit.facts.cut import column, mapped
from xlakit.facts.notes import doubt, doubts_by_value
from xlakit.facts.timeline import (
    CANONICAL,
    NO_STATUS,
    NO_WORD,
    SOLVED,
    Flags,
    Timeline,
    Whole,
    begins,
    carried,
    leads,
    ranked,
    turns,
)

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.model import Agreement, Count

UTC_TIME = pl.Datetime("us", "UTC")
EVENT_COLUMNS: dict[str, pl.DataType] = {
    "ticket_id": pl.String(),
    "at": UTC_TIME,
    "kind": pl.String(),
    "value": pl.String(),
    "actor": pl.String(),
    "role": pl.String(),
    "public": pl.Boolean(),
    "seq": pl.Int64(),
}
FIRST_OF_ALL = -(2**62)
MARKS = ("answer", "machine", "internal", "question", "assigned")
FOLLOWED = {"team": "assigned", "priority": "priority"}
"""Columns of the ticket that events follow, and the kind of those events."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The events of the known tickets up to an instant.

    Attributes
    ----------
    seen
        The events: ``ticket`` (row of the ticket), ``at`` (microseconds), kind, value (in the agreement's
        words), seq, and the marks answer, machine, internal, question, assigned.
    timeline
        The same in batches, with what columns say where events are silent.
    kinds
        The kinds of events that occur at all.
    """

    seen: pl.DataFrame
    timeline: Timeline
    kinds: frozenset[str]


def read_events(
    tickets: pl.DataFrame, events: pl.DataFrame | None, agreement: Agreement | None, as_of: datetime
) -> tuple[Reading, list[Count]]:
    """Return what happened to `tickets` up to `as_of`.

    What is dated before the opening of its ticket counts as at the opening.
    A message is an answer when it is a public reply by an agent. A public agent message at the very instant of
    opening is an answer only where an ``opened`` event says that someone else opened the ticket: otherwise
    it is the opening. Tickets whose events hold no status take ``resolved_at`` and ``closed_at``, those
    without messages ``first_response_at``; those without assignments or changes of priority have the team
    and the priority of their columns from the opening. An assignment without a value tells nothing.
    """
    words = {} if agreement is None else agreement.statuses
    own = {
        "status": {word: name for name, listed in words.items() for word in listed},
        "priority": {} if agreement is None else agreement.priority_of(),
    }
    seen = _seen(tickets, events, as_of, own)
    statuses = seen.filter(pl.col("kind") == "status")
    unknown = statuses.filter(pl.col("value").is_not_null(), ~pl.col("value").is_in(CANONICAL))
    notes = doubts_by_value("events.status", "in no list of the agreement's statuses", unknown["value"])
    replies = seen.filter(pl.col("kind") == "reply")
    notes += doubt(
        "events.role", "messages of an unknown sender, which answer nothing", replies["role"].null_count()
    )
    kinds = frozenset(seen["kind"].drop_nulls().unique().to_list())
    return Reading(seen, _timeline(tickets, seen), kinds), notes


def changes(seen: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Return what events of `kind` set, one row a batch in order: ticket, at, value.

    Where one batch sets several values, the first by name stands for it.
    """
    told = seen.filter((pl.col("kind") == kind) & pl.col("value").is_not_null())
    if told["seq"].null_count() < told.height:
        whole = pl.col("seq").is_not_null().all().over("ticket", "stated")
        told = told.with_columns(seq=pl.when(whole).then("seq"))
    return (
        told.group_by("ticket", "stated", "seq")
        .agg(pl.col("at").first(), pl.col("value").min())
        .sort("ticket", "stated", "seq")
        .select("ticket", "at", "value")
    )


def _seen(
    tickets: pl.DataFrame, events: pl.DataFrame | None, as_of: datetime, words: dict[str, dict[str, str]]
) -> pl.DataFrame:
    if events is None:
        events = pl.DataFrame(schema=EVENT_COLUMNS)
    ids = tickets.select("ticket_id", opened=pl.col("opened_at").to_physical()).with_row_index("ticket")
    seen = (
        events.select(column(events, name, kind).cast(kind) for name, kind in EVENT_COLUMNS.items())
        .filter(pl.col("at") <= as_of)
        .join(ids, on="ticket_id", how="inner")
        .drop("ticket_id")
        .with_columns(pl.col("ticket").cast(pl.Int64), pl.col("at").to_physical())
        .with_columns(
            value=pl.when(pl.col("kind") == "status")
            .then(mapped(pl.col("value"), words["status"]))
            .when(pl.col("kind") == "priority")
            .then(mapped(pl.col("value"), words["priority"]))
            .otherwise("value"),
        )
    )
    openers = (
        seen.filter(pl.col("kind") == "opened")
        .group_by("ticket")
        .agg(opener=pl.col("actor").min(), opener_role=pl.col("role").min())
    )
    message = (pl.col("kind") == "reply") & pl.col("public").fill_null(value=True)
    differs = pl.col("actor") != pl.col("opener")
    by_other = pl.coalesce(differs, pl.col("opener_role") != "agent").fill_null(value=False)
    answers = message & ((pl.col("at") > pl.col("opened")) | by_other)
    return seen.join(openers, on="ticket", how="left").select(
        "ticket",
        "opened",
        pl.max_horizontal("at", "opened").alias("at"),
        pl.col("at").alias("stated"),
        "kind",
        "value",
        "role",
        "seq",
        (answers & (pl.col("role") == "agent")).fill_null(value=False).alias("answer"),
        (answers & (pl.col("role") == "bot")).fill_null(value=False).alias("machine"),
        (_unseen_by_the_requester() & (pl.col("role") == "agent") & (pl.col("at") > pl.col("opened")))
        .fill_null(value=False)
        .alias("internal"),
        (message & (pl.col("role") == "requester") & (pl.col("at") > pl.col("opened")))
        .fill_null(value=False)
        .alias("question"),
        ((pl.col("kind") == "assigned") & pl.col("value").is_not_null())
        .fill_null(value=False)
        .alias("assigned"),
    )


def _unseen_by_the_requester() -> pl.Expr:
    return (pl.col("kind") == "note") | ((pl.col("kind") == "reply") & ~pl.col("public"))


def _per_ticket(seen: pl.DataFrame, which: pl.Expr, count: int) -> Flags:
    rows = seen.filter(which).get_column("ticket").to_numpy()
    flags = np.zeros(count, np.bool_)
    flags[rows] = True
    return flags


def _rows(tickets: pl.DataFrame, where: Flags, at: str, status: int) -> pl.DataFrame:
    """Return events made of the times in a column, for the tickets flagged in `where`."""
    times = column(tickets, at, UTC_TIME).cast(UTC_TIME).to_physical()
    kept = pl.Series(where) & times.is_not_null()
    return pl.DataFrame(
        {"ticket": np.flatnonzero(kept.to_numpy()), "stated": times.filter(kept)}
    ).with_columns(
        pl.lit(None, pl.Int64).alias("seq"),
        pl.lit(status, pl.Int32).alias("status"),
        *(pl.lit(NO_WORD, pl.Int32).alias(name) for name in FOLLOWED),
        *(pl.lit(value=mark == "answer" and status == NO_STATUS).alias(mark) for mark in MARKS),
    )


def _timeline(tickets: pl.DataFrame, seen: pl.DataFrame) -> Timeline:
    count = tickets.height
    is_status = (pl.col("kind") == "status") & pl.col("value").is_not_null()
    has_status = _per_ticket(seen, is_status, count)
    has_replies = _per_ticket(seen, pl.col("kind") == "reply", count)
    told_at_opening = _per_ticket(seen, is_status & (pl.col("at") == pl.col("opened")), count)
    untouched = (
        column(tickets, "resolved_at", UTC_TIME).is_null() & column(tickets, "closed_at", UTC_TIME).is_null()
    ).to_numpy()
    begins_new = ~told_at_opening & (has_status | (untouched & bool(has_status.any())))
    words = ranked([*seen.filter(is_status)["value"].unique(), "new", *SOLVED])
    sets = {name: (pl.col("kind") == kind) & pl.col("value").is_not_null() for name, kind in FOLLOWED.items()}
    own = {name: _own(tickets, name, _per_ticket(seen, which, count)) for name, which in sets.items()}
    named = {
        name: tuple(sorted({*seen.filter(which)["value"].unique(), *own[name].drop_nulls().unique()}))
        for name, which in sets.items()
    }
    opening = _rows(tickets, np.ones(count, np.bool_), "opened_at", words.index("new")).with_columns(
        pl.when(pl.Series(begins_new)).then("status").otherwise(NO_STATUS).cast(pl.Int32).alias("status"),
        *(_codes(own[name], named[name]) for name in FOLLOWED),
        stated=pl.lit(FIRST_OF_ALL, pl.Int64),
        answer=pl.lit(value=False),
    )
    told = seen.filter(is_status | sets["priority"] | pl.any_horizontal(MARKS)).select(
        "ticket",
        "stated",
        "seq",
        _code(is_status, words).alias("status"),
        *(_code(which, named[name]).alias(name) for name, which in sets.items()),
        *MARKS,
    )
    rows = pl.concat(
        [
            opening,
            told,
            _rows(tickets, ~has_status, "resolved_at", words.index("resolved")),
            _rows(tickets, ~has_status, "closed_at", words.index("closed")),
            _rows(tickets, ~has_replies, "first_response_at", NO_STATUS),
        ]
    ).sort("ticket", "stated", "seq", nulls_last=False)
    opened = tickets.get_column("opened_at").to_physical().to_numpy()
    return _batched(rows, words, named, opened, has_status, has_replies)


def _own(tickets: pl.DataFrame, name: str, told: Flags) -> pl.Series:
    """Return the ticket's own column, null where events tell."""
    stated = column(tickets, name, pl.String).cast(pl.String).alias(name)
    return stated.to_frame().select(pl.when(~pl.Series(told)).then(name)).to_series()


def _codes(values: pl.Series, words: tuple[str, ...]) -> pl.Series:
    return values.cast(pl.Enum(words)).to_physical().cast(pl.Int32).fill_null(NO_WORD)


def _code(which: pl.Expr, words: tuple[str, ...]) -> pl.Expr:
    return pl.when(which).then("value").cast(pl.Enum(words)).to_physical().cast(pl.Int32).fill_null(NO_WORD)


def _batched(
    rows: pl.DataFrame,
    words: tuple[str, ...],
    named: dict[str, tuple[str, ...]],
    opened: Whole,
    has_status: Flags,
    has_replies: Flags,
) -> Timeline:
    status, ticket = rows["status"].to_numpy(), rows["ticket"].to_numpy()
    first = np.flatnonzero(_boundaries(rows))
    lead, told = leads(status, first, len(words))
    owner = ticket[first]
    since = carried(told, owner)
    resolves, reopens = turns(words, told, lead, owner)
    return Timeline(
        words=words,
        teams=named["team"],
        priorities=named["priority"],
        status=status,
        team=rows["team"].to_numpy(),
        priority=rows["priority"].to_numpy(),
        **{mark: rows[mark].to_numpy() for mark in MARKS},
        first=first,
        ticket=owner,
        at=np.maximum(rows["stated"].to_numpy()[first], opened[owner]),
        told=told,
        now=lead[since],
        since=since,
        resolves=resolves,
        reopens=reopens,
        has_status=has_status,
        has_replies=has_replies,
    )


def _boundaries(rows: pl.DataFrame) -> Flags:
    """Return per sorted event whether a batch begins with it.

    Nulls sort first, so an instant with a missing ``seq`` shows it in its first event: it is one batch.
    """
    ticket, at = rows["ticket"].to_numpy(), rows["stated"].to_numpy()
    instant = begins(ticket)
    instant[1:] |= at[1:] != at[:-1]
    if rows["seq"].null_count() == rows.height:
        return instant
    known = rows["seq"].is_not_null().to_numpy()
    seq: Whole = rows["seq"].fill_null(0).to_numpy()
    place = np.maximum.accumulate(np.where(instant, np.arange(rows.height), 0))
    differs = np.zeros(rows.height, np.bool_)
    differs[1:] = known[place][1:] & (seq[1:] != seq[:-1])
    return instant | differs
