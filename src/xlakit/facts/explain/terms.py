"""Which line of the limits holds for a cycle, and why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.model.condition import column_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.model import Clock

MOMENTS = {
    "at_start": "in force at the start",
    "current": "in force at the end",
    "strictest": "the strictest of those in force",
}


def why_limit(clock: Clock, line: int, ticket: Mapping[str, Any], priority: str | None, *, told: bool) -> str:
    """Return why line `line` (0 is the first) of the clock's limits holds.

    Parameters
    ----------
    clock, line
        The clock, and the line that holds.
    ticket
        The columns of the ticket.
    priority, told
        The priority it is judged by, and whether events tell it.
    """
    lines = clock.limit_lines()
    source = MOMENTS[clock.binding] if told else "of the ticket itself"
    asked = dict.fromkeys(column_of(key)[0] for key in lines[line].when)
    if not asked:
        if len(lines) == 1:
            return "the only one"
        priority_words = f", priority {priority} {source}" if priority is not None else ""
        return f"no line before it matches{priority_words}"
    return ", ".join(
        f"priority {priority} {source}" if column == "priority" else f"{column} {ticket[column]}"
        for column in asked
    )


def tell_priority(priorities: pl.DataFrame, ticket: int, moment: int) -> bool:
    """Whether changes of priority tell that of the ticket in row `ticket` at or before an instant."""
    return not priorities.filter((pl.col("ticket") == ticket) & (pl.col("at") <= moment)).is_empty()
