"""Metrics of the path of a ticket: who it went to, and whether the same people stayed with it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.facts.families.support_model import SupportModel
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.observed import bounces
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Direction

COMPLEX = ("complex", "high", "very high", "hard")
"""Words of ``complexity``, in lower case, that mean a complex ticket."""
BILLION = 10**9
MOVES = "assigned events, or tickets.reassignment_count"
_RESOLVED = pl.col("first_resolved_at").is_not_null()
_ESCALATIONS, _BOUNCES = pl.col("escalations"), pl.col("bounces")


def escalation_rate() -> Leaf:
    """Return the share of resolved tickets that were escalated at least once.

    Lower is better, where a ticket that should be escalated is. Left out: unresolved tickets, and all of a
    desk without events.

    Returns
    -------
    Leaf
        Reads ``tickets.escalations``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-22.

    Examples
    --------
    >>> escalation_rate().direction
    'lower'
    """
    return _share("escalation_rate", _ESCALATIONS > 0, "escalated tickets", "lower", "events", "S-22")


def reassignment_rate() -> Leaf:
    """Return the share of resolved tickets that were reassigned at least once.

    Lower is better. Left out: unresolved tickets, and tickets whose reassignments are unknown.

    Returns
    -------
    Leaf
        Reads ``tickets.bounces``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-84.

    Examples
    --------
    >>> reassignment_rate().unit
    'share'
    """
    return _share("reassignment_rate", _BOUNCES > 0, "reassigned tickets", "lower", MOVES, "S-84")


def bounce_count() -> Leaf:
    """Return the number of reassignments of all resolved tickets; `bounces` is its mean per ticket.

    Lower is better. Left out: unresolved tickets, and tickets whose reassignments are unknown.

    Returns
    -------
    Leaf
        Reads ``tickets.bounces``. Unit: count, at least 0.

    References
    ----------
    Measurement framework S-84.

    Examples
    --------
    >>> bounce_count().title
    'reassignments, in total'
    """
    return define.total(
        "bounce_count",
        bounces().value,
        title="reassignments, in total",
        side="efficiency",
        direction="lower",
        needs=MOVES,
        source="S-84",
        low=0,
    )


def first_level_resolution() -> Leaf:
    """Return the share of resolved tickets that the first team resolved: not escalated, never reassigned.

    Higher is better, where it is resolved and not only closed. Left out: unresolved tickets, and tickets
    whose escalations or reassignments are unknown.

    Returns
    -------
    Leaf
        Reads ``tickets.escalations``, ``tickets.bounces``. Unit: share, in [0, 1].

    References
    ----------
    HDI, first level resolution; measurement framework S-22.

    Examples
    --------
    >>> first_level_resolution().direction
    'higher'
    """
    known = _ESCALATIONS.is_not_null() & _BOUNCES.is_not_null()
    return _share(
        "first_level_resolution",
        pl.when(known).then((_ESCALATIONS == 0) & (_BOUNCES == 0)),
        "first level resolution",
        "higher",
        f"events; {MOVES}",
        "HDI; S-22",
    )


def depth() -> Leaf:
    """Return the share of resolved complex tickets that were resolved without an escalation.

    Higher is better: it says how much those can solve whom the user meets. Complex is what ``complexity``
    calls complex, high, very high or hard. Left out: all other tickets, and all of a desk without events.

    Returns
    -------
    Leaf
        Reads ``tickets.complexity``, ``tickets.escalations``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-56.

    Examples
    --------
    >>> depth().title
    'complex tickets resolved without escalation'
    """
    complex_ = pl.col("complexity").str.strip_chars().str.to_lowercase().is_in(COMPLEX)
    return _share(
        "depth",
        pl.when(complex_).then(_ESCALATIONS == 0),
        "complex tickets resolved without escalation",
        "higher",
        "tickets.complexity; events",
        "S-56",
    )


def routing_accuracy() -> Leaf:
    """Return the share of AI-routed tickets that the team they were first sent to resolved.

    Higher is better. Left out: tickets of other support models, unresolved ones, and those without an
    assignment on record.

    Returns
    -------
    Leaf
        Reads ``tickets.support_model_kind``, ``first_team``, ``resolving_team``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-55, S-56.

    Examples
    --------
    >>> routing_accuracy().needs
    'tickets.support_model that says AI-routed; assigned events'
    """
    return _share(
        "routing_accuracy",
        pl.when(pl.col("support_model_kind") == SupportModel.AI_ROUTED.value).then(
            pl.col("first_team") == pl.col("resolving_team")
        ),
        "tickets routed to the right team at once",
        "higher",
        "tickets.support_model that says AI-routed; assigned events",
        "S-55, S-56",
        side="combined",
    )


def same_agent_on_reopen() -> Leaf:
    """Return the share of reopened tickets that went back to the agent who had resolved them.

    Higher is better. It is who first works on the ticket after its reopening. Left out: tickets that were
    not reopened, or where either agent is not on record.

    Returns
    -------
    Leaf
        Reads ``tickets.same_agent_after_reopen``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-56.

    Examples
    --------
    >>> same_agent_on_reopen().kind
    'experience'
    """
    return _share(
        "same_agent_on_reopen",
        pl.col("same_agent_after_reopen"),
        "reopened tickets that went back to the same agent",
        "higher",
        "status and reply events with actor and role, of reopened tickets",
        "S-56",
        side="experience",
    )


def continuity() -> Leaf:
    """Return how far users meet the same agent again: the Bice-Boxerman index, averaged over requesters.

    Higher is better: 1 where everyone always has the same agent, 0 where nobody meets an agent twice. Of a
    requester with N resolved tickets, nᵢ of them by agent i, it is (Σnᵢ² − N) / (N(N − 1)). Left out:
    requesters with fewer than two resolved tickets in the window, and tickets without requester or agent.

    Returns
    -------
    Leaf
        Reads ``tickets.requester``, ``technician``. Unit: ratio, in [0, 1]; windows do not add up.

    References
    ----------
    Measurement framework S-56. Bice and Boxerman, Medical Care 15 (1977).

    Examples
    --------
    >>> continuity().unit, continuity().additive
    ('ratio', False)
    """
    known = _RESOLVED & pl.col("requester").is_not_null() & pl.col("technician").is_not_null()
    return define.summary(
        "continuity",
        pl.when(known).then(pl.lit(1)),
        _bice_boxerman,
        title="continuity of agents",
        side="experience",
        direction="higher",
        needs="tickets.requester and tickets.agent, of requesters with two resolved tickets or more",
        source="S-56",
        quantum=Decimal(1) / BILLION,
        low=0,
        high=1,
        reads=("first_resolved_at", "requester", "technician"),
    )


def _bice_boxerman(rows: pl.DataFrame) -> tuple[int, int, int]:
    """Return the sum of the indices in billionths, and the number of requesters, twice."""
    met = (
        rows.filter(pl.col(VALUE).is_not_null())
        .group_by("requester", "technician")
        .agg(pl.len().cast(pl.Int64).alias("n"))
        .group_by("requester")
        .agg(tickets=pl.col("n").sum(), again=(pl.col("n") * (pl.col("n") - 1)).sum())
        .filter(pl.col("tickets") > 1)
    )
    pairs = pl.col("tickets") * (pl.col("tickets") - 1)
    index = (pl.col("again") / pairs * BILLION).round(0).cast(pl.Int64)
    return int(met.select(index.sum()).item()), met.height, met.height


def _share(
    name: str,
    value: pl.Expr,
    title: str,
    direction: Direction,
    needs: str,
    source: str,
    **described: Any,  # noqa: ANN401 - as `define.leaf`
) -> Leaf:
    return define.share(
        name,
        pl.when(_RESOLVED).then(value),
        **{"side": "efficiency", **described},
        title=title,
        direction=direction,
        needs=needs,
        source=source,
    )


ENTRIES = (
    MetricEntry("bounce_count", bounce_count),
    MetricEntry("continuity", continuity),
    MetricEntry("depth", depth),
    MetricEntry("escalation_rate", escalation_rate),
    MetricEntry("first_level_resolution", first_level_resolution),
    MetricEntry("reassignment_rate", reassignment_rate),
    MetricEntry("routing_accuracy", routing_accuracy),
    MetricEntry("same_agent_on_reopen", same_agent_on_reopen),
)
