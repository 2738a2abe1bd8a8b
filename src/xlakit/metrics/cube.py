"""The cube: sums by metric, window and segment. Small, mergeable, integers only.

Nothing in here knows tables. A cell is three integer sums and a few counts; adding two cubes adds their
cells, in any order, with the same result bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.metrics.cell import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from xlakit.metrics.publish import Published
    from xlakit.model import Window

Segment = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What a cell is filed under: the metric's key, the window, and the values of the cut columns."""

    metric: str
    window: Window
    segment: Segment = ()


@dataclass(frozen=True, slots=True)
class Cube:
    """Sums by metric, window and segment, as of one instant.

    Attributes
    ----------
    as_of
        The instant the facts were looked at from.
    cells
        Key → sums; what was not counted has no cell.
    whole_desk
        Metrics that only the whole desk can give; a cube that holds one has no ``+``.
    personal
        Keys of metrics that rest on what users said: anonymity holds for them when a cube is published.

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
    personal: frozenset[str] = frozenset()

    def __add__(self, other: Cube) -> Cube:
        """Return the cube of both parts.

        Raises
        ------
        MeasureError
            The cubes were taken as of different instants, or hold a metric that only the whole desk can give
            (distinct people, a backlog, a quantile), which parts cannot add up.
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
                    "figures that only the whole desk can give do not add over parts",
                    got=", ".join(sorted(whole)),
                    hint="count them on the whole desk",
                )
            )
        cells = dict(self.cells)
        for key, cell in other.cells.items():
            cells[key] = cells[key] + cell if key in cells else cell
        return Cube(self.as_of, cells, personal=self.personal | other.personal)

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

    def write(self, path: str | Path) -> None:
        """Write the cube to a Parquet file, for `read_cube`. Nothing in it is withheld: keep it confidential."""
        from xlakit.metrics.store import write_cube

        write_cube(self, path)

    def publish(self, k: int = 10) -> Published:
        """Return what may be shown: figures of fewer than `k` answers are withheld, and with them what gives them away.

        A published cube does not add: sums of withheld parts are gone.

        Raises
        ------
        MeasureError
            `k` is no whole number of at least 5.
        """
        from xlakit.metrics.publish import publish

        return publish(self, k)
