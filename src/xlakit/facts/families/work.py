"""Who worked on a ticket, whether anyone had to, and until when it stood open."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.facts.cut import column, mapped
from xlakit.facts.families.support_model import SupportModel, support_model_of
from xlakit.facts.sources import UTC_TIME, Family, Sources

if TYPE_CHECKING:
    from collections.abc import Mapping

REPEATS = 2
"""Fewest tickets that make the work of a category repetitive."""

MACHINES = ("bot", "system")
TOUCHES = ("reply", "note", "status", "escalated", "promised", "article", "root_cause")
"""Events that are an agent's work on the ticket; handing it on is none."""

SOLVED = ("resolved", "closed")
ENDED = (*SOLVED, "cancelled")
COLUMNS: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "technician": pl.String(),
        "automated": pl.Boolean(),
        "first_team": pl.String(),
        "resolving_team": pl.String(),
        "same_agent_after_reopen": pl.Boolean(),
        "ended_at": UTC_TIME,
        "end_known": pl.Boolean(),
        "category_tickets": pl.Int64(),
        "repeat_category": pl.Boolean(),
        "support_model_kind": pl.String(),
    }
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "technician": "the agent who resolved it first, else the one it is with; null where a machine did it, and "
        "where unknown",
        "automated": "whether a bot or the system resolved it and no agent had worked on it; null while unresolved, "
        "and where the records do not say who resolved it",
        "first_team": "the team of the first assignment event; null without one",
        "resolving_team": "the team of the last assignment event up to the first resolution; null without one",
        "same_agent_after_reopen": "whether the agent who resolved it is the first to work on it once reopened; null "
        "unless it was, and where either is unknown",
        "ended_at": "when it was resolved, closed or cancelled for good; null while open",
        "end_known": "false where it has ended, or was merged, at an instant that the records do not tell; never null",
        "category_tickets": "tickets of its category on the whole desk; null without a category",
        "repeat_category": "whether these are two or more, and no fewer than the average category has; null likewise",
        "support_model_kind": "the `m.SupportModel` that `support_model` means; null where it means none of the four",
    }
)
DOMAINS: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {
        "technician": ("ann", "bob", "eve"),
        "support_model_kind": tuple(model.value for model in SupportModel),
        "complexity": ("simple", "moderate", "complex"),
    }
)


def make(sources: Sources) -> pl.DataFrame:
    """Return who did the work of each ticket, whether anyone had to, and until when it stood open."""
    known = _known(sources)
    milestones = known.select("ticket_id", "opened_at", "first_resolved_at", "first_reopened_at")
    events = (
        sources.events.filter(pl.col("kind").is_in((*TOUCHES, "assigned")))
        .select("ticket_id", "at", "kind", "value", "actor", "role", "seq")
        .join(milestones, on="ticket_id")
        .with_columns(at=pl.max_horizontal("at", "opened_at"))
    )
    words = _status_words(sources)
    statuses = events.filter(pl.col("kind") == "status").with_columns(value=mapped(pl.col("value"), words))
    joined = known
    for part in (_resolver(events, statuses), _teams(events), _returning(events), _end(statuses)):
        joined = joined.join(part, on="ticket_id", how="left", maintain_order="left")
    by_agent = pl.col("resolver_role") == "agent"
    machine = pl.col("resolver_role").is_in(MACHINES)
    automated = pl.when(pl.col("resolver_role").is_not_null()).then(machine & ~_true("agent_worked"))
    stated = pl.when(~_true("told")).then(pl.coalesce("resolved_at", "closed_at"))
    return joined.select(
        "ticket_id",
        "first_team",
        "resolving_team",
        "support_model_kind",
        *_category(),
        technician=pl.when(automated.fill_null(value=False))
        .then(pl.lit(None, pl.String))
        .otherwise(pl.coalesce(pl.when(by_agent).then("resolver"), "agent")),
        automated=automated,
        same_agent_after_reopen=pl.when(by_agent).then(pl.col("resolver")) == pl.col("returned_to"),
        ended_at=pl.coalesce("event_end", stated),
        end_known=pl.coalesce("event_end", stated).is_not_null() | ~pl.col("ended_unseen"),
    )


def _known(sources: Sources) -> pl.DataFrame:
    """Return the ticket columns read here, and whether a ticket ended at no instant that its row states."""
    tickets = sources.tickets
    words = _status_words(sources)
    over = mapped(pl.lit(column(tickets, "status", pl.String).cast(pl.String)), words)
    merged = column(tickets, "merged_into", pl.String).is_not_null()
    dated = _dated(sources)
    return tickets.select(
        "ticket_id",
        "opened_at",
        "first_resolved_at",
        "first_reopened_at",
        column(tickets, "resolved_at", UTC_TIME).cast(UTC_TIME).alias("resolved_at"),
        column(tickets, "closed_at", UTC_TIME).cast(UTC_TIME).alias("closed_at"),
        column(tickets, "agent", pl.String).cast(pl.String).alias("agent"),
        column(tickets, "category", pl.String).cast(pl.String).alias("category"),
        support_model_of(column(tickets, "support_model", pl.String)).alias("support_model_kind"),
        (over.is_in(ENDED).fill_null(value=False) | merged).alias("ended_unseen"),
    ).with_columns(ended_unseen=pl.col("ended_unseen") & ~pl.col("ticket_id").is_in(dated.implode()))


def _dated(sources: Sources) -> pl.Series:
    """Return the tickets of which any record, also one from after the instant looked from, dates an end."""
    tickets, events = sources.desk.tickets, sources.desk.events
    stated = [name for name in ("resolved_at", "closed_at") if name in tickets.columns]
    ids = (
        [tickets.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in stated))["ticket_id"]]
        if stated
        else []
    )
    if events is not None and "value" in events.columns:
        ended = mapped(pl.col("value"), _status_words(sources)).is_in(ENDED)
        ids.append(events.filter((pl.col("kind") == "status") & ended)["ticket_id"])
    return pl.concat(ids).unique() if ids else pl.Series("ticket_id", [], pl.String)


def _status_words(sources: Sources) -> dict[str, str]:
    lists = {} if sources.agreement is None else sources.agreement.statuses
    return {word: name for name, listed in lists.items() for word in listed}


def _true(name: str) -> pl.Expr:
    return pl.col(name).fill_null(value=False)


def _resolver(events: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """Return who set the status of the first resolution, and whether an agent had worked on it by then."""
    first = statuses.filter(pl.col("value").is_in(SOLVED) & (pl.col("at") == pl.col("first_resolved_at")))
    set_by = (
        first.sort("ticket_id", "seq", "role", "actor", nulls_last=True)
        .group_by("ticket_id", maintain_order=True)
        .agg(resolver_role=pl.col("role").first(), resolver=pl.col("actor").first())
    )
    work = pl.col("kind").is_in(TOUCHES) & (pl.col("role") == "agent")
    worked = (
        events.filter(work & (pl.col("at") <= pl.col("first_resolved_at")))
        .select("ticket_id", agent_worked=pl.lit(value=True))
        .unique()
    )
    return set_by.join(worked, on="ticket_id", how="left")


def _teams(events: pl.DataFrame) -> pl.DataFrame:
    moves = events.filter((pl.col("kind") == "assigned") & pl.col("value").is_not_null()).sort(
        "ticket_id", "at", "seq", "value", nulls_last=True
    )
    before = pl.col("at") <= pl.col("first_resolved_at")
    return moves.group_by("ticket_id", maintain_order=True).agg(
        first_team=pl.col("value").first(), resolving_team=pl.col("value").filter(before).last()
    )


def _returning(events: pl.DataFrame) -> pl.DataFrame:
    """Return the first agent who worked on a ticket after its first reopening."""
    work = pl.col("kind").is_in(TOUCHES) & (pl.col("role") == "agent") & pl.col("actor").is_not_null()
    return (
        events.filter(work & (pl.col("at") > pl.col("first_reopened_at")))
        .sort("ticket_id", "at", "seq", "actor", nulls_last=True)
        .group_by("ticket_id", maintain_order=True)
        .agg(returned_to=pl.col("actor").first())
    )


def _end(statuses: pl.DataFrame) -> pl.DataFrame:
    """Return since when a ticket has been resolved, closed or cancelled, where its events say that it is."""
    over = pl.col("value").is_in(ENDED)
    turns = (
        statuses.filter(pl.col("value").is_not_null())
        .sort("ticket_id", "at", "seq", "value", nulls_last=True)
        .with_columns(begins=over & ~over.shift(1).over("ticket_id").fill_null(value=False))
    )
    return turns.group_by("ticket_id", maintain_order=True).agg(
        told=pl.lit(value=True),
        event_end=pl.when(over.last()).then(pl.col("at").filter("begins").last()),
    )


def _category() -> list[pl.Expr]:
    known = pl.col("category").is_not_null()
    size = pl.when(known).then(pl.len().over("category").cast(pl.Int64))
    average = known.sum() <= size * pl.col("category").drop_nulls().n_unique()
    return [size.alias("category_tickets"), ((size >= REPEATS) & average).alias("repeat_category")]


WORK = Family("work", COLUMNS, MEANINGS, make, DOMAINS)
