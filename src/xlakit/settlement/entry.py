"""An amount on its way to a ledger line: exact, with the clauses that made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from xlakit.model.statement import LineKind
    from xlakit.settlement.mark import Mark


@dataclass(slots=True, eq=False)
class Entry:
    """One amount before it is rounded.

    Attributes
    ----------
    name
        The objective, or part of one; empty for what is owed for all of them.
    kind
        What it is.
    exact
        Above 0 in favour of whom the kind names: the customer for credits, the provider for bonuses.
    reason
        Why, in words.
    mark
        The figure it rests on, where it is one.
    rules
        The clauses that made it, in order.
    category
        The category of its credit.
    """

    name: str
    kind: LineKind
    exact: Fraction
    reason: str
    mark: Mark | None = None
    rules: list[str] = field(default_factory=list)
    category: str = ""
