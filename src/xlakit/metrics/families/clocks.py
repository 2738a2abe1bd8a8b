"""Metrics of promised time: service level attainment, and how long a clock ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics.leaf import Leaf
    from xlakit.model import Agreement

Attribution = Literal["decided", "resolved_at", "opened_at", "closed_at"]


def within(
    clock: str, *, unit: Literal["ticket", "cycle"] = "ticket", attribution: Attribution = "decided"
) -> Leaf:
    """Return the share of tickets that kept a clock's limit (service level attainment).

    Higher is better. A ticket keeps the limit when none of its cycles breached. Left out: tickets whose
    clock has neither stopped nor breached yet, cancelled and merged ones, and those without a limit.

    Parameters
    ----------
    clock
        Name of a clock of the agreement.
    unit
        ``ticket`` (default), or ``cycle`` to count each cycle of the clock for itself.
    attribution
        Which window a ticket belongs to. ``decided``: the stop of a clock that held, the breach of one
        that did not. Under the others a kept promise belongs to the window of that column; a ticket past
        its limit and still open when a window ends counts as missed there, once.

    Returns
    -------
    Leaf
        Reads the clock's cycles. Unit: share, in [0, 1].

    References
    ----------
    ITIL 4, service level management; agreement.settlement.attribution.

    Examples
    --------
    >>> within("response").name, within("response").direction
    ('within(clock=response)', 'higher')
    """
    define.one_of("within: unit", unit, ("ticket", "cycle"))
    return define.share(
        "within",
        pl.col("met"),
        params={"clock": clock, **define.defaults(unit=(unit, "ticket"))},
        title="service level attainment",
        side="efficiency",
        direction="higher",
        grain="clock_tickets" if unit == "ticket" else "clock_cycles",
        at=_attributed(attribution),
        needs=f"tickets whose clock {clock!r} was decided (times of reply or resolution)",
        source="ITIL 4 service level management",
        clock=clock,
    )


def response_time(clock: str | None = None) -> Leaf:
    """Return the mean time from opening to the first reply.

    Lower is better. Without a clock it is wall time from ``opened_at``; with one, the open time that clock
    counted. Left out: tickets without a reply. A mean is for description; promise a share instead.

    Returns
    -------
    Leaf
        Reads ``response_seconds``, or the clock's cycles. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-01.

    Examples
    --------
    >>> response_time().unit
    'seconds'
    """
    return _duration("response_time", "response time", "response_seconds", "first_response", clock, "S-01")


def resolution_time(clock: str | None = None) -> Leaf:
    """Return the mean time from opening to the resolution.

    Lower is better. Without a clock it is wall time from ``opened_at``; with one, the open time that clock
    counted, pauses left out. Left out: unresolved tickets. A mean is for description; promise a share instead.

    Returns
    -------
    Leaf
        Reads ``resolution_seconds``, or the clock's cycles. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-02.

    Examples
    --------
    >>> resolution_time("resolution").name
    'resolution_time(clock=resolution)'
    """
    return _duration("resolution_time", "resolution time", "resolution_seconds", "resolution", clock, "S-02")


def _duration(name: str, title: str, column: str, event: str, clock: str | None, source: str) -> Leaf:
    if clock is None:
        value = pl.col(column)
        at = pl.col("opened_at") + pl.duration(seconds=pl.col(column))
    else:
        value = pl.when(pl.col("stopped_at").is_not_null()).then(
            pl.col("elapsed").dt.total_microseconds() // 1_000_000
        )
        at = pl.col("stopped_at")
    return define.mean(
        name,
        value,
        params={} if clock is None else {"clock": clock},
        title=title,
        side="efficiency",
        unit="seconds",
        direction="lower",
        grain="tickets" if clock is None else "clock_cycles",
        at=at,
        needs=f"the time of the {event.replace('_', ' ')}, in tickets or as events",
        source=source,
        low=0,
        clock=clock,
    )


def _attributed(attribution: Attribution) -> pl.Expr:
    decided = pl.col("decided_at")
    if attribution == "decided":
        return decided
    if attribution == "opened_at":
        return pl.when(decided.is_not_null()).then(pl.col("opened_at"))
    # A breached ticket that is still open when its window ends counts there; one that was resolved before
    # the window ended lies in the same window either way, so the breach decides for all missed ones.
    kept = pl.col("resolved_at").fill_null(pl.col("first_resolved_at"))
    kept = kept if attribution == "resolved_at" else pl.col("closed_at")
    return pl.when(pl.col("met")).then(kept).otherwise(decided)


def _attribution(agreement: Agreement) -> Mapping[str, object]:
    return {"attribution": agreement.settlement.attribution}


ENTRIES = (
    MetricEntry("resolution_time", resolution_time, {"clock": "clock"}),
    MetricEntry("response_time", response_time, {"clock": "clock"}),
    MetricEntry(
        "within",
        within,
        {"clock": "clock", "unit": "choice:ticket|cycle"},
        frozenset({"clock"}),
        _attribution,
    ),
)
