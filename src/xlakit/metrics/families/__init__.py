"""The metrics themselves, by what they are about."""

from xlakit.metrics.families.every import ENTRIES

__all__ = ["ENTRIES"]
