"""The front door of business time: a calendar as a value, and the questions it answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, overload
from zoneinfo import ZoneInfo

import numpy as np

from xlakit.errors import CalendarError, message
from xlakit.worktime.algebra import both, either, zones
from xlakit.worktime.deadlines import Landing, on_business_days, open_time_of, used_up, zone_of_dates
from xlakit.worktime.instants import (
    Times,
    ask,
    read_duration,
    read_instants,
    to_array,
    to_datetime,
)
from xlakit.worktime.stated import stated_hours
from xlakit.worktime.terms import hours_of
from xlakit.worktime.timetable import Timetable
from xlakit.worktime.wording import wording

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from xlakit.model.calendar_spec import CalendarSpec, HolidayRule
    from xlakit.model.quantity import Duration
    from xlakit.worktime.algebra import Node
    from xlakit.worktime.spans import Ints

    Moments = datetime | np.datetime64 | npt.NDArray[np.datetime64]
    Lengths = str | timedelta | Duration | np.timedelta64 | npt.NDArray[np.timedelta64]


class Calendar:
    """Opening hours in one time zone: an immutable value with an algebra (``&``, ``|``, ``==``).

    Hours are wall-clock hours, half-open ``[start, end)``, and exact to the microsecond. On a day of 23 or 25
    hours an interval is as long as it really is: an opening takes the first of two equal wall times, a closing
    the second, and a time that does not exist moves forward to the next instant that does.

    Parameters
    ----------
    timezone
        IANA name of the zone whose clocks the hours are read on.
    hours
        Day or days (``mon``, ``mon-fri``, ``fri-mon``, ``sat,sun``) → intervals ``HH:MM-HH:MM`` (or with
        seconds), up to ``24:00``. ``22:00-06:00`` crosses midnight and belongs to the day on which it starts.
        May be empty only with `dates`.
    holidays
        Days without hours: texts ``2026-12-25``, ``2026-12-28/2026-12-31``, ``--01-01`` (every year),
        ``--12-24/--01-02``; dates; any container with ``in`` for dates; an object of the ``holidays`` package;
        or ``{"country": "DE", "subdivision": "BE", "dates": [...]}``. A container is kept, not copied, and
        must not change; the other kinds are read once. Country holidays end where the package ends, and
        beyond that the calendar is not known; lists are complete. Hours that start on the eve run on.
    dates
        Date → its hours instead of the weekly ones (none: closed). Wins over `holidays`.
    breaks
        Date → wall time that is cut out of that date, whichever day the hours belong to.
    valid_from, valid_through
        First and last local date for which the calendar is known.

    Raises
    ------
    CalendarError
        Something is not written as it must be (the message lists every mistake), or, later, a question
        concerns time for which the calendar is not known.

    Notes
    -----
    A combination (``&`` open where both are, ``|`` where either is) is known where all its parts are. Equal
    calendars say the same: ``mon-fri`` is ``mon,tue,wed,thu,fri``, and ``a & b`` is ``b & a``.

    Scalars and arrays take the same way: aware datetimes give datetimes and timedeltas, numpy ``datetime64``
    arrays (UTC) give ``datetime64[us]`` and ``timedelta64[us]`` with NaT where something was NaT.

    Examples
    --------
    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> office = Calendar(
    ...     timezone="Europe/Berlin",
    ...     hours={"mon-fri": ["08:00-12:00", "13:00-17:00"]},
    ...     holidays=["2026-12-25", "--01-01"],
    ...     dates={"2026-12-24": ["08:00-12:00"]},
    ... )
    >>> wednesday = datetime(2026, 12, 23, 16, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    >>> print(office.deadline(wednesday, "6h"))
    2026-12-28 09:00:00+01:00
    >>> office.elapsed(wednesday, datetime(2026, 12, 28, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    datetime.timedelta(seconds=21600)
    >>> np.set_printoptions(legacy="1.25")
    >>> office.elapsed(np.datetime64("2026-12-23T15:00"), np.array(["2026-12-24T08", "NaT"], "M8[h]"))
    array([7200000000,      'NaT'], dtype='timedelta64[us]')
    """

    __slots__ = ("_node", "_timetable")
    _node: Node
    _timetable: Timetable

    def __init__(
        self,
        *,
        timezone: str,
        hours: Mapping[str, Sequence[str] | str],
        holidays: Container[date] | Sequence[str | date] | HolidayRule | Mapping[str, Any] = (),
        dates: Mapping[str | date, Sequence[str] | str] | None = None,
        breaks: Mapping[str | date, Sequence[str] | str] | None = None,
        valid_from: date | str | None = None,
        valid_through: date | str | None = None,
    ) -> None:
        self._set(
            stated_hours(
                {
                    "timezone": timezone,
                    "hours": hours,
                    "holidays": () if holidays is None else holidays,
                    "dates": dates,
                    "breaks": breaks,
                    "valid_from": valid_from,
                    "valid_through": valid_through,
                }
            )
        )

    def _set(self, node: Node) -> None:
        object.__setattr__(self, "_node", node)
        object.__setattr__(self, "_timetable", Timetable(node))

    @classmethod
    def _of(cls, node: Node) -> Self:
        calendar = cls.__new__(cls)
        calendar._set(node)  # noqa: SLF001 - a constructor of this class
        return calendar

    @classmethod
    def from_spec(cls, spec: CalendarSpec) -> Self:
        """Return the calendar that an agreement states.

        Raises
        ------
        CalendarError
            The country of the holidays, or its subdivision, is not known.
        """
        return cls._of(hours_of(spec))

    @classmethod
    def always(cls, timezone: str = "UTC") -> Self:
        """Return the calendar that never closes. Its zone matters to business days only."""
        return cls(timezone=timezone, hours={"mon-sun": ["00:00-24:00"]})

    def __setattr__(self, name: str, value: object) -> None:
        msg = "a calendar is a value; state another one"
        raise AttributeError(msg)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self)._of, (self._node,)  # noqa: SLF001 - its own

    def __eq__(self, other: object) -> bool:
        return self._node == other._node if isinstance(other, Calendar) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._node)

    def __and__(self, other: Calendar) -> Calendar:
        if not isinstance(other, Calendar):
            return NotImplemented
        return Calendar._of(both(self._node, other._node))

    def __or__(self, other: Calendar) -> Calendar:
        if not isinstance(other, Calendar):
            return NotImplemented
        return Calendar._of(either(self._node, other._node))

    def __repr__(self) -> str:
        return wording(self._node)

    @overload
    def elapsed(self, start: datetime, end: datetime) -> timedelta: ...
    @overload
    def elapsed(self, start: np.datetime64, end: np.datetime64) -> np.timedelta64: ...
    @overload
    def elapsed(self, start: Moments, end: Moments) -> Any: ...  # noqa: ANN401 - arrays, in any mixture
    def elapsed(self, start: Moments, end: Moments) -> Any:
        """Return the open time between two instants; zero where the end is not after the start.

        Additive and monotone: ``elapsed(a, c) == elapsed(a, b) + elapsed(b, c)`` for ``a ≤ b ≤ c``.

        Raises
        ------
        CalendarError
            A naive datetime, or an instant for which the calendar is not known.
        """
        begin, finish = read_instants(start, "start"), read_instants(end, "end")
        found, missing = ask(self._timetable.between, begin, finish)
        if begin.zone is not None and finish.zone is not None:
            return timedelta(microseconds=int(found))
        return to_array(found, missing, "timedelta64[us]")

    @overload
    def deadline(
        self,
        start: datetime,
        duration: str | timedelta | Duration | np.timedelta64,
        *,
        landing: Landing = "earliest",
        timezone: str | None = None,
    ) -> datetime: ...
    @overload
    def deadline(
        self,
        start: Moments,
        duration: Lengths,
        *,
        landing: Landing = "earliest",
        timezone: str | None = None,
    ) -> Any: ...  # noqa: ANN401 - arrays, in any mixture
    def deadline(
        self,
        start: Moments,
        duration: Lengths,
        *,
        landing: Landing = "earliest",
        timezone: str | None = None,
    ) -> Any:
        """Return the first instant at which the duration is used up; the start itself for no duration.

        Parameters
        ----------
        start
            Aware datetime, or numpy datetime64 in UTC. The answer has the zone of a datetime given here.
        duration
            ``4h``, ``1h30m``, ``2d`` (48 h of open time), ``2bd`` (the second following business day at the
            same wall time, clipped to its hours), ``eod`` (the next end of a business day), ``eod+1`` (the end of
            the following business day), a timedelta, or a numpy timedelta64. A negative duration gives the
            latest instant from which so much open time leads up to the start.
        landing
            ``next_opening`` moves an answer that is a closing to the opening after it.
        timezone
            Whose dates are meant by business days and ends of day: the calendar's zone unless stated. A
            combination of two zones needs it. In combinations, and in a zone that is not the
            calendar's own, the hours of a date are those between its midnights.

        Raises
        ------
        CalendarError
            Naive datetime, no such instant (the calendar does not open again), or one for which the calendar
            is not known.

        Examples
        --------
        >>> from datetime import datetime, UTC
        >>> office = Calendar(timezone="UTC", hours={"mon-fri": ["08:00-17:00"]})
        >>> friday = datetime(2026, 1, 2, 16, 0, tzinfo=UTC)
        >>> for duration in ("0h", "1h", "2h", "1bd", "eod+1", "-9h"):
        ...     print(duration, office.deadline(friday, duration))
        0h 2026-01-02 16:00:00+00:00
        1h 2026-01-02 17:00:00+00:00
        2h 2026-01-05 09:00:00+00:00
        1bd 2026-01-05 16:00:00+00:00
        eod+1 2026-01-05 17:00:00+00:00
        -9h 2026-01-01 16:00:00+00:00
        >>> print(office.deadline(friday, "1h", landing="next_opening"))
        2026-01-05 08:00:00+00:00
        """
        if landing not in {"earliest", "next_opening"}:
            raise CalendarError(message("landing", "is 'earliest' or 'next_opening'", got=repr(landing)))
        begin, length = read_instants(start, "start"), read_duration(duration)
        if isinstance(length, Times):
            found, missing = ask(lambda at, us: used_up(self._timetable, at, us, landing), begin, length)
        else:
            zone = zone_of_dates(self._timetable, timezone)
            found, missing = ask(
                lambda at: on_business_days(self._timetable, at, length, zone, landing), begin
            )
        if begin.zone is not None and found.ndim == 0 and not missing:
            return to_datetime(int(found), begin.zone)
        return to_array(found, missing, "datetime64[us]")

    @overload
    def is_open(self, at: datetime | np.datetime64) -> bool: ...
    @overload
    def is_open(self, at: npt.NDArray[np.datetime64]) -> npt.NDArray[np.bool_]: ...
    def is_open(self, at: Moments) -> Any:
        """Return whether the calendar is open at an instant; it is at an opening, and is not at a closing.

        Raises
        ------
        CalendarError
            Naive datetime, NaT, or an instant for which the calendar is not known.
        """
        when = read_instants(at, "at")
        if when.missing.any():
            raise CalendarError(message("at", "NaT is no instant, so it is neither open nor closed"))
        found, _ = ask(self._timetable.is_open, when)
        return bool(found) if found.ndim == 0 else found == 1

    @overload
    def next_open(self, at: datetime) -> datetime: ...
    @overload
    def next_open(self, at: np.datetime64) -> np.datetime64: ...
    @overload
    def next_open(self, at: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]: ...
    def next_open(self, at: Moments) -> Any:
        """Return `at` where the calendar is open, otherwise the next opening.

        Raises
        ------
        CalendarError
            Naive datetime, or the calendar does not open again in the time for which it is known.
        """
        when = read_instants(at, "at")
        found, missing = ask(lambda us: self._timetable.latest(self._timetable.before(us)), when)
        if when.zone is not None:
            return to_datetime(int(found), when.zone)
        return to_array(found, missing, "datetime64[us]")

    def intervals(
        self, start: datetime | np.datetime64, end: datetime | np.datetime64
    ) -> list[tuple[datetime, datetime]]:
        """Return when the calendar is open between two instants, in its own zone (UTC if it has several).

        Raises
        ------
        CalendarError
            Naive datetime, NaT, or an instant for which the calendar is not known.
        """
        begin, finish = read_instants(start, "start"), read_instants(end, "end")
        if begin.us.ndim or finish.us.ndim or begin.missing or finish.missing:
            raise CalendarError(message("intervals", "two instants are expected, no arrays and no NaT"))
        own = zones(self._node)
        zone = ZoneInfo(own[0] if len(own) == 1 else "UTC")
        found = self._timetable.intervals(int(begin.us), int(finish.us))
        return [(to_datetime(opens, zone), to_datetime(closes, zone)) for opens, closes in found]

    def known_us(self) -> tuple[int, int]:
        """Return the first and the last UTC instant, in microseconds, for which the calendar is known."""
        return self._timetable.known.start, self._timetable.known.end

    def open_before(self, times_us: Ints) -> Ints:
        """Return the open microseconds before each UTC instant, counted from 2020-01-01 00:00 UTC.

        Negative before that. Where the calendar is not known on that day, the nearest known instant is the
        origin. The difference of two is the open time between them.

        Parameters
        ----------
        times_us
            Microseconds since 1970-01-01 00:00 UTC, int64, of any shape, none missing.
        """
        times = np.asarray(times_us, np.int64)
        return self._timetable.before(times.ravel()).reshape(times.shape)

    def instant_at(self, open_us: Ints) -> Ints:
        """Return the first UTC instant, in microseconds, with so much open time before it (`open_before`).

        Raises
        ------
        CalendarError
            There is none in the time for which the calendar is known.
        """
        opened = np.asarray(open_us, np.int64)
        return self._timetable.earliest(opened.ravel()).reshape(opened.shape)

    def limit_us(self, starts_us: Ints, duration: Duration, *, timezone: str | None = None) -> Ints:
        """Return a duration as open microseconds at each start.

        Business days and ends of day become the open time from the start to the instant they mean (see
        `deadline`); other durations are what they are.

        Raises
        ------
        CalendarError
            The calendar is not known that far, or combines zones and `timezone` is not stated.
        """
        starts = np.asarray(starts_us, np.int64)
        return open_time_of(self._timetable, starts.ravel(), duration, timezone).reshape(starts.shape)
