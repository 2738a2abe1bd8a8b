"""What stops the clocks of a ticket: the maintenance windows of its service, and the reliefs accepted for it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xlakit.facts.clocks.stoppages import NO_SET, Stoppages, joined, places
from xlakit.facts.maintenance import maintained

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from xlakit.facts.timeline import Whole
    from xlakit.model import Agreement

MAINTENANCE = "maintenance"


class Stop(NamedTuple):
    """Microseconds from and to, and what stopped the clocks in them."""

    begin: int
    end: int
    reason: str


def stoppages_of(agreement: Agreement, tickets: pl.DataFrame, reliefs: pl.DataFrame) -> Stoppages | None:
    """Return what stops clocks under one version of the agreement; None where nothing does.

    Parameters
    ----------
    agreement
        The version.
    tickets
        The tickets of the facts.
    reliefs
        From `reliefs_of`; they act where the version says ``excused: stop_clock``.

    Raises
    ------
    CalendarError
        A maintenance clause has more windows than anybody means.
    """
    found = maintained(agreement, "stop_clock", tickets)
    sets = () if found is None else found.sets
    of_ticket = np.full(tickets.height, NO_SET, np.int64) if found is None else found.of_ticket.copy()
    empty: list[Whole] = [np.zeros(0, np.int64)]
    owner = np.concatenate(empty + [np.full(item.starts.size, place) for place, item in enumerate(sets)])
    begin = np.concatenate(empty + [item.starts for item in sets])
    end = np.concatenate(empty + [item.ends for item in sets])
    if agreement.settlement.excused == "stop_clock" and reliefs.height:
        base = Stoppages(of_ticket.copy(), owner, begin, end)
        relieved, place = np.unique(reliefs["ticket"].to_numpy(), return_inverse=True)
        own = [place, reliefs["begin"].to_numpy(), reliefs["end"].to_numpy()]
        opened = tickets.get_column("opened_at").dt.epoch("us").to_numpy()
        both = [np.concatenate(pair) for pair in zip(own, _copied(base, relieved, opened), strict=True)]
        made = joined(*both)
        of_ticket[relieved] = len(sets) + np.arange(relieved.size)
        owner, begin, end = (
            np.concatenate(pair)
            for pair in zip((owner, begin, end), (made[0] + len(sets), *made[1:]), strict=True)
        )
    return Stoppages(of_ticket, owner, begin, end) if owner.size else None


def _copied(base: Stoppages, tickets: Whole, opened: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the spans of each of these tickets after its opening, numbered by their place in `tickets`."""
    owner = base.of_ticket[tickets]
    first = places(base.owner, base.end, owner, opened[tickets], side="right")
    n = np.where(owner == NO_SET, 0, np.searchsorted(base.owner, owner, side="right") - first)
    place = np.repeat(np.arange(tickets.size), n)
    span = np.arange(place.size) - np.repeat(np.cumsum(n) - n, n) + np.repeat(first, n)
    return place, base.begin[span], base.end[span]


def stops_of(
    agreement: Agreement, tickets: pl.DataFrame, reliefs: pl.DataFrame, row: int
) -> tuple[Stop, ...]:
    """Return what stops the clocks of the ticket in `row`, the reason that goes first coming first."""
    found = maintained(agreement, "stop_clock", tickets)
    own = NO_SET if found is None else int(found.of_ticket[row])
    stops: list[Stop] = []
    if found is not None and own != NO_SET:
        spans = found.sets[own]
        stops += [
            Stop(low, high, MAINTENANCE) for low, high in zip(*map(np.ndarray.tolist, spans), strict=True)
        ]
    if agreement.settlement.excused == "stop_clock":
        rows = reliefs.filter(reliefs["ticket"] == row).select("begin", "end", "relief_id").rows()
        stops += [Stop(low, high, f"relief {name}") for low, high, name in rows]
    return tuple(stops)


def cut_by(stops: Iterable[Stop], begin: int, end: int) -> list[Stop]:
    """Return the time from `begin` to `end` cut where something stops or ceases to; empty reasons run.

    Examples
    --------
    >>> for part in cut_by([Stop(2, 5, "maintenance"), Stop(4, 9, "relief R1")], 0, 8):
    ...     print(part.begin, part.end, part.reason or "runs")
    0 2 runs
    2 5 maintenance
    5 8 relief R1
    """
    near = [stop for stop in stops if stop.begin < end and begin < stop.end]
    edges = sorted({begin, end, *(edge for stop in near for edge in stop[:2] if begin < edge < end)})
    found: list[Stop] = []
    for low, high in pairwise(edges):
        reason = next((stop.reason for stop in near if stop.begin <= low < stop.end), "")
        if found and found[-1].reason == reason:
            low = found.pop().begin  # noqa: PLW2901 - it goes on
        found.append(Stop(low, high, reason))
    return found
