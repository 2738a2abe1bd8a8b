"""Metrics of what users said: satisfaction, recommendation, effort."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import polars as pl

from xlakit.metrics.metric import Metric
from xlakit.metrics.statistic import Kind, Statistic
from xlakit.model.agreement import CsatScale, EffortScale, Scale
from xlakit.model.metric_ref import MetricRef

if TYPE_CHECKING:
    from xlakit.metrics.metric import Direction, Unit

THOUSANDTH = Decimal("0.001")
PROMOTER, PASSIVE = 9, 7
EASY_FROM, HARD_TO = 5, 3


def csat(
    *, variant: Literal["box", "mean"] = "box", scale: str | Scale = "1..5", satisfied: str | Scale = "4..5"
) -> Metric:
    """Return customer satisfaction: the share of satisfied answers, or the mean answer.

    Higher is better. Left out: invitations without an answer; see the response rate beside the figure.

    Parameters
    ----------
    variant
        ``box`` (default): the share in the satisfied box. ``mean``: the mean answer. They never mix.
    scale, satisfied
        The answer scale and the satisfied part of it. An agreement states them under ``surveys``.

    Returns
    -------
    Metric
        Reads ``answers.csat``. Unit: share in [0, 1], or score on the scale.

    References
    ----------
    Measurement framework S-06.

    Examples
    --------
    >>> csat().unit, csat(variant="mean").unit
    ('share', 'score')
    """
    box = satisfied if isinstance(satisfied, Scale) else Scale.parse(satisfied)
    whole = scale if isinstance(scale, Scale) else Scale.parse(scale)
    answer = pl.col("csat")
    if variant == "box":
        return _answers(
            "csat",
            {},
            title="satisfied users (CSAT)",
            unit="share",
            statistic=Statistic(Kind.SHARE),
            value=answer.is_between(box.low, box.high).cast(pl.Int64),
            column="csat",
            source="S-06",
            bounds=(0, 1),
        )
    return _answers(
        "csat",
        {"variant": "mean"},
        title="mean satisfaction (CSAT)",
        unit="score",
        statistic=Statistic(Kind.MEAN, THOUSANDTH),
        value=(answer * 1000).round(0).cast(pl.Int64),
        column="csat",
        source="S-06",
        bounds=(whole.low, whole.high),
    )


def nps() -> Metric:
    """Return the net promoter score: share of 9-10 less share of 0-6, times 100.

    Higher is better. 7 up to below 9 counts only in the denominator; the buckets leave no gap for answers
    between whole numbers. Left out: invitations without an answer.

    Returns
    -------
    Metric
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


def happiness() -> Metric:
    """Return Happiness: share of 9-10 less share of 0-6, times 100, of the 0-10 question on the service.

    Higher is better. 7 up to below 9 counts only in the denominator. Left out: invitations without an answer.

    Returns
    -------
    Metric
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
    variant: Literal["mean", "easy"] = "mean",
    scale: str | Scale = "1..7",
    high_is: Literal["easy", "hard"] = "easy",
) -> Metric:
    """Return user effort: the mean answer, or the share who found it easy.

    The direction follows the question: with ``high_is="easy"`` higher is better, with ``"hard"`` lower is
    better (the share who found it easy is always better when higher). Left out: invitations without an answer.

    Parameters
    ----------
    variant
        ``mean`` (default), or ``easy``: the share in the easy three of a seven-point scale.
    scale, high_is
        The answer scale and which end of it means easy. An agreement states them under ``surveys``.

    Returns
    -------
    Metric
        Reads ``answers.effort``. Unit: score on the scale, or share in [0, 1].

    References
    ----------
    Measurement framework S-10; Customer Effort Score 2.0.

    Examples
    --------
    >>> ces().direction, ces(high_is="hard").direction, ces(variant="easy", high_is="hard").direction
    ('higher', 'lower', 'higher')
    """
    whole = scale if isinstance(scale, Scale) else Scale.parse(scale)
    answer = pl.col("effort")
    if variant == "mean":
        return _answers(
            "ces",
            {},
            title="user effort (CES)",
            unit="score",
            statistic=Statistic(Kind.MEAN, THOUSANDTH),
            value=(answer * 1000).round(0).cast(pl.Int64),
            column="effort",
            source="S-10",
            bounds=(whole.low, whole.high),
            direction="higher" if high_is == "easy" else "lower",
        )
    easy = answer >= whole.high - (7 - EASY_FROM) if high_is == "easy" else answer <= whole.low + HARD_TO - 1
    return _answers(
        "ces",
        {"variant": "easy"},
        title="users who found it easy (CES)",
        unit="share",
        statistic=Statistic(Kind.SHARE),
        value=easy.cast(pl.Int64),
        column="effort",
        source="S-10",
        bounds=(0, 1),
    )


def survey_terms(csat_scale: CsatScale, effort_scale: EffortScale) -> dict[str, dict[str, object]]:
    """Return the parameters that an agreement's ``surveys`` clause fixes for these metrics."""
    return {
        "csat": {"scale": csat_scale.scale, "satisfied": csat_scale.satisfied},
        "ces": {"scale": effort_scale.scale, "high_is": effort_scale.high_is},
    }


def _net(column: str, title: str, source: str) -> Metric:
    answer = pl.col(column)
    up, down = answer >= PROMOTER, answer < PASSIVE
    return _answers(
        column,
        {},
        title=title,
        unit="points",
        statistic=Statistic(Kind.NET, Decimal(100)),
        value=up.cast(pl.Int64) - down.cast(pl.Int64),
        column=column,
        source=source,
        bounds=(-100, 100),
    )


def _answers(  # noqa: PLR0913 - the fields a survey metric does not share with the others
    name: str,
    params: dict[str, str],
    *,
    title: str,
    unit: Unit,
    statistic: Statistic,
    value: pl.Expr,
    column: str,
    source: str,
    bounds: tuple[float, float],
    direction: Direction = "higher",
) -> Metric:
    return Metric(
        ref=MetricRef(name=name, params=params),
        title=title,
        kind="experience",
        basis="user_reported",
        unit=unit,
        direction=direction,
        grain="answers",
        statistic=statistic,
        value=value,
        at=pl.col("rated_at"),
        columns=(column, "rated_at"),
        needs=f"surveys with the column {column!r}",
        source=source,
        low=bounds[0],
        high=bounds[1],
    )
