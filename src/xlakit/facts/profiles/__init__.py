"""One event log judged as each product would: verdicts side by side, and why they differ."""

from xlakit.facts.profiles.compare import compare_profiles
from xlakit.facts.profiles.comparison import Comparison
from xlakit.model.profiles import PROFILES, Profile, jira, profile, servicenow, zendesk

__all__ = [
    "PROFILES",
    "Comparison",
    "Profile",
    "compare_profiles",
    "jira",
    "profile",
    "servicenow",
    "zendesk",
]
