"""Metrics of how much work there is and how long it takes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.clocks import resolution_time

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric

MILLIONTH = Decimal("0.000001")
"""What amounts are kept to, as the table of tickets types them."""
HOUR = 3600
RESOLVED = pl.col("first_resolved_at").is_not_null()
_SPENT = (pl.col("first_resolved_at") - pl.col("opened_at")).dt.total_seconds()
_OPENED = pl.col("opened_at")
SOLVED_TIMES = "tickets.resolved_at, or status events"


def first_resolution_time() -> Leaf:
    """Return the mean wall time from opening to the first resolution.

    Lower is better. A later reopening does not change it; `full_resolution_time` counts up to the last
    resolution. Left out: unresolved tickets, and those resolved before they were opened. A mean is for
    description; promise a share instead.

    Returns
    -------
    Leaf
        Reads ``tickets.first_resolved_at``. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-02.

    Examples
    --------
    >>> first_resolution_time().unit, first_resolution_time().percentile("90%").name
    ('seconds', 'first_resolution_time(percentile=90%)')
    """
    return define.mean(
        "first_resolution_time",
        pl.when(_SPENT >= 0).then(_SPENT),
        title="time to the first resolution",
        unit="seconds",
        needs=SOLVED_TIMES,
        source="S-02",
        low=0,
        **_efficient("lower"),
    )


def full_resolution_time(clock: str | None = None) -> Leaf:
    """Return the mean time from opening to the last resolution: `resolution_time` under its full name.

    Lower is better. With a clock it is the open time that the clock counted, its pauses taken off. Left out:
    unresolved tickets. A mean is for description; promise a share instead.

    Returns
    -------
    Leaf
        Reads ``resolution_seconds``, or the clock's cycles. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-02.

    Examples
    --------
    >>> full_resolution_time("restore").name, full_resolution_time().unit
    ('full_resolution_time(clock=restore)', 'seconds')
    """
    params = {} if clock is None else {"clock": clock}
    return resolution_time(clock).named(
        "full_resolution_time", params=params, title="time to the last resolution"
    )


def average_handle_time() -> Leaf:
    """Return the mean time that agents worked on a resolved ticket.

    Lower is better, for cost; it says nothing of what the user got. Left out: unresolved tickets, and tickets
    without a handle time.

    Returns
    -------
    Leaf
        Reads ``tickets.handle_minutes``. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-21; the contact centre's AHT.

    Examples
    --------
    >>> average_handle_time().title
    'average handle time'
    """
    return define.mean(
        "average_handle_time",
        pl.when(RESOLVED).then(handle_seconds()),
        title="average handle time",
        unit="seconds",
        needs="tickets.handle_minutes",
        source="S-21",
        low=0,
        **_efficient("lower"),
    )


def cost_per_ticket(*, rate: Decimal | str | int | None = None, currency: str | None = None) -> Metric:
    """Return the cost of resolved tickets over their number.

    Lower is better, for cost; it says nothing of what the user got. Left out: unresolved tickets, and tickets
    whose cost (with `rate`: whose handle time) is not known.

    Parameters
    ----------
    rate
        What an hour of handling costs. Without it the column ``cost`` holds, exact to a millionth.
    currency
        The currency of the amounts, for the name. Amounts of several currencies must not be in one column.

    Returns
    -------
    Metric
        Reads ``tickets.cost``, or ``tickets.handle_minutes``. Unit: money.

    Raises
    ------
    MeasureError
        `rate` is no amount, or a float, or negative.

    References
    ----------
    Measurement framework S-05.

    Examples
    --------
    >>> cost_per_ticket(currency="EUR").name, cost_per_ticket(rate="42.50").unit
    ('cost_per_ticket(currency=EUR)', 'money')
    """
    title = "cost per ticket" if currency is None else f"cost per ticket ({currency})"
    tagged = {} if currency is None else {"currency": currency}
    if rate is None:
        return define.mean(
            "cost_per_ticket",
            pl.when(RESOLVED).then(pl.col("cost").to_physical().cast(pl.Int64)),
            params=tagged,
            title=title,
            unit="money",
            quantum=MILLIONTH,
            needs="tickets.cost",
            source="S-05",
            **_efficient("lower"),
        )
    price = _amount(rate)
    return (average_handle_time() * (Fraction(price) / HOUR)).named(
        "cost_per_ticket",
        params={"rate": str(price), **tagged},
        title=title,
        unit="money",
        direction="lower",
        needs="tickets.handle_minutes",
        source="S-05",
        low=0,
    )


def throughput() -> Leaf:
    """Return how many tickets were resolved, each in the window of its first resolution.

    Higher is better, at equal demand. Left out: unresolved tickets. No resolved ticket gives no value.

    Returns
    -------
    Leaf
        Reads ``tickets.first_resolved_at``. Unit: count.

    References
    ----------
    Measurement framework S-03.

    Examples
    --------
    >>> throughput().unit, throughput().additive
    ('count', True)
    """
    return define.total(
        "throughput",
        pl.when(RESOLVED).then(pl.lit(1)),
        title="tickets resolved",
        needs=SOLVED_TIMES,
        source="S-03",
        low=0,
        **_efficient("higher"),
    )


def opened_tickets() -> Leaf:
    """Return how many tickets were opened.

    Lower is better, where users do not keep quiet instead. Left out: nothing. No ticket gives no value.

    Returns
    -------
    Leaf
        Reads ``tickets.opened_at``. Unit: count.

    References
    ----------
    Measurement framework S-79.

    Examples
    --------
    >>> opened_tickets().direction
    'lower'
    """
    return define.total(
        "opened_tickets",
        pl.when(_OPENED.is_not_null()).then(pl.lit(1)),
        title="tickets opened",
        needs="tickets",
        source="S-79",
        low=0,
        at=_OPENED,
        **_efficient("lower"),
    )


def handle_seconds() -> pl.Expr:
    """Return the time agents worked on a ticket in whole seconds."""
    return (pl.col("handle_minutes") * 60).round(0).cast(pl.Int64)


def _efficient(direction: str) -> dict[str, Any]:
    return {"side": "efficiency", "direction": direction}


def _amount(rate: Decimal | str | int) -> Decimal:
    try:
        price = Decimal("NaN") if isinstance(rate, float) else Decimal(rate)
    except ArithmeticError:
        price = Decimal("NaN")
    if not price.is_finite() or price < 0:
        raise MeasureError(
            message("metric cost_per_ticket: rate", "is not an exact amount", got=repr(rate), hint="'42.50'")
        )
    return price


ENTRIES = (
    MetricEntry("average_handle_time", average_handle_time),
    MetricEntry("cost_per_ticket", cost_per_ticket, {"rate": "number", "currency": "text"}),
    MetricEntry("first_resolution_time", first_resolution_time),
    MetricEntry("full_resolution_time", full_resolution_time, {"clock": "clock"}),
    MetricEntry("opened_tickets", opened_tickets),
    MetricEntry("throughput", throughput),
)
