"""Metrics of green outside, red inside, ticket by ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.factor import FACTORS, find, names_it

if TYPE_CHECKING:
    from xlakit.metrics.factor import Factor
    from xlakit.metrics.leaf import Leaf

MET = pl.col("clocks_met")


def watermelon_rate() -> Leaf:
    """Return the share of rated tickets whose clocks were all kept and whose user is unhappy.

    Lower is better. `unhappy_when_met` asks the same among kept tickets only. Each such answer is marked in
    the facts (``answers.watermelon``), with the reason. Left out: unrated tickets, and tickets of which no
    clock is decided.

    Returns
    -------
    Leaf
        Reads ``answers.unhappy``, ``answers.clocks_met``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-16.

    Examples
    --------
    >>> watermelon_rate().kind
    'experience'
    """
    unhappy = pl.col("unhappy")
    return define.share(
        "watermelon_rate",
        pl.when(MET.is_not_null() & unhappy.is_not_null()).then(MET & unhappy),
        title="watermelons: clocks kept, user unhappy",
        side="experience",
        direction="lower",
        grain="answers",
        needs="surveys and an agreement with clocks",
        source="S-16",
    )


def perceived_slow_when_met(*, factors: tuple[Factor, ...] = FACTORS) -> Leaf:
    """Return the share of answers that name slowness although every clock was kept.

    Lower is better: where it is high, the limits are not what users call fast. Left out: answers that name no
    factor, and tickets that missed a clock.

    Parameters
    ----------
    factors
        The list of factors; it has to hold ``slowness``.

    Returns
    -------
    Leaf
        Reads ``answers.factors``, ``answers.unhappy``, ``answers.clocks_met``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-84.

    Examples
    --------
    >>> perceived_slow_when_met().direction
    'lower'
    """
    return define.share(
        "perceived_slow_when_met",
        pl.when(MET).then(names_it(find("slowness", factors), factors)),
        title="called slow although every clock was kept",
        side="experience",
        direction="lower",
        grain="answers",
        needs="surveys.factors and an agreement with clocks",
        source="S-84",
    )


ENTRIES = (
    MetricEntry("perceived_slow_when_met", perceived_slow_when_met),
    MetricEntry("watermelon_rate", watermelon_rate),
)
