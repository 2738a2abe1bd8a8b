"""Laws of business time, for calendars of any zone and shape and instants to the microsecond."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from xlakit.errors import CalendarError
from xlakit.worktime import Calendar

MICROSECOND = timedelta(microseconds=1)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "UTC",
)
KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "mon-fri", "fri-mon", "sat,sun")
SOME_DAYS = st.dates(date(2026, 3, 20), date(2026, 4, 10)).map(date.isoformat)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


@st.composite
def intervals(draw: st.DrawFn) -> str:
    start = draw(st.integers(0, 86_399))
    end = draw(st.integers(0, 86_400).filter(lambda seconds: seconds != start))
    return f"{_clock(start)}-{_clock(end)}"


@st.composite
def leaves(draw: st.DrawFn) -> Calendar:
    some = st.lists(intervals(), max_size=2)
    hours = draw(st.dictionaries(st.sampled_from(KEYS), some, max_size=3))
    return Calendar(
        timezone=draw(st.sampled_from(ZONES)),
        hours={**hours, "thu": ["09:00-17:00", *hours.get("thu", [])]},
        holidays=draw(st.lists(SOME_DAYS, max_size=2)),
        dates=draw(st.dictionaries(SOME_DAYS, some, max_size=2)),
        breaks=draw(st.dictionaries(SOME_DAYS, some, max_size=2)),
    )


calendars = st.recursive(
    leaves(),
    lambda parts: st.builds(
        lambda left, right, sign: left & right if sign else left | right, parts, parts, st.booleans()
    ),
    max_leaves=3,
)
near = st.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 10), timezones=st.just(UTC))  # noqa: DTZ001
anywhere = st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
instants = st.one_of(near, near, near, anywhere)
lengths = st.integers(1, 10 * 86_400_000_000).map(lambda us: timedelta(microseconds=us))
laws = settings(max_examples=40, deadline=None)


def array(*moments: datetime) -> np.ndarray:
    return np.array([moment.replace(tzinfo=None) for moment in moments], "datetime64[us]")


def deadline_of(calendar: Calendar, start: datetime, length: timedelta | str, **how: str) -> datetime:
    """Return the deadline; a combination that (almost) never opens is no example."""
    try:
        return calendar.deadline(start, length, **how)
    except CalendarError:
        assume(False)
        raise


@laws
@given(calendar=calendars, moments=st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_elapsed_time_is_additive_and_monotone(calendar: Calendar, moments: list[datetime]) -> None:
    a, b, c = moments
    assert calendar.elapsed(a, c) == calendar.elapsed(a, b) + calendar.elapsed(b, c)
    assert timedelta(0) <= calendar.elapsed(a, b) <= calendar.elapsed(a, c) <= c - a
    assert calendar.elapsed(b, c) <= calendar.elapsed(a, c)


@laws
@given(calendar=calendars, a=instants, b=instants)
def test_a_reversed_pair_has_no_open_time(calendar: Calendar, a: datetime, b: datetime) -> None:
    assert calendar.elapsed(max(a, b), min(a, b)) == timedelta(0)


@laws
@given(calendar=calendars, start=instants, length=lengths)
def test_the_deadline_is_the_first_instant_at_which_the_time_is_used_up(
    calendar: Calendar, start: datetime, length: timedelta
) -> None:
    due = deadline_of(calendar, start, length)
    assert calendar.elapsed(start, due) == length
    assert calendar.elapsed(start, due - MICROSECOND) == length - MICROSECOND
    assert calendar.is_open(due - MICROSECOND)


@laws
@given(calendar=calendars, start=instants, length=lengths)
def test_a_negative_duration_gives_the_latest_instant(
    calendar: Calendar, start: datetime, length: timedelta
) -> None:
    begun = deadline_of(calendar, start, -length)
    assert calendar.elapsed(begun, start) == length
    assert calendar.is_open(begun)
    assert calendar.elapsed(begun + MICROSECOND, start) == length - MICROSECOND


@laws
@given(calendar=calendars, start=instants, end=instants)
def test_the_deadline_of_the_elapsed_time_is_not_after_the_end(
    calendar: Calendar, start: datetime, end: datetime
) -> None:
    start, end = min(start, end), max(start, end)
    assert calendar.deadline(start, calendar.elapsed(start, end)) <= end
    assert calendar.deadline(start, timedelta(0)) == start


@laws
@given(calendar=calendars, at=instants, length=lengths)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    calendar: Calendar, at: datetime, length: timedelta
) -> None:
    opening = deadline_of(calendar, at, timedelta(0), landing="next_opening")
    assert calendar.next_open(at) == opening
    assert opening >= at
    assert calendar.is_open(opening)
    assert calendar.elapsed(at, opening) == timedelta(0)
    landed = deadline_of(calendar, at, length, landing="next_opening")
    assert landed == calendar.next_open(calendar.deadline(at, length))


@laws
@given(calendar=calendars, start=near, end=near)
def test_the_intervals_are_disjoint_and_add_up(calendar: Calendar, start: datetime, end: datetime) -> None:
    found = [(a.astimezone(UTC), b.astimezone(UTC)) for a, b in calendar.intervals(start, end)]
    assert sum((b - a for a, b in found), timedelta(0)) == calendar.elapsed(start, end)
    edges = [edge for pair in found for edge in pair]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)


@laws
@given(left=calendars, right=calendars, start=instants, end=instants)
def test_combinations_commute_and_are_bounded_by_their_parts(
    left: Calendar, right: Calendar, start: datetime, end: datetime
) -> None:
    start, end = min(start, end), max(start, end)
    both, either = left & right, left | right
    assert both == right & left
    assert hash(both) == hash(right & left)
    assert either == right | left
    one, other = left.elapsed(start, end), right.elapsed(start, end)
    assert both.elapsed(start, end) <= min(one, other)
    assert max(one, other) <= either.elapsed(start, end)
    assert both.elapsed(start, end) + either.elapsed(start, end) == one + other


@laws
@given(a=leaves(), b=leaves(), c=leaves(), start=near, end=near)
def test_combinations_associate_absorb_and_distribute(
    a: Calendar, b: Calendar, c: Calendar, start: datetime, end: datetime
) -> None:
    assert (a & b) & c == a & (b & c)
    assert a | a == a & a == a
    for one, other in (((a & (b | c)), (a & b) | (a & c)), ((a | (a & b)), a), (a & Calendar.always(), a)):
        assert one.elapsed(start, end) == other.elapsed(start, end)
        assert one.is_open(start) == other.is_open(start)


@laws
@given(
    calendar=calendars,
    starts=st.lists(instants, min_size=1, max_size=5),
    ends=st.lists(instants, min_size=5, max_size=5),
    length=lengths,
)
def test_arrays_and_scalars_agree(
    calendar: Calendar, starts: list[datetime], ends: list[datetime], length: timedelta
) -> None:
    ends = ends[: len(starts)]
    expected = [calendar.elapsed(a, b) for a, b in zip(starts, ends, strict=True)]
    assert calendar.elapsed(array(*starts), array(*ends)).tolist() == expected
    assert calendar.is_open(array(*starts)).tolist() == [calendar.is_open(at) for at in starts]
    for sign in (1, -1):
        due = [deadline_of(calendar, at, sign * length) for at in starts]
        assert (calendar.deadline(array(*starts), sign * length) == array(*due)).all()
        assert (calendar.deadline(array(*starts), np.timedelta64(sign * length)) == array(*due)).all()


@laws
@given(first=leaves(), moments=st.lists(instants, min_size=2, max_size=6))
def test_answers_do_not_depend_on_what_was_asked_before(first: Calendar, moments: list[datetime]) -> None:
    fresh = Calendar._of(first._node)
    together = first.open_before(array(*moments).view(np.int64)).tolist()
    one_by_one = [int(fresh.open_before(array(at).view(np.int64))[0]) for at in moments]
    assert together == one_by_one
    opened = np.array(together)
    assert (first.instant_at(opened) == fresh.instant_at(opened[::-1])[::-1]).all()
    assert (first.open_before(first.instant_at(opened)) == opened).all()


@laws
@given(offset=st.integers(-12, 14), hours=st.lists(intervals(), min_size=1, max_size=2), start=near, end=near)
def test_a_fixed_offset_only_shifts_time(
    offset: int, hours: list[str], start: datetime, end: datetime
) -> None:
    there = Calendar(timezone=f"Etc/GMT{-offset:+d}", hours={"mon-fri": hours})
    here = Calendar(timezone="UTC", hours={"mon-fri": hours})
    shift = timedelta(hours=offset)
    assert there.elapsed(start - shift, end - shift) == here.elapsed(start, end)
    assert there.deadline(start - shift, "3h") == here.deadline(start, "3h") - shift


@laws
@given(
    calendar=leaves(), start=near, count=st.integers(1, 5), unit=st.sampled_from(["{}bd", "eod+{}", "-{}bd"])
)
def test_business_days_are_monotone_in_their_number_and_in_the_start(
    calendar: Calendar, start: datetime, count: int, unit: str
) -> None:
    due = deadline_of(calendar, start, unit.format(count))
    more = deadline_of(calendar, start, unit.format(count + 1))
    if unit == "{}bd":
        assert start < due < more
        later = deadline_of(calendar, start + timedelta(days=1), unit.format(count))
        assert due <= later
    elif unit == "-{}bd":
        assert more < due


def test_a_calendar_that_never_opens_says_so() -> None:
    never = Calendar(timezone="UTC", hours={"mon": ["08:00-09:00"]}) & Calendar(
        timezone="UTC", hours={"tue": ["08:00-09:00"]}
    )
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert never.elapsed(start, datetime(2036, 1, 1, tzinfo=UTC)) == timedelta(0)
    for ask in (never.next_open, lambda at: never.deadline(at, "1m"), lambda at: never.deadline(at, "1bd")):
        with pytest.raises(CalendarError):
            ask(start)
