"""Who turns to the desk, with what, and how it leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xlakit.datasets import service
from xlakit.datasets.office import SECOND
from xlakit.datasets.work import INSTANTS, NEVER, temper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xlakit.datasets.service import People
    from xlakit.datasets.story import Story
    from xlakit.datasets.work import Columns
    from xlakit.worktime import Calendar

TWO_DAYS = 2 * 86_400_000_000
MERGED, CANCELLED = 0.1, 0.008
AFTER_REOPEN, AFTER_MOVE, AFTER_REPEAT, AFTER_WAIT = 1.1, 0.3, 0.6, 0.15
"""How much each takes off a user's feeling, in standard deviations."""


def newcomers(
    opened: NDArray[np.int64], users: People, calendar: Calendar, draw: np.random.Generator
) -> Columns:
    """Return the tickets opened at these instants: by whom, where, about what, how urgent."""
    count = len(opened)
    requester = np.searchsorted(users.often, draw.random(count), side="right")
    requester = np.minimum(requester, len(users.often) - 1)
    category = service.pick(tuple(line.share for line in service.CATEGORIES), draw.random(count))
    site = users.site[requester]
    return {
        "opened": opened,
        "requester": requester,
        "site": site,
        "category": category,
        "team": service.teams_of(category, site),
        "priority": service.priorities(category, draw.random(count)),
        "channel": channels(opened, calendar, draw),
        "returned": np.zeros(count, np.bool_),
    }


def returners(
    parents: Columns, opened: NDArray[np.int64], calendar: Calendar, draw: np.random.Generator
) -> Columns:
    """Return the tickets with which the requesters of `parents` come back about the same thing."""
    kept = ("requester", "site", "category", "team", "priority")
    return {
        "opened": opened,
        **{name: parents[name] for name in kept},
        "channel": channels(opened, calendar, draw),
        "returned": np.ones(len(opened), np.bool_),
    }


def channels(opened: NDArray[np.int64], calendar: Calendar, draw: np.random.Generator) -> NDArray[np.int64]:
    """Return how each ticket came in; out of hours nobody is there to pick up or to type."""
    found = service.pick(service.CHANNEL_SHARES, draw.random(len(opened)))
    manned = calendar.open_before(opened + SECOND) > calendar.open_before(opened)
    alone = np.isin(found, [service.CHANNELS.index("portal"), service.CHANNELS.index("email")])
    return np.where(manned | alone, found, service.CHANNELS.index("portal"))


def dropped(tickets: Columns, draw: np.random.Generator) -> Columns:
    """Return `tickets`, in order of opening, with the few that are merged into another one or cancelled.

    A ticket is merged into the one that its requester opened just before. Repeat contacts and what they
    follow are left alone.
    """
    count = len(tickets["opened"])
    order = np.lexsort((np.arange(count), tickets["requester"]))
    same = np.diff(tickets["requester"][order], prepend=-1) == 0
    soon = np.diff(tickets["opened"][order], prepend=NEVER // 2) < TWO_DAYS
    plain = ~(tickets["came_back"] | tickets["returned"])
    merged = same & soon & plain[order] & service.happens(MERGED, count, draw)
    merged[1:] &= ~merged[:-1]
    into = np.full(count, -1)
    into[order[1:]] = np.where(merged[1:], order[:-1], -1)
    gone = (into >= 0) | (plain & service.happens(CANCELLED, count, draw))
    wait = draw.integers(300, 5_400, count) * 1_000_000
    nothing = {name: np.where(gone, NEVER, tickets[name]) for name in INSTANTS if name in tickets}
    nothing["bounces"] = np.where(gone, 0, tickets["bounces"])
    return {**tickets, **nothing, "into": into, "dropped_at": np.where(gone, tickets["opened"] + wait, NEVER)}


def feelings(tickets: Columns, users: People, story: Story, draw: np.random.Generator) -> NDArray[np.float64]:
    """Return how each ticket leaves its user, in standard deviations; above 0 is content."""
    mood = temper(story, "mood", tickets) + users.feeling[tickets["requester"]]
    mood -= AFTER_REOPEN * (tickets["reopened_at"] != NEVER)
    mood -= AFTER_MOVE * (tickets["bounces"] > 0)
    mood -= AFTER_REPEAT * (tickets["returned"] | tickets["came_back"])
    mood -= AFTER_WAIT * np.minimum(tickets["used"], 2)
    return mood + draw.normal(size=len(mood))
