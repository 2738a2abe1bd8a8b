"""The profiles by name, and each product's clock as a function."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message, near_miss
from xlakit.model.profiles.profile import Profile
from xlakit.model.profiles.vendor_jira import JIRA
from xlakit.model.profiles.vendor_servicenow import SERVICENOW
from xlakit.model.profiles.vendor_zendesk import ZENDESK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.model.clock import Clock

AS_AGREED = Profile(name="as_agreed", title="as agreed", basis="the agreement itself")

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {item.name: item for item in (AS_AGREED, SERVICENOW, ZENDESK, JIRA)}
)
"""Name → profile; ``as_agreed`` is the one that changes nothing."""


def profile(name: str) -> Profile:
    """Return the profile of that name.

    Raises
    ------
    MeasureError
        There is none.

    Examples
    --------
    >>> profile("jira").choices["exactly the limit"]
    'unspecified'
    >>> profile("gira")
    Traceback (most recent call last):
        ...
    xlakit.errors.MeasureError: profiles: there is no such profile; got 'gira'. Hint: did you mean 'jira'?
    """
    if name not in PROFILES:
        hint = near_miss(name, PROFILES)
        raise MeasureError(message("profiles", "there is no such profile", got=name, hint=hint))
    return PROFILES[name]


def servicenow(clock: Clock) -> Clock:
    """Return `clock` with ServiceNow's conventions; calendar and limits stay as agreed.

    Examples
    --------
    >>> from xlakit.model import Clock
    >>> theirs = servicenow(Clock.model_validate({"within": {"P1": "4h", "P2": "8h"}}))
    >>> theirs.inclusive, theirs.reopen, theirs.reset_action
    (False, 'new_cycle', 'cancel')
    """
    return SERVICENOW.apply(clock)


def zendesk(clock: Clock) -> Clock:
    """Return `clock` with Zendesk's conventions; calendar and limits stay as agreed.

    Examples
    --------
    >>> from xlakit.model import Clock
    >>> theirs = zendesk(Clock.model_validate({"stop": "first-reply", "pause": ["pending"], "within": "1h"}))
    >>> theirs.reopen, theirs.pause, theirs.binding
    ('ignore', (), 'current')
    """
    return ZENDESK.apply(clock)


def jira(clock: Clock) -> Clock:
    """Return `clock` with the conventions of Jira Service Management; calendar and limits stay as agreed.

    Examples
    --------
    >>> from xlakit.model import Clock
    >>> jira(Clock.model_validate({"within": "4h"})).reopen
    'new_cycle'
    """
    return JIRA.apply(clock)
