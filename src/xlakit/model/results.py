"""Results without tickets: what was measured of each objective in each window, by whoever measured it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime
    from fractions import Fraction


class Result(NamedTuple):
    """What was measured of one objective in one window. Exact numbers, never floats.

    Attributes
    ----------
    objective
        Its name; ``restore/P1`` for a part of one.
    window
        The label of the window (``2026-03``), or the local date or instant it begins.
    good, total
        Successes (failures, where low is good) and records; or
    value
        the figure itself, a share in [0, 1]; `total` is then the volume it rests on.
    excused, disputed
        Failures among them that relief took out, or that somebody claims it should.
    incident
        What made it miss, where one thing did.
    low, high
        The interval of the figure, for a statistical gate; made from the counts where there are any.
    row
        Where it stood in the source, from 0.
    """

    objective: str
    window: str | date | datetime
    good: int | None = None
    total: int | None = None
    value: Fraction | None = None
    excused: int = 0
    disputed: int = 0
    incident: str | None = None
    low: float | None = None
    high: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a history, and what was wrong with some of their rows.

    Attributes
    ----------
    rows
        What can be used, in the order of the source.
    problems
        One sentence for each row that cannot, with its row number, value and reason. Nothing is dropped silently.
    """

    rows: tuple[Result, ...]
    problems: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many rows can be used."""
        return len(self.rows)
