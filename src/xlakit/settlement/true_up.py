"""Data that arrive after a statement was sealed: a signed line in the next open window. What is sealed stays."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.model.statement import LedgerLine
from xlakit.settlement.adjusting import with_lines
from xlakit.settlement.life import verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from xlakit.model import Statement, Window
    from xlakit.model.statement import WindowStatement

Topic = tuple[str, str, str]
"""Label of the window that was sealed, objective, what kind of amount it is."""


def trued_up(statement: Statement, previous: Statement) -> Statement:
    """Return `statement` with what was sealed in `previous` as it was; the difference stands in the first open window.

    Where every window is sealed the difference waits, and is named as a problem.

    Raises
    ------
    DataError
        They are of two agreements or currencies, or a sealed window was changed.
    """
    for name in ("agreement", "currency"):
        if getattr(statement, name) != getattr(previous, name):
            what = f"the {name} is another than that of the statement before"
            raise DataError(message("settle: previous", what, got=getattr(previous, name)))
    verify(previous)
    sealed = {item.window.label: item for item in previous.windows if item.status == "sealed"}
    if not sealed:
        return statement
    differences = _differences(statement, previous, sealed)
    windows = [sealed.get(item.window.label, item) for item in statement.windows]
    known = {item.window.label for item in windows}
    windows += [item for label, item in sealed.items() if label not in known]
    windows.sort(key=_order)
    lines = [
        line
        for item in windows
        for line in (previous if item.window.label in sealed else statement).for_window(item.window.label)
    ]
    found = statement.model_copy(update={"windows": tuple(windows), "lines": tuple(lines)})
    open_ = [item for item in windows if item.status in {"provisional", "final"}]
    if not differences:
        return found
    if not open_:
        owed = sum(differences.values(), Decimal(0))
        what = f"{owed:,} {statement.currency} of corrections wait for a window that is open"
        return found.model_copy(update={"problems": (*found.problems, message("settlement", what))})
    return with_lines(found, _lines(differences, statement, sealed, open_[0].window))


def _order(item: WindowStatement) -> tuple[bool, datetime, timedelta]:
    """Oldest first, and of windows that end together the shortest, as they were settled."""
    return item.status == "in_progress", item.window.end, item.window.end - item.window.start


def _differences(
    statement: Statement, previous: Statement, sealed: dict[str, WindowStatement]
) -> dict[Topic, Decimal]:
    """Return what is different now, by what it is about: computed anew, less what was sealed and trued up before."""
    found: dict[Topic, Decimal] = defaultdict(Decimal)
    for line in statement.lines:
        if line.window.label in sealed:
            found[line.window.label, line.objective, line.kind] += line.amount
    for line in previous.lines:
        if line.window.label not in sealed:
            continue
        if line.kind == "true_up":
            found[line.accrual_window.label, line.objective, line.rule.removeprefix("true-up: ")] -= (
                line.amount
            )
        else:
            found[line.window.label, line.objective, line.kind] -= line.amount
    return {topic: amount for topic, amount in sorted(found.items()) if amount}


def _lines(
    differences: dict[Topic, Decimal],
    statement: Statement,
    sealed: dict[str, WindowStatement],
    window: Window,
) -> Sequence[LedgerLine]:
    return [
        LedgerLine(
            window=window,
            accrual_window=sealed[label].window,
            settlement_window=window,
            objective=objective,
            kind="true_up",
            amount=amount,
            currency=statement.currency,
            rule=f"true-up: {kind}",
            reason=f"later data change the {kind.replace('_', ' ')} of {label} by {amount:+,}",
            raw=amount,
            evidence=sealed[label].fingerprint or "",
        )
        for (label, objective, kind), amount in differences.items()
    ]
