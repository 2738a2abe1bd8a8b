"""Metrics of empathy: as users say it, as replies show it, what it costs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.surveys import THOUSANDTH, scale_of, thousandths
from xlakit.metrics.summaries import VALUE
from xlakit.model import Percent

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.model.agreement import Scale

ONE_TO_FIVE = "1..5"
ANY = Fraction(1, 4)
_RESOLVED = pl.col("first_resolved_at").is_not_null()


def empathy_score(*, scale: str | Scale = ONE_TO_FIVE) -> Leaf:
    """Return the mean answer to the question on empathy.

    Higher is better. Left out: invitations without an answer to it, and answers off the scale.

    Parameters
    ----------
    scale
        The answer scale. It is kept in the metric's name.

    Returns
    -------
    Leaf
        Reads ``answers.empathy``. Unit: score on the scale.

    References
    ----------
    Measurement framework S-44.

    Examples
    --------
    >>> empathy_score(scale="1..7").name, empathy_score().low
    ('empathy_score(scale=1..7)', 1)
    """
    whole = _scale(scale)
    return define.mean(
        "empathy_score",
        thousandths(_said(whole)),
        params=_on(whole),
        title="empathy, as users say",
        grain="answers",
        side="experience",
        direction="higher",
        unit="score",
        quantum=THOUSANDTH,
        low=whole.low,
        high=whole.high,
        needs="surveys with the column 'empathy'",
        source="S-44",
    )


def empathy_gap(
    *, technical: Literal["solved", "stayed_solved"] = "solved", scale: str | Scale = ONE_TO_FIVE
) -> Leaf:
    """Return by how much technical quality exceeds empathy, both from 0 to 1, in the eyes of the same users.

    Lower is better: above 0 the fix was better than the way users were treated, below 0 they were treated better than
    helped. Left out: answers that lack one of the two.

    Parameters
    ----------
    technical
        ``solved`` (default): the user's answer, yes 1, partly ½, no 0. ``stayed_solved``: 1 where the ticket was
        not reopened, else 0.
    scale
        The scale of the question on empathy: its low end counts 0, its high end 1.

    Returns
    -------
    Leaf
        Reads ``answers.empathy`` and ``solved``, or ``reopens``. Unit: score, in [-1, 1].

    References
    ----------
    Measurement framework S-44 (same fix, different experience).

    Examples
    --------
    >>> empathy_gap().direction, empathy_gap(technical="stayed_solved").name
    ('lower', 'empathy_gap(technical=stayed_solved)')
    """
    define.one_of("empathy_gap: technical", technical, ("solved", "stayed_solved"))
    whole = _scale(scale)
    felt = thousandths((_said(whole) - whole.low) / (whole.high - whole.low))
    solved = pl.col("solved").replace_strict(
        {"yes": 1000, "partly": 500, "no": 0}, default=None, return_dtype=pl.Int64
    )
    stayed = (pl.col("reopens") == 0).cast(pl.Int64) * 1000
    return define.mean(
        "empathy_gap",
        (solved if technical == "solved" else stayed) - felt,
        params={**define.defaults(technical=(technical, "solved")), **_on(whole)},
        title="technical quality less empathy",
        grain="answers",
        side="experience",
        direction="lower",
        unit="score",
        quantum=THOUSANDTH,
        low=-1,
        high=1,
        needs="surveys with the columns 'empathy' and 'solved'"
        if technical == "solved"
        else "surveys with the column 'empathy'; status events or tickets.reopen_count",
        source="S-44",
    )


def empathy_markers_score() -> Leaf:
    """Return the mean share of the four empathy markers that the replies to a resolved ticket carry together.

    Higher is better. The markers are acknowledgement, collaboration, explanation and enablement, found by the default
    lexicon, which sees words and not what they mean: compare many tickets, never judge one. Left out: tickets without
    a public agent reply that has a text.

    Returns
    -------
    Leaf
        Reads ``tickets.empathy_thousandths``. Unit: score, in [0, 1].

    References
    ----------
    Measurement framework S-45; ``xlakit.facts.talk.empathy_markers``.

    Examples
    --------
    >>> empathy_markers_score().basis, empathy_markers_score().high
    ('observed', 1)
    """
    return define.mean(
        "empathy_markers_score",
        pl.when(_RESOLVED).then(pl.col("empathy_thousandths")),
        title="empathy markers in replies",
        side="experience",
        direction="higher",
        unit="score",
        quantum=THOUSANDTH,
        low=0,
        high=1,
        needs="reply events with their text",
        source="S-45",
    )


def empathy_time_cost(
    *, statistic: Literal["median", "mean"] = "median", at_least: str | Fraction = ANY
) -> Leaf:
    """Return by how much longer tickets with empathetic replies were worked on than the others.

    Lower is better for the budget; that empathy takes time that handle-time targets do not reward is the point of the
    figure. Tickets differ in more than their replies, so it is a difference, not an effect. It has no value unless
    both groups have tickets. Left out: unresolved tickets, and those without handle time or without a public agent
    reply that has a text.

    Parameters
    ----------
    statistic
        ``median`` (default) or ``mean`` of the handle times.
    at_least
        From which share of the four markers on the replies to a ticket count as empathetic; any of them unless stated.

    Returns
    -------
    Leaf
        Reads ``tickets.handle_minutes``, ``empathy_thousandths``. Unit: seconds; may be negative.

    References
    ----------
    Measurement framework S-46.

    Examples
    --------
    >>> empathy_time_cost().unit, empathy_time_cost(at_least="75%").name
    ('seconds', 'empathy_time_cost(at_least=75%)')
    """
    define.one_of("empathy_time_cost: statistic", statistic, ("median", "mean"))
    try:
        share = Percent.parse(at_least).exact if isinstance(at_least, str) else Fraction(at_least)
    except ValueError:
        share = Fraction(0)
    if not 0 < share <= 1:
        raise MeasureError(
            message("empathy_time_cost.at_least", "lies above 0 and up to 1", got=str(at_least), hint="50%")
        )
    known = _RESOLVED & pl.col("empathy_thousandths").is_not_null()
    return define.summary(
        "empathy_time_cost",
        pl.when(known).then((pl.col("handle_minutes") * 60).round(0).cast(pl.Int64)),
        partial(cost, statistic=statistic, least=share * 1000),
        params=define.defaults(
            statistic=(statistic, "median"), at_least=(f"{float(share * 100):g}%", f"{float(ANY * 100):g}%")
        ),
        title="handle time with empathy less without",
        side="efficiency",
        direction="lower",
        unit="seconds",
        quantum=Decimal(1),
        reads=("first_resolved_at", "handle_minutes", "empathy_thousandths"),
        needs="tickets.handle_minutes; reply events with their text",
        source="S-46",
    )


def cost(rows: pl.DataFrame, statistic: Literal["median", "mean"], least: Fraction) -> tuple[int, int, int]:
    """Return the difference of handle times as an exact ratio, and how many tickets it rests on.

    Examples
    --------
    >>> rows = pl.DataFrame({"_value": [60, 90, 200, 40, None], "empathy_thousandths": [500, 750, 1000, 0, 0]})
    >>> cost(rows, "median", Fraction(500)), cost(rows.head(3), "mean", Fraction(500))
    ((50, 1, 4), (0, 0, 0))
    """
    known = rows.drop_nulls(VALUE)
    kind = (pl.col("empathy_thousandths") >= float(least)).alias("kind")
    with_it, without = (
        known.filter(kind if wanted else ~kind).get_column(VALUE).sort() for wanted in (True, False)
    )
    if with_it.is_empty() or without.is_empty():
        return 0, 0, 0
    found = _middle(with_it, statistic) - _middle(without, statistic)
    return found.numerator, found.denominator, known.height


def _middle(values: pl.Series, statistic: str) -> Fraction:
    if statistic == "mean":
        return Fraction(int(values.sum()), values.len())
    return Fraction(int(values[(values.len() - 1) // 2]) + int(values[values.len() // 2]), 2)


def _scale(scale: str | Scale) -> Scale:
    whole = scale_of(scale)
    if whole.low == whole.high:
        raise MeasureError(message("empathy.scale", "a scale has two ends", got=str(whole), hint=ONE_TO_FIVE))
    return whole


def _on(whole: Scale) -> dict[str, str]:
    return define.defaults(scale=(str(whole), ONE_TO_FIVE))


def _said(whole: Scale) -> pl.Expr:
    answer = pl.col("empathy")
    return pl.when(answer.is_between(whole.low, whole.high)).then(answer)


ENTRIES = (
    MetricEntry("empathy_gap", empathy_gap, {"technical": "choice:solved|stayed_solved", "scale": "text"}),
    MetricEntry("empathy_markers_score", empathy_markers_score),
    MetricEntry("empathy_score", empathy_score, {"scale": "text"}),
    MetricEntry(
        "empathy_time_cost", empathy_time_cost, {"statistic": "choice:median|mean", "at_least": "share"}
    ),
)
