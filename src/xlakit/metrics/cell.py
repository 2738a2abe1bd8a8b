"""One cell of a cube: integer sums over the rows of one window and segment."""

from __future__ import annotations

from dataclasses import dataclass

RANDOM_GROUPS = 64
Groups = tuple[tuple[int, ...], tuple[int, ...]]
Buckets = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Integer sums of one metric over the rows of one window and segment.

    Attributes
    ----------
    count
        Rows that added.
    total, base
        What they added above and, for ratios, below the line.
    squares
        The sum of the squares of what they added above.
    immature
        Rows that will count once they have been watched long enough.
    asked
        Invitations to answer, answered or not; 0 for metrics that rest on no answers.
    repeats
        Answers by respondents who answered more than once on this desk.
    groups
        What each of the 64 random groups of people adds below and above the line (below: rows, or the base
        of a ratio); empty where people are not told apart. For a metric that only the whole desk can give,
        both sums of the desk without that group.
    buckets
        ``(bucket, rows)`` of a histogram, in order; empty but for percentiles.
    parts
        The cells of the parts of a combined metric, in its order; the sums above are then 0.
    """

    count: int = 0
    total: int = 0
    base: int = 0
    squares: int = 0
    immature: int = 0
    asked: int = 0
    repeats: int = 0
    groups: Groups | None = None
    buckets: Buckets = ()
    parts: tuple[Cell, ...] = ()

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.count + other.count,
            self.total + other.total,
            self.base + other.base,
            self.squares + other.squares,
            self.immature + other.immature,
            self.asked + other.asked,
            self.repeats + other.repeats,
            _add_groups(self.groups, other.groups),
            _add_buckets(self.buckets, other.buckets),
            _add_parts(self.parts, other.parts),
        )

    @property
    def pending(self) -> int:
        """Rows that will count once they have been watched long enough, in any part."""
        return max([self.immature, *(part.pending for part in self.parts)])

    def is_empty(self) -> bool:
        """Whether no row added, waits, or was asked."""
        own = self.count or self.base or self.immature or self.asked
        return not (own or any(not part.is_empty() for part in self.parts))


def _add_groups(one: Groups | None, other: Groups | None) -> Groups | None:
    if one is None or other is None:
        return one or other
    below = tuple(a + b for a, b in zip(one[0], other[0], strict=True))
    return below, tuple(a + b for a, b in zip(one[1], other[1], strict=True))


def _add_buckets(one: Buckets, other: Buckets) -> Buckets:
    if not one or not other:
        return one or other
    rows = dict(one)
    for bucket, count in other:
        rows[bucket] = rows.get(bucket, 0) + count
    return tuple(sorted(rows.items()))


def _add_parts(one: tuple[Cell, ...], other: tuple[Cell, ...]) -> tuple[Cell, ...]:
    if not one or not other:
        return one or other
    return tuple(a + b for a, b in zip(one, other, strict=True))
