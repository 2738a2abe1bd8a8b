"""Recurrence rules (RFC 5545 RRULE) as an agreement writes them: which parts they have, read as text.

A rule here names days; the time of day stands beside it. Which days those are is the business of ``worktime``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
SUB_DAILY = ("HOURLY", "MINUTELY", "SECONDLY")
TIME_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
RULE_PATTERN = r"^(RRULE:)?([A-Z]+=[^;=]+;)*FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[^;=]+)*$"

_WEEKDAY = r"(MO|TU|WE|TH|FR|SA|SU)"
_POSITIVE = {"INTERVAL": 9_999, "COUNT": 999_999}
_NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_SIGNED = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
_LAST_WEEK = 53


class Recurrence(NamedTuple):
    """A rule: its parts without ``UNTIL``, and the last day or instant at which it may begin.

    ``until`` is a date, an aware instant, or a naive time of the wall; None without end.
    """

    parts: dict[str, str]
    until: date | datetime | None

    @property
    def rule(self) -> str:
        """The parts as one text."""
        return ";".join(f"{name}={value}" for name, value in self.parts.items())


def recurrence(text: str) -> Recurrence:
    """Return the rule that `text` states.

    Raises
    ------
    ValueError
        `text` is no rule, names hours, or has a part or a value that no rule can have.

    Examples
    --------
    >>> recurrence("FREQ=MONTHLY;BYDAY=2SU;UNTIL=20261231")
    Recurrence(parts={'FREQ': 'MONTHLY', 'BYDAY': '2SU'}, until=datetime.date(2026, 12, 31))
    >>> recurrence("FREQ=HOURLY")
    Traceback (most recent call last):
        ...
    ValueError: a rule names days (FREQ=DAILY, WEEKLY, MONTHLY or YEARLY); the hours stand in 'at' and 'for'
    """
    parts: dict[str, str] = {}
    for item in text.strip().removeprefix("RRULE:").split(";"):
        name, equals, value = item.partition("=")
        if not equals or not value:
            msg = "a recurrence rule such as FREQ=MONTHLY;BYDAY=2SU is expected"
            raise ValueError(msg)
        if name in parts:
            msg = f"{name} is stated twice"
            raise ValueError(msg)
        parts[name] = value
    _check(parts)
    until = _until(parts.pop("UNTIL")) if "UNTIL" in parts else None
    return Recurrence(parts, until)


def _check(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency in SUB_DAILY or any(name in parts for name in TIME_PARTS):
        msg = "a rule names days (FREQ=DAILY, WEEKLY, MONTHLY or YEARLY); the hours stand in 'at' and 'for'"
        raise ValueError(msg)
    if frequency not in FREQUENCIES:
        msg = "FREQ=DAILY, WEEKLY, MONTHLY or YEARLY is expected in the rule"
        raise ValueError(msg)
    if "COUNT" in parts and "UNTIL" in parts:
        msg = "a rule ends by COUNT or by UNTIL, not by both"
        raise ValueError(msg)
    for name, value in parts.items():
        _part(name, value)
    by_place = re.search(r"[0-9]", parts.get("BYDAY", ""))
    if by_place and (frequency not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in parts):
        msg = "BYDAY counts days (2SU) only with FREQ=MONTHLY or YEARLY, and without BYWEEKNO"
        raise ValueError(msg)
    if "BYSETPOS" in parts and not any(name in parts for name in (*_NUMBERS, "BYDAY") if name != "BYSETPOS"):
        msg = "BYSETPOS chooses among the days that another part, such as BYDAY, names"
        raise ValueError(msg)


def _part(name: str, value: str) -> None:
    """Raise where a part is none, or its value no value of it."""
    if name in _POSITIVE:
        good = _whole(value, _POSITIVE[name], signed=False)
    elif name in _NUMBERS:
        good = all(_whole(item, _NUMBERS[name], signed=name in _SIGNED) for item in value.split(","))
    elif name == "BYDAY":
        good = all(_weekday(item) for item in value.split(","))
    elif name == "WKST":
        good = re.fullmatch(_WEEKDAY, value) is not None
    elif name in {"FREQ", "UNTIL"}:
        good = True
    else:
        msg = f"{name} is not a part of a recurrence rule"
        raise ValueError(msg)
    if not good:
        msg = f"{name} cannot be {value} in a recurrence rule"
        raise ValueError(msg)


def _whole(text: str, most: int, *, signed: bool) -> bool:
    found = re.fullmatch(r"([+-]?)([0-9]{1,6})", text)
    return found is not None and (signed or not found[1]) and 1 <= int(found[2]) <= most


def _weekday(text: str) -> bool:
    found = re.fullmatch(rf"([+-]?[0-9]{{1,2}})?{_WEEKDAY}", text)
    return found is not None and (found[1] is None or 1 <= abs(int(found[1])) <= _LAST_WEEK)


def _until(text: str) -> date | datetime:
    try:
        if re.fullmatch(r"[0-9]{8}", text):
            return date.fromisoformat(text)
        if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z?", text):
            stated = datetime.fromisoformat(text.removesuffix("Z"))
            return stated.replace(tzinfo=UTC) if text.endswith("Z") else stated
    except ValueError:
        pass
    msg = "UNTIL is a day (20261231), a time of the wall (20261231T060000) or an instant (20261231T050000Z)"
    raise ValueError(msg)
