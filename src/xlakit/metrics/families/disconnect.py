"""The four disconnects: what the figures of a desk say, and what its users went through."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.factor import find, names_one
from xlakit.metrics.families.evidence import either
from xlakit.metrics.families.observed import FOLLOW_UP
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

AHT_TARGET = timedelta(minutes=10)
"""A choice of ours, there to be replaced: every desk has its own."""

FAULTS = ("rushed", "unfriendliness")
"""Factors that say the user felt rushed or badly treated."""

VARIANTS = ("mean", "repeated", "most")
_RESOLVED = pl.col("first_resolved_at")
_REOPENED = pl.when(_RESOLVED.is_not_null()).then(pl.col("reopens") > 0)
_SIZE = pl.when("cluster_first").then(pl.col("cluster_size"))


def response_not_solved(clock: str, *, follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return the share of tickets answered in time that were not solved all the same.

    Lower is better. Not solved: the user said so ("solved: no", or the factor "not solved"), or the ticket was
    reopened. Left out: tickets that missed the clock or are undecided, tickets of which nothing is known (not
    resolved yet, or reopens not tracked, and no answer), and tickets not yet watched for `follow_up` since
    their first resolution (counted as not mature).

    Parameters
    ----------
    clock
        Name of the agreement's response clock.
    follow_up
        How long after the first resolution a ticket is watched before it counts.

    Returns
    -------
    Leaf
        Reads the clock's cycles, ``tickets.reopens``, ``said_unsolved``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-19.

    Examples
    --------
    >>> response_not_solved("response").name
    'disconnect.response_not_solved(clock=response)'
    """
    return define.share(
        "disconnect.response_not_solved",
        pl.when("met").then(either(pl.col("said_unsolved"), _REOPENED)),
        params={"clock": clock, **_watched(follow_up)},
        title="answered in time, not solved",
        side="combined",
        direction="lower",
        grain="clock_tickets",
        needs=f"tickets whose clock {clock!r} was met; status events, tickets.reopen_count or surveys.solved",
        source="S-19",
        clock=clock,
        follow_up=follow_up,
        watched_from=_RESOLVED,
    )


def ticket_multiplicity(*, variant: Literal["mean", "repeated", "most"] = "mean") -> Leaf:
    """Return how many tickets one problem of one user took.

    Lower is better. Tickets of one requester are of one problem when they name the same ``problem_id``, else the
    same category, and each was opened within 7 days of the one before. A problem belongs to the window in which
    its first ticket was opened, with all its tickets so far; ``where`` speaks of that first ticket. Left out:
    tickets without a requester, or with neither problem nor category.

    Parameters
    ----------
    variant
        ``mean`` (default): tickets per distinct problem. ``repeated``: the share of problems that took two
        tickets or more. ``most``: the most that one problem took; it does not add up over parts.

    Returns
    -------
    Leaf
        Reads ``tickets.cluster_first``, ``cluster_size``. Unit: ratio (tickets per problem), at least 1; share in
        [0, 1]; or count.

    Raises
    ------
    MeasureError
        There is no such variant.

    References
    ----------
    Measurement framework S-20.

    Examples
    --------
    >>> ticket_multiplicity().unit, ticket_multiplicity(variant="repeated").unit
    ('ratio', 'share')
    """
    name = "disconnect.ticket_multiplicity"
    if variant not in VARIANTS:
        hint = ", ".join(VARIANTS)
        raise MeasureError(message(f"metric {name}", "there is no such variant", got=str(variant), hint=hint))
    described: dict[str, Any] = {
        "params": define.defaults(variant=(variant, "mean")),
        "side": "experience",
        "direction": "lower",
        "at": pl.col("opened_at"),
        "needs": "tickets.requester, and tickets.category or tickets.problem_id",
        "source": "S-20",
    }
    if variant == "repeated":
        return define.share(name, _SIZE > 1, title="problems that took several tickets", **described)
    if variant == "most":
        described |= {"unit": "count", "low": 0}
        return define.summary(name, _SIZE, _most, title="most tickets for one problem", **described)
    once = pl.when("cluster_first").then(1)
    return define.ratio(name, _SIZE, once, title="tickets per distinct problem", low=1, **described)


def rushed(*, target: timedelta = AHT_TARGET) -> Leaf:
    """Return the share of users who felt rushed among those handled within the target for handle time.

    Lower is better. Rushed: the user names being rushed or unfriendliness (see `FACTORS`), or is unhappy. Left out:
    tickets over the target or of unknown handle time, and users who said neither how they felt nor why.

    Parameters
    ----------
    target
        The target for handle time; 10 minutes is a choice of this library, state your own.

    Returns
    -------
    Leaf
        Reads ``answers.handle_minutes``, ``unhappy``, ``factors``. Unit: share, in [0, 1].

    Raises
    ------
    MeasureError
        The target is not a positive length of time.

    References
    ----------
    Measurement framework S-21.

    Examples
    --------
    >>> rushed(target=timedelta(minutes=6)).name
    'disconnect.rushed(target=6m)'
    """
    if not isinstance(target, timedelta) or target <= timedelta(0):
        raise MeasureError(
            message("metric disconnect.rushed: target", "is not a length of time", got=str(target))
        )
    faulty = names_one([find(name) for name in FAULTS])
    quick = pl.col("handle_minutes") <= target / timedelta(minutes=1)
    return define.share(
        "disconnect.rushed",
        pl.when(quick).then(either(pl.col("unhappy"), faulty)),
        params=define.defaults(target=(define.text_of(target), define.text_of(AHT_TARGET))),
        title="handled in the target time, user felt rushed",
        side="combined",
        direction="lower",
        grain="answers",
        needs="tickets.handle_minutes, and surveys with a score or factors",
        source="S-21",
    )


def unhelped(*, follow_up: timedelta = FOLLOW_UP) -> Leaf:
    """Return the share of resolved tickets that were not escalated although nobody could help.

    Lower is better. Not helped: the user said that it was not solved, doubted the skills, or the ticket was
    reopened. Left out: unresolved and escalated tickets, tickets of which nothing is known (reopens not tracked,
    and no answer), tickets not yet watched for `follow_up` (counted as not mature), and all tickets of a desk
    without events, for only they tell of escalations.

    Returns
    -------
    Leaf
        Reads ``tickets.escalations``, ``reopens``, ``said_unsolved``, ``doubted_skills``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-22.

    Examples
    --------
    >>> unhelped().name, unhelped().direction
    ('disconnect.unhelped', 'lower')
    """
    kept = _RESOLVED.is_not_null() & (pl.col("escalations") == 0)
    return define.share(
        "disconnect.unhelped",
        pl.when(kept).then(either(pl.col("said_unsolved"), pl.col("doubted_skills"), _REOPENED)),
        params=_watched(follow_up),
        title="not escalated, not helped",
        side="combined",
        direction="lower",
        needs="events; status events, tickets.reopen_count or surveys.solved",
        source="S-22",
        follow_up=follow_up,
        watched_from=_RESOLVED,
    )


def _watched(follow_up: timedelta) -> dict[str, str]:
    return define.defaults(follow_up=(define.text_of(follow_up), define.text_of(FOLLOW_UP)))


def _most(rows: pl.DataFrame) -> tuple[int, int, int]:
    sizes = rows.get_column(VALUE).drop_nulls()
    largest = sizes.max()
    return (largest, 1, sizes.len()) if isinstance(largest, int) else (0, 0, 0)


ENTRIES = (
    MetricEntry(
        "disconnect.response_not_solved",
        response_not_solved,
        {"clock": "clock", "follow_up": "duration"},
        frozenset({"clock"}),
    ),
    MetricEntry("disconnect.rushed", rushed, {"target": "duration"}),
    MetricEntry(
        "disconnect.ticket_multiplicity", ticket_multiplicity, {"variant": "choice:mean|repeated|most"}
    ),
    MetricEntry("disconnect.unhelped", unhelped, {"follow_up": "duration"}),
)
