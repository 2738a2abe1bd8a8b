"""The result of an evaluation: all of it, frozen, serialisable."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from xlakit.errors import MissedError, message
from xlakit.model.base import Value
from xlakit.model.finding import Finding, RuleReport, ShadeOf
from xlakit.model.judgement import Judgement, Outcome
from xlakit.model.window import Window

FrameKind = Literal["polars", "pandas", "arrow", "dicts"]


class ScoreLine(Value):
    """What one objective did to the score of a window: its normalised weight, shortfall and excellence."""

    objective: str
    weight: float
    shortfall: float
    excellence: float
    points: float


class WindowScore(Value):
    """The score of one window, with its ledger. ``value`` is None below half of the weight."""

    window: Window
    value: float | None
    measured_weight: float
    lines: tuple[ScoreLine, ...] = ()


class Score(Value):
    """The score over all judged windows (their mean), and window by window."""

    method: Literal["deduct", "earn", "net"]
    value: float | None
    by_window: tuple[WindowScore, ...] = ()


class Count(Value):
    """A counted doubt about the data: how many rows, where, and why they were treated as they were."""

    where: str
    reason: str
    rows: int
    example: str = ""


class Subject(Value):
    """What was judged: agreement, data and instant."""

    agreement: str
    title: str
    customer: str | None = None
    provider: str | None = None
    as_of: datetime
    tickets: int
    answers: int
    covered: int


class Scorecard(Value):
    """Judgements, findings, score and statement of one evaluation.

    ``statement`` is None unless the agreement has commercials that this version settles.
    """

    subject: Subject
    judgements: tuple[Judgement, ...]
    segments: tuple[Judgement, ...] = ()
    shades: tuple[ShadeOf, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[RuleReport, ...] = ()
    score: Score
    problems: tuple[Count, ...] = ()
    not_evaluated: tuple[str, ...] = ()
    statement: None = None

    def __getitem__(self, objective: str) -> tuple[Judgement, ...]:
        """Return the judgements of one objective (and of its parts ``name/value``), window by window."""
        found = tuple(
            item
            for item in self.judgements
            if item.objective == objective or item.objective.startswith(f"{objective}/")
        )
        if not found:
            raise KeyError(objective)
        return found

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes of all judgements, in their order."""
        return tuple(item.outcome for item in self.judgements)

    def raise_for_breach(self) -> None:
        """Raise when a judged objective is below its expected level; windows in progress are not judged.

        Raises
        ------
        MissedError
            It names every objective that was missed, with its window.
        """
        missed = [
            f"{item.objective} in {item.window.label}"
            for item in self.judgements
            if item.outcome.kept is False
        ]
        if missed:
            raise MissedError(message("scorecard", "objectives were missed", got=", ".join(missed)))

    def to_frame(self, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
        """Return one row a judgement, in the columns that docs/frames.md lists."""
        from xlakit.report import views

        return views.to_frame(self, kind)

    def _repr_html_(self) -> str:
        from xlakit.report import views

        return views.to_html(self)

    def __str__(self) -> str:
        from xlakit.report import views

        return views.to_text(self)
