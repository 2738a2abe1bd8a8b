"""What an export has seen that is made some days after the last month: what comes later is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xlakit.datasets.work import INSTANTS, NEVER

if TYPE_CHECKING:
    from xlakit.datasets.work import Columns

DAY = 86_400_000_000
WATCHED = 8 * DAY
"""After the last month: a resolution of its last day has been watched for a week."""


def extracted(tickets: Columns, until: int) -> Columns:
    """Return `tickets` as they stood at `until`; what happens later becomes `NEVER`.

    A ticket that is not resolved by then has not been moved either, so that its team is the one it is with.
    """
    back_later = tickets["reopened_at"] > until
    known = {
        **tickets,
        "resolved_at": np.where(back_later, tickets["first_resolved_at"], tickets["resolved_at"]),
    }
    seen = {name: np.where(known[name] > until, NEVER, known[name]) for name in INSTANTS}
    waiting = seen["first_resolved_at"] == NEVER
    for name in ("moved_at", "moved_again_at"):
        seen[name] = np.where(waiting, NEVER, seen[name])
    return {**known, **seen, "bounces": np.where(waiting, 0, known["bounces"])}
