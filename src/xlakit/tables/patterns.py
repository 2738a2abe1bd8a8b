"""Forms of time as the user states them: strptime patterns and epoch numbers, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlakit.errors import DataError, message

UNITS: dict[str, int] = {"epoch_s": 1_000_000, "epoch_ms": 1_000}
DIRECTIVES = frozenset("YymdHMSfbBaAIpzjT%")
TIME_DIRECTIVES = frozenset("HIT")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One stated form of time. ``native`` is the pattern as Polars writes it."""

    text: str
    native: str
    has_zone: bool
    has_time: bool
    unit: int | None = None
    """Microseconds a count is worth, for epoch numbers."""

    def swapped(self) -> Pattern | None:
        """Return the pattern with day and month the other way round, or None where it has not both."""
        if not {"%d", "%m"} <= set(re.findall(r"%.", self.text)):
            return None
        other = self.text.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")
        return pattern_of(other)

    @property
    def like_iso(self) -> bool:
        """Whether the pattern reads text that looks like ISO 8601 with day and month exchanged."""
        return self.text.startswith("%Y-%d-%m")


def pattern_of(text: str) -> Pattern:
    """Return the form of time that `text` states.

    Raises
    ------
    DataError
        `text` is no strptime pattern, or uses a directive whose meaning depends on the machine.

    Examples
    --------
    >>> pattern_of("%d.%m.%Y %H:%M:%S.%f").native
    '%d.%m.%Y %H:%M:%S%.f'
    """
    if text in UNITS:
        return Pattern(text, "", has_zone=True, has_time=True, unit=UNITS[text])
    used = set(re.findall(r"%(.)", text)) if isinstance(text, str) else set()
    where = "datetime_format"
    if not used:
        hint = 'write "%d/%m/%Y %H:%M", "epoch_s" or "epoch_ms"'
        raise DataError(message(where, "is no strptime pattern", got=repr(text), hint=hint))
    if "Z" in used:
        hint = "use offsets (%z), or write the name itself into the pattern and state timezone="
        raise DataError(
            message(where, "names of zones (%Z) do not say which offset holds", got=text, hint=hint)
        )
    if unknown := sorted(used - DIRECTIVES):
        hint = f"known are {', '.join('%' + mark for mark in sorted(DIRECTIVES))}"
        raise DataError(message(where, f"the directive %{unknown[0]} is not known", got=text, hint=hint))
    if "f" in used and not re.search(r"(%S|%T)\.%f", text):
        raise DataError(
            message(where, "a fraction follows the seconds after a dot", got=text, hint='"%S.%f"')
        )
    native = text.replace(".%f", "%.f").replace("%z", "%#z")
    return Pattern(text, native, has_zone="z" in used, has_time=bool(used & TIME_DIRECTIVES))


def suggestion(example: str) -> str:
    """Return the hint for a time whose form was not stated: the patterns that could be meant.

    Examples
    --------
    >>> suggestion("29/2/2016 01:16")
    'datetime_format="%d/%m/%Y %H:%M" where the day comes first, "%m/%d/%Y %H:%M" where the month does'
    """
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", example):
        return (
            'datetime_format="epoch_s" or "epoch_ms" for counts since 1970;'
            " serial numbers of a spreadsheet are to be exported as ISO 8601 text"
        )
    found = re.fullmatch(r"\d{1,2}([/.-])\d{1,2}\1(\d{4}|\d{2})(.*)", example)
    if not found:
        return 'state the form as a strptime pattern, such as datetime_format="%d/%m/%Y %H:%M"'
    mark, year, rest = found[1], "%Y" if len(found[2]) == len("2026") else "%y", _time_form(found[3])
    day_first = f"%d{mark}%m{mark}{year}{rest}"
    month_first = f"%m{mark}%d{mark}{year}{rest}"
    return f'datetime_format="{day_first}" where the day comes first, "{month_first}" where the month does'


def _time_form(rest: str) -> str:
    rest = re.sub(r"\d{1,2}:\d{2}", "%H:%M", rest, count=1)
    rest = re.sub(r"(?<=%M):\d{2}", ":%S", rest, count=1)
    rest = re.sub(r"(?<=%S)\.\d+", ".%f", rest, count=1)
    rest = re.sub(r"[+-]\d{2}:?\d{2}$", "%z", rest)
    return (
        rest.replace("%H", "%I").replace(found[0], "%p")
        if (found := re.search(r"[AaPp][Mm]$", rest))
        else rest
    )
