"""Windows in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Window


def disjoint(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the windows, in order, of which no two overlap; of overlapping ones the later stays.

    Examples
    --------
    >>> from datetime import date
    >>> from xlakit.model import windows
    >>> rolling = windows("rolling-3-months", date(2026, 1, 1), date(2026, 7, 31), "UTC")
    >>> [window.label for window in disjoint(rolling)]
    ['2025-11…2026-01', '2026-02…2026-04', '2026-05…2026-07']
    """
    found: list[Window] = []
    for window in sorted(set(windows), key=lambda item: (item.end, item.start), reverse=True):
        if not found or window.end <= found[-1].start:
            found.append(window)
    return tuple(reversed(found))


def from_to(windows: Iterable[Window]) -> str:
    """Return the labels of the first and the last window in words."""
    ordered = sorted(windows, key=lambda item: (item.start, item.end))
    first, last = ordered[0].label, ordered[-1].label
    return first if first == last else f"{first} to {last}"
