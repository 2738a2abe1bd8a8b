"""Volume and cost over time: whether more and more is asked of less and less."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from scipy import special

from xlakit.errors import DataError, message
from xlakit.metrics import define
from xlakit.metrics.families.work_volume import opened_tickets
from xlakit.metrics.measure import measure
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xlakit.metrics.leaf import Leaf
    from xlakit.model import Agreement
    from xlakit.tables import Desk

FEWEST = 3
"""Periods below which a slope has no spread."""
STEPS = {"week": "1w", "month": "1mo", "quarter": "1q"}


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through equally spaced figures.

    Attributes
    ----------
    periods
        How many figures; 0 or 1 have no slope, 2 no interval.
    mean
        Their mean.
    slope, low, high
        Change per period, and its 95 % interval.
    """

    periods: int
    mean: float | None = None
    slope: float | None = None
    low: float | None = None
    high: float | None = None


def trend(values: Sequence[float], *, at: Sequence[int] | None = None, level: float = 0.95) -> Trend:
    """Return the least-squares line through `values`, with the t interval of its slope.

    Parameters
    ----------
    values
        One figure a period, in order.
    at
        The numbers of the periods, where some are missing; 0, 1, 2, … unless stated.
    level
        Confidence of the two-sided interval. It takes the periods as independent of each other.

    Raises
    ------
    DataError
        A value that is not finite, or columns of different lengths.

    Examples
    --------
    >>> found = trend([10, 12, 13, 17])
    >>> found.slope, round(found.low, 3), round(found.high, 3)
    (2.2, 0.375, 4.025)
    >>> trend([10]).slope is None, trend([10, 12]).low is None
    (True, True)
    """
    y = arguments.column("trend.values", values).astype(np.float64)
    x = (
        np.arange(y.size, dtype=np.float64)
        if at is None
        else arguments.column("trend.at", at).astype(np.float64)
    )
    level = arguments.confidence(level)
    if not (np.isfinite(y).all() and np.isfinite(x).all()) or x.shape != y.shape:
        raise DataError(message("trend", "needs one finite figure a period", hint="leave out unknown ones"))
    n = int(y.size)
    if n < FEWEST - 1:
        return Trend(n, mean=float(y[0]) if n else None)
    off = x - x.mean()
    spread = math.fsum(off**2)
    if spread == 0:
        raise DataError(message("trend.at", "must tell the periods apart", got=repr(at)))
    slope = math.fsum(off * (y - y.mean())) / spread
    if n < FEWEST:
        return Trend(n, float(y.mean()), slope)
    rest = math.fsum((y - y.mean() - slope * off) ** 2)
    half = float(special.stdtrit(n - 2, (1 + level) / 2)) * math.sqrt(rest / (n - 2) / spread)
    return Trend(n, float(y.mean()), slope, slope - half, slope + half)


def cost_volume_scissors(
    desk: Desk,
    agreement: Agreement | None = None,
    *,
    cost: Literal["tickets", "invoices"] = "tickets",
    every: Literal["week", "month", "quarter"] = "month",
    timezone: str = "UTC",
    as_of: datetime | None = None,
) -> pl.DataFrame:
    """Return the trends of volume and cost, and how far they open like a pair of scissors.

    Parameters
    ----------
    desk
        The records.
    agreement
        Its scope and zone hold.
    cost
        ``tickets``: the cost of the tickets resolved in a period. ``invoices``: the amounts that begin in it.
    every, timezone
        The periods and the zone in which they begin. Periods that are not over at `as_of` are left out, and so
        are those without a known cost.
    as_of
        The instant to look from; the last instant in the data unless stated.

    Returns
    -------
    polars.DataFrame
        Rows ``volume`` (tickets opened), ``cost`` and ``scissors``: ``series, periods, mean, slope, slope_low,
        slope_high`` in tickets and money per period, and ``relative_slope, relative_low, relative_high`` as a
        share of the mean per period. The scissors are the relative slope of volume less that of cost:
        positive where volume grows faster than what is spent on it. Null where fewer than two periods are
        known (the intervals: three), or a mean is zero.

    Raises
    ------
    DataError
        Invoices are asked for and there are none, or they are in several currencies.

    Notes
    -----
    Measurement framework S-79. Least squares, t with n − 2 degrees of freedom; the interval of the scissors is
    that of the slope of the difference, so it accounts for both moving together. Months next to each other are
    seldom independent: read a narrow interval with care.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> days = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3, 4) for day in range(1, 1 + 4 * month)]
    >>> desk = Desk(
    ...     tickets=[
    ...         {
    ...             "ticket_id": str(number),
    ...             "opened_at": f"{day}T09:00Z",
    ...             "resolved_at": f"{day}T10:00Z",
    ...             "cost": None if number == 0 else 40 - number,
    ...         }
    ...         for number, day in enumerate(days)
    ...     ]
    ... )
    >>> found = cost_volume_scissors(desk)
    >>> found.select("series", "periods", "mean", "slope", "relative_slope").rows()[0]
    ('volume', 3, 8.0, 4.0, 0.5)
    """
    leaves = (opened_tickets(), _cost())
    measured = measure(leaves, desk, every=every, timezone=timezone, as_of=as_of, agreement=agreement)
    last = as_of if as_of is not None else desk.data_until
    over = measured.with_columns(end=pl.col("window_start").dt.offset_by(STEPS[every])).filter(
        pl.col("end") <= last
    )
    volume = over.filter(pl.col("metric") == leaves[0].name).sort("window_start")
    opened = volume.get_column("value").fill_null(0.0).to_list()
    if cost == "invoices":
        spent = _invoiced(desk, volume)
    else:
        spent = over.filter(pl.col("metric") == leaves[1].name).sort("window_start")["value"].to_list()
    numbered = [
        (number, count, float(amount))
        for number, (count, amount) in enumerate(zip(opened, spent, strict=True))
        if amount is not None
    ]
    at = [number for number, _, _ in numbered]
    tickets, money = [count for _, count, _ in numbered], [amount for _, _, amount in numbered]
    lines = {"volume": _both(tickets, at), "cost": _both(money, at)}
    relative = [_relative(series) for series in (tickets, money)]
    gap = Trend(len(at))
    if relative[0] is not None and relative[1] is not None:
        gap = trend([one - other for one, other in zip(*relative, strict=True)], at=at)
    nothing = Trend(len(at))
    rows = [_line(name, *both) for name, both in {**lines, "scissors": (nothing, gap)}.items()]
    numbers = ("mean", "slope", "slope_low", "slope_high", "relative_slope", "relative_low", "relative_high")
    schema = {"series": pl.String, "periods": pl.Int64, **dict.fromkeys(numbers, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _cost() -> Leaf:
    return define.total(
        "cost",
        pl.col("cost").to_physical().cast(pl.Int64),
        unit="money",
        quantum=Decimal("0.000001"),
        title="cost of resolved tickets",
        side="efficiency",
        direction="lower",
        needs="tickets.cost",
        source="S-79",
    )


def _invoiced(desk: Desk, periods: pl.DataFrame) -> list[float | None]:
    """Return the amounts that begin in each period; None where none does."""
    invoices = desk.invoices
    if invoices is None:
        raise DataError(message("cost_volume_scissors", "the desk has no invoices", hint="cost='tickets'"))
    currencies: list[str] = []
    if "currency" in invoices.columns:
        currencies = invoices.get_column("currency").drop_nulls().unique().sort().to_list()
    if len(currencies) > 1:
        raise DataError(
            message("cost_volume_scissors: invoices", "are in several currencies", got=", ".join(currencies))
        )
    begins = pl.col("window_start")
    inside = [
        invoices.filter((begins >= start) & (begins < end)).get_column("amount").drop_nulls()
        for start, end in periods.select("window_start", "end").iter_rows()
    ]
    return [math.fsum(float(amount) for amount in amounts) if len(amounts) else None for amounts in inside]


def _relative(values: list[float]) -> list[float] | None:
    """Return the figures over their mean; None where that is zero."""
    mean = math.fsum(values) / len(values) if values else 0.0
    return [value / mean for value in values] if mean else None


def _both(values: list[float], at: list[int]) -> tuple[Trend, Trend]:
    """Return the trend of the figures, and of the figures over their mean."""
    shares = _relative(values)
    return trend(values, at=at), Trend(len(at)) if shares is None else trend(shares, at=at)


def _line(name: str, plain: Trend, share: Trend) -> tuple[str | int | float | None, ...]:
    return (
        name,
        share.periods,
        plain.mean,
        plain.slope,
        plain.low,
        plain.high,
        share.slope,
        share.low,
        share.high,
    )
