"""Metrics of what users said: satisfaction, recommendation, effort."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.model.agreement import Scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Direction
    from xlakit.model import Agreement

THOUSANDTH = Decimal("0.001")
PROMOTER, PASSIVE = 9, 7
EASY_FROM, HARD_TO = 5, 3
VERY_EASY, LEAST_POINTS = 2, 5
SMALL, MIDDLE = 3, 7
"""Scales of up to so many points have one, and two, satisfied points at their top; longer ones three."""


def csat(
    *,
    variant: Literal["box", "top_box", "mean"] = "box",
    scale: str | Scale = "1..5",
    satisfied: str | Scale | None = None,
) -> Leaf:
    """Return customer satisfaction: the share of satisfied answers, of the best answer, or the mean answer.

    Higher is better. Left out: invitations without an answer; see the response rate beside the figure.

    Parameters
    ----------
    variant
        ``box`` (default): the share in the satisfied box. ``top_box``: the share of the best answer alone.
        ``mean``: the mean answer. They never mix.
    scale, satisfied
        The answer scale and the satisfied part of it. An agreement states them under ``surveys``. Unless stated
        the satisfied box is the top answer of up to 3 points, the top two of up to 7, the top three of more.

    Returns
    -------
    Leaf
        Reads ``answers.csat``. Unit: share in [0, 1], or score on the scale.

    References
    ----------
    Measurement framework S-06.

    Examples
    --------
    >>> csat().unit, csat(variant="mean").unit, csat(variant="top_box").name
    ('share', 'score', 'csat(variant=top_box)')
    """
    define.one_of("csat: variant", variant, ("box", "top_box", "mean"))
    whole = scale_of(scale)
    box = satisfied_box(whole) if satisfied is None else scale_of(satisfied)
    answer = pl.col("csat")
    if variant == "box":
        return define.share(
            "csat",
            answer.is_between(box.low, box.high),
            title="satisfied users (CSAT)",
            **_said("csat", "S-06"),
        )
    if variant == "top_box":
        return define.share(
            "csat",
            answer >= whole.high,
            params={"variant": "top_box"},
            title="fully satisfied users (CSAT, top box)",
            **_said("csat", "S-06"),
        )
    return define.mean(
        "csat",
        thousandths(answer),
        params={"variant": "mean"},
        title="mean satisfaction (CSAT)",
        unit="score",
        quantum=THOUSANDTH,
        low=whole.low,
        high=whole.high,
        **_said("csat", "S-06"),
    )


def nps() -> Leaf:
    """Return the net promoter score: share of 9-10 less share of 0-6, times 100.

    Higher is better. 7 up to below 9 counts only in the denominator; the buckets leave no gap for answers
    between whole numbers. Left out: invitations without an answer.

    Returns
    -------
    Leaf
        Reads ``answers.nps``. Unit: points in [-100, 100].

    References
    ----------
    Measurement framework S-07.

    Examples
    --------
    >>> nps().unit, nps().low
    ('points', -100)
    """
    return _net("nps", "net promoter score (NPS)", "S-07")


def happiness() -> Leaf:
    """Return Happiness: share of 9-10 less share of 0-6, times 100, of the 0-10 question on the service.

    Higher is better. 7 up to below 9 counts only in the denominator. Left out: invitations without an answer.

    Returns
    -------
    Leaf
        Reads ``answers.happiness``. Unit: points in [-100, 100].

    References
    ----------
    HappySignals, how Happiness is calculated.

    Examples
    --------
    >>> happiness().name
    'happiness'
    """
    return _net("happiness", "Happiness", "HappySignals")


def ces(
    *,
    variant: Literal["mean", "easy", "net"] = "mean",
    scale: str | Scale = "1..7",
    high_is: Literal["easy", "hard"] = "easy",
) -> Leaf:
    """Return user effort: the mean answer, the share who found it easy, or those less who found it hard.

    The direction follows the question: with ``high_is="easy"`` higher is better, with ``"hard"`` lower is
    better (shares of those who found it easy are always better when higher). Left out: invitations without an
    answer.

    Parameters
    ----------
    variant
        ``mean`` (default); ``easy``: the share in the easy three of a seven-point scale; ``net``: 100 times the
        share in the easiest two (6-7) less the share in the hard three (1-3), the others counting below only.
    scale, high_is
        The answer scale and which end of it means easy. An agreement states them under ``surveys``.

    Returns
    -------
    Leaf
        Reads ``answers.effort``. Unit: score on the scale, share in [0, 1], or points in [-100, 100].

    Raises
    ------
    MeasureError
        ``net`` on fewer than five points, where easy and hard would overlap.

    References
    ----------
    Measurement framework S-10; Customer Effort Score 2.0.

    Examples
    --------
    >>> ces().direction, ces(high_is="hard").direction, ces(variant="easy", high_is="hard").direction
    ('higher', 'lower', 'higher')
    >>> ces(variant="net").low, ces(variant="net").unit
    (-100, 'points')
    """
    define.one_of("ces: variant", variant, ("mean", "easy", "net"))
    define.one_of("ces: high_is", high_is, ("easy", "hard"))
    whole = scale_of(scale)
    answer = pl.col("effort")
    if variant == "mean":
        return define.mean(
            "ces",
            thousandths(answer),
            title="user effort (CES)",
            unit="score",
            quantum=THOUSANDTH,
            low=whole.low,
            high=whole.high,
            **_said("effort", "S-10", "higher" if high_is == "easy" else "lower"),
        )
    if variant == "net":
        return _net_effort(answer, whole, high_is)
    easy = answer >= whole.high - (7 - EASY_FROM) if high_is == "easy" else answer <= whole.low + HARD_TO - 1
    return define.share(
        "ces",
        easy,
        params={"variant": "easy"},
        title="users who found it easy (CES)",
        **_said("effort", "S-10"),
    )


def _net_effort(answer: pl.Expr, whole: Scale, high_is: str) -> Leaf:
    if whole.high - whole.low + 1 < LEAST_POINTS:
        raise MeasureError(
            message(
                "metric ces: variant",
                f"net effort needs a scale of at least {LEAST_POINTS} points",
                got=str(whole),
                hint="variant: easy",
            )
        )
    # The bands leave no gap: on 1..7 below 4 is hard, 6 and above is easy, the rest is neither.
    ease = answer - whole.low if high_is == "easy" else whole.high - answer
    easy, hard = ease >= whole.high - whole.low - VERY_EASY + 1, ease < HARD_TO
    return define.net(
        "ces",
        easy.cast(pl.Int64) - hard.cast(pl.Int64),
        params={"variant": "net"},
        title="users who found it very easy less those who found it hard (CES)",
        **_said("effort", "S-10"),
    )


def scale_of(stated: str | Scale) -> Scale:
    """Return a scale given as one, or as text such as ``1..5``.

    Raises
    ------
    MeasureError
        The text is none.
    """
    if isinstance(stated, Scale):
        return stated
    try:
        return Scale.parse(stated)
    except (ValueError, TypeError):
        raise MeasureError(message("scale", "is not a scale", got=str(stated), hint="1..5")) from None


def satisfied_box(whole: Scale) -> Scale:
    """Return the satisfied answers of a scale of which nothing else is stated.

    Examples
    --------
    >>> [str(satisfied_box(Scale.parse(text))) for text in ("1..3", "1..4", "1..5", "1..7", "1..10")]
    ['3..3', '3..4', '4..5', '6..7', '8..10']
    """
    points = whole.high - whole.low + 1
    top = 1 if points <= SMALL else 2 if points <= MIDDLE else 3
    return Scale(low=whole.high - top + 1, high=whole.high)


def thousandths(answer: pl.Expr) -> pl.Expr:
    """Return an answer in thousandths of a point, as a whole number."""
    return (answer * 1000).round(0).cast(pl.Int64)


def _net(column: str, title: str, source: str) -> Leaf:
    answer = pl.col(column)
    up, down = answer >= PROMOTER, answer < PASSIVE
    return define.net(column, up.cast(pl.Int64) - down.cast(pl.Int64), title=title, **_said(column, source))


def _said(column: str, source: str, direction: Direction = "higher") -> dict[str, Any]:
    """Return what metrics of answers share."""
    return {
        "grain": "answers",
        "side": "experience",
        "direction": direction,
        "needs": f"surveys with the column {column!r}",
        "source": source,
    }


def csat_terms(agreement: Agreement) -> Mapping[str, object]:
    """Return the scale of the satisfaction question and its satisfied part."""
    return {"scale": agreement.surveys.csat.scale, "satisfied": agreement.surveys.csat.satisfied}


def _ces_terms(agreement: Agreement) -> Mapping[str, object]:
    return {"scale": agreement.surveys.effort.scale, "high_is": agreement.surveys.effort.high_is}


ENTRIES = (
    MetricEntry("ces", ces, {"variant": "choice:mean|easy|net"}, terms=_ces_terms),
    MetricEntry("csat", csat, {"variant": "choice:box|mean|top_box"}, terms=csat_terms),
    MetricEntry("happiness", happiness),
    MetricEntry("nps", nps),
)
