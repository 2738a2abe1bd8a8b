"""Metrics that join both sides: users who are unhappy although the clock was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics.metric import Metric
from xlakit.metrics.statistic import Kind, Statistic
from xlakit.model.metric_ref import MetricRef

if TYPE_CHECKING:
    from xlakit.metrics.metric import Grain


def unhappy_when_met() -> Metric:
    """Return the share of rated tickets with an unhappy user among those whose clocks were all kept.

    Lower is better. Unhappy: satisfaction in the lower two of five, else Happiness or NPS of at most 6, else
    effort in the hard three of seven; the first answer that is present decides. Left out: unrated tickets, and
    tickets that missed a clock.

    Returns
    -------
    Metric
        Reads ``answers.unhappy``, ``answers.clocks_met``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-15, S-16.

    Examples
    --------
    >>> unhappy_when_met().grain
    'answers'
    """
    return _unhappy(
        "unhappy_when_met",
        "unhappy users although every clock was kept",
        "answers",
        pl.when(pl.col("clocks_met")).then(pl.col("unhappy").cast(pl.Int64)),
        ("unhappy", "clocks_met"),
        "surveys and an agreement with clocks",
    )


def frustration_gap() -> Metric:
    """Return the share of distinct respondents who were unhappy in windows whose efficiency was met.

    Lower is better. A respondent with several answers in the window is unhappy when one of them is. In a window
    that missed its efficiency objectives, and without an agreement that has some, it has no value.
    Distinct people do not add up over parts, so cubes that hold it cannot be added.

    Returns
    -------
    Metric
        Reads ``answers.unhappy``, ``answers.respondent_id``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-15.

    Examples
    --------
    >>> frustration_gap().additive
    False
    """
    return _unhappy(
        "frustration_gap",
        "frustration gap",
        "respondents",
        pl.col("unhappy").cast(pl.Int64),
        ("unhappy", "respondent_id"),
        "surveys, and an agreement with efficiency objectives",
    )


def _unhappy(
    name: str, title: str, grain: Grain, value: pl.Expr, columns: tuple[str, ...], needs: str
) -> Metric:
    return Metric(
        ref=MetricRef(name=name),
        title=title,
        kind="experience",
        basis="user_reported",
        unit="share",
        direction="lower",
        grain=grain,
        statistic=Statistic(Kind.SHARE),
        value=value,
        at=pl.col("rated_at"),
        columns=(*columns, "rated_at"),
        needs=needs,
        source="S-15",
        low=0,
        high=1,
    )
