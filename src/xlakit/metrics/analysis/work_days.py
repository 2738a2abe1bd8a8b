"""Working days saved: what users lose less than in the first month."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics.families.lost_time import lost_time_mean
from xlakit.metrics.families.satisfaction import resolved_count
from xlakit.metrics.measure import FIGURES, measure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xlakit.model import Agreement
    from xlakit.tables import Desk


def work_days_saved(
    desk: Desk,
    *,
    day: timedelta,
    by: str | Sequence[str] = (),
    timezone: str = "UTC",
    as_of: datetime | None = None,
    agreement: Agreement | None = None,
) -> pl.DataFrame:
    """Return the working days that users lost less than at the rate of the first month, month by month.

    Higher is better; below 0 they lost more. In each month: the mean lost in the first month less that of
    the month, times the month's resolved tickets. The first month is the first with enough answers.

    Parameters
    ----------
    desk, by, timezone, as_of, agreement
        As in `xlakit.metrics.measure`.
    day
        How long a working day is: it is never silently eight hours.

    Returns
    -------
    polars.DataFrame
        ``window_start``, the segment columns, ``answers``, ``tickets`` resolved, ``lost_seconds`` (the mean),
        ``days_saved`` with ``low`` and ``high``, ``cumulative_days_saved``, ``suppressed``. The bounds are those
        of both means at 95 %; the number of tickets is known. A month without answers, or with too few to be
        shown, saves nothing known: null, and left out of the running total.

    Raises
    ------
    MeasureError
        `day` is not positive.

    References
    ----------
    Measurement framework S-86; HappySignals, work days saved.

    Examples
    --------
    >>> from xlakit.tables import Desk
    >>> opened = ["2026-01-05T09:00Z", "2026-02-05T09:00Z"]
    >>> desk = Desk(
    ...     tickets=[
    ...         {"ticket_id": f"{n}", "opened_at": opened[n % 2], "resolved_at": opened[n % 2][:11] + "12:00Z"}
    ...         for n in range(40)
    ...     ],
    ...     surveys=[{"ticket_id": f"{n}", "lost_minutes": (60, 36)[n % 2]} for n in range(40)],
    ... )
    >>> work_days_saved(desk, day=timedelta(hours=8)).select("tickets", "lost_seconds", "days_saved").rows()
    [(20, 3600.0, 0.0), (20, 2160.0, 1.0)]
    """
    if not isinstance(day, timedelta) or day <= timedelta():
        raise MeasureError(
            message("work_days_saved.day", "must be positive", got=str(day), hint="timedelta(hours=8)")
        )
    common: dict[str, Any] = {
        "by": by,
        "every": "month",
        "timezone": timezone,
        "as_of": as_of,
        "agreement": agreement,
    }
    lost = measure(lost_time_mean(), desk, **common)
    tickets = measure(resolved_count(), desk, **common)
    segments = [name for name in lost.columns if name not in {"metric", "window_start", *FIGURES}]
    place = ["window_start", *segments]
    rows = lost.join(
        tickets.select(*place, tickets=pl.col("value").fill_null(0).cast(pl.Int64)),
        on=place,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).sort(place, maintain_order=True)
    known = pl.col("value").is_not_null()

    def first(column: pl.Expr) -> pl.Expr:
        found = column.filter(known).first()
        return found.over(segments) if segments else found

    length = day.total_seconds()
    half = (pl.col("high") - pl.col("low")) / 2
    is_first = pl.col("window_start") == first(pl.col("window_start"))
    saved = (first(pl.col("value")) - pl.col("value")) * pl.col("tickets") / length
    # In the first month nothing is compared, so nothing is uncertain.
    wide = (
        pl.when(is_first)
        .then(0.0)
        .otherwise((half.pow(2) + first(half).pow(2)).sqrt() * pl.col("tickets") / length)
    )
    running = pl.col("days_saved").fill_null(0).cum_sum()
    return (
        rows.with_columns(days_saved=saved, _wide=wide)
        .with_columns(
            cumulative_days_saved=pl.when(known).then(running.over(segments) if segments else running)
        )
        .select(
            *place,
            answers="denominator",
            tickets="tickets",
            lost_seconds="value",
            days_saved="days_saved",
            low=pl.col("days_saved") - pl.col("_wide"),
            high=pl.col("days_saved") + pl.col("_wide"),
            cumulative_days_saved="cumulative_days_saved",
            suppressed="suppressed",
        )
    )
