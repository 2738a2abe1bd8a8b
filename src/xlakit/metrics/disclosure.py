"""Which figures that rest on answers are withheld, so that no small group can be read or worked out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlakit.stats import withheld, withheld_everywhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.metrics.cell import Cell
    from xlakit.metrics.cube import Segment
    from xlakit.metrics.metric import Metric
    from xlakit.model import Window

    Place = tuple[Window, Segment]

__all__ = ["answers_in", "hidden_figures", "hidden_places", "withheld"]


def answers_in(metric: Metric, cell: Cell) -> int:
    """Return how many answers a figure rests on: the fewest of any of its parts; 0 where it rests on none."""
    return min((own.count for leaf, own in metric.with_cells(cell) if leaf.personal and own.count), default=0)


def hidden_figures(metric: Metric, cells: Mapping[Place, Cell], k: int) -> frozenset[Place]:
    """Return the figures of one metric that are withheld, over all windows and cuts that are shown together.

    Parameters
    ----------
    metric
        Figures of a metric that rests on no answers are never withheld.
    cells
        Every figure that is shown. The whole of each window is taken to be known beside its parts.
    k
        The anonymity threshold: the fewest answers that may be shown.
    """
    hidden: set[Place] = set()
    for index, leaf in enumerate(metric.leaves):
        if leaf.personal:
            counts = {place: _leaf(metric, cell, index).count for place, cell in cells.items()}
            hidden |= hidden_places(counts, k, additive=leaf.additive)
    return frozenset(hidden)


def hidden_places(counts: Mapping[Place, int], k: int, *, additive: bool) -> frozenset[Place]:
    """Return the places whose answers must not be shown: too few, or what would give those away.

    Counts that do not add up (distinct people) are looked at window by window and cut by cut.
    """
    if all(count == 0 or count >= k for count in counts.values()):
        return frozenset()
    if additive:
        full = _with_wholes(_with_zeros(counts))
        found = {place for place in withheld_everywhere(full, k) if place in counts}
        return frozenset(_for_wholes(found, counts, k))
    hidden: set[Place] = set()
    for window, columns in {(window, _columns(segment)) for window, segment in counts}:
        part = {
            place: count
            for place, count in counts.items()
            if place[0] == window and _columns(place[1]) == columns
        }
        hidden |= withheld(part, k) if columns else {place for place, count in part.items() if 0 < count < k}
    return frozenset(hidden)


def _for_wholes(hidden: set[Place], counts: Mapping[Place, int], k: int) -> set[Place]:
    """Return the hidden places without wholes of `k` answers and more, which contracts hang on: their parts go."""
    wholes = {window for window, segment in hidden if not segment and counts[window, segment] >= k}
    kept = {place for place in hidden if place[0] not in wholes or place[1]}
    return kept | {place for place in counts if place[0] in wholes and place[1]}


def _leaf(metric: Metric, cell: Cell, index: int) -> Cell:
    return list(metric.with_cells(cell))[index][1]


def _columns(segment: Segment) -> tuple[str, ...]:
    return tuple(column for column, _ in segment)


def _with_zeros(counts: Mapping[Place, int]) -> dict[Place, int]:
    """Return the counts with a zero for every segment in every window that shows its cut."""
    segments: dict[tuple[str, ...], set[Segment]] = defaultdict(set)
    shown: set[tuple[Window, tuple[str, ...]]] = set()
    for window, segment in counts:
        segments[_columns(segment)].add(segment)
        shown.add((window, _columns(segment)))
    full = {(window, segment): 0 for window, columns in shown for segment in segments[columns]}
    return full | dict(counts)


def _with_wholes(counts: dict[Place, int]) -> dict[Place, int]:
    """Return the counts with the whole of each window: the sum of one of its cuts where it is not there itself."""
    wholes: dict[Window, int] = {}
    for window, columns in sorted(_cuts(counts), key=lambda cut: cut[1]):
        parts = [
            count for place, count in counts.items() if place[0] == window and _columns(place[1]) == columns
        ]
        wholes.setdefault(window, sum(parts))
    return {**{(window, ()): whole for window, whole in wholes.items()}, **counts}


def _cuts(counts: Mapping[Place, int]) -> Iterator[tuple[Window, tuple[str, ...]]]:
    yield from {(window, _columns(segment)) for window, segment in counts}
