"""Windows that share no instant: what is one observation each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Window


def windows_apart(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the windows in order of time, without those that overlap an earlier one that is kept.

    Of rolling quarters every third is left: the others tell of the same tickets again.

    Examples
    --------
    >>> from datetime import date
    >>> from xlakit.model import windows
    >>> rolling = windows("rolling-3-months", date(2026, 4, 1), date(2026, 8, 31), "UTC")
    >>> [window.label for window in windows_apart(rolling)]
    ['2026-02…2026-04', '2026-05…2026-07']
    """
    found: list[Window] = []
    for window in sorted(windows, key=lambda each: (each.start, each.end)):
        if not found or window.start >= found[-1].end:
            found.append(window)
    return tuple(found)
