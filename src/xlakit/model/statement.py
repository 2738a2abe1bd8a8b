"""The service credit statement: ledger lines that add up, window by window, with their reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pydantic import PrivateAttr

from xlakit.errors import message
from xlakit.model.base import Recomputable, Value
from xlakit.model.money import Currency
from xlakit.model.window import Window

if TYPE_CHECKING:
    from xlakit.model.scorecard import FrameKind

LineKind = Literal[
    "credit",
    "malus",
    "persistent_failure",
    "critical_failure",
    "carried",
    "bonus",
    "gain_share",
    "experience_pool",
    "improvement",
    "offset",
    "earn_back",
    "adjustment",
    "true_up",
]
CREDITS: tuple[LineKind, ...] = ("credit", "malus", "persistent_failure", "critical_failure", "carried")
"""Kinds that a shortfall costs the provider; the caps on credits hold for their sum."""

BONUSES: tuple[LineKind, ...] = ("bonus", "gain_share", "experience_pool", "improvement")
"""Kinds that performance earns the provider."""

State = Literal["in_progress", "provisional", "final", "sealed"]


class LedgerLine(Value):
    """One amount with its reason.

    Attributes
    ----------
    window
        The window in whose statement it stands.
    accrual_window
        The window whose performance it is for: another than `window` for what is earned back or corrected later.
    settlement_window
        The window on whose invoice it is paid.
    objective
        The objective, or part of one, that it is for; empty where it is for all of them.
    kind
        What it is.
    amount
        In the customer's favour above 0, in the provider's below, in whole minor units.
    currency
        ISO 4217.
    rule
        The clauses that made it, first to last.
    reason
        The same in a sentence.
    raw
        What it would have been before caps; the same as `amount` where no cap held it back.
    evidence
        SHA-256 of the figures it rests on.
    """

    window: Window
    accrual_window: Window
    settlement_window: Window | None
    objective: str
    kind: LineKind
    amount: Decimal
    currency: Currency
    rule: str
    reason: str
    raw: Decimal
    evidence: str


class Obligation(Value):
    """Something that is owed and is no money: an improvement plan, an escalation, a reinvestment."""

    window: Window
    objective: str
    what: str
    due: datetime | None = None


class FiredTrigger(Value):
    """A right that failures gave the customer, and the first window in which they did."""

    name: str
    right: Literal["rectification", "step_in", "termination"]
    window: Window
    reason: str


class WindowStatement(Value):
    """The statement of one window.

    Attributes
    ----------
    charges, at_risk
        What credits are a share of, and the most that they may take; None where no charges are known.
    raw_credits, credits
        What fell due before and after the caps.
    bonuses, earned_back, adjustments
        What the provider earned and got back; what was adjusted by hand or corrected, in the customer's favour above 0.
    total
        The sum of its lines.
    status
        PROVISIONAL until ``close_after``, then FINAL, sealed when somebody sealed it.
    fingerprint
        Of a sealed statement: SHA-256 of all it says.
    """

    window: Window
    status: State
    charges: Decimal | None
    at_risk: Decimal | None
    raw_credits: Decimal
    credits: Decimal
    bonuses: Decimal
    earned_back: Decimal
    adjustments: Decimal
    total: Decimal
    version: str = "1"
    fingerprint: str | None = None


def _lies_in(item: WindowStatement, other: WindowStatement) -> bool:
    mine, theirs = item.window, other.window
    return (
        theirs.start <= mine.start
        and mine.end <= theirs.end
        and theirs.end - theirs.start > mine.end - mine.start
    )


class Range(Value):
    """The total of a statement if every disputed relief is accepted, and if every one is rejected.

    ``disputed``: how many failures, and how many windows of an objective, are claimed not to count.
    """

    accepted: Decimal
    rejected: Decimal
    disputed: int


class Step(Value):
    """One step of the pipeline for one objective in one window: what went in, what came out, by which rule."""

    number: int
    name: str
    window: str
    objective: str
    given: str
    found: str
    rule: str


class Statement(Recomputable):
    """What an agreement pays, line by line, to the minor unit.

    Amounts are in the customer's favour above 0: credits add, bonuses and what is earned back take away. The lines of
    a window add up to its total, and the windows to the total of the statement.

    Attributes
    ----------
    agreement, title
        Its name, and what people call it.
    currency, minor_unit, rounding
        Each line was rounded once, to so many decimals, in this way.
    as_of
        The instant it is drawn up at.
    lines
        In the order of windows, and of the objectives in the agreement.
    windows
        One statement each; windows in progress are shown and not settled.
    triggers, obligations
        What the failures give the customer a right to, and what they oblige to.
    range
        Both ends, where relief is disputed; the lines take disputed relief as not granted.
    problems
        What could not be settled, and why.
    """

    agreement: str
    title: str
    currency: Currency
    minor_unit: int
    rounding: Literal["half_up", "half_even", "down"]
    as_of: datetime
    fingerprint: str = ""
    lines: tuple[LedgerLine, ...] = ()
    windows: tuple[WindowStatement, ...] = ()
    triggers: tuple[FiredTrigger, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    range: Range | None = None
    problems: tuple[str, ...] = ()
    _trace: Callable[[], tuple[Step, ...]] | None = PrivateAttr(default=None)

    def __eq__(self, other: object) -> bool:
        # What it says; not from where it could compute its steps.
        return isinstance(other, Statement) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.agreement, self.as_of, self.lines))

    def of(self, *kinds: LineKind) -> Decimal:
        """Return the sum of the lines of these kinds.

        Examples
        --------
        >>> from datetime import UTC
        >>> new_year = datetime(2026, 1, 1, tzinfo=UTC)
        >>> empty = Statement(
        ...     agreement="a", title="A", currency="EUR", minor_unit=2, rounding="half_up", as_of=new_year
        ... )
        >>> empty.of("credit"), str(empty)
        (Decimal('0.00'), 'A: nothing to settle.')
        """
        nothing = Decimal(0).scaleb(-self.minor_unit)
        return sum((line.amount for line in self.lines if line.kind in kinds), nothing)

    @property
    def credits(self) -> Decimal:
        """The service credits after caps."""
        return self.of(*CREDITS)

    @property
    def bonuses(self) -> Decimal:
        """What performance earned the provider, above 0."""
        return -self.of(*BONUSES)

    @property
    def earned_back(self) -> Decimal:
        """What the provider got back, and what banked bonuses were set against, above 0."""
        return -self.of("earn_back", "offset")

    @property
    def total(self) -> Decimal:
        """What the provider owes the customer, net: the sum of all lines. Below 0 the customer owes."""
        return sum((line.amount for line in self.lines), Decimal(0).scaleb(-self.minor_unit))

    @property
    def payable(self) -> Decimal | None:
        """The charges of the settled windows less the total; None where some charges are not known.

        Those of a month that lies in a settled quarter are among those of the quarter.
        """
        settled = [item for item in self.windows if item.status != "in_progress"]
        known = [item.charges for item in settled if not any(_lies_in(item, other) for other in settled)]
        if any(item is None for item in known):
            return None
        return sum((item for item in known if item is not None), Decimal(0)) - self.total

    def for_window(self, label: str) -> tuple[LedgerLine, ...]:
        """Return the lines that stand in the statement of the window of that label."""
        return tuple(line for line in self.lines if line.window.label == label)

    def steps(self, objective: str | None = None, window: str | None = None) -> tuple[Step, ...]:
        """Return every step of the pipeline that led to the lines, of one objective or window where it is named.

        They are computed again on demand, in the order in which they were taken.

        Raises
        ------
        RuntimeError
            The statement was read back, and holds no figures to compute from.
        """
        if self._trace is None:
            raise RuntimeError(
                message(
                    "statement.steps",
                    "a statement that was read back holds its lines only",
                    hint="settle again",
                )
            )
        return tuple(
            step
            for step in self._trace()
            if (objective is None or step.objective == objective)
            and (window is None or step.window == window)
        )

    def explain(self) -> tuple[str, ...]:
        """Return in sentences why each amount is what it is, window by window."""
        from xlakit.report import views

        return views.statement_sentences(self)

    def to_frame(self, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
        """Return one row a line, in the columns that docs/frames.md lists; amounts are exact decimals."""
        from xlakit.report import views

        return views.statement_to_frame(self, kind)

    def to_csv(self) -> str:
        """Return the lines as CSV text, amounts as written; no cell can become a formula."""
        from xlakit.report import views

        return views.statement_to_csv(self)

    def _repr_html_(self) -> str:
        from xlakit.report import views

        return views.statement_to_html(self)

    def __str__(self) -> str:
        from xlakit.report import views

        return views.statement_to_text(self)
