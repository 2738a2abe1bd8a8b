"""How a ticket was resolved: quickly, thoroughly, by handing it on at once, by guiding the user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.facts.cut import column, mapped
from xlakit.facts.sources import UTC_TIME, Family, Sources

if TYPE_CHECKING:
    from collections.abc import Mapping


class Approach(StrEnum):
    """The ways to resolve a ticket that are told apart, in the order in which their rules are tried.

    Examples
    --------
    >>> [approach.value for approach in Approach][:2]
    ['ESCALATE_IMMEDIATELY', 'GUIDED']
    """

    ESCALATE_IMMEDIATELY = "ESCALATE_IMMEDIATELY"
    GUIDED = "GUIDED"
    THOROUGH = "THOROUGH"
    QUICK_FIX = "QUICK_FIX"
    UNCLASSIFIED = "UNCLASSIFIED"


@dataclass(frozen=True, slots=True)
class ApproachExpectation:
    """What is expected of an approach before anything is measured; a claim, to be set beside figures."""

    speed: str
    quality: str
    experience: str


EXPECTED_OF_APPROACH: Mapping[Approach, ApproachExpectation] = MappingProxyType(
    {
        Approach.QUICK_FIX: ApproachExpectation("fast", "low", "short-term +, long-term −"),
        Approach.THOROUGH: ApproachExpectation("slower", "high", "short-term slower, long-term +"),
        Approach.ESCALATE_IMMEDIATELY: ApproachExpectation("medium", "variable", "feels dismissed"),
        Approach.GUIDED: ApproachExpectation("slower", "high", "user empowered"),
    }
)

QUICK_SHARE = 0.25
"""A ticket is quick where it took no longer than this share of its category."""
L1_TOUCHES = 1
"""Most replies and notes of agents before an escalation that comes at once."""
SUBSTANTIVE_WORDS = 8
"""Fewest words of a reply that says something; one without a recorded text counts as saying something."""
WATCHED = timedelta(days=7)
"""How long after the resolution a reopening or a repeat contact speaks against thoroughness."""
GUIDANCE = (
    r"(?i)https?://|\bkb[-_ ]?\d{2,}|knowledge (base|article)|step[- ]by[- ]step|\bstep 1\b|(?m:^\s*1[.)]\s)"
    r"|anleitung|\bschritt 1\b"
)
"""What a reply that guides the user holds: a link, an article, steps."""

COLUMNS: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "approach": pl.String(),
        "approach_because": pl.String(),
        "root_cause": pl.Boolean(),
        "first_escalated_at": UTC_TIME,
        "speed_rank": pl.Float64(),
    }
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "approach": "QUICK_FIX, THOROUGH, ESCALATE_IMMEDIATELY, GUIDED or UNCLASSIFIED, by the rules of "
        "`m.resolution_approach`; null while unresolved",
        "approach_because": "in words, what made it so; null while unresolved",
        "root_cause": "whether a root cause was recorded or a problem linked; null on a desk that records neither",
        "first_escalated_at": "the first escalation event; null without one",
        "speed_rank": "place among its category by the time to the first resolution, from 0 (fastest) to 1, ties "
        "sharing the middle of their places; null while unresolved, and without a category on a desk that has them",
    }
)
DOMAINS: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {"approach": tuple(approach.value for approach in Approach), "speed_rank": (0.0, 0.25, 1.0)}
)


def make(sources: Sources) -> pl.DataFrame:
    """Return how each ticket was resolved, and why it is seen so.

    Rules are tried in this order; none that matches is UNCLASSIFIED, and an unresolved ticket has no approach.
    A rule does not match where a fact that it needs is unknown.

    1. ESCALATE_IMMEDIATELY: escalated before the first resolution, no substantive public reply of an agent
       before that, and at most one touch (reply or note) of an agent.
    2. GUIDED: before the first resolution a public reply of an agent that links or gives guidance, or any on a
       ticket with an article; and the user then confirmed, closed the ticket, or answered that it was solved.
    3. THOROUGH: a root cause recorded or a problem linked; neither reopened nor followed by a repeat contact
       within seven days.
    4. QUICK_FIX: resolved in no more time than the quickest quarter of its category on the whole desk, and no
       root cause recorded. Without categories the whole desk is one.
    """
    resolved = pl.col("first_resolved_at")
    rows = _known(sources)
    for part in (_before_escalation(sources, rows), _guided(sources, rows)):
        rows = rows.join(part, on="ticket_id", how="left", maintain_order="left")
    seconds = (resolved - pl.col("opened_at")).dt.total_seconds()
    spent = pl.when(seconds >= 0).then(seconds)
    quick = spent.quantile(QUICK_SHARE, "linear").over("category")
    at_once = (
        (pl.col("first_escalated_at") <= resolved)
        & (pl.col("substantive") == 0)
        & (pl.col("touches") <= L1_TOUCHES)
    )
    came_back = (pl.col("next_contact_at") - resolved <= WATCHED).fill_null(value=False)
    stayed = ~_reopened() & pl.when("contact_known").then(~came_back)
    caused = pl.col("root_cause").fill_null(value=False)
    grouped = pl.when(pl.col("category").is_not_null()).then(quick)
    rules = {
        Approach.ESCALATE_IMMEDIATELY: (at_once, pl.format("escalated after {} touches", "touches")),
        Approach.GUIDED: (pl.col("guided"), pl.lit("guidance given, and confirmed by the user")),
        Approach.THOROUGH: (
            caused & stayed,
            pl.lit("root cause recorded; neither reopened nor repeated within 7 days"),
        ),
        Approach.QUICK_FIX: (
            (spent <= grouped) & ~caused,
            pl.format(
                "took {} s; a quarter of its category at most {} s", spent, grouped.round(0).cast(pl.Int64)
            ),
        ),
    }
    place = (spent.rank("average").over("category") - 0.5) / spent.count().over("category")
    return rows.select(
        "ticket_id",
        "root_cause",
        "first_escalated_at",
        pl.when(pl.col("category").is_not_null()).then(place).alias("speed_rank"),
        approach=_first([(rule, pl.lit(name.value)) for name, (rule, _) in rules.items()], "UNCLASSIFIED"),
        approach_because=_first(list(rules.values()), "no rule matches"),
    )


def _first(rules: list[tuple[pl.Expr, pl.Expr]], otherwise: str) -> pl.Expr:
    """Return what goes with the first rule that matches; null for an unresolved ticket."""
    found = [pl.when(rule.fill_null(value=False)).then(said) for rule, said in rules]
    return pl.when(pl.col("first_resolved_at").is_not_null()).then(pl.coalesce(*found, pl.lit(otherwise)))


def _reopened() -> pl.Expr:
    """Return whether it was reopened in the watched time; a reopening of unknown date counts."""
    soon = pl.col("first_reopened_at") - pl.col("first_resolved_at") <= WATCHED
    return pl.coalesce(soon, pl.col("reopens") > 0)


def _known(sources: Sources) -> pl.DataFrame:
    tickets, events = sources.tickets, sources.events
    category = column(tickets, "category", pl.String).cast(pl.String)
    one = pl.repeat("", tickets.height, eager=True)
    problem = column(tickets, "problem_id", pl.String).is_not_null()
    causes = events.filter(pl.col("kind") == "root_cause").get_column("ticket_id").unique()
    recorded = bool(problem.any()) or not causes.is_empty()
    escalated = (
        events.filter(pl.col("kind") == "escalated")
        .group_by("ticket_id")
        .agg(first_escalated_at=pl.col("at").min())
    )
    return tickets.select(
        "ticket_id",
        "opened_at",
        "first_resolved_at",
        "first_reopened_at",
        "reopens",
        "next_contact_at",
        "contact_known",
        (one if category.null_count() == category.len() else category).alias("category"),
        column(tickets, "article_id", pl.String).is_not_null().alias("article"),
        pl.when(pl.lit(recorded))
        .then(pl.lit(problem) | pl.col("ticket_id").is_in(causes.implode()))
        .alias("root_cause"),
    ).join(escalated, on="ticket_id", how="left", maintain_order="left")


def _before_escalation(sources: Sources, rows: pl.DataFrame) -> pl.DataFrame:
    """Return what agents did for the user before the first escalation, for tickets that were escalated."""
    escalated = rows.filter(pl.col("first_escalated_at").is_not_null()).select(
        "ticket_id", "opened_at", "first_escalated_at"
    )
    touch = pl.col("kind").is_in(["reply", "note"]) & (pl.col("role") == "agent")
    before = (pl.col("at") < pl.col("first_escalated_at")) & (pl.col("at") > pl.col("opened_at"))
    public = (pl.col("kind") == "reply") & pl.col("public").fill_null(value=True)
    says = (pl.col("text").str.count_matches(r"\S+") >= SUBSTANTIVE_WORDS).fill_null(value=True)
    counted = (
        sources.events.filter(touch)
        .join(escalated, on="ticket_id")
        .filter(before)
        .group_by("ticket_id")
        .agg(touches=pl.len().cast(pl.Int64), substantive=(public & says).sum().cast(pl.Int64))
    )
    return (
        escalated.select("ticket_id")
        .join(counted, on="ticket_id", how="left", maintain_order="left")
        .with_columns(pl.col("touches", "substantive").fill_null(0))
    )


def _guided(sources: Sources, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the tickets on which guidance was given and the user took it."""
    linked = sources.events.filter(pl.col("kind") == "article").get_column("ticket_id").unique()
    events = sources.events.join(
        rows.select(
            "ticket_id",
            "opened_at",
            "first_resolved_at",
            linked=pl.col("article") | pl.col("ticket_id").is_in(linked.implode()),
        ),
        on="ticket_id",
    )
    answer = (
        (pl.col("kind") == "reply")
        & (pl.col("role") == "agent")
        & pl.col("public").fill_null(value=True)
        & (pl.col("at") > pl.col("opened_at"))
        & (pl.col("at") <= pl.col("first_resolved_at"))
    )
    guides = pl.col("linked") | pl.col("text").str.contains(GUIDANCE).fill_null(value=False)
    given = events.filter(answer & guides).group_by("ticket_id").agg(guided_at=pl.col("at").min())
    lists = {} if sources.agreement is None else sources.agreement.statuses
    words = {word: name for name, listed in lists.items() for word in listed}
    closing = (
        (pl.col("kind") == "status")
        & (pl.col("role") == "requester")
        & mapped(pl.col("value"), words).is_in(["resolved", "closed"])
    )
    took = events.filter((pl.col("kind") == "confirmed") | closing).select("ticket_id", "at")
    acted = took.join(given, on="ticket_id").filter(pl.col("at") >= pl.col("guided_at")).select("ticket_id")
    said = sources.surveys.filter(pl.col("answered") & (pl.col("solved") == "yes")).select("ticket_id")
    return (
        pl.concat([acted, said.join(given, on="ticket_id", how="semi")])
        .unique()
        .with_columns(guided=pl.lit(value=True))
    )


APPROACH = Family("approach", COLUMNS, MEANINGS, make, DOMAINS)
