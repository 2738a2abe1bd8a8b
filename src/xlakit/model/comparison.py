"""Two scorecards beside each other: which findings came and went, and what changed each figure."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from xlakit.model.base import Value
from xlakit.model.estimate import Estimate
from xlakit.model.exact import Exact
from xlakit.model.finding import Severity
from xlakit.model.judgement import Judgement
from xlakit.model.scorecard import FrameKind, Subject
from xlakit.model.window import Window

FindingState = Literal["new", "continuing", "cleared", "unchecked"]


class FindingChange(Value):
    """What became of one thing that a rule has to say, from the previous card to this one.

    Attributes
    ----------
    state
        ``new``, ``continuing`` or ``cleared``; ``unchecked`` where it stood in the previous card and this one
        cannot tell: the rule was not run, or its figure is not shown any more.
    severity, severity_before
        As it stands (of a cleared one: as it last stood), and as it stood in the previous card.
    window
        The last window it stood in; None where it speaks of no single one.
    in_a_row
        In how many windows in a row it stood up to `window`, as far back as the two cards reach.
    reason
        Why it is unchecked, or what else has to be said; empty otherwise.
    """

    state: FindingState
    code: str
    title: str
    severity: Severity
    severity_before: Severity | None = None
    objective: str | None = None
    segment: tuple[tuple[str, str], ...] = ()
    window: Window | None = None
    in_a_row: int | None = None
    message: str = ""
    reason: str = ""


class Part(Value):
    """One segment's part in a change.

    Attributes
    ----------
    segment
        Its value in the column; None for the others: segments that are not shown in both windows, and records
        without a value, taken together.
    before, after
        Its figures; None where it had no records. Those of the others carry no interval.
    share_before, share_after
        Its share of the records (of the denominator of the figure).
    mix
        What its larger or smaller share changed: share difference x (its average figure - that of the whole).
    rate
        What its better or worse figure changed: figure difference x its average share.
    """

    segment: str | None
    before: Estimate | None
    after: Estimate | None
    share_before: Exact
    share_after: Exact
    mix: Exact
    rate: Exact


class Split(Value):
    """A change split by the segments of one column; the parts add up to it exactly.

    `reason` says why there are no parts, where there are none.
    """

    column: str
    parts: tuple[Part, ...] = ()
    reason: str = ""

    @property
    def mix(self) -> Fraction:
        """What the shares of the segments changed, in the metric's unit."""
        return sum((part.mix for part in self.parts), Fraction(0))

    @property
    def rate(self) -> Fraction:
        """What the figures within the segments changed, in the metric's unit."""
        return sum((part.rate for part in self.parts), Fraction(0))


class Change(Value):
    """One objective in the last finished window of each card.

    Attributes
    ----------
    before, after
        The judgements, each with its window, count and interval; None where the card has none.
    change
        Exact difference of the figures in the metric's unit (a share in [-1, 1], seconds, points); None where
        they cannot be compared, for the `reason` given.
    low, high
        Interval of the change, for figures that rest on answers and windows that do not overlap (Zou and
        Donner 2008, from the two intervals; at their confidence).
    splits
        The change by segments, one split a column that both cards report by.
    """

    objective: str
    title: str
    before: Judgement | None = None
    after: Judgement | None = None
    change: Exact | None = None
    low: float | None = None
    high: float | None = None
    splits: tuple[Split, ...] = ()
    reason: str = ""

    @property
    def better(self) -> bool | None:
        """Whether the figure moved to its good side; None where it did not move or cannot be compared."""
        if not self.change or self.after is None:
            return None
        return (self.change > 0) == (self.after.direction == "higher")


class Comparison(Value):
    """What is different between two scorecards: findings, figures, and the terms they were judged under.

    `notes` say what a reader must know before comparing: another agreement, other terms, other columns.
    """

    previous: Subject
    current: Subject
    notes: tuple[str, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def new(self) -> tuple[FindingChange, ...]:
        """Findings that stand now and did not in the previous card."""
        return self._of("new")

    @property
    def continuing(self) -> tuple[FindingChange, ...]:
        """Findings that stand in both; ``in_a_row`` says for how many windows."""
        return self._of("continuing")

    @property
    def cleared(self) -> tuple[FindingChange, ...]:
        """Findings that stood in the previous card; their rule looked again and does not raise them."""
        return self._of("cleared")

    @property
    def unchecked(self) -> tuple[FindingChange, ...]:
        """Findings that stood in the previous card, and of which this one cannot tell."""
        return self._of("unchecked")

    def _of(self, state: FindingState) -> tuple[FindingChange, ...]:
        return tuple(item for item in self.findings if item.state == state)

    def __getitem__(self, objective: str) -> Change:
        """Return the change of one objective (``name``, or ``name/value`` where it is judged per value)."""
        for item in self.changes:
            if item.objective == objective:
                return item
        raise KeyError(objective)

    def to_frame(self, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
        """Return one row an objective, then one a segment of each of its splits (docs/compare.md)."""
        from xlakit.report import views

        return views.comparison_to_frame(self, kind)

    def to_markdown(self) -> str:
        """Return the comparison as Markdown."""
        from xlakit.report import views

        return views.comparison_to_markdown(self)

    def __str__(self) -> str:
        from xlakit.report import views

        return views.comparison_to_text(self)
