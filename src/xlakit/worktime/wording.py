"""How a calendar reads in a console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model.hours import DAY_SECONDS, DAYS
from xlakit.worktime.algebra import Both, Either

if TYPE_CHECKING:
    from xlakit.worktime.algebra import Node
    from xlakit.worktime.terms import Hours, Seconds, Terms


def wording(node: Node) -> str:
    """Return the expression as text: hours in full, dates as counts."""
    if isinstance(node, Both | Either):
        sign = " & " if isinstance(node, Both) else " | "
        return f"({sign.join(sorted(map(wording, node.parts)))})"
    return _hours(node)


def _hours(hours: Hours) -> str:
    versions = "; then ".join(_terms(terms) for terms in hours.terms)
    return f"Calendar(timezone={hours.timezone!r}, {versions})"


def _terms(terms: Terms) -> str:
    parts = [f"hours={_week(terms.week)}"]
    holidays = terms.holidays
    days = sum(end - start for start, end in holidays.ranges) + len(holidays.yearly)
    counts = (("holidays", days), ("dates", len(terms.dates)), ("breaks", len(terms.breaks)))
    parts += [f"{name}=<{count}>" for name, count in counts if count]
    if holidays.opaque is not None:
        parts.append(f"holidays={type(holidays.opaque.container).__name__}")
    parts += [bound.why for bound in (terms.first, terms.last) if bound is not None]
    return ", ".join(parts)


def _week(week: tuple[Seconds, ...]) -> dict[str, list[str]]:
    """Return the weekly hours with runs of equal days under one key."""
    found: dict[str, list[str]] = {}
    first = 0
    for after in range(1, len(DAYS) + 1):
        if after < len(DAYS) and week[after] == week[first]:
            continue
        if week[first]:
            key = DAYS[first] if after - first == 1 else f"{DAYS[first]}-{DAYS[after - 1]}"
            found[key] = [f"{_time(start)}-{_time(end)}" for start, end in week[first]]
        first = after
    return found


def _time(seconds: int) -> str:
    if seconds > DAY_SECONDS:
        seconds -= DAY_SECONDS
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text
