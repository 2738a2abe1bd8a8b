"""Business time once more, walked minute by minute with zoneinfo; shares no code with the library."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.worktime import Calendar

MINUTE = timedelta(minutes=1)
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Kathmandu",
    "UTC",
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


CHANGES: dict[str, list[date]] = {}


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict, datetime]:
    zone = draw(st.sampled_from(ZONES))
    changes = CHANGES.setdefault(zone, _change_days(zone))
    anywhere = st.dates(date(1975, 2, 1), date(2037, 11, 30))
    day = draw(st.one_of(st.sampled_from(changes), anywhere) if changes else anywhere)
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
