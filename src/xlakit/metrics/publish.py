"""What of a cube may be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.metrics.cell import Cell
from xlakit.metrics.disclosure import hidden_places
from xlakit.model.agreement import LOWEST_ANONYMITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from xlakit.metrics.cube import Cube, Key, Segment
    from xlakit.model import Window


@dataclass(frozen=True, slots=True)
class Published:
    """The part of a cube that may be shown. It does not add: the sums of what is withheld are gone.

    Attributes
    ----------
    as_of
        The instant the facts were looked at from.
    k
        The fewest answers that a shown figure rests on.
    cells
        Key → sums, without the random groups of people and without histograms, where people answered.
    withheld
        Keys whose figures are withheld.
    """

    as_of: datetime
    k: int
    cells: Mapping[Key, Cell] = field(default_factory=dict)
    withheld: frozenset[Key] = frozenset()

    def __getitem__(self, key: Key) -> Cell | None:
        """Return the cell of `key`; None where it is withheld, an empty one where nothing was counted."""
        return None if key in self.withheld else self.cells.get(key, Cell())


def publish(cube: Cube, k: int) -> Published:
    """Return what of `cube` may be shown at the anonymity threshold `k`.

    All windows and cuts of a metric are looked at together, so that no difference of shown figures gives a
    withheld one away. Successive releases, and different metrics over the same answers, are not compared.

    Raises
    ------
    MeasureError
        `k` is no whole number of at least 5.
    """
    if isinstance(k, bool) or not isinstance(k, int) or k < LOWEST_ANONYMITY:
        raise MeasureError(
            message("publish: k", f"is a whole number of at least {LOWEST_ANONYMITY}", got=repr(k), hint="10")
        )
    hidden: set[Key] = set()
    for metric in sorted(cube.personal):
        keys = [key for key in cube.cells if key.metric == metric]
        for counts in _counts({(key.window, key.segment): cube.cells[key] for key in keys}):
            places = hidden_places(counts, k, additive=metric not in cube.whole_desk)
            hidden |= {key for key in keys if (key.window, key.segment) in places}
    shown = {
        key: _stripped(cell) if key.metric in cube.personal else cell
        for key, cell in cube.cells.items()
        if key not in hidden
    }
    return Published(cube.as_of, k, shown, frozenset(hidden))


def _counts(cells: Mapping[tuple[Window, Segment], Cell]) -> Iterator[dict[tuple[Window, Segment], int]]:
    """Yield the counts of each leaf: which of them are answers a stored cube does not tell, so all are guarded."""
    found: dict[tuple[int, ...], dict[tuple[Window, Segment], int]] = defaultdict(dict)
    for place, cell in cells.items():
        for path, own in _leaves(cell, ()):
            found[path][place] = own.count
    yield from found.values()


def _leaves(cell: Cell, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Cell]]:
    if not cell.parts:
        yield path, cell
    for index, part in enumerate(cell.parts):
        yield from _leaves(part, (*path, index))


def _stripped(cell: Cell) -> Cell:
    return replace(cell, groups=None, buckets=(), parts=tuple(_stripped(part) for part in cell.parts))
