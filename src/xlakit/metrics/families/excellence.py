"""Metrics that tell not failing from succeeding well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.surveys import csat_terms, satisfied_box, scale_of

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Direction
    from xlakit.model.agreement import Scale

ANSWER = pl.col("csat")


@dataclass(frozen=True, slots=True)
class Bands:
    """Where on the satisfaction scale an answer stops being bad, starts being good, and is the best."""

    neutral: float
    good: int
    best: int


def non_negative_rate(*, scale: str | Scale = "1..5", satisfied: str | Scale | None = None) -> Leaf:
    """Return the share of satisfaction answers that are not bad: in the middle of the scale or above.

    Higher is better. Left out: invitations without an answer.

    Parameters
    ----------
    scale, satisfied
        The answer scale and its satisfied part. An agreement states them under ``surveys``.

    Returns
    -------
    Leaf
        Reads ``answers.csat``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-71.

    Examples
    --------
    >>> non_negative_rate().name, non_negative_rate().direction
    ('non_negative_rate', 'higher')
    """
    bands = _bands(scale, satisfied)
    return _share("non_negative_rate", "answers that are not bad", "higher", bands.neutral <= ANSWER)


def exceptional_rate(*, scale: str | Scale = "1..5", satisfied: str | Scale | None = None) -> Leaf:
    """Return the share of satisfaction answers that give the best mark.

    Higher is better. Left out: invitations without an answer.

    Parameters
    ----------
    scale, satisfied
        The answer scale and its satisfied part. An agreement states them under ``surveys``.

    Returns
    -------
    Leaf
        Reads ``answers.csat``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-71.

    Examples
    --------
    >>> exceptional_rate(scale="1..10").title
    'answers with the best mark'
    """
    bands = _bands(scale, satisfied)
    return _share("exceptional_rate", "answers with the best mark", "higher", bands.best <= ANSWER)


def mediocrity_index(*, scale: str | Scale = "1..5", satisfied: str | Scale | None = None) -> Leaf:
    """Return the share of satisfaction answers that are neutral: not bad, and not satisfied.

    Lower is better. Neutral runs from the middle of the scale up to the satisfied box; a scale of even length
    may have no such answer, and then the index is 0. Left out: invitations without an answer.

    Parameters
    ----------
    scale, satisfied
        The answer scale and its satisfied part. An agreement states them under ``surveys``.

    Returns
    -------
    Leaf
        Reads ``answers.csat``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-71.

    Examples
    --------
    >>> mediocrity_index().direction
    'lower'
    """
    bands = _bands(scale, satisfied)
    neutral = (bands.neutral <= ANSWER) & (bands.good > ANSWER)
    return _share("mediocrity_index", "neutral answers", "lower", neutral)


def excellence_gap(*, scale: str | Scale = "1..5", satisfied: str | Scale | None = None) -> Leaf:
    """Return the share of satisfaction answers that are not bad and not the best either.

    Lower is better. It is ``non_negative_rate - exceptional_rate``: how much of not failing is not yet
    succeeding well. Left out: invitations without an answer.

    Parameters
    ----------
    scale, satisfied
        The answer scale and its satisfied part. An agreement states them under ``surveys``.

    Returns
    -------
    Leaf
        Reads ``answers.csat``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-71.

    Examples
    --------
    >>> excellence_gap().low, excellence_gap().high
    (0, 1)
    """
    bands = _bands(scale, satisfied)
    between = (bands.neutral <= ANSWER) & (bands.best > ANSWER)
    return _share("excellence_gap", "answers that are not bad and not the best", "lower", between)


def _bands(scale: str | Scale, satisfied: str | Scale | None) -> Bands:
    whole = scale_of(scale)
    box = satisfied_box(whole) if satisfied is None else scale_of(satisfied)
    return Bands(neutral=(whole.low + whole.high) / 2, good=box.low, best=whole.high)


def _share(name: str, title: str, direction: Direction, value: pl.Expr) -> Leaf:
    return define.share(
        name,
        value,
        title=title,
        side="experience",
        direction=direction,
        grain="answers",
        needs="surveys with the column 'csat'",
        source="S-71",
    )


ENTRIES = (
    MetricEntry("excellence_gap", excellence_gap, terms=csat_terms),
    MetricEntry("exceptional_rate", exceptional_rate, terms=csat_terms),
    MetricEntry("mediocrity_index", mediocrity_index, terms=csat_terms),
    MetricEntry("non_negative_rate", non_negative_rate, terms=csat_terms),
)
