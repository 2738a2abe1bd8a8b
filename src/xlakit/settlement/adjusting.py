"""Lines the parties agreed on by hand: signed, with who approved them; no computed line is changed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import message
from xlakit.model.statement import LedgerLine
from xlakit.settlement.posting import to_amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model import Statement
    from xlakit.model.commercial_terms import Adjustment
    from xlakit.model.statement import WindowStatement


def adjusted(statement: Statement, adjustments: Sequence[Adjustment]) -> Statement:
    """Return the statement with a line for each adjustment; one for a window that is not settled is a problem."""
    if not adjustments:
        return statement
    windows = {item.window.label: item for item in statement.windows if item.status != "in_progress"}
    lines, problems = [], []
    for item in adjustments:
        stated = windows.get(item.window)
        if stated is None:
            what = f"an adjustment of {item.amount:,} is for a window that is not settled"
            problems.append(message("adjustments", what, got=item.window))
            continue
        lines.append(_line(item, stated, statement))
    return with_lines(statement, lines, problems)


def _line(item: Adjustment, stated: WindowStatement, statement: Statement) -> LedgerLine:
    value = to_amount(Fraction(item.amount), statement.minor_unit, statement.rounding)
    return LedgerLine(
        window=stated.window,
        accrual_window=stated.window,
        settlement_window=stated.window,
        objective="",
        kind="adjustment",
        amount=value,
        currency=statement.currency,
        rule="adjustment",
        reason=f"{item.reason} (approved by {item.approver})",
        raw=value,
        evidence="",
    )


def with_lines(statement: Statement, lines: Sequence[LedgerLine], problems: Sequence[str] = ()) -> Statement:
    """Return the statement with further lines, each behind those of its window, and totals that follow them."""
    extra: dict[str, list[LedgerLine]] = {}
    for line in lines:
        extra.setdefault(line.window.label, []).append(line)
    found: list[LedgerLine] = []
    windows = []
    for item in statement.windows:
        label = item.window.label
        own = extra.get(label, [])
        found += [*statement.for_window(label), *own]
        more = sum((line.amount for line in own), Decimal(0))
        update = {"adjustments": item.adjustments + more, "total": item.total + more}
        windows.append(item.model_copy(update=update) if own else item)
    parts = {"lines": tuple(found), "windows": tuple(windows), "problems": (*statement.problems, *problems)}
    return statement.model_copy(update=parts)
