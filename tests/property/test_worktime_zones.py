"""The laws of business time around the changes of clocks, in every zone whose offset changed since 1975.

A run draws some of the zones. ``XLAKIT_ZONES=all`` asks the laws of each of them
(``python -m benchmarks zones`` does, and counts).
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from xlakit.errors import CalendarError
from xlakit.worktime import Calendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TICK = timedelta(microseconds=1)
NOTHING = timedelta(0)
FIRST, LAST = datetime(1975, 1, 1, tzinfo=UTC), datetime(2037, 12, 31, tzinfo=UTC)
EVERY_ZONE = os.environ.get("XLAKIT_ZONES") == "all"


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _changed(name: str) -> bool:
    """Whether the zone has had two offsets in these years."""
    zone, months = ZoneInfo(name), (LAST - FIRST).days // 30
    return len({_offset(zone, FIRST + timedelta(days=30 * month)) for month in range(months)}) > 1


ZONES = sorted(filter(_changed, available_timezones()))


@cache
def changes(name: str) -> list[datetime]:
    """Return the instants at which the offset changes, to the minute."""
    zone, found = ZoneInfo(name), []
    days = [FIRST + timedelta(days=day) for day in range((LAST - FIRST).days)]
    for low, high in pairwise(days[::3]):
        if _offset(zone, low) == _offset(zone, high):
            continue
        before, after = low, high
        while after - before > timedelta(minutes=1):
            middle = before + (after - before) // 2
            middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
            before, after = (
                (middle, after) if _offset(zone, middle) == _offset(zone, low) else (before, middle)
            )
        found.append(after)
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def intervals(draw: st.DrawFn) -> str:
    # Clocks change at night: half of the hours begin or end there, and many cross midnight.
    night = st.integers(0, 4 * 60)
    start = draw(st.one_of(night, st.integers(0, 1439)))
    end = draw(st.one_of(night, st.integers(0, 1440)).filter(lambda minutes: minutes != start))
    return f"{_clock(start)}-{_clock(end)}"


@st.composite
def calendars(draw: st.DrawFn, zone: str, near: date) -> Calendar:
    days = st.integers(-4, 4).map(lambda step: (near + timedelta(days=step)).isoformat())
    some = st.lists(intervals(), max_size=2)
    hours = draw(st.dictionaries(st.sampled_from((*DAYS, "mon-fri", "sat,sun")), some, max_size=4))
    return Calendar(
        timezone=zone,
        hours={"mon-sun": [draw(intervals())], **hours},
        holidays=draw(st.lists(st.one_of(days, days.map(lambda day: f"-{day[4:]}")), max_size=2)),
        dates=draw(st.dictionaries(days, some, max_size=2)),
        breaks=draw(st.dictionaries(days, some, max_size=2)),
    )


def _instants(change: datetime) -> st.SearchStrategy[datetime]:
    hours, week = 3 * 3_600_000_000, 7 * 86_400_000_000
    steps = st.one_of(st.integers(-hours, hours), st.integers(-week, week), st.just(0))
    return steps.map(lambda step: change + timedelta(microseconds=step))


@st.composite
def cases(draw: st.DrawFn, zone: str | None = None) -> tuple[Calendar, list[datetime]]:
    """Draw a calendar and four instants in order, around a change of clocks of the calendar's zone."""
    name = zone or draw(st.sampled_from(ZONES))
    change = draw(st.sampled_from(changes(name)))
    calendar = draw(calendars(name, change.date()))
    return calendar, sorted(draw(st.lists(_instants(change), min_size=4, max_size=4)))


lengths = st.integers(0, 3 * 86_400_000_000).map(lambda us: timedelta(microseconds=us))
laws = settings(
    max_examples=15 if EVERY_ZONE else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # the changes of a zone are searched for when it is drawn
)
zones = pytest.mark.parametrize("zone", ZONES if EVERY_ZONE else [None])


def deadline_of(calendar: Calendar, start: datetime, length: timedelta, landing: str) -> datetime:
    """Return the deadline; parts that are never open together are no example."""
    try:
        return calendar.deadline(start, length, landing=landing)
    except CalendarError:
        assume(False)
        raise


def test_the_zones_are_those_whose_clocks_have_been_changed() -> None:
    assert len(ZONES) > 350
    assert {"Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Etc/GMT+5"} & set(ZONES) == {
        "Europe/Berlin",
        "Australia/Lord_Howe",
    }
    berlin = [at.isoformat() for at in changes("Europe/Berlin") if at.year == 2026]
    assert berlin == ["2026-03-29T01:00:00+00:00", "2026-10-25T01:00:00+00:00"]


@zones
@laws
@given(data=st.data())
def test_elapsed_time_is_additive_and_monotone(zone: str | None, data: st.DataObject) -> None:
    calendar, (a, b, c, d) = data.draw(cases(zone))
    elapsed = calendar.elapsed
    assert elapsed(a, d) == elapsed(a, b) + elapsed(b, c) + elapsed(c, d)
    assert NOTHING <= elapsed(b, c) <= elapsed(a, c) <= elapsed(a, d) <= d - a
    assert elapsed(d, a) == elapsed(b, b) == NOTHING
    spans = [(begin.astimezone(UTC), end.astimezone(UTC)) for begin, end in calendar.intervals(a, d)]
    assert sum((end - begin for begin, end in spans), NOTHING) == elapsed(a, d)


@zones
@laws
@given(data=st.data(), length=lengths)
def test_deadlines_undo_elapsed_time(zone: str | None, data: st.DataObject, length: timedelta) -> None:
    calendar, (start, _, end, _) = data.draw(cases(zone))
    due = deadline_of(calendar, start, length, "earliest")
    assert calendar.elapsed(start, due) == length
    assert due == start if not length else calendar.elapsed(start, due - TICK) == length - TICK
    assert calendar.deadline(start, calendar.elapsed(start, end)) <= end
    opening = deadline_of(calendar, start, length, "next_opening")
    assert calendar.is_open(opening)
    assert calendar.elapsed(due, opening) == NOTHING
    assert opening == calendar.next_open(due)
    begun = deadline_of(calendar, start, -length, "earliest")
    assert calendar.elapsed(begun, start) == length
    assert begun == start if not length else calendar.elapsed(begun + TICK, start) == length - TICK


@zones
@laws
@given(data=st.data(), offset=st.integers(-12, 14), length=lengths)
def test_where_the_offset_stays_the_same_a_zone_only_shifts_time(
    zone: str | None, data: st.DataObject, offset: int, length: timedelta
) -> None:
    """Hours on the clocks of a zone are hours in UTC moved by its offset, as long as that does not change."""
    name = zone or data.draw(st.sampled_from(ZONES))
    edges = [FIRST, *changes(name), LAST]
    calm = [(low, high) for low, high in pairwise(edges) if high - low > timedelta(days=20)]
    low, _ = data.draw(st.sampled_from(calm))
    names = st.sampled_from([name, f"Etc/GMT{-offset:+d}"])
    place = data.draw(names)
    start = low + timedelta(days=3) + data.draw(lengths)
    shift = _offset(ZoneInfo(place), start)
    hours = {"mon-sun": data.draw(st.lists(intervals(), min_size=1, max_size=2))}
    stated = {"hours": hours, "holidays": [(start + timedelta(days=2)).date()]}
    there, here = Calendar(timezone=place, **stated), Calendar(timezone="UTC", **stated)
    end = start + length
    assert there.elapsed(start, end) == here.elapsed(start + shift, end + shift)
    opened = here.elapsed(start + shift, end + shift)
    assert there.deadline(start, opened) == here.deadline(start + shift, opened) - shift


@zones
@laws
@given(data=st.data())
def test_combinations_commute_and_are_bounded(zone: str | None, data: st.DataObject) -> None:
    left, (a, b, c, d) = data.draw(cases(zone))
    right = data.draw(calendars(data.draw(st.sampled_from(ZONES)), a.date()))
    both, either = left & right, left | right
    assert (both, either) == (right & left, right | left)
    for start, end in ((a, b), (b, d), (a, d)):
        one, other = left.elapsed(start, end), right.elapsed(start, end)
        assert both.elapsed(start, end) <= min(one, other)
        assert max(one, other) <= either.elapsed(start, end)
        assert both.elapsed(start, end) + either.elapsed(start, end) == one + other
    assert both.is_open(c) == (left.is_open(c) and right.is_open(c))
    assert either.is_open(c) == (left.is_open(c) or right.is_open(c))


@zones
@laws
@given(data=st.data(), length=lengths)
def test_an_array_is_answered_like_its_members(
    zone: str | None, data: st.DataObject, length: timedelta
) -> None:
    calendar, moments = data.draw(cases(zone))
    array = np.array([at.replace(tzinfo=None) for at in moments], "datetime64[us]")
    pairs = calendar.elapsed(array[:, None], array[None, :])
    assert pairs.tolist() == [[calendar.elapsed(a, b) for b in moments] for a in moments]
    assert calendar.is_open(array).tolist() == [calendar.is_open(at) for at in moments]
    for signed in (length, -length):
        for landing in ("earliest", "next_opening"):
            due = [deadline_of(calendar, at, signed, landing) for at in moments]
            found = calendar.deadline(array, signed, landing=landing).tolist()
            assert [at.replace(tzinfo=UTC) for at in found] == due


@zones
@laws
@given(data=st.data())
def test_what_never_closes_counts_real_time(zone: str | None, data: st.DataObject) -> None:
    name = zone or data.draw(st.sampled_from(ZONES))
    a, b = sorted(
        data.draw(st.lists(_instants(data.draw(st.sampled_from(changes(name)))), min_size=2, max_size=2))
    )
    halves = {"mon-sun": ["00:00-12:30", "12:30-24:00"]}
    for always in (Calendar.always(name), Calendar(timezone=name, hours=halves)):
        assert always.elapsed(a, b) == b - a
        assert always.deadline(a, b - a) == b
        assert always.deadline(b, a - b) == a
        assert always.is_open(a)
        assert len(always.intervals(a, b)) == (a < b)
