"""The cube: sums by metric, window and segment. Small, mergeable, integers only.

Nothing in here knows tables. A cell is three integer sums and a few counts; adding two cubes adds their
cells, in any order, with the same result bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from xlakit.model import Window

Segment = tuple[tuple[str, str | None], ...]
Groups = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What a cell is filed under: the metric's key, the window, and the values of the cut columns."""

    metric: str
    window: Window
    segment: Segment = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Integer sums of one metric over the rows of one window and segment.

    Attributes
    ----------
    count, total, squares
        Rows that added, what they added, and the sum of its squares.
    immature
        Rows that will count once they have been watched long enough.
    asked
        Invitations to answer, answered or not; 0 for metrics that rest on no answers.
    repeats
        Answers by respondents who answered more than once on this desk.
    groups
        ``(count, total)`` of each random group of respondents; empty for metrics that rest on no answers.
    """

    count: int = 0
    total: int = 0
    squares: int = 0
    immature: int = 0
    asked: int = 0
    repeats: int = 0
    groups: Groups = ()

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.count + other.count,
            self.total + other.total,
            self.squares + other.squares,
            self.immature + other.immature,
            self.asked + other.asked,
            self.repeats + other.repeats,
            _add_groups(self.groups, other.groups),
        )


@dataclass(frozen=True, slots=True)
class Cube:
    """Sums by metric, window and segment, as of one instant.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> as_of = datetime(2026, 4, 1, tzinfo=timezone.utc)
    >>> (Cube(as_of) + Cube(as_of)).cells
    {}
    """

    as_of: datetime
    cells: Mapping[Key, Cell] = field(default_factory=dict)
    whole_desk: frozenset[str] = frozenset()

    def __add__(self, other: Cube) -> Cube:
        """Return the cube of both parts.

        Raises
        ------
        MeasureError
            The cubes were taken as of different instants, or hold a metric that counts distinct people,
            which parts cannot add up.
        """
        if self.as_of != other.as_of:
            raise MeasureError(
                message(
                    "cube",
                    "two cubes as of different instants do not add",
                    got=f"{self.as_of.isoformat()} and {other.as_of.isoformat()}",
                    hint="build both with the same as_of=",
                )
            )
        whole = self.whole_desk | other.whole_desk
        if whole:
            raise MeasureError(
                message(
                    "cube",
                    "counts of distinct people do not add over parts",
                    got=", ".join(sorted(whole)),
                    hint="count them on the whole desk",
                )
            )
        cells = dict(self.cells)
        for key, cell in other.cells.items():
            cells[key] = cells[key] + cell if key in cells else cell
        return Cube(self.as_of, cells)

    def __getitem__(self, key: Key) -> Cell:
        """Return the cell of `key`; an empty one where nothing was counted."""
        return self.cells.get(key, Cell())

    def segments(self, metric: str, columns: tuple[str, ...]) -> tuple[Segment, ...]:
        """Return the segments of `metric` cut by `columns`, in a fixed order."""
        found = {
            key.segment
            for key in self.cells
            if key.metric == metric and tuple(column for column, _ in key.segment) == columns
        }
        return tuple(
            sorted(found, key=lambda segment: [(value is None, value or "") for _, value in segment])
        )


def _add_groups(one: Groups, other: Groups) -> Groups:
    if not one or not other:
        return one or other
    return tuple((a[0] + b[0], a[1] + b[1]) for a, b in zip(one, other, strict=True))
