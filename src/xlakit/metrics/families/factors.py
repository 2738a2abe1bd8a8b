"""Metrics of single factors: how often named, and what they stand for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.carried_over import carried_over
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.factor import FACTORS, Factor, find, fingerprint, named, names_it
from xlakit.metrics.families.surveys import PASSIVE, PROMOTER, thousandths
from xlakit.metrics.share_ratio import share_ratio

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Direction, Metric

Score = Literal["happiness", "nps", "csat"]
THOUSANDTH = Decimal("0.001")
PARTS = 720_720
"""An answer is split in so many parts: up to sixteen factors share it without a rest."""
NET_POINTS = 100_000
SOURCE = "S-83"


def factor_share(factor: str, *, factors: tuple[Factor, ...] = FACTORS) -> Leaf:
    """Return the share of answers that name a factor, among those that name any.

    The direction follows the factor's polarity: what happy users name is better when higher, what unhappy users
    name when lower. Left out: answers that name no factor.

    Parameters
    ----------
    factor
        Its name in the list: ``speed``, ``not_solved``, …, or ``other`` for words the list does not know.
    factors
        The list; the built-in one unless stated.

    Returns
    -------
    Leaf
        Reads ``answers.factors``, ``answers.unhappy``. Unit: share, in [0, 1].

    Raises
    ------
    MeasureError
        The list has no such factor.

    References
    ----------
    Measurement framework S-83.

    Examples
    --------
    >>> factor_share("not_solved").direction, factor_share("skills").direction
    ('lower', 'higher')
    """
    wanted = find(factor, factors)
    return define.share(
        "factor_share",
        names_it(wanted, factors),
        title=f"answers that name {wanted.name}",
        **_said(wanted, factors, "lower" if wanted.polarity == "unhappy" else "higher"),
    )


def factor_net(factor: str, *, factors: tuple[Factor, ...] = FACTORS) -> Leaf:
    """Return the share of answers that name a factor's happy pole less those that name its unhappy one.

    Higher is better, whichever of the two poles is named; a factor without an opposite counts against 0.
    Left out: answers that name no factor.

    Parameters
    ----------
    factor, factors
        As in `factor_share`.

    Returns
    -------
    Leaf
        Reads ``answers.factors``, ``answers.unhappy``. Unit: points, in [-100, 100].

    Raises
    ------
    MeasureError
        The list has no such factor.

    References
    ----------
    Measurement framework S-83.

    Examples
    --------
    >>> factor_net("slowness").direction, factor_net("speed").title
    ('higher', 'answers that name speed less those that name slowness')
    """
    wanted = find(factor, factors)
    poles = [wanted, *([] if wanted.opposite is None else [find(wanted.opposite, factors)])]
    ordered = sorted(poles, key=lambda pole: pole.polarity == "unhappy")
    value = sum(
        (
            names_it(pole, factors).cast(pl.Int64) * (-1 if pole.polarity == "unhappy" else 1)
            for pole in ordered[1:]
        ),
        names_it(ordered[0], factors).cast(pl.Int64) * (-1 if ordered[0].polarity == "unhappy" else 1),
    )
    return define.net(
        "factor_net",
        value,
        title="answers that name " + " less those that name ".join(pole.name for pole in ordered),
        **_said(wanted, factors, "higher"),
    )


def factor_lift(factor: str, *, factors: tuple[Factor, ...] = FACTORS) -> Metric:
    """Return how much more often users are unhappy who name a factor: P(unhappy | factor) / P(unhappy).

    Lower is better; 1 is no difference. Of a word that stands under both poles the mood of the answer decides
    the pole, so its lift tells nothing; neither does any lift tell a cause. Left out: answers that name no factor
    or whose mood is unknown. There is no value where nobody is unhappy.

    Parameters
    ----------
    factor, factors
        As in `factor_share`.

    Returns
    -------
    Metric
        Reads ``answers.factors``, ``answers.unhappy``. Unit: ratio, at least 0.

    Raises
    ------
    MeasureError
        The list has no such factor.

    References
    ----------
    Measurement framework S-83.

    Examples
    --------
    >>> factor_lift("rushed").name, factor_lift("rushed").unit
    ('factor_lift(factor=rushed)', 'ratio')
    """
    wanted = find(factor, factors)
    said = _said(wanted, factors, "lower")
    any_named = named(factors).is_not_null()
    among = define.share(
        "unhappy_who_name_it",
        pl.when(names_it(wanted, factors)).then(pl.col("unhappy")),
        title="unhappy who name it",
        **said,
    )
    overall = define.share(
        "unhappy_who_name_any", pl.when(any_named).then(pl.col("unhappy")), title="unhappy", **said
    )
    return share_ratio(among, overall).named(
        "factor_lift",
        params=said["params"],
        title=f"unhappy who name {wanted.name}, times all",
        low=0,
        high=None,
    )


def factor_impact(
    factor: str,
    *,
    target: Decimal | Fraction | int | str = 0,
    score: Score = "happiness",
    factors: tuple[Factor, ...] = FACTORS,
) -> Metric:
    """Return a factor's impact: how many answers name it, times their score less a target.

    Higher is better; below 0 those who name it are below the target, and the more they are the worse. The
    interval is that of the score. Left out: answers that do not name it, or without a score.

    Parameters
    ----------
    factor, factors
        As in `factor_share`.
    target
        What the score is held against, in its unit: an exact number.
    score
        ``happiness`` (default) or ``nps`` (from -100 to 100), or ``csat`` (the mean answer).

    Returns
    -------
    Metric
        Reads ``answers.factors``, ``answers.unhappy``, the score. Unit: score times answers.

    Raises
    ------
    MeasureError
        The list has no such factor, there is no such score, or the target is no exact number.

    References
    ----------
    HappySignals: impact = responses · (score - reference); measurement framework S-83.

    Examples
    --------
    >>> factor_impact("slowness", target=60).name
    'factor_impact(factor=slowness, target=60)'
    """
    wanted = find(factor, factors)
    params = define.defaults(target=(str(target), "0"), score=(score, "happiness"))
    said = _said(wanted, factors, "higher", params)
    names = names_it(wanted, factors)
    title = f"score of those who name {wanted.name}"
    said_it = pl.when(names).then(_scored(score))
    if score == "csat":
        own = define.mean("factor_score", said_it, title=title, unit="score", quantum=THOUSANDTH, **said)
    else:
        own = define.net("factor_score", said_it // NET_POINTS, title=title, **said)
    volume = define.total(
        "factor_volume",
        pl.when(names & _scored(score).is_not_null()).then(pl.lit(1)),
        title="answers that name it",
        **said,
    )
    return carried_over(own, volume, reference=_exact(target)).named(
        "factor_impact", params=said["params"], title=f"impact of {wanted.name}", unit="score"
    )


def factor_contribution(
    factor: str, *, score: Score = "happiness", factors: tuple[Factor, ...] = FACTORS
) -> Leaf:
    """Return what a factor contributes to the score of those who name factors; all factors add up to it.

    Higher is better. An answer that names several factors is split evenly between them, so that nothing is
    counted twice: the contributions of all factors, ``other`` included, add up to the score exactly. It is
    the Shapley value of the game in which a set of factors earns the scores of the answers that name any of
    them. Left out: answers that name no factor, or without a score.

    Parameters
    ----------
    factor, factors
        As in `factor_share`.
    score
        ``happiness`` (default) or ``nps`` (from -100 to 100), or ``csat`` (the mean answer).

    Returns
    -------
    Leaf
        Reads ``answers.factors``, ``answers.unhappy``, the score. Unit: score.

    Raises
    ------
    MeasureError
        The list has no such factor, or there is no such score.

    References
    ----------
    Measurement framework S-83.

    Examples
    --------
    >>> factor_contribution("speed", score="csat").name
    'factor_contribution(factor=speed, score=csat)'
    """
    wanted = find(factor, factors)
    params = define.defaults(score=(score, "happiness"))
    whole = _scored(score)
    # One pass over the names: the parts of the factor, or none; null where no factor is named.
    own = named(factors).list.eval((pl.element() == wanted.name).cast(pl.Int64)).list.mean()
    parts = (own * PARTS).round(0).cast(pl.Int64)
    any_named = pl.col("factors").list.drop_nulls().list.len() > 0
    return define.ratio(
        "factor_contribution",
        whole * parts,
        pl.when(any_named & whole.is_not_null()).then(pl.lit(PARTS)),
        title=f"contribution of {wanted.name}",
        **{"quantum": THOUSANDTH, "unit": "score", **_said(wanted, factors, "higher", params)},
    )


def _scored(score: str) -> pl.Expr:
    """Return what an answer adds to the score, in thousandths."""
    if score not in get_args(Score):
        raise MeasureError(
            message("factor score", "there is none", got=score, hint=", ".join(get_args(Score)))
        )
    answer = pl.col(score)
    if score == "csat":
        return thousandths(answer)
    return ((answer >= PROMOTER).cast(pl.Int64) - (answer < PASSIVE).cast(pl.Int64)) * NET_POINTS


def _exact(target: Decimal | Fraction | int | str) -> Fraction:
    try:
        if not isinstance(target, float):
            return Fraction(target)
    except (ValueError, TypeError, OverflowError):
        pass
    raise MeasureError(
        message("factor_impact.target", "must be an exact number", got=repr(target), hint="60")
    )


def _said(
    factor: Factor, factors: tuple[Factor, ...], direction: Direction, params: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return what these metrics share."""
    own = define.defaults(factors=(fingerprint(factors), ""))
    return {
        "params": {"factor": factor.name, **(params or {}), **own},
        "grain": "answers",
        "side": "experience",
        "direction": direction,
        "needs": "surveys.factors",
        "source": SOURCE,
    }


FACTOR = frozenset({"factor"})
SCORES = "choice:happiness|nps|csat"
ENTRIES = (
    MetricEntry("factor_contribution", factor_contribution, {"factor": "text", "score": SCORES}, FACTOR),
    MetricEntry(
        "factor_impact", factor_impact, {"factor": "text", "target": "number", "score": SCORES}, FACTOR
    ),
    MetricEntry("factor_lift", factor_lift, {"factor": "text"}, FACTOR),
    MetricEntry("factor_net", factor_net, {"factor": "text"}, FACTOR),
    MetricEntry("factor_share", factor_share, {"factor": "text"}, FACTOR),
)
