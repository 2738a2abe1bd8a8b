"""The result of an evaluation: all of it, frozen, serialisable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from xlakit.errors import MissedError, message
from xlakit.model.base import Value
from xlakit.model.finding import Finding, RuleReport, ShadeOf
from xlakit.model.judgement import Judgement, Outcome
from xlakit.model.scoring_terms import Method
from xlakit.model.statement import Statement
from xlakit.model.window import Window

if TYPE_CHECKING:
    from xlakit.model.comparison import Comparison

FrameKind = Literal["polars", "pandas", "arrow", "dicts"]


class ScoreLine(Value):
    """What one objective did to the score of a window: its normalised weight, shortfall and excellence."""

    objective: str
    weight: float
    shortfall: float
    excellence: float
    points: float


class PointLine(Value):
    """What one kind of event did to a score of points: how many there were, and what each was worth.

    ``events`` and ``points`` are None where nothing could be counted, which is not zero.
    """

    metric: str
    title: str
    each: float
    events: float | None
    points: float | None


class Framing(Value):
    """The same history under each way of scoring it.

    ``gap`` is deduct less earn: how much of the score is owed to not failing rather than to doing well.
    """

    deduct: float
    earn: float
    net: float
    gap: float


class Incentive(Value):
    """What the next record would change, of one objective as it stands in a window.

    Attributes
    ----------
    objective
        Its name; for a score of points, the metric.
    window
        The window whose state it is.
    success, failure
        Points of score that one more good, one more bad record would add. 0 where nothing is left to win, or to
        lose. None where it is not known, `reason` says why.
    headroom
        How far the figure is from the expected level, as a part of it: positive on the good side.
    """

    objective: str
    window: Window
    success: float | None = None
    failure: float | None = None
    headroom: float | None = None
    reason: str = ""


class Balance(Value):
    """Both sides, 0 to 100 each: the weighted attainment, 100 less the weighted shortfall.

    ``index`` is their geometric mean, which a good side cannot buy for a bad one; ``divergence`` is how far
    efficiency is ahead of experience.
    """

    efficiency: float | None = None
    experience: float | None = None
    index: float | None = None
    divergence: float | None = None


class WindowScore(Value):
    """The score of one window, with its ledger. ``value`` is None below half of the weight.

    ``value = start + the points of all lines + clamped``; `clamped` is what the ends of the scale took off a score
    of points.
    """

    window: Window
    value: float | None
    measured_weight: float
    lines: tuple[ScoreLine, ...] = ()
    start: float | None = None
    point_lines: tuple[PointLine, ...] = ()
    clamped: float = 0.0
    framing: Framing | None = None
    gradient: tuple[Incentive, ...] = ()
    balance: Balance = Balance()


class Score(Value):
    """The score over all judged windows, and window by window.

    Attributes
    ----------
    value
        The mean of the windows. Where objectives have windows of several kinds (months and quarters), the mean of
        each kind, weighted by what is judged in it.
    framing, framing_gap
        The same history as deduct, earn and net, and deduct less earn.
    gradient
        What one more success and one more failure would change now: in the last window that has a score.
    balance
        Both sides over all windows.
    negativity_ratio
        Mean of all that was lost over the mean of all that was won, line by line; None without either.
    """

    method: Method
    value: float | None
    by_window: tuple[WindowScore, ...] = ()
    framing: Framing | None = None
    gradient: tuple[Incentive, ...] = ()
    balance: Balance = Balance()
    negativity_ratio: float | None = None

    @property
    def framing_gap(self) -> float | None:
        """Deduct less earn over the same history; None without a score."""
        return None if self.framing is None else self.framing.gap


class Count(Value):
    """A counted doubt about the data: how many rows, where, and why they were treated as they were."""

    where: str
    reason: str
    rows: int
    example: str = ""


class Subject(Value):
    """What was judged: agreement, data and instant.

    ``results`` is the number of results where these were judged instead of a desk.
    """

    agreement: str
    title: str
    customer: str | None = None
    provider: str | None = None
    as_of: datetime
    tickets: int
    answers: int
    covered: int
    results: int | None = None
    fingerprint: str = ""


class Scorecard(Value):
    """Judgements, findings, score and statement of one evaluation.

    ``statement`` is None unless the agreement has commercials.
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
    statement: Statement | None = None

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

    def compare(self, previous: Scorecard) -> Comparison:
        """Return what is different from `previous`: findings new, continuing and cleared, and every change.

        Each objective is compared between the last finished windows of the two cards, and each change split, by
        every column that both report by, into what the mix of segments did and what happened within them. Cards
        of different agreements are compared as far as their metrics are the same; the notes say what differs.

        Raises
        ------
        MeasureError
            Both cards judge something, and nothing by the same metric.
        """
        from xlakit.model.compare import compare

        return compare(self, previous)

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
