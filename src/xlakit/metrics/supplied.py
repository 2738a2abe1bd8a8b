"""A result measured elsewhere, by name."""

from __future__ import annotations

import polars as pl

from xlakit.metrics.metric import Metric
from xlakit.metrics.statistic import Kind, Statistic
from xlakit.model.metric_ref import MetricRef


def supplied(series: str) -> Metric:
    """Return a result that was measured elsewhere (availability, patching, speed of answer).

    Higher is better. Left out: everything, for now: the table of measurements is read and kept, and is not
    evaluated by this version, so the metric has no value and says so.

    Parameters
    ----------
    series
        Name of the series in the table of measurements.

    Returns
    -------
    Metric
        Reads nothing yet. Unit: share, in [0, 1].

    References
    ----------
    The records of an agreement: measurements.

    Examples
    --------
    >>> supplied("erp_uptime").basis
    'supplied'
    """
    return Metric(
        ref=MetricRef(name="supplied", params={"series": series}),
        title=f"supplied result {series}",
        kind="efficiency",
        basis="supplied",
        unit="share",
        direction="higher",
        grain="tickets",
        statistic=Statistic(Kind.SHARE),
        value=pl.lit(None, pl.Int64),
        at=pl.col("opened_at"),
        columns=("opened_at",),
        needs="measurements, which this version keeps and does not evaluate yet",
        source="measurements",
        low=0,
        high=1,
    )
