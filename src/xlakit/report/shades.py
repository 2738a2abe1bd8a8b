"""The watermelon classes of segments as a table: one row a segment, one column a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlakit.report.sides import ordered
from xlakit.report.wording import SHADES, segment_words

if TYPE_CHECKING:
    from xlakit.model import Scorecard, ShadeOf

MOST_ROWS = 20
_WORST_FIRST = ("CONFIRMED", "SUSPECTED", "POSSIBLE", "RED", "INVERSE", "UNKNOWN", "HEALTHY")


@dataclass(frozen=True, slots=True)
class ShadeRow:
    """One segment: its name, and its class in each window, empty where it has none."""

    segment: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShadePart:
    """The table; ``left_out`` segments follow that are not shown."""

    windows: tuple[str, ...]
    rows: tuple[ShadeRow, ...]
    left_out: int


def shade_part(card: Scorecard) -> ShadePart | None:
    """Return the table of `card`, the worst segments first, or None where no segment was classified."""
    found: dict[tuple[tuple[str, str], ...], list[ShadeOf]] = {}
    for shade in card.shades:
        found.setdefault(shade.segment, []).append(shade)
    whole = found.pop((), [])
    if not found:
        return None
    windows = ordered(shade.window for shade in card.shades)
    names = sorted(found, key=lambda segment: (_rank(found[segment]), segment))
    shown = [(name, found[name]) for name in names[:MOST_ROWS]]
    if whole:
        shown.insert(0, ((), whole))
    rows = []
    for segment, shades in shown:
        by_window = {shade.window: shade for shade in shades}
        words = tuple(_word(by_window.get(window)) for window in windows)
        rows.append(ShadeRow(segment_words(segment) or "(whole)", words))
    return ShadePart(tuple(window.label for window in windows), tuple(rows), max(len(names) - MOST_ROWS, 0))


def _rank(shades: list[ShadeOf]) -> tuple[int, ...]:
    severe = sum(shade.severe and shade.shade == "CONFIRMED" for shade in shades)
    counts = [sum(shade.shade == name for shade in shades) for name in _WORST_FIRST]
    return (-counts[0], -severe, *(-count for count in counts[1:]))


def _word(shade: ShadeOf | None) -> str:
    if shade is None:
        return ""
    return f"{SHADES[shade.shade]}{', severe' if shade.severe else ''}"
