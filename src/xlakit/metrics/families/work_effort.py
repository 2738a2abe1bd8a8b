"""Metrics of what the work consists of: how tickets are resolved, and what a machine could do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.facts.families.approach import WATCHED, Approach
from xlakit.facts.families.work import REPEATS
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.work_volume import handle_seconds

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

GOOD = frozenset({Approach.THOROUGH, Approach.GUIDED})
_RESOLVED = pl.col("first_resolved_at").is_not_null()
CATEGORY = "tickets.category"


def approach_share(approach: Approach | str = Approach.THOROUGH) -> Leaf:
    """Return the share of resolved tickets that were resolved in one way.

    The direction follows the approach: Higher is better for THOROUGH and GUIDED, Lower is better for the
    others. See `approach_report` for what each way leads to. Left out: tickets not yet watched for seven days
    since their first resolution (counted as not mature), and tickets of which a fact that this approach rests
    on is not on record.

    Parameters
    ----------
    approach
        QUICK_FIX, THOROUGH (default), ESCALATE_IMMEDIATELY, GUIDED or UNCLASSIFIED. The rules stand at
        `xlakit.facts.families.approach.make`, and are tried in their order there.

    Returns
    -------
    Leaf
        Reads ``tickets.approach`` and what it rests on. Unit: share, in [0, 1].

    Raises
    ------
    MeasureError
        There is no such approach.

    References
    ----------
    Measurement framework S-23 to S-26.

    Examples
    --------
    >>> approach_share("QUICK_FIX").direction, approach_share("GUIDED").direction
    ('lower', 'higher')
    """
    wanted = _approach(approach)
    return define.share(
        "approach_share",
        pl.when(_RESOLVED & _decidable(wanted)).then(pl.col("approach") == wanted.value),
        params=define.defaults(approach=(wanted.value, Approach.THOROUGH.value)),
        title=f"tickets resolved by {wanted.value.lower().replace('_', ' ')}",
        side="combined",
        direction="higher" if wanted in GOOD else "lower",
        needs=_NEEDS[wanted],
        source="S-23 to S-26",
        follow_up=WATCHED,
        watched_from=pl.col("first_resolved_at"),
    )


def automatable_share(*, at_least: int = REPEATS) -> Leaf:
    """Return the share of tickets that belong to a category of repetitive work.

    Lower is better: what repeats could be prevented, or left to a machine. A category repeats when the desk
    has at least `at_least` tickets of it, and no fewer than of the average category. Left out: tickets
    without a category.

    Parameters
    ----------
    at_least
        Fewest tickets, over the whole desk, that make a category repetitive.

    Returns
    -------
    Leaf
        Reads ``tickets.repeat_category``, ``category_tickets``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-81.

    Examples
    --------
    >>> automatable_share(at_least=20).name
    'automatable_share(at_least=20)'
    """
    return define.share(
        "automatable_share",
        _automatable(at_least),
        params=_params(at_least),
        title="repetitive tickets",
        side="efficiency",
        direction="lower",
        needs=CATEGORY,
        source="S-81",
        at=pl.col("opened_at"),
    )


def automation_rate(*, at_least: int = REPEATS) -> Leaf:
    """Return the share of resolved repetitive tickets that a bot or the system resolved without an agent.

    Higher is better, as far as users are content with it. Left out: tickets of categories that do not repeat
    (see `automatable_share`), unresolved ones, and those whose events do not say who resolved them.

    Returns
    -------
    Leaf
        Reads ``tickets.automated``, ``repeat_category``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-81.

    Examples
    --------
    >>> automation_rate().direction
    'higher'
    """
    return define.share(
        "automation_rate",
        pl.when(_RESOLVED & _automatable(at_least)).then(pl.col("automated")),
        params=_params(at_least),
        title="repetitive tickets resolved by a machine",
        side="efficiency",
        direction="higher",
        needs=f"{CATEGORY}; status events with role",
        source="S-81",
    )


def meaningful_work_ratio(*, at_least: int = REPEATS) -> Leaf:
    """Return the share of agents' handling time that went into work which does not repeat.

    Higher is better: it is work that needs a person. Left out: unresolved tickets, those that a machine
    resolved, and those without handle time or category.

    Returns
    -------
    Leaf
        Reads ``tickets.handle_minutes``, ``repeat_category``, ``automated``. Unit: ratio, in [0, 1].

    References
    ----------
    Measurement framework S-81.

    Examples
    --------
    >>> meaningful_work_ratio().unit
    'ratio'
    """
    by_people = ~pl.col("automated").fill_null(value=False)
    spent = pl.when(_RESOLVED & by_people & pl.col("repeat_category").is_not_null()).then(handle_seconds())
    return define.ratio(
        "meaningful_work_ratio",
        spent * (~_automatable(at_least)).cast(pl.Int64),
        spent,
        params=_params(at_least),
        title="handling time of work that does not repeat",
        side="combined",
        direction="higher",
        needs=f"tickets.handle_minutes; {CATEGORY}",
        source="S-81",
        low=0,
        high=1,
    )


def _automatable(at_least: int) -> pl.Expr:
    if at_least < 1:
        raise MeasureError(
            message("metric: at_least", "is a number of tickets", got=str(at_least), hint="1 or more")
        )
    return pl.col("repeat_category") & (pl.col("category_tickets") >= at_least)


def _params(at_least: int) -> dict[str, str]:
    return define.defaults(at_least=(str(at_least), str(REPEATS)))


def _approach(written: Approach | str) -> Approach:
    name = str(written).strip().upper().replace("-", "_").replace(" ", "_")
    if name not in Approach.__members__:
        raise MeasureError(
            message(
                "metric approach_share: approach",
                "there is no such approach",
                got=str(written),
                hint=near_miss(name, Approach.__members__),
            )
        )
    return Approach[name]


def _decidable(approach: Approach) -> pl.Expr:
    """Return whether the records can tell that a ticket was, or was not, resolved in this way."""
    if approach is Approach.ESCALATE_IMMEDIATELY:
        return pl.col("escalations").is_not_null()
    if approach is Approach.GUIDED:
        return pl.col("agent_contacts").is_not_null()
    if approach is Approach.THOROUGH:
        followed = pl.col("reopens").is_not_null() & pl.col("contact_known")
        return pl.col("root_cause").is_not_null() & (~pl.col("root_cause") | followed)
    return pl.lit(value=True)


_NEEDS = {
    Approach.QUICK_FIX: "tickets.resolved_at, or status events",
    Approach.THOROUGH: "root_cause events or tickets.problem_id; reopens; tickets.requester",
    Approach.ESCALATE_IMMEDIATELY: "events",
    Approach.GUIDED: "reply events",
    Approach.UNCLASSIFIED: "tickets.resolved_at, or status events",
}
APPROACHES = "choice:" + "|".join(approach.value for approach in Approach)
ENTRIES = (
    MetricEntry("approach_share", approach_share, {"approach": APPROACHES}),
    MetricEntry("automatable_share", automatable_share, {"at_least": "whole"}),
    MetricEntry("automation_rate", automation_rate, {"at_least": "whole"}),
    MetricEntry("meaningful_work_ratio", meaningful_work_ratio, {"at_least": "whole"}),
)
