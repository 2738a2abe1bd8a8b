"""An objective as one sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlakit.model.condition import column_of
from xlakit.model.text import plain_number

if TYPE_CHECKING:
    from xlakit.model import Level, Levels, Objective, Percent
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
    details += _money(objective)
    return f"{text} {_promise(objective)}, {', '.join(details)}"


def _money(objective: Objective) -> list[str]:
    """Return what hangs on the objective, in words; nothing where it carries no money."""
    found, credit = [], objective.service_credit
    if credit is not None:
        base = "of the charges" if credit.of == "charges" else "of the at-risk amount"
        base += f" of {credit.category}" if credit.category is not None else ""
        parts = credit.allocation if isinstance(credit.allocation, dict) else {}
        share = ", ".join(f"{part} {share}" for part, share in parts.items()) or str(credit.allocation)
        form = f" ({credit.severity.form})" if credit.severity is not None else ""
        found.append(f"costs up to {share} {base}{form}")
    if objective.bonus is not None:
        found.append(f"earns up to {_amount(objective.bonus.max)}")
    if (terms := objective.bonus_malus) is not None:
        found.append(f"costs up to {_amount(terms.malus)} and earns up to {_amount(terms.bonus)}")
    if objective.improvement is not None:
        found.append(
            f"earns {plain_number(objective.improvement.rate)} a step above {objective.improvement.baseline}"
        )
    return found


def _amount(stated: Percent | Decimal) -> str:
    return plain_number(stated) if isinstance(stated, Decimal) else f"{stated} of the charges"


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
