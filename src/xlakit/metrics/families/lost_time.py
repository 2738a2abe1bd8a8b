"""Metrics of the working time that users say they lost."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.carried_over import carried_over
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families.satisfaction import resolved_count
from xlakit.metrics.summaries import VALUE
from xlakit.model import Percent

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric

LOST = (pl.col("lost_minutes") * 60).round(0).cast(pl.Int64)
HOUR = 3600
LOST_NEEDS = "surveys.lost_minutes; tickets.resolved_at, or status events"
MOST = Fraction(4, 5)
ANY = "…"
"""Stands for a parameter where a metric is only described."""


def lost_time_mean() -> Leaf:
    """Return the mean working time that users say they lost by an issue.

    Lower is better. Left out: everyone who did not answer the question; it is optional, so it has fewer answers
    than the scores beside it. It is heavy-tailed: look at ``percentile`` and ``lost_time_pareto``, too.

    Returns
    -------
    Leaf
        Reads ``answers.lost_minutes``. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-86; HappySignals, lost time.

    Examples
    --------
    >>> lost_time_mean().unit, lost_time_mean().percentile("90%").name
    ('seconds', 'lost_time_mean(percentile=90%)')
    """
    return define.mean(
        "lost_time_mean",
        LOST,
        title="working time lost per ticket",
        unit="seconds",
        low=0,
        side="experience",
        direction="lower",
        grain="answers",
        needs="surveys.lost_minutes",
        source="S-86",
    )


def lost_time_total() -> Metric:
    """Return the working time lost by all resolved tickets: the mean of those who said, times the tickets.

    Lower is better. The silent are taken to lose what the others lose. The interval is that of the mean; the
    number of tickets is known. Left out: unresolved tickets. Without an answer there is no value.

    Returns
    -------
    Metric
        Reads ``answers.lost_minutes``, ``tickets.first_resolved_at``. Unit: seconds, at least 0.

    References
    ----------
    Measurement framework S-86.

    Examples
    --------
    >>> lost_time_total().unit, lost_time_total().direction
    ('seconds', 'lower')
    """
    return carried_over(lost_time_mean(), resolved_count()).named(
        "lost_time_total",
        title="working time lost by all tickets",
        kind="experience",
        basis="user_reported",
        unit="seconds",
        direction="lower",
        low=0,
        high=None,
        needs=LOST_NEEDS,
        source="S-86",
    )


def lost_time_cost(rate: Decimal | Fraction | int | str) -> Metric:
    """Return what the working time lost by all resolved tickets costs.

    Lower is better. Left out: unresolved tickets. Without an answer there is no value.

    Parameters
    ----------
    rate
        What an hour of a user's working time costs, in the currency you think in: exact, never a float.

    Returns
    -------
    Metric
        Reads ``answers.lost_minutes``, ``tickets.first_resolved_at``. Unit: money, at least 0.

    Raises
    ------
    MeasureError
        `rate` is no exact number, or negative.

    References
    ----------
    Measurement framework S-86.

    Examples
    --------
    >>> lost_time_cost(rate="45.50").name, lost_time_cost(rate=45).unit
    ('lost_time_cost(rate=45.50)', 'money')
    """
    hourly = _rate(rate)
    cost = carried_over(lost_time_mean(), resolved_count(), worth=hourly / HOUR)
    return cost.named(
        "lost_time_cost",
        params={"rate": str(rate)},
        title="cost of working time lost",
        kind="experience",
        basis="user_reported",
        unit="money",
        direction="lower",
        low=0,
        high=None,
        needs=LOST_NEEDS,
        source="S-86",
    )


def lost_time_pareto(share: Fraction | str | float = MOST) -> Leaf:
    """Return the smallest share of answered tickets that carries a given share of the time lost.

    Lower is better: the fewer carry the loss, the fewer have to be looked at. Left out: answers without the
    question, and windows in which nobody lost anything. Parts of a desk do not add up to its figure.

    Parameters
    ----------
    share
        Of the time lost: ``"80%"`` (default), a fraction, or ``0.8``.

    Returns
    -------
    Leaf
        Reads ``answers.lost_minutes``. Unit: share, in [0, 1].

    Raises
    ------
    MeasureError
        `share` is not above 0 and at most 1.

    References
    ----------
    Measurement framework S-86; HappySignals found 80 % of lost time in 12.6 % of tickets.

    Examples
    --------
    >>> lost_time_pareto().name, lost_time_pareto("50%").name
    ('lost_time_pareto', 'lost_time_pareto(share=50%)')
    """
    part = _share(share)
    return define.summary(
        "lost_time_pareto",
        LOST,
        partial(carried, share=part),
        params=define.defaults(share=(_percent(part), _percent(MOST))),
        title=f"tickets that carry {_percent(part)} of the working time lost",
        unit="share",
        low=0,
        high=1,
        side="experience",
        direction="lower",
        grain="answers",
        needs="surveys.lost_minutes",
        source="S-86",
    )


def carried(rows: pl.DataFrame, share: Fraction) -> tuple[int, int, int]:
    """Return how many rows, the largest first, it takes to reach `share` of their sum; of how many; how many.

    Examples
    --------
    >>> import polars as pl
    >>> carried(pl.DataFrame({"_value": [80, None, 10, 10]}), Fraction(4, 5))
    (1, 3, 3)
    >>> carried(pl.DataFrame({"_value": [0, 0]}), Fraction(4, 5))
    (0, 0, 2)
    """
    known = rows.get_column(VALUE).drop_nulls().sort(descending=True)
    whole = int(known.sum())
    if whole == 0:
        return 0, 0, known.len()
    # The least whole number that reaches the share: no product that could overflow, and no float.
    enough = -(-whole * share.numerator // share.denominator)
    return int((known.cum_sum() < enough).sum()) + 1, known.len(), known.len()


def _rate(rate: Decimal | Fraction | int | str) -> Fraction:
    try:
        hourly = Fraction(1) if rate == ANY else Fraction(Decimal(rate) if isinstance(rate, str) else rate)
    except (InvalidOperation, ValueError, TypeError, OverflowError):
        hourly = Fraction(-1)
    if hourly < 0 or isinstance(rate, float):
        raise MeasureError(
            message(
                "metric lost_time_cost: rate",
                "must be an exact amount an hour",
                got=repr(rate),
                hint="'45.50'",
            )
        )
    return hourly


def _share(share: Fraction | str | float) -> Fraction:
    if isinstance(share, str):
        try:
            part = Percent.parse(share).exact
        except ValueError:
            part = Fraction(0)
    else:
        part = Fraction(str(share)) if isinstance(share, float) else Fraction(share)
    if not 0 < part <= 1:
        raise MeasureError(
            message(
                "metric lost_time_pareto: share", "lies above 0, at most 100%", got=str(share), hint="'80%'"
            )
        )
    return part


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


ENTRIES = (
    MetricEntry("lost_time_cost", lost_time_cost, {"rate": "number"}, frozenset({"rate"})),
    MetricEntry("lost_time_mean", lost_time_mean),
    MetricEntry("lost_time_pareto", lost_time_pareto, {"share": "share"}),
    MetricEntry("lost_time_total", lost_time_total),
)
