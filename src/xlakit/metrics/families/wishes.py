"""Metrics of what users wish, beside what the agreement promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

WISHED = (pl.col("wished_hours") * 3600).round(0).cast(pl.Int64)


def wish_gap() -> Leaf:
    """Return the share of tickets whose clocks were all kept and that still took longer than the user wished.

    Lower is better. What it took is wall time from opening to resolution, which is what a user lives through.
    Left out: tickets that missed a clock, and answers without a wish.

    Returns
    -------
    Leaf
        Reads ``answers.wished_hours``, ``answers.clocks_met``, ``answers.resolution_seconds``. Unit: share,
        in [0, 1].

    References
    ----------
    Measurement framework S-74.

    Examples
    --------
    >>> wish_gap().direction, wish_gap().kind
    ('lower', 'experience')
    """
    took = pl.col("resolution_seconds")
    return define.share(
        "wish_gap",
        pl.when(pl.col("clocks_met")).then(took > WISHED),
        title="kept, and slower than the user wished",
        side="experience",
        direction="lower",
        grain="answers",
        needs="surveys.wished_hours, an agreement with clocks, and tickets.resolved_at or status events",
        source="S-74",
    )


def wish_shortfall(clock: str) -> Leaf:
    """Return how much longer a clock's limit is than what users wished, in the mean.

    Lower is better; below 0 the promise is better than the wish. The limit is open time of the clock's
    calendar, the wish is taken as it was said: where the calendar closes at night, the wait by the wall is
    longer still. Of a ticket with several cycles the first counts. Left out: tickets without a wish, and
    those whose clock is not decided.

    Parameters
    ----------
    clock
        A clock of the agreement.

    Returns
    -------
    Leaf
        Reads ``cycles.limit``, ``tickets.voice_wished_seconds``. Unit: seconds.

    References
    ----------
    Measurement framework S-74: contractual target less user-desired target.

    Examples
    --------
    >>> wish_shortfall("restore").name, wish_shortfall("restore").unit
    ('wish_shortfall(clock=restore)', 'seconds')
    """
    return define.mean(
        "wish_shortfall",
        pl.when(pl.col("cycle") == 1).then(
            pl.col("limit").dt.total_seconds() - pl.col("voice_wished_seconds")
        ),
        params={"clock": clock},
        clock=clock,
        title=f"limit of {clock} beyond what users wished",
        unit="seconds",
        side="experience",
        direction="lower",
        grain="clock_cycles",
        basis="user_reported",
        personal=True,
        needs="surveys.wished_hours and an agreement with the clock",
        source="S-74",
    )


ENTRIES = (
    MetricEntry("wish_gap", wish_gap),
    MetricEntry("wish_shortfall", wish_shortfall, {"clock": "clock"}, frozenset({"clock"})),
)
