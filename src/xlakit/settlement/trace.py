"""The steps of the pipeline as they are taken, written down only where somebody wants to read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlakit.model.statement import Step

if TYPE_CHECKING:
    from xlakit.settlement.mark import Mark

NAMES = (
    "window",
    "scope and excused events",
    "metric",
    "comparison rounding",
    "enough data",
    "statistical gate",
    "severity",
    "base credit",
    "escalation",
    "common cause",
    "cap of the window",
    "bonus, gain-share, pool",
    "annual cap",
    "earn-back",
    "rounding and posting",
    "triggers",
)
"""The sixteen steps, from 0."""


@dataclass(slots=True)
class Trace:
    """What was done, step by step; nothing is kept unless it is on."""

    on: bool = False
    steps: list[Step] = field(default_factory=list)

    def note(self, number: int, window: str, objective: str, given: object, found: object, rule: str) -> None:
        """Write one step down."""
        if self.on:
            self.steps.append(
                Step(
                    number=number,
                    name=NAMES[number],
                    window=window,
                    objective=objective,
                    given=str(given),
                    found=str(found),
                    rule=rule,
                )
            )

    def judged(self, mark: Mark) -> None:
        """Write down the steps that made a mark, before any money: 0 to 5."""
        if not self.on:
            return
        objective, window = mark.promise.objective, mark.window.label
        spared = objective.low_volume
        rounding = objective.compare_round
        self.note(
            0, window, mark.name, f"{mark.span.first} to {mark.span.after}", mark.window.label, "window"
        )
        self.note(1, window, mark.name, f"{mark.excused} failures excused", mark.figures(), "excused")
        figure = "none" if mark.value is None else f"{mark.value.over}/{mark.value.under}"
        self.note(2, window, mark.name, mark.figures(), figure, str(objective.metric))
        how = "exact" if rounding is None else f"{rounding.places} places, {rounding.mode}"
        self.note(3, window, mark.name, figure, mark.reason or figure, how)
        how = (
            "none"
            if spared is None
            else ", ".join(f"{key} {value}" for key, value in spared.model_dump().items() if value)
        )
        self.note(4, window, mark.name, f"{mark.volume} records", mark.reason or "enough", how)
        self.note(5, window, mark.name, mark.interval, mark.outcome.value, objective.gate or "point")
