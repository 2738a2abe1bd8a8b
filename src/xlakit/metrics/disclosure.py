"""Which figures that rest on answers are withheld, so that no small group can be read or worked out."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from xlakit.metrics.kind import Kind
from xlakit.stats import withheld_everywhere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics.cell import Cell
    from xlakit.metrics.cube import Segment
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric
    from xlakit.model import Window

    Place = tuple[Window, Segment]
    Ends = tuple[float, float]


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
        Every figure that is shown. The whole of each window is taken to be known beside its parts; it is
        withheld for the sake of others only where nothing else helps, because contracts hang on it.
    k
        The anonymity threshold: the fewest answers that may be shown.
    """
    hidden: set[Place] = set()
    for index, leaf in enumerate(metric.leaves):
        if leaf.personal:
            own = {place: list(metric.with_cells(cell))[index][1] for place, cell in cells.items()}
            counts = {place: cell.count for place, cell in own.items()}
            ends = _ends(leaf)
            totals = None if ends is None else {place: cell.total for place, cell in own.items()}
            hidden |= hidden_places(counts, k, additive=leaf.additive, totals=totals, ends=ends)
    return frozenset(hidden)


def hidden_places(
    counts: Mapping[Place, int],
    k: int,
    *,
    additive: bool,
    totals: Mapping[Place, int] | None = None,
    ends: Ends | None = None,
) -> frozenset[Place]:
    """Return the places whose answers must not be shown: too few, or what would give those away.

    Parameters
    ----------
    counts, k
        Answers of each place, and the fewest that may be shown.
    additive
        Whether they add up. Those that do not (distinct people) are looked at cut by cut.
    totals, ends
        What the answers of each place add up to, and the least and most that one of them can be: where given,
        no hidden total can be worked out either.
    """
    if all(count == 0 or count >= k for count in counts.values()):
        return frozenset()
    if _one_whole_each(counts):
        return _by_cut(counts, k)
    if additive:
        full = _with_wholes(_with_zeros(counts))
        sums = None
        if totals is not None:
            sums = {place: float(total) for place, total in _with_wholes(_with_zeros(totals)).items()}
        wholes = [place for place in full if not place[1]]
        found = withheld_everywhere(full, k, sums=sums, ranges=ends, keep=wholes)
        return frozenset(place for place in found if place in counts)
    return _by_cut(counts, k)


def _one_whole_each(counts: Mapping[Place, int]) -> bool:
    """Whether every part belongs to one whole only: windows do not overlap, and segments have one column at most."""
    windows = sorted({window for window, _ in counts}, key=lambda window: window.start)
    apart = all(one.end <= other.start for one, other in pairwise(windows))
    return apart and all(len(segment) <= 1 for _, segment in counts)


def _by_cut(counts: Mapping[Place, int], k: int) -> frozenset[Place]:
    """Return what is withheld where each cut of each window is bound by its whole alone.

    A hidden part can then be anything from nothing to all that is hidden of its cut, so two hidden parts that
    hold `k` answers together protect each other: what the linear programme would find, without it.
    """
    cuts: dict[tuple[Window, tuple[str, ...]], list[tuple[int, str, Place]]] = defaultdict(list)
    for place, count in counts.items():
        if count:
            cuts[place[0], _columns(place[1])].append((count, repr(place[1]), place))
    hidden: set[Place] = set()
    for (_, columns), parts in cuts.items():
        ordered = sorted(parts, key=lambda part: part[:2])
        small = sum(count < k for count, _, _ in ordered)
        gone = sum(count for count, _, _ in ordered[:small])
        while columns and 0 < small < len(ordered) and (small < 2 or gone < k):  # noqa: PLR2004 - one is the rest
            gone += ordered[small][0]
            small += 1
        hidden |= {place for _, _, place in ordered[:small]}
    return frozenset(hidden)


def _ends(leaf: Leaf) -> Ends | None:
    """Return the least and most that one answer adds; None where it has no ends."""
    kind, quantum = leaf.statistic.kind, float(leaf.statistic.quantum)
    if kind is Kind.SHARE:
        return 0.0, 1.0
    if kind is Kind.NET:
        return -1.0, 1.0
    if kind is Kind.MEAN and leaf.low is not None and leaf.high is not None:
        return leaf.low / quantum, leaf.high / quantum
    return None


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


def _with_wholes(figures: Mapping[Place, int]) -> dict[Place, int]:
    """Return the figures with the whole of each window, which another table may show: the sum of one of its cuts."""
    cuts: dict[Window, dict[tuple[str, ...], int]] = defaultdict(lambda: defaultdict(int))
    for (window, segment), figure in figures.items():
        cuts[window][_columns(segment)] += figure
    return {(window, ()): sums[min(sums)] for window, sums in cuts.items()} | dict(figures)
