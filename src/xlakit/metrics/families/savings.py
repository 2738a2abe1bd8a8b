"""What self-service saves, and what it costs its users."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.arithmetic import times
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.self_service import (
    FOLLOW,
    WINDOW,
    Match,
    followed_by_ticket,
    needs_of,
    params_of,
)

if TYPE_CHECKING:
    from datetime import timedelta

    from xlakit.metrics.combined import Combined
    from xlakit.metrics.leaf import Leaf

CENT = Decimal("0.01")


def deflection_savings(
    *,
    window: timedelta = WINDOW,
    match: Match = "requester",
    cost_per_ticket: Decimal | float | str | None = None,
) -> Combined:
    """Return what the tickets that did not come would have cost: deflected sessions times cost per ticket.

    Higher is better. It counts every session without a ticket as a ticket saved, which is the most that can
    be claimed; time that users lost is not taken off (see `self_service_quality`). Left out: as for
    `deflection_rate`; and tickets without a cost. No value without a cost of a ticket.

    Parameters
    ----------
    window, match
        As for `deflection_rate`.
    cost_per_ticket
        A stated cost of one ticket. Unless stated, the mean of ``tickets.cost`` over the tickets opened in
        the same window.

    Returns
    -------
    Combined
        Reads what `deflection_rate` reads, and ``tickets.cost``. Unit: money, in the currency of the costs.

    Raises
    ------
    MeasureError
        `cost_per_ticket` is no amount of 0 or more.

    References
    ----------
    Measurement framework S-36.

    Examples
    --------
    >>> deflection_savings(cost_per_ticket=Decimal("15.50")).name
    'deflection_savings(cost_per_ticket=15.50)'
    """
    sessions = deflected_sessions(window=window, match=match)
    params = params_of(window, match)
    needs = needs_of(match)
    if cost_per_ticket is None:
        made, needs = times(sessions, _ticket_cost()), f"{needs}; tickets.cost"
    else:
        cost = _amount(cost_per_ticket)
        made, params = times(sessions, cost), params | {"cost_per_ticket": str(cost)}
    return made.named(
        "deflection_savings",
        params=params,
        title="cost of the tickets that self-service saved",
        kind="efficiency",
        basis="observed",
        unit="money",
        direction="higher",
        low=0,
        high=None,
        needs=needs,
        source="S-36",
    )


def deflected_sessions(*, window: timedelta, match: Match) -> Leaf:
    """Return the number of watched sessions that no ticket followed; zero where all were followed."""
    return define.total(
        "deflected_sessions",
        (~followed_by_ticket(window, match)).cast(pl.Int64),
        params=params_of(window, match),
        title="self-service sessions without a ticket",
        side="efficiency",
        direction="higher",
        grain="sessions",
        needs=needs_of(match),
        source="S-36",
        low=0,
        follow_up=window,
        watched_from=pl.col("started_at"),
    )


def lost_session_time(*, window: timedelta, match: Match) -> Leaf:
    """Return the time spent in ended sessions that helped nobody: a ticket followed, or the user said no."""
    refused = (~pl.col("helpful")).fill_null(value=False)
    failed = followed_by_ticket(window, match) | refused
    spent = pl.when(pl.col("session_seconds") >= 0).then(pl.col("session_seconds"))
    return define.total(
        "lost_session_time",
        pl.when(failed).then(spent).when(~failed & spent.is_not_null()).then(0),
        params=params_of(window, match),
        title="time lost in self-service",
        side="experience",
        unit="seconds",
        direction="lower",
        grain="sessions",
        needs=f"{needs_of(match)}; sessions.ended_at",
        source="S-41",
        low=0,
        follow_up=window,
        watched_from=pl.col("started_at"),
    )


def _amount(given: Decimal | float | str) -> Decimal:
    """Return an amount of money as it is written: 0.1 is a tenth, not the nearest binary number."""
    try:
        amount = Decimal(str(given))
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or amount < 0:
        raise MeasureError(
            message(
                "deflection_savings: cost_per_ticket",
                "is no amount of 0 or more",
                got=str(given),
                hint="15.50",
            )
        )
    return amount


def _ticket_cost() -> Leaf:
    return define.mean(
        "cost_per_ticket",
        (pl.col("cost") * 100).round(0).cast(pl.Int64),
        title="cost per ticket",
        side="efficiency",
        unit="money",
        direction="lower",
        at=pl.col("opened_at"),
        quantum=CENT,
        needs="tickets.cost",
        source="S-36",
    )


ENTRIES = (MetricEntry("deflection_savings", deflection_savings, {**FOLLOW, "cost_per_ticket": "number"}),)
