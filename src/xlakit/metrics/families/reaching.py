"""Metrics of getting through to a human: how many, how fast, how many gave up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

WITHIN = timedelta(minutes=15)
_ASKED, _GOT = pl.col("human_asked_at"), pl.col("human_reached_at")
NEEDS = "sessions with human_asked_at and human_reached_at"


def human_reachability(*, within: timedelta = WITHIN) -> Leaf:
    """Return the share of requests for a human that reached one in time.

    Higher is better. Left out: sessions in which nobody asked for a human, requests not yet watched for
    `within` (counted as not mature), and all of a desk that does not record who was reached.

    Parameters
    ----------
    within
        How long it may take from asking to reaching; exactly that long is in time. 15 minutes is our
        choice, not a norm.

    Returns
    -------
    Leaf
        Reads ``sessions.human_asked_at``, ``human_reached_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-38.

    Examples
    --------
    >>> human_reachability(within=timedelta(minutes=2)).name
    'human_reachability(within=2m)'
    """
    waited = _GOT - _ASKED
    in_time = (waited <= within).fill_null(value=False)
    return define.share(
        "human_reachability",
        pl.when(_ASKED.is_not_null() & pl.col("human_tracked")).then(in_time),
        params=define.defaults(within=(define.text_of(within), define.text_of(WITHIN))),
        title="requests for a human that reached one in time",
        side="experience",
        direction="higher",
        grain="sessions",
        needs=NEEDS,
        source="S-38",
        follow_up=within,
        watched_from=_ASKED,
    )


def blocked_share() -> Leaf:
    """Return the share of sessions from which no human could be reached: none offered, or asked for in vain.

    Lower is better. A session is blocked when a human was asked for and never reached, or, where nobody
    asked, when none was offered. Left out: sessions of which neither is known, and requests still waiting.

    Returns
    -------
    Leaf
        Reads ``sessions.human_offered``, ``human_asked_at``, ``human_reached``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-38.

    Examples
    --------
    >>> blocked_share().direction
    'lower'
    """
    return define.share(
        "blocked_share",
        pl.when(pl.col("human_reached").is_not_null())
        .then(~pl.col("human_reached"))
        .when(_ASKED.is_null())
        .then(~pl.col("human_offered")),
        title="sessions without a way to a human",
        side="experience",
        direction="lower",
        grain="sessions",
        needs="sessions with human_offered, or with human_asked_at and human_reached_at",
        source="S-38",
    )


def speed_of_answer() -> Leaf:
    """Return the mean time from asking for a human to reaching one.

    Lower is better. Left out: sessions in which nobody asked, and requests that reached nobody, so read it
    beside `abandonment_rate`: users who give up make the mean look better. Promise a percentile, or
    `human_reachability`, instead of the mean.

    Returns
    -------
    Leaf
        Reads ``sessions.human_asked_at``, ``human_reached_at``. Unit: seconds, at least 0.

    References
    ----------
    Average speed of answer (ASA) of contact centres.

    Examples
    --------
    >>> speed_of_answer().unit, speed_of_answer().percentile("80%").name
    ('seconds', 'speed_of_answer(percentile=80%)')
    """
    waited = _GOT - _ASKED
    return define.mean(
        "speed_of_answer",
        pl.when(waited >= timedelta(0)).then(waited.dt.total_seconds()),
        title="speed of answer",
        side="efficiency",
        unit="seconds",
        direction="lower",
        grain="sessions",
        needs=NEEDS,
        source="average speed of answer",
        low=0,
    )


def abandonment_rate() -> Leaf:
    """Return the share of requests for a human that ended without reaching one.

    Lower is better. Left out: sessions in which nobody asked, requests still waiting (a session without a
    recorded end waits for a day at most), and all of a desk that does not record who was reached.

    Returns
    -------
    Leaf
        Reads ``sessions.human_asked_at``, ``human_reached``. Unit: share, in [0, 1].

    References
    ----------
    Abandonment rate of contact centres; measurement framework S-38.

    Examples
    --------
    >>> abandonment_rate().kind
    'experience'
    """
    return define.share(
        "abandonment_rate",
        pl.when(_ASKED.is_not_null()).then(~pl.col("human_reached")),
        title="requests for a human that were given up",
        side="experience",
        direction="lower",
        grain="sessions",
        needs=NEEDS,
        source="S-38",
    )


ENTRIES = (
    MetricEntry("abandonment_rate", abandonment_rate),
    MetricEntry("blocked_share", blocked_share),
    MetricEntry("human_reachability", human_reachability, {"within": "duration"}),
    MetricEntry("speed_of_answer", speed_of_answer),
)
