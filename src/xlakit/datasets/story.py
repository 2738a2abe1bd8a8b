"""The stories a synthetic desk can tell: how fast its teams are, and what users get from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from xlakit.errors import DataError, message, near_miss

if TYPE_CHECKING:
    from collections.abc import Mapping

StoryName = Literal["healthy", "watermelon", "red", "inverse"]
STORIES: tuple[StoryName, ...] = ("healthy", "watermelon", "red", "inverse")


@dataclass(frozen=True, slots=True)
class Temper:
    """How a team works.

    Attributes
    ----------
    response_kept, resolution_kept
        Chance that a reply, and a resolution that takes more than one contact, is within its limit.
    first_contact
        Chance that the first reply is the resolution.
    reopened, repeated
        Chance that a resolved ticket is reopened; that its requester opens another one for it.
    bounces
        Mean number of reassignments of a ticket that takes more than one contact.
    mood
        Mean of the users' feeling in standard deviations; above 0 is satisfied.
    """

    response_kept: float
    resolution_kept: float
    first_contact: float
    reopened: float
    repeated: float
    bounces: float
    mood: float


@dataclass(frozen=True, slots=True)
class Story:
    """The tempers of all teams.

    Attributes
    ----------
    usual, teams
        The temper of most teams, and those of the teams that differ.
    unhappy_answers
        How much more often than others an unhappy user answers the survey; below 1 the unhappy are silent.
    """

    usual: Temper
    teams: Mapping[str, Temper] = field(default_factory=lambda: MappingProxyType({}))
    unhappy_answers: float = 1.0

    def of(self, team: str) -> Temper:
        """Return the temper of `team`."""
        return self.teams.get(team, self.usual)


HEALTHY = Temper(
    response_kept=0.987,
    resolution_kept=0.965,
    first_contact=0.35,
    reopened=0.018,
    repeated=0.012,
    bounces=0.25,
    mood=2.1,
)


def story_of(name: str) -> Story:
    """Return the story of that name.

    Raises
    ------
    DataError
        There is no such story.
    """
    if name == "healthy":
        return Story(HEALTHY, unhappy_answers=1.2)
    if name == "watermelon":
        usual = replace(HEALTHY, reopened=0.05, repeated=0.05, mood=1.5)
        closes_early = Temper(
            response_kept=0.993,
            resolution_kept=0.99,
            first_contact=0.45,
            reopened=0.32,
            repeated=0.34,
            bounces=0.5,
            mood=-0.35,
        )
        passes_on = replace(
            closes_early, first_contact=0.3, reopened=0.2, repeated=0.24, bounces=0.9, mood=0.3
        )
        return Story(usual, MappingProxyType({"Field West": closes_early, "Applications": passes_on}), 0.85)
    if name == "red":
        usual = Temper(
            response_kept=0.8,
            resolution_kept=0.6,
            first_contact=0.15,
            reopened=0.17,
            repeated=0.15,
            bounces=0.8,
            mood=0.4,
        )
        return Story(usual, unhappy_answers=1.3)
    if name == "inverse":
        slow = replace(HEALTHY, response_kept=0.84, resolution_kept=0.66, first_contact=0.25, mood=2.15)
        return Story(slow, unhappy_answers=1.1)
    raise DataError(message("story", "is not known", got=name, hint=near_miss(name, STORIES)))
