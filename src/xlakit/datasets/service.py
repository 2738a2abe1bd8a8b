"""What the desk of the stories looks after: its sites, teams, categories and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIELD = "Field"
TEAMS = ("Service Desk", "Workplace", "Identity", "Network", "Applications", "Field East", "Field West")
SITES = ("berlin", "hamburg", "leipzig", "cologne", "frankfurt", "munich")
SITE_SHARES = (0.18, 0.1, 0.06, 0.2, 0.26, 0.2)
WESTERN = frozenset({"cologne", "frankfurt", "munich"})
CHANNELS = ("portal", "email", "phone", "chat")
CHANNEL_SHARES = (0.38, 0.24, 0.26, 0.12)
PRIORITIES = ("P1", "P2", "P3", "P4")
INCIDENT_SHARES = (0.03, 0.15, 0.55, 0.27)
REQUEST_SHARES = (0.0, 0.04, 0.46, 0.5)
TICKETS_A_MONTH = 0.5
"""Of one requester, on average."""


class Category(NamedTuple):
    """A line of the service catalogue, and the share of all tickets it brings."""

    name: str
    service: str
    team: str
    request: bool
    share: float


CATEGORIES = (
    Category("password", "identity", "Service Desk", request=False, share=0.09),
    Category("how-to", "workplace", "Service Desk", request=True, share=0.06),
    Category("email", "mail", "Workplace", request=False, share=0.07),
    Category("meetings", "collaboration", "Workplace", request=False, share=0.05),
    Category("software", "workplace", "Workplace", request=True, share=0.06),
    Category("access", "identity", "Identity", request=True, share=0.07),
    Category("vpn", "network", "Network", request=False, share=0.05),
    Category("wifi", "network", "Network", request=False, share=0.04),
    Category("erp", "erp", "Applications", request=False, share=0.1),
    Category("reporting", "erp", "Applications", request=True, share=0.05),
    Category("hardware", "devices", FIELD, request=False, share=0.15),
    Category("printing", "printing", FIELD, request=False, share=0.09),
    Category("new-device", "devices", FIELD, request=True, share=0.12),
)


@dataclass(frozen=True, slots=True)
class People:
    """The requesters: how often each turns to the desk, where each sits, how each tends to feel."""

    often: NDArray[np.float64]
    site: NDArray[np.int64]
    feeling: NDArray[np.float64]


def people(tickets: int, months: int, draw: np.random.Generator) -> People:
    """Return as many requesters as bring about that many tickets; a few of them bring many."""
    count = max(1, round(tickets / (TICKETS_A_MONTH * months)))
    often = np.cumsum(draw.gamma(1.2, size=count) + 1e-9)
    return People(
        often=often / often[-1],
        site=pick(SITE_SHARES, draw.random(count)),
        feeling=draw.normal(0, 0.5, count),
    )


def pick(shares: tuple[float, ...] | NDArray[np.float64], uniform: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each uniform number the place that it falls on when places are as wide as their shares."""
    edges = np.cumsum(shares)
    return np.minimum(np.searchsorted(edges / edges[-1], uniform, side="right"), len(edges) - 1)


def happens(share: float | NDArray[np.float64], count: int, draw: np.random.Generator) -> NDArray[np.bool_]:
    """Return for each of `count` cases whether something of that chance happens."""
    return draw.random(count) < share


def teams_of(category: NDArray[np.int64], site: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the team that a ticket of that category at that site belongs to."""
    east, west = TEAMS.index("Field East"), TEAMS.index("Field West")
    table = np.array(
        [
            [
                (west if place in WESTERN else east) if line.team == FIELD else TEAMS.index(line.team)
                for place in SITES
            ]
            for line in CATEGORIES
        ]
    )
    return table[category, site]


def priorities(category: NDArray[np.int64], uniform: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return a priority for each ticket; requests are seldom urgent."""
    request = np.array([line.request for line in CATEGORIES])[category]
    return np.where(request, pick(REQUEST_SHARES, uniform), pick(INCIDENT_SHARES, uniform))
