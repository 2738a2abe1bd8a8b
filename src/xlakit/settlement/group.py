"""The windows of a settlement, and the lines drafted in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.settlement.mark import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from xlakit.agreement import Version
    from xlakit.model import Obligation, Window
    from xlakit.model.statement import LineKind
    from xlakit.model.window import WindowKind
    from xlakit.settlement.entry import Entry
    from xlakit.settlement.mark import Mark, Span

ROLLING: WindowKind = "rolling-3-months"


@dataclass(slots=True, eq=False)
class Draft:
    """A ledger line before it knows on which invoice it is paid. Units are minor units in the customer's favour."""

    window: Window
    accrual: Window
    name: str
    kind: LineKind
    units: int
    raw: int
    reason: str
    rules: list[str]
    evidence: str = ""
    category: str = ""


@dataclass(slots=True, eq=False)
class Group:
    """The marks that speak of the same dates: one window of settlement, and what it came to.

    Attributes
    ----------
    window, kind
        The window that names it, and the kind of its windows; a rolling one is settled with the month it ends with.
    year
        The number of its contract year, and that year's dates.
    charges, cap
        None where no charges are known.
    failing
        Those of its marks that are below the expected level.
    raw, points
        Credits before caps, and service points.
    """

    span: Span
    window: Window
    marks: list[Mark]
    failing: list[Mark]
    version: Version
    kind: WindowKind
    year: tuple[int, Span]
    charges: Fraction | None = None
    cap: Fraction | None = None
    raw: Fraction = Fraction(0)
    points: Fraction = Fraction(0)
    drafts: list[Draft] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)

    def draft(self, entry: Entry, units: int, raw: int) -> None:
        """Draft the line of an entry."""
        accrual = entry.mark.window if entry.mark is not None else self.window
        evidence = entry.mark.evidence() if entry.mark is not None else ""
        self.drafts.append(
            Draft(
                self.window,
                accrual,
                entry.name,
                entry.kind,
                units,
                raw,
                entry.reason,
                entry.rules,
                evidence,
                entry.category,
            )
        )


def groups(
    marks: Sequence[Mark], held: Sequence[Version], year_of: Callable[[date], tuple[int, Span]]
) -> list[Group]:
    """Return the windows of settlement, oldest first; of those that end together the shortest first.

    Parameters
    ----------
    marks
        Of finished windows.
    held
        The versions that the marks name.
    year_of
        Day → its contract year and that year's dates.
    """
    by_span: dict[Span, list[Mark]] = {}
    for mark in marks:
        by_span.setdefault(mark.span, []).append(mark)
    found = []
    for span in sorted(by_span, key=lambda item: (item.after, -item.first.toordinal())):
        inside = sorted(by_span[span], key=_order)
        named = next((mark for mark in inside if mark.kind != ROLLING), inside[0])
        kind = named.kind if named.kind != ROLLING else "month"
        version = held[inside[0].promise.version]
        failing = [mark for mark in inside if mark.outcome in FAILED]
        found.append(Group(span, named.window, inside, failing, version, kind, year_of(span.first)))
    return found


def _order(mark: Mark) -> tuple[int, str]:
    return mark.promise.index, mark.name
