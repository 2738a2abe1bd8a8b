"""The people who do the work: one row an agent and period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.sources import UTC_TIME, Frame, Sources
from xlakit.model.window import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

THOUSAND = 1000
DOMAINS: Mapping[str, tuple[Any, ...]] = MappingProxyType({"fte_thousandths": (0, 500, 1000)})
SCHEMA: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "agent": pl.String(),
        "period": pl.String(),
        "period_at": UTC_TIME,
        "period_until": UTC_TIME,
        "counted_at": UTC_TIME,
        "fte_thousandths": pl.Int64(),
        "experience": pl.Float64(),
        "left": pl.Boolean(),
    }
)

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "period_at": "the midnight at which the period begins, in the zone of the agreement, else in UTC; null where "
        "the text names no period",
        "period_until": "the midnight at which it ends; a date begins a period that lasts until the next date in the "
        "table, of anyone; null for the last one, which stays open, and where the text names no period",
        "counted_at": "the instant that decides the window: the beginning of the period, or the opening of the desk's "
        "first ticket where that lies in the period; null where the text names no period",
        "fte_thousandths": "full-time equivalents in thousandths; null where unknown",
        "left": "whether the agent left in the period, the midnight at its end included; null for one who had left "
        "before, and on a desk that does not track leaving",
    }
)


def make(sources: Sources) -> pl.DataFrame | None:
    """Return the staff rows whose period has begun, with what metrics read of them."""
    staff = sources.desk.staff
    if staff is None:
        return None
    tracked = column(staff, "left_at", UTC_TIME).is_not_null().any()
    spans = _spans(staff.get_column("period"), _zone(sources))
    first = sources.tickets.get_column("opened_at").min()
    known = (
        staff.drop([name for name in ("period_at", "period_until") if name in staff.columns])
        .with_columns(
            column(staff, "left_at", UTC_TIME).cast(UTC_TIME).alias("left_at"),
            column(staff, "fte", pl.Float64).cast(pl.Float64).alias("fte"),
            column(staff, "experience", pl.Float64).cast(pl.Float64).alias("experience"),
        )
        .join(spans, on="period", how="left", maintain_order="left")
        .filter(pl.col("period_at").is_null() | (pl.col("period_at") <= sources.as_of))
        .with_columns(pl.when(pl.col("left_at") <= sources.as_of).then("left_at").alias("left_at"))
    )
    begun = pl.lit(first, UTC_TIME)
    inside = (begun > pl.col("period_at")) & (begun < pl.col("period_until")).fill_null(value=True)
    gone = pl.col("left_at").is_not_null()
    there = ~gone | (pl.col("left_at") > pl.col("period_at"))
    in_time = (pl.col("left_at") <= pl.col("period_until")).fill_null(value=True)
    return known.with_columns(
        counted_at=pl.when(inside).then(begun).otherwise("period_at"),
        fte_thousandths=(pl.col("fte") * THOUSAND).round(0).cast(pl.Int64),
        left=pl.when(there & pl.col("period_at").is_not_null() & tracked).then(gone & in_time),
    )


def _zone(sources: Sources) -> ZoneInfo:
    return ZoneInfo("UTC" if sources.agreement is None else sources.agreement.term.timezone)


def _spans(periods: pl.Series, zone: ZoneInfo) -> pl.DataFrame:
    """Return from when until when each period lasts."""
    named = {text: _period(text) for text in periods.drop_nulls().unique().sort().to_list()}
    read = {text: period for text, period in named.items() if period is not None}
    days = sorted({period.first for period in read.values() if period.first == period.last})
    rows = []
    for text, period in read.items():
        if period.first == period.last:
            later = [day for day in days if day > period.first]
            until = _midnight(later[0], zone) if later else None
        else:
            until = _midnight(period.last + timedelta(days=1), zone)
        rows.append((text, _midnight(period.first, zone), until))
    schema = {"period": pl.String(), "period_at": UTC_TIME, "period_until": UTC_TIME}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _period(text: str) -> Period | None:
    """Return the period that `text` names; a date may be followed by a midnight, as frames write it."""
    try:
        return Period.parse(text.strip().removesuffix("T00:00:00").removesuffix(" 00:00:00"))
    except ValueError:
        return None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


STAFF = Frame("staff", SCHEMA, MEANINGS, ("agent",), make, DOMAINS)
