"""The money of a scorecard: one line beside the verdict, a row a window, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xlakit.report.statement import consequences, money
from xlakit.report.wording import counted, window_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Statement, WindowStatement

TITLE = "Service credit statement"
LEGEND = "Total: what the provider owes the customer; below 0 the customer owes."
HEADS = ("Charges", "Credits before caps", "Credits", "Bonus", "Earned back")


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """The words and figures of a statement.

    Attributes
    ----------
    line
        What it comes to, in one sentence.
    title
        The heading of the table, with the currency of its amounts.
    columns, rows
        One row a window; a window in progress has no amounts.
    notes
        Triggers that fired, obligations, the range of what is disputed, and what could not be settled.
    """

    line: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def money_part(statement: Statement | None) -> MoneyPart | None:
    """Return what a statement says; None where there is none."""
    if statement is None:
        return None
    adjusted = any(item.adjustments for item in statement.windows)
    heads = (*HEADS, "Adjusted") if adjusted else HEADS
    return MoneyPart(
        line=_line(statement),
        title=f"{TITLE}, in {statement.currency}",
        columns=("Window", *heads, "Total", "Status"),
        rows=tuple(_row(item, adjusted=adjusted) for item in statement.windows),
        notes=(LEGEND, *consequences(statement)) if statement.windows else consequences(statement),
    )


def _line(statement: Statement) -> str:
    settled = [item for item in statement.windows if item.status != "in_progress"]
    if not settled:
        return f"{TITLE}: nothing is settled yet."
    risks = [item.at_risk for item in settled if item.at_risk is not None]
    risk = f" of {_sum(risks):,} at risk" if risks else ""
    when = (
        settled[0].window.label
        if len(settled) == 1
        else f"{len(settled)} {window_words((item.window for item in settled), len(settled))}"
    )
    parts = [f"Service credits: {money(statement.credits, statement.currency)}{risk} in {when}"]
    parts += [f"bonuses {statement.bonuses:,}"] if statement.bonuses else []
    parts += [f"earned back {statement.earned_back:,}"] if statement.earned_back else []
    other = statement.of("adjustment", "true_up")
    parts += [f"adjusted by {other:,}"] if other else []
    total = statement.total
    if total != statement.credits:
        whose = "the provider owes" if total >= 0 else "the customer owes"
        parts.append(f"{whose} {money(abs(total), statement.currency)}")
    held_back = sum(item.raw_credits > item.credits for item in settled)
    parts += [f"a cap held back more in {counted(held_back, 'window')}"] if held_back else []
    return f"{'; '.join(parts)}."


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _row(item: WindowStatement, *, adjusted: bool) -> tuple[str, ...]:
    status = item.status.replace("_", " ")
    if item.status == "in_progress":
        blanks = len(HEADS) + 1 + adjusted
        return (item.window.label, *("" for _ in range(blanks)), status)
    amounts = [item.raw_credits, item.credits, item.bonuses, item.earned_back]
    amounts += [item.adjustments] if adjusted else []
    charges = "unknown" if item.charges is None else f"{item.charges:,}"
    shown = (f"{amount:,}" for amount in (*amounts, item.total))
    return (item.window.label, charges, *shown, status)
