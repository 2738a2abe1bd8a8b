"""How rules about clocks name a place, an objective and a change of attainment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model import Evidence
from xlakit.rules.words import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from xlakit.model import Agreement

FALSE_ALARMS = 0.10
"""Share of wrong findings among all, over everything that a rule scanned (Benjamini and Hochberg)."""
FLOOR = 0.005
"""Effects below half a point of attainment are not raised."""


def objective_of(agreement: Agreement, clock: str) -> str | None:
    """Return the first objective that is measured by `clock`, or None."""
    return next(
        (
            item.name
            for item in agreement.objectives
            if item.metric.name == "within" and item.metric.params.get("clock") == clock
        ),
        None,
    )


def where(row: Mapping[str, Any]) -> str:
    """Return the window and the place that a row of a signal speaks of."""
    return f"{row['window'].label}, {named(row['segment']) or 'the whole desk'}"


def attainment(met: float, decided: int, without: float, assumption: str) -> tuple[Evidence, Evidence]:
    """Return the attainment of a clock as it is, and as it would be under an assumption."""
    return (
        Evidence(what="attainment of the clock", value=met / decided, count=decided, unit="share"),
        Evidence(what=f"attainment {assumption}", value=without / decided, count=decided, unit="share"),
    )
