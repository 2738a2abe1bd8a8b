"""What rules look at: judgements, their segments, and the sums behind them. Never raw tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlakit.metrics import Cell, Cube, Key, Metric, hidden_figures
from xlakit.scoring import RESOLVED, finished

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from xlakit.facts.signals import SignalTable
    from xlakit.model import Agreement, Estimate, Judgement, ShadeOf, Window

Segment = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One evaluation, as rules see it.

    Attributes
    ----------
    agreement, as_of
        What was agreed, and the instant it is looked at from.
    judgements, segments
        Of the whole, and of the parts that are reported beside it.
    cube
        The sums behind them, and those of the metrics that rules asked for.
    metrics
        Task key → metric of the objectives; ``CODE:name`` → metric a rule asked for.
    windows
        The finished windows of the agreement's own kind.
    measurable
        Keys for which some row of the desk added something.
    shades
        The watermelon classes, worked out once for rules and scorecard alike.
    signals
        Name → table of the signals that rules asked for and that could be made.
    columns
        The columns that are reported by.
    """

    agreement: Agreement
    as_of: datetime
    judgements: tuple[Judgement, ...]
    segments: tuple[Judgement, ...]
    cube: Cube
    metrics: Mapping[str, Metric]
    windows: tuple[Window, ...]
    measurable: frozenset[str]
    shades: tuple[ShadeOf, ...] = ()
    signals: Mapping[str, SignalTable] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def cell(self, judgement: Judgement) -> Cell:
        """Return the sums behind a judgement."""
        return self.cube[self._key(judgement)]

    def resolved(self, judgement: Judgement) -> int:
        """Return the resolved tickets a judgement on answers speaks for."""
        key = self._key(judgement)
        return self.cube[Key(key.metric + RESOLVED, key.window, key.segment)].count

    def again(self, judgement: Judgement, *, level: float) -> Estimate:
        """Return the judgement's estimate at another confidence."""
        return finished(self.metrics[_task(judgement)], self.cell(judgement), level=level)

    def own(self, code: str, metric: str, window: Window, segment: Segment = ()) -> Cell:
        """Return the sums of a metric that rule `code` asked for, of the whole unless a segment is named."""
        return self.cube[Key(f"{code}:{metric}", window, segment)]

    def own_segments(self, code: str, metric: str, column: str) -> tuple[Segment, ...]:
        """Return the segments by `column` in which a metric of rule `code` was counted, in a fixed order.

        Rows without a value in that column are no segment.
        """
        found = self.cube.segments(f"{code}:{metric}", (column,))
        return tuple(((column, value),) for ((_, value),) in found if value is not None)

    def withheld(
        self, code: str, metric: str
    ) -> frozenset[tuple[Window, tuple[tuple[str, str | None], ...]]]:
        """Return the places in which a metric of rule `code` rests on too few answers to say anything about."""
        key = f"{code}:{metric}"
        cells = {
            (item.window, item.segment): cell for item, cell in self.cube.cells.items() if item.metric == key
        }
        return hidden_figures(self.metrics[key], cells, self.agreement.surveys.anonymity)

    def _key(self, judgement: Judgement) -> Key:
        each = self.agreement.objective(_task(judgement)).each
        part = ((each, judgement.objective.split("/", 1)[1]),) if each else ()
        return Key(_task(judgement), judgement.window, (*part, *judgement.segment))


def _task(judgement: Judgement) -> str:
    return judgement.objective.split("/", 1)[0]
