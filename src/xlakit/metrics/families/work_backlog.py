"""Metrics of the work that is left when a window ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

_OPENED, _ENDED = pl.col("opened_at"), pl.col("ended_at")
_PAUSED = (pl.col("first_resolved_at") <= pl.col("window_end")) & (
    pl.col("first_reopened_at") > pl.col("window_end")
)
"""Resolved at the end of the window, and reopened later."""


def backlog() -> Leaf:
    """Return how many tickets are open when a window ends.

    Lower is better. A ticket is open from its opening until it is resolved, closed or cancelled for good, but
    not between its first resolution and its first reopening. Left out: tickets that ended at an instant
    which the records do not tell. No open ticket gives no value.

    Returns
    -------
    Leaf
        Reads ``tickets.opened_at``, ``ended_at``, ``first_resolved_at``, ``first_reopened_at``. Unit: count;
        it belongs to the end of a window, so windows do not add up.

    References
    ----------
    ITIL 4, service desk practice: backlog.

    Examples
    --------
    >>> backlog().additive
    False
    """
    return define.total(
        "backlog",
        pl.when(_open()).then(pl.lit(1)),
        title="open tickets",
        low=0,
        **_stock(),
    )


def backlog_age() -> Leaf:
    """Return the mean age, since their opening, of the tickets that are open when a window ends.

    Lower is better. Left out: what `backlog` leaves out. An age is wall time; ``.percentile("90%")`` tells how
    old the oldest tenth is.

    Returns
    -------
    Leaf
        Reads ``tickets.opened_at``, ``ended_at``, ``first_resolved_at``, ``first_reopened_at``. Unit: seconds,
        at least 0.

    References
    ----------
    ITIL 4, service desk practice: ageing of the backlog.

    Examples
    --------
    >>> backlog_age().percentile("90%").name
    'backlog_age(percentile=90%)'
    """
    return define.mean(
        "backlog_age",
        pl.when(_open()).then((pl.col("window_end") - _OPENED).dt.total_seconds()),
        title="age of open tickets",
        unit="seconds",
        low=0,
        **_stock(),
    )


def _open() -> pl.Expr:
    return pl.col("end_known").fill_null(value=True) & ~_PAUSED.fill_null(value=False)


def _stock() -> dict[str, Any]:
    """Return what the metrics of the backlog share."""
    return {
        "stock": (_OPENED, _ENDED),
        "at": _OPENED,
        "reads": ("opened_at", "ended_at", "end_known", "first_resolved_at", "first_reopened_at"),
        "needs": "tickets",
        "source": "ITIL 4 service desk",
        "side": "efficiency",
        "direction": "lower",
    }


ENTRIES = (
    MetricEntry("backlog", backlog),
    MetricEntry("backlog_age", backlog_age),
)
