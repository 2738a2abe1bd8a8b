"""Opening hours and open time, counted literally: day by day, interval by interval."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Event = dict[str, Any]
Span = tuple[str, datetime, datetime]
FIRST_DAY, LAST_DAY = date(2026, 3, 1), date(2026, 5, 10)
CALENDARS: dict[str, dict[str, Any]] = {
    "office": {
        "timezone": "Europe/Berlin",
        "hours": {"mon-fri": ["08:00-12:00", "13:00-17:00"]},
        "holidays": ["2026-04-03", "2026-04-06"],
    },
    "nights": {"timezone": "America/New_York", "hours": {"mon-sun": ["00:00-06:00", "20:00-24:00"]}},
}


def minutes(text: str) -> timedelta:
    unit = {"h": 60, "m": 1}[text[-1]]
    return timedelta(minutes=int(text[:-1]) * unit)


def opening_hours(name: str) -> list[tuple[datetime, datetime]]:
    """Every open interval of a calendar, one local date after the other, in UTC."""
    if name == "always":
        return [(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))]
    spec = CALENDARS[name]
    zone = ZoneInfo(spec["timezone"])
    found = []
    day = FIRST_DAY - timedelta(days=10)
    while day <= LAST_DAY + timedelta(days=300):
        for days, hours in spec["hours"].items():
            weekday = day.weekday() < 5 if days == "mon-fri" else True
            if weekday and day.isoformat() not in spec.get("holidays", []):
                for text in hours:
                    opens, closes = text.split("-")
                    found.append((local(day, opens, zone, 0), local(day, closes, zone, 1)))
        day += timedelta(days=1)
    return sorted(found)


def local(day: date, text: str, zone: ZoneInfo, fold: int) -> datetime:
    hour, minute = (int(part) for part in text.split(":"))
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold).astimezone(UTC)


def overlap(hours: list[tuple[datetime, datetime]], begin: datetime, end: datetime) -> timedelta:
    total = timedelta()
    for opens, closes in hours:
        if opens < end and closes > begin:
            total += min(closes, end) - max(opens, begin)
    return total


def used_up(hours: list[tuple[datetime, datetime]], begin: datetime, amount: timedelta) -> datetime:
    if amount <= timedelta():
        return begin
    for opens, closes in hours:
        if closes > begin:
            piece = closes - max(opens, begin)
            if piece >= amount:
                return max(opens, begin) + amount
            amount -= piece
    raise AssertionError
