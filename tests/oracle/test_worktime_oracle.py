"""Business time once more, walked minute by minute with zoneinfo; shares no code with the library.

A run draws some of the zones whose offset changed since 1975, and walks around some of the changes of a few
odd ones. ``XLAKIT_ZONES=all`` walks around every change of every zone (``python -m benchmarks zones``).
"""

from __future__ import annotations

import os
import random
import re
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.worktime import Calendar

MINUTE = timedelta(minutes=1)
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_ZONE = os.environ.get("XLAKIT_ZONES") == "all"
ODD_ZONES = (
    "Africa/Casablanca",  # summer time is the standard, and Ramadan the exception
    "America/Caracas",  # changes by half an hour
    "America/Havana",  # changes at midnight
    "America/Sao_Paulo",  # changes at midnight, into a day that begins at one
    "Antarctica/Troll",  # changes by two hours
    "Asia/Pyongyang",
    "Australia/Lord_Howe",  # summer time is half an hour
    "Europe/Dublin",  # winter time is the exception
    "Pacific/Apia",  # left out a date
    "Pacific/Kwajalein",  # left out a date, too
)

WALKED_DAYS = 2
BEFORE, AFTER = 3, 1  # days around them, so that no shift reaches in unseen


class MinuteWalk:
    """A few days of one calendar as a list with one entry a minute."""

    def __init__(self, stated: dict, begin: datetime, days: int) -> None:
        self.begin = begin - timedelta(days=BEFORE)
        zone = ZoneInfo(stated["timezone"])
        instants = [self.begin + MINUTE * i for i in range((days + BEFORE + AFTER) * 1440)]
        self.walls = [at.astimezone(zone).replace(tzinfo=None) for at in instants]
        self.minutes_at: dict[datetime, list[int]] = {}
        for index, wall in enumerate(self.walls):
            self.minutes_at.setdefault(wall, []).append(index)
        self.open = [False] * len(self.walls)
        for offset in range(days + BEFORE + AFTER + 2):
            day = self.walls[0].date() + timedelta(days=offset - 1)
            for text in self.hours_of(stated, day):
                self.work(day, text)
        for text_day, texts in stated["breaks"].items():
            for text in texts:
                self.pause(date.fromisoformat(text_day), text)

    @staticmethod
    def hours_of(stated: dict, day: date) -> list[str]:
        if day.isoformat() in stated["dates"]:
            return stated["dates"][day.isoformat()]
        if day.isoformat() in stated["holidays"] or f"--{day:%m-%d}" in stated["holidays"]:
            return []
        return stated["hours"].get(DAY_NAMES[day.weekday()], [])

    @staticmethod
    def wall_times(day: date, text: str) -> tuple[datetime, datetime]:
        h1, m1, h2, m2 = map(int, re.split("[:-]", text))
        midnight = datetime.combine(day, clock_time())
        start, end = midnight + timedelta(hours=h1, minutes=m1), midnight + timedelta(hours=h2, minutes=m2)
        return start, end if end > start else end + timedelta(days=1)

    def minute(self, wall: datetime, which: int) -> int | None:
        if wall in self.minutes_at:
            return self.minutes_at[wall][which]
        for index in range(1, len(self.walls)):
            if self.walls[index - 1] < wall < self.walls[index]:
                return index
        return None  # outside of the days walked

    def work(self, day: date, text: str) -> None:
        start, end = self.wall_times(day, text)
        opening, closing = self.minute(start, 0), self.minute(end, -1)
        if opening is None and closing is None:
            return
        for index in range(opening or 0, len(self.open) if closing is None else closing):
            self.open[index] = True

    def pause(self, day: date, text: str) -> None:
        start, end = self.wall_times(day, text)
        for index, wall in enumerate(self.walls):
            if start <= wall < end:
                self.open[index] = False

    def index(self, at: datetime) -> int:
        return (at - self.begin) // MINUTE

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        return MINUTE * sum(self.open[self.index(start) : self.index(end)])

    def deadline(self, start: datetime, minutes: int) -> datetime | None:
        index = self.index(start)
        while minutes > 0 and index < len(self.open):
            minutes -= self.open[index]
            index += 1
        return None if minutes > 0 else self.begin + MINUTE * index

    def latest(self, start: datetime, minutes: int) -> datetime | None:
        index = self.index(start)
        while minutes > 0 and index > 0:
            index -= 1
            minutes -= self.open[index]
        return None if minutes > 0 else self.begin + MINUTE * index


def _times(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def intervals(draw: st.DrawFn) -> str:
    # Summer time changes at night: half of the hours begin or end there.
    night = st.integers(0, 4 * 60)
    start = draw(st.one_of(night, st.integers(0, 1439)))
    end = draw(st.one_of(night, st.integers(0, 1440)).filter(lambda minutes: minutes != start))
    return f"{_times(start)}-{_times(end)}"


def _change_days(zone: str) -> list[date]:
    """Return the days from 1975 to 2037 after whose noon, and before the next, the offset changes."""
    tz = ZoneInfo(zone)
    noons = [datetime(1975, 2, 1, 12, tzinfo=UTC) + timedelta(days=3 * i) for i in range(62 * 122)]
    offsets = [noon.astimezone(tz).utcoffset() for noon in noons]
    return [
        before.date() + timedelta(days=step)
        for before, old, new in zip(noons, offsets, offsets[1:], strict=False)
        if old != new
        for step in range(3)
        if (before + timedelta(days=step)).astimezone(tz).utcoffset() == old
        and (before + timedelta(days=step + 1)).astimezone(tz).utcoffset() != old
    ]


def _changed(zone: str) -> bool:
    tz = ZoneInfo(zone)
    months = [datetime(1975, 2, 1, tzinfo=UTC) + timedelta(days=30 * month) for month in range(62 * 12)]
    return len({at.astimezone(tz).utcoffset() for at in months}) > 1


CHANGED = sorted(filter(_changed, available_timezones()))
ZONES = [*CHANGED, "UTC", "Asia/Kolkata", "Etc/GMT+12"]
changes = lru_cache(maxsize=None)(_change_days)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict, datetime]:
    zone = draw(st.sampled_from(ZONES))
    anywhere = st.dates(date(1975, 2, 1), date(2037, 11, 30))
    day = draw(st.one_of(st.sampled_from(changes(zone)), anywhere) if changes(zone) else anywhere)
    near = [(day + timedelta(days=i)).isoformat() for i in range(-2, 3)]
    some = st.lists(intervals(), max_size=3)
    hours = draw(st.dictionaries(st.sampled_from(DAY_NAMES), some, min_size=4))
    stated = {
        "timezone": zone,
        "hours": {**hours, "wed": [*hours.get("wed", []), "09:00-17:00"]},
        "holidays": draw(st.lists(st.sampled_from([*near, *(f"--{text[5:]}" for text in near)]), max_size=2)),
        "dates": draw(st.dictionaries(st.sampled_from(near), some, max_size=2)),
        "breaks": draw(st.dictionaries(st.sampled_from(near), some, max_size=2)),
    }
    return stated, datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)


@settings(max_examples=80, deadline=None)
@given(case=cases(), data=st.data())
def test_the_minute_walk_finds_the_same_open_time(case: tuple[dict, datetime], data: st.DataObject) -> None:
    stated, begin = case
    walk, calendar = MinuteWalk(stated, begin, WALKED_DAYS), Calendar(**stated)
    minutes = np.arange(WALKED_DAYS * 1440)
    starts = np.datetime64(begin.replace(tzinfo=None)) + minutes * np.timedelta64(1, "m")
    first = walk.index(begin)
    assert calendar.is_open(starts).tolist() == walk.open[first : first + len(minutes)]
    end = begin + MINUTE * data.draw(st.integers(0, WALKED_DAYS * 1440))
    assert calendar.elapsed(begin, end) == walk.elapsed(begin, end)


@settings(max_examples=40, deadline=None)
@given(case=cases(), start=st.integers(0, WALKED_DAYS * 1440), length=st.integers(1, 1200))
def test_the_minute_walk_finds_the_same_deadlines(
    case: tuple[dict, datetime], start: int, length: int
) -> None:
    stated, begin = case
    walk, calendar = MinuteWalk(stated, begin, WALKED_DAYS), Calendar(**stated)
    at = begin + MINUTE * start
    for sign, expected in ((1, walk.deadline(at, length)), (-1, walk.latest(at, length))):
        if expected is not None and abs(expected - begin) < timedelta(days=WALKED_DAYS + 1):
            assert calendar.deadline(at, timedelta(minutes=sign * length)) == expected


def _night(draw: random.Random) -> str:
    start, end = draw.sample(sorted({*range(0, 1440, 30), *range(300)}), 2)
    return f"{_times(start)}-{_times(end)}"


def _drawn(draw: random.Random, zone: str, day: date) -> dict:
    near = [(day + timedelta(days=step)).isoformat() for step in range(-2, 3)]
    few = lambda: [_night(draw) for _ in range(draw.randint(0, 2))]  # noqa: E731 - drawn anew each time
    return {
        "timezone": zone,
        "hours": {name: [_night(draw), *few()] for name in DAY_NAMES if draw.random() < 0.8},
        "holidays": draw.sample([*near, *(f"--{text[5:]}" for text in near)], draw.randint(0, 2)),
        "dates": {text: few() for text in draw.sample(near, draw.randint(0, 2))},
        "breaks": {text: few() for text in draw.sample(near, draw.randint(0, 2))},
    }


def _agrees(walk: MinuteWalk, calendar: Calendar, begin: datetime, draw: random.Random) -> None:
    """Compare every minute, and pairs and deadlines that are drawn, asked as arrays and one by one."""
    first, minutes = walk.index(begin), WALKED_DAYS * 1440
    at = np.datetime64(begin.replace(tzinfo=None)) + np.arange(minutes + 1) * np.timedelta64(1, "m")
    assert calendar.is_open(at[:-1]).tolist() == walk.open[first : first + minutes]
    totals = np.concatenate([[0], np.cumsum(walk.open[first : first + minutes])])
    assert (calendar.elapsed(at[0], at) == totals * np.timedelta64(1, "m")).all()
    i, j = sorted(draw.sample(range(minutes), 2))
    start, end = begin + MINUTE * i, begin + MINUTE * j
    assert calendar.elapsed(start, end) == MINUTE * int(totals[j] - totals[i])
    worked = int(totals[j] - totals[i])
    if worked:
        assert calendar.deadline(start, MINUTE * worked) == walk.deadline(start, worked)
        assert calendar.deadline(end, -MINUTE * worked) == walk.latest(end, worked)
    assert calendar.deadline(start, timedelta(0)) == start


@pytest.mark.parametrize("zone", CHANGED if EVERY_ZONE else ODD_ZONES)
def test_the_minute_walk_agrees_around_the_changes_of_a_zone(zone: str) -> None:
    days = changes(zone) if EVERY_ZONE else changes(zone)[-40::8]
    assert days
    for day in days:
        draw = random.Random(f"{zone} {day}")  # noqa: S311 - the same examples in every run
        stated = _drawn(draw, zone, day)
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
        _agrees(MinuteWalk(stated, begin, WALKED_DAYS), Calendar(**stated), begin, draw)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
def test_an_independent_package_agrees_on_office_hours(zone: str) -> None:
    workclock = pytest.importorskip("workclock")
    holidays = [date(2026, 12, 25), date(2027, 1, 1)]
    shifts = [
        workclock.WorkDay(clock_time(8), clock_time(12)),
        workclock.WorkDay(clock_time(13), clock_time(17, 30)),
        workclock.WorkDay(clock_time(22), clock_time(6), days=[5]),
    ]
    other = workclock.Schedule([*shifts, workclock.Holidays(holidays)], time_zone=zone)
    calendar = Calendar(
        timezone=zone,
        hours={"mon-fri": ["08:00-12:00", "13:00-17:30"], "sat": ["22:00-06:00"]},
        holidays=holidays,
    )
    # From 2013: for the date that Samoa left out in 2011 the package works the hours a day later.
    random = np.random.default_rng(7)
    starts = np.datetime64("2013-01-01T00:00", "us") + random.integers(0, 14 * 365 * 86400 * 10**6, 20_000)
    ends = starts + random.integers(0, 30 * 86400 * 10**6, 20_000)
    assert (calendar.elapsed(starts, ends) == other.between_many(starts, ends)).all()
    lengths = random.integers(1, 90 * 3600 * 10**6, 20_000).view("timedelta64[us]")
    assert (calendar.deadline(starts, lengths) == other.add_many(starts, lengths)).all()
