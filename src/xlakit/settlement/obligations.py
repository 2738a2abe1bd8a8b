"""What a miss obliges to where no money moves: an improvement plan, and talks higher up when misses repeat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from xlakit.model.statement import Obligation

if TYPE_CHECKING:
    from xlakit.settlement.books import Books
    from xlakit.settlement.mark import Mark


def plan_after(mark: Mark, books: Books) -> Obligation | None:
    """Return the improvement plan that a miss obliges to; None where it was kept or none is agreed.

    The misses in a row, this one included, are those that `books` has counted.
    """
    plan = mark.promise.objective.improvement_plan
    if plan is None or not mark.failed:
        return None
    what = f"joint improvement plan: {mark.figures()}"
    if plan.escalation:
        row = books.records[mark.name].run
        level = plan.escalation[min(max(row, 1), len(plan.escalation)) - 1]
        what += f"; to be talked about by: {level} (miss {row} in a row)"
    due = mark.window.end + timedelta(microseconds=plan.due.microseconds or 0)
    return Obligation(window=mark.window, objective=mark.name, what=what, due=due)
