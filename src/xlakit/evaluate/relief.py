"""The table of reliefs as plain values: which failures and windows are excused, and which are disputed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlakit.facts.reliefs import ACCEPTED, DECISIONS
from xlakit.model import Count
from xlakit.scoring import NO_RELIEF, Relief

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from xlakit.model import Agreement
    from xlakit.tables import Desk

DISPUTED = "disputed"


def relief_of(desk: Desk, agreement: Agreement, as_of: datetime) -> tuple[Relief, tuple[Count, ...]]:
    """Return what the reliefs of a desk excuse under an agreement, and what is in doubt about them.

    Only accepted ones act; disputed ones are settled both ways. A relief of a ticket is for the objective it names, or
    for every one; without a ticket it is for an objective in a window as a whole. Where relief stops the clock
    (``excused: stop_clock``), accepted ones of tickets have acted on the clocks already, and the facts say what was
    in doubt about them. What was claimed after `as_of` is not known yet.
    """
    if desk.reliefs is None:
        return NO_RELIEF, ()
    tickets: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in (ACCEPTED, DISPUTED)}
    windows: dict[str, dict[tuple[str, str], str]] = {ACCEPTED: {}, DISPUTED: {}}
    known = {item.name for item in agreement.objectives}
    odd: dict[str, list[str]] = defaultdict(list)
    for row in desk.reliefs.iter_rows(named=True):
        claimed = row.get("claimed_at")
        if claimed is not None and claimed > as_of:
            continue
        decision = row.get("decision")
        objective, ticket = row.get("objective"), row.get("ticket_id")
        if decision in DECISIONS and decision not in tickets:
            continue
        if decision not in tickets:
            odd[f"its decision is none of {', '.join(DECISIONS)}; it does not act"].append(row["relief_id"])
        elif objective is not None and objective.split("/", 1)[0] not in known:
            odd["it names no objective of the agreement; it does not act"].append(row["relief_id"])
        elif ticket is not None:
            tickets[decision][objective or ""].add(ticket)
        elif objective is not None and row.get("window") is not None:
            windows[decision][objective, row["window"]] = _reason(row)
        else:
            odd["it names neither a ticket nor an objective in a window; it does not act"].append(
                row["relief_id"]
            )
    if agreement.settlement.excused == "stop_clock":
        tickets[ACCEPTED].clear()
        odd.pop(f"its decision is none of {', '.join(DECISIONS)}; it does not act", None)
    doubts = tuple(
        Count(where="reliefs", reason=reason, rows=len(ids), example=str(min(ids)))
        for reason, ids in sorted(odd.items())
    )
    accepted, disputed = (
        {name: frozenset(ids) for name, ids in sorted(tickets[decision].items())}
        for decision in (ACCEPTED, DISPUTED)
    )
    return Relief(accepted, disputed, windows[ACCEPTED], windows[DISPUTED]), doubts


def _reason(row: dict[str, Any]) -> str:
    cause = f": {row['cause']}" if row.get("cause") else ""
    return f"relief {row['relief_id']}{cause}"
