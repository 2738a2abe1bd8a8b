"""Hot spots: where many answers meet a figure that is far from where it should be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics.catalogue import build
from xlakit.metrics.measure import FIGURES, measure
from xlakit.metrics.metric import Metric
from xlakit.model import MetricRef, Percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal
    from fractions import Fraction

    from xlakit.metrics.measure import Every
    from xlakit.model import Agreement
    from xlakit.tables import Desk

    Reference = Decimal | Fraction | float | str


def impact(  # noqa: PLR0913 - one of three references, and what measure takes
    metric: Metric | str,
    desk: Desk,
    *,
    target: Reference | None = None,
    baseline: Reference | bool | None = None,
    previous: bool = False,
    by: str | Sequence[str] = (),
    every: Every | None = None,
    timezone: str = "UTC",
    as_of: datetime | None = None,
    agreement: Agreement | None = None,
) -> pl.DataFrame:
    """Return the impact of each segment: its responses times its figure less a reference, the worst first.

    A small team far off can matter less than a large one a little off; their impact tells.

    Parameters
    ----------
    metric, desk
        What to look at: a metric or its name, on a desk.
    target
        A number in the metric's unit to hold every segment against; or
    baseline
        such a number of your own past, or True: the figure of the whole desk over all records; or
    previous
        hold each window against the one before, of the same segment; needs `every`.
    by, every, timezone, as_of, agreement
        As in `xlakit.metrics.measure`.

    Returns
    -------
    polars.DataFrame
        ``metric, window_start``, the segment columns, ``responses, value, reference, difference, impact, low,
        high, suppressed``. ``low`` and ``high`` bound the impact by the interval of the figure (and, with
        `previous`, of the one before); a target and a baseline are taken as they are. Below the anonymity
        threshold everything is null, and so is an impact whose reference is withheld or unknown.

    Raises
    ------
    MeasureError
        None or several of target, baseline and previous are stated; or previous without `every`.

    References
    ----------
    HappySignals: impact = responses · (score - target, baseline or previous).

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> from xlakit.tables import Desk
    >>> desk = Desk(
    ...     tickets=[
    ...         {"ticket_id": f"{n}", "opened_at": "2026-03-01T09:00Z", "resolved_at": "2026-03-01T11:00Z",
    ...          "team": "West" if n < 20 else "East"} for n in range(60)],
    ...     surveys=[{"ticket_id": f"{n}", "csat": 2 if n % 4 == 0 else 5} for n in range(60)],
    ... )
    >>> found = impact(m.csat(), desk, target=0.9, by="team")
    >>> found.select("team", "responses", found["impact"].round(6)).rows()
    [('East', 40, -6.0), ('West', 20, -3.0)]
    """
    wanted = metric if isinstance(metric, Metric) else build(MetricRef(name=metric), agreement)
    _check(target, baseline, every, previous=previous)
    common = {"timezone": timezone, "as_of": as_of, "agreement": agreement}
    found = measure(wanted, desk, by=by, every=every, **common)  # type: ignore[arg-type]
    segments = [name for name in found.columns if name not in {"metric", "window_start", *FIGURES}]
    stated = target if baseline is None else baseline
    if previous:
        before = pl.col("value", "low", "high").shift(1)
        earlier = before.over(segments) if segments else before
        spot = (
            found.with_row_index("_row")
            .sort("window_start", "_row")
            .with_columns(earlier.name.prefix("_before_"))
            .rename({"_before_value": "reference"})
        )
    else:
        if stated is True:
            stated = measure(wanted, desk, **common)["value"].item()  # type: ignore[arg-type]
        number = None if stated is None else _number(stated)
        spot = found.with_row_index("_row").with_columns(
            pl.lit(number, pl.Float64).alias("reference"),
            pl.lit(number, pl.Float64).alias("_before_low"),
            pl.lit(number, pl.Float64).alias("_before_high"),
        )
    responses, difference = pl.col("denominator"), pl.col("value") - pl.col("reference")
    below, above = pl.col("value") - pl.col("low"), pl.col("high") - pl.col("value")
    # Two independent windows: their distances add as squares.
    down = (below.pow(2) + (pl.col("_before_high") - pl.col("reference")).pow(2)).sqrt()
    up = (above.pow(2) + (pl.col("reference") - pl.col("_before_low")).pow(2)).sqrt()
    worst_first = wanted.direction == "lower"
    return (
        spot.with_columns(
            responses=responses,
            difference=difference,
            impact=responses * difference,
            _low=responses * (difference - down),
            _high=responses * (difference + up),
        )
        .sort("impact", "_row", descending=[worst_first, False], nulls_last=True)
        .select(
            "metric",
            "window_start",
            *segments,
            "responses",
            "value",
            "reference",
            "difference",
            "impact",
            low="_low",
            high="_high",
            suppressed="suppressed",
        )
    )


def _number(stated: object) -> float:
    """Return what the figure is held against, in its unit; a share may be written with its sign."""
    try:
        written = Percent.parse(stated).exact if isinstance(stated, str) else stated
        found = float(written)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise MeasureError(
            message(
                "impact", "needs a number in the unit of the metric", got=repr(stated), hint="60, or '90%'"
            )
        )
    return found


def _check(
    target: Reference | None, baseline: Reference | None, every: Every | None, *, previous: bool
) -> None:
    stated = (target is not None) + (baseline is not None and baseline is not False) + previous
    if stated != 1:
        raise MeasureError(
            message("impact", "needs one of target, baseline and previous", got=f"{stated}", hint="target=60")
        )
    if previous and every is None:
        raise MeasureError(message("impact.previous", "needs windows", hint="every='month'"))
