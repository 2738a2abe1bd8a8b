"""What happens to each ticket: when it is answered, paused, resolved and reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from xlakit.datasets.office import HOUR, SECOND
from xlakit.datasets.service import CATEGORIES, CHANNELS, FIELD, SITE_SHARES, SITES, TEAMS, WESTERN, happens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from xlakit.datasets.story import Story
    from xlakit.worktime import Calendar

    Columns = Mapping[str, NDArray[Any]]

NEVER = np.iinfo(np.int64).min
RESPONSE_LIMIT = (900, 3_600, 14_400, 28_800)
RESOLUTION_LIMIT = (14_400, 28_800, 86_400, 144_000)
"""Seconds of open time for P1 to P4, as the example agreement promises them."""
RESPONSE_SPREAD, RESOLUTION_SPREAD = 0.9, 0.8
MORE_AT_ONCE = {"phone": 1.3, "chat": 1.3}
INSTANTS = (
    "replied_at",
    "paused_at",
    "resumed_at",
    "first_resolved_at",
    "reopened_at",
    "replied_again_at",
    "resolved_at",
    "moved_at",
    "moved_again_at",
    "dropped_at",
)
LONGEST = 6
"""Times the limit."""


def work_on(tickets: Columns, story: Story, calendar: Calendar, draw: np.random.Generator) -> Columns:
    """Return `tickets` with what became of each; all instants in microseconds, `NEVER` for what did not happen.

    A ticket takes a length of open time to its reply and to its resolution, log-normal around a share of the
    limit such that the story's shares are kept. Pauses take wall time on top, and the work after a
    reopening is part of the same length, so that a promise that goes on after a reopening is as often kept.
    """
    count = len(tickets["opened"])
    quick, long = draw.normal(size=(2, count))
    reply = _replies(tickets, story, quick)
    work = _resolutions(tickets, story, 0.5 * quick + 0.75**0.5 * long)
    channel = np.array([MORE_AT_ONCE.get(name, 0.8) for name in CHANNELS])[tickets["channel"]]
    at_once = happens(temper(story, "first_contact", tickets) * channel, count, draw)
    reopened = happens(temper(story, "reopened", tickets), count, draw)
    first = np.where(reopened, work * draw.uniform(0.35, 0.75, count), work)
    first = np.where(at_once, reply, np.maximum(first, reply + 60))
    second = np.maximum(work - first, 900)
    paused = ~at_once & happens(0.3, count, draw)
    before = np.where(paused, reply + draw.uniform(0.1, 0.9, count) * (first - reply), first)

    opened = calendar.open_before(tickets["opened"])
    paused_at = calendar.instant_at(opened + _us(before))
    resumed_at = paused_at + _us(_wall(draw, count, median=14 * 3600, most=10 * 86_400))
    rest = _us(np.maximum(first - before, 60))
    first_resolved = np.where(paused, calendar.instant_at(calendar.open_before(resumed_at) + rest), paused_at)
    reopened_at = first_resolved + _us(_wall(draw, count, median=9 * 3600, most=70 * 3600))
    since = calendar.open_before(reopened_at)
    reply_again = np.minimum(_replies(tickets, story, draw.normal(size=count)), second - 60)
    bounces = np.where(at_once, 0, np.minimum(draw.poisson(temper(story, "bounces", tickets)), 2))
    moves = np.maximum(before * np.sort(draw.uniform(0.05, 0.95, (2, count)), axis=0), 30)
    limit = np.array(RESOLUTION_LIMIT)[tickets["priority"]]
    return {
        **tickets,
        "replied_at": calendar.instant_at(opened + _us(reply)),
        "at_once": at_once,
        "paused_at": np.where(paused, paused_at, NEVER),
        "resumed_at": np.where(paused, resumed_at, NEVER),
        "on_hold": happens(0.3, count, draw),
        "first_resolved_at": first_resolved,
        "reopened_at": np.where(reopened, reopened_at, NEVER),
        "replied_again_at": np.where(reopened, calendar.instant_at(since + _us(reply_again)), NEVER),
        "resolved_at": np.where(reopened, calendar.instant_at(since + _us(second)), first_resolved),
        "bounces": bounces,
        "moved_at": np.where(bounces >= 1, calendar.instant_at(opened + _us(moves[0])), NEVER),
        "moved_again_at": np.where(bounces > 1, calendar.instant_at(opened + _us(moves[1])), NEVER),
        "used": work / limit,
    }


def repeats(
    parents: Columns, count: int, end: int, story: Story, calendar: Calendar, draw: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which tickets `count` repeat contacts follow, and when these are opened: those resolved by `end`.

    A requester comes back within a few working days of the resolution, more often to teams that solve less.
    """
    chance = np.where(parents["first_resolved_at"] < end, temper(story, "repeated", parents), 1e-9)
    # The smallest of exponential times at these rates is a draw without replacement.
    chosen = np.argsort(draw.exponential(size=len(chance)) / chance, kind="stable")[:count]
    since = calendar.open_before(parents["first_resolved_at"][chosen])
    return chosen, calendar.instant_at(since + _us(draw.uniform(1, 26, count) * HOUR / SECOND))


def share_of_repeats(story: Story) -> float:
    """Return the chance that a ticket of this story is followed by a repeat contact."""
    return sum(
        line.share
        * share
        * story.of(
            f"Field {'West' if site in WESTERN else 'East'}" if line.team == FIELD else line.team
        ).repeated
        for line in CATEGORIES
        for site, share in zip(SITES, SITE_SHARES, strict=True)
    )


def temper(story: Story, name: str, tickets: Columns) -> NDArray[np.float64]:
    """Return one trait of each ticket's team."""
    return np.array([getattr(story.of(team), name) for team in TEAMS])[tickets["team"]]


def _replies(tickets: Columns, story: Story, quick: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the seconds of open time to a reply."""
    limit = np.array(RESPONSE_LIMIT)[tickets["priority"]]
    used = np.exp(RESPONSE_SPREAD * (quick - special.ndtri(temper(story, "response_kept", tickets))))
    return np.asarray(np.clip(limit * used, 30, LONGEST * limit), np.float64)


def _resolutions(tickets: Columns, story: Story, long: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the seconds of open time to the resolution for good."""
    limit = np.array(RESOLUTION_LIMIT)[tickets["priority"]]
    used = np.exp(RESOLUTION_SPREAD * (long - special.ndtri(temper(story, "resolution_kept", tickets))))
    return np.asarray(np.clip(limit * used, 30, LONGEST * limit), np.float64)


def _wall(draw: np.random.Generator, count: int, *, median: float, most: float) -> NDArray[np.float64]:
    """Return log-normal lengths of wall time in seconds, from ten minutes to `most`."""
    return np.clip(median * np.exp(draw.normal(size=count)), 600, most)


def _us(seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return whole seconds as microseconds."""
    return np.rint(seconds).astype(np.int64) * SECOND
