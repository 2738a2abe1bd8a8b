"""Metrics that join both sides: users who are unhappy although the clock was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Grain, Leaf


def unhappy_when_met() -> Leaf:
    """Return the share of rated tickets with an unhappy user among those whose clocks were all kept.

    Lower is better. Unhappy: satisfaction in the lower two of five, else Happiness or NPS of at most 6, else
    effort in the hard three of seven; the first answer that is present decides. Left out: unrated tickets, and
    tickets that missed a clock.

    Returns
    -------
    Leaf
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
        pl.when(pl.col("clocks_met")).then(pl.col("unhappy")),
        "surveys and an agreement with clocks",
    )


def frustration_gap() -> Leaf:
    """Return the share of distinct respondents who were unhappy in windows whose efficiency was met.

    Lower is better. A respondent with several answers in the window is unhappy when one of them is. In a window
    that missed its efficiency objectives, and without an agreement that has some, it has no value.
    Distinct people do not add up over parts, so cubes that hold it cannot be added.

    Returns
    -------
    Leaf
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
        pl.col("unhappy"),
        "surveys, and an agreement with efficiency objectives",
    )


def _unhappy(name: str, title: str, grain: Grain, value: pl.Expr, needs: str) -> Leaf:
    return define.share(
        name,
        value,
        title=title,
        side="experience",
        direction="lower",
        grain=grain,
        needs=needs,
        source="S-15",
    )


ENTRIES = (
    MetricEntry("frustration_gap", frustration_gap),
    MetricEntry("unhappy_when_met", unhappy_when_met),
)
