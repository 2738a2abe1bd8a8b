"""The words on screen: outcomes, metrics, windows and segments as people say them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from xlakit.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from xlakit.model import Window
    from xlakit.model.finding import Shade

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.EXCEEDED: "exceeded",
    Outcome.MET: "met",
    Outcome.BELOW_EXPECTED: "service level failure (below expected)",
    Outcome.BELOW_MINIMUM: "service level failure (below minimum)",
    Outcome.NOT_MEASURED: "not measured",
    Outcome.EXCUSED: "excused",
    Outcome.IN_PROGRESS: "in progress",
}
SHADES: Final[Mapping[Shade, str]] = {
    "CONFIRMED": "watermelon",
    "SUSPECTED": "suspected",
    "POSSIBLE": "possible",
    "HEALTHY": "healthy",
    "RED": "red",
    "INVERSE": "inverse",
    "UNKNOWN": "unknown",
}
LEGEND: Final = (
    "watermelon: service levels met, users' side below expected (severe: below minimum); "
    "suspected: likely one; possible: its figures look like one, without proof; "
    "red: both sides failed; inverse: users content, service levels missed; unknown: not enough measured"
)
SEVERITIES: Final = ("severe", "warning", "info")
_METRICS: Final[Mapping[str, str]] = {
    "within": "service level attainment",
    "bounces": "reassignments",
    "csat": "CSAT",
    "nps": "NPS",
    "ces": "CES",
    "fcr": "FCR",
    "verified_fcr": "verified FCR",
}
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"  # strftime would follow the locale
_WINDOWS: Final = (
    (r"\d{4}-\d{2}", "month"),
    (r"\d{4}-Q[1-4]", "quarter"),
    (r"\d{4}-W\d{2}", "week"),
    (r"\d{4}-\d{2}…\d{4}-\d{2}", "three-month span"),
    (r"year \d+", "contract year"),
)


def metric_words(metric: str) -> str:
    """Return a metric as people say it, with what its parameters choose.

    Examples
    --------
    >>> metric_words("within(clock=response)"), metric_words("bounces"), metric_words("reopen_rate")
    ('service level attainment (response)', 'reassignments', 'reopen rate')
    """
    found = re.fullmatch(r"([A-Za-z0-9_.-]+)(?:\((.*?)\))?(?: where (.*))?", metric)
    if found is None:
        return metric
    name, inside, where = found[1], found[2], found[3]
    words = _METRICS.get(name, name.replace("_", " "))
    if inside:
        values = [part.partition("=")[2] or part for part in inside.split(", ")]
        words += f" ({', '.join(values)})"
    return f"{words} where {where}" if where else words


def window_words(windows: Iterable[Window], count: int) -> str:
    """Return what windows are called, in the number that `count` asks for.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from xlakit.model import Window
    >>> start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    >>> march = Window(start=start, end=end, label="2026-03")
    >>> window_words([march], 1), window_words([march], 6), window_words([], 2)
    ('month', 'months', 'windows')
    """
    kinds = {_kind_of(window.label) for window in windows}
    word = kinds.pop() if len(kinds) == 1 else "window"
    return word if count == 1 else f"{word}s"


def segment_words(segment: Iterable[tuple[str, str]]) -> str:
    """Return a segment as text; empty for the whole.

    Examples
    --------
    >>> segment_words([("team", "Field West"), ("site", "oslo")]), segment_words([])
    ('team=Field West, site=oslo', '')
    """
    return ", ".join(f"{column}={value}" for column, value in segment)


def place_words(segment: Iterable[tuple[str, str]]) -> str:
    """Return a segment as it is read within a sentence.

    Examples
    --------
    >>> place_words([("team", "Field West"), ("assigned_group", "3")])
    'team Field West, assigned group 3'
    """
    return ", ".join(f"{column.replace('_', ' ')} {value}" for column, value in segment)


def instant_words(at: datetime, like: datetime) -> str:
    """Return an instant to the minute, in the zone of `like`, which is named.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> berlin = datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    >>> instant_words(datetime(2026, 3, 31, 16, 22, tzinfo=UTC), berlin)
    '31 Mar 2026, 18:22 (Europe/Berlin)'
    """
    local = at.astimezone(like.tzinfo)
    month = _MONTHS[3 * local.month - 3 : 3 * local.month]
    return f"{local.day} {month} {local.year}, {local:%H:%M} ({local.tzinfo})"


def listed(items: Iterable[str], most: int = 6) -> str:
    """Return items as an enumeration; those beyond `most` are counted.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed(list("abcdefgh"), most=2)
    ('a', 'a, b and c', 'a, b and 6 more')
    """
    names = list(items)
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def counted(count: int, word: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> counted(1, "ticket"), counted(12000, "answer")
    ('1 ticket', '12,000 answers')
    """
    return f"{count:,} {word if count == 1 else word + 's'}"


def _kind_of(label: str) -> str:
    return next((word for pattern, word in _WINDOWS if re.fullmatch(pattern, label)), "window")
