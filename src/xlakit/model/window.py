"""Windows of judgement: half-open spans of time in the agreement's zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from xlakit.errors import message
from xlakit.model.base import Value

WindowKind = Literal["month", "quarter", "week", "rolling-3-months", "contract-year"]
ROLLING_MONTHS = 3


class Window(Value):
    """A half-open span ``[start, end)`` of aware instants, with the label people know it by."""

    start: datetime
    end: datetime
    label: str

    def contains(self, at: datetime) -> bool:
        """Whether the instant `at` lies in the window; the end does not."""
        return self.start <= at < self.end


class Period(Value):
    """A span of local dates, first and last included, as ``period=`` names it.

    Examples
    --------
    >>> Period.parse("2026-03")
    Period(first=datetime.date(2026, 3, 1), last=datetime.date(2026, 3, 31), label='2026-03')
    >>> Period.parse("2026-Q4").last, Period.parse("2026-W53").first
    (datetime.date(2026, 12, 31), datetime.date(2026, 12, 28))
    >>> Period.parse("2026-01-15/2026-02-14").label
    '2026-01-15/2026-02-14'
    """

    first: date
    last: date
    label: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that `text` names: a year, a quarter, a month, an ISO week, a date, a range.

        Raises
        ------
        ValueError
            `text` names no period, or a range that ends before it starts.
        """
        text = text.strip()
        try:
            span = _span(text)
        except ValueError:
            span = None
        if span is None or span[1] < span[0]:
            raise ValueError(
                message(
                    "period",
                    "is not a period of time",
                    got=text,
                    hint="write 2026, 2026-Q1, 2026-03, 2026-W09, 2026-03-15 or 2026-01-15/2026-02-14",
                )
            )
        return cls(first=span[0], last=span[1], label=text)


def _span(text: str) -> tuple[date, date] | None:
    if "/" in text:
        begin, end = text.split("/", 1)
        return date.fromisoformat(begin), date.fromisoformat(end)
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        first = date(int(found[1]), 3 * int(found[2]) - 2, 1)
        return first, add_months(first, 3) - timedelta(days=1)
    if found := re.fullmatch(r"(\d{4})-W(\d{2})", text):
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return first, first + timedelta(days=6)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        first = date(int(found[1]), int(found[2]), 1)
        return first, add_months(first, 1) - timedelta(days=1)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text), date.fromisoformat(text)
    return None


def add_months(day: date, months: int) -> date:
    """Return the first of the month that lies `months` after the month of `day`.

    Examples
    --------
    >>> add_months(date(2026, 11, 30), 2)
    datetime.date(2027, 1, 1)
    """
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _edges(kind: WindowKind, first: date, last: date, anchor: date) -> list[tuple[date, date, str]]:
    """Return (first day, day after, label) of each window of `kind` that touches ``[first, last]``."""
    found: list[tuple[date, date, str]] = []
    if kind == "week":
        start = first - timedelta(days=first.weekday())
        while start <= last:
            year, week, _ = start.isocalendar()
            found.append((start, start + timedelta(days=7), f"{year}-W{week:02d}"))
            start += timedelta(days=7)
    elif kind == "contract-year":
        number = 0
        while _anniversary(anchor, number) <= last:
            begin, end = _anniversary(anchor, number), _anniversary(anchor, number + 1)
            if end > first:
                found.append((begin, end, f"year {number + 1}"))
            number += 1
    else:
        step = 3 if kind == "quarter" else 1
        start = date(first.year, first.month - (first.month - 1) % step, 1)
        while start <= last:
            end = add_months(start, step)
            if kind == "rolling-3-months":
                begin = add_months(start, 1 - ROLLING_MONTHS)
                found.append((begin, end, f"{begin:%Y-%m}…{start:%Y-%m}"))
            elif kind == "quarter":
                found.append((start, end, f"{start.year}-Q{(start.month + 2) // 3}"))
            else:
                found.append((start, end, f"{start:%Y-%m}"))
            start = end
    return found


def windows(
    kind: WindowKind, first: date, last: date, timezone: str, *, anchor: date | None = None
) -> tuple[Window, ...]:
    """Return the windows of `kind` that touch the local dates `first` … `last`, in order.

    Parameters
    ----------
    kind
        ``month``, ``quarter``, ``week`` (ISO, from Monday), ``rolling-3-months`` (one a month, each the
        three months up to it) or ``contract-year``.
    first, last
        Local dates, both included.
    timezone
        IANA name; windows begin at local midnight.
    anchor
        First day of the contract; contract years count from it, and no window begins before it.

    Examples
    --------
    >>> [w.label for w in windows("month", date(2026, 1, 31), date(2026, 3, 1), "Europe/Berlin")]
    ['2026-01', '2026-02', '2026-03']
    >>> windows("month", date(2026, 3, 2), date(2026, 3, 2), "UTC")[0].start.isoformat()
    '2026-03-01T00:00:00+00:00'
    """
    zone = ZoneInfo(timezone)
    found = _edges(kind, first, last, anchor or first)
    if kind == "rolling-3-months" and anchor is not None:
        found = [edge for edge in found if edge[0] >= anchor.replace(day=1)]
    return tuple(
        Window(start=_midnight(begin, zone), end=_midnight(end, zone), label=label)
        for begin, end, label in found
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
