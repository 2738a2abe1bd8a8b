"""An objective as one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.model.condition import column_of
from xlakit.model.text import plain_number

if TYPE_CHECKING:
    from xlakit.model import Level, Levels, Objective
    from xlakit.model.window import WindowKind
    from xlakit.review.known import Measured

_WINDOWS: dict[WindowKind, str] = {
    "month": "each month",
    "quarter": "each quarter",
    "week": "each week",
    "rolling-3-months": "each month over the last three",
    "contract-year": "each contract year",
}


def in_words(objective: Objective, metric: Measured, window: WindowKind) -> str:
    """Return what `objective` promises, where `window` is the agreement's own."""
    text = f"{objective.name}: {metric.title}"
    if objective.metric.params and metric.basis != "supplied":
        text += f" ({', '.join(f'{key} {value}' for key, value in objective.metric.params.items())})"
    if objective.where:
        text += f" where {' and '.join(_condition(key, values) for key, values in objective.where.items())}"
    details = [_WINDOWS[objective.window or window]]
    if objective.min_count is not None:
        details.append(f"from {objective.min_count} records on")
    details.append(
        f"weight {plain_number(objective.weight)}" if objective.weight else "reported without weight"
    )
    return f"{text} {_promise(objective)}, {', '.join(details)}"


def _promise(objective: Objective) -> str:
    whole = objective.levels_for(None)
    own = [f"{value} {_levels(levels)}" for value, levels in objective.levels.items()]
    if whole is not None:
        own = [_levels(whole), *own]
    each = f"for each {objective.each}: " if objective.each is not None else ""
    return each + "; ".join(own)


def _levels(levels: Levels) -> str:
    named: list[tuple[str, Level | None]] = [
        ("minimum", levels.minimum),
        ("stretch", levels.stretch),
        ("wished", levels.wished),
    ]
    rest = ", ".join(f"{name} {level}" for name, level in named if level is not None)
    return f"{levels.expected} ({rest})" if rest else str(levels.expected)


def _condition(key: str, values: tuple[str, ...]) -> str:
    column, negated = column_of(key)
    return f"{column} is {'not ' if negated else ''}{' or '.join(values)}"
