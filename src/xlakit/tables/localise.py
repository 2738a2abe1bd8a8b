"""Local times → instants: the earlier of two equal wall times, and forward out of a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from xlakit.errors import DataError, message


@dataclass(frozen=True, slots=True)
class Localised:
    """Instants, and which of the wall times happen twice or not at all."""

    instants: pl.Series
    twice: pl.Series
    never: pl.Series


def localise(naive: pl.Series, timezone: str) -> Localised:
    """Return the UTC instants of wall times in `timezone`.

    A wall time that happens twice is the earlier one; one that a change of clocks leaves out is the first
    instant after the gap.

    Examples
    --------
    >>> wall = pl.Series([datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30), None])
    >>> found = localise(wall, "Europe/Berlin")
    >>> found.instants.dt.strftime("%d %H:%M").to_list(), found.twice.to_list(), found.never.to_list()
    (['29 01:00', '25 00:30', None], [False, True, False], [True, False, False])
    """
    if timezone == "UTC":
        nowhere = pl.repeat(value=False, n=len(naive), eager=True)
        return Localised(naive.dt.replace_time_zone("UTC"), nowhere, nowhere)
    try:
        early, late = (
            naive.dt.replace_time_zone(timezone, ambiguous=side, non_existent="null").dt.convert_time_zone(
                "UTC"
            )
            for side in ("earliest", "latest")
        )
    except pl.exceptions.PolarsError:
        raise DataError(message("timezone", "is not known to the table engine", got=timezone)) from None
    never = naive.is_not_null() & early.is_null()
    twice = (early != late).fill_null(value=False)
    if never.any():
        zone = ZoneInfo(timezone)
        gaps = naive.filter(never).unique()
        ends = pl.Series([after_gap(wall, zone) for wall in gaps.to_list()], dtype=early.dtype)
        early = early.zip_with(
            ~never, naive.replace_strict(gaps, ends, default=None, return_dtype=early.dtype)
        )
    return Localised(early, twice, never)


def after_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant after the gap in which the wall time `wall` lies."""
    # Read with the offset after the change the wall time lies before the change, with the one before, after it.
    low = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
