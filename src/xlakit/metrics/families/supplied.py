"""A result measured elsewhere, by name."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.metric import Direction, Unit

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

MILLIONTH = Decimal("0.000001")
MILLION = 10**6
UNITS = get_args(Unit)


def supplied(
    series: str,
    *,
    unit: Unit = "share",
    better: Literal["higher", "lower"] = "higher",
    segment: str | None = None,
) -> Leaf:
    """Return a result that was measured elsewhere (availability, patching, speed of answer).

    The direction follows `better`. A row of the series counts in the window in which its ``window_start``
    lies, once its own window has ended. Where the series states good and total, the result is the sum of good
    over the sum of total, so long windows are exact; else it is the mean of the rows' values. Left out: rows
    without a result, and of a share those that lie outside 0 to 1 (a value of 99.5 is no share: write 0.995).
    Rows of several sources are pooled.

    Parameters
    ----------
    series
        Name of the series in the table of measurements.
    unit
        What the number is: ``share`` (default), ``seconds``, ``score``, ``points``, ``count``, ``money`` or
        ``ratio``. Lengths of time are seconds.
    better
        Which end is good.
    segment
        The segment to read. Unless stated, the rows without a segment; in a window that has none, the rows
        of all segments together.

    Returns
    -------
    Leaf
        Reads ``measurements.above``, ``below``, ``whole``. Unit: share in [0, 1], or as stated. It comes
        without an interval: the result is complete, and how it was measured is not known here.

    References
    ----------
    The records of an agreement: measurements.

    Examples
    --------
    >>> supplied("erp_uptime").basis, supplied("erp_uptime").high
    ('supplied', 1)
    >>> supplied("calls", unit="seconds", better="lower").name
    'supplied(series=calls, unit=seconds, better=lower)'
    """
    _check("unit", unit, UNITS)
    _check("better", better, get_args(Direction))
    mine = pl.col("name") == series
    mine = mine & (pl.col("whole") if segment is None else pl.col("segment") == segment)
    above, below = pl.col("above"), pl.col("below")
    share = unit == "share"
    fits = (below >= 0) & (above.is_between(0, below * MILLION) if share else above.is_not_null())
    params = {"series": series} | define.defaults(unit=(unit, "share"), better=(better, "higher"))
    return define.ratio(
        "supplied",
        pl.when(mine & fits).then(above),
        below,
        params=params if segment is None else params | {"segment": segment},
        title=f"supplied result {series}",
        side="efficiency",
        basis="supplied",
        unit=unit,
        direction=better,
        quantum=MILLIONTH,
        low=0 if share else None,
        high=1 if share else None,
        grain="measurements",
        needs=f"measurements named {series!r}",
        source="measurements",
    )


def _check(where: str, got: str, known: tuple[str, ...]) -> None:
    if got not in known:
        raise MeasureError(
            message(f"supplied: {where}", "is not one of its values", got=str(got), hint=", ".join(known))
        )


ENTRIES = (
    MetricEntry(
        "supplied",
        supplied,
        {
            "series": "text",
            "unit": f"choice:{'|'.join(UNITS)}",
            "better": "choice:higher|lower",
            "segment": "text",
        },
        frozenset({"series"}),
    ),
)
