"""Metrics of silence: how often users are told anything, even when nothing is new."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

Since = Literal["opening", "first_reply"]
DAY = timedelta(days=1)
_RESOLVED = pl.col("first_resolved_at").is_not_null()
_LENGTH = pl.col("ended_at") - pl.col("started_at")


def update_cadence(*, since: Since = "opening") -> Leaf:
    """Return the mean time between two public agent updates while a ticket was open.

    Lower is better. Wall time; the last gap ends with the resolution. A promise in business time is a clock of
    the agreement that asks for periodic updates, judged by ``within``. Left out: silences that still last, and
    desks without replies of agents. ``.percentile("90%")`` gives what most users waited at most, and
    ``.where(status_then_not="pending")`` leaves out the time in which the desk waited for the user.

    Parameters
    ----------
    since
        ``opening`` (default) counts the wait for the first update; ``first_reply`` leaves it out.

    Returns
    -------
    Leaf
        Reads ``silences.started_at``, ``ended_at``. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-47 (status updates even when nothing is new).

    Examples
    --------
    >>> update_cadence().grain, update_cadence(since="first_reply").name
    ('silences', 'update_cadence(since=first_reply)')
    """
    return define.mean(
        "update_cadence",
        _since(pl.when(pl.col("ended_at").is_not_null()).then(pl.col("seconds")), since),
        params=_from(since),
        title="time between updates",
        unit="seconds",
        low=0,
        **_told("silences"),
    )


def longest_silence(*, since: Since = "opening") -> Leaf:
    """Return the mean, over resolved tickets, of the longest time without a public agent update while open.

    Lower is better. Left out: unresolved tickets, and desks without replies of agents. ``.percentile("90%")``
    gives what most users had to bear at most.

    Parameters
    ----------
    since
        ``opening`` (default) counts the wait for the first update; ``first_reply`` leaves it out.

    Returns
    -------
    Leaf
        Reads ``tickets.longest_silence_seconds``. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-47.

    Examples
    --------
    >>> longest_silence().percentile("90%").name
    'longest_silence(percentile=90%)'
    """
    column = "longest_silence_seconds" if since == "opening" else "longest_silence_after_reply_seconds"
    return define.mean(
        "longest_silence",
        pl.when(_RESOLVED).then(pl.col(column)),
        params=_from(since),
        title="longest silence",
        unit="seconds",
        low=0,
        **_told("tickets"),
    )


def silence_breaches(*, max_gap: timedelta = DAY, since: Since = "opening") -> Leaf:
    """Return the share of silences that lasted longer than allowed.

    Lower is better. A silence that kept the limit belongs to the window in which it ended, one that broke it to the
    window in which it did, even if it still lasts. Exactly the limit is kept. Left out: silences that still last and
    have not broken it yet, and desks without replies of agents.

    Parameters
    ----------
    max_gap
        The longest silence allowed, wall time.
    since
        ``opening`` (default) counts the wait for the first update; ``first_reply`` leaves it out.

    Returns
    -------
    Leaf
        Reads ``silences.started_at``, ``ended_at``, ``seconds``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-47.

    Examples
    --------
    >>> silence_breaches(max_gap=timedelta(hours=8)).name
    'silence_breaches(max_gap=8h)'
    """
    _positive("silence_breaches.max_gap", max_gap)
    over = pl.coalesce(_LENGTH, pl.duration(seconds=pl.col("seconds"), time_unit="us")) > max_gap
    return define.share(
        "silence_breaches",
        _since(
            pl.when(over).then(pl.lit(value=True)).when(pl.col("ended_at").is_not_null()).then(over), since
        ),
        at=pl.when(over).then(pl.col("started_at") + max_gap).otherwise(pl.col("ended_at")),
        params={**define.defaults(max_gap=(define.text_of(max_gap), define.text_of(DAY))), **_from(since)},
        title="silences longer than allowed",
        **_told("silences"),
    )


def _told(grain: str) -> dict[str, Any]:
    """Return what these metrics share."""
    return {
        "grain": grain,
        "side": "experience",
        "direction": "lower",
        "needs": "reply events of agents",
        "source": "S-47",
    }


def _since(value: pl.Expr, since: Since) -> pl.Expr:
    return value if since == "opening" else pl.when(~pl.col("before_first_update")).then(value)


def _from(since: Since) -> dict[str, str]:
    define.one_of("silence: since", since, get_args(Since))
    return define.defaults(since=(since, "opening"))


def _positive(where: str, length: timedelta) -> None:
    if not isinstance(length, timedelta) or length <= timedelta(0):
        raise MeasureError(message(where, "is a length of time above 0", got=str(length), hint="24h"))


SINCE = "choice:opening|first_reply"
ENTRIES = (
    MetricEntry("longest_silence", longest_silence, {"since": SINCE}),
    MetricEntry("silence_breaches", silence_breaches, {"max_gap": "duration", "since": SINCE}),
    MetricEntry("update_cadence", update_cadence, {"since": SINCE}),
)
