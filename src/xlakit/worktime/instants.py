"""What callers hand over (aware datetimes, numpy arrays, durations) as microseconds, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from xlakit.errors import CalendarError, message
from xlakit.model.quantity import Duration

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from xlakit.worktime.spans import Ints

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MICROSECONDS = "datetime64[us]", "timedelta64[us]"
# Longer than all known time, and short enough that sums stay in 64 bits.
_LONGEST = 2**61


class Times(NamedTuple):
    """Microseconds in one dimension or none; which are missing (NaT); the zone, where one datetime was given."""

    us: Ints
    missing: np.ndarray[Any, np.dtype[np.bool_]]
    zone: tzinfo | None


def read_instants(value: object, where: str) -> Times:
    """Return an aware datetime, or a numpy datetime64 array (UTC), as instants.

    Raises
    ------
    CalendarError
        A datetime without zone, digits below a microsecond, or something else altogether.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None or value.utcoffset() is None:
            hint = "say in which zone it is: datetime(..., tzinfo=ZoneInfo('Europe/Berlin'))"
            raise CalendarError(message(where, "the time has no time zone", got=value.isoformat(), hint=hint))
        return Times(np.array((value - _EPOCH) // _MICROSECOND), np.array(False), value.tzinfo)  # noqa: FBT003
    if isinstance(value, np.datetime64 | np.ndarray) and value.dtype.kind == "M":
        return _read_numpy(np.asarray(value), _MICROSECONDS[0], where)
    hint = "an aware datetime, or a numpy datetime64 array in UTC"
    raise CalendarError(message(where, "this is no instant", got=repr(value)[:80], hint=hint))


def read_duration(value: object) -> Duration | Times:
    """Return a duration of any kind: as microseconds, or as business days and ends of day.

    Raises
    ------
    CalendarError
        It is no duration, or has digits below a microsecond.
    """
    if isinstance(value, str):
        text = value
        try:
            value = Duration.parse(text)
        except ValidationError:
            hint = "write 15m, 4h, 1h30m, 2d, 2bd or eod+1"
            raise CalendarError(message("duration", "this is no duration", got=text, hint=hint)) from None
    if isinstance(value, Duration):
        return value if value.microseconds is None else _length(value.microseconds)
    if isinstance(value, timedelta):
        return _length(value // _MICROSECOND)
    if isinstance(value, np.timedelta64 | np.ndarray) and value.dtype.kind == "m":
        us, missing, _ = _read_numpy(np.asarray(value), _MICROSECONDS[1], "duration")
        return Times(np.clip(us, -_LONGEST, _LONGEST), missing, None)
    hint = "write '4h', '2bd' or 'eod+1', or give a timedelta"
    raise CalendarError(message("duration", "this is no duration", got=repr(value)[:80], hint=hint))


def _length(microseconds: int) -> Times:
    inside = min(max(microseconds, -_LONGEST), _LONGEST)
    return Times(np.array(inside), np.array(False), None)  # noqa: FBT003 - numpy's own


def _read_numpy(values: np.ndarray[Any, Any], unit: str, where: str) -> Times:
    missing = np.isnat(values)
    exact = values.astype(unit, copy=False)
    if values.dtype != exact.dtype and (exact[~missing] != values[~missing]).any():
        what = "a microsecond is the smallest unit of time, and there are digits below it or too many above"
        raise CalendarError(message(where, what, got=str(values.dtype), hint="round the times first"))
    return Times(exact.view(np.int64), missing, None)


def to_datetime(instant: int, zone: tzinfo) -> datetime:
    """Return an instant as a datetime in a zone."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def text_of(instant: int) -> str:
    """Return an instant as people write it, in UTC."""
    return to_datetime(instant, UTC).isoformat()


def to_array(us: Ints, missing: np.ndarray[Any, np.dtype[np.bool_]], unit: str) -> Any:  # noqa: ANN401
    """Return microseconds as numpy times, NaT where missing; a scalar where there is no dimension."""
    found = us.view(unit)
    if missing.any():
        found[missing] = np.array("NaT", unit)
    return found[()]


def ask(answer: Callable[..., Ints], *times: Times) -> tuple[Ints, np.ndarray[Any, np.dtype[np.bool_]]]:
    """Return the answers to one-dimensional arrays in the common shape of one or two `times`.

    The answer is zero where one of them is missing.
    """
    columns = [each.us for each in times]
    missing = times[0].missing if len(times) == 1 else times[0].missing | times[1].missing
    if any(column.shape != columns[0].shape for column in columns):
        columns = list(np.broadcast_arrays(*columns))
    if not missing.any():
        return answer(*(column.ravel() for column in columns)).reshape(columns[0].shape), missing
    found = np.zeros(columns[0].shape, np.int64)
    found[~missing] = answer(*(column[~missing] for column in columns))
    return found, missing
