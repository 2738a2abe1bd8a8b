"""Vendor profiles: a clock with the conventions that a product documents."""

from xlakit.model.profiles.catalogue import AS_AGREED, PROFILES, jira, profile, servicenow, zendesk
from xlakit.model.profiles.profile import UNSPECIFIED, Choice, Profile

__all__ = [
    "AS_AGREED",
    "PROFILES",
    "UNSPECIFIED",
    "Choice",
    "Profile",
    "jira",
    "profile",
    "servicenow",
    "zendesk",
]
