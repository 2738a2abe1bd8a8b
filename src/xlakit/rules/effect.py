"""How large a difference has to be before it is worth a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlakit.metrics import Metric

PART_OF_RANGE = 0.05
PART_OF_VALUE = 0.10


def span(metric: Metric) -> float | None:
    """Return how wide the scale of a metric is; None where it has an open end.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> span(m.csat()), span(m.nps()), span(m.csat(variant="mean")), span(m.resolution_time())
    (1.0, 200.0, 4.0, None)
    """
    if metric.low is None or metric.high is None:
        return None
    return float(metric.high - metric.low)


def floor_of(metric: Metric, value: float) -> float:
    """Return the least difference that counts: 5 % of the scale (5 points of a share), else 10 % of `value`.

    Examples
    --------
    >>> from xlakit import metrics as m
    >>> floor_of(m.csat(), 0.9), floor_of(m.nps(), 40.0), floor_of(m.resolution_time(), 7200.0)
    (0.05, 10.0, 720.0)
    """
    width = span(metric)
    return PART_OF_VALUE * abs(value) if width is None else PART_OF_RANGE * width


def gap_text(gap: float, unit: str) -> str:
    """Return a difference in words.

    Examples
    --------
    >>> gap_text(0.123, "share"), gap_text(-12.0, "points"), gap_text(0.4, "score"), gap_text(0.0004, "share")
    ('12.3 points', '12 points', '0.40', '0.04 points')
    """
    size = abs(gap)
    if unit == "share":
        return f"{100 * size:.1f} points" if size >= 0.0005 or not size else f"{100 * size:.2f} points"  # noqa: PLR2004 - what one decimal shows
    if unit == "points":
        return f"{size:.0f} points"
    if unit == "seconds":
        return f"{size / 60:.0f} minutes"
    return f"{size:.2f}"
