"""What a settlement remembers from window to window: runs, balances, what was paid, what may come back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlakit.settlement.earn_back import Claims
from xlakit.settlement.escalation import Record

if TYPE_CHECKING:
    from fractions import Fraction

    from xlakit.model.credit_terms import Conditions
    from xlakit.settlement.mark import Mark, Span
    from xlakit.settlement.triggers import Period


@dataclass(slots=True, eq=False)
class Books:
    """The state of one settlement, window after window.

    Attributes
    ----------
    records
        Name → how it fared so far.
    points
        Name → its service points in the window before.
    marks
        Name → its windows so far, where the mean of a year may matter.
    failures
        Where something was below expected, and whether it was below the minimum.
    watermelons
        Spans of windows that are classed as confirmed watermelons.
    paid
        Credits posted, by span, in minor units: longer windows leave what the shorter ones in them took.
    of_year, bonus_of_year
        Contract year → credits and bonuses posted, in minor units.
    claims
        Credits that may come back.
    balances, bank
        Category → what future credits of it are set against, in minor units; bonuses that are banked likewise.
    carried
        Kind of window → credits above its cap, to be added to the next.
    persistent
        Steps of persistent failure paid, period by period.
    periods
        What triggers read.
    """

    records: dict[str, Record] = field(default_factory=lambda: defaultdict(Record))
    points: dict[str, Fraction] = field(default_factory=dict)
    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    failures: list[tuple[Span, bool]] = field(default_factory=list)
    watermelons: frozenset[Span] = frozenset()
    paid: list[tuple[Span, int]] = field(default_factory=list)
    of_year: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    bonus_of_year: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    claims: Claims = field(default_factory=Claims)
    balances: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bank: int = 0
    carried: dict[str, Fraction] = field(default_factory=dict)
    persistent: list[int] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)

    def holds(self, conditions: Conditions, span: Span) -> bool:
        """Return whether conditions hold in a window, and in every window within it."""
        for condition in conditions:
            if condition == "no_watermelon":
                if any(item == span or span.holds(item) for item in self.watermelons):
                    return False
            elif any(
                (floor or condition == "no_miss") and (item == span or span.holds(item))
                for item, floor in self.failures
            ):
                return False
        return True

    def within(self, span: Span) -> int:
        """Return what was posted for shorter windows inside a longer one, in minor units."""
        return sum(units for item, units in self.paid if span.holds(item))
