"""Open time counted one minute after the other: what the packages are checked against."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date

MINUTE = timedelta(minutes=1)


class Task(NamedTuple):
    """Hours of a week, the same on each of its days, and dates off."""

    name: str
    zone: str
    days: tuple[int, ...]
    hours: tuple[tuple[time, time], ...]
    holidays: tuple[date, ...] = ()


def is_open(task: Task, wall: datetime) -> bool:
    """Whether the clock on the wall shows working time; a night belongs to its evening."""
    for opening, closing in task.hours:
        evening = wall.date() - timedelta(days=closing <= opening and wall.time() < closing)
        if evening.weekday() not in task.days or evening in task.holidays:
            continue
        now = wall.time()
        if opening <= now < closing or (closing <= opening and (now >= opening or now < closing)):
            return True
    return False


def elapsed(task: Task, start: datetime, end: datetime) -> timedelta:
    """Return the open time between two instants that lie on whole minutes of UTC."""
    zone, found = ZoneInfo(task.zone), 0
    while start < end:
        found += is_open(task, start.astimezone(zone))
        start += MINUTE
    return MINUTE * found
