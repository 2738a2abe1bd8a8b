"""Numbers as people read them. Nothing is compared here; a shown figure never contradicts a verdict.

A figure is rounded for the eye, and rounding may carry it over the very level it missed: 94.96 % of an
at-least-95 % promise must not read 95.0 %. So digits are added until the shown figure stands on the same
side of every level as the exact one.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model.quantity import Duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model.estimate import Estimate
    from xlakit.model.objective import Level, Levels

MOST_DIGITS = 18
_DIGITS = {"share": 1, "points": 0, "score": 2, "count": 2, "seconds": 0}
_CERTAIN = (Fraction(0), Fraction(1))


def whole(number: int) -> str:
    """Return a count with its thousands set apart.

    Examples
    --------
    >>> whole(12000), whole(-7)
    ('12,000', '-7')
    """
    return f"{number:,}"


def percent(value: float | None, digits: int = 1) -> str:
    """Return a share in [0, 1] as a percentage; None, which is not zero, as ``unknown``.

    Examples
    --------
    >>> percent(0.213), percent(1.0, 0), percent(None)
    ('21.3%', '100%', 'unknown')
    """
    return "unknown" if value is None else f"{_rounded(Fraction(str(value)) * 100, digits)}%"


def hours(seconds: Fraction | float, digits: int = 0) -> str:
    """Return a length of time in hours, minutes and seconds; never in days, which calendars disagree on.

    From an hour on, seconds are left out unless `digits` asks for them (1: whole seconds, 2 and more:
    fractions of a second).

    Examples
    --------
    >>> hours(12000), hours(42), hours(172800), hours(-90)
    ('3h 20m', '42s', '48h', '-1m 30s')
    >>> hours(14401), hours(14401, 1), hours(0)
    ('4h', '4h 0m 1s', '0s')
    """
    exact = Fraction(seconds)
    sign, exact = ("-", -exact) if exact < 0 else ("", exact)
    if exact >= 3600 and digits == 0:  # noqa: PLR2004 - seconds of an hour
        total = int(_rounded(exact / 60, 0)) * 60
        parts = [f"{total // 3600}h", f"{total % 3600 // 60}m" if total % 3600 else ""]
        return sign + " ".join(part for part in parts if part)
    places = max(digits - 1, 0)
    whole_minutes = int(exact // 60)
    left = _rounded(exact - 60 * whole_minutes, places)
    if Decimal(left) == 60:  # noqa: PLR2004 - rounding filled the minute
        whole_minutes, left = whole_minutes + 1, _rounded(Fraction(0), places)
    if whole_minutes >= 60:  # noqa: PLR2004 - minutes of an hour
        return f"{sign}{whole_minutes // 60}h {whole_minutes % 60}m {left}s"
    if not whole_minutes:
        return f"{sign}{left}s"
    return f"{sign}{whole_minutes}m" + (f" {left}s" if Decimal(left) else "")


def figure(value: Fraction | float, unit: str, levels: Iterable[Level] = ()) -> str:
    """Return `value` in its unit, with enough digits that it reads on the same side of every level.

    Parameters
    ----------
    value
        The number in the metric's unit; exact where a promise hangs on it.
    unit
        ``share`` (shown in percent), ``points`` (signed), ``seconds``, ``score``, ``count``; any other unit
        is written behind the number.
    levels
        The levels it is read against.

    Examples
    --------
    >>> from xlakit.model import Level
    >>> promise = [Level.model_validate({"at_least": "95%"})]
    >>> figure(Fraction(9530, 10000), "share", promise), figure(Fraction(9496, 10000), "share", promise)
    ('95.3%', '94.96%')
    >>> figure(Fraction(9999, 10000), "share"), figure(12, "points"), figure(4.256, "score")
    ('99.99%', '+12', '4.26')
    """
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    promised = tuple(levels)
    wanted = [level.holds(exact) for level in promised]
    start = _DIGITS.get(unit, 2)
    for digits in range(start, MOST_DIGITS):
        shown = _shown(exact, unit, digits)
        same_side = [level.holds(shown) for level in promised] == wanted
        if same_side and (unit != "share" or exact in _CERTAIN or shown not in _CERTAIN):
            return _text(exact, unit, digits)
    return _text(exact, unit, MOST_DIGITS)


def estimate_text(estimate: Estimate, unit: str, levels: Levels) -> str:
    """Return the figure of an estimate against its levels; ``no value`` where nothing was counted."""
    if estimate.value is None:
        return "no value"
    exact = estimate.exact
    return figure(estimate.value if exact is None else exact, unit, named_levels(levels))


def named_levels(levels: Levels) -> tuple[Level, ...]:
    """Return the levels that are set."""
    return tuple(level for level in (levels.minimum, levels.expected, levels.stretch) if level is not None)


def level_figure(level: Level | None) -> float | None:
    """Return the figure of a level in the metric's unit, or None where no level is set.

    Examples
    --------
    >>> from xlakit.model import Level
    >>> level_figure(Level.model_validate({"at_most": "4h"})), level_figure(None)
    (14400.0, None)
    """
    return None if level is None else float(level.exact)


def level_text(level: Level) -> str:
    """Return a level as the agreement states it.

    Examples
    --------
    >>> from xlakit.model import Level
    >>> level_text(Level.model_validate({"at_least": "99.5%"}))
    'at least 99.5%'
    >>> level_text(Level.model_validate({"at_most": "90m"}))
    'at most 1h 30m'
    """
    return f"{'at least' if level.higher_is_better else 'at most'} {quantity_text(level)}"


def quantity_text(level: Level) -> str:
    """Return the figure of a level, without its side."""
    quantity = level.quantity
    if isinstance(quantity, Duration) and quantity.microseconds is not None:
        finest = 7 if quantity.microseconds % 1_000_000 else int(quantity.microseconds % 60_000_000 > 0)
        return hours(level.exact, finest)
    return f"{quantity:f}" if isinstance(quantity, Decimal) else str(quantity)


def _shown(exact: Fraction, unit: str, digits: int) -> Fraction:
    """Return the number that the shown text states."""
    if unit == "share":
        return Fraction(_rounded(exact * 100, digits)) / 100
    if unit == "seconds":
        if digits == 0 and abs(exact) >= 3600:  # noqa: PLR2004 - seconds of an hour
            return Fraction(_rounded(exact / 60, 0)) * 60
        return Fraction(_rounded(exact, max(digits - 1, 0)))
    return Fraction(_rounded(exact, digits))


def _text(exact: Fraction, unit: str, digits: int) -> str:
    if unit == "share":
        return f"{_rounded(exact * 100, digits)}%"
    if unit == "points":
        text = _rounded(exact, digits)
        return text if text.startswith("-") or not Decimal(text) else f"+{text}"
    if unit == "seconds":
        return hours(exact, digits)
    behind = "" if unit in {"score", "count", ""} else f" {unit}"
    return f"{_rounded(exact, digits)}{behind}"


def _rounded(exact: Fraction, digits: int) -> str:
    """Round half to even on integers, so that no float and no context precision takes part."""
    scaled = round(exact * 10**digits)
    text = f"{abs(scaled):0{digits + 1}d}"
    sign = "-" if scaled < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"
