"""How close to its limit a promise was kept: headroom, scraping past, bunching below the limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.model import Percent

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

TENTH = Fraction(1, 10)
"""A choice of ours, there to be replaced."""

_LIMIT = pl.col("limit").dt.total_microseconds()
_LEFT = _LIMIT - pl.col("elapsed").dt.total_microseconds()
_KEPT = pl.col("met") & (_LIMIT > 0)


def headroom(clock: str) -> Leaf:
    """Return how much of the limit was left when the clock stopped, on average: ``(T - x) / T``.

    Higher is better. 0 is a stop exactly on the limit, 1 one at once; a late stop is negative, without a floor.
    Each cycle of the clock counts, in the window of its stop, to a thousandth. Left out: clocks that have not
    stopped, cancelled ones, and those without a limit.

    Parameters
    ----------
    clock
        Name of a clock of the agreement.

    Returns
    -------
    Leaf
        Reads the clock's cycles. Unit: ratio, at most 1.

    References
    ----------
    Measurement framework S-73.

    Examples
    --------
    >>> headroom("resolution").name, headroom("resolution").high
    ('headroom(clock=resolution)', 1)
    """
    thousandths = (2000 * _LEFT + _LIMIT) // (2 * _LIMIT)
    stopped = pl.col("met").is_not_null() & pl.col("stopped_at").is_not_null() & (_LIMIT > 0)
    return define.mean(
        "headroom",
        pl.when(stopped).then(thousandths),
        params={"clock": clock},
        title="headroom below the limit",
        direction="higher",
        unit="ratio",
        quantum=Decimal("0.001"),
        high=1,
        at=pl.col("stopped_at"),
        **_of(clock),
    )


def scrape_rate(clock: str, *, within: Fraction | str = TENTH) -> Leaf:
    """Return the share of kept promises that were only just kept.

    Lower is better. Only just: less than `within` of the limit was left when the clock stopped; exactly on the
    limit is one of them. Left out: missed and undecided promises. Many just below a limit can also come from
    taking what is due first, or from closing at the end of a shift: look at the tickets.

    Parameters
    ----------
    clock
        Name of a clock of the agreement.
    within
        The share of the limit, ``"10%"`` unless stated.

    Returns
    -------
    Leaf
        Reads the clock's cycles. Unit: share, in [0, 1].

    Raises
    ------
    MeasureError
        `within` is not a share above 0 and up to 100 %.

    References
    ----------
    Measurement framework S-73.

    Examples
    --------
    >>> scrape_rate("resolution", within="5%").name
    'scrape_rate(clock=resolution, within=5%)'
    """
    band = _band("scrape_rate", within, Fraction(1))
    return define.share(
        "scrape_rate",
        pl.when(_KEPT).then(_below(band)),
        params=_params(clock, band),
        title="promises only just kept",
        direction="lower",
        **_of(clock),
    )


def bunching_ratio(clock: str, *, within: Fraction | str = TENTH) -> Leaf:
    """Return how many promises were kept in the last part of the limit for each one in the part before.

    Lower is better: near 1 is a smooth flow, far above it stops crowd under the limit. The last part is the last
    `within` of the limit, the one before it is as long. Left out: missed and undecided promises, and those kept
    with more to spare. Without a stop in the part before there is no value.

    Parameters
    ----------
    clock
        Name of a clock of the agreement.
    within
        The share of the limit, ``"10%"`` unless stated; at most 50 %, for two parts have to fit.

    Returns
    -------
    Leaf
        Reads the clock's cycles. Unit: ratio, at least 0.

    Raises
    ------
    MeasureError
        `within` is not a share above 0 and up to 50 %.

    References
    ----------
    Measurement framework S-73.

    Examples
    --------
    >>> bunching_ratio("resolution").unit
    'ratio'
    """
    band = _band("bunching_ratio", within, Fraction(1, 2))
    near = _KEPT & _below(2 * band)
    last = _below(band)
    return define.ratio(
        "bunching_ratio",
        pl.when(near).then(last.cast(pl.Int64)),
        pl.when(near).then((~last).cast(pl.Int64)),
        params=_params(clock, band),
        title="stops just below the limit, per stop before",
        direction="lower",
        low=0,
        **_of(clock),
    )


def _below(band: Fraction) -> pl.Expr:
    """Return whether less than `band` of the limit is left, and not less than nothing: exactly, in whole numbers."""
    left, limit = (side.cast(pl.Int128) for side in (_LEFT, _LIMIT))
    return (_LEFT >= 0) & (left * band.denominator < limit * band.numerator)


def _band(name: str, within: Fraction | str, most: Fraction) -> Fraction:
    try:
        band = Percent.parse(within).exact if isinstance(within, str) else Fraction(within)
    except ValueError:
        band = Fraction(0)
    if not 0 < band <= most:
        what = f"is not a share above 0 and up to {float(most):.0%}"
        raise MeasureError(message(f"metric {name}: within", what, got=str(within), hint="10%"))
    return band


def _params(clock: str, band: Fraction) -> dict[str, str]:
    return {"clock": clock, **define.defaults(within=(f"{float(band * 100):g}%", "10%"))}


def _of(clock: str) -> dict[str, Any]:
    return {
        "side": "efficiency",
        "grain": "clock_cycles",
        "needs": f"tickets whose clock {clock!r} was decided (times of reply or resolution)",
        "source": "S-73",
        "clock": clock,
    }


_CLOCK, _WITHIN = {"clock": "clock"}, {"clock": "clock", "within": "share"}
ENTRIES = (
    MetricEntry("bunching_ratio", bunching_ratio, _WITHIN, frozenset(_CLOCK)),
    MetricEntry("headroom", headroom, _CLOCK, frozenset(_CLOCK)),
    MetricEntry("scrape_rate", scrape_rate, _WITHIN, frozenset(_CLOCK)),
)
