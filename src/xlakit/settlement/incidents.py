"""Step 9, common cause: what one incident costs that makes several objectives miss."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model.clauses import SameIncident
    from xlakit.settlement.entry import Entry


def same_incident(entries: Sequence[Entry], how: SameIncident) -> list[Entry]:
    """Return the entries that stay: of those of one incident, the largest; all of them where credits are summed.

    A customer who may choose takes the largest. Of equal ones the first stays. Entries without a known incident are
    never touched.
    """
    if how == "sum":
        return list(entries)
    largest: dict[str, Entry] = {}
    for entry in entries:
        incident = entry.mark.incident if entry.mark is not None else None
        if incident is not None and (incident not in largest or entry.exact > largest[incident].exact):
            largest[incident] = entry
    stays = []
    for entry in entries:
        incident = entry.mark.incident if entry.mark is not None else None
        if incident is None:
            stays.append(entry)
        elif largest[incident] is entry:
            others = sum(
                1
                for other in entries
                if other.mark is not None and other.mark.incident == incident and other.exact
            )
            if others > 1:
                entry.rules.append(f"same incident: {how}")
                entry.reason += f"; the largest of {others} credits of one incident"
            stays.append(entry)
    return [entry for entry in stays if entry.exact != Fraction(0)]
