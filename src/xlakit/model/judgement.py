"""The verdict on one objective in one window."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from xlakit.model.base import Value
from xlakit.model.estimate import Estimate
from xlakit.model.objective import Basis, Levels, ObjectiveKind
from xlakit.model.window import Window

Status = Literal["final", "provisional", "in_progress"]
Side = Literal["higher", "lower"]


class Outcome(StrEnum):
    """What became of a promise in a window."""

    EXCEEDED = "EXCEEDED"
    MET = "MET"
    BELOW_EXPECTED = "BELOW_EXPECTED"
    BELOW_MINIMUM = "BELOW_MINIMUM"
    NOT_MEASURED = "NOT_MEASURED"
    EXCUSED = "EXCUSED"
    IN_PROGRESS = "IN_PROGRESS"

    @property
    def kept(self) -> bool | None:
        """Whether the promise was kept; None where that is not decided."""
        if self in {Outcome.EXCEEDED, Outcome.MET}:
            return True
        if self in {Outcome.BELOW_EXPECTED, Outcome.BELOW_MINIMUM}:
            return False
        return None


class Judgement(Value):
    """Objective × window (× segment): what was measured, what was promised, what became of it.

    Attributes
    ----------
    objective
        Name of the objective; ``name/value`` where it is judged per value of ``each``.
    title
        What people read: the objective's own title, or its name.
    segment
        ``column=value`` pairs of the part of the desk spoken of; empty for the whole. Segments are
        reported beside the whole, never judged: their outcome is what the levels would say.
    margin
        Distance to the expected level in the metric's unit; positive is on the good side.
    to_spare
        For shares: how many more failures the expected level would have allowed (negative: how many too
        many); None for others.
    response_rate, coverage
        Of survey figures: answers over invitations, answers over resolved tickets. None where unknown.
    not_mature
        Records that were not watched long enough to be counted yet.
    suppressed
        Whether figures are withheld because fewer than the anonymity threshold answered.
    excused, disputed
        Failures that accepted relief took out of the figure, and that somebody claims it should.
    reason
        Why it is NOT_MEASURED, EXCUSED or IN_PROGRESS, or why the outcome is another than its figure; else empty.
    """

    objective: str
    title: str
    metric: str
    kind: ObjectiveKind
    basis: Basis
    unit: str
    direction: Side
    window: Window
    segment: tuple[tuple[str, str], ...] = ()
    estimate: Estimate
    levels: Levels
    outcome: Outcome
    margin: float | None = None
    to_spare: int | None = None
    weight: Decimal = Decimal(1)
    status: Status = "final"
    version: str = "1"
    response_rate: float | None = None
    coverage: float | None = None
    not_mature: int = 0
    suppressed: bool = False
    excused: int = 0
    disputed: int = 0
    reason: str = ""
