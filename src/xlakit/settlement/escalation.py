"""Step 8, escalation: credits that grow when misses repeat, and misses that count only when they do."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.model.exact import fraction_of
from xlakit.settlement.mark import FAILED, KEPT

if TYPE_CHECKING:
    from xlakit.model.credit_terms import Multiplier, RepeatedMiss
    from xlakit.settlement.mark import Mark

LONGEST = 120
"""Windows that a rolling count can look back: ten years of months."""


@dataclass(slots=True)
class Record:
    """How one promise fared in the windows before: misses in a row, and which of the last windows were missed."""

    run: int = 0
    missed: deque[bool] = field(default_factory=lambda: deque(maxlen=LONGEST))

    def add(self, mark: Mark, multiplier: Multiplier | None) -> None:
        """Count one more window."""
        failed = mark.outcome in FAILED
        self.missed.append(failed)
        if failed:
            self.run += 1
        elif mark.outcome in KEPT or (multiplier is not None and multiplier.unmeasured == "reset"):
            self.run = 0

    def among(self, windows: int) -> int:
        """Return how many of the last windows were missed."""
        return sum(list(self.missed)[-windows:])


def factor(multiplier: Multiplier | None, record: Record) -> Fraction:
    """Return what a credit is multiplied by, the window itself being counted in `record`.

    Examples
    --------
    >>> from xlakit.model.credit_terms import Multiplier
    >>> steps = Multiplier.model_validate(["1", "1.5", "2"])
    >>> [str(factor(steps, Record(run))) for run in (1, 2, 3, 9)], str(factor(None, Record(9)))
    (['1', '3/2', '2', '2'], '1')
    """
    if multiplier is None:
        return Fraction(1)
    count = record.run if multiplier.count == "consecutive" else record.among(multiplier.in_)
    return fraction_of(multiplier.steps[min(max(count, 1), len(multiplier.steps)) - 1])


def is_default(repeated: RepeatedMiss | None, mark: Mark, record: Record) -> bool:
    """Return whether a miss costs anything: one of the minimum always, one of expected from so many on."""
    if repeated is None or mark.outcome is Outcome.BELOW_MINIMUM:
        return mark.failed
    return mark.failed and record.among(repeated.in_) >= repeated.misses
