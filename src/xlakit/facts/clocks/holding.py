"""Where a condition of a clock holds: status, team and priority through the events, the rest as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xlakit.facts.condition import matches
from xlakit.facts.timeline import NO_WORD, begins, carried
from xlakit.model.condition import column_of

if TYPE_CHECKING:
    from xlakit.facts.clocks.stated import InColumns
    from xlakit.facts.timeline import Flags, Followed, Timeline
    from xlakit.model import Condition


@dataclass(frozen=True, slots=True)
class Holding:
    """A condition on the timeline.

    Attributes
    ----------
    now
        Per batch: whether it holds from it on.
    told, changed
        Per batch: whether it sets one of the condition's columns, and whether to another value than before.
        What is set at the opening is what the ticket began with.
    known, from_events
        Per ticket: whether its statuses are on record where the condition speaks of them, and whether the
        events tell all of its columns.
    missing
        Columns that neither events nor tickets have.
    """

    now: Flags
    told: Flags
    changed: Flags
    known: Flags
    from_events: Flags
    missing: tuple[str, ...]


def holding(condition: Condition | None, timeline: Timeline, stated: InColumns) -> Holding:
    """Return where `condition` holds; None holds nowhere.

    Where a batch sets several values of a column, the condition is met by any of them.
    """
    batches, tickets = timeline.ticket.size, stated.statuses.size
    now = np.full(batches, condition is not None, np.bool_)
    told, changed = np.zeros(batches, np.bool_), np.zeros(batches, np.bool_)
    known, from_events = np.ones(tickets, np.bool_), np.ones(tickets, np.bool_)
    missing: list[str] = []
    for key, values in (condition or {}).items():
        column, negated = column_of(key)
        followed = timeline.followed(column)
        if followed is not None:
            now &= _met(timeline, followed, frozenset(values), negated=negated)
            told |= followed.told
            changed[1:] |= followed.told[1:] & (followed.now[1:] != followed.now[:-1])
            known &= stated.statuses if column == "status" else np.True_
            from_events &= stated.statuses if column == "status" else followed.from_events
            # A ticket without a team has none; a desk without teams does not know.
            if not followed.words and column not in stated.tickets.columns:
                missing.append(column)
        elif column in stated.tickets.columns:
            met = stated.tickets.select(matches({key: values})).to_series().to_numpy()
            now &= met[timeline.ticket]
        else:
            missing.append(column)
            now[:] = False
    if changed.any():
        opening = carried(begins(timeline.ticket), timeline.ticket)
        changed &= timeline.at > timeline.at[opening]
    return Holding(now, told, changed, known, from_events, tuple(missing))


def _met(timeline: Timeline, followed: Followed, values: frozenset[str], *, negated: bool) -> Flags:
    if not followed.words:
        return np.zeros(timeline.ticket.size, np.bool_)
    accepted = np.array([(word in values) != negated for word in followed.words], np.bool_)
    return timeline.any((followed.value != NO_WORD) & accepted[followed.value])[followed.since]
